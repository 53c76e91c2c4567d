/* Tests the variants of a configured key: what the sender's key is, and the words for it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#include <string.h>

#define LONG \
    "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOP"

#define DISGUISED "it is the obfuscated text of a configuration (type 7 or $9$), taken literally"

/* What is configured, what the sender has (the first bytes of it, or all of it), and the words. */
static const struct {
    const char *configured, *sent;
    size_t length;
    const char *difference;
} variants[] = {
    {"key", "key\n", 0, "it ends with a newline"},
    {"key", "key\r\n", 0, "it ends with a carriage return and a newline"},
    {"key", "key\r", 0, "it ends with a carriage return"},
    {"key", "key ", 0, "it ends with a space"},
    {"key", "key\t", 0, "it ends with a tab"},
    {"key", " key", 0, "it begins with a space"},
    {"key", "\"key\"", 0, "it includes the double quotes"},
    {"key", "'key'", 0, "it includes the single quotes"},
    {"key", "0 key", 0, "it begins with \"0 \", which means the type of a password"},
    {"key", "7 key", 0, "it begins with \"7 \", which means the type of a password"},
    {"key \r\n", "key", 0, "it lacks the spaces or newlines at its end"},
    {"'key'", "key", 0, "it lacks the quotes"},
    {"\"key\"", "key", 0, "it lacks the quotes"},
    {"7 key", "key", 0, "it lacks the number and the space at its beginning"},
    {"Key", "key", 0, "it is in lower case"},
    {"Key", "KEY", 0, "it is in upper case"},
    {"k\xe9y", "6be979", 0, "it is the hexadecimal text of the configured one"},
    {"k\xe9y", "0x6be979", 0, "it is \"0x\" and the hexadecimal text of the configured one"},
    {"k\xe9y", "6BE979", 0, "it is the hexadecimal text of the configured one, in upper case"},
    {"6b6579", "key", 0, "the configured one was read as hexadecimal"},
    {"0X6B6579", "key", 0, "the configured one was read as hexadecimal"},
    {"key", "a2V5", 0, "it is the base64 text of the configured one"},
    {"a2V5", "key", 0, "the configured one was read as base64"},
    {"Key7", "kEY7", 0, "its capital and small letters are exchanged"},
    {"094F471A1A0A", "cisco", 0,
     "the configured key is a Cisco type 7 string, and the sender uses the password it encodes"},
    {"cisco", "094F471A1A0A", 0, DISGUISED},
    {"cisco", "02050D480809", 0, DISGUISED},
    {"interop", "011A08105E19091F", 0, DISGUISED},
    {"$9$LbHX-wg4Z", "lc", 0,
     "the configured key is a Junos $9$ string, and the sender uses the password it encodes"},
    {LONG, LONG, 8, "it was cut after 8 bytes"},
    {LONG, LONG, 16, "it was cut after 16 bytes"},
    {LONG, LONG, 20, "it was cut after 20 bytes"},
    {LONG, LONG, 24, "it was cut after 24 bytes"},
    {LONG, LONG, 25, "it was cut after 25 bytes"},
    {LONG, LONG, 63, "it was cut after 63 bytes"},
    {LONG, LONG, 64, "it was cut after 64 bytes"},
    {LONG, LONG, 79, "it was cut after 79 bytes"},
    {LONG, LONG, 80, "it was cut after 80 bytes"},
    {"key", "key  ", 0, "it ends with two spaces"},
    {"key", "key;", 0, "it ends with a semicolon"},
    {"key", "key,", 0, "it ends with a comma"},
    {"key", "\tkey", 0, "it begins with a tab"},
    {"key", "\xef\xbb\xbfkey", 0, "it begins with a byte order mark"},
    {"key", "\"key", 0, "it begins with a double quote"},
    {"key", "key\"", 0, "it ends with a double quote"},
    {"key", "6 key", 0, "it begins with \"6 \", which means the type of a password"},
    {"key", "clear key", 0, "it begins with \"clear \", a word of the configuration"},
    {"key", "encrypted key", 0, "it begins with \"encrypted \", a word of the configuration"},
    {"key  ", "key ", 0, "it lacks a space at the end"},
    {"key;", "key", 0, "it lacks the semicolon at the end"},
    {"key,", "key", 0, "it lacks the comma at the end"},
    {"\xef\xbb\xbfkey", "key", 0, "it lacks the byte order mark"},
    {"\"key", "key", 0, "it lacks the double quote at the beginning"},
    {"key\"", "key", 0, "it lacks the double quote at the end"},
    {"clear key", "key", 0, "it lacks \"clear \" at the beginning"},
    {"encrypted key", "key", 0, "it lacks \"encrypted \" at the beginning"},
    {" \tkey", "key", 0, "it lacks the spaces or line ends at the beginning"},
    {" key ", "key", 0, "it lacks the spaces or line ends at both ends"},
    {"key", "ey", 0, "it lacks the first letter"},
    {"key", "ke", 0, "it lacks the last letter"},
    {"key", "keykey", 0, "it is the configured one twice"},
    {"keykey", "key", 0, "the configured one is the same text twice"},
    {"kEy", "KEy", 0, "its first letter is a capital"},
    {"KEy", "kEy", 0, "its first letter is small"},
    {"kEyY", "Keyy", 0, "its first letter is a capital, all others are small"},
    {"my key", "my", 0, "it was cut at a space"},
    {"my#key", "my", 0, "it was cut at #, as before a comment"},
    {"my;key", "my", 0, "it was cut at a semicolon"},
    {"my!key", "my", 0, "it was cut at !, as before a comment"},
    {"my$key", "my", 0, "it was cut at $"},
    {"my&key", "my", 0, "it was cut at &"},
    {"my\"key", "my", 0, "it was cut at a double quote"},
    {"my'key", "my", 0, "it was cut at a single quote"},
    {"my,key", "my", 0, "it was cut at a comma"},
    {"my|key", "my", 0, "it was cut at |"},
    {"my\\key", "my", 0, "it was cut at a backslash"},
    {"my$key_1-2$", "my-2$", 0,
     "it lacks $ and the word behind that, which a shell takes for a variable"},
    {"a&b<c>d\"e'", "a&amp;b&lt;c&gt;d&quot;e&#39;", 0, "it has HTML entities in place of signs"},
    {"a'&", "a&#039;&amp;", 0, "it has HTML entities in place of signs"},
    {"a'&", "a&#x27;&amp;", 0, "it has HTML entities in place of signs"},
    {"a'&", "a&apos;&amp;", 0, "it has HTML entities in place of signs"},
    {"a'\"", "a'&quot;", 0, "it has HTML entities in place of signs"},
    {"a'\"&<", "a'\"&amp;&lt;", 0, "it has HTML entities in place of signs"},
    {"a&amp;b&lt;c&gt;d&quot;e&#39;&#039;&#x27;&apos;", "a&b<c>d\"e''''", 0,
     "it has signs in place of HTML entities"},
    {"&amp;lt;", "&lt;", 0, "it has signs in place of HTML entities"},
    {"a b/\xe9!-_.~", "a%20b%2F%E9%21-_.~", 0, "it is encoded as in a URL"},
    {"a b/!", "a%20b%2F!", 0, "it is encoded as in a URL"},
    {"a b/+", "a+b%2F%2B", 0, "it is encoded as in a URL, with + for a space"},
    {"a b/", "a%20b/", 0, "it has %20 in place of spaces"},
    {"a b/", "a+b/", 0, "it has + in place of spaces"},
    {"a+b%2f%2B%", "a+b/+%", 0, "the configured one was decoded as in a URL"},
    {"a+b%2f%2B%2", "a b/+%2", 0, "the configured one was decoded as in a URL, with + for a space"},
    {"a+b", "a b", 0, "the configured one was decoded as in a URL, with + for a space"},
    {"a\\b", "a\\\\b", 0, "its backslashes are doubled"},
    {"a\\\\b", "a\\b", 0, "it has one backslash in place of two"},
    {"a\\b\\", "ab\\", 0, "it lacks the backslashes"},
    {"a\\n\\tb", "a\n\tb", 0, "its escapes, such as \\n, were read"},
    {"a\"b\\", "a\\\"b\\\\", 0, "it has a backslash before quotes and backslashes"},
    {"a/\"", "a\\/\\\"", 0, "it has a backslash before quotes, slashes and backslashes"},
    {"a\tb", "a\\tb", 0, "it has escapes, such as \\n, in place of signs"},
    {"a$ b!", "a\\$\\ b\\!", 0, "it has a backslash before each sign that a shell knows"},
    {"a$b", "a$$b", 0, "its dollar signs are doubled"},
    {"a$$b", "a$b", 0, "it has one dollar sign in place of two"},
    {"a%b", "a%%b", 0, "its percent signs are doubled"},
    {"a%%b", "a%b", 0, "it has one percent sign in place of two"},
    {"k\xe9y", "k\xc3\xa9y", 0, "the configured one was converted to UTF-8"},
    {"k\xc3\xa9y", "k\xe9y", 0, "the configured one was converted to latin-1"},
    {"correct  horse", "correct horse", 0, "it has one space in place of two"},
    {"correct horse", "Correct Horse", 0, "each of its words begins with a capital"},
    {"correct-horse", "Correct-Horse", 0, "each of its words begins with a capital"},
    {"ke\xcc\x81y", "k\xc3\xa9y", 0, "its accents are composed (Unicode's NFC)"},
    {"k\xc3\xa9y", "ke\xcc\x81y", 0,
     "its accents are characters of their own (Unicode's NFD, as macOS has it)"},
    {"k\xc3\xa9y \xe1\xbb\x87", "key e", 0, "it lacks the accents"},
    {"ke\xcc\x81y", "key", 0, "it lacks the accents"},
    {"k\xc3\xa9y\xe2\x82\xac", "ky", 0, "it lacks the characters that are not ASCII"},
    {"\xc3\xbc\xc3\xa4\xc3\xb6\xc3\x9f\xc3\xa9", "\x81\x84\x94\xe1\x82", 0,
     "the configured one was converted to code page 850, as a Windows console has it"},
    {"a b-'",
     "a\xc2\xa0"
     "b-'",
     0, "it has no-break spaces in place of spaces"},
    {"a-b'",
     "a\xe2\x80\x93"
     "b'",
     0, "it has dashes in place of hyphens"},
    {"a-b'", "a-b\xe2\x80\x99", 0, "it has typographic apostrophes in place of plain ones"},
    {"a-b'...\"",
     "a\xe2\x80\x93"
     "b\xe2\x80\x99\xe2\x80\xa6\xe2\x80\x9d",
     0, "it has typographic signs, as a word processor makes them"},
    {"\xe2\x80\x9e"
     "a\xe2\x80\x91"
     "b\xc2\xa0"
     "c\xe2\x80\x9c",
     "\"a-b c\"", 0, "it has plain signs in place of typographic ones"},
    {"zebra-Yoke", "yebra-Zoke", 0, "its y and z are exchanged, as on a German keyboard"},
    {"key", "a2V5Cg==", 0,
     "it is the base64 text of the configured one with a newline, as echo adds it"},
    {"key", "password key", 0, "it begins with \"password \", a word of the configuration"},
    {"password key", "key", 0, "it lacks \"password \" at the beginning"},
    {LONG, LONG, 10, "it was cut after 10 bytes"},
    {LONG, LONG, 12, "it was cut after 12 bytes"},
    {LONG, LONG, 15, "it was cut after 15 bytes"},
    {LONG, LONG, 18, "it was cut after 18 bytes"},
    {LONG, LONG, 31, "it was cut after 31 bytes"},
    {LONG, LONG, 32, "it was cut after 32 bytes"},
    {LONG, LONG, 40, "it was cut after 40 bytes"},
    {LONG, LONG, 48, "it was cut after 48 bytes"},
    {"key", "key\0", 4, "it ends with a zero byte"},
    {"key", "key\0\0\0\0\0\0\0\0\0\0\0\0", 16, "it is padded with zeros to 16 bytes"},
};

static struct key *key;
static const struct key *keys[1];
static const struct candidates candidates = {.keys = keys, .count = 1};
static const struct flow flow = {.candidates = &candidates};
static const struct evidence evidence = {.flow = &flow};

static void configure(const char *secret)
{
    secret_free(key->secret);
    key->secret = secret_new(secret, strlen(secret));
}

/* Returns the words for the secret of LENGTH bytes, or NULL if it is not a variant. */
static const char *difference_of(const char *sent, size_t length)
{
    struct secret *wanted = secret_new(sent, length);
    const char *difference = NULL;
    struct proposal proposal = {.signing = SIGNING_MD5};

    for (unsigned index = 0; hypothesis_key_variant.propose(&evidence, index, &proposal); index++) {
        if (!difference && proposal.secret && secret_equal(proposal.secret, wanted))
            difference = proposal.detail;
        g_assert_true(proposal.skip == !proposal.secret);
        secret_free(proposal.secret);
        proposal = (struct proposal){.signing = SIGNING_MD5};
    }
    secret_free(wanted);
    return difference;
}

static void test_variants(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(variants); i++) {
        const size_t length = variants[i].length ? variants[i].length : strlen(variants[i].sent);
        g_test_message("%s", variants[i].difference);
        configure(variants[i].configured);
        g_assert_cmpstr(difference_of(variants[i].sent, length), ==, variants[i].difference);
    }
}

static void test_padded(void)
{
    static const unsigned lengths[] = {8, 20, 25, 32, 63, 64, 79, 80};
    const char zeros[80] = "key";
    configure("key");
    for (unsigned i = 0; i < G_N_ELEMENTS(lengths); i++) {
        char *difference = g_strdup_printf("it is padded with zeros to %u bytes", lengths[i]);
        g_assert_cmpstr(difference_of(zeros, lengths[i]), ==, difference);
        g_free(difference);
    }
    g_assert_null(difference_of(zeros, 78));
}

/* A key that is not UTF-8, or has letters outside latin-1, was not converted to latin-1. */
static void test_not_latin1(void)
{
    const char *const texts[] = {"k\xe9y", "k\xc3", "\xe2\x82\xac", "\xc4\x80", "\xc3\xa9\xff"};
    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        configure(texts[i]);
        g_assert_null(difference_of("k\xa9y", 3));
        g_assert_null(difference_of("\xac", 1));
        g_assert_null(difference_of("\xe9\xff", 2));
    }
}

/* Each key takes few tries, and none with the configured secret. */
static void test_cost(void)
{
    const char *const secrets[] = {"key", LONG, "a&b<c>\"'\\$$%41 +%\n", "\xc3\xa9\xe9", "&amp;"};
    for (unsigned i = 0; i < G_N_ELEMENTS(secrets); i++) {
        struct proposal proposal = {.signing = SIGNING_MD5};
        unsigned tries = 0, index = 0;
        configure(secrets[i]);
        for (; hypothesis_key_variant.propose(&evidence, index, &proposal); index++) {
            tries += !proposal.skip;
            g_assert_false(proposal.secret && secret_equal(proposal.secret, key->secret));
            secret_free(proposal.secret);
            proposal = (struct proposal){.signing = SIGNING_MD5};
        }
        g_assert_cmpuint(tries, <, 100);
        g_assert_cmpuint(index, <, 200);
    }
}

/* How Junos obfuscated the password cannot be reconstructed, so the configuration's own text is
 * tried. */
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
    g_assert_null(difference_of("kew", 3));
    g_assert_null(difference_of("", 0));
    configure("7 "); /* nothing would remain */
    g_assert_null(difference_of("", 0));
    configure("''");
    g_assert_null(difference_of("", 0));
}

static void test_nothing_to_vary(void)
{
    struct proposal proposal = {.signing = SIGNING_MD5};
    configure("key");
    key->algorithm = KEY_HMAC_SHA_1_96;
    g_assert_null(difference_of("key\n", 4));
    key->algorithm = KEY_MD5;
    secret_free(key->secret);
    key->secret = NULL;
    g_assert_true(hypothesis_key_variant.propose(&evidence, 0, &proposal));
    g_assert_true(proposal.skip);
    g_assert_null(proposal.secret);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    keys[0] = key = key_new("configured", "");
    g_test_add_func("/key-variant/variants", test_variants);
    g_test_add_func("/key-variant/padded", test_padded);
    g_test_add_func("/key-variant/not-latin1", test_not_latin1);
    g_test_add_func("/key-variant/cost", test_cost);
    g_test_add_func("/key-variant/written", test_written);
    g_test_add_func("/key-variant/others", test_others);
    g_test_add_func("/key-variant/nothing-to-vary", test_nothing_to_vary);
    const int failed = g_test_run();
    key_free(key);
    return failed;
}
