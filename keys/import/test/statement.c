/* Tests which statements match a pattern.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/text/statement.h"

static void test_match(void)
{
    static const struct {
        const char *text, *pattern;
        unsigned end; /* what statement_match() returns */
    } rows[] = {
        {"neighbor A password B", "neighbor * password", 3},
        {"neighbor A", "neighbor A", 2},
        {"neighbor A", "neighbor * *", 0},
        {"neighbor A", "neighbo", 0},
        {"neighbor A", "neighbors", 0},
        {"neighbor A", "*", 1},
        {"* A", "* A", 2},
        {"neighbor A", "n*", 0},
        {"'peer group' A", "peer group", 0}, /* one word with a space */
        {"'peer group' A", "* A", 2},
        {"'' A", "* A", 2}, /* an empty word */
        {"'' A", "A", 0},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct statement *root =
            statement_read_braced(rows[i].text, strlen(rows[i].text), BRACE_SINGLE_QUOTES);
        g_assert_cmpuint(statement_match(root->first, 0, rows[i].pattern), ==, rows[i].end);
        statement_free(root);
    }
}

/* In a text with prose, a word that begins a block begins a statement, but not inside of one. */
static void test_prose(void)
{
    static const char text[] = "See this\nprotocol a {\nb c\nneighbor d;\n}\n";
    struct statement *root = statement_read_braced(text, sizeof text - 1, BRACE_PROSE);
    const struct statement *block = statement_find(root, "protocol a");
    g_assert_nonnull(block);
    g_assert_true(statement_matches(block->first, "b c neighbor d"));
    statement_free(root);
}

/* A zero byte in a file does not end a word, and none is sought behind the end of a pattern. */
static void test_zero_bytes(void)
{
    static const char text[] = "neighbor\0s A";
    struct statement *root = statement_read_indented(text, sizeof text - 1);
    g_assert_cmpuint(statement_match(root->first, 0, "neighbor"), ==, 0);
    statement_free(root);
}

/* An entry of a list is in no other entry of it, however it is indented. */
static void test_indented_siblings(void)
{
    static const struct {
        const char *text;
        unsigned count; /* of the statements at the root */
    } rows[] = {
        {"key 1\n key 2\n  a\n", 2}, {"key 1\n key\t 2\n  a\n b\n", 2}, {"key 1\n key 2 a\n", 1},
        {"key 1\n keys\n", 1},       {"key 1\n keys 2\n", 1},           {"key 1\n key\n", 1},
        {"key\n key 1\n", 1},        {"key a 1\n key 2\n", 1},          {"a 1\n key 2\n", 1},
        {"key 1\nkey 2\n", 2},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct statement *root = statement_read_indented(rows[i].text, strlen(rows[i].text));
        g_test_message("%s", rows[i].text);
        g_assert_cmpuint(root->child_count, ==, rows[i].count);
        g_assert_true(rows[i].count == 1 || root->last == root->first->next);
        statement_free(root);
    }
}

/* The line of a brace that is never closed is found by the indentation, which may be odd. */
static void test_unclosed(void)
{
    static const struct {
        const char *text;
        unsigned line;
    } rows[] = {
        {"a {\n    b {\n    }\n}\n", 0},
        {"a {\n    b {\n}\n}\n", 0},
        {"    a\n{\n}\n", 0},
        {"a {\n    b {\n    }\n", 1},
        {"a {\n    b {\nc; }\n", 1},
        {"a {\n    b {\n        c {\n    }\n}\nd {\n}\n", 3},
        {"a {\n    b {\n  }\n}\nd {\n", 5},
        {"a {\n        b {\n            c {\n    }\n        }\n}\nd {\n    e {\n}\n", 8},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct statement *root =
            statement_read_braced(rows[i].text, strlen(rows[i].text), BRACE_SINGLE_QUOTES);
        g_test_message("%s", rows[i].text);
        g_assert_cmpuint(root->line, ==, rows[i].line);
        statement_free(root);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/statement/match", test_match);
    g_test_add_func("/statement/prose", test_prose);
    g_test_add_func("/statement/zero-bytes", test_zero_bytes);
    g_test_add_func("/statement/indented-siblings", test_indented_siblings);
    g_test_add_func("/statement/unclosed", test_unclosed);
    return g_test_run();
}
