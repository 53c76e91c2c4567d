/* Tests who took over which key when, and how long the two ends disagreed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/rollover.h"

#include "sent.h"

static char names[][8] = {"old", "new", "third"};
static struct key keys[] = {{.name = names[0]}, {.name = names[1]}, {.name = names[2]}};
#define OLD   (&keys[0])
#define NEW   (&keys[1])
#define THIRD (&keys[2])

static struct bounds bounds;
static struct peerings *peerings;
static uint32_t number;

/* A segment every second from PORT of the client, or to it; KEY verifies it, LAST the one before.
 */
static const struct rollover *note(uint16_t port, bool back, const struct key *key,
                                   const struct key *last)
{
    struct sent sent;
    number++;
    sent_begin(&sent, number, 1000 * number, back);
    *(back ? &sent.segment.to.port : &sent.segment.from.port) = port;
    return peering_note(peerings_find(peerings, &sent.segment), &sent.evidence, key, last);
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
    expect(first, "key new instead of old; the other end still signs with old");
    g_assert_null(note(40001, false, NEW, NEW));
    g_assert_null(note(40001, true, OLD, OLD));
    g_assert_null(note(40001, true, NULL, OLD));
    const struct rollover *second = note(40001, true, NEW, OLD);
    expect(second,
           "key new instead of old after 1 bad segment; the ends disagree for 4.000 s, from "
           "frame 3 to frame 7, with 1 of 4 signed segments bad");
    expect(first, "key new instead of old; the ends disagree for 4.000 s, from frame 3 to frame 7, "
                  "with 1 of 4 signed segments bad");
    g_assert_null(note(40001, false, NULL, NEW));
    g_assert_cmpuint(first->meanwhile, ==, 4);
    peerings_free(peerings);
}

static void test_in_a_new_connection(void)
{
    begin();
    expect(note(40002, false, NEW, NULL),
           "key new instead of old; the other end still signs with old");
    g_assert_null(note(40001, false, OLD, OLD)); /* the old connection goes on, as in TIME-WAIT */
    g_assert_null(note(40002, false, NEW, NEW));
    expect(note(40002, true, NEW, NULL),
           "key new instead of old; the ends disagree for 3.000 s, from frame 3 to frame 6, "
           "with 0 of 3 signed segments bad");
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
    g_assert_true(there->after == back && back->before == there);
    expect(back, "key old instead of new; the ends disagree for 1.000 s, from frame 3 to frame 4, "
                 "with 0 of 1 signed segments bad");
    peerings_free(peerings);
}

static void test_both_take_other_keys(void)
{
    begin();
    const struct rollover *first = note(40001, false, NEW, OLD);
    expect(note(40001, true, THIRD, OLD),
           "key third instead of old; the other end still signs with new");
    const struct rollover *last = note(40001, false, THIRD, NEW);
    g_assert_true(last->before == first);
    peerings_free(peerings);
}

static void test_nobody_knows_the_other_end(void)
{
    peerings = peerings_new(&bounds);
    number = 0;
    g_assert_null(note(40001, false, OLD, NULL));
    g_assert_null(note(40001, false, NULL, OLD));
    g_assert_null(note(40001, false, NULL, OLD));
    expect(note(40001, false, NEW, OLD), "key new instead of old after 2 bad segments");
    peerings_free(peerings);
}

static void test_lost_are_those_since_the_last_good_one(void)
{
    begin();
    g_assert_null(note(40001, false, NULL, OLD));
    g_assert_null(note(40001, false, OLD, OLD));
    g_assert_cmpuint(note(40001, false, NEW, OLD)->lost, ==, 0);
    peerings_free(peerings);
}

static void test_services_have_their_own_keys(void)
{
    struct sent sent;
    begin();
    sent_begin(&sent, 9, 9000, false);
    sent.segment.to.port = 646;
    struct peering *ldp = peerings_find(peerings, &sent.segment);
    g_assert_null(peering_note(ldp, &sent.evidence, NEW, NULL));
    g_assert_null(note(40001, false, OLD, NULL));
    g_assert_cmpuint(peering_rollovers(ldp)->len, ==, 0);
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
    const GPtrArray *all = peering_rollovers(peerings_find(peerings, &sent.segment));
    g_assert_cmpuint(all->len, ==, 64);
    for (unsigned i = 0; i < all->len; i++)
        g_assert_cmpuint(((const struct rollover *)all->pdata[i])->number, ==, 3 + i);
    peerings_free(peerings);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rollover/both-ends-in-one-connection", test_both_ends_in_one_connection);
    g_test_add_func("/rollover/in-a-new-connection", test_in_a_new_connection);
    g_test_add_func("/rollover/the-old-connection-follows", test_the_old_connection_follows);
    g_test_add_func("/rollover/one-end-goes-back", test_one_end_goes_back);
    g_test_add_func("/rollover/both-take-other-keys", test_both_take_other_keys);
    g_test_add_func("/rollover/nobody-knows-the-other-end", test_nobody_knows_the_other_end);
    g_test_add_func("/rollover/lost-are-those-since-the-last-good-one",
                    test_lost_are_those_since_the_last_good_one);
    g_test_add_func("/rollover/services-have-their-own-keys", test_services_have_their_own_keys);
    g_test_add_func("/rollover/all-are-kept-in-order-but-not-without-end",
                    test_all_are_kept_in_order_but_not_without_end);
    return g_test_run();
}
