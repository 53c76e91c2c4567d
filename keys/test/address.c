/* Tests how addresses and prefixes are read and masked.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/address.h"
#include "keys/problem.h"

#include <string.h>

#define REFUSED "refused"

/* Returns PREFIX as "c0000200/24": the bytes of the address in hexadecimal, and the length. */
static char *describe(const struct prefix *prefix)
{
    GString *text = g_string_new(NULL);
    for (unsigned i = 0; i < prefix->address.length; i++)
        g_string_append_printf(text, "%02x", prefix->address.bytes[i]);
    g_string_append_printf(text, "/%u", prefix->bits);
    return g_string_free(text, FALSE);
}

static const struct {
    const char *rule, *text, *expected;
} readings[] = {
    {"every address of both families", "*", "/0"},
    {"an IPv4 address has 32 bits", "192.0.2.1", "c0000201/32"},
    {"an IPv6 address has 128 bits", "2001:db8::1", "20010db8000000000000000000000001/128"},
    {"an IPv6 address in capitals", "2001:DB8::A", "20010db800000000000000000000000a/128"},
    {"an IPv4 address mapped into IPv6 is that address", "::ffff:192.0.2.1", "c0000201/32"},
    {"and so it is in hexadecimal", "::FFFF:c000:201", "c0000201/32"},
    {"a prefix of mapped addresses", "::ffff:192.0.2.0/120", "c0000200/24"},
    {"all mapped addresses", "::ffff:0:0/96", "00000000/0"},
    {"a prefix with other addresses, too", "::ffff:0:0/95", REFUSED},
    {"a shorter prefix than that of the mapped ones", "::fffe:0:0/95",
     "00000000000000000000fffe00000000/95"},
    {"an IPv4-compatible address stays one of IPv6", "::192.0.2.1",
     "000000000000000000000000c0000201/128"},
    {"a host bit of a mapped prefix", "::ffff:192.0.2.1/120", REFUSED},
    {"an IPv4 prefix", "192.0.2.0/24", "c0000200/24"},
    {"an IPv6 prefix", "2001:db8::/32", "20010db8000000000000000000000000/32"},
    {"a prefix within a byte", "192.0.2.128/25", "c0000280/25"},
    {"a prefix of an odd number of bits", "2001:db8:8000::/33",
     "20010db8800000000000000000000000/33"},
    {"a prefix as long as the address", "192.0.2.1/32", "c0000201/32"},
    {"an IPv6 prefix as long as the address", "::1/128", "00000000000000000000000000000001/128"},
    {"every IPv4 address", "0.0.0.0/0", "00000000/0"},
    {"every IPv6 address", "::/0", "00000000000000000000000000000000/0"},

    {"a set host bit", "192.0.2.1/24", REFUSED},
    {"the last host bit", "192.0.2.1/31", REFUSED},
    {"the first host bit", "128.0.0.0/0", REFUSED},
    {"an IPv6 host bit", "2001:db8::1/64", REFUSED},
    {"the first IPv6 host bit", "2001:db8:8000::/32", REFUSED},
    {"more bits than IPv4 has", "192.0.2.1/33", REFUSED},
    {"more bits than IPv6 has", "::1/129", REFUSED},
    {"bits that overflow 8 bits to 24", "192.0.2.0/280", REFUSED},
    {"bits that overflow 32 bits to 24", "192.0.2.0/4294967320", REFUSED},
    {"bits that overflow 64 bits to 24", "192.0.2.0/18446744073709551640", REFUSED},
    {"no bits", "192.0.2.0/", REFUSED},
    {"a sign before the bits", "192.0.2.0/+24", REFUSED},
    {"negative bits", "192.0.2.0/-8", REFUSED},
    {"a blank before the bits", "192.0.2.0/ 24", REFUSED},
    {"text behind the bits", "192.0.2.0/24x", REFUSED},
    {"two prefixes", "192.0.2.0/24/24", REFUSED},
    {"a mask", "192.0.2.0/255.255.255.0", REFUSED},
    {"bits alone", "/24", REFUSED},
    {"nothing", "", REFUSED},
    {"a part of an IPv4 address", "192.0.2", REFUSED},
    {"an IPv4 address as one number", "3221225985", REFUSED},
    {"an IPv4 address in hexadecimal", "0xc0.0.2.1", REFUSED},
    {"an IPv4 address that looks octal", "192.0.2.010", REFUSED},
    {"an IPv4 number too large", "192.0.2.256", REFUSED},
    {"a wildcard for a number", "192.0.2.*", REFUSED},
    {"two wildcards", "**", REFUSED},
    {"a wildcard with bits", "*/0", REFUSED},
    {"a blank before", " 192.0.2.1", REFUSED},
    {"a blank behind", "192.0.2.1 ", REFUSED},
    {"a port", "192.0.2.1:179", REFUSED},
    {"brackets", "[2001:db8::1]", REFUSED},
    {"a zone, which no packet carries", "fe80::1%1", REFUSED},
    {"the name of a zone", "fe80::1%lo", REFUSED},
    {"a zone with a prefix", "fe80::%lo/64", REFUSED},
    {"the name of a host", "localhost", REFUSED},
    {"an IPv6 address with too many groups", "1:2:3:4:5:6:7:8:9", REFUSED},
    {"a very long text",
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000::1",
     REFUSED},
};

static void test_parse(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(readings); i++) {
        struct prefix prefix, untouched;
        GError *error = NULL;

        memset(&prefix, 0xaa, sizeof prefix);
        untouched = prefix;
        g_test_message("%s", readings[i].rule);
        if (prefix_parse(readings[i].text, &prefix, &error)) {
            char *got = describe(&prefix);
            g_assert_no_error(error);
            g_assert_cmpstr(got, ==, readings[i].expected);
            g_free(got);
        } else {
            g_assert_cmpstr(REFUSED, ==, readings[i].expected);
            g_assert_error(error, KEY_ERROR, KEY_ERROR_VALUE);
            g_assert_true(strlen(readings[i].text) < 2 ||
                          !strstr(error->message, readings[i].text));
            g_assert_cmpmem(&prefix, sizeof prefix, &untouched, sizeof untouched);
            g_error_free(error);
        }
    }
}

/* Keys are found by the bytes of their prefixes in memory. */
static void test_equal_prefixes_are_equal_memory(void)
{
    struct prefix one, other;
    memset(&one, 0xaa, sizeof one);
    memset(&other, 0x55, sizeof other);
    g_assert_true(prefix_parse("192.0.2.0/24", &one, NULL));
    g_assert_true(prefix_parse("192.0.2.0/24", &other, NULL));
    g_assert_cmpmem(&one, sizeof one, &other, sizeof other);

    memset(&one, 0xaa, sizeof one);
    memset(&other, 0x55, sizeof other);
    g_assert_true(prefix_parse("*", &one, NULL));
    g_assert_true(prefix_parse("*", &other, NULL));
    g_assert_cmpmem(&one, sizeof one, &other, sizeof other);
}

static void test_from_bytes(void)
{
    const uint8_t bytes[16] = {0x20, 0x01, 0x0d, 0xb8, [15] = 0xff};
    struct ip_address address = ip_address_from_bytes(bytes, 16);
    g_assert_cmpuint(address.length, ==, 16);
    g_assert_cmpmem(address.bytes, 16, bytes, 16);

    address = ip_address_from_bytes(bytes, 4);
    g_assert_cmpuint(address.length, ==, 4);
    g_assert_cmpmem(address.bytes, 16, "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0", 16);
}

/* Returns bit INDEX, counting from the leftmost. */
static bool bit_at(const uint8_t *bytes, unsigned index)
{
    return bytes[index / 8] & 0x80 >> index % 8;
}

static void test_a_prefix_keeps_its_bits_and_clears_all_others(void)
{
    const unsigned lengths[] = {4, 16};
    for (unsigned i = 0; i < G_N_ELEMENTS(lengths); i++)
        for (unsigned bits = 0; bits <= lengths[i] * 8; bits++) {
            uint8_t bytes[16];
            for (unsigned j = 0; j < sizeof bytes; j++)
                bytes[j] = (uint8_t)g_test_rand_int_range(0, 256);
            const struct ip_address address = ip_address_from_bytes(bytes, lengths[i]);
            const struct prefix prefix = prefix_of(&address, bits);

            g_assert_cmpuint(prefix.bits, ==, bits);
            g_assert_cmpuint(prefix.address.length, ==, lengths[i]);
            for (unsigned index = 0; index < 128; index++)
                g_assert_true(bit_at(prefix.address.bytes, index) ==
                              (index < bits && bit_at(bytes, index)));
        }
}

static void test_a_prefix_of_no_address_is_every_address(void)
{
    const struct ip_address none = {0};
    const struct prefix prefix = prefix_of(&none, 0);
    struct prefix every;
    g_assert_true(prefix_parse("*", &every, NULL));
    g_assert_cmpmem(&prefix, sizeof prefix, &every, sizeof every);
}

static void test_text_is_read_as_the_same(void)
{
    const char *const texts[] = {"*",           "192.0.2.1", "192.0.2.0/24",
                                 "0.0.0.0/0",   "::/0",      "2001:db8::/32",
                                 "2001:db8::1", "::",        "10.0.0.0/31"};
    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        struct prefix prefix;
        g_assert_true(prefix_parse(texts[i], &prefix, NULL));
        char *text = prefix_text(&prefix);
        g_assert_cmpstr(text, ==, texts[i]);
        g_free(text);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/address/parse", test_parse);
    g_test_add_func("/address/equal-prefixes-are-equal-memory",
                    test_equal_prefixes_are_equal_memory);
    g_test_add_func("/address/from-bytes", test_from_bytes);
    g_test_add_func("/address/a-prefix-keeps-its-bits-and-clears-all-others",
                    test_a_prefix_keeps_its_bits_and_clears_all_others);
    g_test_add_func("/address/a-prefix-of-no-address-is-every-address",
                    test_a_prefix_of_no_address_is_every_address);
    g_test_add_func("/address/text-is-read-as-the-same", test_text_is_read_as_the_same);
    return g_test_run();
}
