/* What a connection's segments show of its sequence numbers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "flow.h"

#include "message.h"
#include "numbering.h"
#include "reading.h"
#include "segment.h"

/* Returns true if SEGMENT is the SYN of INCARNATION, or acknowledges it. */
static bool is_handshake_of(const struct segment *segment, const struct incarnation *incarnation)
{
    if (!segment_has_syn(segment))
        return false;
    if (segment_opens_connection(segment))
        return segment_sequence_number(segment) == incarnation->isn;
    return header_number(segment->bytes, HEADER_ACKNOWLEDGMENT_NUMBER) - 1 == incarnation->isn;
}

void flow_consider(struct flow *flow, const struct segment *segment, struct incarnation *parallel)
{
    flow->parallel = parallel;
    if (!parallel || !is_handshake_of(segment, parallel) ||
        is_handshake_of(segment, flow->incarnation))
        return;
    flow->incarnation = parallel;
    flow->parallel = NULL;
}

bool flow_opens(const struct flow *flow, const struct segment *segment, enum signing signing,
                struct opening *opening)
{
    const struct numbering *numbering = incarnation_numbering(flow->incarnation);
    const uint32_t sequence = segment_sequence_number(segment);

    *opening = (struct opening){.isn = sequence};
    if (!segment_has_syn(segment)) {
        opening->isn--;
        return signing == SIGNING_AO && !incarnation_numbering(flow->parallel) &&
               numbering_is_proven(numbering, flow->number) &&
               numbering_is_over(numbering, flow->direction, segment);
    }
    if (segment_opens_connection(segment))
        return true;
    opening->isn = header_number(segment->bytes, HEADER_ACKNOWLEDGMENT_NUMBER) - 1;
    if (signing != SIGNING_AO || !numbering_is_proven(numbering, flow->number))
        return false;
    opening->is_answer = numbering->ends[flow->direction].isn != sequence;
    return opening->is_answer ||
           opening->isn - numbering->ends[!flow->direction].isn > MAX_SYN_DATA;
}

/* Replaces END by LEARNT unless END has verified and LEARNT was only captured, so that it may be
 * forged. */
static void learn_end(struct numbered_end *end, const struct numbered_end *learnt)
{
    if (end->verified && !learnt->verified)
        return;
    numbered_end_begin(end, learnt->isn, learnt->frame, learnt->origin);
    end->sent = learnt->sent;
    end->at_start = learnt->at_start;
    end->verified = learnt->verified;
}

/* Returns true if NUMBERING, which may be NULL, has the ISNs of TERMS, for a segment of FLOW. */
static bool has_isns(const struct numbering *numbering, const struct flow *flow,
                     const struct ao_terms *terms)
{
    return numbering && numbering->ends[flow->direction].isn == terms->from_isn &&
           numbering->ends[!flow->direction].isn == terms->to_isn;
}

/* Returns the numbering of FLOW that SEGMENT goes on with. An earlier use of the ports may go on
 * after somebody has sent a SYN, or at the same time on another VLAN or interface. */
static struct numbering *numbering_of(const struct flow *flow, const struct segment *segment,
                                      const struct ao_terms *terms)
{
    struct numbering *before = incarnation_before(flow->incarnation, flow->number);

    if (!segment_has_syn(segment) &&
        !has_isns(incarnation_numbering(flow->incarnation), flow, terms)) {
        if (has_isns(incarnation_numbering(flow->parallel), flow, terms))
            return flow->parallel->ao->numbering;
        if (has_isns(before, flow, terms))
            return before;
    }
    struct ao_state *ao = incarnation_ao(flow->incarnation);
    if (!ao->numbering)
        ao->numbering = numbering_new();
    return ao->numbering;
}

static bool proves_isns(const struct finding *finding)
{
    return finding_is_proven(finding) || finding->isns_proven;
}

/* Notes in NUMBERING the ISNs of TERMS; that of the receiver unless the segment OPENS the
 * connection. */
static void learn_isns(struct numbering *numbering, const struct flow *flow,
                       const struct finding *finding, bool opens)
{
    const struct ao_terms *terms = &finding->ao;
    struct numbered_end learnt = {
        .isn = terms->from_isn,
        .origin = terms->origin,
        .frame = flow->number,
        .sent = terms->from_sent,
        .at_start = terms->at_start,
        .verified = proves_isns(finding),
    };
    learn_end(&numbering->ends[flow->direction], &learnt);
    if (opens)
        return;
    learnt.isn = terms->to_isn;
    learnt.origin = terms->to_origin;
    learnt.sent = terms->to_sent;
    learn_end(&numbering->ends[!flow->direction], &learnt);
}

/* Returns true if SEGMENT is a SYN whose ISNs are of use although no key could be tried on it, for
 * REASON: a key may be valid later, and what explains the SYN explains later segments. Without any
 * key, only those of a SYN-ACK are: a flood of SYNs must take little memory. */
static bool is_of_use(const struct segment *segment, enum reason reason)
{
    return segment_has_syn(segment) &&
           (reason == REASON_KEY_NOT_VALID ||
            (reason == REASON_NO_KEY && !segment_opens_connection(segment)));
}

/* Learns the ISNs of SEGMENT, a SYN of TCP-AO that no key could be tried on. */
static void learn_untried(const struct flow *flow, const struct segment *segment,
                          const struct finding *finding)
{
    if (finding->signing != SIGNING_AO || !is_of_use(segment, finding->reason) ||
        !flow->incarnation)
        return;
    const struct finding shown = {.ao = reading_terms_of_syn(segment, flow)};
    struct numbering *numbering = numbering_of(flow, segment, &shown.ao);
    if (!numbering->proven)
        learn_isns(numbering, flow, &shown, segment_opens_connection(segment));
}

static void learn_numbers(const struct flow *flow, const struct segment *segment,
                          const struct finding *finding)
{
    const struct ao_terms *terms = &finding->ao;
    const bool verified = proves_isns(finding);
    const bool opens = segment_opens_connection(segment);

    if (terms->origin == ISN_UNKNOWN || !flow->incarnation ||
        !(verified || segment_has_syn(segment)))
        return;
    struct numbering *numbering = numbering_of(flow, segment, terms);
    const struct numbered_end *to = &numbering->ends[!flow->direction];
    if (!opens && to->verified && to->isn != terms->to_isn)
        return; /* a replayed segment of an earlier connection */
    if (!numbering->proven)
        learn_isns(numbering, flow, finding, opens);
    if (!verified)
        return;
    if (!numbering->proven && !segment_has_syn(segment))
        numbering->proven = flow->number;
    numbering->ends[flow->direction].key = finding->key;
    numbering_close(numbering, flow->direction, segment);
    if (segment->bytes[HEADER_FLAGS] & FLAG_ACK)
        numbered_end_note_acknowledged(&numbering->ends[!flow->direction],
                                       header_number(segment->bytes, HEADER_ACKNOWLEDGMENT_NUMBER));
    numbered_end_note(&numbering->ends[flow->direction], flow->number,
                      (uint64_t)terms->extension << 32 | segment_sequence_number(segment));
}

void flow_learn(const struct flow *flow, const struct segment *segment,
                const struct finding *finding)
{
    learn_untried(flow, segment, finding);
    learn_numbers(flow, segment, finding);
    const bool is_parallel = has_isns(incarnation_numbering(flow->parallel), flow, &finding->ao);
    struct incarnation *incarnation = is_parallel ? flow->parallel : flow->incarnation;
    if (is_parallel && flow->parallel->ao->continued == 0 && finding_is_proven(finding) &&
        numbering_is_proven(incarnation_numbering(flow->incarnation), flow->number))
        flow->parallel->ao->continued = flow->number;
    if (finding->ao.origin != ISN_UNKNOWN && incarnation_numbering(incarnation))
        numbered_end_note_captured(&incarnation->ao->numbering->ends[flow->direction],
                                   segment_sequence_number(segment), segment_span(segment));
}
