/* Hashes for tables whose keys come from files.
 *
 * Anybody can make up keys for which GLib's hashes, and other fixed ones, are all the same. A table
 * of such keys takes time quadratic in their number. These hashes depend on numbers that are drawn
 * when the program starts: keys that were chosen without knowing them hardly ever collide.
 * hash_bytes() is a polynomial of the bytes modulo a prime, at a point that is drawn: J. Carter,
 * M. Wegman, "Universal classes of hash functions", 1979.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_HASH_H
#define TCPAUTH_KEYS_HASH_H

#include <glib.h>

#include <stdint.h>
#include <string.h>

#define HASH_PRIME 0x7fffffffu /* 2^31 - 1 */
#define HASH_CHUNK 3           /* bytes, so that a chunk is below the prime */

/* Returns the point. It is another one in each source file. */
static inline uint32_t hash_point(void)
{
    static gsize point;

    if (g_once_init_enter(&point))
        g_once_init_leave(&point, (gsize)g_random_int_range(HASH_PRIME / 2, HASH_PRIME));
    return (uint32_t)point;
}

/* Returns the polynomial HASH with a further coefficient, CHUNK. */
static inline uint32_t hash_step(uint32_t hash, uint32_t point, uint32_t chunk)
{
    const uint64_t value = (uint64_t)hash * point + chunk;
    const uint32_t sum = (uint32_t)(value & HASH_PRIME) + (uint32_t)(value >> 31);
    return (sum & HASH_PRIME) + (sum >> 31);
}

/* Returns the hash of LENGTH BYTES after something whose hash is BEFORE; 0 if there is nothing
 * before them. */
static inline guint hash_bytes(guint before, const void *bytes, size_t length)
{
    const uint32_t point = hash_point();
    const uint8_t *at = bytes;
    uint32_t hash = hash_step(before & HASH_PRIME, point, (uint32_t)length & HASH_PRIME);

    for (; length >= HASH_CHUNK; at += HASH_CHUNK, length -= HASH_CHUNK)
        hash = hash_step(hash, point, at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16);
    for (; length > 0; at++, length--)
        hash = hash_step(hash, point, *at);
    return hash_step(hash, point, 0);
}

#define HASH_RECORD_WORDS 16

/* Returns a random number for each word of a record, and one more. Each source file draws its own.
 */
static inline const uint64_t *hash_factors(void)
{
    static uint64_t factors[HASH_RECORD_WORDS + 1];
    static gsize drawn;

    if (g_once_init_enter(&drawn)) {
        for (unsigned i = 0; i < G_N_ELEMENTS(factors); i++)
            factors[i] = (uint64_t)g_random_int() << 32 | g_random_int();
        g_once_init_leave(&drawn, 1);
    }
    return factors;
}

/* Returns the hash of RECORD, which has as many WORDS of 4 bytes as all others of its table, at
 * most HASH_RECORD_WORDS. It takes a tenth of the time of hash_bytes(). D. Lemire, O. Kaser,
 * "Strongly universal string hashing is fast", 2014. */
static inline guint hash_record(const void *record, size_t words)
{
    const uint64_t *factors = hash_factors();
    uint64_t sum = factors[0];

    for (size_t i = 0; i < words; i++) {
        uint32_t word;
        memcpy(&word, (const uint8_t *)record + i * sizeof word, sizeof word);
        sum += factors[i + 1] * word;
    }
    return (guint)(sum >> 32);
}

/* Returns the hash of TEXT: for g_hash_table_new(), with g_str_equal(). */
static inline guint hash_text(gconstpointer text)
{
    return hash_bytes(0, text, strlen(text));
}

/* Returns the hash of the gint64 at NUMBER: for g_hash_table_new(), with g_int64_equal(). */
static inline guint hash_number(gconstpointer number)
{
    return hash_record(number, sizeof(gint64) / sizeof(uint32_t));
}

#endif
