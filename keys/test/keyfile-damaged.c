/* Tests that a keyring file truncated or damaged anywhere does no harm, and that its problems can
 * be shown.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "reading.h"

#include <stdio.h>
#include <string.h>

static const char good_file[] = "# Two routers, and their peers\n"
                                "key fra1-transit\n"
                                "    ends      192.0.2.1 192.0.2.2\n"
                                "    port      179\n"
                                "    algorithm md5\n"
                                "    secret    \"a canary\"  # of 2031\n"
                                "    send-id   1  recv-id 2\n"
                                "    from      2031-01-01T00:00:00Z\n"
                                "    until     2031-07-01\n"
                                "\n"
                                "key terse ends * 2001:db8::/32 secret hex 612063616e617279\n"
                                "key \"with \\\"escapes\\\"\" ends 10.0.0.0/8 *\n"
                                "    secret \"\\x61 c\\x61nary\\\\\" port *\n"
                                "key 'in base64' ends 10.0.0.0/8 * secret base64 YSBjYW5hcnk=\n";

static bool holds_canary(const char *text)
{
    return strstr(text, "canary") || strstr(text, "616e61") || strstr(text, "YSBjYW5hcnk");
}

/* Every message has a position, can be shown unchanged, and contains no secret. */
static void assert_problems_are_fit_to_be_shown(const struct reading *reading, unsigned lines)
{
    for (unsigned i = 0; i < reading->problems->len; i++) {
        const char *text = reading_message(reading, i);
        unsigned line = 0;
        int length = 0;
        g_assert_cmpint(sscanf(text, "f:%u: %n", &line, &length), ==, 1);
        g_assert_cmpint(length, >, 0);
        g_assert_cmpuint(line, >=, 1);
        g_assert_cmpuint(line, <=, lines);
        g_assert_true(text[length] != '\0' && !strchr(text, '\n'));
        g_assert_true(g_utf8_validate(text, -1, NULL));
        g_assert_false(holds_canary(text));
    }
}

static unsigned lines_in(const char *text, size_t length)
{
    unsigned lines = 1;
    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n';
    return lines;
}

static unsigned entries_in(const char *text)
{
    unsigned entries = 0;
    for (const char *at = text; (at = strstr(at, "\nkey")); at++)
        entries++;
    return entries;
}

static void test_a_cut_file_gives_a_key_or_a_problem_for_each_entry(void)
{
    const size_t first = (size_t)(strstr(good_file, "key fra1") + strlen("key") - good_file);
    for (size_t length = first; length < sizeof good_file; length++) {
        char *text = g_strndup(good_file, length);
        struct reading reading = reading_of_text(text, length);
        g_assert_cmpuint(keyring_size(reading.ring) + reading.problems->len, ==, entries_in(text));
        assert_problems_are_fit_to_be_shown(&reading, lines_in(text, length));
        reading_free(&reading);
        g_free(text);
    }
    struct reading reading = reading_of_text(good_file, sizeof good_file - 1);
    reading_assert_no_problem(&reading);
    reading_free(&reading);
}

/* Replaces, inserts or deletes one byte. */
static void mutate(GString *text)
{
    const char letters[] = "key \n\r\t#'\"\\x0a1*/:\0\xef\xbb\xbf";
    const size_t at = (size_t)g_test_rand_int_range(0, (gint32)text->len);
    const char letter = letters[g_test_rand_int_range(0, sizeof letters)];

    switch (g_test_rand_int_range(0, 3)) {
    case 0:
        text->str[at] = letter;
        break;
    case 1:
        g_string_insert_c(text, (gssize)at, letter);
        break;
    default:
        g_string_erase(text, (gssize)at, 1);
    }
}

static void test_a_damaged_file_is_survived(void)
{
    unsigned problems = 0;
    for (unsigned i = 0; i < 10000; i++) {
        GString *text = g_string_new_len(good_file, sizeof good_file - 1);
        for (int times = g_test_rand_int_range(1, 6); times > 0; times--)
            mutate(text);
        struct reading reading = reading_of_text(text->str, text->len);
        assert_problems_are_fit_to_be_shown(&reading, lines_in(text->str, text->len));
        g_assert_cmpuint(keyring_size(reading.ring), <=, 4 + 5);
        problems += reading.problems->len;
        reading_free(&reading);
        g_string_free(text, TRUE);
    }
    g_assert_cmpuint(problems, >, 1000);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keyfile-damaged/a-cut-file-gives-a-key-or-a-problem-for-each-entry",
                    test_a_cut_file_gives_a_key_or_a_problem_for_each_entry);
    g_test_add_func("/keyfile-damaged/a-damaged-file-is-survived", test_a_damaged_file_is_survived);
    return g_test_run();
}
