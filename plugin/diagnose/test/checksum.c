/* Tests what TCP checksums say, with segments that Linux sent.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/learnt/checksum.h"

#include <string.h>

/* BGP OPEN messages of BIRD, of odd length; frame 8 of frr-bird-ipv4.pcapng and of
 * frr-bird-ipv6.pcapng. */
static const uint8_t segments[2][87] = {
    "\xde\x73\x00\xb3\x2c\x63\x12\x99\xfe\x07\x45\x2b\xa0\x18\x00\x3f\x1e\xee\x00\x00\x01\x01\x13"
    "\x12"
    "\xae\x97\x54\x85\x9e\x76\x36\xb3\x3b\x73\xd1\x18\x11\xbd\x6d\xa7\xff\xff\xff\xff\xff\xff\xff"
    "\xff"
    "\xff\xff\xff\xff\xff\xff\xff\xff\x00\x2f\x01\x04\xfb\xf6\x00\x03\xc0\x00\x02\x02\x12\x02\x10"
    "\x01"
    "\x04\x00\x01\x00\x01\x02\x00\x41\x04\x00\x00\xfb\xf6\x46",
    "\x8e\xe3\x00\xb3\xc6\x58\x4b\xcc\x57\xbc\x37\xf7\xa0\x18\x00\x40\xc1\x1b\x00\x00\x01\x01\x13"
    "\x12"
    "\x04\x29\xd5\x5a\xf8\x47\xa8\xfc\x72\xb0\x42\xc6\xe2\xe8\x06\x57\xff\xff\xff\xff\xff\xff\xff"
    "\xff"
    "\xff\xff\xff\xff\xff\xff\xff\xff\x00\x2f\x01\x04\xfb\xf6\x00\x03\xc0\x00\x02\x02\x12\x02\x10"
    "\x01"
    "\x04\x00\x02\x00\x01\x02\x00\x41\x04\x00\x00\xfb\xf6\x46",
};

static uint8_t bytes[87];

/* Returns a copy of segment WHICH. */
static struct segment copy(unsigned which)
{
    static const uint8_t addresses[2][2][17] = {
        {"\xc0\0\2\2", "\xc0\0\2\1"},
        {"\x20\1\xd\xb8\0\0\0\0\0\0\0\0\0\0\0\2", "\x20\1\xd\xb8\0\0\0\0\0\0\0\0\0\0\0\1"},
    };
    const unsigned length = which ? 16 : 4;
    memcpy(bytes, segments[which], sizeof bytes);
    return (struct segment){
        .from.address = ip_address_from_bytes(addresses[which][0], length),
        .to.address = ip_address_from_bytes(addresses[which][1], length),
        .bytes = bytes,
        .captured = sizeof bytes,
        .length = sizeof bytes,
    };
}

static void test_any_changed_byte_makes_it_wrong(void)
{
    for (unsigned which = 0; which < 2; which++) {
        const struct segment segment = copy(which);
        g_assert_cmpint(checksum_of(&segment), ==, CHECKSUM_RIGHT);
        for (size_t i = 0; i < sizeof bytes; i++) {
            bytes[i] ^= 0x10;
            g_assert_cmpint(checksum_of(&segment), ==, CHECKSUM_WRONG);
            bytes[i] ^= 0x10;
        }
    }
}

static void test_a_changed_address_makes_it_wrong(void)
{
    for (unsigned which = 0; which < 2; which++) {
        struct segment segment = copy(which);
        segment.to.address.bytes[3] ^= 1;
        g_assert_cmpint(checksum_of(&segment), ==, CHECKSUM_WRONG);
    }
}

static void put(uint16_t checksum)
{
    bytes[16] = (uint8_t)(checksum >> 8);
    bytes[17] = (uint8_t)checksum;
}

static void test_partial(void)
{
    struct segment segment = copy(0);
    put(0x8461); /* c000 + 0202 + c000 + 0201 + 0006 + 0057 */
    g_assert_cmpint(checksum_of(&segment), ==, CHECKSUM_PARTIAL);
    put(0x840a); /* the same without the length */
    g_assert_cmpint(checksum_of(&segment), ==, CHECKSUM_PARTIAL);
    segment = copy(1);
    put(0x5bd2); /* 2001 + 0db8 + 0002 + 2001 + 0db8 + 0001 + 0006 + 0057 */
    g_assert_cmpint(checksum_of(&segment), ==, CHECKSUM_PARTIAL);
}

/* Returns the checksums after RIGHT and OTHERS of good segments, and WRONG ones of bad segments. */
static struct checksums noted(unsigned right, unsigned others, unsigned wrong)
{
    struct checksums checksums = {0};
    while (right--)
        checksums_note(&checksums, CHECKSUM_RIGHT, right % 2);
    while (wrong--)
        checksums_note(&checksums, CHECKSUM_WRONG, false);
    while (others--)
        checksums_note(&checksums, CHECKSUM_WRONG, true);
    return checksums;
}

static void test_corrupt_among_right_ones(void)
{
    struct checksums checksums = noted(2, 1, 0);
    const struct proof *proof = corrupt(&checksums, CHECKSUM_WRONG);
    g_assert_nonnull(proof);
    g_assert_cmpint(proof->cause, ==, CAUSE_CORRUPT);
    g_assert_null(corrupt(&checksums, CHECKSUM_RIGHT));
    g_assert_null(corrupt(&checksums, CHECKSUM_PARTIAL));
    checksums = noted(1, 0, 100); /* more of them only show a worse path */
    g_assert_nonnull(corrupt(&checksums, CHECKSUM_WRONG));
}

static void test_a_host_that_leaves_them_to_its_card(void)
{
    struct checksums checksums = noted(0, 1, 0);
    g_assert_null(corrupt(&checksums, CHECKSUM_WRONG));
    checksums = noted(0, 0, 100); /* no good segment was seen */
    g_assert_null(corrupt(&checksums, CHECKSUM_WRONG));
    checksums = noted(2, 2, 0);
    g_assert_null(corrupt(&checksums, CHECKSUM_WRONG));
    checksums = noted(1, 100, 0);
    g_assert_null(corrupt(&checksums, CHECKSUM_WRONG));
    checksums = noted(100, 100, 0); /* the first ones decide */
    g_assert_nonnull(corrupt(&checksums, CHECKSUM_WRONG));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/checksum/any-changed-byte-makes-it-wrong",
                    test_any_changed_byte_makes_it_wrong);
    g_test_add_func("/checksum/a-changed-address-makes-it-wrong",
                    test_a_changed_address_makes_it_wrong);
    g_test_add_func("/checksum/partial", test_partial);
    g_test_add_func("/checksum/corrupt-among-right-ones", test_corrupt_among_right_ones);
    g_test_add_func("/checksum/a-host-that-leaves-them-to-its-card",
                    test_a_host_that_leaves_them_to_its_card);
    return g_test_run();
}
