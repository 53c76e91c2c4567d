/* Tests which segments of a file without capture points are found elsewhere.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/points/pairing.h"

#include "sent.h"

static struct bounds bounds;

/* Makes SENT a signed segment that begins with SEQUENCE_NUMBER, with a digest for NUMBER. */
static void make(struct sent *sent, unsigned number, uint32_t sequence_number)
{
    sent_begin(sent, number, 0, false);
    sent_put(sent, HEADER_SEQUENCE_NUMBER, sequence_number);
    sent_sign(sent);
    memcpy((uint8_t *)sent->options.signature.mac, &number, sizeof number);
    sent->evidence.digest = option_digest(&sent->options);
}

static void note(struct pairing *pairing, unsigned number)
{
    struct sent sent;
    uint32_t shift = 0;
    make(&sent, number, number);
    g_assert_null(pairing_note(pairing, &sent.evidence, true, &shift));
}

/* Returns true if segment NUMBER is found where it had another sequence number. */
static bool finds(struct pairing *pairing, unsigned number)
{
    struct sent sent;
    make(&sent, number, number + 1000000);
    bool later;
    const struct snapshot *found = pairing_elsewhere(pairing, &sent.evidence, &later);
    return found && snapshot_sequence_number(found) == number;
}

/* The same digest on other data is that of a replay. */
static void test_other_data(void)
{
    struct notes *notes = notes_new(&bounds);
    struct pairing *pairing = pairing_new(notes, &bounds);
    struct sent sent;
    uint32_t shift = 0;
    bool later;

    make(&sent, 1, 1);
    sent_is(&sent, FLAG_ACK, 4);
    pairing_note(pairing, &sent.evidence, true, &shift);
    sent_put(&sent, HEADER_SEQUENCE_NUMBER, 1000001);
    g_assert_nonnull(pairing_elsewhere(pairing, &sent.evidence, &later));
    sent.bytes[sent.segment.length - 1] = 'x';
    g_assert_null(pairing_elsewhere(pairing, &sent.evidence, &later));
    pairing_free(pairing);
    notes_free(notes);
}

/* Notes a segment of MILLISECONDS, or of an unknown time if that is negative, and returns true if
 * the one of 100 s, captured at POINT with a sequence number that is MOVED more, was sent again. */
static bool is_again(int64_t milliseconds, struct point point, uint32_t moved)
{
    struct notes *notes = notes_new(&bounds);
    struct pairing *pairing = pairing_new(notes, &bounds);
    struct sent sent;
    uint32_t shift = 0;
    bool again;

    make(&sent, 1, 1);
    sent.segment.time =
        milliseconds < 0 ? KEY_TIME_UNKNOWN : sent.segment.time + milliseconds * 1000;
    pairing_note(pairing, &sent.evidence, true, &shift);
    make(&sent, 2, 1 + moved);
    memcpy((uint8_t *)sent.options.signature.mac, &(unsigned){1}, sizeof(unsigned));
    sent.segment.time += 100 * G_TIME_SPAN_SECOND;
    sent.evidence.point = point;
    g_assert_nonnull(pairing_elsewhere(pairing, &sent.evidence, &again));
    pairing_free(pairing);
    notes_free(notes);
    return again;
}

static void test_sent_again(void)
{
    const struct point here = {0}, there = {.known = true, .interface = 1};

    g_assert_true(is_again(40000, here, 9000000));
    g_assert_false(is_again(40001, here, 9000000));
    g_assert_false(is_again(180000, here, 9000000)); /* it is the earlier one */
    g_assert_false(is_again(0, there, 9000000));
    g_assert_false(is_again(-1, here, 9000000));
    g_assert_true(is_again(99500, here, 1048576));
    g_assert_true(is_again(99500, here, (uint32_t)-1048576));
    g_assert_false(is_again(99500, here, 1048577));
    g_assert_false(is_again(99501, here, 1048576));
    g_assert_false(was_sent_again(LATER, 0, 0));
    g_assert_true(was_sent_again(RETRANSMITTED, 0, 1)); /* with a newer acknowledgment */
    g_assert_true(was_sent_again(RETRANSMITTED, 0, MAX_AHEAD));
    g_assert_false(was_sent_again(RETRANSMITTED, 0, MAX_AHEAD + 1));
    g_assert_false(was_sent_again(RETRANSMITTED, 0, (uint32_t)-1));
    g_assert_false(was_sent_again(RETRANSMITTED, 1, 1));
    g_assert_false(was_sent_again(RETRANSMITTED - 1, 0, 1));
    g_assert_false(is_again(99500, there, 1048576));
}

/* Notes the segments that begin with two sequence numbers and have one digest. Returns the sequence
 * number of the one that is found; ANY_SEARCH says whether there was a search before. */
static uint32_t found_of_two(bool first_is_good, bool second_is_good, bool any_search)
{
    struct notes *notes = notes_new(&bounds);
    struct pairing *pairing = pairing_new(notes, &bounds);
    struct sent sent;
    uint32_t shift = 0;
    bool later;

    make(&sent, 1, 9000000);
    if (any_search)
        pairing_elsewhere(pairing, &sent.evidence, &later);
    for (unsigned i = 0; i < 2; i++) {
        make(&sent, 1, (i + 1) * 1000000);
        pairing_note(pairing, &sent.evidence, i == 0 ? first_is_good : second_is_good, &shift);
    }
    make(&sent, 1, 9000000);
    const struct snapshot *found = pairing_elsewhere(pairing, &sent.evidence, &later);
    const uint32_t number = found ? snapshot_sequence_number(found) : 0;
    pairing_free(pairing);
    notes_free(notes);
    return number;
}

/* A good copy shows what was signed, a bad one need not; otherwise the newest counts. */
static void test_best_copy(void)
{
    for (unsigned any_search = 0; any_search < 2; any_search++) {
        g_assert_cmpuint(found_of_two(false, false, any_search), ==, 2000000);
        g_assert_cmpuint(found_of_two(true, true, any_search), ==, 2000000);
        g_assert_cmpuint(found_of_two(false, true, any_search), ==, 2000000);
        g_assert_cmpuint(found_of_two(true, false, any_search), ==, 1000000);
    }
}

/* Most captures have no segment for which another one is sought. */
static void test_remembered(void)
{
    struct notes *notes = notes_new(&bounds);
    struct pairing *pairing = pairing_new(notes, &bounds);

    for (unsigned i = 1; i <= 300; i++)
        note(pairing, i);
    g_assert_false(finds(pairing, 300));
    g_assert_true(finds(pairing, 1)); /* of the handshake */
    note(pairing, 301);
    g_assert_true(finds(pairing, 301));
    pairing_free(pairing);
    notes_free(notes);
}

/* Whatever has a capture point may be found at another one. */
static void test_remembered_with_a_point(void)
{
    struct notes *notes = notes_new(&bounds);
    struct pairing *pairing = pairing_new(notes, &bounds);

    for (unsigned i = 1; i <= 300; i++) {
        struct sent sent;
        uint32_t shift = 0;
        make(&sent, i, i);
        sent.evidence.point = (struct point){.known = true};
        g_assert_null(pairing_note(pairing, &sent.evidence, true, &shift));
    }
    g_assert_true(finds(pairing, 300));
    pairing_free(pairing);
    notes_free(notes);
}

/* In a flood of segments that are nowhere else, few are sought; a find ends that. */
static void test_many_misses(void)
{
    struct notes *notes = notes_new(&bounds);
    struct pairing *pairing = pairing_new(notes, &bounds);

    note(pairing, 1);
    for (unsigned i = 0; i < 300; i++) {
        g_assert_false(finds(pairing, 2));
        g_assert_true(finds(pairing, 1));
    }
    for (unsigned i = 0; i < 300; i++)
        g_assert_false(finds(pairing, 2));
    g_assert_false(finds(pairing, 1));
    for (unsigned i = 0; i < 19; i++)
        g_assert_false(finds(pairing, 2));
    g_assert_true(finds(pairing, 1)); /* 320 is a multiple of 64 */
    pairing_free(pairing);
    notes_free(notes);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pairing/other-data", test_other_data);
    g_test_add_func("/pairing/sent-again", test_sent_again);
    g_test_add_func("/pairing/best-copy", test_best_copy);
    g_test_add_func("/pairing/remembered", test_remembered);
    g_test_add_func("/pairing/remembered-with-a-point", test_remembered_with_a_point);
    g_test_add_func("/pairing/many-misses", test_many_misses);
    return g_test_run();
}
