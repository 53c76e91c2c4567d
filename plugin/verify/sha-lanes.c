/* SHA-1 and SHA-256 of many blocks at once.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sha-lanes.h"

#define TURN(word, bits)  ((word) << (bits) | (word) >> (32 - (bits)))
#define CHOICE(x, y, z)   ((z) ^ ((x) & ((y) ^ (z))))
#define MAJORITY(x, y, z) (((x) & (y)) | ((z) & ((x) | (y))))

/* Sections 5.3.1 and 5.3.3. */
static const uint32_t sha_1_initial[SHA_STATE] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476,
                                                  0xc3d2e1f0};
static const uint32_t sha_256_initial[SHA_STATE] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

/* Section 4.2.2. */
static const uint32_t sha_256_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* Section 6.1.2. */
INLINE void sha_1(lanes state[SHA_STATE], lanes words[SHA_BLOCK])
{
    lanes a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];

#pragma GCC unroll 80
    for (unsigned i = 0; i < 80; i++) {
        lanes *word = &words[i % SHA_BLOCK], next = e;
        if (i >= SHA_BLOCK) {
            *word ^= words[(i + 13) % SHA_BLOCK] ^ words[(i + 8) % SHA_BLOCK] ^
                     words[(i + 2) % SHA_BLOCK];
            *word = TURN(*word, 1);
        }
        if (i < 20)
            next += CHOICE(b, c, d) + 0x5a827999;
        else if (i < 40)
            next += (b ^ c ^ d) + 0x6ed9eba1;
        else if (i < 60)
            next += MAJORITY(b, c, d) + 0x8f1bbcdc;
        else
            next += (b ^ c ^ d) + 0xca62c1d6;
        next += TURN(a, 5) + *word;
        e = d;
        d = c;
        c = TURN(b, 30);
        b = a;
        a = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
}

/* Section 6.2.2. */
INLINE void sha_256(lanes state[SHA_STATE], lanes words[SHA_BLOCK])
{
    lanes a = state[0], b = state[1], c = state[2], d = state[3];
    lanes e = state[4], f = state[5], g = state[6], h = state[7];

#pragma GCC unroll 64
    for (unsigned i = 0; i < 64; i++) {
        lanes *word = &words[i % SHA_BLOCK];
        if (i >= SHA_BLOCK) {
            const lanes *near = &words[(i + 14) % SHA_BLOCK], *far = &words[(i + 1) % SHA_BLOCK];
            *word += words[(i + 9) % SHA_BLOCK];
            *word += TURN(*near, 15) ^ TURN(*near, 13) ^ *near >> 10;
            *word += TURN(*far, 25) ^ TURN(*far, 14) ^ *far >> 3;
        }
        h += (TURN(e, 26) ^ TURN(e, 21) ^ TURN(e, 7)) + CHOICE(e, f, g) + sha_256_constants[i] +
             *word;
        const lanes next = h + (TURN(a, 30) ^ TURN(a, 19) ^ TURN(a, 10)) + MAJORITY(a, b, c);
        d += h;
        h = g;
        g = f;
        f = e;
        e = d;
        d = c;
        c = b;
        b = a;
        a = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
}

void sha_begin(enum sha sha, lanes state[SHA_STATE])
{
    const uint32_t *initial = sha == SHA_1 ? sha_1_initial : sha_256_initial;

    for (unsigned i = 0; i < SHA_STATE; i++)
        state[i] = ALL(initial[i]);
}

/* Defines the two functions for one kind of vectors. */
#define FUNCTIONS(kind, attribute)                                                             \
    PLAIN attribute static void sha_1_##kind(lanes state[SHA_STATE], lanes words[SHA_BLOCK])   \
    {                                                                                          \
        sha_1(state, words);                                                                   \
    }                                                                                          \
    PLAIN attribute static void sha_256_##kind(lanes state[SHA_STATE], lanes words[SHA_BLOCK]) \
    {                                                                                          \
        sha_256(state, words);                                                                 \
    }

FUNCTIONS(any, )
FUNCTIONS(avx2, FOR_AVX2)
FUNCTIONS(avx512, FOR_AVX512)

sha_hasher sha_hasher_of(enum sha sha, enum vectors vectors)
{
    static const sha_hasher sha_1_hashers[VECTORS] = {sha_1_any, sha_1_avx2, sha_1_avx512},
                            sha_256_hashers[VECTORS] = {sha_256_any, sha_256_avx2, sha_256_avx512};

    return sha == SHA_1 ? sha_1_hashers[vectors] : sha_256_hashers[vectors];
}
