/* Tests what is read from a TCP header, captured whole or not.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/verify/segment.h"

/* A header whose data offset is 11 words, and its flags. */
static const uint8_t header[TCP_HEADER_LENGTH] = {
    0x00, 0xb3, 0x9c, 0x40, 0xfe, 0xdc, 0xba, 0x98, 0, 0, 0, 0, 0xb0, 0x02,
};

/* Returns a segment with the first CAPTURED bytes, in a block of that size, so that a sanitizer
 * detects overreads. */
static struct segment cut(size_t captured)
{
    return (struct segment){
        .bytes = g_memdup2(header, captured), .captured = captured, .length = sizeof header};
}

static void test_header_length_is_the_data_offset_or_the_least_there_is(void)
{
    for (size_t captured = 4; captured <= sizeof header; captured++) {
        const struct segment segment = cut(captured);
        g_assert_cmpuint(segment_header_length(&segment), ==, captured <= 12 ? 20 : 44);
        g_free((void *)segment.bytes);
    }
}

static void test_header_length_may_be_malformed(void)
{
    for (unsigned words = 0; words < 16; words++) {
        const uint8_t bytes[TCP_HEADER_LENGTH] = {[12] = (uint8_t)(words << 4 | 0xf)};
        const struct segment segment = {.bytes = bytes, .captured = sizeof bytes};
        g_assert_cmpuint(segment_header_length(&segment), ==, words * 4);
    }
}

static void test_a_connection_is_opened_by_syn_without_ack(void)
{
    for (unsigned flags = 0; flags < 256; flags++) {
        const uint8_t bytes[TCP_HEADER_LENGTH] = {[13] = (uint8_t)flags};
        const struct segment segment = {.bytes = bytes, .captured = sizeof bytes};
        g_assert_true(segment_opens_connection(&segment) == ((flags & 2) && !(flags & 16)));
    }
}

static void test_unknown_flags_open_no_connection(void)
{
    for (size_t captured = 4; captured <= sizeof header; captured++) {
        const struct segment segment = cut(captured);
        g_assert_true(segment_opens_connection(&segment) == (captured >= 14));
        g_free((void *)segment.bytes);
    }
}

static void test_what_lacks_header_cannot_be_whole(void)
{
    uint8_t bytes[60] = {[12] = 0xb0};
    struct segment segment = {.bytes = bytes, .length = 200, .truncated = true};

    for (segment.captured = 13; segment.captured <= sizeof bytes; segment.captured++)
        g_assert_true(segment_can_be_whole(&segment) == (segment.captured >= 44));
    segment.truncated = false;
    g_assert_false(segment_can_be_whole(&segment));
}

static void test_sequence_number_is_in_network_order(void)
{
    const struct segment segment = cut(sizeof header);
    g_assert_cmpuint(segment_sequence_number(&segment), ==, 0xfedcba98);
    g_free((void *)segment.bytes);
}

static void test_cut_short(void)
{
    struct segment segment = {.captured = 60, .length = 60};
    g_assert_false(segment_is_cut_short(&segment));
    segment.captured = 59;
    g_assert_true(segment_is_cut_short(&segment));
}

static void test_times_at_their_limits(void)
{
    g_assert_cmpint(time_between(3, 10), ==, 7);
    g_assert_cmpint(time_between(10, 3), ==, -7);
    g_assert_cmpint(time_between(INT64_MIN, INT64_MAX), ==, INT64_MAX);
    g_assert_cmpint(time_between(INT64_MAX, INT64_MIN), ==, INT64_MIN);
    g_assert_cmpint(time_between(INT64_MAX, INT64_MAX), ==, 0);
    g_assert_cmpint(time_between(INT64_MIN, -1), ==, INT64_MAX);
    g_assert_cmpint(time_between(INT64_MIN, 0), ==, INT64_MAX);
}

static void test_as_captured(void)
{
    const struct segment segment = {.captured = 59, .length = 60, .truncated = true};
    const struct segment whole = segment_as_captured(&segment);
    g_assert_true(segment_is_cut_short(&segment));
    g_assert_false(segment_is_cut_short(&whole));
    g_assert_false(whole.truncated);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/segment/header-length-is-the-data-offset-or-the-least-there-is",
                    test_header_length_is_the_data_offset_or_the_least_there_is);
    g_test_add_func("/segment/header-length-may-be-malformed", test_header_length_may_be_malformed);
    g_test_add_func("/segment/a-connection-is-opened-by-syn-without-ack",
                    test_a_connection_is_opened_by_syn_without_ack);
    g_test_add_func("/segment/unknown-flags-open-no-connection",
                    test_unknown_flags_open_no_connection);
    g_test_add_func("/segment/what-lacks-header-cannot-be-whole",
                    test_what_lacks_header_cannot_be_whole);
    g_test_add_func("/segment/sequence-number-is-in-network-order",
                    test_sequence_number_is_in_network_order);
    g_test_add_func("/segment/cut-short", test_cut_short);
    g_test_add_func("/segment/as-captured", test_as_captured);
    g_test_add_func("/segment/times-at-their-limits", test_times_at_their_limits);
    return g_test_run();
}
