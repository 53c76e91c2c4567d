/* Tests which cells of a table are taken out of it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/text/clean.h"

/* Asserts what is left of TEXT, and the line at which another cell begins, 0 if none does. */
static void assert_cleaned(const char *text, const char *cleaned, unsigned another)
{
    struct text copy = {0};
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(unsigned));

    text_add(&copy, text);
    csv_clean(&copy, lines);
    text_append(&copy, "", 1);
    g_assert_cmpstr(copy.bytes, ==, cleaned);
    g_assert_cmpuint(lines->len, ==, another > 0);
    g_assert_cmpuint(lines->len > 0 ? g_array_index(lines, unsigned, 0) : 0, ==, another);
    g_array_free(lines, TRUE);
    text_clear(&copy);
}

static void assert_same(const char *text)
{
    assert_cleaned(text, text, 0);
}

static void test_cells(void)
{
    assert_cleaned("a,b\nr1,\"c\n d\"\n,\"e \"\"f\"\"\n g\nh\n\"\n", "\n\n\ne \"f\"\n g\nh\n\n", 0);
    assert_cleaned("r1;\"a\r\nb\r\nc\r\n\";d\r\nr2;\"e\nf\ng\nh\"", "a\r\nb\r\nc\r\n\ne\nf\ng\nh",
                   5);
    assert_cleaned("r1,\"a\nb\nc\nd\",\"e\nf\ng\nh\"\n", "a\nb\nc\nd\ne\nf\ng\nh\n", 5);
    assert_same("");
    assert_same("a\n");
    assert_same("a,\"b\nc\n\"\n"); /* few lines */
    assert_same("a \"b\nc\nd\ne\nf\"\n");
    assert_same("a,\"b\nc\nd\ne\nf\n");
    assert_same("a,\"b\nc\nd\ne\nf\" g\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/csv/cells", test_cells);
    return g_test_run();
}
