/* Tests that Arista's "type 7" is decoded, and that nothing else is.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/disguise/disguise.h"
#include "keys/test/freed.h"

#include <gcrypt.h>
#include <string.h>

static struct word word_of(const char *text)
{
    return (struct word){.at = text, .length = strlen(text)};
}

static void assert_hides(const char *word, const char *peer, const char *text)
{
    struct secret *secret = disguise_arista7(word_of(word), word_of(peer));
    size_t length;

    g_assert_nonnull(secret);
    const uint8_t *bytes = secret_bytes(secret, &length);
    g_assert_cmpmem(bytes, length, text, strlen(text));
    secret_free(secret);
}

static void assert_hides_nothing(const char *word, const char *peer)
{
    g_assert_null(disguise_arista7(word_of(word), word_of(peer)));
}

/* Published examples of EOS's output. */
static void test_published(void)
{
    assert_hides("8kjYaye5DsQh0epELyKNe0oZ3E3zp39X", "mydevices", "supersecretpassword");
    assert_hides("AEeZkeT2qaavxk5/S9QDbUpTTtf7PgqU", "TEST", "testtesttesttest");
    assert_hides("JieKbldfLyl9IzUBJZRvKIcc1w5wWogI", "BMP1", "supersecretpassword");
}

static void test_of_another_neighbor(void)
{
    assert_hides_nothing("8kjYaye5DsQh0epELyKNe0oZ3E3zp39X", "mydevice");
    assert_hides_nothing("8kjYaye5DsQh0epELyKNe0oZ3E3zp39X", "192.0.2.1");
    assert_hides_nothing("8kjYaye5DsQh0epELyKNe0oZ3E3zp39X", "");
}

static void test_malformed(void)
{
    static const char *const words[] = {
        "",
        "=",
        "7",
        "0822455D0A16",
        "$1c$U4tL2vQP9QwZlxIV1K3/pw==",    /* another kind of encoding */
        "8kjYaye5DsQh0epELyKNe0oZ3E3zp39", /* not base64 */
        "8kjYaye5DsQh0epELyKNe0oZ3E3zp39X====",
        "8kjYaye5DsQh0epELyKNe0oZ3E3z", /* not a multiple of the block size */
        "kjYaye5DsQh0epELyKNe0oZ3E3zp39X8",
        "MEt5MEt5MEt5MEt5MEt5MA==",
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(words); i++)
        assert_hides_nothing(words[i], "mydevices");
}

static void test_length_counts(void)
{
    const char *text = "8kjYaye5DsQh0epELyKNe0oZ3E3zp39X and what follows";
    struct secret *secret =
        disguise_arista7((struct word){.at = text, .length = 32}, word_of("mydevices"));
    g_assert_nonnull(secret);
    secret_free(secret);
}

/* The key for "peer_passwd", computed by hand from the seed d5a8c91ef5d58a23. */
static const uint8_t folded[8] = {0xd5 ^ 'p' ^ 's', 0xa8 ^ 'e' ^ 'w', 0xc9 ^ 'e' ^ 'd', 0x1e ^ 'r',
                                  0xf5 ^ '_',       0xd5 ^ 'p',       0x8a ^ 'a',       0x23 ^ 's'};

static char *hide(const uint8_t *plain, size_t length)
{
    uint8_t key[8], bytes[128];
    gcry_cipher_hd_t cipher;

    for (unsigned i = 0; i < 8; i++)
        key[i] = folded[i] & 0x7f;
    g_assert_cmpint(gcry_cipher_open(&cipher, GCRY_CIPHER_DES, GCRY_CIPHER_MODE_CBC, 0), ==, 0);
    g_assert_cmpint(gcry_cipher_setkey(cipher, key, 8), ==, 0);
    g_assert_cmpint(gcry_cipher_encrypt(cipher, bytes, length, plain, length), ==, 0);
    gcry_cipher_close(cipher);
    return g_base64_encode(bytes, length);
}

static void test_every_length(void)
{
    static const char text[] =
        "0123456789 abcdefghijklmnopqrstuvwxyz 0123456789 abcdefghijklmnopqr";
    for (size_t length = 1; length < sizeof text; length++) {
        const size_t padding = (8 - (4 + length) % 8) % 8;
        uint8_t plain[128] = {0x4c, 0x88, 0xbb, (uint8_t)(padding << 4 | 0xe)};
        memcpy(plain + 4, text, length);

        char *word = hide(plain, 4 + length + padding);
        char *wanted = g_strndup(text, length);
        assert_hides(word, "peer", wanted);
        g_free(wanted);
        g_free(word);
    }
}

static void test_wrong_header(void)
{
    static const uint8_t headers[][4] = {
        {0x4c, 0x88, 0xba, 0x0e}, /* another mark */
        {0x4c, 0x88, 0xbb, 0x8e}, /* more padding than a block */
        {0x4c, 0x88, 0xbb, 0x4e}, /* padding alone */
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(headers); i++) {
        uint8_t plain[8] = {0};
        memcpy(plain, headers[i], 4);
        char *word = hide(plain, sizeof plain);
        assert_hides_nothing(word, "peer");
        g_free(word);
    }
}

static void test_wiped(void)
{
    static const char *const texts[] = {"supersecretpassword", "8kjYaye5DsQh0epE", NULL};
    freed_watch(texts);
    assert_hides("8kjYaye5DsQh0epELyKNe0oZ3E3zp39X", "mydevices", "supersecretpassword");
    freed_assert_clean();
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/arista7/published", test_published);
    g_test_add_func("/arista7/of-another-neighbor", test_of_another_neighbor);
    g_test_add_func("/arista7/malformed", test_malformed);
    g_test_add_func("/arista7/length-counts", test_length_counts);
    g_test_add_func("/arista7/every-length", test_every_length);
    g_test_add_func("/arista7/wrong-header", test_wrong_header);
    g_test_add_func("/arista7/wiped", test_wiped);
    return g_test_run();
}
