/* The signer hashed the options as well, with zeros in place of the digest.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#include <string.h>

static bool options_hashed_propose(const struct evidence *evidence, unsigned index,
                                   struct proposal *proposal)
{
    const struct segment *segment = evidence->segment;
    const size_t length = segment_header_length(segment) - TCP_HEADER_LENGTH;
    const uint8_t *options = segment->bytes + TCP_HEADER_LENGTH;
    memcpy(proposal->room, options, length);
    memset(proposal->room + (evidence->digest - options), 0, DIGEST_LENGTH);
    proposal->message.options = (struct span){proposal->room, length};
    return index == 0;
}

const struct hypothesis hypothesis_options_hashed = {
    .cause = CAUSE_OPTIONS_HASHED,
    .signing = SIGNING_MD5,
    .propose = options_hashed_propose,
};
