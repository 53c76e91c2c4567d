/* What the signer of a segment hashes before the key, RFC 2385 section 2.0.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "message.h"

#include <string.h>

struct message message_of(const struct segment *segment)
{
    const size_t options_end = segment_header_length(segment);
    struct message message = {
        .from = segment->from.address,
        .to = segment->to.address,
        .length = (uint32_t)segment->length,
        .data = {segment->bytes + options_end, segment->length - options_end},
    };
    memcpy(message.header, segment->bytes, TCP_HEADER_LENGTH);
    memset(message.header + HEADER_CHECKSUM, 0, 2);
    return message;
}
