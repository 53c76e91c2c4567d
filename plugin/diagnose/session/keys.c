/* Conclusions on changes of keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "words.h"

#include "plugin/diagnose/learnt/rollover.h"

/* Six changes, one in half a minute: no router does that. */
#define MANY_CHANGES 6
#define SHORT_TIME   (30 * G_TIME_SPAN_SECOND)

/* Returns true if the sender of VIEW goes to and fro between keys. Changes are counted only up to a
 * limit, so only the time up to the last one counts; if times are unknown, it is not positive. */
static bool alternates(const struct view *view)
{
    const struct sender *sender = view->sender;
    const int64_t time = time_between(sender->signature.first_time, sender->rollover->time);
    return sender->rollovers >= MANY_CHANGES && time > 0 && time / sender->rollovers < SHORT_TIME;
}

/* Sets CONCLUSION to one on VIEW's key changes, which lost segments or did not. */
static void conclude_change(const struct view *view, struct conclusion *conclusion)
{
    const struct rollover *rollover = view->sender->rollover;

    conclusion->proven = true;
    conclusion->severity = rollover_lost(rollover) > 0 ? SEVERITY_FAULT : SEVERITY_GOOD;
    conclusion->seen = (struct occurrence){view->sender->rollovers, rollover->number,
                                           rollover->number, rollover->time, rollover->time};
}

/* Returns true if VIEW's sender changed keys without bad segments, and not to and fro between two
 * sessions that are far apart. */
static bool any_change(const struct view *view)
{
    const struct rollover *rollover = view->sender->rollover;
    return rollover && !rollover_is_parallel(rollover) && view->sender->lost.count == 0;
}

static bool keys_changed_applies(const struct view *view, struct conclusion *conclusion)
{
    if (!any_change(view) || alternates(view))
        return false;
    conclude_change(view, conclusion);
    return true;
}

/* Appends that all segments verify, if they do. */
static void write_all_good(GString *text, const struct view *view)
{
    const unsigned total = sender_total(view->sender);
    if (sender_count(view->sender, VERDICT_GOOD) == total)
        g_string_append_printf(text, " All %u segments verify.", total);
}

/* Appends the last change of keys. */
static void write_change(GString *text, const struct view *view)
{
    const struct rollover *rollover = view->sender->rollover;
    const struct occurrence seen = {.first_frame = rollover->number, .first_time = rollover->time};
    char *rest = rollover_text(rollover);

    g_string_append_printf(text, " %s switched keys ", view->from);
    words_since(text, &seen);
    g_string_append_printf(text, ": %s.", rest);
    if (view->sender->rollovers > 1)
        g_string_append_printf(text, " This is the last of %u changes.", view->sender->rollovers);
    g_free(rest);
}

/* Returns true if segments are lost since the rollover of VIEW's sender because the other end signs
 * on with the old key. */
static bool is_open(const struct view *view)
{
    const struct rollover *rollover = view->sender->rollover;
    return view->receiver->signature.last_frame > rollover->number && rollover_lost(rollover) > 0 &&
           !rollover->disagreement_start && !rollover->disagreement_end &&
           rollover->other_end_key && rollover->other_end_key != rollover->new;
}

static void keys_changed_write(GString *text, const struct view *view,
                               const struct conclusion *conclusion)
{
    (void)conclusion;
    write_all_good(text, view);
    write_change(text, view);
    if (is_open(view))
        g_string_append_printf(text, " Configure key %s on %s, too.",
                               view->sender->rollover->new->name, view->to);
}

const struct conclusion_row conclusion_keys_changed = {
    .name = "keys changed",
    .title = "KEYS CHANGED",
    .severity = SEVERITY_GOOD,
    .applies = keys_changed_applies,
    .write = keys_changed_write,
};

/* Applies if the end signs with two keys, each in connections of its own that go on side by side.
 */
static bool two_keys_applies(const struct view *view, struct conclusion *conclusion)
{
    const struct rollover *rollover = view->sender->rollover;
    if (!rollover || !rollover_is_parallel(rollover))
        return false;
    conclusion->proven = true;
    conclusion->seen = (struct occurrence){view->sender->rollovers, rollover->number,
                                           rollover->number, rollover->time, rollover->time};
    return true;
}

static void two_keys_write(GString *text, const struct view *view,
                           const struct conclusion *conclusion)
{
    const struct rollover *rollover = view->sender->rollover;

    write_all_good(text, view);
    g_string_append_printf(text, " %s signs with key %s ", view->from, rollover->new->name);
    words_since(text, &conclusion->seen);
    g_string_append_printf(
        text,
        ", and goes on with key %s in another connection: its sequence numbers are far from those "
        "under key %s. So two sessions run at once, each with its own key, as in two routing "
        "instances (VRFs) with the same addresses. The counts here are those of both.",
        rollover->old->name, rollover->new->name);
}

const struct conclusion_row conclusion_two_keys = {
    .name = "two keys",
    .title = "TWO SESSIONS AT ONCE",
    .severity = SEVERITY_GOOD,
    .applies = two_keys_applies,
    .write = two_keys_write,
};

/* Applies if the sender changes keys so often that it is most likely two senders. */
static bool keys_alternate_applies(const struct view *view, struct conclusion *conclusion)
{
    if (!any_change(view) || !alternates(view))
        return false;
    conclude_change(view, conclusion);
    return true;
}

static void keys_alternate_write(GString *text, const struct view *view,
                                 const struct conclusion *conclusion)
{
    const struct sender *sender = view->sender;
    const struct rollover *rollover = sender->rollover;
    const unsigned lost = rollover_lost(rollover);

    (void)conclusion;
    write_all_good(text, view);
    g_string_append_printf(text, " %s changes keys %u times in ", view->from, sender->rollovers);
    words_duration(text, time_between(sender->signature.first_time, rollover->time));
    g_string_append_printf(
        text,
        ", such as from key %s to key %s in frame %u. So many changes in so short a time are most "
        "likely two or more sessions with the same addresses, each with its own key, as in two "
        "routing instances (VRFs). The counts here are those of all these sessions.",
        rollover->old->name, rollover->new->name, rollover->number);
    if (lost > 0)
        g_string_append_printf(text,
                               " If it is one session, %u segment%s lost, because the peers "
                               "used different keys.",
                               lost, lost == 1 ? " was" : "s were");
}

const struct conclusion_row conclusion_keys_alternate = {
    .name = "two keys",
    .title = "KEYS ALTERNATE",
    .severity = SEVERITY_GOOD,
    .applies = keys_alternate_applies,
    .write = keys_alternate_write,
};

/* Applies if segments that neither key verifies precede the first one under the new key. */
static bool keys_lost_applies(const struct view *view, struct conclusion *conclusion)
{
    conclusion->seen = view->sender->lost;
    return conclusion->seen.count > 0;
}

static void keys_lost_write(GString *text, const struct view *view,
                            const struct conclusion *conclusion)
{
    g_string_append_c(text, ' ');
    words_share(text, conclusion->seen.count, sender_total(view->sender), true);
    g_string_append(text, conclusion->seen.count == 1 ? " is bad, " : " are bad, ");
    words_since(text, &conclusion->seen);
    g_string_append_printf(text, ", until both peers had the new key; %s drops such segments.",
                           view->to);
    write_change(text, view);
    g_string_append(text, " Next time configure both keys on both routers before either signs with "
                          "the new one.");
}

const struct conclusion_row conclusion_keys_lost = {
    .name = "keys changed",
    .title = "KEYS CHANGED",
    .severity = SEVERITY_FAULT,
    .applies = keys_lost_applies,
    .write = keys_lost_write,
};

/* Applies if the other end requests another key without success; the session continues with the old
 * one. */
static bool key_not_followed_applies(const struct view *view, struct conclusion *conclusion)
{
    conclusion->seen = view->sender->refused_requests;
    return conclusion->seen.count > 0;
}

static void key_not_followed_write(GString *text, const struct view *view,
                                   const struct conclusion *conclusion)
{
    g_string_append_printf(text, " %s asks %s to sign with another key (RNextKeyID), but ",
                           view->to, view->from);
    words_since(text, &conclusion->seen);
    g_string_append_printf(text,
                           " %s keeps the old one: it has no key with that send id. The session "
                           "goes on with the old key. Cure: %s.",
                           view->from, cause_cure(CAUSE_AO_RNEXT_NOT_FOLLOWED));
}

static const struct cure *key_not_followed_cures(void)
{
    return cures_of_cause(CAUSE_AO_RNEXT_NOT_FOLLOWED);
}

const struct conclusion_row conclusion_key_not_followed = {
    .name = "key not followed",
    .title = "KEY REQUEST NOT FOLLOWED (TCP-AO)",
    .severity = SEVERITY_GOOD,
    .cures = key_not_followed_cures,
    .applies = key_not_followed_applies,
    .write = key_not_followed_write,
};
