/* Tests how damaged lines of a configuration are repaired.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/source/repair.h"

/* Asserts that REPAIRED is EXPECTED, or empty if that is NULL. */
static void assert_text(struct text *repaired, bool changed, const char *expected)
{
    g_assert_cmpint(changed, ==, expected != NULL);
    text_append(repaired, "", 1);
    g_assert_cmpstr(repaired->bytes, ==, expected ? expected : "");
    text_clear(repaired);
}

static void assert_characters(const char *line, const char *expected)
{
    struct text text = {0}, repaired = {0};
    text_add(&text, line);
    const bool changed = repair_characters(&text, &repaired);
    assert_text(&repaired, changed, expected);
    text_clear(&text);
}

/* JOINED is the number of lines to which others are joined. */
static void assert_breaks(const char *lines, const char *expected, unsigned joined)
{
    struct text text = {0}, repaired = {0};
    GHashTable *numbers = g_hash_table_new(NULL, NULL);
    text_add(&text, lines);
    const bool changed = repair_breaks(&text, &repaired, numbers);
    assert_text(&repaired, changed, expected);
    g_assert_cmpuint(g_hash_table_size(numbers), ==, joined);
    g_hash_table_destroy(numbers);
    text_clear(&text);
}

static void test_characters(void)
{
    assert_characters("a\u00a0b\u200b c\u00add \u2013e\n", "a b cd -e\n");
    assert_characters("> a\n | `b`\n* c", "  a\n   `b`\n  c");
    assert_characters(" Neighbor A Password B\nPEER x\nHello A\n",
                      " neighbor A password B\npeer x\nHello A\n");
    assert_characters("Neighbor\tA\tPassword B\n", "neighbor\tA\tpassword B\n");
    assert_characters("Neighbor\u00a0A\u00a0Password\u00a0B C\n", "neighbor A password B C\n");
    assert_characters("NEIGHBOR A-B REMOTE-AS 1 PASSWORD 7 AB\n",
                      "neighbor a-b remote-as 1 password 7 AB\n");
    assert_characters("a authentication\\-key \\a\\\n", "a authentication-key \\a\\\n");
    assert_characters("R1(config)#neighbor A password B\na@b> set c\n",
                      "neighbor A password B\n set c\n");
    assert_characters("R1#show run\nR 1#set a\n#set a\nab set c>\n", NULL);
    assert_characters("", NULL);
    assert_characters("a *b `c >d\n- e\nß\n\n|f\n*\n", NULL);
    assert_characters("Hello\n neighbor A password B\n", NULL);
}

static void test_breaks(void)
{
    assert_breaks("a password\nb\nc\n", "a password b\n\nc\n", 1);
    assert_breaks("a tcp-md5-key=\\\r\n  b\n", "a tcp-md5-key=b\n\n", 1);
    assert_breaks("set a\nb\n c\nset d\n# e\nset f\nset g\n",
                  "set a b c\n\n\nset d\n# e\nset f\nset g\n", 1);
    assert_breaks("a password b\nc\n", NULL, 0);
    assert_breaks("a password\n\n}\n", NULL, 0);
    assert_breaks("add a tcp-md5-key=\nadd b\n", NULL, 0);
    assert_breaks("a\nset b\nc\n", NULL, 0);
    assert_breaks("a\nb\nset c\nset d\nset e\n", NULL, 0);
    assert_breaks("", NULL, 0);
}

/* LINES is the number of lines that may have been damaged. */
static void assert_ends(const char *lines, const char *expected, unsigned count)
{
    struct text text = {0}, repaired = {0};
    GHashTable *numbers = g_hash_table_new(NULL, NULL);
    text_add(&text, lines);
    const bool changed = repair_ends(&text, &repaired, numbers);
    assert_text(&repaired, changed, expected);
    g_assert_cmpuint(g_hash_table_size(numbers), ==, count);
    g_hash_table_destroy(numbers);
    text_clear(&text);
}

static void test_ends(void)
{
    assert_ends("a {\n b\n c; ## d\n e; \r\n}\n", "a {\n b;\n c; ## d\n e; \r\n}\n", 2);
    assert_ends("a;\nb;\n\nc ## d\r\n", "a;\nb;\n\nc; ## d\r\n", 2);
    assert_ends("a;\n# b\n/* c */\n * d\n", NULL, 0);
    assert_ends("a {\n b\n c\n}\n", NULL, 0);
    assert_ends("a;\nb\n", NULL, 0);
    assert_ends("", NULL, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/repair/characters", test_characters);
    g_test_add_func("/repair/breaks", test_breaks);
    g_test_add_func("/repair/ends", test_ends);
    return g_test_run();
}
