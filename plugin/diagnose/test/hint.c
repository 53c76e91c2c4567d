/* Tests that hints have words and contain their numbers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/evidence/hint.h"

#include <string.h>

static const struct {
    struct hint hint;
    const char *says;
} hints[] = {
    {{HINT_SACK, 0, CAUSE_NONE}, " SACK "},
    {{HINT_LENGTH, 1381, CAUSE_NONE}, " 1381 or more bytes "},
    {{HINT_IDLE, 30007, CAUSE_NONE}, " 30.007 s "},
    {{HINT_DIRECTION, 0, CAUSE_NONE}, "all in the other are good"},
    {{HINT_PROVEN, 25, CAUSE_WINDOW}, "25 bad segments have a proven cause, the last one window: "},
    {{HINT_NAT64, 0, CAUSE_NONE}, " NAT64 "},
    {{HINT_OVERWRITTEN, 12, CAUSE_NONE}, " 12 consecutive NOPs"},
    {{HINT_CHECKSUM_RIGHT, 0, CAUSE_NONE}, "TCP checksum is correct"},
    {{HINT_DATA_DIFFERS, 0, CAUSE_NONE}, "has other data at the same sequence numbers"},
    {{HINT_INJECTED, 0, CAUSE_NONE}, "it was injected"},
    {{HINT_HEADER_SHORTER, 20, CAUSE_NONE}, " 20 bytes shorter "},
};

static void test_words(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(hints); i++) {
        char *text = hint_text(&hints[i].hint);
        g_assert_cmpint(hints[i].hint.kind, ==, (int)i + 1); /* none is missing */
        g_assert_nonnull(text);
        g_assert_nonnull(strstr(text, hints[i].says));
        g_assert_false(g_str_has_suffix(text, "."));
        g_free(text);
    }
    g_assert_cmpint(HINT_HEADER_SHORTER, ==, G_N_ELEMENTS(hints));
}

static void test_no_hint(void)
{
    const struct hint none = {.kind = HINT_NONE};
    g_assert_null(hint_text(&none));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/hint/words", test_words);
    g_test_add_func("/hint/no-hint", test_no_hint);
    return g_test_run();
}
