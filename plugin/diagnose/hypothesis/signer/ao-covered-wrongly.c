/* The sender's MAC covers other bytes than RFC 5925 section 5.1 requires.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#include <string.h>

/* Proposes that TCP-AO, of LENGTH bytes, was the first option. */
static void move_to_front(struct proposal *proposal, size_t length)
{
    struct span *options = &proposal->message.options;
    const size_t at = proposal->ao.option;

    memcpy(proposal->room, options->bytes + at, length);
    memcpy(proposal->room + length, options->bytes, at);
    memcpy(proposal->room + length + at, options->bytes + at + length,
           options->length - at - length);
    options->bytes = proposal->room;
    proposal->ao.option = 0;
    proposal->skip = at == 0;
}

static void zero_key_ids(struct proposal *proposal)
{
    struct span *options = &proposal->message.options;
    memcpy(proposal->room, options->bytes, options->length);
    memset(proposal->room + proposal->ao.option + 2, 0, 2);
    options->bytes = proposal->room;
}

static bool ao_covered_wrongly_propose(const struct evidence *evidence, unsigned index,
                                       struct proposal *proposal)
{
    const size_t length = AO_HEADER_LENGTH + evidence->options->signature.length;
    const uint32_t bare = TCP_HEADER_LENGTH + (uint32_t)(length + 3) / 4 * 4;

    switch (index) {
    case 0:
        proposal->ao.without_sne = true;
        proposal->detail = "the sequence number extension is left out";
        break;
    case 1:
        proposal->ao.without_pseudo_header = true;
        proposal->detail = "the pseudo-header is left out";
        break;
    case 2:
        zero_key_ids(proposal);
        proposal->detail = "KeyID and RNextKeyID are taken as zero";
        break;
    case 3:
        move_to_front(proposal, length);
        proposal->detail = "TCP-AO is the first option";
        break;
    case 4:
        proposal_set_original(proposal, ORIGINAL_HEADER_LENGTH, bare);
        proposal->detail = "the lengths are those without the other options";
        break;
    case 5:
        proposal->message.header[HEADER_DATA_OFFSET] =
            (uint8_t)(bare / 4 << 4 | (proposal->message.header[HEADER_DATA_OFFSET] & 0x0f));
        proposal->detail = "the data offset is that without the other options";
        break;
    default:
        return false;
    }
    return true;
}

const struct hypothesis hypothesis_ao_covered_wrongly = {
    .cause = CAUSE_AO_COVERED_WRONGLY,
    .signing = SIGNING_AO,
    .propose = ao_covered_wrongly_propose,
};
