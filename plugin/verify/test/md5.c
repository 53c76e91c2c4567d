/* Tests the MD5 digest of segments against digests that others computed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/verify/md5.h"

#include <gcrypt.h>
#include <string.h>

static struct md5 *md5;

/* The linker redirects the program's calls of gcry_md_copy() to this wrapper. */
static bool memory_is_short;
static unsigned copies;

gcry_error_t __real_gcry_md_copy(gcry_md_hd_t *copy, gcry_md_hd_t handle);
gcry_error_t __wrap_gcry_md_copy(gcry_md_hd_t *copy, gcry_md_hd_t handle);

gcry_error_t __wrap_gcry_md_copy(gcry_md_hd_t *copy, gcry_md_hd_t handle)
{
    copies++;
    return memory_is_short ? gcry_error(GPG_ERR_ENOMEM) : __real_gcry_md_copy(copy, handle);
}

static unsigned writes; /* calls of gcry_md_write() */

void __real_gcry_md_write(gcry_md_hd_t handle, const void *bytes, size_t length);
void __wrap_gcry_md_write(gcry_md_hd_t handle, const void *bytes, size_t length);

void __wrap_gcry_md_write(gcry_md_hd_t handle, const void *bytes, size_t length)
{
    writes++;
    __real_gcry_md_write(handle, bytes, length);
}

/* Fills BYTES with LENGTH bytes, the first 11, each STEP more than the last. */
static void fill(uint8_t *bytes, size_t length, unsigned step)
{
    for (size_t i = 0; i < length; i++)
        bytes[i] = (uint8_t)(step * i + 11);
}

/* The rows were printed by this program in Python, which shares nothing with ours:
 *
 *     from hashlib import md5
 *     from struct import pack
 *
 *     def of(length, step):
 *         return bytes(step * i + 11 & 255 for i in range(length))
 *
 *     def digest(address, options, data, secret):
 *         segment = bytearray(of(20 + options + data, 7))
 *         segment[12] = (20 + options) // 4 << 4
 *         ends = of(address, 3) + of(address, 5)
 *         length = pack(">HH", 6, len(segment)) if address == 4 else pack(">II", len(segment), 6)
 *         return md5(ends + length + segment[:16] + b"\0\0" + segment[18:20]
 *                    + segment[20 + options:] + of(secret, 49)).hexdigest()
 */
static const struct {
    unsigned address, options, data, secret; /* lengths */
    const char *digest;
} vectors[] = {
    /* with options, without options, and with as many as fit */
    {4, 0, 0, 1, "92a83295c310d4d6cd10a9d0b519e2c9"},
    {4, 20, 0, 16, "0c17b1a27a41126ad27e4a14e271affb"},
    {4, 20, 19, 12, "1189b2d31b951dc426ee5ac917d77605"},
    {4, 40, 1, 25, "82231c085bc5c5e46c1e793f2781fa34"},
    /* MD5 hashes blocks of 64 bytes and needs 9 bytes of the last one itself: lengths around both
     * limits */
    {4, 20, 0, 23, "42f84338aeaad8518cec71bd55065e63"},
    {4, 20, 1, 23, "c8f9926074760906a0d725ac3dcdb23f"},
    {4, 20, 7, 16, "694b1bbd53ebcc5116693cf72cd230d6"},
    {4, 20, 8, 16, "a955ec54f57bfd0482308f9ac1a0a778"},
    {4, 20, 15, 16, "e1efff1a1cea6e0f0a9c6f358062a3dc"},
    {4, 20, 16, 16, "855d4d6a12b02d489ce21a4eca99a5f1"},
    {4, 20, 17, 16, "a65bc90e234ecda5c204ace3d35295bd"},
    /* lengths around a block of data, the size of an Ethernet frame, a long secret, nearly the
     * maximum */
    {4, 20, 63, 80, "6251490fab8a14dd38352eda14f6ef73"},
    {4, 20, 64, 80, "3035df6a24e39de672a8bd0ef1a47d05"},
    {4, 20, 65, 80, "f56cf10203892aae86ce13293763ca04"},
    {4, 20, 1441, 80, "7d3a5981e1186a0a84b7b6e624aab488"},
    {4, 20, 0, 200, "49b035cd2c03fdbc1c14cbfed3c46e09"},
    {4, 36, 65475, 31, "543b51aa5ae6b3f8ccd136fd8959adc1"},
    /* IPv6, whose pseudo-header and data fill a block earlier; and a length over 16 bits */
    {16, 20, 0, 16, "e61da2e10e4a32f476418a33c3dd5dea"},
    {16, 20, 3, 1, "607fce258c8803b6a71aad272fd51c62"},
    {16, 24, 4, 1, "82fae321f0201cdd35d4b8f30fdf6567"},
    {16, 20, 19, 16, "84392198e1f0873a2db9e9514b98a885"},
    {16, 20, 48, 16, "1da018c40e60db988f9ad9bbdc3c4e0e"},
    {16, 20, 52, 16, "48ead0288257ecb118a0e316d6210518"},
    {16, 40, 1421, 200, "8519944d748b429636df39884f8502a6"},
    {16, 20, 65536, 80, "442dbce2eca82880a90bf5cbaff5e8a4"},
};

/* Writes the digest of SEGMENT. It must be the same whether another key follows or not, and whether
 * there is memory for that or not. */
static void digest_of(const struct segment *segment, const struct secret *secret, uint8_t *digest)
{
    uint8_t first[DIGEST_LENGTH], second[DIGEST_LENGTH];

    const struct message message = message_of(segment);
    md5_begin(md5);
    md5_absorb(md5, &message);
    md5_digest(md5, &message, secret, first);
    memory_is_short = true;
    md5_digest(md5, &message, secret, second);
    memory_is_short = false;
    md5_last_digest(md5, secret, digest);
    g_assert_cmpmem(first, DIGEST_LENGTH, digest, DIGEST_LENGTH);
    g_assert_cmpmem(second, DIGEST_LENGTH, digest, DIGEST_LENGTH);
}

/* Hashes a segment of DATA bytes and its key, after another key if MORE is set. */
static void hash(size_t data, bool more)
{
    uint8_t bytes[2000] = {[HEADER_DATA_OFFSET] = TCP_HEADER_LENGTH / 4 << 4};
    uint8_t digest[DIGEST_LENGTH];
    struct segment segment = {
        .from.address = ip_address_from_bytes("\xc0\0\2\1", 4),
        .to.address = ip_address_from_bytes("\xc0\0\2\2", 4),
        .bytes = bytes,
        .captured = TCP_HEADER_LENGTH + data,
        .length = TCP_HEADER_LENGTH + data,
    };
    const struct message message = message_of(&segment);
    struct secret *secret = secret_new("secret", 6);

    writes = copies = 0;
    md5_begin(md5);
    md5_absorb(md5, &message);
    if (more)
        md5_digest(md5, &message, secret, digest);
    md5_last_digest(md5, secret, digest);
    secret_free(secret);
}

/* Returns the number of libgcrypt calls for one key. Checks that with two keys the hashed data is
 * copied. */
static unsigned writes_of(size_t data)
{
    hash(data, false);
    return writes;
}

static unsigned copies_for(size_t data)
{
    hash(data, true);
    return copies;
}

/* Each call costs at least as much as hashing a dozen bytes. */
static void test_few_calls(void)
{
    g_assert_cmpuint(writes_of(0), ==, 2);
    g_assert_cmpuint(writes_of(19), ==, 2);
    g_assert_cmpuint(writes_of(1428), ==, 3);
}

/* A copy costs as much as hashing a block; with less than a block, nothing has been hashed yet. */
static void test_copies_what_is_hashed(void)
{
    g_assert_cmpuint(copies_for(0), ==, 0);
    g_assert_cmpuint(copies_for(19), ==, 0);
    g_assert_cmpuint(copies_for(64), ==, 1);
    g_assert_cmpuint(copies_for(1428), ==, 1);
}

static void test_vectors(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(vectors); i++) {
        const unsigned header = TCP_HEADER_LENGTH + vectors[i].options;
        const size_t length = header + vectors[i].data;
        uint8_t from[16], to[16], secret_text[200], *bytes = g_malloc(length);
        uint8_t digest[DIGEST_LENGTH];
        GString *digits = g_string_new(NULL);

        fill(from, vectors[i].address, 3);
        fill(to, vectors[i].address, 5);
        fill(bytes, length, 7);
        fill(secret_text, vectors[i].secret, 49);
        bytes[12] = (uint8_t)(header / 4 << 4);
        const struct segment segment = {
            .from.address = ip_address_from_bytes(from, vectors[i].address),
            .to.address = ip_address_from_bytes(to, vectors[i].address),
            .bytes = bytes,
            .captured = length,
            .length = length,
        };
        struct secret *secret = secret_new(secret_text, vectors[i].secret);

        digest_of(&segment, secret, digest);
        for (unsigned j = 0; j < DIGEST_LENGTH; j++)
            g_string_append_printf(digits, "%02x", digest[j]);
        g_assert_cmpstr(digits->str, ==, vectors[i].digest);
        g_string_free(digits, TRUE);
        secret_free(secret);
        g_free(bytes);
    }
}

/* The test vectors of John the Ripper's format tcp-md5, from recorded BGP sessions: pseudo-header
 * and TCP header in hexadecimal, then the digest. They lack the options, which are not signed; the
 * data offset shows how long these were. */
static const struct {
    const char *signed_bytes, *digest, *secret;
} recorded[] = {
    {"c0a83814c0a838280006002800b3d10515f72762291b6878a010007300000000",
     "eaf8d1f1da3f03c90b42709e9508fc73", "lolcats"},
    {"c0a83828c0a8381400060034d12100b36e73c1c300000000d002390800000000",
     "9a75888344bf20488ebef3ee5b16dd2a", "longbutstilllamepassword"},
};

static void test_recorded_segments(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(recorded); i++) {
        size_t covered_length, digest_length;
        struct secret *covered = secret_from_hex(recorded[i].signed_bytes, NULL);
        struct secret *expected = secret_from_hex(recorded[i].digest, NULL);
        struct secret *secret = secret_new(recorded[i].secret, strlen(recorded[i].secret));
        const uint8_t *at = secret_bytes(covered, &covered_length);
        uint8_t bytes[60], digest[DIGEST_LENGTH];
        const size_t length = (size_t)at[10] << 8 | at[11];

        g_assert_cmpuint(length, ==, (at[12 + 12] >> 4) * 4); /* there is no data */
        memset(bytes, 0xee, sizeof bytes);
        memcpy(bytes, at + 12, TCP_HEADER_LENGTH);
        memcpy(bytes + 16, "\xbe\xef", 2); /* the checksum is not signed */
        const struct segment segment = {
            .from.address = ip_address_from_bytes(at, 4),
            .to.address = ip_address_from_bytes(at + 4, 4),
            .bytes = bytes,
            .captured = length,
            .length = length,
        };
        digest_of(&segment, secret, digest);
        g_assert_cmpmem(digest, DIGEST_LENGTH, secret_bytes(expected, &digest_length),
                        DIGEST_LENGTH);
        secret_free(covered);
        secret_free(expected);
        secret_free(secret);
    }
}

/* What RFC 2385 signs, in one block that GLib hashes. */
static void digest_of_flat_copy(const struct segment *segment, const uint8_t *secret,
                                size_t secret_length, uint8_t *digest)
{
    const size_t header = segment_header_length(segment), length = segment->length;
    GByteArray *flat = g_byte_array_new();
    GChecksum *checksum = g_checksum_new(G_CHECKSUM_MD5);
    gsize digest_length = DIGEST_LENGTH;

    g_byte_array_append(flat, segment->from.address.bytes, segment->from.address.length);
    g_byte_array_append(flat, segment->to.address.bytes, segment->to.address.length);
    if (segment->from.address.length == 4) {
        const uint8_t end[] = {0, 6, (uint8_t)(length >> 8), (uint8_t)length};
        g_byte_array_append(flat, end, sizeof end);
    } else {
        const uint8_t end[] = {0, 0, (uint8_t)(length >> 8), (uint8_t)length, 0, 0, 0, 6};
        g_byte_array_append(flat, end, sizeof end);
    }
    g_byte_array_append(flat, segment->bytes, 16);
    g_byte_array_append(flat, (const uint8_t[]){0, 0}, 2);
    g_byte_array_append(flat, segment->bytes + 18, 2);
    g_byte_array_append(flat, segment->bytes + header, (guint)(length - header));
    g_byte_array_append(flat, secret, (guint)secret_length);
    g_checksum_update(checksum, flat->data, flat->len);
    g_checksum_get_digest(checksum, digest, &digest_length);
    g_checksum_free(checksum);
    g_byte_array_free(flat, TRUE);
}

static void random_bytes(uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        bytes[i] = (uint8_t)g_test_rand_int_range(0, 256);
}

/* Secrets of all lengths from 1 to 200, and data of all lengths up to three blocks. */
static void test_random_segments(void)
{
    for (unsigned i = 1; i <= 200; i++) {
        const unsigned address = i % 2 ? 4 : 16;
        const size_t header = (size_t)g_test_rand_int_range(5, 16) * 4, length = header + i - 1;
        uint8_t ends[32], secret_text[200], expected[DIGEST_LENGTH], digest[DIGEST_LENGTH];
        uint8_t *bytes =
            g_malloc(length); /* of its own size, so that a sanitizer detects overreads */

        random_bytes(ends, sizeof ends);
        random_bytes(bytes, length);
        random_bytes(secret_text, i);
        bytes[12] = (uint8_t)(header / 4 << 4);
        const struct segment segment = {
            .from.address = ip_address_from_bytes(ends, address),
            .to.address = ip_address_from_bytes(ends + 16, address),
            .bytes = bytes,
            .captured = length,
            .length = length,
        };
        struct secret *secret = secret_new(secret_text, i);

        digest_of(&segment, secret, digest);
        digest_of_flat_copy(&segment, secret_text, i, expected);
        g_assert_cmpmem(digest, DIGEST_LENGTH, expected, DIGEST_LENGTH);
        secret_free(secret);
        g_free(bytes);
    }
}

/* Checks for each byte of a segment whether it changes the digest. */
static void test_what_is_signed(void)
{
    const size_t length = TCP_HEADER_LENGTH + 12 + 8;
    uint8_t bytes[TCP_HEADER_LENGTH + 12 + 8], digest[DIGEST_LENGTH], other[DIGEST_LENGTH];
    struct secret *secret = secret_new("secret", 6);
    const struct segment segment = {
        .from.address = ip_address_from_bytes("\xc0\0\2\1", 4),
        .to.address = ip_address_from_bytes("\xc0\0\2\2", 4),
        .bytes = bytes,
        .captured = length,
        .length = length,
    };

    fill(bytes, length, 7);
    bytes[12] = 8 << 4;
    digest_of(&segment, secret, digest);
    for (size_t i = 0; i < length; i++) {
        const bool checksum = i == 16 || i == 17, option = 20 <= i && i < 32;
        bytes[i] ^= 1;
        digest_of(&segment, secret, other);
        g_assert_true((memcmp(digest, other, DIGEST_LENGTH) == 0) == (checksum || option));
        bytes[i] ^= 1;
    }
    secret_free(secret);
}

static void test_free_ignores_null(void)
{
    md5_free(NULL);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    md5 = md5_new();
    g_assert_nonnull(md5);
    g_test_add_func("/md5/few-calls", test_few_calls);
    g_test_add_func("/md5/copies-what-is-hashed", test_copies_what_is_hashed);
    g_test_add_func("/md5/vectors", test_vectors);
    g_test_add_func("/md5/recorded-segments", test_recorded_segments);
    g_test_add_func("/md5/random-segments", test_random_segments);
    g_test_add_func("/md5/what-is-signed", test_what_is_signed);
    g_test_add_func("/md5/free-ignores-null", test_free_ignores_null);
    const int failed = g_test_run();
    md5_free(md5);
    return failed;
}
