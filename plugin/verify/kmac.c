/* KMAC256, NIST SP 800-185 section 4, which libgcrypt has only in parts, and only from 1.11.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "kmac.h"

#include <gcrypt.h>
#include <string.h>

#if GCRYPT_VERSION_NUMBER >= 0x010b00

#define RATE 136 /* octets per block of Keccak, in all functions of 256 bits */

struct kmac {
    gcry_md_hd_t handle; /* has absorbed what all messages have in common */
    size_t length;       /* of the MAC, in octets */
};

bool kmac_is_available(void)
{
    return gcry_md_test_algo(GCRY_MD_CSHAKE256) == 0;
}

/* Initialises HANDLE as cSHAKE256 with the name and CUSTOMIZATION of KMAC256. */
static bool customize(gcry_md_hd_t handle, const char *customization)
{
    struct gcry_cshake_customization names = {
        .n = "KMAC",
        .n_len = 4,
        .s = customization,
        .s_len = (unsigned)strlen(customization),
    };
    return gcry_md_ctl(handle, GCRYCTL_MD_CUSTOMIZE, &names, sizeof names) == 0;
}

/* NIST SP 800-185 section 4.3: the key comes first, after lengths and padded with zeros to a
 * whole block.
 *
 *     +---+-----+---+--------------------+-----+-------+
 *     | 1 | 136 | 2 | length in bits (2) | key | zeros |
 *     +---+-----+---+--------------------+-----+-------+
 *
 * A length of less than 256 bits takes one octet instead of two.
 */
static void absorb_key(gcry_md_hd_t handle, const struct span *key)
{
    static const uint8_t zeros[RATE];
    const size_t bits = 8 * key->length;
    const uint8_t lengths[] = {1, RATE, 2, (uint8_t)(bits >> 8), (uint8_t)bits};
    const uint8_t short_lengths[] = {1, RATE, 1, (uint8_t)bits};
    const size_t head = bits < 256 ? sizeof short_lengths : sizeof lengths;

    gcry_md_write(handle, bits < 256 ? short_lengths : lengths, head);
    gcry_md_write(handle, key->bytes, key->length);
    gcry_md_write(handle, zeros, (RATE - (head + key->length) % RATE) % RATE);
}

struct kmac *kmac_new(const struct kmac_parameters *parameters)
{
    gcry_md_hd_t handle;

    if (gcry_md_open(&handle, GCRY_MD_CSHAKE256, 0) != 0)
        return NULL;
    if (!customize(handle, parameters->customization)) {
        gcry_md_close(handle);
        return NULL;
    }
    absorb_key(handle, &parameters->key);
    struct kmac *kmac = g_new(struct kmac, 1);
    *kmac = (struct kmac){handle, parameters->length};
    return kmac;
}

void kmac_free(struct kmac *kmac)
{
    if (!kmac)
        return;
    gcry_md_close(kmac->handle);
    g_free(kmac);
}

void kmac_begin_with(struct kmac *kmac, const struct span *start)
{
    if (kmac)
        gcry_md_write(kmac->handle, start->bytes, start->length);
}

/* NIST SP 800-185 section 4.3: the length of the MAC in bits comes last, followed by the number of
 * octets in that length. */
static void absorb_length(gcry_md_hd_t handle, size_t length)
{
    const size_t bits = 8 * length;
    const uint8_t encoded[] = {(uint8_t)(bits >> 8), (uint8_t)bits, bits < 256 ? 1 : 2};
    const unsigned skipped = bits < 256;

    gcry_md_write(handle, encoded + skipped, sizeof encoded - skipped);
}

bool kmac_compute(struct kmac *kmac, const struct mac_input *input, uint8_t *result)
{
    gcry_md_hd_t copy;

    if (gcry_md_copy(&copy, kmac->handle) != 0)
        return false;
    for (unsigned i = 0; i < input->count; i++)
        gcry_md_write(copy, input->spans[i].bytes, input->spans[i].length);
    absorb_length(copy, kmac->length);
    const bool done = gcry_md_extract(copy, GCRY_MD_CSHAKE256, result, kmac->length) == 0;
    gcry_md_close(copy);
    return done;
}

#else

bool kmac_is_available(void)
{
    return false;
}

struct kmac *kmac_new(const struct kmac_parameters *parameters G_GNUC_UNUSED)
{
    return NULL;
}

void kmac_free(struct kmac *kmac G_GNUC_UNUSED)
{
}

void kmac_begin_with(struct kmac *kmac G_GNUC_UNUSED, const struct span *start G_GNUC_UNUSED)
{
}

bool kmac_compute(struct kmac *kmac G_GNUC_UNUSED, const struct mac_input *input G_GNUC_UNUSED,
                  uint8_t *result G_GNUC_UNUSED)
{
    return false;
}

#endif
