/* The conclusion that the receiver drops good segments.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "words.h"

#include "plugin/diagnose/learnt/rollover.h"

#define MANY_RETRANSMISSIONS 2   /* one retransmission may be due to loss */
#define MIN_LARGE            512 /* bytes of data: few links have an MTU of less than 576 */
#define MANY_ATTEMPTS        3   /* and so may one or two SYNs without an answer */
#define LONG_SILENCE         (60 * G_TIME_SPAN_SECOND) /* between two keep-alives of BGP */

/* Returns true if a second capture point shows that segments of SENDER were changed behind the
 * first: so nobody acknowledges those that are good there. */
static bool is_changed_behind(const struct sender *sender)
{
    for (unsigned cause = CAUSE_NONE + 1; cause < CAUSES; cause++)
        if (sender->causes[cause].crossing.known ||
            (sender->causes[cause].seen.count > 0 && sender->is_changed_elsewhere))
            return true;
    return false;
}

/* Returns true if another conclusion on SENDER says why good segments are not acknowledged. */
static bool is_refusal_told(const struct sender *sender)
{
    if (sender->causes[CAUSE_AO_KEY_UNKNOWN_TO_PEER].seen.count > 0 ||
        sender->causes[CAUSE_AO_GOOD_REFUSED].seen.count > 0 || is_changed_behind(sender))
        return true;
    return sender->accepted > 0 &&
           (sender->silence.others > 0 || sender->will_break.count > 0 ||
            (sender->rollover && sender->rollover->number >= sender->silence.good.first_frame));
}

/* Returns true if the receiver of VIEW still signs. What it sent before the segments that it
 * refuses may be out of date. */
static bool receiver_signs(const struct view *view)
{
    return view->receiver->signature.last_frame > view->sender->silence.good.first_frame;
}

/* Returns true if the two peers of VIEW sign with one key, whose configuration does not say whether
 * it covers the other TCP options, and only one of them covers these. */
static bool is_other_mode(const struct view *view)
{
    const struct sender *own = view->sender, *other = view->receiver;

    return receiver_signs(view) && own->latest_key == other->latest_key &&
           own->covers != other->covers && own->covers != KEY_ANY_OPTIONS &&
           other->covers != KEY_ANY_OPTIONS;
}

/* Applies if nobody acknowledges repeated segments, or the SYNs of several connections, to the end
 * of the capture. */
static bool refused_applies(const struct view *view, struct conclusion *conclusion)
{
    const struct sender *sender = view->sender;
    const struct silence *silence = &sender->silence;
    const bool in_vain = silence->attempts >= MANY_ATTEMPTS && silence->syns == silence->good.count;

    if (is_other_mode(view))
        conclusion->cures = cures_of_cause(CAUSE_AO_OPTIONS_MODE);
    conclusion->seen = sender->accepted == 0 ? sender->verdicts[VERDICT_GOOD] : silence->good;
    return silence->good.count > 0 && !is_refusal_told(sender) &&
           (silence->retransmissions >= MANY_RETRANSMISSIONS || in_vain);
}

/* Appends what the sizes show, if all segments that nobody acknowledges have more data than any
 * that the receiver acknowledged: the password is not a matter of size. */
static void write_sizes(GString *text, const struct sender *sender)
{
    if (sender->accepted > 0 && sender->silence.shortest >= MIN_LARGE &&
        sender->silence.shortest > sender->longest_accepted)
        g_string_append_printf(
            text,
            " They carry %u bytes of data or more, and none that it acknowledged "
            "carried more than %u: most likely they exceed the MTU of a link on "
            "the path, and the ICMP messages about that are lost (send pings of "
            "this size with DF set; let ICMP pass, or lower the MSS).",
            sender->silence.shortest, sender->longest_accepted);
}

/* Returns the frame of SENDER's last segment; 0 if it sent none. */
static uint32_t last_frame(const struct sender *sender)
{
    uint32_t last = 0;
    for (unsigned i = 0; i < VERDICT_NONE; i++)
        last = MAX(last, sender->verdicts[i].last_frame);
    return last;
}

/* Appends that the receiver sends nothing at all any more, in a connection that was up: so it
 * hardly drops what it receives because of a password. */
static void write_absence(GString *text, const struct view *view)
{
    const struct silence *silence = &view->sender->silence;
    const uint32_t last = last_frame(view->receiver);

    if (view->sender->accepted > 0 && silence->syns == 0 && last < silence->good.first_frame &&
        time_between(silence->good.first_time, silence->good.last_time) >= LONG_SILENCE)
        g_string_append_printf(
            text,
            " %s has sent nothing at all since frame %u: most likely it is down, "
            "or the path between the two is.",
            view->to, last);
}

/* Returns true if ROW applies to what the receiver of VIEW sends. */
static bool applies_to_receiver(const struct conclusion_row *row, const struct view *view)
{
    struct view back =
        view_of(view->sessions, view->session, view->sender == view->session->senders);
    const bool applies = row->applies(&back, &(struct conclusion){0});
    view_clear(&back);
    return applies;
}

/* Returns true if the receiver of VIEW last signed with a password that the keyring lacks. */
static bool receiver_has_another_password(const struct view *view)
{
    return view->receiver->pending.count > 0 &&
           (applies_to_receiver(&conclusion_another_password, view) ||
            applies_to_receiver(&conclusion_changed_password, view));
}

/* Returns true if all that the receiver of VIEW signs is bad, since its key is not the configured
 * one or has other settings. */
static bool receiver_has_another_key(const struct view *view)
{
    const struct sender *receiver = view->receiver;
    unsigned of_key = 0;

    for (unsigned cause = CAUSE_NONE + 1; cause < CAUSES; cause++)
        of_key += words_is_of_key(cause) ? receiver->causes[cause].proven : 0;
    return of_key > 0 && of_key == sender_count(receiver, VERDICT_BAD) &&
           sender_count(receiver, VERDICT_GOOD) == 0;
}

/* Returns true if the keys that last verified segments of the two peers cannot both be right.
 * Routers may have a key of TCP-AO for each direction. */
static bool is_mismatch(const struct key *own, const struct key *other)
{
    return own && other && own != other &&
           (own->algorithm == KEY_MD5 || other->algorithm == KEY_MD5);
}

/* Appends what the receiver itself signs with, if that is not the sender's key. Returns true if it
 * is not. */
static bool write_receivers_key(GString *text, const struct view *view)
{
    const struct key *own = view->sender->latest_key, *other = view->receiver->latest_key;
    const uint32_t since = view->sender->silence.good.first_frame;
    const bool signs = receiver_signs(view);

    if (is_other_mode(view)) {
        g_string_append_printf(text,
                               " %s covers the other TCP options with its MACs, %s does not: "
                               "configure the same on both routers.",
                               view->sender->covers == KEY_OPTIONS_INCLUDED ? view->from : view->to,
                               view->sender->covers == KEY_OPTIONS_INCLUDED ? view->to
                                                                            : view->from);
        return true;
    }
    if (signs && receiver_has_another_password(view)) {
        g_string_append_printf(text, " %s itself signs with another password", view->to);
    } else if (signs && receiver_has_another_key(view)) {
        g_string_append_printf(
            text, " %s itself signs with another key, or with other settings of key %s", view->to,
            view->key);
    } else if (signs && is_mismatch(own, other)) {
        g_string_append_printf(text, " %s itself signs with key %s", view->to, other->name);
        if ((own->algorithm == KEY_MD5) != (other->algorithm == KEY_MD5))
            g_string_append(text, own->algorithm == KEY_MD5 ? ", with TCP-AO instead of MD5"
                                                            : ", with MD5 instead of TCP-AO");
    } else if (view->receiver->missing.last_frame > since &&
               applies_to_receiver(&conclusion_stopped_signing, view)) {
        g_string_append_printf(text, " %s itself signs nothing any more", view->to);
    } else {
        return false;
    }
    g_string_append(text, ": configure the same key on both routers.");
    return true;
}

/* Appends why the receiver may refuse the sender's key although its own is no other. */
static void write_specific_key(GString *text, const struct view *view)
{
    if (view->sender->less_specific == 0)
        return;
    g_string_append_printf(text,
                           " The keyring has a more specific key for these two peers: most likely "
                           "%s tries only that one, as Linux does. Configure it on %s.",
                           view->to, view->from);
}

/* Appends why the receiver drops the sender's segments if they reach it through NAT64. Returns true
 * if they do. */
static bool write_nat64(GString *text, const struct view *view)
{
    if (!ip_address_is_nat64(&view->receiver->address))
        return false;
    g_string_append_printf(text,
                           " %s is a host of IPv4 behind NAT64 (64:ff9b::/96): that rewrites both "
                           "addresses, which the signature covers, so no password makes it fit "
                           "there. Connect over IPv6 or IPv4 alone.",
                           view->to);
    return true;
}

/* Appends with which address the sender's segments arrive, if they were also captured after NAT.
 * Returns true if they were. */
static bool write_translated(GString *text, const struct view *view)
{
    const struct sender *after =
        sessions_translated(view->sessions, &view->sender->address, &view->receiver->address);
    if (!after)
        return false;
    char *address = ip_address_text(&after->address);
    g_string_append_printf(text,
                           " The capture shows them again with the source address %s: NAT rewrites "
                           "what the signature covers. See that session.",
                           address);
    g_free(address);
    return true;
}

static void write_refusal(GString *text, const struct view *view)
{
    if (view_has_ao(view))
        g_string_append_printf(
            text,
            "it has another key or none, or nothing accepts them there (no listener on that port, "
            "or their TTL is too low for GTSM). Linux tells which: it counts nothing of TCP-AO if "
            "they do not arrive or nothing accepts them; TCPAOBad if the secret, the algorithm or "
            "the options covered differ there; TCPAOKeyNotFound if it has no key with the KeyID of "
            "these segments for %s; TCPAOGood if it has none with the KeyID that they ask for "
            "(RNextKeyID) to answer with.",
            view->from);
    else
        g_string_append(text,
                        "its password differs or is missing, or nothing accepts them there "
                        "(no listener on that port, or their TTL is too low for GTSM). Its "
                        "log tells which: \"Invalid MD5 digest\" only for another password. (Linux "
                        "counts TCPMD5Failure then, TCPMD5Unexpected where it has no "
                        "password, and otherwise neither: it sends no RST to a signed SYN.)");
}

static void refused_write(GString *text, const struct view *view,
                          const struct conclusion *conclusion)
{
    const unsigned count = conclusion->seen.count;

    g_string_append_c(text, ' ');
    if (view->sender->accepted > 0) {
        g_string_append_printf(text, "%s acknowledges nothing any more, ", view->to);
        words_since(text, &conclusion->seen);
        g_string_append(text, ", although ");
        words_count(text, count, "segment");
    } else {
        g_string_append_printf(text, "%s acknowledges nothing, although ", view->to);
        words_share(text, count, sender_total(view->sender), false);
    }
    g_string_append_printf(text, " verif%s with key %s.", count == 1 ? "ies" : "y", view->key);
    if (write_translated(text, view) || write_nat64(text, view) || write_receivers_key(text, view))
        return;
    write_specific_key(text, view);
    write_absence(text, view);
    write_sizes(text, view->sender);
    g_string_append_printf(text, " Either they do not reach %s, or ", view->to);
    write_refusal(text, view);
    if (view->receiver->missing.count > 0 && view->receiver->signature.count == 0)
        g_string_append_printf(text, " %s signs nothing itself: it has no password for %s.",
                               view->to, view->from);
}

const struct conclusion_row conclusion_refused = {
    .name = "refused",
    .title = "DROPPED BY THE RECEIVER",
    .severity = SEVERITY_FAULT,
    .applies = refused_applies,
    .write = refused_write,
};
