/* Conclusions on segments that verify, or that cannot be checked.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "words.h"

#include "plugin/diagnose/learnt/rollover.h"

#define MANY_RETRANSMISSIONS 2   /* one retransmission may be due to loss */
#define MIN_LARGE            512 /* bytes of data: few links have an MTU of less than 576 */
#define MANY_ATTEMPTS        3   /* and so may one or two SYNs without an answer */

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

static bool keys_changed_applies(const struct view *view, struct conclusion *conclusion)
{
    const struct rollover *rollover = view->sender->rollover;
    if (!rollover || rollover_is_parallel(rollover) || view->sender->lost.count > 0)
        return false;
    conclusion->proven = true;
    conclusion->severity = rollover_lost(rollover) > 0 ? SEVERITY_FAULT : SEVERITY_GOOD;
    conclusion->seen = (struct occurrence){view->sender->rollovers, rollover->number,
                                           rollover->number, rollover->time, rollover->time};
    return true;
}

/* Six changes, one in half a minute: no router does that. */
#define MANY_CHANGES 6
#define SHORT_TIME   (30 * G_TIME_SPAN_SECOND)

/* Returns true if the sender of VIEW goes to and fro between keys. */
static bool alternates(const struct view *view)
{
    const struct occurrence *signs = &view->sender->signature;
    return view->sender->rollovers >= MANY_CHANGES &&
           time_between(signs->first_time, signs->last_time) / view->sender->rollovers < SHORT_TIME;
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
    if (alternates(view))
        g_string_append(text, " So many in so short a time are most likely two sessions with the "
                              "same addresses, each with its own key, as in two routing instances "
                              "(VRFs).");
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
    if (sender_count(view->sender, VERDICT_GOOD) == sender_total(view->sender))
        g_string_append_printf(text, " All %u segments verify.", sender_total(view->sender));
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

    if (sender_count(view->sender, VERDICT_GOOD) == sender_total(view->sender))
        g_string_append_printf(text, " All %u segments verify.", sender_total(view->sender));
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

/* Applies if nobody acknowledges repeated segments, or the SYNs of several connections, to the end
 * of the capture. */
static bool refused_applies(const struct view *view, struct conclusion *conclusion)
{
    const struct sender *sender = view->sender;
    const struct silence *silence = &sender->silence;
    const bool in_vain = silence->attempts >= MANY_ATTEMPTS && silence->syns == silence->good.count;

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

#define LONG_SILENCE (60 * G_TIME_SPAN_SECOND) /* the usual time between two keep-alives of BGP */

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

/* Returns true if the keys that last verified segments of the two peers cannot both be right.
 * Routers may have a key of TCP-AO for each direction. */
static bool is_mismatch(const struct key *own, const struct key *other)
{
    return own && other && own != other &&
           (own->algorithm == KEY_MD5 || other->algorithm == KEY_MD5);
}

/* Appends what the receiver itself signs with, if that is not the sender's key. Returns true if it
 * is not. What the receiver sent before the sender's segments may be out of date. */
static bool write_receivers_key(GString *text, const struct view *view)
{
    const struct key *own = view->sender->latest_key, *other = view->receiver->latest_key;
    const uint32_t since = view->sender->silence.good.first_frame;
    const bool signs = view->receiver->signature.last_frame > since;

    if (signs && receiver_has_another_password(view)) {
        g_string_append_printf(text, " %s itself signs with another password", view->to);
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

static bool not_checked_applies(const struct view *view, struct conclusion *conclusion)
{
    conclusion->seen = view->sender->unchecked;
    return conclusion->seen.count > 0;
}

/* Returns what to do about REASON. */
static const char *next_step(enum reason reason)
{
    switch (reason) {
    case REASON_NO_KEY:
        return "add one (tcpauth add), or name your router's configuration as the keyring";
    case REASON_KEY_ID_UNKNOWN:
        return "add the key with that KeyID, which the packet tree shows (tcpauth add), or correct "
               "send-id and recv-id of one in the keyring";
    case REASON_ALGORITHM_MISSING:
        return "read the capture on another machine: KMAC256 needs libgcrypt 1.11, and FIPS mode "
               "forbids some algorithms";
    case REASON_ISN_UNKNOWN:
        return "try Tools > TCP Authentication > Find ISNs, or give the routers' iss and irs: ISNs "
               "in the same menu, isn lines of the keyring, or the preference tcpauth.isns";
    case REASON_KEYRING_LOCKED:
        return "unlock it: Tools > TCP Authentication > Unlock Keyring, or read the capture again";
    case REASON_CUT_SHORT:
        return "capture whole segments: tcpdump -s 0, and a mirror session without truncation";
    case REASON_KEY_NOT_VALID:
        return "compare the times of the keys with those of the capture: tcpauth list";
    case REASON_SECRET_UNKNOWN:
        return "give the secret in clear: tcpauth check names the key";
    case REASON_MD5_FORBIDDEN:
        return "read the capture on a machine that is not in FIPS mode";
    case REASON_FRAGMENT_MISSING:
        return "capture where all fragments pass";
    case REASON_UNEXPECTED:
        return "if these peers should sign, add a key that names the port (tcpauth add); else look "
               "for another sender with this address";
    default:
        return NULL;
    }
}

/* Appends what became of the searches for unknown ISNs. */
static void write_searches(GString *text, const struct isn_searches *isns)
{
    if (isns->failed && !isns->found)
        g_string_append(text, ", and a search (at most 1,000 bytes sent by each end, or only "
                              "keepalives) failed");
    else if (isns->found)
        g_string_append(text, "; a second pass checks those before the frame in which they were "
                              "found (tshark -2)");
}

/* Appends why UNCHECKED segments of SENDER could not be checked; with counts if there are several
 * reasons. */
static void write_reasons(GString *text, const struct sender *sender, unsigned unchecked)
{
    const char *separator = ": ";

    for (unsigned reason = 0; reason < REASONS; reason++) {
        const unsigned count = sender->reasons[reason].count;
        const char *step = next_step(reason);
        if (count == 0 || reason_is_illegal(reason) || reason == REASON_KEY_CONFIGURED ||
            reason == REASON_CONNECTION_SIGNED)
            continue;
        g_string_append(text, separator);
        if (count < unchecked)
            g_string_append_printf(text, "%u, since ", count);
        g_string_append(text, reason_sentence(reason));
        if (reason == REASON_ISN_UNKNOWN)
            write_searches(text, &sender->isns);
        if (step && !(reason == REASON_ISN_UNKNOWN && sender->isns.found))
            g_string_append_printf(text, "; %s", step);
        separator = ". ";
    }
    g_string_append_c(text, '.');
}

static void not_checked_write(GString *text, const struct view *view,
                              const struct conclusion *conclusion)
{
    const unsigned count = conclusion->seen.count, total = sender_total(view->sender);

    g_string_append_c(text, ' ');
    if (count == total && total > 1)
        g_string_append_printf(text, "None of %u segments could be checked", total);
    else {
        words_share(text, count, total, true);
        g_string_append(text, " could not be checked");
    }
    write_reasons(text, view->sender, count);
}

const struct conclusion_row conclusion_not_checked = {
    .name = "not checked",
    .title = "NOT CHECKED",
    .severity = SEVERITY_NOT_CHECKED,
    .applies = not_checked_applies,
    .write = not_checked_write,
};

static bool good_applies(const struct view *view, struct conclusion *conclusion)
{
    conclusion->seen = view->sender->verdicts[VERDICT_GOOD];
    conclusion->proven = true;
    return conclusion->seen.count == sender_total(view->sender);
}

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
    .applies = good_applies,
    .write = good_write,
};
