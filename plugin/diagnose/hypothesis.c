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

void proposal_move(struct proposal *proposal, struct ip_address *address, const struct prefix *end)
{
    proposal->vain |= end->address.length != address->length || end->bits != 8 * address->length;
    *address = end->address;
}
