/* The maximum segment size (MSS), and segments that exceed it.
 *
 * A system whose NIC splits segments passes it long ones. Some systems, such as Windows, pass them
 * with an IP header that does not give the length.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "mss.h"

#include "plugin/verify/option.h"

#define OPTION_MSS_LENGTH 4

/* For IPv6, whose packets may be jumbograms: RFC 2675 section 5.1. */
#define MSS_WITHOUT_LIMIT UINT16_MAX

unsigned mss_announced(const struct segment *segment)
{
    const uint8_t *bytes = segment->bytes;
    const size_t end = segment_header_length(segment);
    size_t length;

    if (!(bytes[13] & FLAG_SYN))
        return 0;
    for (size_t at = TCP_HEADER_LENGTH; at + OPTION_MSS_LENGTH <= end; at += length) {
        length = bytes[at] == OPTION_NO_OPERATION ? 1 : bytes[at + 1];
        if (bytes[at] == OPTION_END_OF_LIST || length == 0)
            break;
        if (bytes[at] == OPTION_MSS && length == OPTION_MSS_LENGTH)
            return (unsigned)(bytes[at + 2] << 8 | bytes[at + 3]);
    }
    return 0;
}

bool mss_exceeded(const struct segment *segment, unsigned mss)
{
    const size_t data = segment->length - segment_header_length(segment);
    if (segment->reassembled || (mss == MSS_WITHOUT_LIMIT && segment->from.address.length > 4))
        return false;
    return mss > 0 ? data > mss : data > 0 && segment->zero_ip_length;
}
