/* The ways in which a segment can have been signed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "reading.h"

#include "numbering.h"

static uint32_t acknowledgment_number(const struct segment *segment)
{
    return header_number(segment->bytes, HEADER_ACKNOWLEDGMENT_NUMBER);
}

static bool has_ack(const struct segment *segment)
{
    return segment->bytes[HEADER_FLAGS] & FLAG_ACK;
}

/* Returns the ISNs of a SYN, which it contains itself: RFC 5925 section 5.2. */
static struct ao_terms terms_of_syn(const struct segment *segment)
{
    return (struct ao_terms){
        .origin = ISN_CAPTURED,
        .to_origin = ISN_CAPTURED,
        .from_isn = segment_sequence_number(segment),
        .to_isn = has_ack(segment) ? acknowledgment_number(segment) - 1 : 0,
    };
}

/* Returns true if END's ISN was known at frame NUMBER. Later passes know more than the first one;
 * that alone must not make a segment bad. */
static bool is_known_at(const struct numbered_end *end, uint32_t number)
{
    return end->origin != ISN_UNKNOWN && end->frame <= number;
}

/* Returns the end that sent the SYN which SEGMENT, a SYN-ACK, answers, if SEGMENT also acknowledges
 * data of that SYN (RFC 7413): its acknowledgment number does not show the ISN then. Otherwise
 * returns NULL. */
static const struct numbered_end *opener_with_data(const struct segment *segment,
                                                   const struct flow *flow)
{
    const struct numbering *numbering = incarnation_numbering(flow->incarnation);
    const struct numbered_end *to = numbering ? &numbering->ends[!flow->direction] : NULL;

    if (!to || !has_ack(segment) || !is_known_at(to, flow->number))
        return NULL;
    const uint32_t data = acknowledgment_number(segment) - 1 - to->isn;
    return data > 0 && data <= MAX_SYN_DATA ? to : NULL;
}

/* Returns the frame that shows the ISN of END; 0 if that is frame NUMBER. */
static uint32_t other_frame(const struct numbered_end *end, uint32_t number)
{
    return end->frame == number ? 0 : end->frame;
}

struct ao_terms reading_terms_of_syn(const struct segment *segment, const struct flow *flow)
{
    const struct numbered_end *opener = opener_with_data(segment, flow);
    struct ao_terms terms = terms_of_syn(segment);

    if (!opener)
        return terms;
    terms.to_isn = opener->isn;
    terms.to_origin = opener->origin;
    terms.to_frame = other_frame(opener, flow->number);
    terms.to_sent = opener->sent;
    return terms;
}

/* Writes the readings of a SYN to READINGS. Returns their number. */
static unsigned readings_of_syn(const struct segment *segment, const struct signature *signature,
                                const struct flow *flow,
                                struct reading readings[static MAX_READINGS])
{
    const struct ao_terms known = reading_terms_of_syn(segment, flow);
    const struct ao_terms shown = terms_of_syn(segment);
    const unsigned count = readings_by(segment, signature, &known, readings);

    if (known.to_isn == shown.to_isn)
        return count;
    return count + readings_by(segment, signature, &shown, readings + count);
}

/* Returns the ISNs of a segment other than a SYN, from NUMBERING. An unknown ISN is inferred as if
 * this were the first segment after the handshake and neither end had sent data before it. */
static struct ao_terms terms_of_other(const struct segment *segment, const struct flow *flow,
                                      const struct numbering *numbering)
{
    static const struct numbering none;
    const struct numbering *known = numbering ? numbering : &none;
    const uint32_t sequence = segment_sequence_number(segment);
    const struct numbered_end *from = &known->ends[flow->direction];
    const struct numbered_end *to = &known->ends[!flow->direction];
    const struct numbered_end inferred_from = {.isn = sequence - 1, .origin = ISN_INFERRED};
    const struct numbered_end inferred_to = {.isn = acknowledgment_number(segment) - 1,
                                             .origin = ISN_INFERRED};
    const bool guessed = !is_known_at(from, flow->number) || !is_known_at(to, flow->number) ||
                         !numbered_end_is_extended(from, flow->number);

    if (from->origin == ISN_UNKNOWN)
        from = &inferred_from;
    if (to->origin == ISN_UNKNOWN)
        to = &inferred_to;
    return (struct ao_terms){
        .origin = from->origin,
        .to_origin = to->origin,
        .guessed = guessed,
        .from_isn = from->isn,
        .to_isn = to->isn,
        .from_frame = other_frame(from, flow->number),
        .to_frame = other_frame(to, flow->number),
        .from_sent = from->sent,
        .to_sent = to->sent,
        .at_start = from->at_start || to->at_start,
        .extension = numbered_end_extension(from, flow->number, sequence),
    };
}

unsigned readings_by(const struct segment *segment, const struct signature *signature,
                     const struct ao_terms *terms, struct reading readings[static MAX_READINGS])
{
    struct reading *reading = &readings[0];

    ao_message_read(&reading->message, segment, signature->mac - AO_HEADER_LENGTH);
    reading->context = (struct traffic_context){
        .from = segment->from.address,
        .to = segment->to.address,
        .from_port = segment->from.port,
        .to_port = segment->to.port,
        .from_isn = terms->from_isn,
        .to_isn = terms->to_isn,
    };
    reading->terms = *terms;
    reading->key_first = false;
    reading->message.sne = terms->extension;
    reading->terms.bare = ao_message_is_bare(&reading->message);
    reading->terms.options_covered = true;
    if (reading->terms.bare)
        return 1;
    readings[1] = readings[0];
    readings[1].message.options_covered = readings[1].terms.options_covered = false;
    return 2;
}

unsigned readings_of(const struct segment *segment, const struct signature *signature,
                     const struct flow *flow, struct reading readings[static MAX_READINGS])
{
    if (signature->kind == OPTION_MD5) {
        readings[0].message.message = message_of(segment);
        readings[0].terms = (struct ao_terms){0};
        readings[0].key_first = false;
        return 1;
    }
    if (segment_has_syn(segment))
        return readings_of_syn(segment, signature, flow, readings);
    const struct incarnation *incarnation = flow->incarnation;
    const struct numbering *before =
        incarnation ? incarnation_before(incarnation, flow->number) : NULL;
    struct ao_terms terms = terms_of_other(segment, flow, incarnation_numbering(incarnation));
    terms.guessed |= before != NULL;
    unsigned count = readings_by(segment, signature, &terms, readings);
    const struct numbering *others[] = {before, incarnation_numbering(flow->parallel)};
    for (unsigned i = 0; i < G_N_ELEMENTS(others); i++)
        if (others[i]) {
            terms = terms_of_other(segment, flow, others[i]);
            terms.guessed = true;
            count += readings_by(segment, signature, &terms, readings + count);
        }
    return count;
}

bool reading_fits(const struct reading *reading, const struct key *key)
{
    if (key->algorithm == KEY_MD5 || key->options == KEY_ANY_OPTIONS || reading->terms.bare)
        return true;
    return reading->terms.options_covered == (key->options == KEY_OPTIONS_INCLUDED);
}
