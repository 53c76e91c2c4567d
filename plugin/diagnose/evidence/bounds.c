/* The limits of the diagnosis.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bounds.h"

void bounds_begin(struct bounds *bounds, struct occasion occasion)
{
    bounds->current = occasion;
}

void bounds_reach(struct bounds *bounds, enum bound bound)
{
    if (bounds->reached[bound].number == 0)
        bounds->reached[bound] = bounds->current;
}

uint16_t bounds_reached_at(const struct bounds *bounds, struct occasion occasion)
{
    uint16_t reached = 0;

    for (unsigned i = 0; i < BOUNDS; i++)
        if (bounds->reached[i].number == occasion.number && occasion.number != 0 &&
            bounds->reached[i].layer == occasion.layer)
            reached |= (uint16_t)(1u << i);
    return reached;
}

const char *bound_sentence(enum bound bound)
{
    static const char *const sentences[BOUNDS] = {
        [BOUND_NOTES] = "a million segments have a proof, a hint or a twin; later segments are "
                        "checked, but theirs are not remembered",
        [BOUND_PROOFS] = "too many proofs that differ; what else is proven from here on is not "
                         "shown",
        [BOUND_TWINS] = "a twin is found only if fewer than 32768 segments, or 4096 before the "
                        "second capture point appears, are between the two",
        [BOUND_COPIES] = "a segment has 64 twins; it lists no others, although they list it",
        [BOUND_PIECES] = "bad segments that may be pieces take 8 MB; of connections that are long "
                         "silent, further pieces are no longer joined with those before",
        [BOUND_SEARCHES] =
            "the searches for causes have used up what they may cost in one capture; from here "
            "on, a cause that takes many guesses may not be found",
        [BOUND_ROLLOVERS] = "the two ends changed keys 64 times; later changes are not listed",
    };
    return sentences[bound];
}
