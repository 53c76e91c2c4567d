/* The successive connections between one pair of ends, and how each is signed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "incarnations.h"

#include "isn-sample.h"
#include "message.h"
#include "numbering.h"
#include "segment.h"

#define MAX_PARALLEL 8 /* connections with the same ends, each on a link of its own */

struct ao_state *incarnation_ao(struct incarnation *incarnation)
{
    if (!incarnation->ao)
        incarnation->ao = g_new0(struct ao_state, 1);
    return incarnation->ao;
}

static void incarnation_clear(gpointer data)
{
    struct ao_state *ao = ((const struct incarnation *)data)->ao;

    if (!ao)
        return;
    numbering_free(ao->numbering);
    isn_sample_free(ao->sample);
    g_free(ao);
}

void incarnations_clear(struct incarnations *incarnations)
{
    incarnation_clear(&incarnations->latest);
    if (incarnations->earlier)
        g_array_free(incarnations->earlier->list, TRUE);
    g_free(incarnations->earlier);
    *incarnations = (struct incarnations){0};
}

struct numbering *incarnation_before(const struct incarnation *incarnation, uint32_t number)
{
    if (!incarnation->ao || numbering_is_proven(incarnation->ao->numbering, number))
        return NULL;
    return incarnation->ao->before;
}

static guint count_earlier(const struct incarnations *incarnations)
{
    return incarnations->earlier ? incarnations->earlier->list->len : 0;
}

static struct incarnation *incarnation_at(const struct incarnations *incarnations, guint index)
{
    return &g_array_index(incarnations->earlier->list, struct incarnation, index);
}

/* Returns true if INCARNATION counts as unsigned, and no segment of it can verify. */
static bool is_unsigned(const struct incarnation *incarnation)
{
    return usage_signing(&incarnation->usage) == SIGNING_NONE &&
           !incarnation_numbering(incarnation);
}

/* Returns true if the last two incarnations are unsigned, or the only one is. */
static bool are_unsigned(const struct incarnations *incarnations)
{
    const guint count = count_earlier(incarnations);
    return is_unsigned(&incarnations->latest) &&
           (count == 0 || is_unsigned(incarnation_at(incarnations, count - 1)));
}

static struct earlier *earlier_new(void)
{
    struct earlier *earlier = g_new0(struct earlier, 1);
    earlier->list = g_array_new(FALSE, FALSE, sizeof(struct incarnation));
    g_array_set_clear_func(earlier->list, incarnation_clear);
    return earlier;
}

bool incarnations_open(struct incarnations *incarnations, uint32_t number,
                       const struct opening *opening)
{
    if (incarnations->latest.first_frame > 0 && incarnations->latest.isn == opening->isn &&
        !opening->is_answer)
        return false; /* a retransmission, or the same SYN at another capture point */

    const struct ao_state *ao = incarnations->latest.ao;
    struct numbering *before = ao ? ao->before : NULL;
    /* Of consecutive unsigned incarnations, only the last can still turn out to be signed. Frames
     * before it are attributed to the one before, which is unsigned, too. So a flood of SYNs takes
     * no memory. */
    if (incarnations->latest.is_known && !are_unsigned(incarnations)) {
        if (!incarnations->earlier)
            incarnations->earlier = earlier_new();
        g_array_append_val(incarnations->earlier->list, incarnations->latest);
        if (ao && numbering_is_proven(ao->numbering, number))
            before = ao->numbering;
    } else {
        incarnation_clear(&incarnations->latest);
    }
    incarnations->latest = (struct incarnation){
        .first_frame = number, .isn = opening->isn, .link = opening->link, .is_known = true};
    if (before)
        incarnation_ao(&incarnations->latest)->before = before;
    return true;
}

/* Returns true if frame NUMBER belongs to the last of the first COUNT earlier incarnations. */
static bool is_last_of(const struct incarnations *incarnations, guint count, uint32_t number)
{
    return (count == 0 || incarnation_at(incarnations, count - 1)->first_frame <= number) &&
           (count == count_earlier(incarnations) ||
            number < incarnation_at(incarnations, count)->first_frame);
}

/* Returns how many of the earlier incarnations begin at or before frame NUMBER. */
static guint count_until(const struct incarnations *incarnations, uint32_t number)
{
    guint low = 0, high = count_earlier(incarnations);

    while (low < high) {
        const guint middle = low + (high - low) / 2;
        if (incarnation_at(incarnations, middle)->first_frame <= number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct incarnation *incarnations_find(struct incarnations *incarnations, uint32_t number)
{
    if (!incarnations->latest.is_known)
        return NULL;
    if (incarnations->latest.first_frame <= number)
        return &incarnations->latest;
    if (!incarnations->earlier)
        return NULL;
    guint *found = &incarnations->earlier->found;
    if (*found < count_earlier(incarnations) && is_last_of(incarnations, *found + 1, number))
        ++*found;
    else if (!is_last_of(incarnations, *found, number))
        *found = count_until(incarnations, number);
    return *found > 0 ? incarnation_at(incarnations, *found - 1) : NULL;
}

/* Returns incarnation INDEX before FOUND, which incarnations_find() has just returned, counting
 * backwards from 0; NULL if there is none, or if it is none of the last few. */
static struct incarnation *nth_before(const struct incarnations *incarnations,
                                      const struct incarnation *found, guint index)
{
    const guint count = found == &incarnations->latest ? count_earlier(incarnations)
                                                       : incarnations->earlier->found - 1;
    return index < MIN(count, MAX_PARALLEL) ? incarnation_at(incarnations, count - 1 - index)
                                            : NULL;
}

struct incarnation *incarnations_parallel(struct incarnations *incarnations, uint32_t number,
                                          uint16_t link)
{
    const struct incarnation *found = incarnations_find(incarnations, number);
    struct incarnation *one;

    if (!found || found->link == link)
        return NULL;
    for (guint i = 0; (one = nth_before(incarnations, found, i)); i++)
        if (one->link == link && one->first_frame > 0)
            return one;
    return NULL;
}

/* Returns true if SEGMENT, in frame NUMBER, may belong to INCARNATION although FOUND was opened
 * since. It opens no connection itself. */
static bool continues(const struct incarnation *incarnation, const struct incarnation *found,
                      uint32_t number, const struct segment *segment, uint8_t direction)
{
    const struct numbering *numbering = incarnation_numbering(incarnation);

    if (segment_has_syn(segment))
        return incarnation->first_frame > 0 &&
               incarnation->isn == header_number(segment->bytes, HEADER_ACKNOWLEDGMENT_NUMBER) - 1;
    if (!numbering || !numbering_spans(numbering, direction, segment))
        return false;
    if (!numbering_is_proven(incarnation_numbering(found), number))
        return true; /* anybody can send a SYN */
    const uint32_t continued = incarnation->ao->continued;
    return continued ? continued <= number : numbering_advances(numbering, direction, segment);
}

struct incarnation *incarnations_continued(struct incarnations *incarnations, uint32_t number,
                                           const struct segment *segment, uint8_t direction)
{
    const struct incarnation *found = incarnations_find(incarnations, number);
    struct incarnation *one;

    if (!found || segment->captured < TCP_HEADER_LENGTH || segment_opens_connection(segment))
        return NULL;
    for (guint i = 0; (one = nth_before(incarnations, found, i)); i++)
        if (continues(one, found, number, segment, direction))
            return one;
    return NULL;
}

/* Returns the last of the few incarnations before FOUND that is signed with TCP-AO and of which no
 * ISN is known. */
static struct incarnation *find_unknown(const struct incarnations *incarnations,
                                        const struct incarnation *found)
{
    struct incarnation *one;

    for (guint i = 0; (one = nth_before(incarnations, found, i)); i++)
        if (!incarnation_numbering(one) && (one->ao || usage_signing(&one->usage) == SIGNING_AO))
            break;
    return one;
}

/* Returns true if one of the few incarnations before FOUND may have the numbers of SEGMENT. */
static bool spans_any(const struct incarnations *incarnations, const struct incarnation *found,
                      const struct segment *segment, uint8_t direction)
{
    const struct incarnation *one;

    for (guint i = 0; (one = nth_before(incarnations, found, i)); i++)
        if (incarnation_numbering(one) &&
            numbering_spans(incarnation_numbering(one), direction, segment))
            return true;
    return false;
}

/* Adds an incarnation that no frame belongs to by its number: it begins where FOUND does. */
static struct incarnation *add_unknown(struct incarnations *incarnations,
                                       const struct incarnation *found)
{
    const struct incarnation unknown = {
        .first_frame = found->first_frame, .link = found->link, .is_known = true};

    if (!incarnations->earlier)
        incarnations->earlier = earlier_new();
    g_array_append_val(incarnations->earlier->list, unknown);
    return incarnation_at(incarnations, count_earlier(incarnations) - 1);
}

struct incarnation *incarnations_stranger(struct incarnations *incarnations, uint32_t number,
                                          const struct segment *segment, uint8_t direction,
                                          bool learns)
{
    const struct incarnation *found = incarnations_find(incarnations, number);
    const struct numbering *numbering = incarnation_numbering(found);

    if (segment->captured < TCP_HEADER_LENGTH || segment_has_syn(segment) ||
        !numbering_is_proven(numbering, number) ||
        !numbering_is_strange(numbering, direction, segment) ||
        spans_any(incarnations, found, segment, direction))
        return NULL;
    struct incarnation *stranger = find_unknown(incarnations, found);
    if (!stranger && learns)
        stranger = add_unknown(incarnations, found);
    if (stranger && learns && incarnation_ao(stranger)->continued == 0)
        stranger->ao->continued = number;
    return stranger;
}
