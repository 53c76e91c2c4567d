/* A segment as Wireshark hands it to TCP.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "packet-segment.h"

#include "datagram.h"

#define PORTS_LENGTH 4

bool packet_is_over_ip(const packet_info *pinfo)
{
    return pinfo->src.type == pinfo->dst.type &&
           (pinfo->src.type == AT_IPv4 || pinfo->src.type == AT_IPv6);
}

/* Corrects the length of SEGMENT, in TVB, with its IP header. If a mirror port or ring buffer cut
 * off the end, the frame's length is as short, so Wireshark cannot know. */
static void measure_data(struct segment *segment, tvbuff_t *tvb, const packet_info *pinfo)
{
    const int told = datagram_segment_length(tvb, &pinfo->src);

    segment->zero_ip_length = told == 0;
    if (segment->quoted || told <= 0 || (size_t)told <= segment->length)
        return;
    segment->truncated = !segment_is_cut_short(segment);
    segment->length = (size_t)told;
}

bool packet_segment_see(struct segment *segment, tvbuff_t *tvb, const packet_info *pinfo)
{
    const unsigned captured = tvb_captured_length(tvb);
    if (captured < PORTS_LENGTH)
        return false;

    segment->bytes = tvb_get_ptr(tvb, 0, (int)captured);
    segment->captured = captured;
    segment->length = tvb_reported_length(tvb);
    segment->fragment = pinfo->fragmented;
    segment->quoted = pinfo->flags.in_error_pkt;

    const size_t header = segment_header_length(segment);
    const bool is_part = segment->fragment || segment->quoted;
    if (header > segment->length && !is_part && packet_is_over_ip(pinfo))
        measure_data(segment, tvb, pinfo);
    return TCP_HEADER_LENGTH <= header && (header <= segment->length || is_part);
}

static struct end end_of(const address *host, const uint8_t *port)
{
    return (struct end){ip_address_from_bytes(host->data, (unsigned)host->len),
                        (uint16_t)(port[0] << 8 | port[1])};
}

/* Returns TIME in microseconds since 1970, limited to the range of an int64_t: a file may claim any
 * time. */
static int64_t microseconds(const nstime_t *time)
{
    const int64_t most = INT64_MAX / G_USEC_PER_SEC - 1;
    return CLAMP((int64_t)time->secs, -most, most) * G_USEC_PER_SEC + time->nsecs / 1000;
}

/* Returns true if TVB is not part of the frame itself, but of what was reassembled from several. */
static bool is_in_other_bytes(tvbuff_t *tvb, const packet_info *pinfo)
{
    const GSList *sources = pinfo->data_src;
    return sources && tvb_get_ds_tvb(tvb) != get_data_source_tvb(sources->data);
}

void packet_segment_identify(struct segment *segment, tvbuff_t *tvb, const packet_info *pinfo)
{
    segment->from = end_of(&pinfo->src, segment->bytes);
    segment->to = end_of(&pinfo->dst, segment->bytes + 2);
    segment->time = microseconds(&pinfo->abs_ts);
    segment->reassembled = is_in_other_bytes(tvb, pinfo);
    measure_data(segment, tvb, pinfo);
}
