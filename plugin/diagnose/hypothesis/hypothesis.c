/* Changes to proposals, for the hypotheses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hypothesis.h"

#include <string.h>

struct proposal proposal_of(const struct evidence *evidence)
{
    const struct signature *signature = &evidence->options->signature;
    struct proposal proposal = {.signing = verify_signing(evidence->options)};

    if (signature->kind == OPTION_AO) {
        struct reading readings[MAX_READINGS];
        readings_of(evidence->segment, signature, evidence->flow, readings);
        proposal.message = readings[0].message.message;
        proposal.ao = (struct ao_guess){
            .option = readings[0].message.option,
            .sne = readings[0].message.sne,
            .context = readings[0].context,
        };
    } else {
        proposal.message = message_of(evidence->segment);
    }
    return proposal;
}

static void put_number(uint8_t *header, enum header_offset offset, uint16_t number)
{
    header[offset] = (uint8_t)(number >> 8);
    header[offset + 1] = (uint8_t)number;
}

void proposal_set_field(struct proposal *proposal, enum header_offset offset, uint16_t number)
{
    put_number(proposal->message.header, offset, number);
}

static void hypothesis_add(struct message *message, enum header_offset offset, uint32_t number)
{
    header_set_number(message->header, offset, header_number(message->header, offset) + number);
}

static void set_header_length(struct message *message, uint32_t length)
{
    uint8_t *offset = message->header + HEADER_DATA_OFFSET;
    message->length += length - (*offset >> 4) * 4u;
    *offset = (uint8_t)(length / 4 << 4 | (*offset & 0x0f));
}

static void set_length(struct message *message, uint32_t length)
{
    message->data.length = message->data.length + length - message->length;
    message->length = length;
}

static void set_flags(struct message *message, uint32_t flags)
{
    uint8_t *offset = message->header + HEADER_DATA_OFFSET;
    offset[0] = (uint8_t)((offset[0] & 0xf0) | flags >> 8);
    offset[1] = (uint8_t)flags;
}

/* Adds NUMBER to the sequence number and to the sender's ISN. */
static void add_sequence_number(struct proposal *proposal, uint32_t number)
{
    hypothesis_add(&proposal->message, HEADER_SEQUENCE_NUMBER, number);
    proposal->ao.context.from_isn += number;
}

/* Adds NUMBER to the acknowledgment number and to the receiver's ISN. A SYN without ACK has
 * neither. */
static void add_acknowledgment_number(struct proposal *proposal, uint32_t number)
{
    hypothesis_add(&proposal->message, HEADER_ACKNOWLEDGMENT_NUMBER, number);
    if (header_flags(proposal->message.header) & FLAG_ACK)
        proposal->ao.context.to_isn += number;
}

/* Writes NUMBER as the value of SIZE octets of the option KIND. Proposes nothing if there is no
 * such option, or if it has that value already. */
static void set_option(struct proposal *proposal, uint8_t kind, size_t size, uint32_t number)
{
    struct span *options = &proposal->message.options;
    const size_t at = option_find(options->bytes, options->length, kind, 2 + size);
    uint8_t value[4];

    for (size_t i = 0; i < size; i++)
        value[i] = (uint8_t)(number >> 8 * (size - 1 - i));
    if (at == options->length || memcmp(options->bytes + at + 2, value, size) == 0) {
        proposal->skip = true;
        return;
    }
    if (options->bytes != proposal->room)
        memcpy(proposal->room, options->bytes, options->length);
    memcpy(proposal->room + at + 2, value, size);
    options->bytes = proposal->room;
}

/* Sets ORIGINAL, which is not a 16-bit field of the header, to NUMBER. */
static void set_original(struct proposal *proposal, enum original original, uint32_t number)
{
    struct message *message = &proposal->message;

    switch (original) {
    case ORIGINAL_SEQUENCE_NUMBER:
        add_sequence_number(proposal, number);
        break;
    case ORIGINAL_ACKNOWLEDGMENT_NUMBER:
        add_acknowledgment_number(proposal, number);
        break;
    case ORIGINAL_FLAGS:
        set_flags(message, number);
        break;
    case ORIGINAL_HEADER_LENGTH:
        set_header_length(message, number);
        break;
    case ORIGINAL_LENGTH:
        set_length(message, number);
        break;
    case ORIGINAL_MSS:
        set_option(proposal, OPTION_MSS, 2, number);
        break;
    case ORIGINAL_WINDOW_SCALE:
        set_option(proposal, OPTION_WINDOW_SCALE, 1, number);
        break;
    case ORIGINAL_SNE:
        proposal->ao.sne = number;
        break;
    case ORIGINAL_SOURCE_ISN:
        proposal->ao.context.from_isn = number;
        break;
    case ORIGINAL_DESTINATION_ISN:
        proposal->ao.context.to_isn = number;
        break;
    default:
        break;
    }
}

void proposal_set_original(struct proposal *proposal, enum original original, uint32_t number)
{
    static const uint8_t offsets[ORIGINALS] = {
        [ORIGINAL_DESTINATION_PORT] = HEADER_DESTINATION_PORT,
        [ORIGINAL_WINDOW] = HEADER_WINDOW,
        [ORIGINAL_URGENT_POINTER] = HEADER_URGENT_POINTER,
    };

    proposal->originals |= 1u << original;
    proposal->numbers[original] = number;
    if (original == ORIGINAL_SOURCE_PORT || offsets[original] > 0)
        put_number(proposal->message.header, offsets[original], (uint16_t)number);
    else
        set_original(proposal, original, number);
    if (original == ORIGINAL_SOURCE_PORT)
        proposal->ao.context.from_port = (uint16_t)number;
    if (original == ORIGINAL_DESTINATION_PORT)
        proposal->ao.context.to_port = (uint16_t)number;
}

void proposal_sign(struct proposal *proposal, const struct key *key)
{
    proposal->skip |= schemes[key->algorithm].signing != proposal->signing || !key->secret;
    proposal->key = key;
}

void proposal_sign_by_id(struct proposal *proposal, const struct key *key,
                         const struct evidence *evidence)
{
    proposal_sign(proposal, key);
    proposal->skip |=
        !evidence_has_id_of(evidence, key) || !key_is_valid_at(key, evidence->segment->time);
}

bool evidence_has_id_of(const struct evidence *evidence, const struct key *key)
{
    const struct segment *segment = evidence->segment;
    return key_has_id(key, &segment->from.address, &segment->to.address,
                      evidence->options->signature.key_id);
}

struct receiver_keys evidence_receiver_keys(const struct evidence *evidence)
{
    const struct candidates *candidates = evidence->flow->candidates;
    struct receiver_keys keys = {.are_known = true};
    const struct key *any = NULL;

    if (evidence->receiver_keys.are_known)
        return evidence->receiver_keys;
    for (unsigned i = 0; !keys.valid && i < candidates->count; i++) {
        const struct key *key = candidates->keys[i];
        if (schemes[key->algorithm].signing != verify_signing(evidence->options))
            continue;
        any = any ? any : key;
        if (!evidence_has_id_of(evidence, key))
            continue;
        keys.configured = keys.configured ? keys.configured : key;
        if (key_is_valid_at(key, evidence->segment->time))
            keys.valid = key;
    }
    keys.configured = keys.configured ? keys.configured : any;
    return keys;
}

bool evidence_is_bare(const struct evidence *evidence)
{
    return segment_header_length(evidence->segment) ==
           TCP_HEADER_LENGTH + AO_HEADER_LENGTH + (size_t)evidence->options->signature.length;
}

bool evidence_has_covered(const struct evidence *evidence)
{
    if (evidence_is_bare(evidence))
        return false;
    for (unsigned i = 0; i < evidence->flow->candidates->count; i++)
        if (evidence->flow->candidates->keys[i]->options != KEY_OPTIONS_EXCLUDED)
            return true;
    return false;
}

static void replace_address(struct proposal *proposal, struct ip_address *address,
                            const struct ip_address *other)
{
    proposal->skip |= other->length == 0 || memcmp(address, other, sizeof *other) == 0;
    *address = *other;
}

void proposal_set_addresses(struct proposal *proposal, const struct ip_address *from,
                            const struct ip_address *to)
{
    struct message *message = &proposal->message;
    if (from)
        replace_address(proposal, &message->from, from);
    if (to)
        replace_address(proposal, &message->to, to);
    proposal->skip |= message->from.length != message->to.length;
    proposal->ao.context.from = message->from;
    proposal->ao.context.to = message->to;
    proposal->readdressed = true;
    proposal->originals |=
        (from ? 1u << ORIGINAL_SOURCE : 0) | (to ? 1u << ORIGINAL_DESTINATION : 0);
}

/* Sets the originals of PROOF in PROPOSAL. */
static void put_originals(struct proposal *proposal, const struct proof *proof)
{
    const bool from = proof->originals & 1u << ORIGINAL_SOURCE;
    const bool to = proof->originals & 1u << ORIGINAL_DESTINATION;

    if (from || to)
        proposal_set_addresses(proposal, from ? &proof->source : NULL,
                               to ? &proof->destination : NULL);
    for (unsigned i = ORIGINAL_SOURCE_PORT; i < ORIGINALS; i++)
        if (proof->originals & 1u << i)
            proposal_set_original(proposal, i, proof->numbers[i]);
}

static bool is_same_span(const struct span *a, const struct span *b)
{
    return a->length == b->length && (a->length == 0 || memcmp(a->bytes, b->bytes, a->length) == 0);
}

/* Returns true if A and B are equal in everything that is not an original. */
static bool is_same_ao(const struct ao_guess *a, const struct ao_guess *b)
{
    return a->option == b->option && a->sne == b->sne && a->options == b->options &&
           traffic_context_equal(&a->context, &b->context) && !a->without_sne &&
           !a->without_pseudo_header;
}

bool proposal_is_told(const struct proposal *proposal, const struct evidence *evidence,
                      const struct proof *proof)
{
    struct proposal other = proposal_of(evidence);
    const struct message *a = &proposal->message, *b = &other.message;

    put_originals(&other, proof);
    return memcmp(&a->from, &b->from, sizeof a->from) == 0 &&
           memcmp(&a->to, &b->to, sizeof a->to) == 0 && a->length == b->length &&
           memcmp(a->header, b->header, sizeof a->header) == 0 &&
           is_same_span(&a->options, &b->options) && a->data.length == b->data.length &&
           is_same_ao(&proposal->ao, &other.ao) && proposal->algorithm == other.algorithm &&
           !proposal->key_first && !proposal->secret;
}

bool proposal_repeat(struct proposal *proposal, const struct evidence *evidence,
                     const struct proof *proof)
{
    if (!proof->hypothesis)
        return false;
    if (proof->index != ORIGINALS_ALONE)
        return proof->hypothesis->propose(evidence, proof->index, proposal);
    put_originals(proposal, proof);
    return true;
}
