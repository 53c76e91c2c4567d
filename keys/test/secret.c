/* Tests how the bytes of a secret are written, and that they are wiped.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "freed.h"
#include "keys/problem.h"
#include "keys/secret.h"

#include <string.h>

static void assert_bytes(struct secret *secret, const char *bytes, size_t length)
{
    size_t got_length;
    const uint8_t *got = secret_bytes(secret, &got_length);
    g_assert_cmpmem(got, got_length, bytes, length);
    secret_free(secret);
}

static void test_bytes_are_copied(void)
{
    char bytes[] = "with\0zero\0";
    struct secret *secret = secret_new(bytes, sizeof bytes);
    memset(bytes, 'x', sizeof bytes);
    assert_bytes(secret, "with\0zero\0", sizeof bytes);
    assert_bytes(secret_new(NULL, 0), "", 0);
}

typedef struct secret *notation(const char *text, GError **error);

struct reading {
    const char *rule, *text, *bytes; /* no bytes: TEXT is rejected */
    size_t length;
};

#define BYTES(text) text, sizeof text - 1
#define REFUSED     NULL, 0

static const struct reading hex[] = {
    {"pairs of digits", "6b6579", BYTES("key")},
    {"digits of either case", "aBfF0a", BYTES("\xab\xff\x0a")},
    {"zero bytes", "00ff00", BYTES("\0\xff\0")},
    {"nothing", "", REFUSED},
    {"half a pair", "6b657", REFUSED},
    {"a letter that is no digit", "6b65g9", REFUSED},
    {"a prefix", "0x6b65", REFUSED},
    {"blanks between", "6b 65 79", REFUSED},
    {"colons between", "6b:65", REFUSED},
    {"a sign", "+6b6", REFUSED},
    {"a letter beyond ASCII", "6b\xc3\xa4", REFUSED},
};

static const struct reading base64[] = {
    {"no padding needed", "a2V5", BYTES("key")},
    {"one sign of padding", "a2V5cy4=", BYTES("keys.")},
    {"two signs of padding", "c2VjcmV0cw==", BYTES("secrets")},
    {"zero bytes", "AAAA", BYTES("\0\0\0")},
    {"all 64 signs' ends", "+/+/", BYTES("\xfb\xff\xbf")},
    {"nothing", "", REFUSED},
    {"padding alone", "====", REFUSED},
    {"padding forgotten", "a2V5cw", REFUSED},
    {"half the padding forgotten", "a2V5cw=", REFUSED},
    {"padding too much", "a2V5=", REFUSED},
    {"text behind the padding", "a2V5cw==a2V5", REFUSED},
    {"bits set behind the last byte", "a2V5cx==", REFUSED},
    {"a single sign", "a", REFUSED},
    {"blanks between", "a2V5 a2V5", REFUSED},
    {"a line end", "a2V5\n", REFUSED},
    {"signs of the URL alphabet", "-_-_", REFUSED},
    {"a letter beyond ASCII", "a2V5\xc3\xa4", REFUSED},
};

static void check_notation(notation *read, const struct reading *readings, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        const struct reading *reading = &readings[i];
        GError *error = NULL;
        struct secret *secret = read(reading->text, &error);

        g_test_message("%s", reading->rule);
        if (reading->bytes) {
            g_assert_no_error(error);
            assert_bytes(secret, reading->bytes, reading->length);
        } else {
            g_assert_error(error, KEY_ERROR, KEY_ERROR_VALUE);
            g_assert_null(secret);
            g_assert_true(strlen(reading->text) < 2 || !strstr(error->message, reading->text));
            g_error_free(error);
        }
        g_assert_true(reading->bytes || !read(reading->text, NULL)); /* nobody asks for the error */
    }
}

static void test_hex(void)
{
    check_notation(secret_from_hex, hex, G_N_ELEMENTS(hex));
}

static void test_base64(void)
{
    check_notation(secret_from_base64, base64, G_N_ELEMENTS(base64));
}

static void test_any_bytes_survive_either_notation(void)
{
    for (unsigned length = 1; length <= 200; length++) {
        uint8_t bytes[200];
        GString *digits = g_string_new(NULL);
        for (unsigned i = 0; i < length; i++) {
            bytes[i] = (uint8_t)g_test_rand_int_range(0, 256);
            g_string_append_printf(digits, "%02X", bytes[i]);
        }
        char *text = g_base64_encode(bytes, length);
        assert_bytes(secret_from_hex(digits->str, NULL), (char *)bytes, length);
        assert_bytes(secret_from_base64(text, NULL), (char *)bytes, length);
        g_free(text);
        g_string_free(digits, TRUE);
    }
}

static void test_wipe_overwrites_that_many_bytes(void)
{
    char bytes[] = "wiped|kept";
    secret_wipe(bytes, 5);
    g_assert_cmpmem(bytes, sizeof bytes, "\0\0\0\0\0|kept", sizeof bytes);
}

static void test_no_freed_block_holds_a_secret(void)
{
    const char *const canaries[] = {"a canary that sings", "YSBjYW5hcnkgdGhhdCBzaW5ncw==", NULL};
    freed_watch(canaries);
    secret_free(NULL);
    secret_free(secret_new(canaries[0], strlen(canaries[0])));
    secret_free(secret_from_hex("612063616e61727920746861742073696e6773", NULL));
    secret_free(secret_from_base64(canaries[1], NULL));
    g_assert_null(secret_from_base64("YSBjYW5hcnkgdGhhdCBzaW5ncw===", NULL));
    g_assert_null(secret_from_base64(" YSBjYW5hcnkgdGhhdCBzaW5ncw==", NULL));
    freed_assert_clean();
}

static void test_equal_is_the_same_bytes(void)
{
    struct secret *a = secret_new("a\0b", 3);
    const struct {
        const char *bytes;
        size_t length;
        bool equal;
    } others[] = {{"a\0b", 3, true},
                  {"a\0c", 3, false},
                  {"b\0b", 3, false},
                  {"a", 1, false},
                  {"a\0b\0", 4, false}};
    for (unsigned i = 0; i < G_N_ELEMENTS(others); i++) {
        struct secret *other = secret_new(others[i].bytes, others[i].length);
        g_assert_cmpint(secret_equal(a, other), ==, others[i].equal);
        g_assert_cmpint(secret_equal(other, a), ==, others[i].equal);
        secret_free(other);
    }
    secret_free(a);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/secret/bytes-are-copied", test_bytes_are_copied);
    g_test_add_func("/secret/hex", test_hex);
    g_test_add_func("/secret/base64", test_base64);
    g_test_add_func("/secret/any-bytes-survive-either-notation",
                    test_any_bytes_survive_either_notation);
    g_test_add_func("/secret/wipe-overwrites-that-many-bytes",
                    test_wipe_overwrites_that_many_bytes);
    g_test_add_func("/secret/no-freed-block-holds-a-secret", test_no_freed_block_holds_a_secret);
    g_test_add_func("/secret/equal-is-the-same-bytes", test_equal_is_the_same_bytes);
    return g_test_run();
}
