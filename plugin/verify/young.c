/* The search for a young connection's initial sequence numbers (ISNs) that is made without a
 * request.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "young.h"

#include "isn-search.h"
#include "message.h"
#include "numbering.h"

#include <string.h>

#define MAX_COST      16000000 /* of one search: of 1.6 million guesses with a key of HMAC-MD5 */
#define MAX_OTHERWISE 3000000  /* of one with other settings */
#define MAX_DATA      256      /* octets of a segment: each guess hashes them all */
#define MAX_TRIES     2        /* for one connection, whose first segment may be forged */

/* Returns true if SEGMENT can be used. An RST may have numbers that are not the connection's. */
static bool is_suitable(const struct segment *segment, const struct signature *signature)
{
    const uint8_t flags = segment->bytes[HEADER_FLAGS];

    return (flags & (FLAG_ACK | FLAG_SYN | FLAG_RST)) == FLAG_ACK &&
           segment->length <= segment_header_length(segment) + MAX_DATA &&
           signature->length >= KEY_MAC_MIN;
}

static bool is_same(const struct isn_sample *sample, const struct segment *segment)
{
    return sample->segment.captured == segment->captured &&
           memcmp(sample->segment.bytes, segment->bytes, segment->captured) == 0;
}

/* Returns a share of the budget that leaves some for other connections: half of it for the first
 * search of a connection, a quarter for the second; likewise of what is above the reserve, for
 * searches with other settings. Once the budget is used up, a flood of connections costs nothing.
 */
static uint64_t allowed_cost(const struct flow *flow, enum isn_keys keys)
{
    const bool otherwise = keys == ISN_KEYS_OTHERWISE;
    const uint64_t reserve = otherwise ? YOUNG_RESERVE : 0;
    const uint64_t left = *flow->search_budget - MIN(*flow->search_budget, reserve);

    return MIN(left / 2 / flow->incarnation->ao->searches, otherwise ? MAX_OTHERWISE : MAX_COST);
}

/* Returns true if SEGMENT may be searched with. Another search needs another segment: a forged one
 * may be retransmitted, too. */
static bool may_search(const struct ao_state *ao, const struct segment *segment)
{
    return ao->searches == 0 ||
           (ao->searches < MAX_TRIES && ao->searched != segment_sequence_number(segment));
}

static bool search_rows(struct isn_search *search, uint64_t *left, struct ao_terms *terms)
{
    const struct tiers *tiers = isn_search_is_alone(search) ? &tiers_young_alone : &tiers_young;
    const uint64_t rows = tiers_rows(tiers);

    for (uint64_t i = 0; i < rows; i++) {
        const struct amounts row = tiers_row(tiers, i);
        const uint64_t cost = (uint64_t)row.count * isn_search_cost(search);
        if (cost > *left) {
            *left = i > 0 ? *left : 0; /* preparing the keys took time */
            return false;
        }
        *left -= cost;
        if (isn_search_try(search, &row, terms))
            return true;
    }
    return false;
}

static bool search_for(const struct isn_sample *sample, const struct isn_sample *witness,
                       const struct flow *flow, enum isn_keys keys, struct ao_terms *terms)
{
    const uint64_t allowed = allowed_cost(flow, keys);
    struct isn_search *search = allowed > 0 ? isn_search_new(sample, witness, flow, keys) : NULL;
    uint64_t left = allowed;

    if (!search)
        return false;
    const bool found = search_rows(search, &left, terms);
    *flow->search_budget -= allowed - left;
    isn_search_free(search);
    return found;
}

static bool is_told(const struct isns *isns, const struct end *end)
{
    const uint32_t *numbers;
    return isns && isns_of(isns, end, &numbers) > 0;
}

/* Searches with the ISN of one end that the user knows, which may be wrong, and then without it. */
static bool search_both(const struct isn_sample *sample, const struct isn_sample *witness,
                        const struct flow *flow, struct ao_terms *terms)
{
    struct flow untold = *flow;

    untold.isns = NULL;
    if (is_told(flow->isns, &sample->segment.from) != is_told(flow->isns, &sample->segment.to) &&
        search_for(sample, witness, flow, ISN_KEYS_CONFIGURED, terms))
        return true;
    return search_for(sample, witness, &untold, ISN_KEYS_CONFIGURED, terms) ||
           search_for(sample, witness, &untold, ISN_KEYS_OTHERWISE, terms);
}

bool young_search(const struct segment *segment, const struct signature *signature,
                  const struct flow *flow, struct ao_terms *terms)
{
    if (!flow->search_budget || !flow->incarnation || !is_suitable(segment, signature))
        return false;
    struct ao_state *ao = incarnation_ao(flow->incarnation);
    if (!may_search(ao, segment))
        return false;
    struct isn_sample *kept = ao->sample;
    if (kept && is_same(kept, segment))
        return false;
    struct isn_sample *sample = isn_sample_new(segment, signature, flow->direction);
    if (!kept && !isn_search_proves(signature->length)) {
        ao->sample = sample;
        return false;
    }
    ao->searches++;
    ao->searched = segment_sequence_number(segment);
    ao->sample = NULL;
    const bool found = search_both(sample, kept, flow, terms);
    terms->at_start = flow->incarnation->usage.with[0] + flow->incarnation->usage.with[1] == 1;
    isn_sample_free(sample);
    isn_sample_free(kept);
    return found;
}

/* Returns true if SEGMENT is a SYN-ACK, and nothing was captured of the end that opened FLOW. */
static bool lacks_opener(const struct segment *segment, const struct flow *flow)
{
    const struct numbering *numbering = incarnation_numbering(flow->incarnation);

    return segment_has_syn(segment) && !segment_opens_connection(segment) &&
           (!numbering || numbering->ends[!flow->direction].origin == ISN_UNKNOWN);
}

bool young_search_opener(const struct segment *segment, const struct signature *signature,
                         const struct flow *flow, struct ao_terms *terms)
{
    static const struct amounts row = {.sender = 1, .sender_step = 1, .count = MAX_SYN_DATA};

    if (!flow->search_budget || !flow->incarnation || !lacks_opener(segment, flow) ||
        !isn_search_proves(signature->length))
        return false;
    struct ao_state *ao = incarnation_ao(flow->incarnation);
    if (!may_search(ao, segment))
        return false;
    ao->searches++;
    ao->searched = segment_sequence_number(segment);
    const uint64_t allowed = allowed_cost(flow, ISN_KEYS_OTHERWISE);
    if (allowed == 0)
        return false;
    struct isn_sample *sample = isn_sample_new(segment, signature, flow->direction);
    struct isn_search *search = isn_search_new(sample, NULL, flow, ISN_KEYS_CONFIGURED);
    const uint64_t guess = search ? isn_search_cost(search) : 0;
    const bool affords = search && row.count * guess <= allowed;
    const bool found = affords && isn_search_try(search, &row, terms);

    *flow->search_budget -= affords ? row.count * guess : MIN(guess, allowed);
    isn_search_free(search);
    isn_sample_free(sample);
    return found;
}
