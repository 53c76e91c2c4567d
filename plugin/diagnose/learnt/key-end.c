/* How far each end of a TCP-AO connection has come.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "key-end.h"

bool id_set_has(const struct id_set *set, uint8_t id)
{
    return set->words[id / 64] >> id % 64 & 1;
}

void id_set_add(struct id_set *set, uint8_t id)
{
    set->words[id / 64] |= UINT64_C(1) << id % 64;
}

/* Returns true if A is before B as sequence numbers: RFC 9293 section 3.4. */
static bool is_before(uint32_t a, uint32_t b)
{
    return (int32_t)(a - b) < 0;
}

static bool has_flag(const struct segment *segment, enum segment_flag flag)
{
    return segment->bytes[HEADER_FLAGS] & flag;
}

static uint32_t acknowledgment_number(const struct segment *segment)
{
    return header_number(segment->bytes, HEADER_ACKNOWLEDGMENT_NUMBER);
}

/* Returns true if SEGMENT, which FROM sends to TO, opens another connection on the ports of a known
 * one. In a simultaneous open, both ends open the same one. */
static bool opens_another(const struct key_end *from, const struct key_end *to,
                          const struct segment *segment)
{
    if (!segment_opens_connection(segment))
        return false;
    return from->is_known ? !from->opens || from->isn != segment_sequence_number(segment)
                          : to->is_known && !to->opens;
}

/* Returns true if SEGMENT belongs to a connection that opens_another() found. */
static bool goes_on(const struct key_end *from, const struct key_end *to,
                    const struct segment *segment)
{
    return (to->reopens && has_flag(segment, FLAG_SYN) && has_flag(segment, FLAG_ACK) &&
            acknowledgment_number(segment) == to->isn_again + 1) ||
           (from->reopens && segment_sequence_number(segment) == from->isn_again + 1);
}

bool key_end_begin(struct key_end *from, struct key_end *to, const struct segment *segment)
{
    const uint32_t isn = segment_sequence_number(segment);

    if (opens_another(from, to, segment)) {
        from->reopens = true;
        from->isn_again = isn;
        return false;
    }
    if (goes_on(from, to, segment))
        *from = *to = (struct key_end){0};
    if (segment_opens_connection(segment)) {
        from->opens = true;
        from->isn = isn;
    }
    return true;
}

bool key_end_is_late(const struct key_end *from, const struct segment *segment)
{
    if (!from->is_known)
        return false;
    return is_before(segment_sequence_number(segment), from->next) ||
           (from->acknowledges && has_flag(segment, FLAG_ACK) &&
            is_before(acknowledgment_number(segment), from->acknowledged));
}

bool key_end_acknowledges_request(const struct key_end *from, const struct segment *segment)
{
    return from->takes_numbers && has_flag(segment, FLAG_ACK) &&
           !is_before(acknowledgment_number(segment), from->limit);
}

bool key_end_has_acknowledged(const struct key_end *end, uint32_t number)
{
    return end->acknowledges && is_before(number, end->acknowledged);
}

void key_end_advance(struct key_end *from, const struct segment *segment)
{
    const uint32_t next = segment_sequence_number(segment) + segment_span(segment);

    if (!from->is_known || is_before(from->next, next))
        from->next = next;
    from->is_known = true;
    if (!has_flag(segment, FLAG_ACK))
        return;
    if (!from->acknowledges || is_before(from->acknowledged, acknowledgment_number(segment)))
        from->acknowledged = acknowledgment_number(segment);
    from->acknowledges = true;
}
