/* Words on a key that expired while its session continued.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "expiry.h"

/* Returns true if KEY verified segments of SENDER, none of them after those in SEEN, and expired
 * before these. */
static bool has_expired(const struct key *key, const struct sender *sender,
                        const struct occurrence *seen)
{
    return key && sender->latest_key == key && key->until <= seen->first_time &&
           sender->verdicts[VERDICT_GOOD].last_frame < seen->first_frame;
}

/* Appends what to do. The segments are Bad only if the keyring has another key that is valid. */
static void write_cure(GString *text, const struct view *view)
{
    if (view->sender->accepted_bad > 0)
        g_string_append_printf(text,
                               " %s acknowledges such segments, so it still accepts the key: "
                               "correct the key's times in the keyring.",
                               view->to);
    else if (sender_count(view->sender, VERDICT_BAD) > 0)
        g_string_append_printf(text,
                               " Another key is valid by then: configure it on %s too, and compare "
                               "the clocks and time zones of both routers with the times of the "
                               "keys.",
                               view->from);
    else
        g_string_append(text,
                        " The keyring has no key that is valid by then. If the routers have none "
                        "either, give both a next key, or this one a later end. If they have one, "
                        "add it to the keyring, and compare their clocks and time zones.");
}

/* Returns true if the two peers acknowledge each other's segments, none of which a valid key
 * verifies: both accept the key at that time. */
static bool is_accepted(const struct view *view, const struct occurrence *seen)
{
    return seen->count == sender_total(view->sender) && view->sender->accepted > 0 &&
           view->receiver->accepted > 0;
}

bool expiry_write(GString *text, const struct view *view, const struct conclusion *conclusion)
{
    const struct key *key = view->sender->causes[conclusion->cause].proof->key;

    if (conclusion->cause != CAUSE_KEY_NOT_VALID)
        return false;
    if (!has_expired(key, view->sender, &conclusion->seen)) {
        if (!is_accepted(view, &conclusion->seen))
            return false;
        g_string_append_printf(text,
                               " Yet %s acknowledges such segments, so both accept the key at this "
                               "time: correct its times in the keyring, or the clock of the "
                               "capturing host.",
                               view->to);
        return true;
    }
    char *until = key_time_text(key->until);
    g_string_append_printf(text, " The key expired at %s; %s signed with it before, and goes on.",
                           until, view->from);
    g_free(until);
    write_cure(text, view);
    return true;
}
