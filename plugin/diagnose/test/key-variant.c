/* Tests the variants of a configured key: what the sender's key is, and what is said of it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis.h"

#include <string.h>

#define LONG \
    "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOP"

#define DISGUISED "it is the disguised text of a configuration (type 7 or $9$), taken as it stands"

/* What is configured, what the sender has (so many bytes of it, or up to its end) and the words. */
static const struct {
    const char *configured, *sent;
    size_t length;
    const char *difference;
} variants[] = {
    {"key", "key\n", 0, "it ends with a line feed"},
    {"key", "key\r\n", 0, "it ends with a carriage return and a line feed"},
    {"key", "key\r", 0, "it ends with a carriage return"},
    {"key", "key ", 0, "it ends with a blank"},
    {"key", "key\t", 0, "it ends with a tab"},
    {"key", " key", 0, "it begins with a blank"},
    {"key", "\"key\"", 0, "its double quotes belong to it"},
    {"key", "'key'", 0, "its single quotes belong to it"},
    {"key", "0 key", 0, "it begins with \"0 \", meant as the type of the password"},
    {"key", "7 key", 0, "it begins with \"7 \", meant as the type of the password"},
    {"key \r\n", "key", 0, "it lacks the blanks or line ends at the end"},
    {"'key'", "key", 0, "it lacks the quotes"},
    {"\"key\"", "key", 0, "it lacks the quotes"},
    {"7 key", "key", 0, "it lacks the number and blank at the beginning"},
    {"Key", "key", 0, "it is in lower case"},
    {"Key", "KEY", 0, "it is in upper case"},
    {"k\xe9y", "6be979", 0, "it is the hexadecimal text of the configured one"},
    {"k\xe9y", "6BE979", 0, "it is the hexadecimal text of the configured one, in capitals"},
    {"6b6579", "key", 0, "the configured one was read as hexadecimal"},
    {"0X6B6579", "key", 0, "the configured one was read as hexadecimal"},
    {"key", "a2V5", 0, "it is the base64 text of the configured one"},
    {"a2V5", "key", 0, "the configured one was read as base64"},
    {"Key7", "kEY7", 0, "its capital and small letters are exchanged"},
    {"094F471A1A0A", "cisco", 0, "it is what the configured one hides, a Cisco type 7 text"},
    {"cisco", "094F471A1A0A", 0, DISGUISED},
    {"cisco", "02050D480809", 0, DISGUISED},
    {"interop", "011A08105E19091F", 0, DISGUISED},
    {"$9$LbHX-wg4Z", "lc", 0, "it is what the configured one hides, a Junos $9$ text"},
    {LONG, LONG, 8, "it was cut after 8 bytes"},
    {LONG, LONG, 16, "it was cut after 16 bytes"},
    {LONG, LONG, 20, "it was cut after 20 bytes"},
    {LONG, LONG, 24, "it was cut after 24 bytes"},
    {LONG, LONG, 25, "it was cut after 25 bytes"},
    {LONG, LONG, 63, "it was cut after 63 bytes"},
    {LONG, LONG, 64, "it was cut after 64 bytes"},
    {LONG, LONG, 79, "it was cut after 79 bytes"},
    {LONG, LONG, 80, "it was cut after 80 bytes"},
    {"key", "key\0", 4, "it ends with a zero byte"},
    {"key", "key\0\0\0\0\0\0\0\0\0\0\0\0", 16, "it is padded with zeros to 16 bytes"},
};

static struct key *key;
static const struct key *keys[1];
static const struct candidates candidates = {.keys = keys, .count = 1};
static const struct evidence evidence = {.candidates = &candidates};

static void configure(const char *secret)
{
    secret_free(key->secret);
    key->secret = secret_new(secret, strlen(secret));
}

/* The words for the secret of LENGTH bytes, or NULL if it is no variant. */
static const char *difference_of(const char *sent, size_t length)
{
    struct secret *wanted = secret_new(sent, length);
    const char *difference = NULL;
    struct proposal proposal = {0};

    for (unsigned place = 0; hypothesis_key_variant.propose(&evidence, place, &proposal); place++) {
        if (!difference && proposal.secret && secret_equal(proposal.secret, wanted))
            difference = proposal.detail;
        g_assert_true(proposal.vain == !proposal.secret);
        secret_free(proposal.secret);
        proposal = (struct proposal){0};
    }
    secret_free(wanted);
    return difference;
}

static void test_variants(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(variants); i++) {
        const size_t length = variants[i].length ? variants[i].length : strlen(variants[i].sent);
        configure(variants[i].configured);
        g_assert_cmpstr(difference_of(variants[i].sent, length), ==, variants[i].difference);
    }
}

static void test_padded(void)
{
    const char zeros[80] = "key";
    configure("key");
    g_assert_cmpstr(difference_of(zeros, 20), ==, "it is padded with zeros to 20 bytes");
    g_assert_cmpstr(difference_of(zeros, 64), ==, "it is padded with zeros to 64 bytes");
    g_assert_cmpstr(difference_of(zeros, 80), ==, "it is padded with zeros to 80 bytes");
    g_assert_null(difference_of(zeros, 79));
}

/* Nobody can tell how Junos disguised it, but where it stands in the configuration. */
static void test_written(void)
{
    configure("lc");
    g_assert_null(difference_of("$9$LbHX-wg4Z", 12));
    key->disguise = secret_new("$9$LbHX-wg4Z", 12);
    g_assert_cmpstr(difference_of("$9$LbHX-wg4Z", 12), ==, DISGUISED);
    secret_free(key->disguise);
    key->disguise = NULL;
}

static void test_others(void)
{
    configure("key");
    g_assert_null(difference_of("kez", 3));
    g_assert_null(difference_of("", 0));
    configure("7 "); /* nothing would be left */
    g_assert_null(difference_of("", 0));
    configure("''");
    g_assert_null(difference_of("", 0));
}

static void test_nothing_to_vary(void)
{
    struct proposal proposal = {0};
    configure("key");
    key->algorithm = KEY_HMAC_SHA_1_96;
    g_assert_null(difference_of("key\n", 4));
    key->algorithm = KEY_MD5;
    secret_free(key->secret);
    key->secret = NULL;
    g_assert_true(hypothesis_key_variant.propose(&evidence, 0, &proposal));
    g_assert_true(proposal.vain);
    g_assert_null(proposal.secret);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    keys[0] = key = key_new("configured", "");
    g_test_add_func("/key-variant/variants", test_variants);
    g_test_add_func("/key-variant/padded", test_padded);
    g_test_add_func("/key-variant/written", test_written);
    g_test_add_func("/key-variant/others", test_others);
    g_test_add_func("/key-variant/nothing-to-vary", test_nothing_to_vary);
    const int failed = g_test_run();
    key_free(key);
    return failed;
}
