/* What the hypotheses do to their proposals.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hypothesis.h"

#include <string.h>

void proposal_was(struct proposal *proposal, enum original original, uint32_t number)
{
    proposal->originals |= 1u << original;
    proposal->numbers[original] = number;
}

void proposal_put(struct proposal *proposal, enum header_offset offset, uint16_t number)
{
    proposal->message.header[offset] = (uint8_t)(number >> 8);
    proposal->message.header[offset + 1] = (uint8_t)number;
}

void proposal_sign(struct proposal *proposal, const struct key *key)
{
    proposal->vain |= key->algorithm != KEY_MD5 || !key->secret;
    proposal->key = key;
}

static void replace(struct proposal *proposal, struct ip_address *address,
                    const struct ip_address *other)
{
    proposal->vain |= other->length == 0 || memcmp(address, other, sizeof *other) == 0;
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
    proposal->vain |= message->from.length != message->to.length;
    proposal->moved = true;
    proposal->originals |=
        (from ? 1u << ORIGINAL_SOURCE : 0) | (to ? 1u << ORIGINAL_DESTINATION : 0);
}
