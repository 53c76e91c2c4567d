/* Tries keys on the open capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "trial.h"

#include "plugin/epan/tap.h"
#include "plugin/epan/window.h"
#include "plugin/verify/verify.h"

#include <epan/tap.h>

struct bench {
    const struct keyring *ring;
    GPtrArray *keys; /* the candidates of the current segment */
    struct hasher *hasher;
    struct trial trial;
};

static bool bench_verifies(const struct bench *bench, const struct segment *segment)
{
    const struct signature_options options = option_walk(segment);
    const struct candidates candidates = {(const struct key *const *)bench->keys->pdata,
                                          bench->keys->len, false};
    const struct flow flow = {.candidates = &candidates};
    return verify_signed(segment, &options, &flow, bench->hasher).verdict == VERDICT_GOOD;
}

static tap_packet_status try_segment(void *data, packet_info *pinfo, epan_dissect_t *dissection,
                                     const void *publication, tap_flags_t flags)
{
    struct bench *bench = data;
    const struct publication *published = publication;
    const struct segment *segment = &published->segment;
    (void)pinfo, (void)dissection, (void)flags;

    if (published->diagnosis.finding.verdict == VERDICT_NOT_PRESENT)
        return TAP_PACKET_DONT_REDRAW;
    bench->trial.is_signed++;
    if (published->diagnosis.finding.signing != SIGNING_MD5)
        return TAP_PACKET_DONT_REDRAW;
    bench->trial.md5++;
    g_ptr_array_set_size(bench->keys, 0);
    keyring_candidates(bench->ring, &segment->from, &segment->to, bench->keys);
    if (bench->keys->len > 0) {
        bench->trial.matching++;
        bench->trial.verified += bench_verifies(bench, segment);
    }
    return TAP_PACKET_DONT_REDRAW;
}

struct trial trial_of(const struct keyring *ring)
{
    struct bench bench = {ring, g_ptr_array_new(), hasher_new(), {0}};

    if (window_has_capture())
        window_collect(TAP_NAME, &bench, try_segment);
    hasher_free(bench.hasher);
    g_ptr_array_free(bench.keys, TRUE);
    return bench.trial;
}

bool trial_failed(const struct trial *trial)
{
    return trial->md5 > 0 && trial->verified == 0;
}

char *trial_text(const struct trial *trial)
{
    if (trial->md5 == 0)
        return g_strdup("");
    if (trial->matching == 0)
        return g_strdup_printf("None of the %u signed segments is between the ends of this key.",
                               trial->md5);
    return g_strdup_printf("This key verifies %u of %u signed segment%s between its ends.",
                           trial->verified, trial->matching, trial->matching == 1 ? "" : "s");
}
