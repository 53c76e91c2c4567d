/* Tests how the attributes of a key are read from text, and what they mean.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/key.h"

#include <string.h>

static void test_a_new_key_serves_all(void)
{
    struct key *key = key_new("name", "somewhere:1");
    g_assert_cmpstr(key->name, ==, "name");
    g_assert_cmpstr(key->origin, ==, "somewhere:1");
    g_assert_cmpint(key->algorithm, ==, KEY_MD5);
    g_assert_cmpint(key->send_id, ==, KEY_ANY_ID);
    g_assert_cmpint(key->recv_id, ==, KEY_ANY_ID);
    g_assert_cmpint(key->options, ==, KEY_ANY_OPTIONS);
    g_assert_null(key->secret);
    g_assert_cmpuint(key_specificity(key), ==, 0);
    g_assert_cmpint(key->port, ==, KEY_ANY_PORT);
    g_assert_true(key_is_valid_at(key, INT64_MIN));
    g_assert_true(key_is_valid_at(key, 0));
    g_assert_true(key_is_valid_at(key, INT64_MAX - 1));
    key_free(key);
    key_free(NULL);
}

static int64_t number_of(const struct key *key, enum key_attribute attribute)
{
    switch (attribute) {
    case KEY_PORT:
        return key->port;
    case KEY_ALGORITHM:
        return key->algorithm;
    case KEY_MAC_LENGTH:
        return key->mac_length;
    case KEY_SEND_ID:
        return key->send_id;
    case KEY_RECV_ID:
        return key->recv_id;
    case KEY_OPTIONS:
        return key->options;
    case KEY_FROM:
        return key->from;
    case KEY_UNTIL:
        return key->until;
    case KEY_SEND_FROM:
        return key_send_from(key);
    case KEY_SEND_UNTIL:
        return key_send_until(key);
    case KEY_PREFERENCE:
        return key->preference;
    case KEY_SIGNATURE:
        return key->signature;
    case KEY_NUMBER:
        return key_number(key);
    default:
        g_assert_not_reached();
    }
}

#define SECONDS   G_GINT64_CONSTANT(1000000)
#define MIDNIGHT  (1924992000 * SECONDS) /* of 2031-01-01, by: date -ud 2031-01-01 +%s */
#define AFTERNOON (MIDNIGHT + (13 * 60 * 60 + 14 * 60 + 15) * SECONDS)
#define YEAR_1    (-62135596800 * SECONDS)
#define YEAR_9999 (253370764800 * SECONDS)

static const struct {
    enum key_attribute attribute;
    const char *text;
    int64_t number;
} good_numbers[] = {
    {KEY_PORT, "1", 1},
    {KEY_PORT, "179", 179},
    {KEY_PORT, "00179", 179},
    {KEY_PORT, "65535", 65535},
    {KEY_PORT, "*", KEY_ANY_PORT},
    {KEY_ALGORITHM, "MD5", KEY_MD5},
    {KEY_ALGORITHM, "md5", KEY_MD5},
    {KEY_ALGORITHM, "hmac-sha-1-96", KEY_HMAC_SHA_1_96},
    {KEY_ALGORITHM, "HMAC-SHA-1-96", KEY_HMAC_SHA_1_96},
    {KEY_ALGORITHM, "aes-128-CMAC-96", KEY_AES_128_CMAC_96},
    {KEY_ALGORITHM, "hmac-sha-256-96", KEY_HMAC_SHA_256_96},
    {KEY_ALGORITHM, "hmac-sha-256-128", KEY_HMAC_SHA_256_128},
    {KEY_ALGORITHM, "hkdf-sha-256-128", KEY_HKDF_SHA_256_128},
    {KEY_ALGORITHM, "kmac256-128", KEY_KMAC256_128},
    {KEY_ALGORITHM, "hmac-md5-96", KEY_HMAC_MD5_96},
    {KEY_ALGORITHM, "hmac-sha-224-96", KEY_HMAC_SHA_224_96},
    {KEY_ALGORITHM, "hmac-sha-384-96", KEY_HMAC_SHA_384_96},
    {KEY_ALGORITHM, "HMAC-SHA-512-96", KEY_HMAC_SHA_512_96},
    {KEY_MAC_LENGTH, "4", 4},
    {KEY_MAC_LENGTH, "16", 16},
    {KEY_MAC_LENGTH, "36", 36},
    {KEY_MAC_LENGTH, "*", 0},
    {KEY_SEND_ID, "0", 0},
    {KEY_SEND_ID, "255", 255},
    {KEY_SEND_ID, "*", KEY_ANY_ID},
    {KEY_RECV_ID, "0", 0},
    {KEY_RECV_ID, "61", 61},
    {KEY_RECV_ID, "255", 255},
    {KEY_RECV_ID, "*", KEY_ANY_ID},
    {KEY_OPTIONS, "included", KEY_OPTIONS_INCLUDED},
    {KEY_OPTIONS, "excluded", KEY_OPTIONS_EXCLUDED},
    {KEY_OPTIONS, "*", KEY_ANY_OPTIONS},
    {KEY_SEND_FROM, "2031-01-01", MIDNIGHT},
    {KEY_SEND_UNTIL, "2031-01-01", MIDNIGHT},
    {KEY_PREFERENCE, "preferred", KEY_PREFERRED},
    {KEY_PREFERENCE, "deprecated", KEY_DEPRECATED},
    {KEY_SIGNATURE, "required", KEY_SIGNATURE_REQUIRED},
    {KEY_SIGNATURE, "optional", KEY_SIGNATURE_OPTIONAL},
    {KEY_NUMBER, "0", 0},
    {KEY_NUMBER, "281474976710655", 281474976710655}, /* the maximum of IOS XR */
    /* a date alone is its midnight in UTC */
    {KEY_FROM, "2031-01-01", MIDNIGHT},
    {KEY_UNTIL, "2031-01-01", MIDNIGHT},
    {KEY_FROM, "20310101", MIDNIGHT},
    /* a time without a zone is UTC, one with a zone is not */
    {KEY_FROM, "2031-01-01T13:14:15", AFTERNOON},
    {KEY_FROM, "2031-01-01T13:14:15Z", AFTERNOON},
    {KEY_FROM, "2031-01-01T15:14:15+02:00", AFTERNOON},
    {KEY_FROM, "2031-01-01T15:14:15+02", AFTERNOON},
    {KEY_FROM, "2031-01-01T03:44:15-0930", AFTERNOON},
    {KEY_UNTIL, "20310101T131415Z", AFTERNOON},
    /* fractions of a second */
    {KEY_FROM, "2031-01-01T13:14:15.5Z", AFTERNOON + SECONDS / 2},
    {KEY_FROM, "2031-01-01T13:14:15.000001Z", AFTERNOON + 1},
    {KEY_UNTIL, "2031-01-01T13:14:15.999999Z", AFTERNOON + SECONDS - 1},
    /* days before 1970 and the 29th of February */
    {KEY_FROM, "1970-01-01", 0},
    {KEY_FROM, "1969-12-31T23:59:59.5Z", -SECONDS / 2},
    {KEY_FROM, "2024-02-29", 1709164800 * SECONDS},
    /* the first and the last valid year */
    {KEY_FROM, "0001-01-01", YEAR_1},
    {KEY_FROM, "0001-01-01T00:00:00+14:00", YEAR_1},
    {KEY_UNTIL, "9999-01-01", YEAR_9999},
    {KEY_UNTIL, "9999-12-31T23:59:59.999999-14:00", YEAR_9999 + (365 * 24 * 60 * 60 - 1) * SECONDS},
};

static void test_good_numbers(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(good_numbers); i++) {
        struct key *key = key_new("name", "somewhere:1");
        GError *error = NULL;

        g_test_message("%s", good_numbers[i].text);
        key->port = 4242;
        key->mac_length = 42;
        key->send_id = key->recv_id = 42;
        key->options = KEY_OPTIONS_COUNT;
        key->algorithm = good_numbers[i].number == KEY_MD5 ? KEY_AES_128_CMAC_96 : KEY_MD5;
        g_assert_true(key_set(key, good_numbers[i].attribute, good_numbers[i].text, &error));
        g_assert_no_error(error);
        g_assert_cmpint(number_of(key, good_numbers[i].attribute), ==, good_numbers[i].number);
        key_free(key);
    }
}

static void test_ends_and_name(void)
{
    struct key *key = key_new("", "somewhere:1");
    const struct ip_address first = ip_address_from_bytes((const uint8_t[]){192, 0, 2, 0}, 4);
    const struct ip_address second = ip_address_from_bytes((const uint8_t[]){198, 51, 100, 7}, 4);
    const struct prefix prefix = prefix_of(&first, 24), address = prefix_of(&second, 32);

    g_assert_true(key_set(key, KEY_FIRST_END, "192.0.2.0/24", NULL));
    g_assert_true(key_set(key, KEY_SECOND_END, "198.51.100.7", NULL));
    g_assert_true(key_set(key, KEY_NAME, "M\xc3\xbcnchen \"1\"", NULL));
    g_assert_cmpmem(&key->ends[0], sizeof prefix, &prefix, sizeof prefix);
    g_assert_cmpmem(&key->ends[1], sizeof address, &address, sizeof address);
    g_assert_cmpstr(key->name, ==, "M\xc3\xbcnchen \"1\"");
    g_assert_cmpuint(key_specificity(key), ==, 24 + 32);

    g_assert_true(key_set(key, KEY_FIRST_END, "2001:db8::1", NULL));
    g_assert_true(key_set(key, KEY_SECOND_END, "2001:db8::2", NULL));
    g_assert_cmpuint(key_specificity(key), ==, 256);
    g_assert_true(key_set(key, KEY_FIRST_END, "*", NULL));
    g_assert_cmpuint(key_specificity(key), ==, 128);
    key_free(key);
}

static const struct {
    enum key_attribute attribute;
    const char *rule, *text;
} bad_values[] = {
    {KEY_NAME, "nothing", ""},
    {KEY_NAME, "a line end would break every message", "one\ntwo"},
    {KEY_NAME, "a terminal's control character", "\x1b[31mred"},
    {KEY_NAME, "a control character in UTF-8", "next\xc2\x85line"},
    {KEY_NAME, "Latin-1", "M\xfcnchen"},
    {KEY_FIRST_END, "no address", "router"},
    {KEY_FIRST_END, "host bits", "192.0.2.1/24"},
    {KEY_SECOND_END, "host bits", "2001:db8::1/32"},
    {KEY_SECOND_END, "nothing", ""},
    {KEY_PORT, "nothing", ""},
    {KEY_PORT, "below the least", "0"},
    {KEY_PORT, "above the most", "65536"},
    {KEY_PORT, "179 after overflowing 64 bits", "18446744073709551795"},
    {KEY_PORT, "negative", "-179"},
    {KEY_FIRST_SIGNED_AS, "nothing", ""},
    {KEY_FIRST_SIGNED_AS, "a prefix", "192.0.2.0/24"},
    {KEY_SECOND_SIGNED_AS, "a name", "localhost"},
    {KEY_PORT, "a sign", "+179"},
    {KEY_PORT, "a blank before", " 179"},
    {KEY_PORT, "a blank behind", "179 "},
    {KEY_PORT, "hexadecimal", "0xb3"},
    {KEY_PORT, "the name of a service", "bgp"},
    {KEY_PORT, "two ports", "179,646"},
    {KEY_PORT, "two wildcards", "**"},
    {KEY_ALGORITHM, "nothing", ""},
    {KEY_ALGORITHM, "unknown", "hmac-sha-256"},
    {KEY_ALGORITHM, "the beginning of a name", "MD"},
    {KEY_ALGORITHM, "more than a name", "MD5x"},
    {KEY_ALGORITHM, "its number", "2"},
    {KEY_ALGORITHM, "no list of names", "hmac-sha-256-96, hmac-sha-256-128"},
    {KEY_MAC_LENGTH, "nothing", ""},
    {KEY_MAC_LENGTH, "below the least", "3"},
    {KEY_MAC_LENGTH, "what a key has that names none", "0"},
    {KEY_MAC_LENGTH, "above the most", "37"},
    {KEY_MAC_LENGTH, "12 after overflowing 8 bits", "268"},
    {KEY_SEND_ID, "nothing", ""},
    {KEY_SEND_ID, "above the most", "256"},
    {KEY_SEND_ID, "negative, as KEY_ANY_ID is", "-1"},
    {KEY_RECV_ID, "above the most", "256"},
    {KEY_RECV_ID, "hexadecimal", "0x1"},
    {KEY_OPTIONS, "nothing", ""},
    {KEY_OPTIONS, "its number", "1"},
    {KEY_OPTIONS, "a word of another dialect", "yes"},
    {KEY_SEND_FROM, "a word", "now"},
    {KEY_SEND_UNTIL, "days first", "31.12.2031"},
    {KEY_PREFERENCE, "nothing", ""},
    {KEY_PREFERENCE, "another word", "primary"},
    {KEY_SIGNATURE, "another word", "maybe"},
    {KEY_CHAIN, "nothing", ""},
    {KEY_CHAIN, "a line end", "one\ntwo"},
    {KEY_INSTANCE, "nothing", ""},
    {KEY_NUMBER, "negative", "-1"},
    {KEY_NUMBER, "a word", "first"},
    {KEY_FROM, "nothing", ""},
    {KEY_FROM, "a word", "now"},
    {KEY_FROM, "the 29th of February in another year", "2031-02-29"},
    {KEY_FROM, "the 13th month", "2031-13-01"},
    {KEY_FROM, "the year 0", "0000-01-01"},
    {KEY_FROM, "the year 10000", "10000-01-01"},
    {KEY_FROM, "the month alone", "2031-01"},
    {KEY_FROM, "seconds missing", "2031-01-01T13:14Z"},
    {KEY_FROM, "time missing", "2031-01-01T"},
    {KEY_FROM, "date missing", "T13:14:15Z"},
    {KEY_FROM, "the 25th hour", "2031-01-01T25:00:00Z"},
    {KEY_FROM, "a zone behind a date", "2031-01-01Z"},
    {KEY_FROM, "an unknown zone", "2031-01-01T13:14:15 CET"},
    {KEY_UNTIL, "text behind", "2031-01-01T13:14:15Zulu"},
    {KEY_UNTIL, "days first", "31.12.2031"},
    {KEY_UNTIL, "seconds since 1970", "1924992000"},
};

static void assert_same(const struct key *key, const struct key *other)
{
    g_assert_cmpstr(key->name, ==, other->name);
    g_assert_cmpmem(key->ends, sizeof key->ends, other->ends, sizeof other->ends);
    g_assert_cmpmem(key->signed_as, sizeof key->signed_as, other->signed_as,
                    sizeof other->signed_as);
    for (enum key_attribute attribute = KEY_PORT; attribute <= KEY_UNTIL; attribute++)
        g_assert_cmpint(number_of(key, attribute), ==, number_of(other, attribute));
}

static void test_a_bad_value_changes_nothing_and_is_not_repeated(void)
{
    struct key *untouched = key_new("name", "somewhere:1");
    for (unsigned i = 0; i < G_N_ELEMENTS(bad_values); i++) {
        struct key *key = key_new("name", "somewhere:1");
        GError *error = NULL;

        g_test_message("%s", bad_values[i].rule);
        g_assert_false(key_set(key, bad_values[i].attribute, bad_values[i].text, &error));
        g_assert_error(error, KEY_ERROR, KEY_ERROR_VALUE);
        g_assert_true(strlen(bad_values[i].text) < 3 ||
                      !strstr(error->message, bad_values[i].text));
        assert_same(key, untouched);
        g_error_free(error);
        key_free(key);
    }
    key_free(untouched);
}

static void test_a_secret_in_the_wrong_place_is_not_repeated(void)
{
    for (enum key_attribute attribute = KEY_FIRST_END; attribute <= KEY_UNTIL; attribute++) {
        struct key *key = key_new("name", "somewhere:1");
        GError *error = NULL;
        g_assert_false(key_set(key, attribute, "hunter2", &error));
        g_assert_null(strstr(error->message, "hunter"));
        g_error_free(error);
        key_free(key);
    }
}

static const struct {
    const char *rule, *first_end, *second_end, *from, *until, *secret;
    const char *problem; /* a glob pattern; NULL: the key is complete */
} checks[] = {
    {"two addresses", "192.0.2.1", "192.0.2.2", NULL, NULL, "x", NULL},
    {"two prefixes of different lengths", "192.0.2.0/24", "10.0.0.0/8", NULL, NULL, "x", NULL},
    {"* goes with IPv4", "192.0.2.1", "*", NULL, NULL, "x", NULL},
    {"* goes with IPv6", "*", "2001:db8::1", NULL, NULL, "x", NULL},
    {"* goes with *", "*", "*", NULL, NULL, "x", NULL},
    {"until just behind from", "*", "*", "2031-01-01", "2031-01-01T00:00:00.000001Z", "x", NULL},
    {"no secret", "*", "*", NULL, NULL, NULL, "*no secret*"},
    {"IPv4 and IPv6", "192.0.2.1", "2001:db8::1", NULL, NULL, "x", "*IPv4*IPv6*"},
    {"IPv6 and IPv4", "::/0", "0.0.0.0/0", NULL, NULL, "x", "*IPv4*IPv6*"},
    {"until equal to from", "*", "*", "2031-01-01", "2031-01-01", "x", "*never valid*"},
    {"until before from", "*", "*", "2031-01-02", "2031-01-01", "x", "*never valid*"},
};

static void test_a_key_that_can_serve_nobody_is_refused(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(checks); i++) {
        struct key *key = key_new("fra1", "somewhere:1");
        GError *error = NULL;

        g_test_message("%s", checks[i].rule);
        g_assert_true(key_set(key, KEY_FIRST_END, checks[i].first_end, NULL));
        g_assert_true(key_set(key, KEY_SECOND_END, checks[i].second_end, NULL));
        if (checks[i].from)
            g_assert_true(key_set(key, KEY_FROM, checks[i].from, NULL));
        if (checks[i].until)
            g_assert_true(key_set(key, KEY_UNTIL, checks[i].until, NULL));
        if (checks[i].secret)
            key->secret = secret_new(checks[i].secret, 1);

        g_assert_true(key_check(key, &error) == !checks[i].problem);
        if (checks[i].problem) {
            g_assert_error(error, KEY_ERROR, KEY_ERROR_INCOMPLETE);
            g_assert_true(g_pattern_match_simple(checks[i].problem, error->message));
        }
        g_clear_error(&error);
        key_free(key);
    }
}

/* The limit is the length that the algorithm's hash function or cipher computes: FIPS 180-4, RFC
 * 4493. */
static void test_a_mac_is_no_longer_than_its_algorithm_computes(void)
{
    static const struct {
        enum key_algorithm algorithm;
        unsigned own, longest;
    } macs[] = {
        {KEY_HMAC_SHA_1_96, 12, 20},    {KEY_AES_128_CMAC_96, 12, 16},
        {KEY_HMAC_SHA_256_96, 12, 32},  {KEY_HMAC_SHA_256_128, 16, 32},
        {KEY_HKDF_SHA_256_128, 16, 32}, {KEY_KMAC256_128, 16, 36},
        {KEY_HMAC_MD5_96, 12, 16},      {KEY_HMAC_SHA_224_96, 12, 28},
        {KEY_HMAC_SHA_384_96, 12, 36},  {KEY_HMAC_SHA_512_96, 12, 36},
    };
    g_assert_cmpuint(G_N_ELEMENTS(macs), ==, KEY_ALGORITHMS - 1);
    for (unsigned i = 0; i < G_N_ELEMENTS(macs); i++) {
        struct key *key = key_new("fra1", "somewhere:1");
        key->secret = secret_new("x", 1);
        key->algorithm = macs[i].algorithm;
        g_assert_cmpuint(key_mac_length(key), ==, macs[i].own);
        for (unsigned length = KEY_MAC_MIN; length <= KEY_MAC_MAX; length++) {
            key->mac_length = (uint8_t)length;
            g_assert_cmpuint(key_mac_length(key), ==, length);
            g_assert_true(key_check(key, NULL) == (length <= macs[i].longest));
        }
        key_free(key);
    }
}

static void test_a_secret_may_be_withheld(void)
{
    struct key *key = key_new("fra1", "somewhere:1");
    key->withheld = "it is sealed";
    g_assert_true(key_check(key, NULL));
    key_free(key);
}

static void test_valid_from_inclusive_until_exclusive(void)
{
    struct key *key = key_new("name", "somewhere:1");
    key->from = -5;
    key->until = 7;
    g_assert_false(key_is_valid_at(key, -6));
    g_assert_true(key_is_valid_at(key, -5));
    g_assert_true(key_is_valid_at(key, 6));
    g_assert_false(key_is_valid_at(key, 7));
    key->from = 3;
    g_assert_true(key_is_valid_at(key, KEY_TIME_UNKNOWN));
    key_set_sent(key, 7, 9);
    g_assert_true(key_is_sent_at(key, KEY_TIME_UNKNOWN) && !key_is_sent_at(key, 6));
    key_free(key);
}

static void test_sent_as_long_as_valid_unless_told(void)
{
    struct key *key = key_new("name", "somewhere:1");
    key->from = -5;
    key->until = 7;
    g_assert_true(key_is_sent_at(key, -5) && key_is_sent_at(key, 6));
    g_assert_false(key_is_sent_at(key, -6) || key_is_sent_at(key, 7));
    key_set_sent(key, -2, INT64_MAX);
    g_assert_true(key_is_sent_at(key, -2) && key_is_sent_at(key, 6) && key_is_valid_at(key, -3));
    g_assert_false(key_is_sent_at(key, -3) || key_is_sent_at(key, 7));
    key->secret = secret_new("x", 1);
    g_assert_true(key_check(key, NULL));
    key_set_sent(key, 7, INT64_MAX);
    g_assert_false(key_check(key, NULL));
    key_free(key);
}

/* So that 20,000 keys take little memory, an MD5 key is this small and has no other block. */
static void test_a_key_is_small(void)
{
    struct key *key = key_new("name", "somewhere:1");
    g_assert_cmpuint(sizeof *key, <=, 168);
    g_assert_null(key->membership);
    key_set_sent(key, INT64_MIN, INT64_MAX);
    g_assert_null(key->membership);
    key_free(key);
}

static void test_a_time_as_text(void)
{
    const char *const texts[] = {"2031-01-01",
                                 "0001-01-01",
                                 "9999-12-31T23:59:59Z",
                                 "2031-01-01T00:00:01Z",
                                 "1969-12-31",
                                 "1969-12-31T23:59:59.500000Z",
                                 "2031-01-01T13:14:15.000001Z"};
    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        int64_t time;
        g_assert_true(key_time_parse(texts[i], &time, NULL));
        char *text = key_time_text(time);
        g_assert_cmpstr(text, ==, texts[i]);
        g_free(text);
    }
}

/* A zone may lead out of the valid years; key_time_text() must accept any time. */
static void test_a_time_stays_in_the_years_1_to_9999(void)
{
    static const struct {
        const char *text;
        int64_t seconds;
        const char *moved;
    } times[] = {
        {"0001-01-01T00:00:00+14:00", 0, "0001-01-01"},
        {"9999-12-31T23:59:59-12:00", 0, "9999-12-31T23:59:59Z"},
        {"9999-12-31T23:59:59.999999Z", 0, "9999-12-31T23:59:59Z"},
        {"0001-01-01", -1, "0001-01-01"},
        {"0001-01-01", 1, "0001-01-01T00:00:01Z"},
        {"9999-12-31T23:59:58Z", 1, "9999-12-31T23:59:59Z"},
        {"9999-12-31T23:59:59Z", 1, "9999-12-31T23:59:59Z"},
        {"2031-01-01", INT64_MAX, "9999-12-31T23:59:59Z"},
        {"2031-01-01", INT64_MIN, "0001-01-01"},
        {"0001-01-01", INT64_MAX, "9999-12-31T23:59:59Z"},
        {"9999-12-31T23:59:59Z", INT64_MIN, "0001-01-01"},
        {"2031-01-01", -86400, "2030-12-31"},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(times); i++) {
        int64_t time;
        g_assert_true(key_time_parse(times[i].text, &time, NULL));
        char *text = key_time_text(key_time_move(time, times[i].seconds));
        g_assert_cmpstr(text, ==, times[i].moved);
        g_free(text);
    }
    g_assert_cmpint(key_time_move(INT64_MIN, 1), ==, INT64_MIN);
    g_assert_cmpint(key_time_move(INT64_MAX, -1), ==, INT64_MAX);
    char *first = key_time_text(INT64_MIN), *last = key_time_text(INT64_MAX);
    g_assert_cmpstr(first, ==, "0001-01-01");
    g_assert_cmpstr(last, ==, "9999-12-31T23:59:59Z");
    g_free(last);
    g_free(first);
}

static void test_a_copy_is_equal_and_its_own(void)
{
    struct key *key = key_new("name", "f:1");
    key->secret = secret_new("s", 1);
    g_assert_true(key_set(key, KEY_FIRST_END, "192.0.2.0/24", NULL));
    g_assert_true(key_set(key, KEY_CHAIN, "core", NULL));
    struct key *copy = key_copy(key);
    g_assert_true(key->name != copy->name && key->origin != copy->origin);
    g_assert_true(key->secret != copy->secret && secret_equal(key->secret, copy->secret));
    g_assert_cmpstr(copy->name, ==, "name");
    g_assert_cmpstr(key_chain(copy), ==, "core");
    g_assert_true(key_chain(copy) != key_chain(key));
    g_assert_cmpmem(&key->ends, sizeof key->ends, &copy->ends, sizeof copy->ends);
    key_free(key);
    key_free(copy);
}

static bool has_id(const struct key *key, const char *from, const char *to, uint8_t id)
{
    struct ip_address ends[2];
    g_assert_true(ip_address_parse(from, &ends[0]) && ip_address_parse(to, &ends[1]));
    return key_has_id(key, &ends[0], &ends[1], id);
}

/* The SendID is that of the first end, which a prefix may cover to the bit. */
static void test_ids_depend_on_the_direction(void)
{
    struct key *key = key_new("", "");

    g_assert_true(has_id(key, "192.0.2.1", "2001:db8::1", 9));
    g_assert_true(key_set(key, KEY_FIRST_END, "192.0.2.128/27", NULL));
    g_assert_true(key_set(key, KEY_SECOND_END, "198.51.100.1", NULL));
    g_assert_true(key_set(key, KEY_SEND_ID, "1", NULL));
    g_assert_true(has_id(key, "192.0.2.159", "198.51.100.1", 1));
    g_assert_true(has_id(key, "198.51.100.1", "192.0.2.128", 2)); /* any RecvID */
    g_assert_true(key_set(key, KEY_RECV_ID, "2", NULL));
    g_assert_true(has_id(key, "198.51.100.1", "192.0.2.128", 2));
    g_assert_false(has_id(key, "198.51.100.1", "192.0.2.128", 1));
    g_assert_false(has_id(key, "192.0.2.159", "198.51.100.1", 2));
    g_assert_false(has_id(key, "192.0.2.160", "198.51.100.1", 1));
    g_assert_false(has_id(key, "192.0.2.127", "198.51.100.1", 1));
    g_assert_false(has_id(key, "192.0.2.129", "198.51.100.2", 1));
    g_assert_false(has_id(key, "c000:280::", "198.51.100.1", 1));
    g_assert_cmpint(key_id_from(key, &key->ends[0].address, &key->ends[1].address), ==, 1);
    g_assert_cmpint(key_id_from(key, &key->ends[1].address, &key->ends[0].address), ==, 2);
    g_assert_cmpint(key_id_from(key, &key->ends[1].address, &key->ends[1].address), ==, KEY_ANY_ID);
    key_free(key);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/key/a-new-key-serves-all", test_a_new_key_serves_all);
    g_test_add_func("/key/good-numbers", test_good_numbers);
    g_test_add_func("/key/ends-and-name", test_ends_and_name);
    g_test_add_func("/key/a-bad-value-changes-nothing-and-is-not-repeated",
                    test_a_bad_value_changes_nothing_and_is_not_repeated);
    g_test_add_func("/key/a-secret-in-the-wrong-place-is-not-repeated",
                    test_a_secret_in_the_wrong_place_is_not_repeated);
    g_test_add_func("/key/a-key-that-can-serve-nobody-is-refused",
                    test_a_key_that_can_serve_nobody_is_refused);
    g_test_add_func("/key/a-mac-is-no-longer-than-its-algorithm-computes",
                    test_a_mac_is_no_longer_than_its_algorithm_computes);
    g_test_add_func("/key/a-secret-may-be-withheld", test_a_secret_may_be_withheld);
    g_test_add_func("/key/valid-from-inclusive-until-exclusive",
                    test_valid_from_inclusive_until_exclusive);
    g_test_add_func("/key/sent-as-long-as-valid-unless-told",
                    test_sent_as_long_as_valid_unless_told);
    g_test_add_func("/key/a-key-is-small", test_a_key_is_small);
    g_test_add_func("/key/ids-depend-on-the-direction", test_ids_depend_on_the_direction);
    g_test_add_func("/key/a-time-as-text", test_a_time_as_text);
    g_test_add_func("/key/a-time-stays-in-the-years-1-to-9999",
                    test_a_time_stays_in_the_years_1_to_9999);
    g_test_add_func("/key/a-copy-is-equal-and-its-own", test_a_copy_is_equal_and_its_own);
    return g_test_run();
}
