/* Conclusions on passwords: nothing that a peer signs verifies, and no change in transit explains
 * that.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "words.h"

#include <string.h>

/* Returns true if nothing of SENDER verifies, and no proof explains that. Segments damaged in
 * transit do not show which password the sender has, nor do pieces of split segments, which never
 * verify. So at least one segment must have no cause at all. */
static bool has_no_known_key(const struct sender *sender)
{
    const unsigned bad = sender_count(sender, VERDICT_BAD);
    return sender->unexplained.count > 0 && sender_count(sender, VERDICT_GOOD) == 0 &&
           sender->unproven.count == bad;
}

bool sender_has_another_password(const struct sender *sender)
{
    return has_no_known_key(sender) && !sender_signs_with_ao(sender) &&
           sender->hint.kind != HINT_NAT64;
}

/* Returns true if KEY verifies segments of other peers. */
static bool verifies_elsewhere(const struct sessions *sessions, const struct key *key)
{
    const struct session *session;
    for (unsigned i = 0; (session = sessions_at(sessions, i)); i++)
        for (unsigned side = 0; side < 2; side++)
            if (session->senders[side].latest_key == key)
                return true;
    return false;
}

/* Both peers sign, and accept each other's signatures. So they have the same password, and the
 * keyring has another. */
static bool wrong_key_applies(const struct view *view, struct conclusion *conclusion)
{
    conclusion->seen = view->sender->verdicts[VERDICT_BAD];
    return has_no_known_key(view->sender) && has_no_known_key(view->receiver) &&
           view->sender->accepted > 0 && view->receiver->accepted > 0;
}

static void wrong_key_write(GString *text, const struct view *view,
                            const struct conclusion *conclusion)
{
    const struct key *key = view->sender->key;
    const char *origin_end = strrchr(key->origin, G_DIR_SEPARATOR);
    const char *word = view_has_ao(view) ? "secret" : "password";

    g_string_append(text, " None of ");
    words_count(text, conclusion->seen.count + sender_count(view->receiver, VERDICT_BAD),
                "segment");
    g_string_append_printf(text,
                           " verifies in either direction, yet the two peers accept each other's: "
                           "the %s in key %s (%s) is not the one they use.",
                           word, view->key, origin_end ? origin_end + 1 : key->origin);
    if (verifies_elsewhere(view->sessions, key))
        g_string_append(text, " The same key verifies segments of other peers.");
    g_string_append_printf(
        text,
        " Correct the %s in the keyring; or, if the capture was anonymised, name the addresses "
        "that it had before (signed-as).",
        word);
}

const struct conclusion_row conclusion_wrong_key = {
    .name = "wrong key",
    .title = "WRONG KEY IN THE KEYRING",
    .severity = SEVERITY_FAULT,
    .applies = wrong_key_applies,
    .write = wrong_key_write,
};

static bool another_password_applies(const struct view *view, struct conclusion *conclusion)
{
    conclusion->seen = view->sender->verdicts[VERDICT_BAD];
    return sender_has_another_password(view->sender) &&
           !wrong_key_applies(view, &(struct conclusion){0});
}

static void write_undamaged(GString *text, const struct sender *sender)
{
    if (sender->hint.kind == HINT_CHECKSUM_RIGHT && sender->causes[CAUSE_CORRUPT].seen.count == 0)
        g_string_append(text, ", and their TCP checksums are right");
}

static void write_none_verifies(GString *text, unsigned count)
{
    if (count == 1)
        g_string_append(text, " The only signed segment does not verify");
    else
        g_string_append_printf(text, " None of %u segments verifies", count);
}

/* Returns true if nothing of the other direction was captured, but the sender of VIEW shows that
 * its SYN was answered: a receiver that drops the SYN answers nothing. */
static bool is_answered(const struct view *view)
{
    return view->sender->goes_on && sender_total(view->receiver) == 0;
}

/* A receiver that acknowledges a segment did not drop it. */
static void write_acceptance(GString *text, const struct view *view)
{
    if (view->sender->accepted > 0)
        g_string_append_printf(text,
                               " %s acknowledges these segments, so it accepts that password: add "
                               "it to the keyring. Otherwise a device on the path changes the "
                               "segments (try the preference tcpauth.search_sequence).",
                               view->to);
    else if (is_answered(view))
        g_string_append_printf(text,
                               " The capture has nothing of the other direction, but %s continues "
                               "a connection that it opened, so %s accepts that password: add it "
                               "to the keyring. Otherwise a device on the path changes the "
                               "segments before this capture only.",
                               view->from, view->to);
    else
        g_string_append_printf(text,
                               " %s drops these segments and logs \"Invalid MD5 digest\" (Linux "
                               "counts TCPMD5Failure).",
                               view->to);
}

/* The other direction shows which router has the wrong password. */
static void write_other_direction(GString *text, const struct sender *receiver)
{
    if (sender_has_another_password(receiver))
        g_string_append(text, " The other direction does not verify either: if both peers have the "
                              "same password, correct the key in the keyring.");
    else if (sender_total(receiver) == 0)
        g_string_append(text, " The capture has nothing of the other direction, so the password in "
                              "the keyring may be the wrong one.");
}

/* Returns true if all searches were made for at least one segment of VIEW's sender that no cause
 * explains. */
static bool is_searched(const struct view *view)
{
    return view->sender->unexplained.first_frame < sessions_searched_until(view->sessions);
}

/* Appends that searches were left out, if they were for all segments without a cause. */
static void write_left_out(GString *text, const struct view *view)
{
    if (!is_searched(view))
        g_string_append_printf(text,
                               " Not all changes in transit were tried: from frame %u on, the "
                               "searches in this capture cost too much. To try all, save the "
                               "segments of %s in a file of their own.",
                               sessions_searched_until(view->sessions), view->from);
}

static void another_password_write(GString *text, const struct view *view,
                                   const struct conclusion *conclusion)
{
    const unsigned attempts = view->sender->attempts;

    write_none_verifies(text, conclusion->seen.count);
    if (attempts > 1)
        g_string_append_printf(text, ", over %u attempts to connect", attempts);
    g_string_append(text, is_searched(view) ? "; no known change in transit explains that"
                                            : "; nothing that was tried explains that");
    write_undamaged(text, view->sender);
    g_string_append_printf(text, ". %s signs with another password than key %s", view->from,
                           view->key);
    if (view->sender->tried > 1)
        g_string_append_printf(text, ", and than the other keys for these peers (%u tried)",
                               view->sender->tried);
    g_string_append_c(text, '.');
    write_acceptance(text, view);
    if (!is_answered(view))
        write_other_direction(text, view->receiver);
    if (view->sender->accepted == 0 && !is_answered(view))
        g_string_append(text, " Compare the passwords on both routers; if they are the same, look "
                              "for a firewall that changes sequence numbers (the preference "
                              "tcpauth.search_sequence finds that) or addresses (name the original "
                              "ones in the keyring: signed-as).");
    if (is_searched(view))
        g_string_append(text, " The usual slips of typing and all keys of the keyring were tried.");
    write_left_out(text, view);
}

const struct conclusion_row conclusion_another_password = {
    .name = "another password",
    .title = "ANOTHER PASSWORD",
    .severity = SEVERITY_FAULT,
    .cures = cures_of_password,
    .applies = another_password_applies,
    .write = another_password_write,
};

#define MANY_UNEXPLAINED 2 /* a single one may be a stray */

/* Returns true if the hint on SENDER points to certain segments rather than to the password. If
 * other segments have a proven cause, so may these, except for new connections after all of them.
 */
static bool has_pattern(const struct sender *sender)
{
    const enum hint_kind kind = sender->hint.kind;

    if (sender->last_proven > 0 &&
        (sender->opened_since == 0 || sender->last_proven > sender->unexplained.first_frame))
        return true;
    return kind == HINT_SACK || kind == HINT_LENGTH || kind == HINT_IDLE || kind == HINT_NAT64;
}

/* Returns true if SENDER's first good segment comes after all unexplained ones. */
static bool is_good_at_last(const struct sender *sender)
{
    return sender->unexplained.last_frame < sender->verdicts[VERDICT_GOOD].first_frame;
}

/* Good at first, then nothing verifies: the password was changed to one that the keyring lacks. Or
 * the reverse: it was changed to the one that the keyring has. An RST is no sign of either: it is
 * what an attacker sends in the sender's name. Nor are segments of which good ones contradict some:
 * somebody forges these. */
static bool changed_password_applies(const struct view *view, struct conclusion *conclusion)
{
    const struct sender *sender = view->sender;
    conclusion->seen = sender->unexplained;
    if (is_good_at_last(sender))
        conclusion->cures = cures_of_cause(CAUSE_NONE);
    return sender_count(sender, VERDICT_GOOD) > 0 && sender->contradicted == 0 &&
           sender->unexplained.count - sender->resets >= MANY_UNEXPLAINED &&
           (sender->verdicts[VERDICT_GOOD].last_frame < sender->unexplained.first_frame ||
            is_good_at_last(sender)) &&
           !sender_has_size_limit(sender) && !has_pattern(sender);
}

/* Returns true if the segments without a known key have the KeyID of another key than the good
 * ones. */
static bool is_refuted(const struct view *view)
{
    const struct key *refuted = view->sender->refuted_key;
    return refuted && refuted->algorithm != KEY_MD5 && refuted != view->sender->latest_key;
}

static void write_former_password(GString *text, const struct view *view,
                                  const struct conclusion *conclusion)
{
    const struct occurrence *good = &view->sender->verdicts[VERDICT_GOOD];

    g_string_append_printf(text, " %s verifies with key %s ", view->from, view->key);
    words_since(text, good);
    g_string_append_printf(text, "; none of %u segments before does. ", conclusion->seen.count);
    if (view->sender->accepted_before > 0)
        g_string_append_printf(text,
                               "%s acknowledged these, so both had a former password then, which "
                               "is not in the keyring. Add that as a key of its own to check them.",
                               view->to);
    else if (is_refuted(view))
        g_string_append_printf(text,
                               "%s acknowledged none of these: %s signed them with the KeyID of "
                               "key %s, but with another secret or algorithm than that key.",
                               view->to, view->from, view->sender->refuted_key->name);
    else
        g_string_append_printf(text,
                               "%s acknowledged none of these: until then %s signed with another "
                               "password.",
                               view->to, view->from);
}

/* Appends what is wrong if SENDER switched to a key of TCP-AO that its peer or the keyring has with
 * another secret. */
static void write_next_key(GString *text, const struct view *view)
{
    const char *name = view->sender->refuted_key->name;

    g_string_append_printf(text,
                           ", it signs with the KeyID of key %s, and none of %u segments verifies. "
                           "The secret or the algorithm that %s has with that KeyID is not that of "
                           "key %s. ",
                           name, view->sender->unexplained.count, view->from, name);
    if (view->sender->accepted_bad > 0)
        g_string_append_printf(text,
                               "%s acknowledges these segments, so it has the same: correct the "
                               "keyring.",
                               view->to);
    else
        g_string_append(text, "Compare that key on both routers.");
}

static void changed_password_write(GString *text, const struct view *view,
                                   const struct conclusion *conclusion)
{
    if (is_good_at_last(view->sender)) {
        write_former_password(text, view, conclusion);
        return;
    }
    g_string_append_printf(text, " %s verifies up to frame %u with key %s; ", view->from,
                           view->sender->verdicts[VERDICT_GOOD].last_frame,
                           view->sender->latest_key->name);
    words_since(text, &conclusion->seen);
    if (is_refuted(view)) {
        write_next_key(text, view);
        return;
    }
    g_string_append_printf(
        text,
        ", none of %u segments does. Its password was changed to one that is not "
        "in the keyring. Add that as a key of its own; ",
        conclusion->seen.count);
    if (view->sender->accepted_bad > 0)
        g_string_append_printf(text, "%s has it already, for it acknowledges these segments.",
                               view->to);
    else
        g_string_append_printf(text, "if %s still has the old one, change it there too.", view->to);
    if (view->sender->opened_since > 0)
        g_string_append(text, " If it was not changed, look for a firewall that changes sequence "
                              "numbers of new connections (the preference "
                              "tcpauth.search_sequence finds that).");
}

const struct conclusion_row conclusion_changed_password = {
    .name = "changed password",
    .title = "PASSWORD CHANGED",
    .severity = SEVERITY_FAULT,
    .cures = cures_of_password,
    .applies = changed_password_applies,
    .write = changed_password_write,
};

/* Some segments verify, others do not, and no cause is known. */
static bool unexplained_applies(const struct view *view, struct conclusion *conclusion)
{
    const struct sender *sender = view->sender;
    conclusion->seen = sender->unexplained;
    return sender->unexplained.count > 0 && !sender_has_another_password(sender) &&
           !wrong_key_applies(view, &(struct conclusion){0}) &&
           !changed_password_applies(view, &(struct conclusion){0});
}

/* Appends what the receiver does with segments that do not verify. It did not drop those that it
 * answers, so then they are signed with a key that it has. If others have a proven cause, that
 * says what it does. */
static void write_reception(GString *text, const struct view *view)
{
    const bool none_good = sender_count(view->sender, VERDICT_GOOD) == 0;

    if ((view->sender->accepted > 0 || is_answered(view)) && none_good &&
        view->sender->last_proven > 0)
        return;
    if (view->sender->accepted > 0 && none_good)
        g_string_append_printf(text,
                               " %s acknowledges segments of %s, so it accepts their key: add that "
                               "to the keyring.",
                               view->to, view->from);
    else if (is_answered(view) && none_good)
        g_string_append_printf(text,
                               " %s continues a connection that it opened, so %s accepts its key: "
                               "add that to the keyring.",
                               view->from, view->to);
    else
        words_dropped(text, view, CAUSE_NONE);
}

/* Returns true if the sender of VIEW signs well both before and after the segments of SEEN. */
static bool is_good_around(const struct view *view, const struct occurrence *seen)
{
    const struct occurrence *good = &view->sender->verdicts[VERDICT_GOOD];
    return good->count > seen->count && good->first_frame < seen->first_frame &&
           good->last_frame > seen->last_frame;
}

/* Appends what most likely explains the segments of SEEN. */
static void write_guess(GString *text, const struct view *view, const struct occurrence *seen)
{
    const struct sender *sender = view->sender;
    const bool is_telling = sender->hint.kind != HINT_NONE &&
                            sender->hint.kind != HINT_CHECKSUM_RIGHT &&
                            sender->hint.kind != HINT_DATA_DIFFERS;
    char *hint = hint_text(&sender->hint);

    if (sender->resets == seen->count && sender_count(sender, VERDICT_GOOD) > 0)
        g_string_append_printf(
            text,
            " All of these are RSTs: either another host sends them in the name of %s, or "
            "%s signs with another key since it closed the connection.",
            view->from, view->from);
    else if (sender->contradicted >= seen->count)
        g_string_append_printf(text,
                               " Good segments of %s have other data at the same sequence numbers: "
                               "another host or process sends these in its name, or a device on "
                               "the path changed their data.",
                               view->from);
    else if (sender->contradicted > 0)
        g_string_append_printf(text,
                               " Good segments of %s have other data at the sequence numbers of "
                               "%u of these %u: another host or process sends such segments in its "
                               "name, or a device on the path changed their data. The others may "
                               "have the same cause: nothing shows which password signed them.",
                               view->from, sender->contradicted, seen->count);
    else if (!is_telling && is_good_around(view, seen))
        g_string_append_printf(
            text,
            " %s signs good segments before and after these: either another "
            "host or process sends these in its name, or a device on the path "
            "changed them%s.",
            view->from,
            view_has_ao(view)                ? ", or the two routers' keys of their KeyID differ"
            : seen->count < MANY_UNEXPLAINED ? ""
                                             : ", or it had another password for a while");
    else if (view_has_ao(view) && (!is_telling || sender->hint.kind == HINT_DIRECTION))
        g_string_append(text, " Compare the key, its algorithm and its KeyIDs on both routers; if "
                              "they are the same, look for a device on the path that rewrites "
                              "addresses, sequence numbers or TCP options.");
    else if (hint)
        g_string_append_printf(text, " Hint: %s.", hint);
    g_free(hint);
}

/* Returns true if SENDER's unexplained segments all precede its good ones and those with a proven
 * cause. That cause then is no sign of what happened to the unexplained ones. */
static bool is_former(const struct sender *sender)
{
    bool is_first = sender_count(sender, VERDICT_GOOD) > 0 && is_good_at_last(sender);

    for (unsigned cause = 0; cause < CAUSES && is_first; cause++)
        is_first = sender->causes[cause].proven == 0 ||
                   sender->causes[cause].seen.first_frame > sender->unexplained.last_frame;
    return is_first;
}

/* Returns true if the unexplained segments of VIEW's sender are most likely those of a session with
 * another password: both peers send them, and nothing else points to a cause. */
static bool seems_of_another_session(const struct view *view)
{
    const struct sender *sender = view->sender;
    return words_are_two_sessions(view) && view->receiver->unexplained.count > 0 &&
           !view_has_ao(view) && sender->contradicted == 0 && !has_pattern(sender) &&
           (sender->hint.kind == HINT_NONE || sender->hint.kind == HINT_CHECKSUM_RIGHT);
}

static void unexplained_write(GString *text, const struct view *view,
                              const struct conclusion *conclusion)
{
    g_string_append_c(text, ' ');
    words_share(text, conclusion->seen.count,
                sender_count(view->sender, VERDICT_BAD) + sender_count(view->sender, VERDICT_GOOD),
                true);
    g_string_append(text, conclusion->seen.count == 1 ? " is bad, " : " are bad, ");
    words_since(text, &conclusion->seen);
    g_string_append(text, ", and nothing that was tried explains that.");
    if (seems_of_another_session(view)) {
        g_string_append(text,
                        " Both peers send such segments among good ones: most likely two "
                        "sessions have these addresses, as in two routing instances (VRFs), "
                        "each with its own password. Then add the other one to the keyring; "
                        "otherwise look for a device on the path that changes some segments.");
        return;
    }
    if (is_former(view->sender) && view->sender->resets == 0 && view->sender->contradicted == 0)
        g_string_append_printf(
            text,
            " Later segments verify with key %s: until then %s had another %s, or "
            "a device on the path changed what it sent.",
            view->key, view->from, view_has_ao(view) ? "key" : "password");
    else
        write_guess(text, view, &conclusion->seen);
    write_reception(text, view);
    write_left_out(text, view);
}

const struct conclusion_row conclusion_unexplained = {
    .name = "unexplained",
    .title = "BAD FOR NO KNOWN REASON",
    .severity = SEVERITY_FAULT,
    .applies = unexplained_applies,
    .write = unexplained_write,
};
