/* Tests that the pieces of split segments are recognised, and how many segments are kept for that.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "investigated.h"

/* Alternating pieces of two segments, one in each direction. */
static void test_interleaved(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    const struct proof *proofs[2] = {0};
    struct outline whole[2];
    (void)data;

    for (unsigned back = 0; back < 2; back++)
        whole[back] =
            sign((struct outline){.back = back, .flags = PSH, .length = 500}, fixture->key);
    for (unsigned at = 0; at < 500; at += 100)
        for (unsigned back = 0; back < 2; back++) {
            struct outline piece = whole[back];
            piece.sequence_number = at;
            piece.length = 100;
            piece.flags = at == 400 ? PSH : 0;
            proofs[back] = proof_of(fixture, history, &piece);
        }
    for (unsigned back = 0; back < 2; back++) {
        g_assert_cmpint(proofs[back]->cause, ==, CAUSE_SPLIT);
        g_assert_true(proofs[back]->key == fixture->key);
        g_assert_cmpuint(proofs[back]->numbers[ORIGINAL_LENGTH], ==, HEADER_LENGTH + 500);
        for (unsigned i = 0; i < 5; i++)
            g_assert_cmpuint(g_array_index(proofs[back]->frames, uint32_t, i), ==,
                             1 + 2 * i + back);
    }
}

/* Pieces of which only the headers were captured are recognised, if those are whole, and not blank.
 */
static void test_cut_pieces(struct fixture *fixture, gconstpointer data)
{
    static const struct {
        size_t captured;
        uint8_t digest;
        bool quoted, is_split;
    } cases[] = {
        {HEADER_LENGTH + 4, 1, false, true},
        {HEADER_LENGTH + 3, 1, false, false},
        {HEADER_LENGTH + 4, 0, false, false},
        {HEADER_LENGTH + 4, 1, true, false},
    };
    const struct finding finding = {.verdict = VERDICT_UNVERIFIED, .reason = REASON_CUT_SHORT};
    (void)data;

    for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct history *history = diagnose_history(fixture->investigation);
        const struct outline acknowledgment = {.digest = {2}};
        const struct proof *proof = proof_of(fixture, history, &acknowledgment);
        for (unsigned piece = 0; piece < 3; piece++) {
            const struct outline sent = {
                .sequence_number = 100 * piece, .length = 104, .digest = {cases[i].digest}};
            struct segment segment = segment_of(&sent);
            bytes[HEADER_DATA_OFFSET] = (HEADER_LENGTH + 4) / 4 << 4;
            segment.captured = cases[i].captured;
            segment.quoted = cases[i].quoted;
            proof = examine(fixture, history, &segment, finding);
        }
        g_assert_cmpint(proof ? proof->cause : CAUSE_NONE, ==,
                        cases[i].is_split ? CAUSE_SPLIT : CAUSE_NONE);
    }
}

/* Returns the cause of the second of two pieces if COUNT connections each have a bad segment of
 * LENGTH bytes between the two. */
static enum cause cause_after(struct fixture *fixture, unsigned count, uint16_t length)
{
    struct history *history = diagnose_history(fixture->investigation);
    struct outline piece = sign((struct outline){.flags = PSH, .length = 200}, fixture->key);

    piece.length = 100;
    piece.flags = 0;
    cause_of(fixture, history, &piece);
    for (unsigned i = 0; i < count; i++) {
        struct outline other = random_one(fixture);
        other.length = length;
        cause_of(fixture, diagnose_history(fixture->investigation), &other);
    }
    piece.sequence_number = 100;
    piece.flags = PSH;
    return cause_of(fixture, history, &piece);
}

/* At most 8 MB of segments that may be pieces are kept, however short these are. */
static void test_held(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    g_assert_cmpint(cause_after(fixture, 100, 60000), ==, CAUSE_SPLIT);
    g_assert_cmpint(cause_after(fixture, 150, 60000), ==, CAUSE_NONE);
    g_assert_cmpint(cause_after(fixture, 1, 60000), ==, CAUSE_SPLIT);
    g_assert_cmpint(cause_after(fixture, 15000, 20), ==, CAUSE_SPLIT);
    g_assert_cmpint(cause_after(fixture, 30000, 20), ==, CAUSE_NONE);
}

/* A sender that computes no digests has the same digest in segments that cannot be pieces. */
static void test_constant(struct fixture *fixture, gconstpointer data)
{
    const struct outline zero = {.length = 20}, more = {.sequence_number = 20, .length = 20};
    const struct outline seven = {.digest = {7}}, eight = {.digest = {8}};
    struct outline data_7 = {.digest = {7}, .length = 20}, data_8 = {.digest = {8}, .length = 20};
    struct history *history = diagnose_history(fixture->investigation);
    (void)data;

    g_assert_cmpint(cause_of(fixture, history, &zero), ==, CAUSE_NONE);
    g_assert_cmpint(cause_of(fixture, history, &more), ==, CAUSE_NONE);

    g_assert_cmpint(cause_of(fixture, history, &data_7), ==, CAUSE_NONE);
    data_7.sequence_number = 20;
    const struct proof *proof = proof_of(fixture, history, &data_7);
    g_assert_cmpint(proof->cause, ==, CAUSE_SPLIT);
    g_assert_cmpint(cause_of(fixture, history, &seven), ==, CAUSE_NONE); /* it has no data */
    g_assert_cmpint(proof->cause, ==, CAUSE_NONE);
    data_7.sequence_number = 40;
    g_assert_cmpint(cause_of(fixture, history, &data_7), ==, CAUSE_NONE);

    g_assert_cmpint(cause_of(fixture, history, &eight), ==, CAUSE_NONE); /* the first one here */
    g_assert_cmpint(cause_of(fixture, history, &data_8), ==, CAUSE_NONE);
    data_8.sequence_number = 20;
    g_assert_cmpint(cause_of(fixture, history, &data_8), ==, CAUSE_NONE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add_test("/pieces/interleaved", test_interleaved);
    add_test("/pieces/cut-pieces", test_cut_pieces);
    add_test("/pieces/held", test_held);
    add_test("/pieces/constant", test_constant);
    return g_test_run();
}
