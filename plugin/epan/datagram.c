/* Reads the IP header before a segment. By the time Wireshark calls TCP, it has replaced a length
 * that is zero, or greater than the frame, with the length of the frame.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "datagram.h"

#include <epan/ipproto.h>

#include <stdbool.h>
#include <string.h>

#define IPV4_HEADER    20
#define IPV6_HEADER    40
#define MAX_EXTENSIONS 2048 /* bytes of extension headers that are searched */
#define STEP           4    /* the length of each IP header is a multiple of this */

/* The bytes of a frame before the segment at OFFSET. */
struct path {
    const uint8_t *frame;
    int offset;
};

/* Returns the length of the extension header of TYPE at AT; 0 if TYPE is not an extension
 * header's. */
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

/* Returns true if the headers from AT on, the first of them of TYPE, end where the segment
 * begins. */
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

/* Returns the length of the segment if an IPv4 header is at AT and leads to the segment; 0 if that
 * header gives no length, DATAGRAM_UNKNOWN if there is no such header. */
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
