/* Conclusions on what happens to segments after they are signed: proven causes, and what will break
 * further on.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "transit.h"

#include "expiry.h"
#include "words.h"

#include "plugin/verify/protocol.h"

/* Returns true for causes that other conclusions cover. */
static bool is_told_elsewhere(enum cause cause)
{
    return cause == CAUSE_NONE || cause == CAUSE_SYN_UNSIGNED || cause == CAUSE_ONE_SIDE_UNSIGNED ||
           cause == CAUSE_AO_RNEXT_NOT_FOLLOWED;
}

/* The answer for each cause, in capitals. */
static const char *const titles[CAUSES] = {
    [CAUSE_SPLIT] = "SPLIT AFTER SIGNING",
    [CAUSE_MERGED] = "MERGED BEFORE THE CAPTURE",
    [CAUSE_SOURCE_ADDRESS] = "ADDRESS TRANSLATED",
    [CAUSE_DESTINATION_ADDRESS] = "ADDRESS TRANSLATED",
    [CAUSE_BOTH_ADDRESSES] = "ADDRESSES TRANSLATED",
    [CAUSE_SOURCE_PORT] = "PORT TRANSLATED",
    [CAUSE_DESTINATION_PORT] = "PORT TRANSLATED",
    [CAUSE_SEQUENCE_NUMBER] = "SEQUENCE NUMBERS RANDOMISED",
    [CAUSE_REPLAYED] = "REPLAYED",
    [CAUSE_WINDOW] = "WINDOW REWRITTEN",
    [CAUSE_FLAGS] = "FLAGS REWRITTEN",
    [CAUSE_URGENT_POINTER] = "URGENT POINTER REWRITTEN",
    [CAUSE_DATA_OFFSET] = "OPTIONS ADDED OR REMOVED",
    [CAUSE_KEY_NOT_VALID] = "KEY NOT VALID AT THIS TIME",
    [CAUSE_OTHER_KEY] = "ANOTHER KEY OF THE KEYRING",
    [CAUSE_KEY_VARIANT] = "PASSWORD MISTYPED",
    [CAUSE_SIGNED_TOO_EARLY] = "SENDER'S TCP IS BROKEN",
    [CAUSE_OPTIONS_HASHED] = "SENDER'S TCP IS BROKEN",
    [CAUSE_CHECKSUM_HASHED] = "SENDER'S TCP IS BROKEN",
    [CAUSE_LENGTH_WITHOUT_OPTIONS] = "SENDER'S TCP IS BROKEN",
    [CAUSE_ADDRESSES_SWAPPED] = "SENDER'S TCP IS BROKEN",
    [CAUSE_KEY_FIRST] = "SENDER'S TCP IS BROKEN",
    [CAUSE_DATA_CUT] = "DATA SIGNED IN PART",
    [CAUSE_MAPPED_ADDRESSES] = "SENDER'S TCP IS BROKEN",
    [CAUSE_AO_OPTIONS_MODE] = "OPTIONS COVERED OR NOT (TCP-AO)",
    [CAUSE_AO_KEY_ID] = "KEY IDS DIFFER (TCP-AO)",
    [CAUSE_AO_MAC_LENGTH] = "MAC LENGTHS DIFFER (TCP-AO)",
    [CAUSE_AO_ALGORITHM] = "ALGORITHMS DIFFER (TCP-AO)",
    [CAUSE_AO_SETTINGS] = "SETTINGS DIFFER (TCP-AO)",
    [CAUSE_AO_KEYRING_STALE] = "FORMER KEY IN USE (TCP-AO)",
    [CAUSE_AO_KEY_UNKNOWN_TO_PEER] = "KEY UNKNOWN TO THE PEER (TCP-AO)",
    [CAUSE_AO_GOOD_REFUSED] = "DROPPED BY THE RECEIVER",
    [CAUSE_AO_MSS] = "MSS REWRITTEN",
    [CAUSE_AO_OPTION_CHANGED] = "OPTION CHANGED",
    [CAUSE_AO_NAT] = "ADDRESS TRANSLATED",
    [CAUSE_AO_TRAILING_PADDING] = "SENDER'S TCP IS BROKEN",
    [CAUSE_AO_SNE] = "SENDER'S TCP IS BROKEN",
    [CAUSE_AO_RST_QUIRK] = "RESET REFUSED",
    [CAUSE_AO_ISN_ROLE] = "SENDER'S TCP IS BROKEN",
    [CAUSE_AO_COVERED_WRONGLY] = "SENDER'S TCP IS BROKEN",
    [CAUSE_AO_KDF_WRONGLY] = "SENDER'S TCP IS BROKEN",
    [CAUSE_OPTIONS_BROKEN] = "OPTIONS BROKEN",
    [CAUSE_OPTION_BLANKED] = "SIGNATURE STRIPPED",
    [CAUSE_OPTION_REMOVED] = "SIGNATURE STRIPPED",
    [CAUSE_OTHER_AUTHENTICATION] = "OTHER AUTHENTICATION",
    [CAUSE_RST_UNSIGNED] = "UNSIGNED RESET",
    [CAUSE_DIGEST_BLANK] = "DIGEST BLANK",
    [CAUSE_CORRUPT] = "DAMAGED",
};

const char *transit_title(enum cause cause)
{
    return titles[cause] ? titles[cause] : "SIGNATURE BAD";
}

/* Returns true if the cause is an unsigned RST and the receiver's segments are unsigned, too: these
 * then must be cured. RSTs answer no RSTs. */
static bool answers_unsigned(const struct view *view, enum cause cause)
{
    return cause == CAUSE_RST_UNSIGNED && sender_count(view->receiver, VERDICT_NOT_PRESENT) >
                                              view->receiver->causes[cause].seen.count;
}

/* Returns true if the cause is the other kind of signature, and both peers use and accept it: then
 * the keyring has a key of the wrong kind. */
static bool is_used_by_both(const struct view *view, enum cause cause)
{
    return cause == CAUSE_OTHER_AUTHENTICATION && view->receiver->causes[cause].seen.count > 0 &&
           view->sender->accepted > 0 && view->receiver->accepted > 0;
}

/* Returns true if the cause is an unsigned RST and the sender signs later segments: it does not
 * lack the key. */
static bool is_reset_of_signer(const struct view *view, enum cause cause)
{
    return cause == CAUSE_RST_UNSIGNED &&
           view->sender->signature.last_frame > view->sender->causes[cause].seen.first_frame;
}

/* Returns true if the cause is a key that the receiver lacked, but the sender goes on with it, the
 * receiver has acknowledged a segment under it, and nothing awaits an acknowledgment any more: the
 * receiver has the key by now. */
static bool is_known_by_now(const struct view *view, enum cause cause)
{
    const struct sender *sender = view->sender;
    const struct cause_tally *tally = &sender->causes[cause];

    return cause == CAUSE_AO_KEY_UNKNOWN_TO_PEER && sender->latest_key &&
           sender->silence.good.count == 0 && !sender->refused.is_known &&
           sender->verdicts[VERDICT_GOOD].last_frame > tally->seen.last_frame &&
           key_id_from(sender->latest_key, &sender->address, &view->receiver->address) ==
               tally->key_id;
}

/* Applies if the conclusion's cause was found; conclusions_of() asks for each cause in turn. */
static bool cause_applies(const struct view *view, struct conclusion *conclusion)
{
    const struct cause_tally *tally = &view->sender->causes[conclusion->cause];
    conclusion->seen = tally->seen;
    conclusion->proven = tally->proven > 0;
    if (answers_unsigned(view, conclusion->cause) || words_is_agreed(view, conclusion->cause) ||
        is_reset_of_signer(view, conclusion->cause) || is_known_by_now(view, conclusion->cause))
        conclusion->cures = cures_of_cause(CAUSE_NONE);
    /* If these peers have no key in the keyring, both may well use that of another connection. */
    if (is_used_by_both(view, conclusion->cause) ||
        (conclusion->cause == CAUSE_OTHER_KEY && sender_count(view->sender, VERDICT_BAD) == 0)) {
        conclusion->severity = SEVERITY_NOT_CHECKED;
        conclusion->cures = cures_of_cause(CAUSE_NONE);
    }
    return tally->seen.count > 0 && !is_told_elsewhere(conclusion->cause);
}

/* Returns true if the size of a segment decides whether CAUSE affects it. */
static bool depends_on_size(enum cause cause)
{
    return cause == CAUSE_SPLIT || cause == CAUSE_MERGED || cause == CAUSE_DATA_CUT;
}

static void write_size_limit(GString *text, const struct sender *sender)
{
    g_string_append_printf(text, ": all that carry %u bytes of data or more, while those ",
                           sender->smallest_bad);
    if (sender->largest_good > 0)
        g_string_append_printf(text, "with %u or less are good", sender->largest_good);
    else
        g_string_append(text, "without data are good");
}

/* Appends which segments are affected: how many, from which size, and since when. */
static void write_extent(GString *text, const struct view *view,
                         const struct conclusion *conclusion)
{
    const struct sender *sender = view->sender;
    const bool all_bad = conclusion->seen.count == sender_count(sender, VERDICT_BAD);

    g_string_append_c(text, ' ');
    words_share(text, conclusion->seen.count, sender_total(sender), true);
    g_string_append(text, conclusion->seen.count == 1 ? " is " : " are ");
    g_string_append(text, all_bad ? "bad" : "affected");
    if (all_bad && depends_on_size(conclusion->cause) && sender_has_size_limit(sender))
        write_size_limit(text, sender);
    g_string_append(text, ", ");
    words_since(text, &conclusion->seen);
    g_string_append_c(text, '.');
}

static void write_original(GString *text, const struct proof *proof)
{
    struct {
        enum original original;
        const struct ip_address *address;
    } addresses[] = {{ORIGINAL_SOURCE, &proof->source},
                     {ORIGINAL_DESTINATION, &proof->destination}};

    for (unsigned i = 0; i < G_N_ELEMENTS(addresses); i++)
        if (proof->originals & 1u << addresses[i].original) {
            char *address = ip_address_text(addresses[i].address);
            g_string_append_printf(text, " The signed %s was %s.",
                                   original_name(addresses[i].original), address);
            g_free(address);
        }
    for (enum original port = ORIGINAL_SOURCE_PORT; port <= ORIGINAL_DESTINATION_PORT; port++)
        if (proof->originals & 1u << port && protocol_name((uint16_t)proof->numbers[port]))
            g_string_append_printf(text, " The signed %s was %u.", original_name(port),
                                   proof->numbers[port]);
    if (proof->originals & 1u << ORIGINAL_LENGTH)
        g_string_append_printf(text, " The first signed segment was %u bytes long.",
                               proof->numbers[ORIGINAL_LENGTH]);
}

/* Appends between which capture points the change happens, if they are known. */
static void write_crossing(GString *text, const struct cause_tally *tally)
{
    const struct crossing *crossing = &tally->crossing;
    const bool split = tally->proof->cause == CAUSE_SPLIT;

    if (crossing->known && !words_is_of_key(tally->proof->cause))
        g_string_append_printf(text,
                               " At interface %u the same data are %s, at interface %u %s: it "
                               "happens between the two.",
                               crossing->before, split ? "signed whole" : "as signed",
                               crossing->behind, split ? "in pieces" : "changed");
}

/* Returns true if a receiver finds no signature in segments with CAUSE. */
static bool leaves_unsigned(enum cause cause)
{
    return cause == CAUSE_OPTIONS_BROKEN || cause == CAUSE_OPTION_BLANKED ||
           cause == CAUSE_OPTION_REMOVED || cause == CAUSE_RST_UNSIGNED;
}

/* Appends the KeyID that the segments of TALLY have, and the one that they should have, if these
 * differ. */
static void write_key_ids(GString *text, const struct view *view, const struct cause_tally *tally)
{
    const enum cause cause = tally->proof->cause;
    if (!tally->proof->key || (cause != CAUSE_AO_KEY_ID && cause != CAUSE_AO_SETTINGS))
        return;
    const int expected =
        key_id_from(tally->proof->key, &view->sender->address, &view->receiver->address);
    if (expected != KEY_ANY_ID && expected != tally->key_id)
        g_string_append_printf(text, " %s sends KeyID %u; the keyring has %d for this key.",
                               view->from, tally->key_id, expected);
}

/* Appends what happened, and what to do about it on any platform. */
static void write_story(GString *text, const struct view *view, const struct cause_tally *tally)
{
    const struct proof *proof = tally->proof;

    g_string_append_printf(text, " What happened: %s%s%s.", proof_sentence(proof),
                           proof->detail ? ": " : "", proof->detail ? proof->detail : "");
    write_original(text, proof);
    write_crossing(text, tally);
    if (proof->key)
        g_string_append_printf(text, " Proven with key %s.", proof->key->name);
    write_key_ids(text, view, tally);
    if (leaves_unsigned(proof->cause))
        words_dropped_unsigned(text, view);
    else if (sender_count(view->sender, VERDICT_BAD) > 0)
        words_dropped(text, view, proof->cause);
}

/* Pieces are recognised without a key; if no key verifies anything, that must be cured first. */
static void write_pieces(GString *text, const struct view *view,
                         const struct conclusion *conclusion)
{
    g_string_append_c(text, ' ');
    words_count(text, conclusion->seen.count, "segment");
    g_string_append_printf(text, " of %s %s of larger ones (no key is needed to see that), ",
                           view->from, conclusion->seen.count == 1 ? "is a piece" : "are pieces");
    words_since(text, &conclusion->seen);
    g_string_append(text, ": see to that once the key is right.");
}

static void cause_write(GString *text, const struct view *view, const struct conclusion *conclusion)
{
    const struct cause_tally *tally = &view->sender->causes[conclusion->cause];

    if (conclusion->cause == CAUSE_SPLIT && sender_has_another_password(view->sender)) {
        write_pieces(text, view, conclusion);
        return;
    }
    write_extent(text, view, conclusion);
    write_story(text, view, tally);
    if (answers_unsigned(view, conclusion->cause))
        g_string_append_printf(text, " They answer unsigned segments of %s: cure that first.",
                               view->to);
    else if (is_reset_of_signer(view, conclusion->cause) && !tally->proof->cure)
        g_string_append_printf(text,
                               " %s signs later segments, so it has the key: either it restarted "
                               "and has it again, or a firewall or an attacker sends RSTs in its "
                               "name.",
                               view->from);
    else if (is_known_by_now(view, conclusion->cause))
        g_string_append_printf(text,
                               " Later %s acknowledges segments under this key, so it has the key "
                               "by now, and nothing is left to do. Next time configure a key on "
                               "both routers before either signs with it.",
                               view->to);
    else if (is_used_by_both(view, conclusion->cause))
        g_string_append(text, " Yet the two peers accept each other's segments, so both are "
                              "configured like that, and the keyring is not: add their key.");
    else if (!words_is_agreed(view, conclusion->cause) && !expiry_write(text, view, conclusion))
        g_string_append_printf(text, " Cure: %s.", proof_cure(tally->proof));
}

const struct conclusion_row conclusion_cause = {
    .severity = SEVERITY_FAULT,
    .applies = cause_applies,
    .write = cause_write,
};

/* Segments are signed whole here, but must be split before they arrive. */
static bool will_break_applies(const struct view *view, struct conclusion *conclusion)
{
    conclusion->seen = view->sender->will_break;
    conclusion->proven = true;
    return view->sender->will_break.count > 0 && view->sender->causes[CAUSE_SPLIT].seen.count == 0;
}

static void write_accepted(GString *text, const struct view *view)
{
    const unsigned count = view->sender->will_break.count;
    const unsigned accepted = view->sender->will_break_accepted;

    if (sender_total(view->receiver) == 0)
        g_string_append(text,
                        " The capture has nothing of the other direction, so it does not show "
                        "whether they were acknowledged.");
    else if (accepted == 0)
        g_string_append_printf(text, " None of them was acknowledged by %s.", view->to);
    else if (accepted < count)
        g_string_append_printf(text, " %u of the %u were acknowledged.", accepted, count);
    else
        g_string_append(
            text, " In the end all were acknowledged: they were retransmitted in "
                  "smaller segments, or merged again before this capture at the receiver (GRO, "
                  "LRO), or nothing splits them.");
}

static void will_break_write(GString *text, const struct view *view,
                             const struct conclusion *conclusion)
{
    const unsigned count = conclusion->seen.count;

    g_string_append_c(text, ' ');
    words_share(text, sender_count(view->sender, VERDICT_GOOD), sender_total(view->sender), true);
    g_string_append_printf(text, " verify here, but %u of these %s %u bytes of data", count,
                           count == 1 ? "has" : "have up to", view->sender->longest_will_break);
    if (view->receiver->mss > 0)
        g_string_append_printf(text, ", more than the %u that %s accepts (MSS)",
                               view->receiver->mss, view->to);
    else
        g_string_append(text, " and no length in the IP header");
    g_string_append_printf(text,
                           ". Something behind this capture point splits such segments and copies "
                           "the one digest into each piece; %s then drops all pieces.",
                           view->to);
    write_accepted(text, view);
}

static const struct cure *will_break_cures(void)
{
    return cures_of_cause(CAUSE_SPLIT);
}

const struct conclusion_row conclusion_will_break = {
    .name = "will break",
    .title = "WILL BREAK ON THE WIRE",
    .severity = SEVERITY_FAULT,
    .cures = will_break_cures,
    .applies = will_break_applies,
    .write = will_break_write,
};
