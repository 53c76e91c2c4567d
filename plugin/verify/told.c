/* Guesses with the initial sequence numbers that a user knows.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "told.h"

#include "keys/isns.h"
#include "numbering.h"

#define MAX_TRIES 256
#define WRAPS     8 /* 0 to 7 times before the capture, so for up to 32 GiB sent */

/* Returns the ISNs that END may have. ISNS and KNOWN may be NULL. */
static struct told_end end_of(const struct end *end, const struct isns *isns,
                              const struct numbered_end *known, uint32_t inferred)
{
    struct told_end told = {.otherwise = inferred, .origin = ISN_INFERRED};

    if (known && known->origin != ISN_UNKNOWN) {
        told.otherwise = known->isn;
        told.origin = known->origin;
    }
    if (isns)
        told.count = MIN(isns_of(isns, end, &told.numbers), MAX_TRIES);
    return told;
}

struct told told_of(const struct segment *segment, const struct flow *flow, unsigned keys)
{
    const struct numbering *numbering = incarnation_numbering(flow->incarnation);
    const struct numbered_end *ends = numbering ? numbering->ends : NULL;
    /* A SYN may be forged or replayed, so it does not overrule the user. */
    const struct isns *isns = numbering_is_proven(numbering, flow->number) ? NULL : flow->isns;
    const uint32_t sequence = segment_sequence_number(segment);
    const uint32_t acknowledged = header_number(segment->bytes, HEADER_ACKNOWLEDGMENT_NUMBER) - 1;

    if (!flow->isns || isns_size(flow->isns) == 0 || segment_has_syn(segment))
        return (struct told){.tried = MAX_TRIES};
    return (struct told){
        .from = end_of(&segment->from, isns, ends ? &ends[flow->direction] : NULL, sequence - 1),
        .to = end_of(&segment->to, isns, ends ? &ends[!flow->direction] : NULL, acknowledged),
        .sequence = sequence,
        .cost = keys,
        .flow = flow,
    };
}

static uint32_t isn_at(const struct told_end *end, unsigned index, enum isn_origin *origin)
{
    *origin = index < end->count ? ISN_TOLD : end->origin;
    return index < end->count ? end->numbers[index] : end->otherwise;
}

bool told_afford(const struct flow *flow, unsigned cost)
{
    if (!flow->told_budget)
        return true;
    if (*flow->told_budget < cost)
        return false;
    if (flow->search_budget)
        *flow->told_budget -= cost;
    return true;
}

bool told_next(struct told *told, struct ao_terms *terms)
{
    const unsigned pairs = (told->from.count + 1) * (told->to.count + 1);

    while (told->tried < MAX_TRIES && told->next / pairs < WRAPS) {
        const unsigned wraps = told->next / pairs, pair = told->next % pairs;

        told->next++;
        *terms = (struct ao_terms){.guessed = true};
        terms->from_isn = isn_at(&told->from, pair / (told->to.count + 1), &terms->origin);
        terms->to_isn = isn_at(&told->to, pair % (told->to.count + 1), &terms->to_origin);
        terms->extension = wraps + (told->sequence < terms->from_isn);
        if (terms->origin == ISN_TOLD || (terms->to_origin == ISN_TOLD && wraps == 0)) {
            told->tried++;
            return told_afford(told->flow, told->cost);
        }
    }
    return false;
}
