/* HMAC (RFC 2104) of many guesses at once.
 *
 * A guess takes two HMACs: that of the ISNs with the master key is the traffic key, with which the
 * second signs the segment. All lanes have the same master key, and the same segment but for one
 * field.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ao-lanes.h"

#include "kdf.h"
#include "sha-lanes.h"

#include <string.h>

#define BLOCK_LENGTH (4 * SHA_BLOCK)
#define INNER_PAD    0x36363636u
#define OUTER_PAD    0x5c5c5c5cu

/* What is hashed, with the padding. */
struct blocks {
    uint32_t *words;
    size_t count;
};

struct ao_lanes {
    uint32_t inner[SHA_STATE], outer[SHA_STATE]; /* after the two padded master keys */
    struct blocks input;                         /* of the key derivation, one block; ISNs of 0 */
    unsigned isns;                               /* the word in whose last octet they begin */
    size_t header;                               /* the offset of TCP's header in each message */
    struct blocks messages[MAX_READINGS];        /* each begins with the extension */
    unsigned count;
    uint32_t mac;
    enum sha sha;
    sha_hasher hash;
};

/* Sets STATE to that after KEY, padded with zeros to a block, and then with PAD. */
static void hash_key(const struct ao_lanes *self, const lanes key[SHA_BLOCK], uint32_t pad,
                     lanes state[SHA_STATE])
{
    lanes words[SHA_BLOCK];

    for (unsigned i = 0; i < SHA_BLOCK; i++)
        words[i] = key[i] ^ ALL(pad);
    sha_begin(self->sha, state);
    self->hash(state, words);
    secret_wipe(words, sizeof words);
}

/* Finishes an HMAC: hashes the inner DIGEST after the outer key, of which STATE has the hash. */
static void hash_digest(const struct ao_lanes *self, const lanes digest[SHA_STATE],
                        lanes state[SHA_STATE])
{
    lanes words[SHA_BLOCK] = {0};

    for (unsigned i = 0; i < self->sha; i++)
        words[i] = digest[i];
    words[self->sha] = ALL(0x80000000);
    words[SHA_BLOCK - 1] = ALL(8u * (BLOCK_LENGTH + 4u * self->sha));
    self->hash(state, words);
}

PLAIN static void spread(const uint32_t *numbers, unsigned count, lanes *to)
{
    for (unsigned i = 0; i < count; i++)
        to[i] = ALL(numbers[i]);
}

/* Changes the 16 bits at OFFSET in WORDS, which are big-endian, by CHANGES in each lane. */
static void change_field(lanes *words, size_t offset, const uint32_t changes[static LANES])
{
    const unsigned bits = 8 * (offset % 4);
    lanes change;

    memcpy(&change, changes, sizeof change);
    words[offset / 4] ^= change << 16 >> bits;
    if (bits == 24)
        words[offset / 4 + 1] ^= change << 24;
}

/* Derives the traffic key of each guess. The ports are before the ISNs: RFC 5925 section 5.2. */
static void derive(const struct ao_lanes *self, const struct ao_guesses *guesses,
                   lanes key[SHA_BLOCK])
{
    lanes words[SHA_BLOCK], state[SHA_STATE], from, to;

    memcpy(&from, guesses->from, sizeof from);
    memcpy(&to, guesses->to, sizeof to);
    spread(self->input.words, SHA_BLOCK, words);
    words[self->isns] |= from >> 24;
    words[self->isns + 1] = from << 8 | to >> 24;
    words[self->isns + 2] |= to << 8;
    if (guesses->field <= HEADER_DESTINATION_PORT)
        change_field(words, 4 * self->isns - 1 + guesses->field, guesses->changes);
    spread(self->inner, SHA_STATE, state);
    self->hash(state, words);
    spread(self->outer, self->sha, key);
    hash_digest(self, state, key);
}

/* Returns the set of the lanes in which MESSAGE has the MAC. INNER and OUTER have the hashes of the
 * padded traffic keys. */
static uint32_t lanes_with_mac(const struct ao_lanes *self, const struct blocks *message,
                               const struct ao_guesses *guesses, const lanes inner[SHA_STATE],
                               const lanes outer[SHA_STATE])
{
    lanes words[SHA_BLOCK], digest[SHA_STATE], state[SHA_STATE];
    uint32_t set = 0;

    memcpy(digest, inner, sizeof digest);
    for (size_t i = 0; i < message->count; i++) {
        spread(message->words + SHA_BLOCK * i, SHA_BLOCK, words);
        if (i == 0) {
            memcpy(&words[0], guesses->extension, sizeof words[0]);
            change_field(words, self->header + guesses->field, guesses->changes);
        }
        self->hash(digest, words);
    }
    memcpy(state, outer, sizeof state);
    hash_digest(self, digest, state);
    for (unsigned i = 0; i < LANES; i++)
        set |= (uint32_t)(state[0][i] == self->mac) << i;
    return set;
}

/* Returns the LENGTH BYTES that an HMAC hashes after its inner key, with a 1 bit, zeros up to the
 * end of a block, and there the length in bits: FIPS 180-4 section 5.1.1. */
static struct blocks blocks_of(const uint8_t *bytes, size_t length)
{
    struct blocks blocks = {.count = (length + 8) / BLOCK_LENGTH + 1};
    const size_t words = SHA_BLOCK * blocks.count;

    blocks.words = g_new0(uint32_t, words);
    memcpy(blocks.words, bytes, length);
    ((uint8_t *)blocks.words)[length] = 0x80;
    for (size_t i = 0; i < words; i++)
        blocks.words[i] = GUINT32_FROM_BE(blocks.words[i]);
    blocks.words[words - 1] = (uint32_t)(BLOCK_LENGTH + length) << 3;
    return blocks;
}

/* Returns what the MAC of MESSAGE covers. */
static struct blocks message_blocks(const struct ao_message *message)
{
    const struct span data = message->message.data;
    uint8_t *bytes = g_malloc(AO_MESSAGE_HEAD_LENGTH + data.length);
    const size_t head = ao_message_head(message, bytes);

    if (data.length > 0)
        memcpy(bytes + head, data.bytes, data.length);
    const struct blocks blocks = blocks_of(bytes, head + data.length);
    g_free(bytes);
    return blocks;
}

/* Returns the offset of TCP's header in what the MAC of MESSAGE covers. */
static size_t header_place(const struct message *message)
{
    uint8_t bytes[MESSAGE_HEADERS_LENGTH];
    return sizeof(uint32_t) + message_headers(message, bytes) - TCP_HEADER_LENGTH;
}

/* Sets what is hashed of CONTEXT without its ISNs. They and the length of the key, in two octets,
 * end the input: RFC 5926 section 3.1.1. */
static void set_input(struct ao_lanes *self, enum key_algorithm algorithm,
                      struct traffic_context context)
{
    uint8_t bytes[KDF_INPUT_LENGTH];

    context.from_isn = context.to_isn = 0;
    const size_t length = kdf_input(algorithm, &context, bytes);
    self->input = blocks_of(bytes, length);
    self->isns = (unsigned)(length - 2 - 8) / 4;
}

/* KEY has LENGTH bytes, at most a block. */
static void set_key(struct ao_lanes *self, const uint8_t *key, size_t length)
{
    struct {
        uint32_t words[SHA_BLOCK];
        lanes key[SHA_BLOCK], inner[SHA_STATE], outer[SHA_STATE];
    } secret = {0};

    memcpy(secret.words, key, length);
    for (unsigned i = 0; i < SHA_BLOCK; i++)
        secret.key[i] = ALL(GUINT32_FROM_BE(secret.words[i]));
    hash_key(self, secret.key, INNER_PAD, secret.inner);
    hash_key(self, secret.key, OUTER_PAD, secret.outer);
    for (unsigned i = 0; i < SHA_STATE; i++) {
        self->inner[i] = secret.inner[i][0];
        self->outer[i] = secret.outer[i][0];
    }
    secret_wipe(&secret, sizeof secret);
}

/* Returns false if ALGORITHM does not use HMAC in RFC 5926's manner with one of the hashes here. */
static bool sha_of(enum key_algorithm algorithm, enum sha *sha)
{
    *sha = algorithm == KEY_HMAC_SHA_1_96 ? SHA_1 : SHA_256;
    return algorithm == KEY_HMAC_SHA_1_96 || algorithm == KEY_HMAC_SHA_256_96 ||
           algorithm == KEY_HMAC_SHA_256_128;
}

struct ao_lanes *ao_lanes_new(enum key_algorithm algorithm, const struct secret *master_key,
                              const struct reading *readings, unsigned count,
                              const uint8_t mac[static KEY_MAC_MIN])
{
    size_t length;
    const uint8_t *key = secret_bytes(master_key, &length);
    enum sha sha;

    if (!sha_of(algorithm, &sha) || length > BLOCK_LENGTH)
        return NULL;
    struct ao_lanes *self = g_new0(struct ao_lanes, 1);
    self->sha = sha;
    self->hash = sha_hasher_of(sha, vectors_widest());
    set_key(self, key, length);
    set_input(self, algorithm, readings[0].context);
    for (unsigned i = 0; i < count; i++)
        self->messages[i] = message_blocks(&readings[i].message);
    self->count = count;
    self->header = header_place(&readings[0].message.message);
    self->mac = header_number(mac, 0);
    return self;
}

void ao_lanes_free(struct ao_lanes *self)
{
    if (!self)
        return;
    g_free(self->input.words);
    for (unsigned i = 0; i < self->count; i++)
        g_free(self->messages[i].words);
    secret_wipe(self, sizeof *self);
    g_free(self);
}

uint32_t ao_lanes_try(const struct ao_lanes *self, const struct ao_guesses *guesses)
{
    struct {
        lanes key[SHA_BLOCK], inner[SHA_STATE], outer[SHA_STATE];
    } secret = {0};
    uint32_t set = 0;

    derive(self, guesses, secret.key);
    hash_key(self, secret.key, INNER_PAD, secret.inner);
    hash_key(self, secret.key, OUTER_PAD, secret.outer);
    for (unsigned i = 0; i < self->count; i++)
        set |= lanes_with_mac(self, &self->messages[i], guesses, secret.inner, secret.outer);
    secret_wipe(&secret, sizeof secret);
    return set;
}
