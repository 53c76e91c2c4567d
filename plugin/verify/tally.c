/* Counts the unsigned segments in each direction of a connection.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tally.h"

#include <string.h>

static uint32_t mixed_hash(uint32_t hash, uint32_t word)
{
    hash = (hash ^ word) * 0x9e3779b1;
    return hash ^ hash >> 15;
}

uint32_t tally_end(const uint8_t *address, size_t length, const uint8_t *port)
{
    uint32_t hash = (uint32_t)port[0] << 8 | port[1];
    for (size_t at = 0; at < length; at += sizeof hash) {
        uint32_t word;
        memcpy(&word, address + at, sizeof word);
        hash = mixed_hash(hash, word);
    }
    return hash;
}

uint8_t *tally_counter(struct tally *tally, uint32_t from, uint32_t to)
{
    return &tally->counters[mixed_hash(mixed_hash(1, from), to) >> (32 - TALLY_BITS)];
}
