/* Tests what is removed that programs add to the lines that they list.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/text/clean.h"

#include <string.h>

/* Asserts what is left of TEXT, and at which lines other files begin. */
static void assert_cleaned(const char *text, const char *cleaned, const char *files)
{
    struct text copy = {0};
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(unsigned));
    GString *found = g_string_new(NULL);

    text_add(&copy, text);
    listing_clean(&copy, lines);
    text_append(&copy, "", 1);
    for (guint i = 0; i < lines->len; i++)
        g_string_append_printf(found, "%s%u", i > 0 ? " " : "", g_array_index(lines, unsigned, i));
    g_assert_cmpstr(copy.bytes, ==, cleaned);
    g_assert_cmpstr(found->str, ==, files);
    g_string_free(found, TRUE);
    g_array_free(lines, TRUE);
    text_clear(&copy);
}

static void assert_same(const char *text)
{
    assert_cleaned(text, text, "");
}

static void test_names(void)
{
    assert_cleaned("a/b:c\n", "c\n", "");
    assert_cleaned("r1.cfg: a\nr1.cfg:  b\nr2.cfg: c\r\n", " a\n  b\n c\r\n", "3");
    assert_cleaned("./c/r1:7: a\n./c/r1:10:b\n", " a\nb\n", "");
    assert_cleaned("HEAD:r.1:a\nHEAD:r.1:b:c", "a\nb:c", "");
    assert_cleaned("$ grep\nr-1.c-8-a\nr-1.c-9-b\nr-1.c:10: c\n--\nr-2.c:12:d\nr-2.c-13- e\n--\n",
                   "$ grep\na\nb\n c\n\nd\n e\n\n", "6");
    assert_cleaned("r-1.c-7-a\nr-1.c:8:b\n", "a\nb\n", "");
    assert_cleaned("c/a:1:2:b\nc/a:10:c\n", "2:b\nc\n", "");
    assert_cleaned("c/a:2001:db8::1 b\nc/a: c\n", "2001:db8::1 b\n c\n", ""); /* an address */
    /* no names of files */
    assert_same("");
    assert_same("a: b\nc: d\n");
    assert_same("10 a.b:c\n2001:db8::1\n65000:1\n10.0.0.1\n");
    assert_same("a.b:c\nd\ne\n");
    assert_same(":a.b\na.b\n\n\n--\n");
}

static void test_numbers(void)
{
    assert_cleaned("  1 a\n  2  b\n  3\n  4 \n", "a\n b\n\n\n", "");
    assert_cleaned(" 99 a\r\n100 b\r\n101\r\n", "a\r\nb\r\n\r\n", "");
    assert_cleaned("  1 a\n  2 b\n  3 1 c\n  4 d", "a\nb\n1 c\nd", "");
    assert_cleaned("  1 a\n  2 b\n  2 c\n  3 d\n  4 e\n  5 f\n  6 g\n  7 h\n  8 i\n  9 j\n 10 k\n",
                   "a\nb\n  2 c\nd\ne\nf\ng\nh\ni\nj\nk\n", ""); /* a line was broken */
    assert_same(" 10 a\n 20 b\n 30 c\n");                        /* an access list */
    assert_same("a\n 1 b\n 2 c\n 3 d\n");
    assert_same("1 a\n2 b\n");
    assert_same("1\ta\n2\tb\n3\tc\n"); /* that is for paste_clean() */
}

static void test_ends(void)
{
    assert_cleaned("a$\n b$\n$\nc$$\n", "a\n b\n\nc$\n", "");
    assert_cleaned("a^M$\nb^M$\n^M$\n", "a\nb\n\n", "");
    assert_cleaned("a^M\nb^M\nc^M\n", "a\nb\nc\n", "");
    assert_same("a$\nb$\nc\n");
    assert_same("a^M\nb^M\n");
    assert_same("a$\nb$\nc$\nd\ne\nf\n"); /* passwords */
    assert_same("a^M\nb^M\nc^M\nd\ne\nf\n");
}

static void test_context_diffs(void)
{
    assert_cleaned(
        "*** a\t1\n--- b\t2\n***************\n*** 1,3 ****\n  a\n!  b\n- c\n--- 1,3 ----\n"
        "  a\n!  d\n+ e\n   f\n\n***************\n*** 9 ****\n  g\n--- 9 ----\n",
        "*** a\t1\n--- b\t2\n\n\na\n\n\n\na\n d\ne\n f\n\n\n\ng\n\n", "");
    assert_same("*** 1,3 ****\n! a\n--- 1,3 ----\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/listing/names", test_names);
    g_test_add_func("/listing/numbers", test_numbers);
    g_test_add_func("/listing/ends", test_ends);
    g_test_add_func("/listing/context-diffs", test_context_diffs);
    return g_test_run();
}
