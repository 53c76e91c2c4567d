/* What the good and bad segments of one end have in common.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "conduct.h"

const struct proof *conducts_corrupt(struct conducts conducts, enum checksum checksum)
{
    const struct checksums *here = &conducts.here->checksums;
    const bool tells = here->right + here->others > 0;
    return corrupt(tells ? here : &conducts.overall->checksums, checksum);
}

/* Returns true if the checksum of a good segment would show something about CONDUCTS. */
static bool awaits_checksums(struct conducts conducts)
{
    return !checksums_are_known(&conducts.here->checksums) ||
           !checksums_are_known(&conducts.overall->checksums);
}

static void conduct_note(struct conduct *conduct, const struct evidence *evidence,
                         const struct diagnosis *diagnosis, bool is_corrupt)
{
    if (diagnosis_is_explained(diagnosis))
        pattern_explain(&conduct->pattern, diagnosis->proof);
    else if (!is_corrupt)
        pattern_note(&conduct->pattern, evidence, diagnosis->finding.verdict == VERDICT_GOOD);
}

void conducts_note(struct conducts conducts, const struct evidence *evidence,
                   const struct diagnosis *diagnosis)
{
    const bool is_good = diagnosis->finding.verdict == VERDICT_GOOD;
    bool is_corrupt = false;

    if (!is_good || awaits_checksums(conducts)) {
        const enum checksum checksum = checksum_of(evidence->segment);
        checksums_note(&conducts.here->checksums, checksum, is_good);
        checksums_note(&conducts.overall->checksums, checksum, is_good);
        is_corrupt = !is_good && conducts_corrupt(conducts, checksum);
    }
    conduct_note(conducts.here, evidence, diagnosis, is_corrupt);
    conduct_note(conducts.overall, evidence, diagnosis, is_corrupt);
}

struct hint conducts_hint(struct conducts own, struct conducts other)
{
    const struct hint here = pattern_hint(&own.here->pattern, &other.here->pattern);
    if (here.kind != HINT_NONE)
        return here;
    const struct hint overall = pattern_hint(&own.overall->pattern, &other.overall->pattern);
    /* the other hints are about changes within one connection */
    return overall.kind == HINT_DIRECTION || overall.kind == HINT_PROVEN
               ? overall
               : (struct hint){.kind = HINT_NONE};
}
