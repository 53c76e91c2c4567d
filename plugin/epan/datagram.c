/* The IP header in front of a segment: by the time TCP is called Wireshark has put the length of
 * the frame in the place of one that is zero, or larger than the frame.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "datagram.h"

#include <epan/ipproto.h>

#include <stdbool.h>
#include <string.h>

#define IPV4_HEADER    20
#define IPV6_HEADER    40
#define MAX_EXTENSIONS 2048 /* bytes that are searched through */
#define STEP           4    /* of which all lengths are multiples */

/* Where the bytes of a frame lead to a segment at OFFSET. */
struct path {
    const uint8_t *frame;
    int offset;
};

/* The length of the extension header of TYPE that is at AT; 0 if it is none. */
static int extension_length(const uint8_t *at, uint8_t type)
{
    switch (type) {
    case IP_PROTO_HOPOPTS:
    case IP_PROTO_ROUTING:
    case IP_PROTO_DSTOPTS:
        return (at[1] + 1) * 8;
    case IP_PROTO_FRAGMENT:
        return 8;
    case IP_PROTO_AH:
        return (at[1] + 2) * 4;
    default:
        return 0;
    }
}

/* Do the headers from AT on, the first of TYPE, end at the segment? */
static bool leads_to_segment(const struct path *path, int at, uint8_t type)
{
    while (at < path->offset) {
        const int length = extension_length(path->frame + at, type);
        if (length == 0)
            return false;
        type = path->frame[at];
        at += length;
    }
    return at == path->offset && type == IP_PROTO_TCP;
}

/* The length of the segment if the IPv4 header in front of it is at AT. */
static int ipv4_length(const struct path *path, int at, const uint8_t *source)
{
    const uint8_t *header = path->frame + at;
    const int size = (header[0] & 0x0f) * 4, total = header[2] << 8 | header[3];

    if (header[0] >> 4 != 4 || size < IPV4_HEADER || memcmp(header + 12, source, 4) != 0 ||
        !leads_to_segment(path, at + size, header[9]))
        return DATAGRAM_UNKNOWN;
    return total == 0 ? 0 : MAX(total - (path->offset - at), DATAGRAM_UNKNOWN);
}

static int ipv6_length(const struct path *path, int at, const uint8_t *source)
{
    const uint8_t *header = path->frame + at;
    const int payload = header[4] << 8 | header[5];

    if (header[0] >> 4 != 6 || memcmp(header + 8, source, 16) != 0 ||
        !leads_to_segment(path, at + IPV6_HEADER, header[6]))
        return DATAGRAM_UNKNOWN;
    const int extensions = path->offset - at - IPV6_HEADER;
    return payload == 0 ? 0 : MAX(payload - extensions, DATAGRAM_UNKNOWN);
}

int datagram_segment_length(tvbuff_t *segment, const address *source)
{
    tvbuff_t *frame = tvb_get_ds_tvb(segment);
    const int offset = tvb_raw_offset(segment);
    const bool is_ipv4 = source->type == AT_IPv4;
    const int nearest = offset - (is_ipv4 ? IPV4_HEADER : IPV6_HEADER);
    if (nearest < 0)
        return DATAGRAM_UNKNOWN;

    const struct path path = {tvb_get_ptr(frame, 0, offset), offset};
    int length = DATAGRAM_UNKNOWN;
    for (int at = nearest; at >= MAX(nearest - MAX_EXTENSIONS, 0) && length < 0; at -= STEP)
        length =
            is_ipv4 ? ipv4_length(&path, at, source->data) : ipv6_length(&path, at, source->data);
    return length;
}
