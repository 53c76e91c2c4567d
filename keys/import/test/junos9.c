/* Tests that the obfuscation of Junos is decoded.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/disguise/disguise.h"
#include "keys/test/freed.h"

#include <string.h>

static struct word word_of(const char *text)
{
    return (struct word){.at = text, .length = strlen(text)};
}

static void assert_hides(const char *disguise, const char *expected)
{
    struct secret *secret = disguise_junos9(word_of(disguise));
    size_t length;
    g_assert_nonnull(secret);
    const uint8_t *bytes = secret_bytes(secret, &length);
    g_assert_cmpmem(bytes, length, expected, strlen(expected));
    secret_free(secret);
}

/* Examples from Crypt::Juniper's manual and the TCP-AO interoperability tests of 2020. */
static void test_published(void)
{
    assert_hides("$9$LbHX-wg4Z", "lc");
    assert_hides("$9$.PT3REyv87CtMX-waJz36", "interop");
    assert_hides("$9$xk3NVYq.53/taZnCu1yrwYg4UHf5F/A0z3", "interoptest");
}

static void test_malformed(void)
{
    static const char *const malformed[] = {
        "",
        "$9$",
        "$8$LbHX-wg4Z",
        "9$LbHX-wg4Z",
        "LbHX-wg4Z",
        "$9$L",          /* the random characters are missing */
        "$9$Lb",         /* nothing after the random characters */
        "$9$i",          /* no random characters, and nothing after them */
        "$9$LbHX-wg4",   /* an incomplete byte */
        "$9$LbHX-wg4Z.", /* a character too many */
        "$9$L HX-wg4Z",  /* not of the alphabet */
        "$9$LbHX-wg_Z",
        "$9$LbHX-w\xffZ",
        "$9$L_HX-wg4Z",
        "$9$_bHX-wg4Z",
        "$9$LbHXXX", /* more than a byte holds */
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(malformed); i++)
        g_assert_null(disguise_junos9(word_of(malformed[i])));
}

/* The decoder must not read beyond the word's length. */
static void test_length(void)
{
    const struct word word = {.at = "$9$LbHX-wg4Z-and-more", .length = strlen("$9$LbHX-wg4Z")};
    struct secret *secret = disguise_junos9(word);
    g_assert_nonnull(secret);
    secret_free(secret);
}

/* The decoder finds the damage only after it has decoded most of the secret. */
static void test_no_freed_block_holds_a_secret(void)
{
    static const char *const secrets[] = {"interoptes", NULL};
    freed_watch(secrets);
    assert_hides("$9$xk3NVYq.53/taZnCu1yrwYg4UHf5F/A0z3", "interoptest");
    g_assert_null(disguise_junos9(word_of("$9$xk3NVYq.53/taZnCu1yrwYg4UHf5F/A0z")));
    freed_assert_clean();
}

/* Returns the bytes encoded as "$9$"; SALT holds the random characters at the beginning. Free with
 * g_free(). */
static char *disguise(const char *salt, const unsigned char *bytes, size_t length)
{
    static const char ring[] = "QzF3n6/9CAtpu0OB1IREhcSyrleKvMW8LXx7N-dVbwsY2g4oaJZGUDjiHkq.mPf5T";
    static const unsigned worths[7][4] = {
        {32, 4, 1}, {32, 16, 1}, {32, 8, 1}, {64, 1}, {32, 1}, {128, 16, 4, 1}, {64, 32, 1},
    };
    GString *text = g_string_new("$9$");
    g_string_append(text, salt);
    size_t before = (size_t)(strchr(ring, *salt) - ring);

    for (size_t i = 0; i < length; i++) {
        unsigned steps[4], count = 0, rest = bytes[i];
        for (unsigned j = 0; j < 4 && worths[i % 7][j]; j++, count++) {
            steps[j] = rest / worths[i % 7][j];
            rest %= worths[i % 7][j];
        }
        while (count-- > 0) {
            before = (before + steps[count] + 1) % 65;
            g_string_append_c(text, ring[before]);
        }
    }
    return g_string_free(text, FALSE);
}

static void test_every_byte(void)
{
    static const char *const salts[] = {"QzF3", "BzF", "7z", "i"};
    for (unsigned byte = 0; byte < 256; byte++) {
        unsigned char bytes[16];
        for (unsigned i = 0; i < sizeof bytes; i++)
            bytes[i] = (unsigned char)(byte + 37 * i);
        char *text = disguise(salts[byte % 4], bytes, sizeof bytes);
        struct secret *secret = disguise_junos9(word_of(text));
        size_t length;
        g_assert_nonnull(secret);
        const uint8_t *plain = secret_bytes(secret, &length);
        g_assert_cmpmem(plain, length, bytes, sizeof bytes);
        secret_free(secret);
        g_free(text);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/junos9/published", test_published);
    g_test_add_func("/junos9/malformed", test_malformed);
    g_test_add_func("/junos9/length", test_length);
    g_test_add_func("/junos9/every-byte", test_every_byte);
    g_test_add_func("/junos9/no-freed-block-holds-a-secret", test_no_freed_block_holds_a_secret);
    return g_test_run();
}
