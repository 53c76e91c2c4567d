/* Tests with public vectors that Cisco's "type 7" is decoded, and that nothing else is.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/disguise/disguise.h"
#include "keys/test/freed.h"

#include <string.h>

static struct secret *undisguise(const char *text)
{
    char *copy = g_memdup2(text, strlen(text)); /* without a byte after it */
    struct secret *secret = disguise_cisco7((struct word){.at = copy, .length = strlen(text)});
    g_free(copy);
    return secret;
}

static void assert_hides(const char *text, const char *bytes, size_t length)
{
    struct secret *secret = undisguise(text);
    size_t got_length;
    g_assert_nonnull(secret);
    const uint8_t *got = secret_bytes(secret, &got_length);
    g_assert_cmpmem(got, got_length, bytes, length);
    secret_free(secret);
}

static const struct {
    const char *disguise, *secret;
} vectors[] = {
    {"062506324f41584b5643", "Cisco1234"},
    {"011A08105E19091F", "interop"},
    {"094F471A1A0A", "cisco"},
    {"070C285F4D06", "cisco"},
    {"02050D480809", "cisco"},
    {"060506324F41", "cisco"},
    {"001C", "x"},
};

static void test_public_vectors(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(vectors); i++)
        assert_hides(vectors[i].disguise, vectors[i].secret, strlen(vectors[i].secret));
}

static void test_either_case_of_digits(void)
{
    assert_hides("062506324F41584B5643", "Cisco1234", 9);
    assert_hides("062506324f41584b5643", "Cisco1234", 9);
}

/* The same pad as in all implementations. */
static const char pad[] = "dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87";

#define PAD_LENGTH (sizeof pad - 1)

/* Returns the encoding of LENGTH bytes with START. Free with g_free(). */
static char *disguised(const char *bytes, size_t length, unsigned start)
{
    GString *text = g_string_new(NULL);
    g_string_printf(text, "%02u", start);
    for (size_t i = 0; i < length; i++)
        g_string_append_printf(text, "%02X", (uint8_t)(bytes[i] ^ pad[(start + i) % PAD_LENGTH]));
    return g_string_free(text, FALSE);
}

/* For long secrets, the pad repeats after its 53rd byte. */
static void test_every_start_and_length(void)
{
    char bytes[120];
    for (unsigned start = 0; start < DISGUISE_CISCO7_STARTS; start++) {
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (char)g_test_rand_int_range(0x20, 0x7f);
        char *text = disguised(bytes, sizeof bytes, start);
        assert_hides(text, bytes, sizeof bytes);
        g_free(text);
    }
}

/* Another vendor's "7" has a start that Cisco's systems never use, or decodes to characters that
 * they do not accept. */
static void test_other_vendors_are_refused(void)
{
    for (unsigned start = 0; start < PAD_LENGTH; start++)
        for (unsigned byte = 0; byte < 256; byte++) {
            const char bytes[] = {'c', (char)byte, 'o'};
            const bool fits = start < 16 && byte >= 0x20 && byte < 0x7f;
            char *text = disguised(bytes, sizeof bytes, start);
            struct secret *secret = undisguise(text);
            g_assert_true((secret != NULL) == fits);
            secret_free(secret);
            g_free(text);
        }
}

static void test_anything_else_is_refused(void)
{
    static const char *const texts[] = {
        "",
        "0",
        "06",
        "062",
        "387a7f2df5969da4",
        "0b7e8c4f21d36a95",
        "0625063",
        "5300",
        "9900",
        "0A25",
        "A625",
        "-625",
        "062506 24f",
        "06250x2f41",
        "0625\xc3\xa4",
        "$9$LbHX-wg4Z",
        "+125",
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++)
        g_assert_null(undisguise(texts[i]));
}

static void test_no_freed_block_holds_a_secret(void)
{
    const char *const secrets[] = {"Cisco1234", NULL};
    freed_watch(secrets);
    secret_free(undisguise("062506324f41584b5643"));
    freed_assert_clean();
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cisco7/public-vectors", test_public_vectors);
    g_test_add_func("/cisco7/either-case-of-digits", test_either_case_of_digits);
    g_test_add_func("/cisco7/every-start-and-length", test_every_start_and_length);
    g_test_add_func("/cisco7/other-vendors-are-refused", test_other_vendors_are_refused);
    g_test_add_func("/cisco7/anything-else-is-refused", test_anything_else_is_refused);
    g_test_add_func("/cisco7/no-freed-block-holds-a-secret", test_no_freed_block_holds_a_secret);
    return g_test_run();
}
