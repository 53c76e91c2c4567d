/* Which of the keys that could have signed a segment did.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "choice.h"

#include "md5-sieve.h"
#include "numbering.h"
#include "scheme.h"
#include "told.h"
#include "young.h"

#include <string.h>

/* How often the numbers of an end may wrap between two captured segments: for 256 GiB. */
#define MAX_WRAPS 64

static bool is_of_scheme(const struct choice *choice, const struct key *key)
{
    return schemes[key->algorithm].signing == choice->signing;
}

static bool choice_accepts(const struct choice *choice, const struct key *key)
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
                        const struct key *key, struct finding *finding)
{
    const struct signature *signature = choice->signature;
    uint8_t mac[MAC_MAX_LENGTH];
    const size_t length = schemes[key->algorithm].compute(choice->hasher, reading, key, mac);

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
                    const struct key *key, struct finding *finding)
{
    for (unsigned i = 0; i < readings->count; i++)
        if (reading_fits(&readings->list[i], key) &&
            try_reading(choice, &readings->list[i], key, finding)) {
            finding->mismatch =
                choice->signature->length == key_mac_length(key) ? MISMATCH_NONE : MISMATCH_LENGTH;
            return finding->mismatch == MISMATCH_NONE;
        }
    for (unsigned i = 0; i < readings->count; i++)
        if (!reading_fits(&readings->list[i], key) && finding->key == key &&
            try_reading(choice, &readings->list[i], key, finding))
            finding->mismatch = MISMATCH_OPTIONS;
    return false;
}

static bool is_available(const struct choice *choice, const struct key *key)
{
    return schemes[key->algorithm].is_available(choice->hasher, key->algorithm);
}

/* Returns true if libgcrypt lacks the algorithm of any selected key, which could be the right
 * key. */
static bool any_serves_in_vain(const struct choice *choice)
{
    for (unsigned i = 0; i < choice->flow->candidates->count; i++)
        if (!is_available(choice, choice->flow->candidates->keys[i]) &&
            choice_accepts(choice, choice->flow->candidates->keys[i]))
            return true;
    return false;
}

static bool is_serving(const struct choice *choice, const struct key *key)
{
    return key->secret && choice_accepts(choice, key);
}

/* Returns the number of the keys that can be tried, or MOST if there are more. */
static unsigned count_serving(const struct choice *choice, unsigned most)
{
    unsigned count = 0;
    for (unsigned i = 0; i < choice->flow->candidates->count && count < most; i++)
        count += is_serving(choice, choice->flow->candidates->keys[i]);
    return count;
}

/* Sorts out keys of MD5, a group of LANES at a time, if there are enough to make this worthwhile.
 */
struct sorting {
    bool is_used;
    struct md5_sieve sieve;
    uint32_t passed; /* a bit for each key of the group that may verify */
};

static void sorting_begin(struct sorting *sorting, const struct choice *choice,
                          const struct readings *readings, unsigned count)
{
    sorting->is_used = choice->signing == SIGNING_MD5 && count == LANES;
    if (sorting->is_used)
        md5_sieve_begin(&sorting->sieve, &readings->list[0].message.message,
                        choice->signature->mac);
}

/* Returns the keys that may verify, of the group that begins with the candidate at INDEX. */
static uint32_t sort_group(const struct choice *choice, const struct md5_sieve *sieve,
                           unsigned index)
{
    const struct candidates *candidates = choice->flow->candidates;
    const struct secret *secrets[LANES];
    unsigned count = 0;

    for (; index < candidates->count && count < LANES; index++)
        if (is_serving(choice, candidates->keys[index]))
            secrets[count++] = candidates->keys[index]->secret;
    return md5_sieve_try(sieve, secrets, count);
}

/* Returns true if the candidate at INDEX may verify. It is number TRIED of those that serve. Call
 * for all of these in order. */
static bool may_verify(struct sorting *sorting, const struct choice *choice, unsigned index,
                       unsigned tried)
{
    if (!sorting->is_used)
        return true;
    if (tried % LANES == 0)
        sorting->passed = sort_group(choice, &sorting->sieve, index);
    return sorting->passed >> tried % LANES & 1;
}

/* Returns true if ONE, if it were tried first, could verify what OTHER signs. */
static bool signs_like(const struct key *one, const struct key *other)
{
    return one->algorithm == other->algorithm && secret_equal(one->secret, other->secret);
}

/* Tries the key of TCP-AO that verified the last segment of the flow: it may be the last of many.
 * Returns false if it does not verify, or if a key before it signs like it; FINDING is then
 * unchanged. */
static bool try_last_key(const struct choice *choice, const struct readings *readings,
                         struct finding *finding)
{
    const struct candidates *candidates = choice->flow->candidates;
    const struct numbering *numbering = incarnation_numbering(choice->flow->incarnation);
    const struct key *last = numbering ? numbering->ends[choice->flow->direction].key : NULL;

    if (!last || candidates->count < 2 || choice->signing != SIGNING_AO)
        return false;
    struct finding found = *finding;
    for (unsigned i = 0; i < candidates->count; i++) {
        const struct key *key = candidates->keys[i];
        if (!is_serving(choice, key))
            continue;
        found.tried++;
        if (key == last && !try_key(choice, readings, key, &found))
            return false;
        if (key == last)
            break;
        if (signs_like(key, last))
            return false;
    }
    if (found.key != last)
        return false;
    *finding = found;
    return true;
}

/* Completes FINDING, of the segment that KEY verifies. FIRST is the first candidate. */
static void settle_good(const struct choice *choice, const struct key *first, const struct key *key,
                        struct finding *finding)
{
    finding->verdict = VERDICT_GOOD;
    finding->not_sent_now = !key_is_sent_at(key, choice->segment->time);
    finding->not_longest_match =
        choice->signing == SIGNING_MD5 && key_specificity(first) > key_specificity(key);
}

/* Tries every selected key on READINGS. FINDING gets the key and digest that verify. If none does,
 * it gets the key whose secret is unknown, since that could be the right one; otherwise the first
 * key tried. */
static void try_keys(const struct choice *choice, const struct readings *readings,
                     struct finding *finding)
{
    const struct candidates *candidates = choice->flow->candidates;
    const struct key *first = NULL, *unknown = NULL;
    /* Only MD5 has a use for their number. */
    const unsigned count = choice->signing == SIGNING_MD5 ? count_serving(choice, LANES) : 0;
    struct sorting sorting;

    *finding = (struct finding){.verdict = VERDICT_BAD, .signing = choice->signing};
    if (try_last_key(choice, readings, finding)) {
        settle_good(choice, finding->key, finding->key, finding);
        return;
    }
    sorting_begin(&sorting, choice, readings, count);
    hasher_begin(choice->hasher, sorting.is_used ? 1 : count);
    for (unsigned i = 0; i < candidates->count; i++) {
        const struct key *key = candidates->keys[i];

        if (!choice_accepts(choice, key))
            continue;
        if (!first)
            first = key;
        if (!key->secret) {
            unknown = key;
            continue;
        }
        const bool may = may_verify(&sorting, choice, i, finding->tried++);
        /* The digest with the first key is shown. */
        if ((may || !finding->key) && try_key(choice, readings, key, finding)) {
            settle_good(choice, first, key, finding);
            return;
        }
    }
    if (unknown)
        *finding = (struct finding){.verdict = VERDICT_UNVERIFIED,
                                    .signing = choice->signing,
                                    .reason = REASON_SECRET_UNKNOWN,
                                    .key = unknown};
    else if (!finding->key || any_serves_in_vain(choice)) /* libgcrypt may also reject a key */
        *finding = finding_unverified(choice->signing, REASON_ALGORITHM_MISSING);
    else if (finding->ao.guessed && !finding->mismatch)
        *finding = finding_unverified(choice->signing, REASON_ISN_UNKNOWN);
}

/* Tries the keys with the ISNs of TERMS. */
static void try_terms(const struct choice *choice, const struct ao_terms *terms,
                      struct finding *finding)
{
    struct readings readings;

    readings.count = readings_by(choice->segment, choice->signature, terms, readings.list);
    try_keys(choice, &readings, finding);
}

/* Tries the keys with the guessed ISNs of TERMS. Returns false if none produces the MAC; FINDING is
 * then unchanged. */
static bool try_guess(const struct choice *choice, const struct ao_terms *terms,
                      struct finding *finding)
{
    struct finding guess;

    try_terms(choice, terms, &guess);
    if (finding_is_proven(&guess))
        *finding = guess;
    return finding_is_proven(&guess);
}

/* Tries the keys with the extensions that the segment of TERMS has if its sender sent much that was
 * not captured. Only the first pass does: later ones know the extension that it proved. */
static bool try_wraps(const struct choice *choice, struct ao_terms terms, struct finding *finding)
{
    const struct flow *flow = choice->flow;
    const uint32_t sequence = segment_sequence_number(choice->segment);
    const struct numbering *numbering = incarnation_numbering(flow->incarnation);
    const unsigned cost = count_serving(choice, UINT_MAX);

    if (!numbering || terms.guessed || !flow->search_budget || segment_has_syn(choice->segment) ||
        !numbered_end_leaps(&numbering->ends[flow->direction], sequence))
        return false;
    const struct numbered_end *from = &numbering->ends[flow->direction];
    const uint32_t tried = terms.extension;
    terms.guessed = true;
    for (unsigned wraps = 0; wraps < MAX_WRAPS && told_afford(flow, cost); wraps++) {
        terms.extension = numbered_end_wrapped(from, sequence, wraps);
        if (terms.extension != tried && try_guess(choice, &terms, finding))
            return true;
    }
    return false;
}

/* Sets FINDING with the ISNs of TERMS, which a key with other settings has proven. No key verifies
 * the segment as it is configured, so it is BAD unless there are keys that cannot be tried. */
static void settle_otherwise(const struct choice *choice, struct ao_terms terms,
                             struct finding *finding)
{
    struct finding settled;

    terms.guessed = false;
    try_terms(choice, &terms, &settled);
    if (settled.verdict != VERDICT_BAD)
        return;
    *finding = settled;
    finding->isns_proven = true;
}

/* Tries the keys with the ISNs that the user knows, then with those that a search finds. */
static void try_guesses(const struct choice *choice, struct finding *finding)
{
    struct told told = told_of(choice->segment, choice->flow, count_serving(choice, UINT_MAX));
    struct ao_terms terms;

    while (told_next(&told, &terms))
        if (try_guess(choice, &terms, finding))
            return;
    if (!choice->any_id &&
        young_search_opener(choice->segment, choice->signature, choice->flow, &terms))
        try_guess(choice, &terms, finding);
    if (finding->reason == REASON_ISN_UNKNOWN &&
        young_search(choice->segment, choice->signature, choice->flow, &terms) &&
        !try_guess(choice, &terms, finding) && !choice->any_id)
        settle_otherwise(choice, terms, finding);
}

/* Tries the keys with all ISNs that are known or may be guessed. */
static void try_all(const struct choice *choice, struct finding *finding)
{
    struct readings readings;

    readings.count = readings_of(choice->segment, choice->signature, choice->flow, readings.list);
    try_keys(choice, &readings, finding);
    if (!finding_is_proven(finding) && choice->signing == SIGNING_AO &&
        !try_wraps(choice, readings.list[0].terms, finding))
        try_guesses(choice, finding);
}

/* Returns why no candidate can be tried, or REASON_NONE if one can. */
static enum reason missing_key_reason(const struct choice *choice)
{
    const struct candidates *candidates = choice->flow->candidates;
    enum reason reason = REASON_NO_KEY;

    for (unsigned i = 0; i < candidates->count; i++) {
        const struct key *key = candidates->keys[i];
        if (!is_of_scheme(choice, key))
            continue;
        if (choice->signing == SIGNING_MD5 && !is_available(choice, key))
            return REASON_MD5_FORBIDDEN;
        if (choice_accepts(choice, key))
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
static void try_other_ids(struct choice choice, struct finding *finding)
{
    choice.any_id = true;
    try_all(&choice, finding);
    if (finding->verdict == VERDICT_GOOD) {
        finding->verdict = VERDICT_BAD;
        finding->mismatch = MISMATCH_KEY_ID;
    } else {
        *finding = finding_unverified(choice.signing, REASON_KEY_ID_UNKNOWN);
    }
}

static bool is_searched(const struct flow *flow)
{
    return flow->incarnation && flow->incarnation->ao && flow->incarnation->ao->searches > 0;
}

void choice_verify(const struct choice *choice, struct finding *finding)
{
    const enum reason missing = missing_key_reason(choice);

    if (missing == REASON_NONE) {
        try_all(choice, finding);
        finding->isn_searched = finding->reason == REASON_ISN_UNKNOWN && is_searched(choice->flow);
    } else if (missing == REASON_KEY_ID_UNKNOWN) {
        try_other_ids(*choice, finding);
    } else {
        *finding = finding_unverified(choice->signing, missing);
    }
}
