/* Which keys could have signed a segment, does one verify it, and what happened to it if none does.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "check.h"

#include "capture-point.h"
#include "connections.h"
#include "packet-segment.h"
#include "plugin/diagnose/diagnose.h"
#include "plugin/verify/tally.h"
#include "plugin/verify/told.h"
#include "plugin/verify/young.h"
#include "progress.h"
#include "settings.h"
#include "sweeps.h"
#include "window.h"

#include <string.h>

static struct hasher *hasher;
static struct tally tally; /* counted in the first pass */
static struct investigation *investigation;
static uint64_t search_budget; /* see young.h */
static uint64_t told_budget;   /* see told.h */
static bool any_signed;        /* a segment of this capture is */

/* The counters of a connection: of the segment's direction, and of the other one. */
struct counters {
    uint8_t *own, *other;
};

static struct counters counters_of(const struct segment *segment, const packet_info *pinfo)
{
    const uint32_t from = tally_end(pinfo->src.data, (size_t)pinfo->src.len, segment->bytes);
    const uint32_t to = tally_end(pinfo->dst.data, (size_t)pinfo->dst.len, segment->bytes + 2);
    return (struct counters){tally_counter(&tally, from, to), tally_counter(&tally, to, from)};
}

/* Returns true if enough was captured that no signature could be missed. */
static bool shows_options(const struct segment *segment, const struct signature_options *options)
{
    return segment->captured > 13 && !options->cut;
}

/* Learns in the first pass what later passes need to know of SEGMENT. */
static void learn_flow(struct flow *flow, const struct segment *segment,
                       const struct signature_options *options, const packet_info *pinfo)
{
    const struct counters counters = counters_of(segment, pinfo);
    const enum signing signing = verify_signing(options);
    struct opening opening;

    if (flow_opens(flow, segment, signing, &opening)) {
        opening.link = capture_link_of(pinfo);
        if (connection_open(flow, &opening))
            *counters.own = *counters.other = 0;
    }
    if (signing == SIGNING_NONE && !shows_options(segment, options))
        return;
    const struct unsigned_counts counts = {
        *counters.own,
        *counters.other,
        .direction = flow->direction,
    };
    any_signed |= signing != SIGNING_NONE;
    connection_note(flow, segment, signing, &counts);
}

/* Returns true if there could be anything to report. Most segments have nothing to do with a key or
 * a signature, and cost only this check. */
static bool concerns_tcpauth(const struct segment *segment, enum signing signing)
{
    return signing != SIGNING_NONE || any_signed || keyring_size(settings_keyring()) > 0 ||
           segment_has_syn(segment);
}

static struct evidence evidence_of(const struct segment *segment,
                                   const struct signature_options *options, const struct flow *flow,
                                   packet_info *pinfo)
{
    return (struct evidence){
        .segment = segment,
        .number = pinfo->num,
        .layer = pinfo->curr_layer_num,
        .point = capture_point_of(pinfo),
        .options = options,
        .digest = option_digest(options),
        .flow = flow,
        .keyring = settings_keyring(),
    };
}

/* Returns the history of FLOW. It is created in the first pass, for the first segment with a
 * verdict. */
static struct history *history_of(const struct flow *flow, const packet_info *pinfo)
{
    if (!*flow->history && !PINFO_FD_VISITED(pinfo))
        *flow->history = diagnose_history(investigation);
    return *flow->history;
}

/* Completes DIAGNOSIS, which has the verdict. In the first pass, also learns from the segment. */
static void diagnose_evidence(const struct evidence *evidence, const packet_info *pinfo,
                              struct diagnosis *diagnosis)
{
    struct history *history = history_of(evidence->flow, pinfo);
    const bool first = !PINFO_FD_VISITED(pinfo);

    if (first)
        diagnose_examine(investigation, history, evidence, diagnosis);
    diagnose_review(history, evidence, !first, diagnosis);
}

/* Returns true if nothing is missing from SEGMENT after all: its digest matches the captured bytes,
 * or would if a fault were undone. */
static bool evidence_fits(const struct evidence *evidence, const packet_info *pinfo)
{
    const struct segment whole = segment_as_captured(evidence->segment);
    struct evidence captured = *evidence;
    const struct finding finding = verify_signed(&whole, evidence->options, evidence->flow, hasher);

    if (finding.verdict != VERDICT_BAD)
        return finding.verdict == VERDICT_GOOD;
    captured.segment = &whole;
    return captured.digest &&
           diagnose_prove(history_of(captured.flow, pinfo), &captured, PINFO_FD_VISITED(pinfo));
}

/* The verdict is computed again in each pass: that is cheaper than to store it, and more may be
 * known of the connection by now. */
static struct finding verdict_on(const struct segment *segment,
                                 const struct signature_options *options, const struct flow *flow)
{
    const struct candidates *candidates = flow->candidates;
    const enum signing expected = flow_signing(flow);
    const bool is_signed = verify_signing(options) != SIGNING_NONE;
    struct finding finding = is_signed ? verify_signed(segment, options, flow, hasher)
                                       : verify_unsigned(segment, options, candidates, expected);

    if (is_signed && expected == SIGNING_NONE)
        verify_stray(segment, candidates, &finding);
    return finding;
}

void check_segment(struct segment *segment, tvbuff_t *tvb, packet_info *pinfo,
                   struct diagnosis *diagnosis)
{
    const struct signature_options options = option_walk(segment);
    const enum signing signing = verify_signing(&options);
    const bool learns = !PINFO_FD_VISITED(pinfo) && !segment->quoted;
    if (!packet_is_over_ip(pinfo))
        return;
    if (learns && signing == SIGNING_NONE && !segment_has_syn(segment) &&
        shows_options(segment, &options))
        tally_add(counters_of(segment, pinfo).own);
    if (!concerns_tcpauth(segment, signing))
        return;

    packet_segment_identify(segment, tvb, pinfo);
    struct flow flow = connections_flow(connections_of_capture(), segment, pinfo->num);
    connection_consider(&flow, segment, capture_link_of(pinfo), signing, learns);
    flow.told_budget = &told_budget;
    if (learns)
        learn_flow(&flow, segment, &options, pinfo);
    const struct evidence evidence = evidence_of(segment, &options, &flow, pinfo);
    if (segment_can_be_whole(segment) && options.signature.mac && evidence_fits(&evidence, pinfo))
        *segment = segment_as_captured(segment);
    if (learns)
        flow.search_budget = &search_budget;
    diagnosis->finding = verdict_on(segment, &options, &flow);
    if (learns)
        flow_learn(&flow, segment, &diagnosis->finding);
    if (diagnosis->finding.verdict != VERDICT_NONE)
        diagnose_evidence(&evidence, pinfo, diagnosis);
}

static void check_begin(void)
{
    hasher = hasher_new();
    search_budget = YOUNG_BUDGET;
    told_budget = TOLD_BUDGET;
    investigation = diagnose_begin(hasher, sweeps_found_shifts());
    if (settings_search_sequence() && !window_shown())
        diagnose_sweep_by(investigation, progress_run);
}

static void check_end(void)
{
    diagnose_end(investigation);
    investigation = NULL;
    hasher_free(hasher);
    hasher = NULL;
    any_signed = false;
    memset(&tally, 0, sizeof tally);
}

void check_register(void)
{
    register_init_routine(check_begin);
    register_cleanup_routine(check_end);
}
