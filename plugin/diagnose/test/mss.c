/* Tests which MSS an end announces, and which segments exceed it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/learnt/mss.h"

#include <string.h>

#define SYN 0x02
#define ACK 0x10

/* Returns a header with FLAGS and OPTIONS in a block of its own size, so that a sanitizer detects
 * overreads. */
static struct segment header(uint8_t flags, const char *options, size_t length)
{
    const size_t header = TCP_HEADER_LENGTH + length;
    uint8_t *bytes = g_malloc0(header);

    bytes[12] = (uint8_t)(header / 4 << 4);
    bytes[13] = flags;
    memcpy(bytes + TCP_HEADER_LENGTH, options, length);
    return (struct segment){.bytes = bytes, .captured = header, .length = header};
}

static void test_a_syn_announces_what_its_sender_takes(void)
{
    static const struct {
        const char *options;
        size_t length;
        uint8_t flags;
        unsigned mss;
    } rows[] = {
        {"\x02\x04\x05\xb4", 4, SYN, 1460},
        {"\x02\x04\x05\xb4", 4, SYN | ACK, 1460},
        {"\x02\x04\x05\xb4", 4, ACK, 0},
        {"\x04\x02\x01\x02\x04\xff\xff\x00", 8, SYN, 65535},
        {"\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01", 12, SYN, 0},
        {"\x00\x02\x04\x05\xb4\x00\x00\x00", 8, SYN, 0}, /* after the end of the list */
        {"\x01\x08\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x02", 12, SYN, 0}, /* cut off */
        {"\x03\x00\x02\x04\x05\xb4\x00\x00", 8, SYN, 0},                  /* the walk ends before */
        {"\x02\x03\x05\x02\x04\x05\xb4\x00", 8, SYN, 1460},               /* too short for an MSS */
        {"\x01\x01\x01\xff", 4, SYN, 0},
        {"", 0, SYN, 0},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        const struct segment segment = header(rows[i].flags, rows[i].options, rows[i].length);
        g_assert_cmpuint(mss_announced(&segment), ==, rows[i].mss);
        g_free((void *)segment.bytes);
    }
}

static void test_the_mss_counts_data_alone(void)
{
    struct segment segment = header(ACK, "\x01\x01\x01\x01", 4);
    segment.length = 24 + 1460;
    g_assert_false(mss_exceeded(&segment, 1460));
    g_assert_true(mss_exceeded(&segment, 1459));
    segment.reassembled = true;
    g_assert_false(mss_exceeded(&segment, 1459));
    g_free((void *)segment.bytes);
}

/* RFC 2675 section 5.1. */
static void test_ipv6_has_jumbograms(void)
{
    struct segment segment = header(ACK, "", 0);
    segment.length = 20 + 70000;
    segment.from.address.length = 4;
    g_assert_true(mss_exceeded(&segment, 65535));
    segment.from.address.length = 16;
    g_assert_false(mss_exceeded(&segment, 65535));
    g_assert_true(mss_exceeded(&segment, 65534));
    g_free((void *)segment.bytes);
}

static void test_without_an_mss_the_ip_header_tells(void)
{
    struct segment segment = header(ACK, "", 0);
    segment.length = 20 + 9000;
    g_assert_false(mss_exceeded(&segment, 0));
    segment.zero_ip_length = true;
    g_assert_true(mss_exceeded(&segment, 0));
    g_assert_false(mss_exceeded(&segment, 9000));
    segment.length = 20;
    g_assert_false(mss_exceeded(&segment, 0));
    g_free((void *)segment.bytes);
}

int main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mss/a-syn-announces-what-its-sender-takes",
                    test_a_syn_announces_what_its_sender_takes);
    g_test_add_func("/mss/the-mss-counts-data-alone", test_the_mss_counts_data_alone);
    g_test_add_func("/mss/ipv6-has-jumbograms", test_ipv6_has_jumbograms);
    g_test_add_func("/mss/without-an-mss-the-ip-header-tells",
                    test_without_an_mss_the_ip_header_tells);
    return g_test_run();
}
