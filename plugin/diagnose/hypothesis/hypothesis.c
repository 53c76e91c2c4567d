/* What the hypotheses do to their proposals.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hypothesis.h"

#include <string.h>

static void put(uint8_t *header, enum header_offset offset, uint16_t number)
{
    header[offset] = (uint8_t)(number >> 8);
    header[offset + 1] = (uint8_t)number;
}

void proposal_put(struct proposal *proposal, enum header_offset offset, uint16_t number)
{
    put(proposal->message.header, offset, number);
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

/* Sets what is no number of 16 bits. */
static void set(struct message *message, enum original original, uint32_t number)
{
    switch (original) {
    case ORIGINAL_SEQUENCE_NUMBER:
        hypothesis_add(message, HEADER_SEQUENCE_NUMBER, number);
        break;
    case ORIGINAL_ACKNOWLEDGMENT_NUMBER:
        hypothesis_add(message, HEADER_ACKNOWLEDGMENT_NUMBER, number);
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
    default:
        break;
    }
}

void proposal_was(struct proposal *proposal, enum original original, uint32_t number)
{
    static const uint8_t offsets[ORIGINALS] = {
        [ORIGINAL_DESTINATION_PORT] = HEADER_DESTINATION_PORT,
        [ORIGINAL_WINDOW] = HEADER_WINDOW,
        [ORIGINAL_URGENT_POINTER] = HEADER_URGENT_POINTER,
    };

    proposal->originals |= 1u << original;
    proposal->numbers[original] = number;
    if (original == ORIGINAL_SOURCE_PORT || offsets[original] > 0)
        put(proposal->message.header, offsets[original], (uint16_t)number);
    else
        set(&proposal->message, original, number);
}

void proposal_sign(struct proposal *proposal, const struct key *key)
{
    proposal->skip |= key->algorithm != KEY_MD5 || !key->secret;
    proposal->key = key;
}

static void replace(struct proposal *proposal, struct ip_address *address,
                    const struct ip_address *other)
{
    proposal->skip |= other->length == 0 || memcmp(address, other, sizeof *other) == 0;
    *address = *other;
}

void proposal_move(struct proposal *proposal, const struct ip_address *from,
                   const struct ip_address *to)
{
    struct message *message = &proposal->message;
    if (from)
        replace(proposal, &message->from, from);
    if (to)
        replace(proposal, &message->to, to);
    proposal->skip |= message->from.length != message->to.length;
    proposal->moved = true;
    proposal->originals |=
        (from ? 1u << ORIGINAL_SOURCE : 0) | (to ? 1u << ORIGINAL_DESTINATION : 0);
}

/* Puts the originals of PROOF into PROPOSAL. */
static void put_originals(struct proposal *proposal, const struct proof *proof)
{
    const bool from = proof->originals & 1u << ORIGINAL_SOURCE;
    const bool to = proof->originals & 1u << ORIGINAL_DESTINATION;

    if (from || to)
        proposal_move(proposal, from ? &proof->source : NULL, to ? &proof->destination : NULL);
    for (unsigned i = ORIGINAL_SOURCE_PORT; i < ORIGINALS; i++)
        if (proof->originals & 1u << i)
            proposal_was(proposal, i, proof->numbers[i]);
}

bool proposal_is_told(const struct proposal *proposal, const struct segment *segment,
                      const struct proof *proof)
{
    struct proposal other = {.message = message_of(segment)};
    const struct message *a = &proposal->message, *b = &other.message;

    put_originals(&other, proof);
    return memcmp(&a->from, &b->from, sizeof a->from) == 0 &&
           memcmp(&a->to, &b->to, sizeof a->to) == 0 && a->length == b->length &&
           memcmp(a->header, b->header, sizeof a->header) == 0 && a->options.length == 0 &&
           a->data.length == b->data.length && !proposal->key_first && !proposal->secret;
}

bool proposal_repeat(struct proposal *proposal, const struct evidence *evidence,
                     const struct proof *proof)
{
    if (!proof->hypothesis)
        return false;
    if (proof->place != ORIGINALS_ALONE)
        return proof->hypothesis->propose(evidence, proof->place, proposal);
    put_originals(proposal, proof);
    return true;
}
