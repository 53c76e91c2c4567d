/* MD5 of one message with many keys at once.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "md5-sieve.h"

#include "md5-block.h"

#include <string.h>

#define MAX_BLOCKS 4 /* of what is hashed for a key; a longer key passes untried */
#define END_LENGTH 9 /* a 1 bit, and the length in bits: RFC 1321 sections 3.1 and 3.2 */

/* What is hashed in the lanes after the message's whole blocks; and how many blocks that is. */
struct ends {
    uint8_t bytes[LANES][MD5_BLOCK_LENGTH * MAX_BLOCKS];
    unsigned blocks[LANES];
};

/* Hashes COUNT blocks at BYTES. */
INLINE void hash_message(uint32_t state[4], const uint8_t *bytes, size_t count)
{
    lanes all[4];

    for (unsigned i = 0; i < 4; i++)
        all[i] = ALL(md5_initial[i]);
    for (size_t at = 0; at < count; at++) {
        uint32_t words[MD5_WORDS];
        memcpy(words, bytes + MD5_BLOCK_LENGTH * at, sizeof words);
        for (unsigned i = 0; i < MD5_WORDS; i++)
            words[i] = GUINT32_FROM_LE(words[i]);
        md5_compress(all, NULL, words);
    }
    for (unsigned i = 0; i < 4; i++)
        state[i] = all[i][0];
}

/* Returns the lanes in which block AT is the last one and ends with the digest. */
INLINE uint32_t lanes_with_digest(const struct ends *ends, const lanes *first, unsigned at,
                                  uint32_t digest)
{
    uint32_t words[LANES], set = 0;

    memcpy(words, first, sizeof words);
    for (unsigned i = 0; i < LANES; i++)
        set |= (uint32_t)(ends->blocks[i] == at + 1 && words[i] == digest) << i;
    return set;
}

/* Returns the lanes whose ENDS give the digest of SIEVE. */
INLINE uint32_t hash_ends(const struct md5_sieve *sieve, const struct ends *ends)
{
    uint32_t spread[MD5_WORDS][LANES], set = 0;
    unsigned most = 0;
    lanes state[4], words[MD5_WORDS];

    for (unsigned i = 0; i < 4; i++)
        state[i] = ALL(sieve->state[i]);
    for (unsigned i = 0; i < LANES; i++)
        most = MAX(most, ends->blocks[i]);
    for (unsigned at = 0; at < most; at++) {
        for (unsigned i = 0; i < LANES; i++)
            for (unsigned word = 0; word < MD5_WORDS; word++) {
                uint32_t bytes;
                memcpy(&bytes, ends->bytes[i] + MD5_BLOCK_LENGTH * at + 4 * word, sizeof bytes);
                spread[word][i] = GUINT32_FROM_LE(bytes);
            }
        memcpy(words, spread, sizeof words);
        md5_compress(state, words, NULL);
        set |= lanes_with_digest(ends, &state[0], at, sieve->digest);
    }
    secret_wipe(spread, sizeof spread);
    secret_wipe(words, sizeof words);
    return set;
}

/* Defines the functions for one kind of vectors. */
#define FUNCTIONS(kind, attribute)                                                    \
    PLAIN attribute static void begin_##kind(uint32_t state[4], const uint8_t *bytes, \
                                             size_t count)                            \
    {                                                                                 \
        hash_message(state, bytes, count);                                            \
    }                                                                                 \
    PLAIN attribute static uint32_t end_##kind(const struct md5_sieve *sieve,         \
                                               const struct ends *ends)               \
    {                                                                                 \
        return hash_ends(sieve, ends);                                                \
    }

FUNCTIONS(any, )
FUNCTIONS(avx2, FOR_AVX2)
FUNCTIONS(avx512, FOR_AVX512)

static const struct {
    void (*begin)(uint32_t state[4], const uint8_t *bytes, size_t count);
    uint32_t (*end)(const struct md5_sieve *sieve, const struct ends *ends);
} functions[VECTORS] = {{begin_any, end_any}, {begin_avx2, end_avx2}, {begin_avx512, end_avx512}};

void md5_sieve_begin(struct md5_sieve *sieve, const struct message *message,
                     const uint8_t digest[static DIGEST_LENGTH])
{
    uint8_t headers[MESSAGE_HEADERS_LENGTH];
    GByteArray *bytes = g_byte_array_new();

    g_byte_array_append(bytes, headers, (guint)message_headers(message, headers));
    g_byte_array_append(bytes, message->options.bytes, (guint)message->options.length);
    g_byte_array_append(bytes, message->data.bytes, (guint)message->data.length);
    const size_t count = bytes->len / MD5_BLOCK_LENGTH;
    functions[vectors_widest()].begin(sieve->state, bytes->data, count);
    memcpy(sieve->rest, bytes->data + MD5_BLOCK_LENGTH * count, bytes->len % MD5_BLOCK_LENGTH);
    sieve->length = bytes->len;
    memcpy(&sieve->digest, digest, sizeof sieve->digest);
    sieve->digest = GUINT32_FROM_LE(sieve->digest);
    g_byte_array_unref(bytes);
}

/* Writes what SIEVE has not hashed yet, SECRET and the padding to lane AT of ENDS. Returns false if
 * that is too long. */
static bool put_end(const struct md5_sieve *sieve, const struct secret *secret, struct ends *ends,
                    unsigned at)
{
    const size_t rest = sieve->length % MD5_BLOCK_LENGTH;
    uint8_t *bytes = ends->bytes[at];
    size_t length;
    const uint8_t *key = secret_bytes(secret, &length);

    if (rest + length + END_LENGTH > sizeof ends->bytes[at])
        return false;
    const unsigned blocks = (unsigned)((rest + length + END_LENGTH - 1) / MD5_BLOCK_LENGTH + 1);
    const uint64_t bits = GUINT64_TO_LE((sieve->length + length) << 3);
    memcpy(bytes, sieve->rest, rest);
    memcpy(bytes + rest, key, length);
    memset(bytes + rest + length, 0, MD5_BLOCK_LENGTH * blocks - rest - length);
    bytes[rest + length] = 0x80;
    memcpy(bytes + MD5_BLOCK_LENGTH * blocks - sizeof bits, &bits, sizeof bits);
    ends->blocks[at] = blocks;
    return true;
}

uint32_t md5_sieve_try(const struct md5_sieve *sieve, const struct secret *const *secrets,
                       unsigned count)
{
    struct ends ends;
    uint32_t untried = 0;

    memset(ends.blocks, 0, sizeof ends.blocks);
    for (unsigned i = 0; i < count; i++)
        if (!put_end(sieve, secrets[i], &ends, i))
            untried |= 1u << i;
    const uint32_t set = functions[vectors_widest()].end(sieve, &ends);
    secret_wipe(&ends, sizeof ends);
    return set | untried;
}
