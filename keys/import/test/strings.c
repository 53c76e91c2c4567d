/* Tests how a configuration is found in the strings of a JSON text.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/text/clean.h"

#include <glib.h>

static void assert_lines(const char *text, const char *expected)
{
    struct text whole = {0}, lines = {0};
    text_add(&whole, text);
    g_assert_cmpint(strings_find(&whole, &lines), ==, *expected != '\0');
    text_append(&lines, "", 1);
    g_assert_cmpstr(lines.bytes, ==, expected);
    text_clear(&lines);
    text_clear(&whole);
}

static void test_strings_of_several_lines(void)
{
    assert_lines("{\"a\": \"1\\n 2\\n3\\n\", \"b\": \"\"}", "1\n 2\n3\n\n");
    assert_lines("[\"a\\nb\\nc\\nd\", \"no\\nmore\", \"e\\nf\\ng\\nh\"]",
                 "a\nb\nc\nd\ne\nf\ng\nh\n");
    assert_lines("{\"a\": \"\\\"q\\\" \\\\n \\t\\u00e4\\/\\n\\n\\n\"}",
                 "\"q\" \\n \t\u00e4/\n\n\n\n");
    assert_lines("ok: [r1] => {\"a\": \"1\\n2\\n3\\n4\", \"lines\": [\n\"1\",\n\"2\",\n\"3\"]}",
                 "1\n2\n3\n4\n");
    assert_lines("{\"a\": \"\\ud83d\\ude00\\ud83du12\\n\\n\\n\"}",
                 "\xf0\x9f\x98\x80\xed\xa0\xbdu12\n\n\n\n");
    assert_lines("{\"a\": \"\\u00zz\\n\\n\\n\"}", "u00zz\n\n\n\n");
    assert_lines("{\"a\": \"\\n\\n\\n\\u12\", \"b\": \"no end\\n\\n\\n", "\n\n\nu12\n");
}

static void test_lines_that_are_strings(void)
{
    assert_lines(
        "{\n  \"stdout_lines\": [\n    \"a 1\",\n    \" b \\\"2\\\"\",\r\n    \"c\"\n  ]\n}\n",
        "\n\na 1\n b \"2\"\nc\n\n\n");
    assert_lines("[\n\"a\",\n\"b\": 1,\n\"c\",\n\"d\n", "");
}

static void test_other_texts(void)
{
    assert_lines("", "");
    assert_lines("{", "");
    assert_lines(" \n", "");
    assert_lines("\"a\\nb\\nc\\nd\"\n", "");
    assert_lines("banner \"1\\n2\\n3\\n\";\n", "");
    assert_lines("{\"", "");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/strings/strings-of-several-lines", test_strings_of_several_lines);
    g_test_add_func("/strings/lines-that-are-strings", test_lines_that_are_strings);
    g_test_add_func("/strings/other-texts", test_other_texts);
    return g_test_run();
}
