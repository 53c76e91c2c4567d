/* Tests that the manual page is right: its examples can be read, and its words are the parser's.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/keyfile.h"

#include <string.h>

static char *manual; /* the source of the page */

/* Appends the text that LINE of a literal display shows, with its line end. */
static void append_shown(GString *example, const char *line)
{
    if (g_str_has_prefix(line, "\\&")) /* which protects a dot at the start of a line */
        line += 2;
    for (; *line; line++) {
        g_string_append_c(example, *line);
        if (*line != '\\')
            continue;
        g_assert_cmpint(line[1], ==, 'e'); /* \e is the only escape that an example needs */
        line++;
    }
    g_string_append_c(example, '\n');
}

/* Returns the page's literal displays (char *), which are its examples. */
static GPtrArray *examples(void)
{
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    GString *example = NULL;
    char **lines = g_strsplit(manual, "\n", -1);

    for (unsigned i = 0; lines[i]; i++) {
        if (g_str_has_prefix(lines[i], ".Bd -literal")) {
            example = g_string_new(NULL);
        } else if (example && strcmp(lines[i], ".Ed") == 0) {
            g_ptr_array_add(found, g_string_free(example, FALSE));
            example = NULL;
        } else if (example) {
            append_shown(example, lines[i]);
        }
    }
    g_assert_null(example);
    g_strfreev(lines);
    return found;
}

static void test_its_examples_are_read_without_a_problem(void)
{
    GPtrArray *found = examples();
    for (unsigned i = 0; i < found->len; i++) {
        struct keyring *ring = keyring_new();
        GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
        const char *text = found->pdata[i];

        g_test_message("%s", text);
        keyfile_parse(text, strlen(text), "example", ring, problems);
        g_assert_cmpstr(problems->len > 0 ? ((GError *)problems->pdata[0])->message : NULL, ==,
                        NULL);
        g_assert_cmpuint(keyring_size(ring), >, 0);
        g_ptr_array_free(problems, TRUE);
        keyring_free(ring);
    }
    g_assert_cmpuint(found->len, >=, 5);
    g_ptr_array_free(found, TRUE);
}

static bool some_example_has(GPtrArray *found, const char *word)
{
    for (unsigned i = 0; i < found->len; i++)
        if (strstr(found->pdata[i], word))
            return true;
    return false;
}

/* The parser's own message lists the attributes. */
static void test_it_describes_and_shows_every_attribute(void)
{
    struct keyring *ring = keyring_new();
    GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    GPtrArray *found = examples();

    keyfile_parse("key a unknown", 13, "f", ring, problems);
    g_assert_cmpuint(problems->len, ==, 1);
    const char *list = strstr(((GError *)problems->pdata[0])->message, "one of ");
    char **words = g_strsplit(list + strlen("one of "), ", ", -1);
    g_assert_cmpuint(g_strv_length(words), ==, 18);
    for (unsigned i = 0; words[i]; i++) {
        char *described = g_strdup_printf("\n.It Cm %s ", words[i]);
        char *in_grammar = g_strdup_printf(" \\(dq%s\\(dq ", words[i]);
        g_test_message("%s", words[i]);
        g_assert_nonnull(strstr(manual, described));
        g_assert_nonnull(strstr(manual, in_grammar));
        g_assert_true(some_example_has(found, words[i]));
        g_free(described);
        g_free(in_grammar);
    }
    g_strfreev(words);
    g_ptr_array_free(found, TRUE);
    g_ptr_array_free(problems, TRUE);
    keyring_free(ring);
}

static void test_it_names_every_algorithm(void)
{
    for (unsigned i = 0; i < KEY_ALGORITHMS; i++) {
        char *name = g_ascii_strdown(key_algorithm_names[i], -1);
        char *command = g_strdup_printf("\n.Cm %s", name);
        g_test_message("%s", name);
        g_assert_nonnull(strstr(manual, command));
        g_free(command);
        g_free(name);
    }
}

/* DIAGNOSTICS quotes a message. */
static void test_its_message_is_ours(void)
{
    struct key *key = key_new("a", "f:12");
    GError *error = NULL;
    g_assert_false(key_set(key, KEY_PORT, "bgp", &error));
    g_assert_nonnull(strstr(manual, error->message));
    g_error_free(error);
    key_free(key);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(g_file_get_contents(MANUAL, &manual, NULL, NULL));
    g_test_add_func("/manual/its-examples-are-read-without-a-problem",
                    test_its_examples_are_read_without_a_problem);
    g_test_add_func("/manual/it-describes-and-shows-every-attribute",
                    test_it_describes_and_shows_every_attribute);
    g_test_add_func("/manual/it-names-every-algorithm", test_it_names_every_algorithm);
    g_test_add_func("/manual/its-message-is-ours", test_its_message_is_ours);
    const int failed = g_test_run();
    g_free(manual);
    return failed;
}
