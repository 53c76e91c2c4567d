/* Tests what is recognised as an OpenPGP message, and which recipients.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/openpgp.h"

#include <string.h>

/* Packets as in RFC 4880 sections 4.2 and 5. */
#define ID         "\x01\x23\x45\x67\x89\xab\xcd\xef"
#define FOR_KEY    "\xc1\x0c\x03" ID "\x01\x00\x00"
#define OLD_FORMAT "\x84\x0c\x03" ID "\x01\x00\x00"
#define LONG_FORM  "\x85\x00\x0c\x03" ID "\x01\x00\x00"
#define FOR_NOBODY "\xc1\x0c\x03\0\0\0\0\0\0\0\0\x01\x00\x00"
#define FOR_WORDS  "\xc3\x04\x04\x09\x00\x02"
#define MARKER     "\xca\x03PGP"
#define CONTENT    "\xd2\x03\x01xx"

static const struct {
    const char *what, *bytes;
    size_t length;
    int recipients; /* -1: it is not a message */
    bool passphrase, hidden;
} cases[] = {
#define CASE(what, bytes, ...)                     \
    {                                              \
        what, bytes, sizeof bytes - 1, __VA_ARGS__ \
    }
    CASE("a key", FOR_KEY CONTENT, 1, false, false),
    CASE("the old format", OLD_FORMAT CONTENT, 1, false, false),
    CASE("a length of two bytes", LONG_FORM CONTENT, 1, false, false),
    CASE("two keys", FOR_KEY OLD_FORMAT CONTENT, 2, false, false),
    CASE("a passphrase", FOR_WORDS CONTENT, 0, true, false),
    CASE("both", FOR_KEY FOR_WORDS CONTENT, 1, true, false),
    CASE("both in the other order", FOR_WORDS FOR_KEY CONTENT, 1, true, false),
    CASE("a hidden key", FOR_NOBODY FOR_KEY CONTENT, 1, false, true),
    CASE("a marker first", MARKER FOR_KEY CONTENT, 1, false, false),
    CASE("what stands behind the content", FOR_KEY CONTENT FOR_WORDS, 1, false, false),
    CASE("a packet that ends early", "\xc1\x0c\x03\x01\x23", 0, false, true),
    CASE("nothing", "", -1, false, false),
    CASE("a keyring", "key a ends * * secret 'x'\n", -1, false, false),
    CASE("a header alone", "\xc1", -1, false, false),
    CASE("UTF-8 that begins like a passphrase's packet", "\xc3\xa4hnlich ends * *", -1, false,
         false),
    CASE("UTF-8 that begins like content",
         "\xd2\x91"
         "a b c",
         -1, false, false),
    CASE("a signed message", "\x90\x0d\x03\x00\x01\x0a" ID "\x01", -1, false, false),
    CASE("armor of something else", "-----BEGIN PGP SIGNATURE-----\n\nwQ==\n", -1, false, false),
    CASE("a damaged armor", "-----BEGIN PGP MESSAGE-----\n\n????\n", 0, false, true),
};

static void check(const char *what, const struct seal *seal, unsigned i)
{
    g_test_message("%s", what);
    g_assert_cmpint(seal ? (int)seal->recipients->len : -1, ==, cases[i].recipients);
    if (!seal)
        return;
    g_assert_cmpint(seal->passphrase, ==, cases[i].passphrase);
    g_assert_cmpint(seal->hidden, ==, cases[i].hidden);
    for (unsigned key = 0; key < seal->recipients->len; key++)
        g_assert_cmpstr(seal->recipients->pdata[key], ==, "0123456789ABCDEF");
}

/* Reads from a block of its own size, so that a sanitizer detects overreads. */
static struct seal *seal_of(const char *bytes, size_t length)
{
    char *copy = g_malloc(MAX(length, 1));
    memcpy(copy, bytes, length);
    struct seal *seal = openpgp_seal(copy, length);
    g_free(copy);
    return seal;
}

static void test_binary(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct seal *seal = seal_of(cases[i].bytes, cases[i].length);
        check(cases[i].what, seal, i);
        seal_free(seal);
    }
}

static void test_armored(void)
{
    static const char *const forms[] = {
        "-----BEGIN PGP MESSAGE-----\n\n%s\n=abcd\n-----END PGP MESSAGE-----\n",
        "\r\n-----BEGIN PGP MESSAGE-----\r\nVersion: 1\r\n\r\n%s\r\n=abcd\r\n",
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
        for (unsigned form = 0; form < G_N_ELEMENTS(forms) && cases[i].recipients > 0; form++) {
            char *digits = g_base64_encode((const guchar *)cases[i].bytes, cases[i].length);
            GString *text = g_string_new(forms[form]);
            g_string_replace(text, "%s", digits, 1);
            struct seal *seal = seal_of(text->str, text->len);
            check(cases[i].what, seal, i);
            g_assert_true(seal->armored);
            seal_free(seal);
            g_string_free(text, TRUE);
            g_free(digits);
        }
}

/* Nothing is read beyond the end of a message, wherever it is truncated and whichever byte is
 * changed. */
static void test_damaged(void)
{
    static const char whole[] = MARKER FOR_KEY LONG_FORM FOR_WORDS CONTENT;
    for (size_t length = 0; length < sizeof whole; length++)
        seal_free(seal_of(whole, length));
    for (size_t at = 0; at < sizeof whole - 1; at++)
        for (unsigned byte = 0; byte < 256; byte++) {
            char *copy = g_memdup2(whole, sizeof whole - 1);
            copy[at] = (char)byte;
            seal_free(seal_of(copy, sizeof whole - 1));
            g_free(copy);
        }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/openpgp/binary", test_binary);
    g_test_add_func("/openpgp/armored", test_armored);
    g_test_add_func("/openpgp/damaged", test_damaged);
    return g_test_run();
}
