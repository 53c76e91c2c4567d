/* Tests that floods of bad segments cost little, and that a cause is still found in them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "investigated.h"

/* Returns the number of the digests computed for COUNT bad segments of a connection each. */
static unsigned flood(struct fixture *fixture, unsigned count)
{
    counted_digests();
    for (unsigned i = 0; i < count; i++) {
        const struct outline sent = random_one(fixture);
        struct history *history = diagnose_history(fixture->investigation);
        g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_NONE);
    }
    return counted_digests();
}

/* Returns the proof of a bad segment of a new connection, once the whole capture is known. */
static const struct proof *late_proof_of(struct fixture *fixture, const struct outline *sent)
{
    struct history *history = diagnose_history(fixture->investigation);
    const struct segment segment = segment_of(sent);
    const struct signature_options options = option_walk(&segment);
    const struct evidence evidence = {
        .segment = &segment,
        .number = ++fixture->segments,
        .options = &options,
        .digest = option_digest(&options),
        .flow = &fixture->flow,
        .keyring = fixture->keyring,
    };
    struct diagnosis diagnosis = {.finding = {.verdict = VERDICT_BAD}};
    diagnose_review(history, &evidence, true, &diagnosis);
    return diagnosis.proof;
}

/* Returns the number of the digests computed for COUNT bad segments of a connection each when the
 * whole capture is known. */
static unsigned late_flood(struct fixture *fixture, unsigned count)
{
    counted_digests();
    for (unsigned i = 0; i < count; i++) {
        const struct outline sent = random_one(fixture);
        g_assert_null(late_proof_of(fixture, &sent));
    }
    return counted_digests();
}

/* Examines a bad segment of each of COUNT clients, from FIRST on. */
static void flood_of_hosts(struct fixture *fixture, unsigned first, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        struct outline sent = random_one(fixture);
        struct history *history = diagnose_history(fixture->investigation);
        sent.host = (uint16_t)(first + i);
        g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_NONE);
    }
}

/* Returns true if the cause of a segment that another key signed is found in a new connection of
 * HOST, or of the usual ends if that is 0. */
static bool finds_other_key(struct fixture *fixture, uint16_t host)
{
    const struct outline sent = sign((struct outline){.length = 20, .host = host}, fixture->other);
    struct history *history = diagnose_history(fixture->investigation);
    return cause_of(fixture, history, &sent) == CAUSE_OTHER_KEY;
}

/* After a flood of bad segments between two ends, most others there cost nothing. A cause is still
 * found soon, and then at once. */
static void test_flood(struct fixture *fixture, gconstpointer data)
{
    unsigned tries = 1;
    (void)data;

    flood(fixture, 300);
    g_assert_cmpuint(flood(fixture, 6400), <, 6400 * 2);
    while (!finds_other_key(fixture, 0))
        tries++;
    g_assert_cmpuint(tries, <=, 512); /* of 6700 */
    for (unsigned i = 0; i < 100; i++)
        g_assert_true(finds_other_key(fixture, 0));
}

/* The longer the flood, the fewer of its segments are searched. */
static void test_long_flood(struct fixture *fixture, gconstpointer data)
{
    unsigned tries = 1;
    (void)data;

    flood(fixture, 1 << 14);
    const unsigned digests = flood(fixture, 1 << 14);
    g_test_message("%u digests", digests);
    g_assert_cmpuint(digests, <, (1 << 14) / 4);
    while (!finds_other_key(fixture, 0))
        tries++;
    g_assert_cmpuint(tries, <=, 1024);
}

/* The same holds when the whole capture is known. Then only addresses are searched. */
static void test_late_flood(struct fixture *fixture, gconstpointer data)
{
    (void)data;

    flood_of_hosts(fixture, 1, 100); /* whose addresses are tried */
    flood(fixture, 1);
    late_flood(fixture, 300);
    const unsigned digests = late_flood(fixture, 6400);
    g_test_message("%u digests", digests);
    g_assert_cmpuint(digests, <, 6400 * 2);
    struct outline sent = {.host = 7};
    sent = sign(sent, fixture->key);
    sent.host = 0;
    unsigned tries = 1;
    while (!late_proof_of(fixture, &sent))
        tries++;
    g_assert_cmpuint(tries, <=, 512);
}

/* Likewise after bad segments from many hosts. There, the second segment of another host is
 * searched, as long as it is known to be the second. */
static void test_flood_of_hosts(struct fixture *fixture, gconstpointer data)
{
    unsigned tries = 1;
    (void)data;

    flood_of_hosts(fixture, 1, 300);
    counted_readdressed = 0;
    flood_of_hosts(fixture, 1000, 3200);
    g_test_message("%lu guesses", counted_readdressed);
    g_assert_cmpuint(counted_readdressed, <, 3200 * 50); /* 72 each without this limit */
    g_assert_true(finds_other_key(fixture, 5000) || finds_other_key(fixture, 5000));
    flood_of_hosts(fixture, 10000, 3201);
    while (!finds_other_key(fixture, 6000))
        tries++;
    g_assert_cmpuint(tries, <=, 512); /* of 6700 */
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add_test("/floods/flood", test_flood);
    add_test("/floods/long-flood", test_long_flood);
    add_test("/floods/late-flood", test_late_flood);
    add_test("/floods/flood-of-hosts", test_flood_of_hosts);
    return g_test_run();
}
