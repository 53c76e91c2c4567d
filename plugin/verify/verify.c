/* The verdict on one segment.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "verify.h"

#include "numbering.h"
#include "protocol.h"
#include "told.h"
#include "young.h"

#include <string.h>

static struct finding unverified(enum signing signing, enum reason reason)
{
    return (struct finding){.verdict = VERDICT_UNVERIFIED, .signing = signing, .reason = reason};
}

enum signing verify_signing(const struct signature_options *options)
{
    if (options->md5 > 0)
        return SIGNING_MD5;
    return options->ao > 0 ? SIGNING_AO : SIGNING_NONE;
}

/* Returns the reason for which the segment cannot be checked with any key, or REASON_NONE. */
static enum reason obstacle(const struct segment *segment, const struct signature *signature)
{
    if (segment_is_cut_short(segment))
        return REASON_CUT_SHORT;
    if (segment->fragment)
        return REASON_FRAGMENT_MISSING;
    return signature->length == 0 ? REASON_NO_MAC : REASON_NONE;
}

/* A segment and the candidates among which its signature selects. */
struct choice {
    const struct segment *segment;
    const struct signature *signature;
    const struct candidates *candidates;
    enum signing signing;
    bool any_id; /* also select keys with another KeyID */
};

static bool is_of_scheme(const struct choice *choice, const struct key *key)
{
    return schemes[key->algorithm].signing == choice->signing;
}

static bool serves(const struct choice *choice, const struct key *key)
{
    const struct segment *segment = choice->segment;
    return is_of_scheme(choice, key) && key_is_valid_at(key, segment->time) &&
           (choice->signing != SIGNING_AO || choice->any_id ||
            key_has_id(key, &segment->from.address, &segment->to.address,
                       choice->signature->key_id));
}

/* Computes the digest of READING with KEY. Stores it in FINDING if it is the first, or if it
 * matches and KEY is configured to sign so. Returns true if it begins with the received digest: KEY
 * may be configured for a longer or shorter MAC. */
static bool try_reading(const struct choice *choice, const struct reading *reading,
                        const struct key *key, struct hasher *hasher, struct finding *finding)
{
    const struct signature *signature = choice->signature;
    uint8_t mac[MAC_MAX_LENGTH];
    const size_t length = schemes[key->algorithm].compute(hasher, reading, key, mac);

    if (length < key_mac_length(key))
        return false;
    const bool equal = signature->length >= KEY_MAC_MIN && signature->length <= length &&
                       memcmp(mac, signature->mac, signature->length) == 0;
    if (!finding->key || (equal && reading_fits(reading, key))) {
        finding->key = key;
        finding->length = (uint8_t)MIN(signature->length, length);
        memcpy(finding->calculated, mac, finding->length);
        finding->ao = reading->terms;
    }
    return equal;
}

/* The ways in which a segment can have been signed. */
struct readings {
    struct reading list[MAX_READINGS];
    unsigned count;
};

/* Returns true if KEY verifies one of READINGS as KEY is configured to sign. If KEY matches only in
 * another way, sets the mismatch of FINDING. */
static bool try_key(const struct choice *choice, const struct readings *readings,
                    const struct key *key, struct hasher *hasher, struct finding *finding)
{
    for (unsigned i = 0; i < readings->count; i++)
        if (reading_fits(&readings->list[i], key) &&
            try_reading(choice, &readings->list[i], key, hasher, finding)) {
            finding->mismatch =
                choice->signature->length == key_mac_length(key) ? MISMATCH_NONE : MISMATCH_LENGTH;
            return finding->mismatch == MISMATCH_NONE;
        }
    for (unsigned i = 0; i < readings->count; i++)
        if (!reading_fits(&readings->list[i], key) && finding->key == key &&
            try_reading(choice, &readings->list[i], key, hasher, finding))
            finding->mismatch = MISMATCH_OPTIONS;
    return false;
}

static bool is_available(const struct hasher *hasher, const struct key *key)
{
    return schemes[key->algorithm].is_available(hasher, key->algorithm);
}

/* Returns true if libgcrypt lacks the algorithm of any selected key, which could be the right
 * key. */
static bool any_serves_in_vain(const struct choice *choice, const struct hasher *hasher)
{
    for (unsigned i = 0; i < choice->candidates->count; i++)
        if (serves(choice, choice->candidates->keys[i]) &&
            !is_available(hasher, choice->candidates->keys[i]))
            return true;
    return false;
}

static unsigned count_serving(const struct choice *choice)
{
    unsigned count = 0;
    for (unsigned i = 0; i < choice->candidates->count; i++)
        count += choice->candidates->keys[i]->secret && serves(choice, choice->candidates->keys[i]);
    return count;
}

/* Tries every selected key on READINGS. The finding has the key and digest that verify. If none
 * does, it has the key whose secret is unknown, since that could be the right one; otherwise the
 * first key tried. */
static struct finding try_keys(const struct choice *choice, const struct readings *readings,
                               struct hasher *hasher)
{
    const struct candidates *candidates = choice->candidates;
    struct finding finding = {.verdict = VERDICT_BAD, .signing = choice->signing};
    const struct key *first = NULL, *unknown = NULL;

    hasher_begin(hasher, count_serving(choice));
    for (unsigned i = 0; i < candidates->count; i++) {
        const struct key *key = candidates->keys[i];

        if (!serves(choice, key))
            continue;
        if (!first)
            first = key;
        if (!key->secret) {
            unknown = key;
            continue;
        }
        finding.tried++;
        if (try_key(choice, readings, key, hasher, &finding)) {
            finding.verdict = VERDICT_GOOD;
            finding.not_sent_now = !key_is_sent_at(key, choice->segment->time);
            finding.not_longest_match =
                choice->signing == SIGNING_MD5 && key_specificity(first) > key_specificity(key);
            return finding;
        }
    }
    if (unknown)
        return (struct finding){.verdict = VERDICT_UNVERIFIED,
                                .signing = choice->signing,
                                .reason = REASON_SECRET_UNKNOWN,
                                .key = unknown};
    if (!finding.key || any_serves_in_vain(choice, hasher)) /* libgcrypt may also reject a key */
        return unverified(choice->signing, REASON_ALGORITHM_MISSING);
    if (finding.ao.guessed && !finding.mismatch)
        return unverified(choice->signing, REASON_ISN_UNKNOWN);
    return finding;
}

/* Returns true if a key produces the received MAC, as it is configured or with other settings. This
 * proves guessed ISNs. */
static bool is_proven(const struct finding *finding)
{
    return finding->verdict == VERDICT_GOOD || finding->mismatch != MISMATCH_NONE;
}

/* Tries the keys with the guessed ISNs of TERMS. Returns false if none produces the MAC; FINDING is
 * then unchanged. */
static bool try_guess(const struct choice *choice, const struct ao_terms *terms,
                      struct hasher *hasher, struct finding *finding)
{
    struct readings readings;

    readings.count = readings_by(choice->segment, choice->signature, terms, readings.list);
    const struct finding guess = try_keys(choice, &readings, hasher);
    if (is_proven(&guess))
        *finding = guess;
    return is_proven(&guess);
}

/* Tries the keys with the ISNs that the user knows, then with those that a search finds. */
static void try_guesses(const struct choice *choice, const struct flow *flow, struct hasher *hasher,
                        struct finding *finding)
{
    struct told told = told_of(choice->segment, flow);
    struct ao_terms terms;

    while (told_next(&told, &terms))
        if (try_guess(choice, &terms, hasher, finding))
            return;
    if (finding->reason == REASON_ISN_UNKNOWN && !choice->any_id &&
        young_search(choice->segment, choice->signature, flow, &terms))
        try_guess(choice, &terms, hasher, finding);
}

/* Tries the keys with all ISNs that are known or may be guessed. */
static struct finding try_all(const struct choice *choice, const struct flow *flow,
                              struct hasher *hasher)
{
    struct readings readings;

    readings.count = readings_of(choice->segment, choice->signature, flow, readings.list);
    struct finding finding = try_keys(choice, &readings, hasher);
    if (!is_proven(&finding) && choice->signing == SIGNING_AO)
        try_guesses(choice, flow, hasher, &finding);
    return finding;
}

/* Returns why no candidate can be tried, or REASON_NONE if one can. */
static enum reason lack(const struct choice *choice, const struct hasher *hasher)
{
    enum reason reason = REASON_NO_KEY;

    for (unsigned i = 0; i < choice->candidates->count; i++) {
        const struct key *key = choice->candidates->keys[i];
        if (!is_of_scheme(choice, key))
            continue;
        if (choice->signing == SIGNING_MD5 && !is_available(hasher, key))
            return REASON_MD5_FORBIDDEN;
        if (serves(choice, key))
            return REASON_NONE;
        if (key_is_valid_at(key, choice->segment->time))
            reason = REASON_KEY_ID_UNKNOWN;
        else if (reason == REASON_NO_KEY)
            reason = REASON_KEY_NOT_VALID;
    }
    return reason;
}

/* Tries the keys with other KeyIDs. A receiver without a key of the segment's KeyID drops the
 * segment whichever key signed it. The segment is BAD only if the key that signed it is found;
 * otherwise its key may be unknown. */
static struct finding try_other_ids(struct choice choice, const struct flow *flow,
                                    struct hasher *hasher)
{
    choice.any_id = true;
    struct finding finding = try_all(&choice, flow, hasher);
    if (finding.verdict != VERDICT_GOOD)
        return unverified(choice.signing, REASON_KEY_ID_UNKNOWN);
    finding.verdict = VERDICT_BAD;
    finding.mismatch = MISMATCH_KEY_ID;
    return finding;
}

static struct finding judge(const struct choice *choice, const struct flow *flow,
                            struct hasher *hasher)
{
    const enum reason missing = lack(choice, hasher);
    if (missing == REASON_NONE)
        return try_all(choice, flow, hasher);
    if (missing == REASON_KEY_ID_UNKNOWN)
        return try_other_ids(*choice, flow, hasher);
    return unverified(choice->signing, missing);
}

struct finding verify_signed(const struct segment *segment, const struct signature_options *options,
                             const struct flow *flow, struct hasher *hasher)
{
    const struct choice choice = {
        .segment = segment,
        .signature = &options->signature,
        .candidates = flow->candidates,
        .signing = verify_signing(options),
    };
    if (segment->quoted)
        return unverified(choice.signing, REASON_QUOTED);
    if (options->defect != REASON_NONE)
        return (struct finding){
            .verdict = VERDICT_ILLEGAL, .signing = choice.signing, .reason = options->defect};

    const enum reason reason = obstacle(segment, choice.signature);
    if (reason != REASON_NONE)
        return unverified(choice.signing, reason);
    const struct finding finding = judge(&choice, flow, hasher);
    if (choice.candidates->locked && finding.verdict != VERDICT_GOOD)
        return unverified(choice.signing, REASON_KEYRING_LOCKED);
    return finding;
}

/* Replaces END by LEARNT unless END has verified and LEARNT was only captured, so that it may be
 * forged. */
static void learn_end(struct numbered_end *end, const struct numbered_end *learnt)
{
    if (end->verified && !learnt->verified)
        return;
    numbered_end_begin(end, learnt->isn, learnt->frame, learnt->origin);
    end->sent = learnt->sent;
    end->at_start = learnt->at_start;
    end->verified = learnt->verified;
}

void verify_learn(const struct segment *segment, const struct finding *finding,
                  const struct flow *flow)
{
    const struct ao_terms *terms = &finding->ao;
    const bool verified = is_proven(finding);
    struct incarnation *incarnation = flow->incarnation;

    if (terms->origin == ISN_UNKNOWN || !incarnation || !(verified || segment_has_syn(segment)))
        return;
    if (!incarnation->numbering)
        incarnation->numbering = numbering_new();
    struct numbering *numbering = incarnation->numbering;
    struct numbering *before = incarnation_before(incarnation, flow->number);
    if (before && !segment_has_syn(segment) &&
        before->ends[flow->direction].isn == terms->from_isn &&
        before->ends[!flow->direction].isn == terms->to_isn)
        numbering = before;
    struct numbered_end *from = &numbering->ends[flow->direction];
    struct numbered_end *to = &numbering->ends[!flow->direction];

    const bool opens = segment_opens_connection(segment);

    if (!opens && to->verified && to->isn != terms->to_isn)
        return; /* a replayed segment of an earlier connection */
    if (!numbering->proven) {
        const struct numbered_end learnt[] = {
            {.isn = terms->from_isn,
             .origin = terms->origin,
             .frame = flow->number,
             .sent = terms->from_sent,
             .at_start = terms->at_start,
             .verified = verified},
            {.isn = terms->to_isn,
             .origin = terms->to_origin,
             .frame = flow->number,
             .sent = terms->to_sent,
             .at_start = terms->at_start,
             .verified = verified},
        };
        learn_end(from, &learnt[0]);
        if (!opens)
            learn_end(to, &learnt[1]);
    }
    if (!verified)
        return;
    if (!numbering->proven && !segment_has_syn(segment))
        numbering->proven = flow->number;
    numbered_end_note(from, flow->number,
                      (uint64_t)terms->extension << 32 | segment_sequence_number(segment));
}

/* Returns true if KEY itself requires SEGMENT's connection to be signed. A key without a port
 * requires it only for protocols that are signed by custom. */
static bool names_port(const struct key *key, const struct segment *segment)
{
    return key->port != KEY_ANY_PORT || protocol_name(segment->from.port) ||
           protocol_name(segment->to.port);
}

static bool any_names_port(const struct candidates *candidates, const struct segment *segment)
{
    for (unsigned i = 0; i < candidates->count; i++)
        if (names_port(candidates->keys[i], segment))
            return true;
    return false;
}

/* Returns true if other keys could change FINDING. */
static bool rests_on_keys(const struct finding *finding)
{
    switch (finding->reason) {
    case REASON_NONE:
        return finding->verdict == VERDICT_BAD;
    case REASON_ALGORITHM_MISSING:
    case REASON_ISN_UNKNOWN:
    case REASON_KEY_ID_UNKNOWN:
    case REASON_NO_KEY:
    case REASON_KEY_NOT_VALID:
    case REASON_SECRET_UNKNOWN:
    case REASON_MD5_FORBIDDEN:
        return true;
    default:
        return false;
    }
}

void verify_stray(const struct segment *segment, const struct candidates *candidates,
                  struct finding *finding)
{
    if (rests_on_keys(finding) && !candidates->locked && !any_names_port(candidates, segment))
        *finding = unverified(finding->signing, REASON_UNEXPECTED);
}

static enum signing signing_by(const struct key *key)
{
    return schemes[key->algorithm].signing;
}

/* Returns the first key that requires the segment to be signed, with the connection's kind of
 * signature if that is known. Returns NULL if there is none. */
static const struct key *demanding_key(const struct segment *segment,
                                       const struct candidates *candidates, enum signing signing)
{
    for (unsigned i = 0; i < candidates->count; i++) {
        const struct key *key = candidates->keys[i];
        if (key->signature == KEY_SIGNATURE_REQUIRED && key_is_valid_at(key, segment->time) &&
            names_port(key, segment) && (signing == SIGNING_NONE || signing == signing_by(key)))
            return key;
    }
    return NULL;
}

struct finding verify_unsigned(const struct segment *segment,
                               const struct signature_options *options,
                               const struct candidates *candidates, enum signing signing)
{
    const struct key *key = demanding_key(segment, candidates, signing);
    if (segment->quoted || (!key && signing == SIGNING_NONE))
        return (struct finding){.verdict = VERDICT_NONE};
    if (signing == SIGNING_NONE)
        signing = signing_by(key);
    if (options->cut)
        return unverified(signing, REASON_CUT_SHORT);
    return (struct finding){.verdict = VERDICT_NOT_PRESENT,
                            .signing = signing,
                            .reason = key ? REASON_KEY_CONFIGURED : REASON_CONNECTION_SIGNED,
                            .key = key};
}
