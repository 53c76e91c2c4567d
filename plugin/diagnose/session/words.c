/* Words that several conclusions use.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "words.h"

#include "plugin/verify/protocol.h"

#include <string.h>

void words_count(GString *text, unsigned count, const char *noun)
{
    g_string_append_printf(text, "%u %s%s", count, noun, count == 1 ? "" : "s");
}

void words_duration(GString *text, int64_t duration)
{
    static const struct {
        const char *name;
        unsigned seconds;
        unsigned least; /* seconds; shorter durations have the next unit */
    } units[] = {{"days", 86400, 2 * 86400}, {"h", 3600, 2 * 3600}, {"min", 60, 600}, {"s", 1, 0}};
    const double seconds = (double)duration / G_USEC_PER_SEC;
    unsigned i = 0;

    while (i + 1 < G_N_ELEMENTS(units) && seconds < units[i].least)
        i++;
    g_string_append_printf(text, "%.1f %s", seconds / units[i].seconds, units[i].name);
}

void words_share(GString *text, unsigned part, unsigned whole, bool first)
{
    if (part < whole)
        g_string_append_printf(text, "%u of %u segments", part, whole);
    else if (whole == 1)
        g_string_append_printf(text, "%she only segment", first ? "T" : "t");
    else if (whole == 2)
        g_string_append_printf(text, "%soth segments", first ? "B" : "b");
    else
        g_string_append_printf(text, "%sll %u segments", first ? "A" : "a", whole);
}

void words_isns_found(GString *text, const struct view *view)
{
    const struct isn_searches *isns = &view->sender->isns;

    if (!isns->found)
        return;
    g_string_append_printf(text, " ISNs found: %s had sent ", view->from);
    if (isns->least < isns->most)
        g_string_append_printf(text, "%u to ", isns->least);
    words_count(text, isns->most, "byte");
    if (isns->frame)
        g_string_append_printf(text, " before frame %u.", isns->frame);
    else
        g_string_append(text, " before this capture.");
}

/* Returns the time of day of TIME, "12:00:01 UTC". Free with g_free(). */
static char *time_of_day(int64_t time)
{
    char *whole = key_time_text(time); /* 2026-07-01T12:00:01Z */
    const char *start = strchr(whole, 'T');
    char *text = g_strdup_printf("%.8s UTC", start ? start + 1 : "00:00:00"); /* else midnight */
    g_free(whole);
    return text;
}

void words_since(GString *text, const struct occurrence *seen)
{
    g_string_append_printf(text, "from frame %u", seen->first_frame);
    if (seen->first_time != KEY_TIME_UNKNOWN) {
        char *time = time_of_day(seen->first_time);
        g_string_append_printf(text, " (%s)", time);
        g_free(time);
    }
    g_string_append(text, " on");
}

char *words_protocol(const struct session *session)
{
    const char *name = protocol_name(session->port);
    return name ? g_strdup(name) : g_strdup_printf("port %u", session->port);
}

/* Returns the counter that Linux increments for CAUSE. If several settings differ, the KeyID may be
 * one of them. */
static const char *linux_counter(enum cause cause)
{
    switch (cause) {
    case CAUSE_AO_KEY_ID:
        return "TCPAOKeyNotFound";
    case CAUSE_AO_SETTINGS:
        return "TCPAOBad or TCPAOKeyNotFound";
    default:
        return "TCPAOBad";
    }
}

/* A single acknowledgment, in both directions together, may be of a retransmission that was not
 * captured. */
#define MANY_ACCEPTED 2

static const char agreed[] =
    "so both routers agree, and the keyring is wrong: correct it, not the routers";
static const char in_time[] = "so both routers accept the key at this time: they tolerate that "
                              "(accept-tolerance), or its times in the keyring are wrong";

#define ALIKE "so its TCP does the same"
#define UNDONE                                                                                    \
    "so they reach it as they were signed: the change is undone on the path, or happens only on " \
    "the way to this capture"

/* What it shows that the receiver acknowledges bad segments, by their cause. */
static const char *const accepted[CAUSES] = {
    [CAUSE_NONE] = "so either they reach it as they were signed, and were changed only for this "
                   "capture (by an anonymiser, for example), or it has another key, which the "
                   "keyring lacks",
    [CAUSE_SPLIT] = "so something merges the pieces again before its TCP checks them (GRO)",
    [CAUSE_MERGED] = "since it received them before they were merged",
    [CAUSE_KEY_NOT_VALID] = in_time,
    [CAUSE_OTHER_KEY] = agreed,
    [CAUSE_KEY_VARIANT] = agreed,
    [CAUSE_SIGNED_TOO_EARLY] = ALIKE,
    [CAUSE_OPTIONS_HASHED] = ALIKE,
    [CAUSE_CHECKSUM_HASHED] = ALIKE,
    [CAUSE_LENGTH_WITHOUT_OPTIONS] = ALIKE,
    [CAUSE_ADDRESSES_SWAPPED] = ALIKE,
    [CAUSE_KEY_FIRST] = ALIKE,
    [CAUSE_DATA_CUT] = ALIKE,
    [CAUSE_MAPPED_ADDRESSES] = ALIKE,
    [CAUSE_AO_OPTIONS_MODE] = agreed,
    [CAUSE_AO_KEY_ID] = agreed,
    [CAUSE_AO_MAC_LENGTH] = agreed,
    [CAUSE_AO_ALGORITHM] = agreed,
    [CAUSE_AO_SETTINGS] = agreed,
    [CAUSE_AO_KEYRING_STALE] = agreed,
    [CAUSE_AO_NAT] = ALIKE,
    [CAUSE_AO_TRAILING_PADDING] = ALIKE,
    [CAUSE_AO_SNE] = ALIKE,
    [CAUSE_AO_ISN_ROLE] = ALIKE,
    [CAUSE_AO_COVERED_WRONGLY] = ALIKE,
    [CAUSE_AO_KDF_WRONGLY] = ALIKE,
    [CAUSE_DIGEST_BLANK] = "so it does not check signatures, or receives others than were captured",
};

/* Returns true if the receiver acknowledges segments that are bad because of CAUSE, or unexplained
 * if that is CAUSE_NONE. */
static bool is_accepted(const struct view *view, enum cause cause)
{
    const struct sender *sender = view->sender;
    const struct occurrence *seen =
        cause == CAUSE_NONE ? &sender->unexplained : &sender->causes[cause].seen;
    return sender->bad_accepted > 0 &&
           sender->bad_accepted + view->receiver->bad_accepted >= MANY_ACCEPTED &&
           seen->count == sender_count(sender, VERDICT_BAD);
}

bool words_is_of_key(enum cause cause)
{
    return accepted[cause] == agreed || accepted[cause] == in_time;
}

bool words_is_agreed(const struct view *view, enum cause cause)
{
    return is_accepted(view, cause) && words_is_of_key(cause);
}

void words_dropped(GString *text, const struct view *view, enum cause cause)
{
    if (is_accepted(view, cause))
        g_string_append_printf(text, " Yet %s acknowledges such segments, %s.", view->to,
                               accepted[cause] ? accepted[cause] : UNDONE);
    else if (cause == CAUSE_MERGED)
        g_string_append_printf(text,
                               " If they were captured on %s, it drops such segments; otherwise it "
                               "receives those that were merged.",
                               view->to);
    else if (view_has_ao(view))
        g_string_append_printf(
            text, " %s drops such segments and logs \"Invalid AO digest\" (Linux counts %s).",
            view->to, linux_counter(cause));
    else
        g_string_append_printf(text, " %s drops such segments and logs \"Invalid MD5 digest\".",
                               view->to);
}

void words_dropped_unsigned(GString *text, const struct view *view)
{
    g_string_append_printf(text, " %s drops such segments", view->to);
    g_string_append(text, view_has_ao(view)
                              ? " (Linux counts TCPAORequired)."
                              : " and logs \"No MD5 digest\" (Linux counts TCPMD5NotFound).");
}

const char *words_option(const struct view *view)
{
    return view_has_ao(view) ? "29" : "19";
}

#define MANY_TURNS 6

bool words_are_two_sessions(const struct view *view)
{
    return view->sender->turns >= MANY_TURNS && view->receiver->turns >= MANY_TURNS;
}
