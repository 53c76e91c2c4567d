/* One block of MD5, RFC 1321, in many lanes at once.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_MD5_BLOCK_H
#define TCPAUTH_VERIFY_MD5_BLOCK_H

#include "lanes.h"

#define MD5_WORDS        16 /* in a block; each has its low byte first */
#define MD5_BLOCK_LENGTH (4 * MD5_WORDS)

static const uint32_t md5_initial[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};

/* 2^32 |sin(i + 1)|, RFC 1321 section 3.4. */
static const uint32_t md5_constants[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};

/* The functions F, G, H and I of RFC 1321 section 3.4. The first two take one operation less than
 * there. */
#define MD5_F(x, y, z) ((z) ^ ((x) & ((y) ^ (z))))
#define MD5_G(x, y, z) MD5_F(z, x, y)
#define MD5_H(x, y, z) ((x) ^ (y) ^ (z))
#define MD5_I(x, y, z) ((y) ^ ((x) | ~(z)))

#define MD5_WORD(i) (varied ? varied[(i) % MD5_WORDS] : ALL(fixed[(i) % MD5_WORDS]))

#define MD5_STEP(mix, a, b, c, d, word, constant, turn) \
    a += mix(b, c, d) + (word) + (constant);            \
    a = (b) + (a << (turn) | a >> (32 - (turn)))

/* One round: it takes the words in its own order, and rotates by four numbers of bits in turn. */
#define MD5_ROUND(number, mix, first, stride, turn_a, turn_d, turn_c, turn_b)                   \
    _Pragma("GCC unroll 4") for (unsigned i = 0; i < MD5_WORDS; i += 4)                         \
    {                                                                                           \
        const uint32_t *constant = md5_constants + MD5_WORDS * (number) + i;                    \
        MD5_STEP(mix, a, b, c, d, MD5_WORD((first) + (stride) * (i + 0)), constant[0], turn_a); \
        MD5_STEP(mix, d, a, b, c, MD5_WORD((first) + (stride) * (i + 1)), constant[1], turn_d); \
        MD5_STEP(mix, c, d, a, b, MD5_WORD((first) + (stride) * (i + 2)), constant[2], turn_c); \
        MD5_STEP(mix, b, c, d, a, MD5_WORD((first) + (stride) * (i + 3)), constant[3], turn_b); \
    }

/* Hashes a block: VARIED or, if that is NULL, FIXED in all lanes. */
INLINE void md5_compress(lanes state[4], const lanes *varied, const uint32_t *fixed)
{
    lanes a = state[0], b = state[1], c = state[2], d = state[3];

    MD5_ROUND(0, MD5_F, 0, 1, 7, 12, 17, 22)
    MD5_ROUND(1, MD5_G, 1, 5, 5, 9, 14, 20)
    MD5_ROUND(2, MD5_H, 5, 3, 4, 11, 16, 23)
    MD5_ROUND(3, MD5_I, 0, 7, 6, 10, 15, 21)
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

#endif
