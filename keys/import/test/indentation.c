/* Tests which indentation is removed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/text/clean.h"
#include "scanned.h"

static void assert_cleaned(const char *text, const char *cleaned)
{
    struct text copy = {0};
    text_add(&copy, text);
    indentation_clean(&copy);
    text_append(&copy, "", 1);
    g_assert_cmpstr(copy.bytes, ==, cleaned);
    text_clear(&copy);
}

static void assert_same(const char *text)
{
    assert_cleaned(text, text);
}

static void test_blocks(void)
{
    assert_cleaned("See:\n\n    hostname a\n    b\n     c\n\n    d\ne\n",
                   "See:\n\nhostname a\nb\n c\n\nd\ne\n");
    assert_cleaned("config: |\n  !\n  router bgp 1\n   a\nb: c\n",
                   "config: |\n!\nrouter bgp 1\n a\nb: c\n");
    assert_cleaned("1. a\n   ```\n   bgp 1\n    b\n   ```\n", "1. a\n   ```\nbgp 1\n b\n```\n");
    assert_cleaned("\tsysname a\r\n\tb\r\n\r\n\t c", "sysname a\r\nb\r\n\n c");
    assert_cleaned("cat <<'EOF'\n bgp 1\n  a\nEOF\n", "cat <<'EOF'\nbgp 1\n a\nEOF\n");
    assert_cleaned("{code}\n bgp 1\n  a\n", "{code}\nbgp 1\n a\n");
    assert_cleaned("See:\n  neighbor a\n    b\n", "See:\nneighbor a\n  b\n"); /* an excerpt */
    assert_cleaned(" a\n b\n\n  key chain a\n   b", " a\n b\n\nkey chain a\n b");
}

static void test_others(void)
{
    assert_same("");
    assert_same("router bgp 1\n a\n\n b\n");
    assert_same("router bgp 1\n\n neighbor a\n  b\n"); /* as typed by hand */
    assert_same("mpls ldp\n\n neighbor a\n  b\n");
    assert_same("a\n\n hostname b\n\n c\n"); /* every second line is empty */
    assert_same("group a\n hostname b\n c\n");
    assert_same("a\n\n bgp log-neighbor-changes\n b\n");
    assert_same("a:\n  b:\n    c\n");
    assert_same("kind: ConfigMap\ndata:\n  frr.conf: |\n    hostname a\n    b\n");
}

/* Lines in which blocks may begin are searched once for each indentation. */
static void test_cost(void)
{
    static const char *const rows[] = {"  a\n  b\n\n a\n b\n\n", "  a:\n", " a:\n  b:\n",
                                       "  a:\n b:\n   c:\n"};
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        GString *text = g_string_new(" x:\n");
        for (unsigned count = 0; count < 2000; count++)
            g_string_append(text, rows[i]);
        scanned_bytes = 0;
        assert_same(text->str);
        g_assert_cmpuint(scanned_bytes, <=, 10 * text->len);
        g_string_free(text, TRUE);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/indentation/blocks", test_blocks);
    g_test_add_func("/indentation/others", test_others);
    g_test_add_func("/indentation/cost", test_cost);
    return g_test_run();
}
