/* Tests what is removed that a program writes before each line.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/text/clean.h"

#include <string.h>

/* Asserts what is left of TEXT, and at which lines others begin. */
static void assert_cleaned(const char *text, const char *cleaned, const char *others)
{
    struct text copy = {0};
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(unsigned));
    GString *found = g_string_new(NULL);

    text_add(&copy, text);
    margin_clean(&copy, lines);
    text_append(&copy, "", 1);
    for (guint i = 0; i < lines->len; i++)
        g_string_append_printf(found, "%s%u", i > 0 ? " " : "", g_array_index(lines, unsigned, i));
    g_assert_cmpstr(copy.bytes, ==, cleaned);
    g_assert_cmpstr(found->str, ==, others);
    g_string_free(found, TRUE);
    g_array_free(lines, TRUE);
    text_clear(&copy);
}

static void assert_same(const char *text)
{
    assert_cleaned(text, text, "");
}

static void test_hosts(void)
{
    assert_cleaned("r1: a\nr1:  b\r\nr1:\nr1: c: d\n", "a\n b\r\n\nc: d\n", "");
    assert_cleaned("a: b\na: c\na: d\na: e\na: f\nb: g\nb: h\nb: i\nb: j\nb: k\n",
                   "b\nc\nd\ne\nf\ng\nh\ni\nj\nk\n", "6");
    assert_cleaned("10.0.0.1: b\n10.0.0.1: c\n10.0.0.1: d\n10.0.0.1: e\n10.0.0.1: f\n"
                   "10.0.0.2: g\n10.0.0.2: h\n10.0.0.2: i\n10.0.0.2: j\n10.0.0.2: k\n",
                   "b\nc\nd\ne\nf\ng\nh\ni\nj\nk\n", "6");
    assert_cleaned("[r1] a\n[r1]  b\n[r1]\n[r1] c\n", "a\n b\n\nc\n", "");
    assert_cleaned("[192.0.2.1] out: a\n[192.0.2.1] out:  b\n[192.0.2.1] out: c\n"
                   "[192.0.2.1] out: d\n",
                   "a\n b\nc\nd\n", "");
    assert_cleaned("frr1  | a\nfrr1  |  b\nfrr1  |\nfrr1  | c", "a\n b\n\nc", "");
    assert_same("r1: a\nr1: b\nr1: c\n");                /* too few */
    assert_same("a: b\nc: d\ne: f\ng: h\ni: j\n");       /* YAML */
    assert_same("[r1-bgp] a\n[r1] b\n[r1] c\n[r1] d\n"); /* prompts */
    assert_same("[a@r1] b\n[a@r1] c\n[a@r1] d\n[a@r1] e\n");
    assert_same("r1: a\nr1: b\nr1: c\nr1: d\ne\nf\n");
    assert_same("set a \"b: c\"\nset a \"b: d\"\nset a \"b: e\"\nset a \"b: f\"\n");
    assert_same("1: a\n2: b\n3: c\n4: d\n"); /* grep -n */
    assert_same("");
}

static void test_logs(void)
{
    assert_cleaned("Jan  9 03:04:05 r1 a: b\nJan 10 03:04:05 r1 a:  c\nFeb  1 03:04:06 r1 a: d\n"
                   "Feb  1 03:04:06 r1 a[7]: e\n",
                   "b\n c\nd\ne\n", "");
    assert_cleaned("<13>1 2026-01-02T03:04:05Z r1 a 7 - - b\n<13>1 2026-01-02T03:04:05Z r1 a 7 - - "
                   " c\n<13>1 2026-01-02T03:04:05Z r1 a 7 - - d\n"
                   "<13>1 2026-01-02T03:04:05Z r1 a 7 - - e\n",
                   "b\n c\nd\ne\n", "");
    assert_cleaned("1 a, Command=\"b\")\n2 c, Command=\"d \"e\")\nf\ng, Command=\"h\")\n"
                   "i, Command=\"j\")\n",
                   "b\nd \"e\nf\nh\nj\n", "");
    assert_cleaned("1 cmd=a b <cr>\n2 cmd=c <cr>\n3 cmd=d <cr>\n4 cmd=e\n", "a b\nc\nd\ne\n", "");
    assert_same("1: %PARSER-5-CFGLOG_LOGGEDCMD: User:a  logged command:b: c\n"
                "1: %PARSER-5-CFGLOG_LOGGEDCMD: User:a  logged command:b: d\n"
                "1: %PARSER-5-CFGLOG_LOGGEDCMD: User:a  logged command:b: e\n"
                "1: %PARSER-5-CFGLOG_LOGGEDCMD: User:a  logged command:b: f\n");
}

static void test_commits(void)
{
    assert_cleaned("a1b2c3d4 (Joe 2026-01-02 03:04:05 +0100 1) a\n"
                   "^b1b2c3d (Ann B 2026-01-03 03:04:05 +0100 2)  b (7) c\n"
                   "a1b2c3d4 (Joe 2026-01-02 03:04:05 +0100 3)\n"
                   "a1b2c3d4 r.cfg (Joe 2026-01-02 03:04:05 +0100 4) c",
                   "a\n b (7) c\n\nc", "");
    assert_cleaned("1.1 (joe 02-Jan-26): a\n1.1 (joe 02-Jan-26):  b\n1.2 (joe 03-Jan-26): c\n"
                   "1.2 (joe 03-Jan-26): d\n",
                   "a\n b\nc\nd\n", "");
}

/* A line is kept whole, however long it is; one without spaces is no margin. */
static void test_long_lines(void)
{
    const char *const margins[] = {"r1: ", "a1b2c3d4 (Joe 2026-01-02 03:04:05 +0100 1) "};
    char *rest = g_strnfill(300, 'f');
    for (unsigned i = 0; i < G_N_ELEMENTS(margins); i++) {
        char *line = g_strconcat(margins[i], rest, "\n", NULL);
        char *text = g_strconcat(line, line, line, line, NULL);
        char *cleaned = g_strjoin("\n", rest, rest, rest, rest, "", NULL);
        assert_cleaned(text, cleaned, "");
        g_free(cleaned);
        g_free(text);
        g_free(line);
    }
    assert_same(rest);
    g_free(rest);
}

static void test_tables(void)
{
    assert_cleaned("  c   \n------\n a    +\n  b\"c+\n d+   +\n e\n(1 row)\n",
                   "  c   \n------\n a\n  b\"c\n d+\n e\n(1 row)\n", "");
    assert_same("  c   \n---\n a    +\n  b\"c+\n d+   +\n e+\n");
    assert_same("------\n a+\n b+\n c\n d\n e\n");
    assert_same("a+\nb+\nc+\nd+\n");
    assert_cleaned("+----+-----+\n| id | c   |\n+----+-----+\n| 1  | a   |\n| 1  |  b  |\n"
                   "| 1  | c d |\n| 1  | e   |\n| 1  | f   |\n+----+-----+\n",
                   "+----+-----\nc\n+----+-----\na\n b\nc d\ne\nf\n+----+-----\n", "4");
    assert_cleaned("r1,1,a\nr1,2, b\nr1,3,\"c, \"\"d\"\"\"\nr1,4,e\n", "a\n b\nc, \"d\"\ne\n", "");
    assert_cleaned("r1\ta\nr1\t b\nr1\tc\td\nr1\te\n", "a\n b\nc\td\ne\n", "");
    assert_cleaned("r1;a\nr1; b\nr1;c;d\nr1;e\n", "a\n b\nc;d\ne\n", "");
    assert_same("set\ta b\nset\tc\nset\td\nset\te\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/margin/hosts", test_hosts);
    g_test_add_func("/margin/logs", test_logs);
    g_test_add_func("/margin/commits", test_commits);
    g_test_add_func("/margin/long-lines", test_long_lines);
    g_test_add_func("/margin/tables", test_tables);
    return g_test_run();
}
