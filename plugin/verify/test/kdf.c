/* Tests the derivation of traffic keys, for each algorithm, against keys that others derived.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/verify/kdf.h"

#include <gcrypt.h>
#include <string.h>

/* The rows were printed by a program in Python, which shares nothing with ours; for AES-128-CMAC
 * and KMAC256 with what is in test-captures/reference/:
 *
 *     from hashlib import new
 *     from hmac import digest
 *
 *     def of(length, step):
 *         return bytes(step * i + 11 & 255 for i in range(length))
 *
 *     context = of(address, 3) + of(address, 5) + bytes.fromhex("e9d700b3fbfbab5a11c14261")
 *     digest(of(secret, 49), b"\1TCP-AO" + context + (8 * new(name).digest_size).to_bytes(2,
 * "big"), name) digest(digest(bytes(32), of(secret, 49), "sha256"), context + b"\1", "sha256") #
 * HKDF
 */
static const struct {
    enum key_algorithm algorithm;
    unsigned address, secret; /* lengths */
    const char *key;
} vectors[] = {
    {KEY_HMAC_SHA_1_96, 4, 10, "262d41388b4ac79e1e375616c951626bc13875d6"},
    {KEY_HMAC_SHA_1_96, 16, 80, "926ba919c90cfdd55a90e3c958992b68512e7b36"},
    {KEY_AES_128_CMAC_96, 4, 5, "3548ba0ae9d4d1a9ed28e9cc8c85fb72"},
    {KEY_AES_128_CMAC_96, 4, 16, "04d9e03fb30b58b260dc4366db6e6ba8"},
    {KEY_AES_128_CMAC_96, 16, 17, "3695a476d7ce52d093ed67704f47a62d"},
    {KEY_AES_128_CMAC_96, 16, 80, "039a6e0828babef258599dd4c1a4ad77"},
    {KEY_HMAC_SHA_256_96, 4, 10,
     "a9fadaff9a0280a983dafec0eba82bdd183d8e2aea4a92d53fd3a78cc7a83e61"},
    {KEY_HMAC_SHA_256_96, 16, 80,
     "14e2924f852d92b2f40654953b76186908721bbb86c9eedf85785c83f1fcda48"},
    {KEY_HMAC_SHA_256_128, 4, 10,
     "a9fadaff9a0280a983dafec0eba82bdd183d8e2aea4a92d53fd3a78cc7a83e61"},
    {KEY_HMAC_SHA_256_128, 16, 80,
     "14e2924f852d92b2f40654953b76186908721bbb86c9eedf85785c83f1fcda48"},
    {KEY_HKDF_SHA_256_128, 4, 10,
     "a3af17179fb0bd0b0e18ce700156643c381df6adb9959c856c876d3bcb11d6a2"},
    {KEY_HKDF_SHA_256_128, 16, 80,
     "ed04d6f580e56f1ca3ae0fbd6c41a1e45ea350391a9178de8f6e47022d08c73c"},
    {KEY_KMAC256_128, 4, 10, "bf5b3621743747068d9e45d64f02f6b052c4b59a264ba5c90e2ce2548e4010d8"},
    {KEY_KMAC256_128, 16, 80, "2b6fd84a4bae325404bf69de232acd7f5afb8f3414a5455f0013b24d974d31fe"},
    {KEY_HMAC_MD5_96, 4, 10, "5d24f1a4385229c4009ab5f9759025cc"},
    {KEY_HMAC_MD5_96, 16, 80, "2cf12815eb45334f958ba79b3a468ce8"},
    {KEY_HMAC_SHA_224_96, 4, 10, "aef01a60c28ac6e1158ef1098d558dd0c645f801239a158062cc5007"},
    {KEY_HMAC_SHA_224_96, 16, 80, "57ab23e641101dc35043a3f6f8aaf86934dbdd754e15ddb191f4ef0a"},
    {KEY_HMAC_SHA_384_96, 4, 10,
     "fd47023fc6bcea02134397ad306b52e23efe00719cd42fbc6c37c84ae093236a20ce7c64c281e736c9b64ad2d9a7c"
     "0ef"},
    {KEY_HMAC_SHA_384_96, 16, 80,
     "dadd6f76271df60b18ebdcd96e294e038a2a529fb3b66a27af3fe860aa233004f93b921498c35117b09a8a669e86b"
     "992"},
    {KEY_HMAC_SHA_512_96, 4, 10,
     "dd049ecf401d73ce774dd7bf29686e45eef7240d055533e76587ae7e66e3956f0cc16bcec04822139966ba3d80ff1"
     "385063ef2434799cf9ad11ae7a2e3e4d003"},
    {KEY_HMAC_SHA_512_96, 16, 80,
     "c7b0d4f40201be71e7ebdd759f06026cdfa21144cb4898ac6db263cbda3e6bd19fdd352b2d1dc78b2e92d3a35ebab"
     "670f64eda082f8f879e3b472e4fd77a1f34"},
};

static void fill(uint8_t *bytes, size_t length, unsigned step)
{
    for (size_t i = 0; i < length; i++)
        bytes[i] = (uint8_t)(step * i + 11);
}

static struct secret *secret_of(unsigned length)
{
    uint8_t bytes[100];
    fill(bytes, length, 49);
    return secret_new(bytes, length);
}

static struct traffic_context context_of(unsigned address)
{
    uint8_t from[16], to[16];

    fill(from, address, 3);
    fill(to, address, 5);
    return (struct traffic_context){
        .from = ip_address_from_bytes(from, address),
        .to = ip_address_from_bytes(to, address),
        .from_port = 0xe9d7,
        .to_port = 0x00b3,
        .from_isn = 0xfbfbab5a,
        .to_isn = 0x11c14261,
    };
}

static void test_vectors(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(vectors); i++) {
        struct secret *secret = secret_of(vectors[i].secret);
        const struct traffic_context context = context_of(vectors[i].address);
        struct kdf *kdf = kdf_new(vectors[i].algorithm, secret);
        struct traffic_key key;
        GString *digits = g_string_new(NULL);

        secret_free(secret);
        if (kdf_is_available(vectors[i].algorithm)) {
            g_assert_true(kdf_derive(kdf, &context, &key));
            g_assert_cmpint(key.algorithm, ==, vectors[i].algorithm);
            for (unsigned j = 0; j < key.length; j++)
                g_string_append_printf(digits, "%02x", key.bytes[j]);
            g_assert_cmpstr(digits->str, ==, vectors[i].key);
        } else {
            g_assert_null(kdf);
        }
        kdf_free(kdf);
        g_string_free(digits, TRUE);
    }
}

/* The rows above include all algorithms. */
static void test_all_algorithms(void)
{
    for (enum key_algorithm algorithm = KEY_MD5 + 1; algorithm < KEY_ALGORITHMS; algorithm++) {
        unsigned rows = 0;
        for (unsigned i = 0; i < G_N_ELEMENTS(vectors); i++)
            rows += vectors[i].algorithm == algorithm;
        g_assert_cmpuint(rows, >=, 2);
        g_assert_true(kdf_is_available(algorithm) || algorithm == KEY_KMAC256_128);
    }
}

static bool derives(struct kdf *kdf, const struct traffic_context *context,
                    const struct traffic_key *expected)
{
    struct traffic_key key;
    g_assert_true(kdf_derive(kdf, context, &key));
    return key.length == expected->length && memcmp(key.bytes, expected->bytes, key.length) == 0;
}

/* Each bit of a context changes the traffic key. A KDF that has derived others still derives the
 * first one. */
static void test_each_bit_matters(void)
{
    struct secret *secret = secret_of(20);

    for (enum key_algorithm algorithm = KEY_MD5 + 1; algorithm < KEY_ALGORITHMS; algorithm++) {
        struct traffic_context context = context_of(16);
        struct traffic_key key;
        struct kdf *kdf = kdf_new(algorithm, secret);
        if (!kdf)
            continue;
        g_assert_true(kdf_derive(kdf, &context, &key));
        const struct span parts[] = {
            {context.from.bytes, 16},
            {context.to.bytes, 16},
            {(const uint8_t *)&context.from_port, 2},
            {(const uint8_t *)&context.to_port, 2},
            {(const uint8_t *)&context.from_isn, 4},
            {(const uint8_t *)&context.to_isn, 4},
        };
        for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++) {
            for (unsigned bit = 0; bit < 8 * parts[i].length; bit++) {
                uint8_t *byte = (uint8_t *)parts[i].bytes + bit / 8;
                *byte ^= (uint8_t)(1u << bit % 8);
                g_assert_false(derives(kdf, &context, &key));
                *byte ^= (uint8_t)(1u << bit % 8);
            }
        }
        g_assert_true(derives(kdf, &context, &key));
        kdf_free(kdf);
    }
    secret_free(secret);
}

/* Lengths of master keys around the boundaries at which the functions change. */
static const unsigned lengths[] = {1, 15, 16, 17, 32, 80};

/* Returns the KDF of a master key of LENGTH bytes, with the byte at CHANGED changed if there is
 * one. Returns NULL if the algorithm is not available. */
static struct kdf *kdf_of(enum key_algorithm algorithm, unsigned length, unsigned changed)
{
    uint8_t bytes[100];
    fill(bytes, sizeof bytes, 49);
    bytes[changed] ^= 0x10;
    struct secret *secret = secret_new(bytes, length);
    struct kdf *kdf = kdf_new(algorithm, secret);
    secret_free(secret);
    return kdf;
}

/* Each byte of the master key changes the traffic key. */
static void test_master_key_matters(void)
{
    const struct traffic_context context = context_of(4);

    for (enum key_algorithm algorithm = KEY_MD5 + 1; algorithm < KEY_ALGORITHMS; algorithm++) {
        for (unsigned i = 0; i < G_N_ELEMENTS(lengths) && kdf_is_available(algorithm); i++) {
            struct traffic_key key;
            struct kdf *kdf = kdf_of(algorithm, lengths[i], lengths[i]);

            g_assert_true(kdf_derive(kdf, &context, &key));
            kdf_free(kdf);
            for (unsigned changed = 0; changed < lengths[i]; changed++) {
                kdf = kdf_of(algorithm, lengths[i], changed);
                g_assert_false(derives(kdf, &context, &key));
                kdf_free(kdf);
            }
        }
    }
}

/* "short" and "short" padded with NULs to 16 octets are two different keys of AES-128-CMAC. */
static void test_padding_matters(void)
{
    const struct traffic_context context = context_of(4);
    struct secret *as_is = secret_new("short", 5),
                  *padded = secret_new("short\0\0\0\0\0\0\0\0\0\0\0", 16);
    struct kdf *kdf = kdf_new(KEY_AES_128_CMAC_96, as_is);
    struct kdf *other = kdf_new(KEY_AES_128_CMAC_96, padded);
    struct traffic_key key;

    g_assert_true(kdf_derive(kdf, &context, &key));
    g_assert_false(derives(other, &context, &key));
    kdf_free(kdf);
    kdf_free(other);
    secret_free(as_is);
    secret_free(padded);
}

static void test_nothing(void)
{
    kdf_free(NULL);
}

int main(int argc, char **argv)
{
    gcry_check_version(NULL);
    gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/kdf/vectors", test_vectors);
    g_test_add_func("/kdf/all-algorithms", test_all_algorithms);
    g_test_add_func("/kdf/each-bit-matters", test_each_bit_matters);
    g_test_add_func("/kdf/master-key-matters", test_master_key_matters);
    g_test_add_func("/kdf/padding-matters", test_padding_matters);
    g_test_add_func("/kdf/nothing", test_nothing);
    return g_test_run();
}
