/* MD5, RFC 1321, of many messages at once that differ in one word of their first block.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "md5-lanes.h"

#include <string.h>

#define WORDS        16 /* in a block */
#define BLOCK_LENGTH (4 * WORDS)

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

static const uint32_t initial[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};

/* 2^32 |sin(i + 1)|, RFC 1321 section 3.4. */
static const uint32_t constants[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};

/* The functions of RFC 1321 section 3.4. F and G take one operation less than there. */
#define F(x, y, z) ((z) ^ ((x) & ((y) ^ (z))))
#define G(x, y, z) F(z, x, y)
#define H(x, y, z) ((x) ^ (y) ^ (z))
#define I(x, y, z) ((y) ^ ((x) | ~(z)))

#define WORD(i) (varied ? varied[(i) % WORDS] : ALL(fixed[(i) % WORDS]))

#define STEP(mix, a, b, c, d, word, constant, turn) \
    a += mix(b, c, d) + (word) + (constant);        \
    a = (b) + (a << (turn) | a >> (32 - (turn)))

/* One round: it takes the words in its own order, and rotates by four numbers of bits in turn. */
#define ROUND(number, mix, first, stride, turn_a, turn_d, turn_c, turn_b)               \
    _Pragma("GCC unroll 4") for (unsigned i = 0; i < WORDS; i += 4)                     \
    {                                                                                   \
        const uint32_t *constant = constants + WORDS * (number) + i;                    \
        STEP(mix, a, b, c, d, WORD((first) + (stride) * (i + 0)), constant[0], turn_a); \
        STEP(mix, d, a, b, c, WORD((first) + (stride) * (i + 1)), constant[1], turn_d); \
        STEP(mix, c, d, a, b, WORD((first) + (stride) * (i + 2)), constant[2], turn_c); \
        STEP(mix, b, c, d, a, WORD((first) + (stride) * (i + 3)), constant[3], turn_b); \
    }

/* Hashes a block: VARIED or, if that is NULL, FIXED in all lanes. */
INLINE void compress(lanes state[4], const lanes *varied, const uint32_t *fixed)
{
    lanes a = state[0], b = state[1], c = state[2], d = state[3];

    ROUND(0, F, 0, 1, 7, 12, 17, 22)
    ROUND(1, G, 1, 5, 5, 9, 14, 20)
    ROUND(2, H, 5, 3, 4, 11, 16, 23)
    ROUND(3, I, 0, 7, 6, 10, 15, 21)
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

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
    lanes varied[WORDS], following;
    bool found = false;

    for (unsigned i = 0; i < WORDS; i++)
        varied[i] = ALL(batch->words[i]);
    for (unsigned i = 0; i < LANES; i++)
        following[i] = GUINT32_TO_LE(GUINT32_TO_BE(i << batch->shift));
    for (uint32_t at = 0; at < count && !found; at += LANES) {
        lanes state[4], difference = {0};

        for (unsigned i = 0; i < 4; i++)
            state[i] = ALL(initial[i]);
        const uint32_t word = (first + at) << batch->shift | batch->rest;
        varied[batch->word] = GUINT32_TO_LE(GUINT32_TO_BE(word)) + following;
        compress(state, varied, NULL);
        for (size_t i = 1; i < batch->blocks; i++)
            compress(state, NULL, batch->words + WORDS * i);
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
    for (size_t i = 0; i < WORDS * batch->blocks; i++)
        batch->words[i] = GUINT32_FROM_LE(batch->words[i]);
    batch->words[WORDS * batch->blocks - 2] = (uint32_t)(length << 3);
    batch->words[WORDS * batch->blocks - 1] = (uint32_t)((uint64_t)length >> 29);
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

    batch->blocks = (length + 8) / BLOCK_LENGTH + 1;
    batch->words = g_new0(uint32_t, WORDS * batch->blocks);
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
    secret_wipe(batch->words, BLOCK_LENGTH * batch->blocks);
    g_free(batch->words);
    g_free(batch);
}

bool md5_lanes_find(const struct md5_lanes *batch, uint32_t first, uint32_t count, uint32_t *number)
{
    return batch->find(batch, first, count, number);
}
