/* The IP header in front of a segment: by the time TCP is called Wireshark has put the length of
 * the frame in the place of one that is zero.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "datagram.h"

#include <string.h>

#define IPV4_HEADER_LEAST 20
#define IPV4_HEADER_MOST  60
#define IPV6_HEADER       40

static bool ipv4_is_unsized(tvbuff_t *frame, int offset, const struct ip_address *from)
{
    for (int size = IPV4_HEADER_LEAST; size <= MIN(offset, IPV4_HEADER_MOST); size += 4) {
        const uint8_t *header = tvb_get_ptr(frame, offset - size, size);
        if (header[0] == (0x40 | size / 4) && memcmp(header + 12, from->bytes, 4) == 0)
            return header[2] == 0 && header[3] == 0;
    }
    return false;
}

static bool ipv6_is_unsized(tvbuff_t *frame, int offset, const struct ip_address *from)
{
    if (offset < IPV6_HEADER)
        return false;
    const uint8_t *header = tvb_get_ptr(frame, offset - IPV6_HEADER, IPV6_HEADER);
    return header[0] >> 4 == 6 && memcmp(header + 8, from->bytes, 16) == 0 && header[4] == 0 &&
           header[5] == 0;
}

bool datagram_is_unsized(tvbuff_t *segment, const struct ip_address *from)
{
    tvbuff_t *frame = tvb_get_ds_tvb(segment);
    const int offset = tvb_raw_offset(segment);

    return from->length == 4 ? ipv4_is_unsized(frame, offset, from)
                             : ipv6_is_unsized(frame, offset, from);
}
