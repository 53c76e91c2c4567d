/* The signer hashed the checksum as well, which RFC 2385 takes as zero.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hypothesis.h"

#include <string.h>

static bool propose(const struct evidence *evidence, unsigned place, struct proposal *proposal)
{
    memcpy(proposal->message.header + HEADER_CHECKSUM, evidence->segment->bytes + HEADER_CHECKSUM,
           2);
    return place == 0;
}

const struct hypothesis hypothesis_checksum_hashed = {
    .cause = CAUSE_CHECKSUM_HASHED,
    .propose = propose,
};
