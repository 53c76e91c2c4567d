/* The conclusion that both peers have the key, but not the same settings for TCP-AO.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "words.h"

static bool settings_differ_applies(const struct view *view, struct conclusion *conclusion)
{
    conclusion->seen = view->sender->mismatched;
    return conclusion->seen.count > 0;
}

static void settings_differ_write(GString *text, const struct view *view,
                                  const struct conclusion *conclusion)
{
    static const char *const cures[] = {
        [MISMATCH_KEY_ID] = "The send id of each router must be the receive id of the other",
        [MISMATCH_LENGTH] = "Configure the same algorithm and MAC length on both routers",
        [MISMATCH_OPTIONS] = "Let both routers cover the TCP options, or neither "
                             "(include-tcp-options, tcp-ao-option)",
    };
    const struct sender *sender = view->sender;

    g_string_append_c(text, ' ');
    words_share(text, conclusion->seen.count,
                sender_count(sender, VERDICT_BAD) + sender_count(sender, VERDICT_GOOD), true);
    g_string_append(text, conclusion->seen.count == 1 ? " is bad, " : " are bad, ");
    words_since(text, &conclusion->seen);
    g_string_append_printf(text,
                           ". The secret is right: key %s %s. %s. %s drops such segments and logs "
                           "\"Invalid AO digest\" (Linux counts TCPAOBad).",
                           view->key, mismatch_text(sender->mismatch), cures[sender->mismatch],
                           view->to);
}

const struct conclusion_row conclusion_settings_differ = {
    .name = "settings differ",
    .title = "TCP-AO SETTINGS DIFFER",
    .severity = SEVERITY_FAULT,
    .applies = settings_differ_applies,
    .write = settings_differ_write,
};
