/* The conclusions that all segments are good, and that some have an illegal option.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "words.h"

static bool illegal_applies(const struct view *view, struct conclusion *conclusion)
{
    conclusion->seen = view->sender->verdicts[VERDICT_ILLEGAL];
    return conclusion->seen.count > 0;
}

static void illegal_write(GString *text, const struct view *view,
                          const struct conclusion *conclusion)
{
    g_string_append_printf(text,
                           " Of %u segments of %s, %u %s a signature option that no receiver "
                           "accepts, ",
                           sender_total(view->sender), view->from, conclusion->seen.count,
                           conclusion->seen.count == 1 ? "has" : "have");
    words_since(text, &conclusion->seen);
    for (unsigned reason = 0; reason < REASONS; reason++)
        if (view->sender->reasons[reason].count > 0 && reason_is_illegal(reason))
            g_string_append_printf(text, ": %s", reason_sentence(reason));
    g_string_append(text,
                    ". The sender's TCP, or a device on the path, writes the option wrongly.");
}

const struct conclusion_row conclusion_illegal = {
    .name = "illegal",
    .title = "ILLEGAL OPTION",
    .severity = SEVERITY_FAULT,
    .applies = illegal_applies,
    .write = illegal_write,
};

static void good_write(GString *text, const struct view *view, const struct conclusion *conclusion)
{
    g_string_append_c(text, ' ');
    words_share(text, conclusion->seen.count, sender_total(view->sender), true);
    g_string_append_printf(text, " %s with key %s.",
                           conclusion->seen.count == 1 ? "verifies" : "verify", view->key);
}

const struct conclusion_row conclusion_good = {
    .name = "good",
    .title = "GOOD",
    .severity = SEVERITY_GOOD,
    .write = good_write,
};
