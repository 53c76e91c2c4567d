/* The signer hashed the checksum as well; RFC 2385 and RFC 5925 assume zero.
 *
 * Tries the captured checksum, the pseudo-header sum left for a NIC to complete, and the checksum
 * with a digest or MAC of zeros.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#include <string.h>

/* Adds BYTES to SUM, RFC 1071. */
static uint32_t checksum_hashed_add(uint32_t sum, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        sum += i % 2 ? bytes[i] : (uint32_t)bytes[i] << 8;
    return (sum & 0xffff) + (sum >> 16);
}

static uint32_t pseudo_header_sum(const struct message *message)
{
    const uint32_t protocol = 6;
    uint32_t sum = protocol + (message->length & 0xffff) + (message->length >> 16);
    sum = checksum_hashed_add(sum, message->from.bytes, message->from.length);
    return checksum_hashed_add(sum, message->to.bytes, message->to.length);
}

/* Returns the checksum that the segment would have with a digest or MAC of zeros. */
static uint16_t checksum_without_mac(const struct evidence *evidence, const struct message *message)
{
    const struct segment *segment = evidence->segment;
    const struct signature *signature = &evidence->options->signature;
    uint8_t header[TCP_HEADER_LENGTH + MAX_OPTIONS_LENGTH];
    const size_t length = segment_header_length(segment);

    memcpy(header, segment->bytes, length);
    memset(header + HEADER_CHECKSUM, 0, 2);
    memset(header + (signature->mac - segment->bytes), 0, signature->length);
    uint32_t sum = checksum_hashed_add(pseudo_header_sum(message), header, length);
    sum = checksum_hashed_add(sum, message->data.bytes, message->data.length);
    return (uint16_t)~checksum_hashed_add(sum, NULL, 0);
}

static bool checksum_hashed_propose(const struct evidence *evidence, unsigned index,
                                    struct proposal *proposal)
{
    const uint8_t *captured = evidence->segment->bytes + HEADER_CHECKSUM;
    const struct message *message = &proposal->message;
    const uint16_t sums[] = {
        (uint16_t)(captured[0] << 8 | captured[1]),
        (uint16_t)checksum_hashed_add(pseudo_header_sum(message), NULL, 0),
        checksum_without_mac(evidence, message),
    };
    if (index >= G_N_ELEMENTS(sums))
        return false;
    proposal_set_field(proposal, HEADER_CHECKSUM, sums[index]);
    return true;
}

const struct hypothesis hypothesis_checksum_hashed = {
    .cause = CAUSE_CHECKSUM_HASHED,
    .propose = checksum_hashed_propose,
};
