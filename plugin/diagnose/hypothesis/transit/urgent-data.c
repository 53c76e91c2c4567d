/* The URG flag and the urgent pointer were cleared together, as by a firewall that normalises
 * urgent data. Sets the flag again, with every pointer.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

static bool urgent_data_propose(const struct evidence *evidence, unsigned index,
                                struct proposal *proposal)
{
    const uint8_t *header = evidence->segment->bytes;
    const uint8_t *pointer = header + HEADER_URGENT_POINTER;
    const unsigned flags = (header[HEADER_DATA_OFFSET] & 0x0fu) << 8 | header[HEADER_FLAGS];

    if (index > UINT16_MAX || flags & FLAG_URG)
        return false;
    /* if the pointer is unchanged, only the flag was cleared: see flags.c */
    proposal->skip = index == (unsigned)(pointer[0] << 8 | pointer[1]);
    proposal_set_original(proposal, ORIGINAL_FLAGS, flags | FLAG_URG);
    proposal_set_original(proposal, ORIGINAL_URGENT_POINTER, index);
    return true;
}

const struct hypothesis hypothesis_urgent_data = {
    .cause = CAUSE_URGENT_POINTER,
    .propose = urgent_data_propose,
    .guess_count = UINT16_MAX + 1,
    .is_number = true,
    .field = HEADER_URGENT_POINTER,
};
