/* Decodes Arista's "type 7" obfuscation.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "disguise.h"

#include <gcrypt.h>
#include <string.h>

#define BLOCK_LENGTH  8
#define HEADER_LENGTH 4

static const uint8_t seed[BLOCK_LENGTH] = {0xd5, 0xa8, 0xc9, 0x1e, 0xf5, 0xd5, 0x8a, 0x23};

/* Computes the DES key: "PEER_passwd" folded into the seed. EOS clears the highest bit of each
 * byte. The lowest bit is parity, which DES ignores. */
static void fold(struct word peer, uint8_t key[static BLOCK_LENGTH])
{
    static const char suffix[] = "_passwd";
    memcpy(key, seed, BLOCK_LENGTH);
    for (size_t i = 0; i < peer.length + sizeof suffix - 1; i++)
        key[i % BLOCK_LENGTH] ^= (uint8_t)(i < peer.length ? peer.at[i] : suffix[i - peer.length]);
    for (size_t i = 0; i < BLOCK_LENGTH; i++)
        key[i] &= 0x7f;
}

static bool decrypt(uint8_t *bytes, size_t length, const uint8_t key[static BLOCK_LENGTH])
{
    const uint8_t start[BLOCK_LENGTH] = {0};
    gcry_cipher_hd_t cipher;

    if (gcry_cipher_open(&cipher, GCRY_CIPHER_DES, GCRY_CIPHER_MODE_CBC, 0) != 0)
        return false;
    const bool done = gcry_cipher_setkey(cipher, key, BLOCK_LENGTH) == 0 &&
                      gcry_cipher_setiv(cipher, start, BLOCK_LENGTH) == 0 &&
                      gcry_cipher_decrypt(cipher, bytes, length, NULL, 0) == 0;
    gcry_cipher_close(cipher);
    return done;
}

/*  0    1    2    3         4             length - pad        length
 *  +----+----+----+---------+--- ~ ---+---------------+
 *  | 4c | 88 | bb | pad, 14 | secret  | zeros, 0 to 7 |     pad in the high four bits
 *  +----+----+----+---------+--- ~ ---+---------------+
 */
static struct secret *unpack(const uint8_t *bytes, size_t length)
{
    const size_t padding = bytes[3] >> 4;
    if (memcmp(bytes, "\x4c\x88\xbb", 3) != 0 || padding >= BLOCK_LENGTH ||
        HEADER_LENGTH + padding >= length)
        return NULL;
    return secret_new(bytes + HEADER_LENGTH, length - HEADER_LENGTH - padding);
}

static struct secret *undo(const struct secret *disguised, struct word peer)
{
    uint8_t key[BLOCK_LENGTH];
    size_t length;
    const uint8_t *bytes = secret_bytes(disguised, &length);
    if (length == 0 || length % BLOCK_LENGTH != 0)
        return NULL;

    uint8_t *plain = g_memdup2(bytes, length);
    fold(peer, key);
    struct secret *secret = decrypt(plain, length, key) ? unpack(plain, length) : NULL;
    secret_wipe(plain, length);
    g_free(plain);
    return secret;
}

struct secret *disguise_arista7(struct word word, struct word peer)
{
    char *text = g_strndup(word.at, word.length);
    struct secret *disguised = secret_from_base64(text, NULL);
    struct secret *secret = disguised ? undo(disguised, peer) : NULL;

    secret_free(disguised);
    secret_wipe(text, strlen(text));
    g_free(text);
    return secret;
}
