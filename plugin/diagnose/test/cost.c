/* Tests what the search for causes costs, in digests and guesses, if it finds nothing; and that the
 * limits of that leave enough to find a likely cause.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "investigated.h"

#define NETWORKS    5000
#define CONNECTIONS 2000

/* Keys of networks propose no address, but each of them is examined. That is limited, too; and as
 * long as few segments are bad, likely causes are still proven. */
static void test_skipped_guesses(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    for (unsigned i = 0; i < NETWORKS; i++)
        keyring_add(fixture->keyring, key_between("198.51.0.0/16", "203.0.113.0/24", "network"));
    struct history *history = diagnose_history(fixture->investigation);
    const struct outline sent = sign((struct outline){.length = 20}, fixture->other);
    g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_OTHER_KEY);

    counted_readdressed = 0;
    for (unsigned i = 0; i < CONNECTIONS; i++) {
        const struct outline random = random_one(fixture);
        proof_of(fixture, diagnose_history(fixture->investigation), &random);
    }
    g_test_message("%lu guesses for %u segments", counted_readdressed, CONNECTIONS);
    g_assert_cmpuint(counted_readdressed, >, 100 * CONNECTIONS);
    g_assert_cmpuint(counted_readdressed, <, (224u << 20) / 16);
    g_assert_cmpuint(counted_batches, >, 0);

    counted_batches = 0; /* no batch is made that cannot be used */
    const struct outline random = random_one(fixture);
    proof_of(fixture, diagnose_history(fixture->investigation), &random);
    g_assert_cmpuint(counted_batches, ==, 0);
}

/* After some failed searches, segments that nothing explains cost nothing. Then no other cause is
 * searched for in this direction, but one that was proven before is still tried. */
static void test_in_vain(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    (void)data;

    for (unsigned i = 0; i < 100; i++) {
        const struct outline sent = random_one(fixture);
        g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_NONE);
    }
    g_assert_cmpuint(counted_digests(), >, 65536);
    for (unsigned i = 0; i < 100000; i++) {
        const struct outline sent = random_one(fixture);
        g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_NONE);
    }
    g_assert_cmpuint(counted_digests(), ==, 0);
}

/* A search makes the message of its segment once, and guesses at no more pairs of addresses than
 * there are. */
static void test_one_search(struct fixture *fixture, gconstpointer data)
{
    const struct outline random = random_one(fixture);
    (void)data;

    counted_messages = counted_readdressed = 0;
    g_assert_null(proof_of(fixture, diagnose_history(fixture->investigation), &random));
    g_test_message("%lu messages, %lu guesses", counted_messages, counted_readdressed);
    g_assert_cmpuint(counted_messages, <, 16); /* 4200 with one for each guess */
    g_assert_cmpuint(counted_readdressed, >=, 4 * 3);
    g_assert_cmpuint(counted_readdressed, <, 100);
}

/* The cost of all searches is limited, whatever the number of connections. The cheap searches,
 * which find the likely causes, continue the longest. */
static void test_budget(struct fixture *fixture, gconstpointer data)
{
    const unsigned most = (224u << 20) / 128, most_for_each = 1024 / 128 + 1;
    (void)data;

    for (unsigned i = 0; i < 200; i++) {
        const struct outline sent = random_one(fixture);
        cause_of(fixture, diagnose_history(fixture->investigation), &sent);
    }
    const unsigned before = counted_digests();
    g_assert_cmpuint(before, >, most / 8);
    const struct outline sent = sign((struct outline){.length = 20}, fixture->other);
    g_assert_cmpint(cause_of(fixture, diagnose_history(fixture->investigation), &sent), ==,
                    CAUSE_OTHER_KEY);
    for (unsigned i = 0; i < 20000; i++) {
        const struct outline random = random_one(fixture);
        cause_of(fixture, diagnose_history(fixture->investigation), &random);
    }
    g_assert_cmpuint(before + counted_digests(), <, most + fixture->segments * most_for_each);
}

/* Examines ten bad segments with LENGTH bytes of data for each of PEERS. */
static void examine_for(struct fixture *fixture, uint8_t peers, uint16_t length)
{
    for (uint8_t peer = 0; peer < peers; peer++)
        for (unsigned i = 0; i < 10; i++) {
            struct outline random = random_one(fixture);
            random.length = length;
            struct segment segment = segment_of(&random);
            segment.to.address.bytes[3] = peer;
            examine(fixture, diagnose_history(fixture->investigation), &segment,
                    (struct finding){.verdict = VERDICT_BAD});
        }
}

/* It is said if searches are left out because those of many peers cost too much; but not that most
 * guesses at a long message are left out much sooner. */
static void test_budget_is_told(struct fixture *fixture, gconstpointer data)
{
    const struct occasion *limit = &fixture->investigation->bounds.reached[BOUND_SEARCHES];
    (void)data;

    examine_for(fixture, 2, 1000);
    g_assert_cmpuint(limit->number, ==, 0);
    examine_for(fixture, 1, 20);
    g_assert_cmpuint(limit->number, ==, 0);
    examine_for(fixture, 100, 20);
    g_assert_cmpuint(limit->number, >, 0);
}

/* Once a flood of bad segments has used up what they may cost, only likely guesses are made up. */
static void test_spent_budget(struct fixture *fixture, gconstpointer data)
{
    (void)data;

    for (unsigned i = 0; i < 2000; i++) {
        const struct outline random = random_one(fixture);
        if (i == 1000)
            counted_readdressed = 0;
        cause_of(fixture, diagnose_history(fixture->investigation), &random);
    }
    g_test_message("%lu guesses", counted_readdressed);
    g_assert_cmpuint(counted_readdressed, ==, 0); /* 32 with the other guesses */
}

/* What one wrong password costs on many ports leaves enough to explain what another session
 * suffers. */
static void test_fair(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    for (unsigned i = 0; i < 2000; i++) {
        const struct outline random = random_one(fixture);
        cause_of(fixture, diagnose_history(fixture->investigation), &random);
    }
    fixture->keys[0] = fixture->other;
    struct outline sent = sign((struct outline){.elsewhere = true, .window = 4096}, fixture->other);
    sent.window = 1000;
    g_assert_cmpint(cause_of(fixture, diagnose_history(fixture->investigation), &sent), ==,
                    CAUSE_WINDOW);
    g_assert_cmpuint(fixture->investigation->bounds.reached[BOUND_SEARCHES].number, ==, 0);
}

/* The same holds if six peers have wrong passwords. */
static void test_fair_to_each(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    examine_for(fixture, 6, 20);
    fixture->keys[0] = fixture->other;
    struct outline sent = sign((struct outline){.elsewhere = true, .window = 4096}, fixture->other);
    sent.window = 1000;
    g_assert_cmpint(cause_of(fixture, diagnose_history(fixture->investigation), &sent), ==,
                    CAUSE_WINDOW);
    g_assert_cmpuint(fixture->investigation->bounds.reached[BOUND_SEARCHES].number, ==, 0);
}

/* What one wrong password costs leaves enough for the same ends as soon as it is corrected. */
static void test_corrected_password(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    for (unsigned i = 0; i < 100; i++) {
        const struct outline random = random_one(fixture);
        cause_of(fixture, diagnose_history(fixture->investigation), &random);
    }
    for (unsigned is_good = 0; is_good < 2; is_good++) {
        struct history *history = diagnose_history(fixture->investigation);
        const struct outline first = sign((struct outline){.sequence_number = 1}, fixture->key);
        const struct segment segment = segment_of(&first);
        if (is_good)
            examine(fixture, history, &segment,
                    (struct finding){.verdict = VERDICT_GOOD, .key = fixture->key});
        struct outline sent = sign((struct outline){.window = 4096}, fixture->key);
        sent.window = 1000;
        g_assert_cmpint(cause_of(fixture, history, &sent), ==, is_good ? CAUSE_WINDOW : CAUSE_NONE);
    }
}

/* The same holds if one session comes up again and again, but with segments that nothing explains.
 */
static void test_fair_to_others(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    for (unsigned i = 0; i < 100; i++) {
        struct history *history = diagnose_history(fixture->investigation);
        const struct outline first = sign((struct outline){.sequence_number = i}, fixture->key);
        const struct segment segment = segment_of(&first);
        examine(fixture, history, &segment,
                (struct finding){.verdict = VERDICT_GOOD, .key = fixture->key});
        for (unsigned bad = 0; bad < 10; bad++) {
            struct outline random = random_one(fixture);
            random.length = bad % 2 * 20;
            cause_of(fixture, history, &random);
        }
    }
    fixture->keys[0] = fixture->other;
    struct outline sent = sign((struct outline){.elsewhere = true, .window = 4096}, fixture->other);
    sent.window = 1000;
    g_assert_cmpint(cause_of(fixture, diagnose_history(fixture->investigation), &sent), ==,
                    CAUSE_WINDOW);
    g_assert_cmpuint(fixture->investigation->bounds.reached[BOUND_SEARCHES].number, ==, 0);
}

/* The same holds as soon as a segment is split: its first piece is searched, but without success.
 */
static void test_split(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    const struct outline whole = sign((struct outline){.flags = PSH, .length = 100}, fixture->key);
    (void)data;

    for (unsigned i = 0; i < 100; i++) {
        const struct outline random = random_one(fixture);
        cause_of(fixture, diagnose_history(fixture->investigation), &random);
    }
    for (unsigned second = 0; second < 2; second++) {
        struct outline piece = whole;
        piece.sequence_number = 50 * second;
        piece.length = 50;
        piece.flags = second ? PSH : 0;
        g_assert_cmpint(cause_of(fixture, history, &piece), ==, second ? CAUSE_SPLIT : CAUSE_NONE);
    }
    struct outline sent = sign((struct outline){.window = 4096}, fixture->key);
    sent.window = 1000;
    g_assert_cmpint(cause_of(fixture, diagnose_history(fixture->investigation), &sent), ==,
                    CAUSE_WINDOW);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add_test("/cost/skipped-guesses", test_skipped_guesses);
    add_test("/cost/in-vain", test_in_vain);
    add_test("/cost/one-search", test_one_search);
    add_test("/cost/budget", test_budget);
    add_test("/cost/budget-is-told", test_budget_is_told);
    add_test("/cost/spent-budget", test_spent_budget);
    add_test("/cost/fair", test_fair);
    add_test("/cost/fair-to-each", test_fair_to_each);
    add_test("/cost/fair-to-others", test_fair_to_others);
    add_test("/cost/corrected-password", test_corrected_password);
    add_test("/cost/split", test_split);
    return g_test_run();
}
