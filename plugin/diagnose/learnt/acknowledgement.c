/* Whether the receiver acknowledges what is sent.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "acknowledgement.h"

/* Shorter than any retransmission timeout: an earlier repeat is a segment captured twice or a fast
 * retransmit. */
#define MIN_WAIT (150 * G_TIME_SPAN_MILLISECOND)

/* Returns true if A is before B as sequence numbers: RFC 9293 section 3.4. */
static bool is_before(uint32_t a, uint32_t b)
{
    return (int32_t)(a - b) < 0;
}

static void acknowledgement_begin(struct acknowledgement *acknowledgement, uint32_t sequence_number)
{
    acknowledgement->begun = true;
    acknowledgement->next = acknowledgement->acknowledged = sequence_number;
}

unsigned acknowledgement_send(struct acknowledgement *acknowledgement,
                              const struct segment *segment)
{
    const uint32_t from = segment_sequence_number(segment), to = from + segment_span(segment);

    if (from == to)
        return 0;
    if (!acknowledgement->begun)
        acknowledgement_begin(acknowledgement, from);
    if (is_before(from, acknowledgement->acknowledged) || acknowledgement->stopped)
        return 0; /* a keep-alive or a window probe */

    const bool is_new = is_before(acknowledgement->next, to);
    if (is_new)
        acknowledgement->next = to;
    if (from != acknowledgement->repeated || (is_new && from == acknowledgement->acknowledged)) {
        if (is_new && from != acknowledgement->acknowledged)
            return 0; /* earlier segments are waiting for an acknowledgment */
        acknowledgement->repeated = from;
        acknowledgement->times = !is_new;
        acknowledgement->time = segment->time;
    } else if (time_between(acknowledgement->time, segment->time) >= MIN_WAIT) {
        acknowledgement->times += acknowledgement->times < UINT16_MAX;
        acknowledgement->time = segment->time;
    }
    return is_new ? 0 : acknowledgement->times;
}

void acknowledgement_receive(struct acknowledgement *acknowledgement, const struct segment *segment)
{
    const uint8_t *window = segment->bytes + HEADER_WINDOW;
    const uint32_t number = header_number(segment->bytes, HEADER_ACKNOWLEDGMENT_NUMBER);

    if (!acknowledgement->begun || !(segment->bytes[HEADER_FLAGS] & FLAG_ACK))
        return;
    if (is_before(acknowledgement->acknowledged, number))
        acknowledgement->acknowledged = number;
    if (is_before(acknowledgement->next, number))
        acknowledgement->next = number;
    if (!(segment->bytes[HEADER_FLAGS] & FLAG_RST))
        acknowledgement->stopped = window[0] == 0 && window[1] == 0;
}
