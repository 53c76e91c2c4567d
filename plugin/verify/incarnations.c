/* The successive connections between one pair of ends, and how each is signed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "incarnations.h"

#include "isn-sample.h"
#include "numbering.h"

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

struct incarnation *incarnations_parallel(struct incarnations *incarnations, uint32_t number,
                                          uint16_t link)
{
    const struct incarnation *found = incarnations_find(incarnations, number);

    if (!found || found->link == link || !incarnations->earlier)
        return NULL;
    const guint until = found == &incarnations->latest ? count_earlier(incarnations)
                                                       : incarnations->earlier->found - 1;
    for (guint i = 0; i < MIN(until, MAX_PARALLEL); i++) {
        struct incarnation *incarnation = incarnation_at(incarnations, until - 1 - i);
        if (incarnation->link == link && incarnation->first_frame > 0)
            return incarnation;
    }
    return NULL;
}
