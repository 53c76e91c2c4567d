/* What the TCP checksum says about a bad signature.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "checksum.h"

#include "plugin/verify/message.h"

#define PROTOCOL_TCP 6
#define MIN_SEGMENTS 8 /* segments that show how a capture has checksums */

/* Adds to SUM the 16-bit words of BYTES in network order, RFC 1071. An odd last byte is the high
 * byte of a word.
 */
static uint64_t checksum_add(uint64_t sum, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i + 1 < length; i += 2)
        sum += (uint64_t)bytes[i] << 8 | bytes[i + 1];
    return length % 2 ? sum + ((uint64_t)bytes[length - 1] << 8) : sum;
}

static uint16_t fold_sum(uint64_t sum)
{
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)sum;
}

enum checksum checksum_of(const struct segment *segment)
{
    const struct ip_address *from = &segment->from.address, *to = &segment->to.address;
    const uint8_t *field = segment->bytes + HEADER_CHECKSUM;
    const uint16_t stands = (uint16_t)(field[0] << 8 | field[1]);
    uint64_t pseudo_header = checksum_add(PROTOCOL_TCP, from->bytes, from->length);

    pseudo_header = checksum_add(pseudo_header, to->bytes, to->length);
    const uint64_t with_length = pseudo_header + segment->length;
    if (fold_sum(checksum_add(with_length, segment->bytes, segment->length)) == 0xffff)
        return CHECKSUM_RIGHT;
    /* the pseudo-header sum of a segment that the NIC is also to split has no length */
    return stands == fold_sum(with_length) || stands == fold_sum(pseudo_header) ? CHECKSUM_PARTIAL
                                                                                : CHECKSUM_WRONG;
}

bool checksums_are_known(const struct checksums *checksums)
{
    return checksums->right + checksums->others == MIN_SEGMENTS;
}

void checksums_note(struct checksums *checksums, enum checksum checksum, bool is_good)
{
    if (checksums_are_known(checksums))
        return;
    if (checksum == CHECKSUM_RIGHT)
        checksums->right++;
    else if (is_good)
        checksums->others++;
}
