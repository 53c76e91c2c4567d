/* What one peer acknowledges of the other's signed segments.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "stream.h"

static bool is_before(uint32_t a, uint32_t b)
{
    return (int32_t)(a - b) < 0;
}

bool flight_send(struct flight *flight, const struct segment *segment, bool will_break)
{
    const uint32_t from = segment_sequence_number(segment), to = from + segment_span(segment);

    if (!flight->begun) {
        flight->begun = true;
        flight->acknowledged = flight->next = from;
    }
    if (from == to)
        return false;
    if (is_before(flight->next, to))
        flight->next = to;
    if (will_break) {
        flight->long_next = to;
        flight->long_count++;
    }
    return is_before(flight->acknowledged, to);
}

/* An RST may acknowledge a SYN in order to reject it, so RSTs are ignored. */
struct acceptance flight_receive(struct flight *flight, const struct segment *segment)
{
    const uint8_t flags = segment->bytes[HEADER_FLAGS];
    const uint32_t number = header_number(segment->bytes, HEADER_ACKNOWLEDGMENT_NUMBER);
    struct acceptance acceptance = {0};

    if (!flight->begun || !(flags & FLAG_ACK) || flags & FLAG_RST ||
        !is_before(flight->acknowledged, number) || is_before(flight->next, number))
        return acceptance;
    flight->acknowledged = number;
    acceptance.accepts = true;
    if (flight->long_count > 0 && !is_before(number, flight->long_next)) {
        acceptance.long_accepts = flight->long_count;
        flight->long_count = 0;
    }
    return acceptance;
}
