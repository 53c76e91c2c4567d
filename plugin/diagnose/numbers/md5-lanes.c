/* MD5, RFC 1321, of many messages at once that differ in one word of their first block.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "md5-lanes.h"

#include "plugin/verify/md5-block.h"

#include <string.h>

typedef bool (*finder)(const struct md5_lanes *batch, uint32_t first, uint32_t count,
                       uint32_t *number);

struct md5_lanes {
    uint32_t *words; /* what is hashed, with its padding */
    size_t blocks;   /* how many there are */
    unsigned word;   /* index of the word that contains the number */
    unsigned shift;  /* how many bits the number is from the right of that word */
    uint32_t rest;   /* the other bits of that word */
    uint32_t digest[4];
    finder find;
};

/* Returns the index of a lane that is zero, or LANES if there is none. */
INLINE unsigned zero_lane(const lanes *lane)
{
    const lanes is_zero = (lanes)(*lane == 0);
    uint64_t parts[LANES / 2], any = 0;
    unsigned i = 0;

    memcpy(parts, &is_zero, sizeof parts);
    for (; i < LANES / 2; i++)
        any |= parts[i];
    if (any == 0)
        return LANES;
    for (i = 0; is_zero[i] == 0; i++)
        ;
    return i;
}

/* Searches COUNT numbers from FIRST. MD5 reads words with the low byte first, TCP with the high
 * byte first, so consecutive numbers differ in the high byte of the word. */
INLINE bool find(const struct md5_lanes *batch, uint32_t first, uint32_t count, uint32_t *number)
{
    lanes varied[MD5_WORDS], following;
    bool found = false;

    for (unsigned i = 0; i < MD5_WORDS; i++)
        varied[i] = ALL(batch->words[i]);
    for (unsigned i = 0; i < LANES; i++)
        following[i] = GUINT32_TO_LE(GUINT32_TO_BE(i << batch->shift));
    for (uint32_t at = 0; at < count && !found; at += LANES) {
        lanes state[4], difference = {0};

        for (unsigned i = 0; i < 4; i++)
            state[i] = ALL(md5_initial[i]);
        const uint32_t word = (first + at) << batch->shift | batch->rest;
        varied[batch->word] = GUINT32_TO_LE(GUINT32_TO_BE(word)) + following;
        md5_compress(state, varied, NULL);
        for (size_t i = 1; i < batch->blocks; i++)
            md5_compress(state, NULL, batch->words + MD5_WORDS * i);
        for (unsigned i = 0; i < 4; i++)
            difference |= state[i] ^ batch->digest[i];
        const unsigned lane = zero_lane(&difference);
        *number = first + at + lane;
        found = lane < LANES;
    }
    secret_wipe(varied, sizeof varied);
    return found;
}

/* Defines the function for one kind of vectors. */
#define FUNCTION(kind, attribute)                                                          \
    PLAIN attribute static bool find_##kind(const struct md5_lanes *batch, uint32_t first, \
                                            uint32_t count, uint32_t *number)              \
    {                                                                                      \
        return find(batch, first, count, number);                                          \
    }

FUNCTION(any, )
FUNCTION(avx2, FOR_AVX2)
FUNCTION(avx512, FOR_AVX512)

static const finder finders[VECTORS] = {find_any, find_avx2, find_avx512};

/* Appends a 1 bit, zeros up to the end of a block, and there the length in bits: RFC 1321 sections
 * 3.1 and 3.2. */
static void pad_message(struct md5_lanes *batch, size_t length)
{
    uint8_t *bytes = (uint8_t *)batch->words;

    bytes[length] = 0x80;
    for (size_t i = 0; i < MD5_WORDS * batch->blocks; i++)
        batch->words[i] = GUINT32_FROM_LE(batch->words[i]);
    batch->words[MD5_WORDS * batch->blocks - 2] = (uint32_t)(length << 3);
    batch->words[MD5_WORDS * batch->blocks - 1] = (uint32_t)((uint64_t)length >> 29);
}

/* Makes the numbers replace FIELD of HEADER. */
static void aim_at_field(struct md5_lanes *batch, const uint8_t *header, enum header_offset field)
{
    const uint32_t word = header_number(header, field / 4 * 4);

    switch (field) {
    case HEADER_SEQUENCE_NUMBER:
    case HEADER_ACKNOWLEDGMENT_NUMBER:
        return; /* the field is the whole word */
    case HEADER_DATA_OFFSET:
        batch->shift = 16;
        batch->rest = word & 0xf000ffff;
        return;
    case HEADER_SOURCE_PORT:
        batch->shift = 16;
        batch->rest = word & 0xffff;
        return;
    default:
        batch->rest = word & 0xffff0000;
    }
}

struct md5_lanes *md5_lanes_new(const struct message *message, enum header_offset field,
                                const struct secret *secret,
                                const uint8_t digest[static DIGEST_LENGTH])
{
    struct md5_lanes *batch = g_new0(struct md5_lanes, 1);
    uint8_t headers[MESSAGE_HEADERS_LENGTH];
    const size_t start = message_headers(message, headers);
    size_t key_length;
    const uint8_t *key = secret_bytes(secret, &key_length);
    const size_t length = start + message->data.length + key_length;

    batch->blocks = (length + 8) / MD5_BLOCK_LENGTH + 1;
    batch->words = g_new0(uint32_t, MD5_WORDS * batch->blocks);
    batch->word = (unsigned)(start - TCP_HEADER_LENGTH + field) / 4;
    aim_at_field(batch, message->header, field);
    memcpy(batch->words, headers, start);
    memcpy((uint8_t *)batch->words + start, message->data.bytes, message->data.length);
    memcpy((uint8_t *)batch->words + start + message->data.length, key, key_length);
    pad_message(batch, length);
    memcpy(batch->digest, digest, DIGEST_LENGTH);
    for (unsigned i = 0; i < 4; i++)
        batch->digest[i] = GUINT32_FROM_LE(batch->digest[i]);
    batch->find = finders[vectors_widest()];
    return batch;
}

void md5_lanes_free(struct md5_lanes *batch)
{
    if (!batch)
        return;
    secret_wipe(batch->words, MD5_BLOCK_LENGTH * batch->blocks);
    g_free(batch->words);
    g_free(batch);
}

bool md5_lanes_find(const struct md5_lanes *batch, uint32_t first, uint32_t count, uint32_t *number)
{
    return batch->find(batch, first, count, number);
}
