/* Tests that the diagnosis finds causes, and that one which was found before costs few digests.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "investigated.h"
#include "plugin/diagnose/search/overwritten.h"

#include <string.h>

static void test_last_proof_first(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    (void)data;

    for (unsigned i = 0; i < 100; i++) {
        struct outline sent =
            sign((struct outline){.sequence_number = i, .window = 4096}, fixture->key);
        sent.window = 1000;
        const struct proof *proof = proof_of(fixture, history, &sent);
        g_assert_cmpint(proof->cause, ==, CAUSE_WINDOW);
        g_assert_cmpuint(proof->numbers[ORIGINAL_WINDOW], ==, 4096);
        if (i > 0)
            g_assert_cmpuint(counted_digests(), ==, 1);
        else
            g_assert_cmpuint(counted_digests(), >, 256);
    }
}

/* A cause that has nothing to do with the addresses has the same proof for all senders: with many
 * peers, there would be too many. */
static void test_same_proof(struct fixture *fixture, gconstpointer data)
{
    const struct outline there = sign((struct outline){.length = 10}, fixture->other);
    const struct outline back = sign((struct outline){.length = 10, .back = true}, fixture->other);
    struct history *history = diagnose_history(fixture->investigation);

    (void)data;
    const struct proof *proof = proof_of(fixture, history, &there);
    g_assert_nonnull(proof);
    g_assert_true(proof_of(fixture, history, &back) == proof);
}

/* A shaper gives each segment another window: all are explained, as far as the budget allows. */
static void test_every_window_another(struct fixture *fixture, gconstpointer data)
{
    struct history *histories[20];
    unsigned explained[2] = {0};
    uint32_t random = 1;
    (void)data;

    for (unsigned i = 0; i < G_N_ELEMENTS(histories); i++)
        histories[i] = diagnose_history(fixture->investigation);
    for (unsigned i = 0; i < 400; i++) {
        const bool is_long = i % 4 == 0;
        random = random * 1664525 + 1013904223;
        struct outline sent = sign((struct outline){.sequence_number = i,
                                                    .window = (uint16_t)(random >> 16),
                                                    .length = is_long ? 1460 : 0},
                                   fixture->key);
        sent.window = (uint16_t)(random >> 8);
        const struct proof *proof =
            proof_of(fixture, histories[i % G_N_ELEMENTS(histories)], &sent);
        explained[is_long] += proof && proof->cause == CAUSE_WINDOW;
    }
    g_test_message("%u of 300 without data, %u of 100 with 1460 bytes", explained[0], explained[1]);
    g_assert_cmpuint(explained[0], >=, 220);
    g_assert_cmpuint(explained[1], >=, 8);
}

/* If the sender had the window before, it is found at the cost of a few digests. */
static void test_known_windows(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    static const uint16_t windows[] = {65535, 501, 64240, 502, 29200};
    (void)data;

    for (unsigned i = 0; i < 1000; i++) {
        const uint16_t window = windows[i * i % G_N_ELEMENTS(windows)];
        struct outline sent = sign(
            (struct outline){.sequence_number = i, .window = window, .length = 1460}, fixture->key);
        sent.window = (uint16_t)(1000 + i);
        g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_WINDOW);
        if (i > 10)
            g_assert_cmpuint(counted_digests(), <, 40);
        counted_digests();
    }
}

/* URG and the pointer were cleared together. */
static void test_urgent_data(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    static const uint16_t pointers[] = {1, 20, 19, 65535, 300};
    (void)data;

    for (unsigned i = 0; i < G_N_ELEMENTS(pointers); i++) {
        struct outline sent = sign(
            (struct outline){
                .sequence_number = i, .flags = PSH | FLAG_URG, .urgent = pointers[i], .length = 20},
            fixture->key);
        sent.flags = PSH;
        sent.urgent = 0;
        const struct proof *proof = proof_of(fixture, history, &sent);
        g_assert_cmpint(proof->cause, ==, CAUSE_URGENT_POINTER);
        g_assert_cmpuint(proof->numbers[ORIGINAL_URGENT_POINTER], ==, pointers[i]);
        g_assert_cmpuint(proof->numbers[ORIGINAL_FLAGS], ==, PSH | FLAG_URG);
    }
}

/* A cause of one connection is soon found in all others, in both directions. */
static void test_other_connections(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    for (unsigned i = 0; i < 1000; i++) {
        struct history *history = diagnose_history(fixture->investigation);
        for (unsigned back = 0; back < 2; back++) {
            struct outline sent =
                sign((struct outline){.back = back, .window = 4096}, fixture->key);
            sent.window = 1000;
            g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_WINDOW);
            if (i + back > 0)
                g_assert_cmpuint(counted_digests(), <, 200);
            else
                counted_digests();
        }
    }
}

/* Returns the proof of a segment whose option has another kind than it was signed with. */
static const struct proof *proof_of_overwritten(struct fixture *fixture, struct history *history,
                                                const struct outline *sent)
{
    const struct segment segment = segment_of(sent);
    bytes[HEADER_LENGTH - OPTION_MD5_LENGTH] = 254;
    return examine(fixture, history, &segment, (struct finding){.verdict = VERDICT_NOT_PRESENT});
}

/* Unsigned segments with a strange option are searched for a signature, but only a few of those
 * that have none. */
static void test_overwritten(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    const unsigned offsets = HEADER_LENGTH - TCP_HEADER_LENGTH - OPTION_MD5_LENGTH + 1;
    (void)data;

    for (unsigned i = 0; i < 10; i++) {
        const struct outline sent = sign((struct outline){.sequence_number = i}, fixture->key);
        const struct proof *proof = proof_of_overwritten(fixture, history, &sent);
        g_assert_nonnull(proof);
        g_assert_cmpint(proof->cause, ==, CAUSE_OPTION_BLANKED);
    }
    counted_digests();
    for (unsigned i = 0; i < 100; i++) {
        const struct outline sent = random_one(fixture);
        g_assert_null(proof_of_overwritten(fixture, history, &sent));
    }
    g_assert_cmpuint(counted_digests(), ==, 3 * offsets);
}

/* Options that most senders use hide no signature. */
static void test_common_options(struct fixture *fixture, gconstpointer data)
{
    static const struct {
        char options[13];
        bool is_possible;
    } rows[] = {
        {"\2\4\5\xb4\1\3\3\7\4\2\1\1", false}, /* MSS, window scale, SACK permitted */
        {"\1\1\x8\xa........", false},         /* timestamps */
        {"\1\1\5\xa........", false},          /* SACK */
        {"\1\1\5\2\1\1\1\1\1\1\1\1", false},   {"\1\0\0\0\0\0\0\0\0\0\0\0", false},
        {"\1\0\0\0\0\0\0\0\0\0\0\1", true}, /* no padding */
        {"\2\6....\1\1\1\1\1\1", true},        {"\2\3.\1\1\1\1\1\1\1\1\1", true},
        {"\5\1\1\1\1\1\1\1\1\1\1\1", true},    {"\1\1\x22\xa........", true},
        {"\1\1\6\xa........", true},           {"\1\1\6\0........", true},
        {"\1\1\5\xb........", true}, /* beyond the header */
    };
    (void)fixture;
    (void)data;

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        uint8_t header[TCP_HEADER_LENGTH + 12] = {[HEADER_DATA_OFFSET] = sizeof header / 4 << 4};
        memcpy(header + TCP_HEADER_LENGTH, rows[i].options, 12);
        const struct segment segment = {
            .bytes = header, .captured = sizeof header, .length = sizeof header};
        const struct signature_options options = option_walk(&segment);
        const struct evidence evidence = {.segment = &segment, .options = &options};
        g_assert_true(overwritten_is_possible(&evidence) == rows[i].is_possible);
    }
}

/* Records SHIFT as a sweep would. */
static void discover(struct fixture *fixture, uint32_t shift)
{
    const struct outline sent = {0};
    const struct segment segment = segment_of(&sent);
    found_shifts_add(fixture->found, &segment.from, &segment.to, (struct shifts){shift, 0});
}

/* A known shift proves all segments of its direction, with one try each and one proof for all. */
static void test_renumbered(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    const struct proof *first = NULL;
    (void)data;

    discover(fixture, 0x9e3779b9);
    for (unsigned i = 0; i < 100; i++) {
        struct outline sent =
            sign((struct outline){.sequence_number = 1000 * i, .length = 20}, fixture->key);
        sent.sequence_number += 0x9e3779b9;
        const struct proof *proof = proof_of(fixture, history, &sent);
        g_assert_cmpint(proof->cause, ==, CAUSE_SEQUENCE_NUMBER);
        const struct segment segment = segment_of(&sent);
        g_assert_cmpuint(proof_original(proof, ORIGINAL_SEQUENCE_NUMBER, segment.bytes), ==,
                         1000 * i);
        g_assert_true(!first || proof == first);
        first = proof;
        g_assert_cmpuint(counted_digests(), ==, 1);
    }
}

/* A wrong shift costs nothing after some failed tries. */
static void test_renumbered_in_vain(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    (void)data;

    discover(fixture, 17);
    for (unsigned i = 0; i < 100; i++) {
        const struct outline sent = random_one(fixture);
        g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_NONE);
    }
    counted_digests();
    for (unsigned i = 0; i < 1000; i++) {
        const struct outline sent = random_one(fixture);
        g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_NONE);
    }
    g_assert_cmpuint(counted_digests(), ==, 0);
}

/* A variant of the last of many keys is found in each connection: a try with one key costs only
 * that key. */
static void test_many_keys(struct fixture *fixture, gconstpointer data)
{
    const struct key *keys[300];
    struct key *typed = key_between("*", "*", "key 299\n");
    (void)data;

    for (unsigned i = 0; i < G_N_ELEMENTS(keys); i++) {
        char *secret = g_strdup_printf("key %u", i);
        struct key *key = key_between("*", "*", secret);
        keyring_add(fixture->keyring, key);
        keys[i] = key;
        g_free(secret);
    }
    fixture->candidates = (struct candidates){.keys = keys, .count = G_N_ELEMENTS(keys)};
    for (unsigned i = 0; i < 20; i++) {
        const struct outline sent = sign((struct outline){.sequence_number = i}, typed);
        const enum cause cause = cause_of(fixture, diagnose_history(fixture->investigation), &sent);
        g_assert_cmpint(cause, ==, CAUSE_KEY_VARIANT);
    }
    g_assert_cmpuint(counted_digests(), <, 20 * 200 * G_N_ELEMENTS(keys));
    key_free(typed);
}

/* Only segments that may have been signed correctly are searched. */
static void test_not_suspect(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    const struct outline sent = random_one(fixture);
    const struct segment segment = segment_of(&sent);
    const struct signature_options options = option_walk(&segment);
    const struct evidence evidence = {
        .segment = &segment,
        .options = &options,
        .digest = segment.bytes + HEADER_LENGTH - DIGEST_LENGTH,
        .flow = &fixture->flow,
        .keyring = fixture->keyring,
    };
    struct diagnosis diagnoses[] = {
        {.finding = {.verdict = VERDICT_GOOD}},
        {.finding = {.verdict = VERDICT_ILLEGAL, .reason = REASON_LENGTH}},
        {.finding = {.verdict = VERDICT_UNVERIFIED, .reason = REASON_CUT_SHORT}},
        {.finding = {.verdict = VERDICT_UNVERIFIED, .reason = REASON_FRAGMENT_MISSING}},
        {.finding = {.verdict = VERDICT_UNVERIFIED, .reason = REASON_QUOTED}},
    };
    (void)data;

    for (unsigned i = 0; i < G_N_ELEMENTS(diagnoses); i++)
        diagnose_examine(fixture->investigation, history, &evidence, &diagnoses[i]);
    const struct outline blank = {.length = 20};
    g_assert_cmpint(cause_of(fixture, history, &blank), ==, CAUSE_NONE);
    g_assert_cmpuint(counted_digests(), ==, 0);
}

/* Returns true if a bad segment whose IP header gives a greater length is proven to be whole. */
static bool proves(struct fixture *fixture, struct history *history, const struct outline *sent,
                   bool is_over)
{
    const struct segment segment = segment_of(sent);
    const struct signature_options options = option_walk(&segment);
    const struct evidence evidence = {
        .segment = &segment,
        .number = 7,
        .options = &options,
        .digest = segment.bytes + HEADER_LENGTH - DIGEST_LENGTH,
        .flow = &fixture->flow,
        .keyring = fixture->keyring,
    };
    return diagnose_prove(history, &evidence, is_over);
}

/* Truncated segments are not searched again and again, which does not affect the proofs of whole
 * segments. */
static void test_beginnings(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    struct outline sent = sign((struct outline){.window = 4096, .length = 20}, fixture->key);
    (void)data;

    g_assert_false(proves(fixture, NULL, &sent, true));
    for (unsigned i = 0; i < 1000; i++) {
        const struct outline other = {.length = 20, .digest = {1}};
        g_assert_false(proves(fixture, history, &other, false));
    }
    g_assert_cmpuint(counted_digests(), <, 2000);
    for (unsigned i = 0; i < 1000; i++) {
        const struct outline other = {.length = 20, .digest = {1}};
        g_assert_false(proves(fixture, history, &other, false));
    }
    g_assert_cmpuint(counted_digests(), ==, 0);
    sent.window = 1000;
    g_assert_false(
        proves(fixture, history, &sent, false)); /* too many guesses for a truncated segment */
    g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_WINDOW);
    counted_digests();
    g_assert_true(proves(fixture, history, &sent, false)); /* until one is known to be right */
    g_assert_cmpuint(counted_digests(), ==, 1);

    history = diagnose_history(fixture->investigation);
    g_assert_true(proves(fixture, history, &sent, false));
    g_assert_true(proves(fixture, history, &sent, true));
    counted_digests();
    g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_WINDOW);
    g_assert_cmpuint(counted_digests(), ==, 1);

    history = diagnose_history(fixture->investigation); /* a shift that another connection had */
    discover(fixture, 0x9e3779b9);
    sent = sign((struct outline){.sequence_number = 1000, .length = 20}, fixture->key);
    sent.sequence_number += 0x9e3779b9;
    g_assert_true(proves(fixture, history, &sent, false));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add_test("/diagnose/last-proof-first", test_last_proof_first);
    add_test("/diagnose/same-proof", test_same_proof);
    add_test("/diagnose/every-window-another", test_every_window_another);
    add_test("/diagnose/known-windows", test_known_windows);
    add_test("/diagnose/urgent-data", test_urgent_data);
    add_test("/diagnose/other-connections", test_other_connections);
    add_test("/diagnose/overwritten", test_overwritten);
    add_test("/diagnose/common-options", test_common_options);
    add_test("/diagnose/renumbered", test_renumbered);
    add_test("/diagnose/renumbered-in-vain", test_renumbered_in_vain);
    add_test("/diagnose/many-keys", test_many_keys);
    add_test("/diagnose/not-suspect", test_not_suspect);
    add_test("/diagnose/beginnings", test_beginnings);
    return g_test_run();
}
