/* Tests which lines are in a banner, and what that costs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/text/banner.h"
#include "searched.h"

#include <string.h>

/* Returns a letter for each line of TEXT: "b" for one in a banner, "." for any other. */
static GString *covered_lines(const char *text)
{
    GString *covered = g_string_new(NULL);
    struct banner banner = {0};

    for (const char *at = text, *next; *at; at = *next ? next + 1 : next) {
        next = at + strcspn(at, "\n");
        const struct word line = {at, (size_t)(next - at), 0}, rest = {next, strlen(next), 0};
        g_string_append_c(covered, banner_covers(&banner, line, rest) ? 'b' : '.');
    }
    return covered;
}

static void test_covers(void)
{
    static const struct {
        const char *text, *covered;
    } rows[] = {
        {"a\nbanner motd #\nb\nc #\nd", "..bb."},
        {"banner motd ^C\n# b\n^C\nd", ".bb."},
        {"banner motd ^C\na ^ b\n^C\nd", ".bb."},
        {"banner motd #a#\nb\n#\n", "..."},
        {"banner login\nb\nEOF\nd", ".bb."},
        {"banner motd #\nb\nc", "..."}, /* they have no end */
        {"banner login\nb\nc", "..."},
        {"banner login\nb\nEOF\nbanner login\nc\nbanner exec\nd\nbanner motd #\ne\n#\n",
         ".bb.....bb"},
        {"banners #\nb\n#\n", "..."},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        GString *covered = covered_lines(rows[i].text);
        g_assert_cmpstr(covered->str, ==, rows[i].covered);
        g_string_free(covered, TRUE);
    }
}

/* Lines of banners without an end are no reason to search the text again for each. */
static void test_cost(void)
{
    static const char *const lines[] = {"banner login\n", "banner motd #\n", "banner motd ^C\n",
                                        "banner exec #x#\n"};

    for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++) {
        GString *text = g_string_new(NULL);
        for (unsigned count = 0; count < 1000; count++)
            g_string_append(text, lines[i]);
        searched_bytes = 0;
        g_string_free(covered_lines(text->str), TRUE);
        g_assert_cmpuint(searched_bytes, <=, 2 * text->len);
        g_string_free(text, TRUE);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/banner/covers", test_covers);
    g_test_add_func("/banner/cost", test_cost);
    return g_test_run();
}
