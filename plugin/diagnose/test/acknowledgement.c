/* Tests that unanswered retransmissions are distinguished from loss, keep-alives and window probes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/learnt/acknowledgement.h"

#include "sent.h"

static struct acknowledgement sender;

static unsigned send_at(int64_t milliseconds, unsigned flags, uint32_t sequence_number, size_t data)
{
    struct sent sent;
    sent_begin(&sent, 1, milliseconds, false);
    sent_is(&sent, flags, data);
    sent_put(&sent, HEADER_SEQUENCE_NUMBER, sequence_number);
    return acknowledgement_send(&sender, &sent.segment);
}

static void answer(unsigned flags, uint32_t number, uint16_t window)
{
    struct sent sent;
    sent_begin(&sent, 1, 0, true);
    sent_is(&sent, flags, 0);
    sent_put(&sent, HEADER_ACKNOWLEDGMENT_NUMBER, number);
    sent_put(&sent, HEADER_WINDOW, (uint32_t)window << 16);
    acknowledgement_receive(&sender, &sent.segment);
}

static void begin(void)
{
    sender = (struct acknowledgement){0};
}

static void test_data_that_nobody_acknowledges(void)
{
    begin();
    g_assert_cmpuint(send_at(0, FLAG_ACK, 1000, 100), ==, 0);
    g_assert_cmpuint(send_at(200, FLAG_ACK, 1000, 100), ==, 1);
    g_assert_cmpuint(send_at(600, FLAG_ACK, 1000, 100), ==, 2);
    g_assert_cmpuint(send_at(1400, FLAG_ACK, 1000, 100), ==, 3);
    answer(FLAG_ACK, 1100, 500);
    g_assert_cmpuint(send_at(1500, FLAG_ACK, 1100, 100), ==, 0);
    g_assert_cmpuint(send_at(1700, FLAG_ACK, 1100, 100), ==, 1);
}

static void test_times_at_their_limits(void)
{
    struct sent sent;
    begin();
    sent_begin(&sent, 1, 0, false);
    sent_is(&sent, FLAG_ACK, 100);
    sent.segment.time = INT64_MIN;
    g_assert_cmpuint(acknowledgement_send(&sender, &sent.segment), ==, 0);
    sent.segment.time = INT64_MAX;
    g_assert_cmpuint(acknowledgement_send(&sender, &sent.segment), ==, 1);
    sent.segment.time = INT64_MIN;
    g_assert_cmpuint(acknowledgement_send(&sender, &sent.segment), ==, 1);
}

static void test_syn_and_fin(void)
{
    begin();
    g_assert_cmpuint(send_at(0, FLAG_SYN, UINT32_MAX, 0), ==, 0);
    g_assert_cmpuint(send_at(1000, FLAG_SYN, UINT32_MAX, 0), ==, 1);
    g_assert_cmpuint(send_at(3000, FLAG_SYN, UINT32_MAX, 0), ==, 2);
    answer(FLAG_SYN | FLAG_ACK, 0, 500);
    g_assert_cmpuint(send_at(3100, FLAG_ACK, 0, 0), ==, 0);
    g_assert_cmpuint(send_at(3200, FLAG_ACK | FLAG_FIN, 0, 0), ==, 0);
    g_assert_cmpuint(send_at(3400, FLAG_ACK | FLAG_FIN, 0, 0), ==, 1);
    g_assert_cmpuint(send_at(3800, FLAG_ACK | FLAG_FIN, 0, 0), ==, 2);
}

static void test_the_same_segment_captured_twice(void)
{
    begin();
    for (unsigned i = 0; i < 3; i++) {
        g_assert_cmpuint(send_at(1000 * i, FLAG_ACK, 1000, 100), ==, i);
        g_assert_cmpuint(send_at(1000 * i + 20, FLAG_ACK, 1000, 100), ==, i);
    }
}

static void test_what_waits_behind_does_not_count(void)
{
    begin();
    for (uint32_t i = 0; i < 5; i++)
        g_assert_cmpuint(send_at(i, FLAG_ACK, 1000 + 100 * i, 100), ==, 0);
    g_assert_cmpuint(send_at(300, FLAG_ACK, 1000, 100), ==, 1);
    answer(FLAG_ACK, 1300, 500); /* the first segment was lost, then the fourth */
    g_assert_cmpuint(send_at(310, FLAG_ACK, 1300, 100), ==, 1);
    g_assert_cmpuint(send_at(700, FLAG_ACK, 1300, 100), ==, 2);
}

static void test_keep_alives(void)
{
    begin();
    g_assert_cmpuint(send_at(0, FLAG_ACK, 1000, 100), ==, 0);
    answer(FLAG_ACK, 1100, 500);
    for (unsigned i = 1; i < 5; i++) {
        g_assert_cmpuint(send_at(1000 * i, FLAG_ACK, 1099, 0), ==, 0);
        g_assert_cmpuint(send_at(1000 * i + 500, FLAG_ACK, 1099, 1), ==, 0);
    }
}

static void test_probes_of_a_window(void)
{
    begin();
    g_assert_cmpuint(send_at(0, FLAG_ACK, 1000, 100), ==, 0);
    answer(FLAG_ACK, 1100, 0);
    for (unsigned i = 1; i < 5; i++)
        g_assert_cmpuint(send_at(1000 * i, FLAG_ACK, 1100, 1), ==, 0);
    answer(FLAG_RST | FLAG_ACK, 1100, 0); /* the window of an RST has no meaning */
    answer(FLAG_ACK, 1100, 500);
    answer(FLAG_RST | FLAG_ACK, 1100, 0);
    g_assert_cmpuint(send_at(6000, FLAG_ACK, 1100, 100), ==, 0);
    g_assert_cmpuint(send_at(7000, FLAG_ACK, 1100, 100), ==, 1);
    g_assert_cmpuint(send_at(8000, FLAG_ACK, 1100, 100), ==, 2);
}

static void test_what_is_no_acknowledgement(void)
{
    begin();
    g_assert_cmpuint(send_at(0, FLAG_ACK, 1000, 100), ==, 0);
    answer(FLAG_RST, 1100, 0); /* without ACK, the number has no meaning */
    answer(FLAG_ACK, 1000, 500);
    answer(FLAG_ACK, 900, 500); /* an old one */
    g_assert_cmpuint(send_at(1000, FLAG_ACK, 1000, 100), ==, 1);
    g_assert_cmpuint(send_at(2000, FLAG_ACK, 1000, 100), ==, 2);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/acknowledgement/times-at-their-limits", test_times_at_their_limits);
    g_test_add_func("/acknowledgement/data-that-nobody-acknowledges",
                    test_data_that_nobody_acknowledges);
    g_test_add_func("/acknowledgement/syn-and-fin", test_syn_and_fin);
    g_test_add_func("/acknowledgement/the-same-segment-captured-twice",
                    test_the_same_segment_captured_twice);
    g_test_add_func("/acknowledgement/what-waits-behind-does-not-count",
                    test_what_waits_behind_does_not_count);
    g_test_add_func("/acknowledgement/keep-alives", test_keep_alives);
    g_test_add_func("/acknowledgement/probes-of-a-window", test_probes_of_a_window);
    g_test_add_func("/acknowledgement/what-is-no-acknowledgement", test_what_is_no_acknowledgement);
    return g_test_run();
}
