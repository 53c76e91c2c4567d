/* The connections that used one pair of ends, one after the other, and how each is signed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "incarnations.h"

void incarnations_clear(struct incarnations *incarnations)
{
    if (incarnations->earlier)
        g_array_free(incarnations->earlier, TRUE);
    *incarnations = (struct incarnations){0};
}

static guint count_earlier(const struct incarnations *incarnations)
{
    return incarnations->earlier ? incarnations->earlier->len : 0;
}

static const struct incarnation *earlier(const struct incarnations *incarnations, guint index)
{
    return &g_array_index(incarnations->earlier, struct incarnation, index);
}

static enum signing signing_of(const struct incarnation *incarnation)
{
    return usage_signing(&incarnation->usage);
}

/* Are the last two, or the only one, unsigned? */
static bool is_unsigned(const struct incarnations *incarnations)
{
    const guint count = count_earlier(incarnations);
    return signing_of(&incarnations->latest) == SIGNING_NONE &&
           (count == 0 || signing_of(earlier(incarnations, count - 1)) == SIGNING_NONE);
}

bool incarnations_open(struct incarnations *incarnations, uint32_t number, uint32_t isn)
{
    if (incarnations->any && incarnations->latest.isn == isn)
        return false; /* a retransmission, or another point of capture */

    /* Of unsigned incarnations in a row only the last can still turn out to be signed; frames
     * before it then count as the one before, unsigned too. So a flood of SYNs takes no memory. */
    if (incarnations->any && !is_unsigned(incarnations)) {
        if (!incarnations->earlier)
            incarnations->earlier = g_array_new(FALSE, FALSE, sizeof(struct incarnation));
        g_array_append_val(incarnations->earlier, incarnations->latest);
    }
    incarnations->latest = (struct incarnation){.first_frame = number, .isn = isn};
    incarnations->any = true;
    return true;
}

enum signing incarnations_signing(const struct incarnations *incarnations, uint32_t number)
{
    guint low = 0, high = count_earlier(incarnations);

    if (incarnations->latest.first_frame <= number)
        return signing_of(&incarnations->latest);
    while (low < high) {
        const guint middle = low + (high - low) / 2;
        if (earlier(incarnations, middle)->first_frame <= number)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? signing_of(earlier(incarnations, low - 1)) : SIGNING_NONE;
}
