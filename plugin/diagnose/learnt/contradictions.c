/* The last bad or unsigned segments of a direction, until a good one has other data at their
 * sequence numbers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "contradictions.h"

#include "plugin/diagnose/evidence/ring.h"

void contradictions_add(struct contradictions **contradictions, const struct evidence *evidence,
                        enum hint_kind hint)
{
    const struct segment *segment = evidence->segment;
    struct contradictions *all = *contradictions;

    if (!text_may_contradict(segment))
        return;
    all = ring_grow(all, sizeof *all, all ? all->count : 0, MAX_DOUBTFUL, sizeof all->list[0]);
    *contradictions = all;
    struct doubtful *doubtful = &all->list[all->count++ % MAX_DOUBTFUL];
    doubtful->label = label_of(evidence);
    text_take(&doubtful->text, segment);
    doubtful->hint = (uint8_t)hint;
}

struct contradicted contradictions_settle(const struct contradictions *contradictions,
                                          const struct evidence *evidence, struct notes *notes)
{
    const unsigned count = contradictions ? MIN(contradictions->count, MAX_DOUBTFUL) : 0;
    struct contradicted contradicted = {0};

    for (unsigned i = 0; i < count; i++) {
        const struct doubtful *doubtful = &contradictions->list[i];
        struct note *note;

        if (!text_contradicts(&doubtful->text, evidence->segment) ||
            !(note = notes_add(notes, &doubtful->label)))
            continue;
        if (note->hint != doubtful->hint)
            *(doubtful->hint == HINT_INJECTED ? &contradicted.injected : &contradicted.bad) += 1;
        note->hint = doubtful->hint;
    }
    return contradicted;
}
