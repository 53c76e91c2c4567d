/* Tests the names of TCP-AO's algorithms in each router's configuration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/model/key-words.h"

static void test_names(void)
{
    static const struct {
        const char *name;
        enum key_algorithm algorithm;
        unsigned mac_length;
    } names[] = {
        {"hmac-sha-1", KEY_HMAC_SHA_1_96, 12},        /* IOS XE */
        {"HMAC-SHA1-96", KEY_HMAC_SHA_1_96, 12},      /* IOS XR */
        {"hmac-sha1-96", KEY_HMAC_SHA_1_96, 12},      /* EOS */
        {"hmac-sha-1-96", KEY_HMAC_SHA_1_96, 12},     /* Junos, SR OS, ExaBGP */
        {"hmac-sha1-12", KEY_HMAC_SHA_1_96, 12},      /* VRP */
        {"hmac-sha1-20", KEY_HMAC_SHA_1_96, 20},      /* VRP */
        {"hmac sha1", KEY_HMAC_SHA_1_96, 12},         /* BIRD */
        {"aes-128-cmac", KEY_AES_128_CMAC_96, 12},    /* IOS XE, VRP */
        {"AES_128_CMAC", KEY_AES_128_CMAC_96, 12},    /* NX-OS */
        {"AES-128-CMAC-96", KEY_AES_128_CMAC_96, 12}, /* IOS XR */
        {"cmac aes128", KEY_AES_128_CMAC_96, 12},     /* BIRD */
        {"hmac-sha-256", KEY_HMAC_SHA_256_96, 12},    /* IOS XE */
        {"HMAC-SHA-256", KEY_HMAC_SHA_256_96, 12},    /* IOS XR */
        {"sha-256", KEY_HMAC_SHA_256_96, 12},         /* VRP */
        {"hmac-sha-256-96", KEY_HMAC_SHA_256_96, 12}, /* GoBGP */
        {"hmac-sha-256-128", KEY_HMAC_SHA_256_128, 16} /* GoBGP */,
        {"hmac sha256", KEY_HMAC_SHA_256_96, 12}, /* BIRD, as all below */
        {"hmac md5", KEY_HMAC_MD5_96, 12},
        {"hmac sha224", KEY_HMAC_SHA_224_96, 12},
        {"hmac sha384", KEY_HMAC_SHA_384_96, 12},
        {"hmac sha512", KEY_HMAC_SHA_512_96, 12},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        struct key key = {0};
        g_test_message("%s", names[i].name);
        g_assert_true(ao_algorithm_set(&key, word_from(names[i].name)));
        g_assert_cmpint(key.algorithm, ==, names[i].algorithm);
        g_assert_cmpuint(key_mac_length(&key), ==, names[i].mac_length);
    }
}

static void test_others(void)
{
    const char *const names[] = {"",     "-",        "md5",        "sha",
                                 "hmac", "hmac-sha", "hmac-sha-3", "hmac-sha-2560"};
    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        struct key key = {0};
        g_test_message("%s", names[i]);
        g_assert_false(ao_algorithm_set(&key, word_from(names[i])));
        g_assert_cmpint(key.algorithm, ==, KEY_HMAC_SHA_1_96);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ao-algorithm/names", test_names);
    g_test_add_func("/ao-algorithm/others", test_others);
    return g_test_run();
}
