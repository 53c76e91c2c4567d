/* Tests which end switched to which key when, and how long the two ends disagreed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/learnt/rollover.h"

#include "sent.h"

static char names[][8] = {"old", "new", "third"};
static struct key keys[] = {{.name = names[0]}, {.name = names[1]}, {.name = names[2]}};
#define OLD   (&keys[0])
#define NEW   (&keys[1])
#define THIRD (&keys[2])

static struct bounds bounds;
static struct peerings *peerings;
static uint32_t number;

/* Notes SENT, verified by KEY, or by none if that is NULL. */
static const struct rollover *pass(const struct sent *sent, const struct key *key,
                                   const struct key *last)
{
    struct peering *peering = peerings_find(peerings, &sent->segment);
    struct diagnosis diagnosis = {
        .finding = {.verdict = key ? VERDICT_GOOD : VERDICT_BAD, .key = key}};
    peering_receive(peering, &sent->segment, segment_opens_connection(&sent->segment));
    peering_note(peering, &sent->evidence, &diagnosis, last);
    return diagnosis.rollover;
}

/* Notes a segment to or from PORT of the client, one second after the last. KEY verifies it; LAST
 * verified the one before.
 */
static const struct rollover *note(uint16_t port, bool back, const struct key *key,
                                   const struct key *last)
{
    struct sent sent;
    number++;
    sent_begin(&sent, number, 1000 * number, back);
    *(back ? &sent.segment.to.port : &sent.segment.from.port) = port;
    return pass(&sent, key, last);
}

static void begin(void)
{
    peerings = peerings_new(&bounds);
    number = 0;
    g_assert_null(note(40001, false, OLD, NULL));
    g_assert_null(note(40001, true, OLD, NULL));
}

static void expect(const struct rollover *rollover, const char *text)
{
    g_assert_nonnull(rollover);
    char *said = rollover_text(rollover);
    g_assert_cmpstr(said, ==, text);
    g_free(said);
}

static void test_both_ends_in_one_connection(void)
{
    begin();
    const struct rollover *first = note(40001, false, NEW, OLD); /* frame 3 */
    expect(first, "key changed from old to new; the other end still signs with old");
    g_assert_null(note(40001, false, NEW, NEW));
    g_assert_null(note(40001, true, OLD, OLD));
    g_assert_null(note(40001, true, NULL, OLD));
    const struct rollover *second = note(40001, true, NEW, OLD);
    expect(second, "key changed from old to new after 1 bad segment; the ends used different keys "
                   "for 4.000 s, from "
                   "frame 3 to frame 7; 1 of 4 signed segments were bad");
    expect(first, "key changed from old to new; the ends used different keys for 4.000 s, from "
                  "frame 3 to frame 7; "
                  "1 of 4 signed segments were bad");
    g_assert_null(note(40001, false, NULL, NEW));
    g_assert_cmpuint(first->signed_during, ==, 4);
    peerings_free(peerings);
}

static void test_in_a_new_connection(void)
{
    begin();
    expect(note(40002, false, NEW, NULL),
           "key changed from old to new; the other end still signs with old");
    g_assert_null(note(40001, false, OLD, OLD)); /* the old connection continues, as in TIME-WAIT */
    g_assert_null(note(40002, false, NEW, NEW));
    expect(note(40002, true, NEW, NULL), "key changed from old to new; the ends used different "
                                         "keys for 3.000 s, from frame 3 to frame 6; "
                                         "0 of 3 signed segments were bad");
    peerings_free(peerings);
}

static void test_the_old_connection_follows(void)
{
    begin();
    g_assert_nonnull(note(40002, false, NEW, NULL));
    g_assert_null(note(40001, false, NEW, OLD));
    peerings_free(peerings);
}

static void test_one_end_goes_back(void)
{
    begin();
    const struct rollover *there = note(40001, false, NEW, OLD);
    const struct rollover *back = note(40001, false, OLD, NEW);
    g_assert_true(there->disagreement_end == back && back->disagreement_start == there);
    expect(back, "key changed from new to old; the ends used different keys for 1.000 s, from "
                 "frame 3 to frame 4; "
                 "0 of 1 signed segments were bad");
    peerings_free(peerings);
}

/* Notes the next 19 bytes from SEQUENCE_NUMBER on of the client's connection of PORT. */
static const struct rollover *go_on(uint16_t port, uint32_t sequence_number, const struct key *key)
{
    struct sent sent;
    number++;
    sent_begin(&sent, number, 1000 * number, false);
    sent.segment.from.port = port;
    sent_is(&sent, FLAG_ACK, 19);
    sent_put(&sent, HEADER_SEQUENCE_NUMBER, sequence_number);
    return pass(&sent, key, NULL);
}

static void test_two_connections_at_once(void)
{
    begin();
    g_assert_null(go_on(40001, 1000, OLD));
    const struct rollover *rollover = go_on(40001, 0x20000000, NEW);
    g_assert_null(go_on(40001, 1019, OLD));
    g_assert_null(go_on(40001, 1019, OLD)); /* a retransmission */
    g_assert_false(rollover_is_parallel(rollover));
    g_assert_cmpuint(rollover_lost(rollover), >, 0);
    g_assert_null(go_on(40001, 0x20000013, NEW));
    g_assert_null(go_on(40001, 1038, OLD));
    expect(rollover, "key new beside key old, in two connections at once");
    g_assert_cmpuint(rollover_lost(rollover), ==, 0);
    /* If the other end changes, that ends no disagreement, and loses what has the old key. */
    expect(note(40001, true, NEW, OLD),
           "key changed from old to new; 4 segments were lost: never acknowledged");
    const struct rollover *third = go_on(40001, 0xa0000000, THIRD);
    for (unsigned i = 0; i < 2; i++) {
        g_assert_null(go_on(40001, 0x20000026 + 19 * i, NEW));
        g_assert_null(go_on(40001, 1057 + 19 * i, OLD));
    }
    expect(third, "key third beside key new, in two connections at once");
    peerings_free(peerings);
}

static void test_both_take_other_keys(void)
{
    begin();
    const struct rollover *first = note(40001, false, NEW, OLD);
    expect(note(40001, true, THIRD, OLD),
           "key changed from old to third; the other end still signs with new");
    const struct rollover *last = note(40001, false, THIRD, NEW);
    g_assert_true(last->disagreement_start == first);
    peerings_free(peerings);
}

static void test_nobody_knows_the_other_end(void)
{
    peerings = peerings_new(&bounds);
    number = 0;
    g_assert_null(note(40001, false, OLD, NULL));
    g_assert_null(note(40001, false, NULL, OLD));
    g_assert_null(note(40001, false, NULL, OLD));
    expect(note(40001, false, NEW, OLD), "key changed from old to new after 2 bad segments");
    peerings_free(peerings);
}

static void test_lost_are_those_since_the_last_good_one(void)
{
    begin();
    g_assert_null(note(40001, false, NULL, OLD));
    g_assert_null(note(40001, false, OLD, OLD));
    g_assert_cmpuint(note(40001, false, NEW, OLD)->bad_before, ==, 0);
    peerings_free(peerings);
}

/* A segment that an end sends in a connection of PORT. */
struct shipment {
    uint16_t port;
    bool back;
    unsigned flags;
    uint32_t sequence_number, acknowledgment_number;
    size_t data;
    const struct key *key; /* NULL for none */
    enum verdict verdict;
};

static const struct rollover *ship(const struct shipment *shipment)
{
    struct sent sent;
    number++;
    sent_begin(&sent, number, 1000 * number, shipment->back);
    *(shipment->back ? &sent.segment.to.port : &sent.segment.from.port) = shipment->port;
    sent_is(&sent, shipment->flags, shipment->data);
    sent_put(&sent, HEADER_SEQUENCE_NUMBER, shipment->sequence_number);
    sent_put(&sent, HEADER_ACKNOWLEDGMENT_NUMBER, shipment->acknowledgment_number);
    struct peering *peering = peerings_find(peerings, &sent.segment);
    struct diagnosis diagnosis = {.finding = {.verdict = shipment->verdict, .key = shipment->key}};
    peering_receive(peering, &sent.segment, segment_opens_connection(&sent.segment));
    peering_note(peering, &sent.evidence, &diagnosis, NULL);
    return diagnosis.rollover;
}

/* Asserts that, after both ends signed with OLD, COUNT shipments lose LOST segments. */
static void assert_lost(const struct shipment *shipments, size_t count, unsigned lost)
{
    const struct rollover *last = NULL;
    begin();
    for (size_t i = 0; i < count; i++) {
        const struct rollover *rollover = ship(&shipments[i]);
        last = rollover ? rollover : last;
    }
    g_assert_nonnull(last);
    g_assert_cmpuint(rollover_lost(last), ==, lost);
    peerings_free(peerings);
}

#define ASSERT_LOST(lost, ...)                       \
    do {                                             \
        const struct shipment all[] = {__VA_ARGS__}; \
        assert_lost(all, G_N_ELEMENTS(all), lost);   \
    } while (0)

#define DATA(back, key, sequence_number, acknowledged)                             \
    {                                                                              \
        40001, back, FLAG_ACK, sequence_number, acknowledged, 3, key, VERDICT_GOOD \
    }
#define THERE(...) DATA(false, __VA_ARGS__)
#define BACK(...)  DATA(true, __VA_ARGS__)

static void test_lost_are_all_transmissions_of_both_ends(void)
{
    ASSERT_LOST(4, BACK(NEW, 70, 10), THERE(OLD, 10, 70), BACK(NEW, 70, 10), THERE(OLD, 10, 70),
                {40002, false, FLAG_SYN, 500, 0, 0, NEW, VERDICT_GOOD},
                {40002, true, FLAG_SYN | FLAG_ACK, 800, 501, 0, NEW, VERDICT_GOOD},
                {40002, false, FLAG_ACK, 501, 801, 0, NEW, VERDICT_GOOD});
}

static void test_what_is_acknowledged_in_the_end_is_not_lost(void)
{
    ASSERT_LOST(0, BACK(NEW, 70, 10), BACK(NEW, 70, 10), BACK(NEW, 70, 10), THERE(NEW, 10, 73));
    /* the other end acknowledges only the first of the two */
    ASSERT_LOST(1, BACK(NEW, 70, 10), BACK(NEW, 73, 10), THERE(NEW, 10, 73));
    /* the sequence numbers wrap */
    ASSERT_LOST(0, BACK(NEW, UINT32_MAX, 10), THERE(NEW, 10, 2));
}

static void test_what_the_end_that_follows_sent_before_is_lost(void)
{
    ASSERT_LOST(2, THERE(OLD, 10, 70), THERE(OLD, 10, 70), BACK(NEW, 70, 10), THERE(NEW, 10, 73));
}

static void test_bad_and_unsigned_ones_count(void)
{
    ASSERT_LOST(3, {40002, false, FLAG_SYN, 500, 0, 0, NULL, VERDICT_NOT_PRESENT},
                {40003, false, FLAG_SYN, 600, 0, 0, NULL, VERDICT_BAD},
                {40004, false, FLAG_SYN, 700, 0, 0, NULL, VERDICT_BAD},
                {40005, false, FLAG_SYN, 900, 0, 0, NEW, VERDICT_GOOD},
                {40005, true, FLAG_SYN | FLAG_ACK, 800, 901, 0, NEW, VERDICT_GOOD},
                {40005, false, FLAG_ACK, 901, 801, 0, NEW, VERDICT_GOOD});
}

/* More transmissions than are remembered. The last SYN is not acknowledged either before the
 * capture ends. */
static void test_many_are_counted(void)
{
    struct shipment all[1001];
    for (unsigned i = 0; i < 1000; i++) {
        all[i] = (struct shipment)THERE(NULL, 10 + 3 * i, 70);
        all[i].verdict = VERDICT_BAD;
    }
    all[1000] = (struct shipment){40002, false, FLAG_SYN, 900, 0, 0, NEW, VERDICT_GOOD};
    assert_lost(all, G_N_ELEMENTS(all), 1001);
}

static void test_what_needs_no_acknowledgment_is_not_lost(void)
{
    ASSERT_LOST(0, BACK(NEW, 70, 10), {40001, false, FLAG_ACK, 10, 73, 0, OLD, VERDICT_GOOD},
                {40001, true, FLAG_ACK, 72, 10, 1, NEW, VERDICT_GOOD}, /* a keep-alive */
                {40001, false, FLAG_ACK, 10, 73, 0, NEW, VERDICT_GOOD});
    /* a retransmission whose first transmission was acknowledged */
    ASSERT_LOST(0, BACK(NEW, 70, 10), {40001, false, FLAG_ACK, 10, 73, 0, OLD, VERDICT_GOOD},
                BACK(NEW, 70, 10));
}

static void test_an_rst_acknowledges_nothing(void)
{
    ASSERT_LOST(1, {40002, false, FLAG_SYN, 500, 0, 0, NEW, VERDICT_GOOD},
                {40002, true, FLAG_RST | FLAG_ACK, 0, 501, 0, NULL, VERDICT_NOT_PRESENT},
                {40003, true, FLAG_ACK, 1, 1, 0, NEW, VERDICT_GOOD});
}

static void test_the_same_ports_again_acknowledge_nothing_earlier(void)
{
    ASSERT_LOST(1, THERE(NEW, 10, 70), {40001, false, FLAG_SYN, 500, 0, 0, NEW, VERDICT_GOOD},
                {40001, true, FLAG_SYN | FLAG_ACK, 800, 501, 0, NEW, VERDICT_GOOD},
                {40001, false, FLAG_ACK, 501, 801, 0, NEW, VERDICT_GOOD});
}

static void assert_duration(int64_t from, int64_t to, const char *wanted)
{
    const struct rollover start = {.time = from}, end = {.time = to};
    char *text = rollover_duration(&start, &end);
    g_assert_cmpstr(text, ==, wanted);
    g_free(text);
}

/* Frames need not be in the order of their times, and a file may claim any time. */
static void test_durations(void)
{
    assert_duration(0, 1500000, "1.500");
    assert_duration(1500000, 0, "-1.500");
    assert_duration(1000, 0, "-0.001");
    assert_duration(499, 0, "0.000");
    assert_duration(0, 1000716, "1.001");
    assert_duration(INT64_MIN, INT64_MAX, "9223372036854.776");
    assert_duration(INT64_MAX, INT64_MIN, "-9223372036854.776");
}

static void test_services_have_their_own_keys(void)
{
    struct sent sent;
    begin();
    sent_begin(&sent, 9, 9000, false);
    sent.segment.to.port = 646;
    g_assert_null(pass(&sent, NEW, NULL));
    struct peering *ldp = peerings_find(peerings, &sent.segment);
    g_assert_null(note(40001, false, OLD, NULL));
    g_assert_cmpuint(peering_rollovers(ldp)->length, ==, 0);
    peerings_free(peerings);
}

static void test_all_are_kept_in_order_but_not_without_end(void)
{
    begin();
    for (unsigned i = 0; i < 1000; i++) {
        bounds_begin(&bounds, (struct occasion){3 + i, 0});
        note(40001, false, i % 2 ? OLD : NEW, i % 2 ? NEW : OLD);
    }
    g_assert_cmpuint(bounds.reached[BOUND_ROLLOVERS].number, ==, 3 + 64);
    struct sent sent;
    sent_begin(&sent, 9, 9000, true);
    const GQueue *all = peering_rollovers(peerings_find(peerings, &sent.segment));
    unsigned count = 0;
    for (const GList *link = all->head; link; link = link->next)
        g_assert_cmpuint(((const struct rollover *)link->data)->number, ==, 3 + count++);
    g_assert_cmpuint(count, ==, 64);
    peerings_free(peerings);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rollover/both-ends-in-one-connection", test_both_ends_in_one_connection);
    g_test_add_func("/rollover/in-a-new-connection", test_in_a_new_connection);
    g_test_add_func("/rollover/the-old-connection-follows", test_the_old_connection_follows);
    g_test_add_func("/rollover/one-end-goes-back", test_one_end_goes_back);
    g_test_add_func("/rollover/two-connections-at-once", test_two_connections_at_once);
    g_test_add_func("/rollover/both-take-other-keys", test_both_take_other_keys);
    g_test_add_func("/rollover/nobody-knows-the-other-end", test_nobody_knows_the_other_end);
    g_test_add_func("/rollover/lost-are-those-since-the-last-good-one",
                    test_lost_are_those_since_the_last_good_one);
    g_test_add_func("/rollover/services-have-their-own-keys", test_services_have_their_own_keys);
    g_test_add_func("/rollover/all-are-kept-in-order-but-not-without-end",
                    test_all_are_kept_in_order_but_not_without_end);
    g_test_add_func("/rollover/lost-are-all-transmissions-of-both-ends",
                    test_lost_are_all_transmissions_of_both_ends);
    g_test_add_func("/rollover/what-is-acknowledged-in-the-end-is-not-lost",
                    test_what_is_acknowledged_in_the_end_is_not_lost);
    g_test_add_func("/rollover/what-the-end-that-follows-sent-before-is-lost",
                    test_what_the_end_that_follows_sent_before_is_lost);
    g_test_add_func("/rollover/bad-and-unsigned-ones-count", test_bad_and_unsigned_ones_count);
    g_test_add_func("/rollover/many-are-counted", test_many_are_counted);
    g_test_add_func("/rollover/what-needs-no-acknowledgment-is-not-lost",
                    test_what_needs_no_acknowledgment_is_not_lost);
    g_test_add_func("/rollover/an-rst-acknowledges-nothing", test_an_rst_acknowledges_nothing);
    g_test_add_func("/rollover/the-same-ports-again-acknowledge-nothing-earlier",
                    test_the_same_ports_again_acknowledge_nothing_earlier);
    g_test_add_func("/rollover/durations", test_durations);
    return g_test_run();
}
