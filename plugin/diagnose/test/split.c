/* Tests the pieces of a split segment: in any order, retransmitted, lost, and segments that are no
 * pieces.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/points/split.h"

#include <string.h>

#define FIN 0x01
#define PSH 0x08
#define ACK 0x10
#define CWR 0x80

#define HEADER_LENGTH 40 /* with a signature */
#define PIECE         100

static uint8_t digest[DIGEST_LENGTH] = "of all pieces..";
static const uint8_t other_digest[DIGEST_LENGTH] = "of another one.";

/* A segment. Each byte of its data is the low byte of its sequence number. */
struct sent {
    uint32_t sequence_number, number;
    uint8_t flags;
    uint16_t length, window;
};

static uint8_t bytes[HEADER_LENGTH + UINT16_MAX];
static struct segment segment;
static struct signature_options options;

static struct evidence evidence_of(struct sent sent)
{
    const uint32_t sequence_number = g_htonl(sent.sequence_number);
    memset(bytes, 0, HEADER_LENGTH);
    memcpy(bytes + HEADER_SEQUENCE_NUMBER, &sequence_number, 4);
    bytes[HEADER_DATA_OFFSET] = HEADER_LENGTH / 4 << 4;
    bytes[HEADER_FLAGS] = ACK | sent.flags;
    bytes[HEADER_WINDOW] = (uint8_t)(sent.window >> 8);
    bytes[HEADER_WINDOW + 1] = (uint8_t)sent.window;
    for (unsigned i = 0; i < sent.length; i++)
        bytes[HEADER_LENGTH + i] = (uint8_t)(sent.sequence_number + i);
    segment = (struct segment){
        .from = {ip_address_from_bytes("\xc0\0\2\1", 4), 40001},
        .to = {ip_address_from_bytes("\xc0\0\2\2", 4), 179},
        .bytes = bytes,
        .captured = HEADER_LENGTH + sent.length,
        .length = HEADER_LENGTH + sent.length,
    };
    memcpy(bytes + HEADER_LENGTH - DIGEST_LENGTH, digest, DIGEST_LENGTH);
    options.signature = (struct signature){
        .kind = OPTION_MD5, .length = DIGEST_LENGTH, .mac = bytes + HEADER_LENGTH - DIGEST_LENGTH};
    return (struct evidence){
        .segment = &segment,
        .number = sent.number,
        .options = &options,
        .digest = options.signature.mac,
    };
}

static const struct proof *proof;

static struct split *begin(struct sent sent)
{
    const struct evidence evidence = evidence_of(sent);
    struct split *split = split_new(&evidence);
    proof = split_proof(split);
    return split;
}

static void add(struct split *split, struct sent sent)
{
    const struct evidence evidence = evidence_of(sent);
    split_add(split, &evidence);
}

/* Asserts that the proof has these frames, in the order of their sequence numbers. */
static void assert_frames(const char *numbers)
{
    GString *told = g_string_new(NULL);
    for (unsigned i = 0; proof->frames && i < proof->frames->len; i++)
        g_string_append_printf(told, "%s%u", i ? " " : "",
                               g_array_index(proof->frames, uint32_t, i));
    g_assert_cmpstr(told->str, ==, numbers);
    g_string_free(told, TRUE);
}

/* Asserts that the whole segment has LENGTH bytes of data from SEQUENCE_NUMBER on, and FLAGS. */
static void assert_whole(struct split *split, uint32_t sequence_number, unsigned length,
                         uint8_t flags)
{
    GByteArray *copied = g_byte_array_new();
    segment.truncated = true; /* that of the last piece; the whole is not */
    const struct segment whole = split_segment(split, &segment, copied);
    const struct message message = message_of(&whole);

    g_assert_false(whole.truncated);
    g_assert_cmpuint(message.length, ==, HEADER_LENGTH + length);
    g_assert_cmpuint(message.data.length, ==, length);
    for (unsigned i = 0; i < length; i++)
        g_assert_cmpuint(message.data.bytes[i], ==, (uint8_t)(sequence_number + i));
    g_assert_cmpuint(message.header[HEADER_SEQUENCE_NUMBER + 3], ==, (uint8_t)sequence_number);
    g_assert_cmpuint(message.header[HEADER_FLAGS], ==, ACK | flags);
    g_assert_cmpuint(message.from.bytes[3], ==, 1);
    g_assert_cmpuint(message.to.bytes[3], ==, 2);
    g_byte_array_unref(copied);
}

static void test_in_order(void)
{
    struct split *split = begin((struct sent){1000, 1, CWR, PIECE, 0});
    g_assert_cmpint(proof->cause, ==, CAUSE_NONE);
    g_assert_false(split_is_complete(split, true));

    add(split, (struct sent){1100, 2, 0, PIECE, 0});
    g_assert_cmpint(proof->cause, ==, CAUSE_SPLIT);
    g_assert_false(split_is_complete(split, false));
    g_assert_true(split_is_complete(split, true));

    add(split, (struct sent){1200, 3, FIN | PSH, PIECE, 0});
    g_assert_true(split_is_complete(split, false));
    assert_frames("1 2 3");
    assert_whole(split, 1000, 3 * PIECE, CWR | FIN | PSH);
    g_assert_false(split_is_complete(split, true)); /* it was just tried */
    split_free(split);
}

/* Pieces whose data were not captured show that a segment was split, but not what was signed. */
static void test_cut(void)
{
    struct evidence evidence = evidence_of((struct sent){1000, 1, 0, PIECE, 0});
    segment.captured = HEADER_LENGTH;
    struct split *split = split_new(&evidence);
    proof = split_proof(split);
    add(split, (struct sent){1000 + PIECE, 2, PSH, 10, 0});
    g_assert_cmpint(proof->cause, ==, CAUSE_SPLIT);
    g_assert_false(split_is_complete(split, true));
    assert_frames("1 2");
    split_free(split);
}

/* The last piece is shorter than the first, which ends the segment even without PSH. */
static void test_short_end(void)
{
    struct split *split = begin((struct sent){1000, 1, 0, PIECE, 0});
    add(split, (struct sent){1100, 2, 0, PIECE - 1, 0});
    g_assert_true(split_is_complete(split, false));
    assert_whole(split, 1000, 2 * PIECE - 1, 0);
    split_free(split);
}

/* Returns true if the segment may be one of the pieces. */
static bool is_taken(struct split *split, struct sent sent)
{
    const struct evidence evidence = evidence_of(sent);
    return split_add(split, &evidence);
}

static void test_no_more_once_proven(void)
{
    struct split *split = begin((struct sent){1000, 1, 0, PIECE, 0});
    static const struct key key;

    add(split, (struct sent){1100, 2, PSH, PIECE, 0});
    split_proof(split)->key = &key;

    g_assert_true(is_taken(split, (struct sent){1000, 3, 0, PIECE, 0}));
    g_assert_true(is_taken(split, (struct sent){1050, 4, 0, PIECE, 0})); /* split differently */
    g_assert_false(is_taken(split, (struct sent){1200, 5, 0, PIECE, 0}));
    g_assert_false(is_taken(split, (struct sent){1150, 6, 0, PIECE, 0}));
    g_assert_false(is_taken(split, (struct sent){950, 7, 0, PIECE, 0}));
    g_assert_false(is_taken(split, (struct sent){1000, 8, 0, PIECE, 1})); /* another window */
    assert_frames("1 2");
    split_free(split);
}

/* A different segment with a copied digest, at the position of a piece. */
static void test_other_data_are_no_piece(void)
{
    struct split *split = begin((struct sent){1000, 1, 0, PIECE, 0});
    static const struct key key;

    add(split, (struct sent){1100, 2, PSH, PIECE, 0});
    split_proof(split)->key = &key;
    const struct evidence evidence = evidence_of((struct sent){1100, 3, PSH, PIECE, 0});
    bytes[HEADER_LENGTH + PIECE - 1] ^= 1;
    g_assert_false(split_add(split, &evidence));
    segment.captured = HEADER_LENGTH; /* of these data nothing is known */
    g_assert_true(split_add(split, &evidence));
    split_free(split);
}

static void test_reordered(void)
{
    const uint32_t first = UINT32_MAX - 150; /* the sequence numbers wrap within the segment */
    struct split *split = begin((struct sent){first + 300, 1, PSH, PIECE, 0});

    add(split, (struct sent){first, 2, CWR, PIECE, 0});
    g_assert_cmpint(proof->cause, ==, CAUSE_NONE); /* they do not join yet */
    assert_frames("2 1");
    add(split, (struct sent){first + 200, 3, 0, PIECE, 0});
    g_assert_cmpint(proof->cause, ==, CAUSE_SPLIT);
    g_assert_false(split_is_complete(split, true));
    add(split, (struct sent){first + 100, 4, 0, PIECE, 0});
    g_assert_true(split_is_complete(split, false));
    assert_frames("2 4 3 1");
    assert_whole(split, first, 4 * PIECE, CWR | PSH);
    split_free(split);
}

static void test_lost(void)
{
    struct split *split = begin((struct sent){1000, 1, 0, PIECE, 0});
    add(split, (struct sent){1200, 2, 0, PIECE, 0});
    add(split, (struct sent){1400, 3, PSH, PIECE, 0});
    g_assert_cmpint(proof->cause, ==, CAUSE_NONE);
    g_assert_false(split_is_complete(split, true));
    add(split, (struct sent){1300, 4, 0, PIECE, 0});
    g_assert_cmpint(proof->cause, ==, CAUSE_SPLIT);
    g_assert_false(split_is_complete(split, true));
    assert_frames("1 2 4 3");
    split_free(split);
}

static void test_sent_again(void)
{
    struct split *split = begin((struct sent){1000, 1, 0, PIECE, 0});
    add(split, (struct sent){1000, 2, 0, PIECE, 0});
    g_assert_cmpint(proof->cause, ==, CAUSE_NONE);
    add(split, (struct sent){1100, 3, PSH, PIECE, 0});
    g_assert_true(split_is_complete(split, false));
    assert_whole(split, 1000, 2 * PIECE, PSH);
    add(split, (struct sent){1000, 4, 0, PIECE, 0});
    add(split, (struct sent){1100, 5, PSH, PIECE, 0});
    g_assert_cmpint(proof->cause, ==, CAUSE_SPLIT);
    g_assert_false(split_is_complete(split, true)); /* there are no new pieces */
    assert_frames("1 3");
    split_free(split);
}

/* Segments with the same digest that cannot be pieces of one segment. */
static void test_refuted(void)
{
    const struct sent others[] = {
        {1200, 3, 0, PIECE, 1},            /* another window */
        {1200, 3, 0x20, PIECE, 0},         /* URG */
        {1200, 3, 0, UINT16_MAX - 199, 0}, /* a byte too long */
        {900, 3, PSH, PIECE, 0},           /* has PSH, but is not the last */
        {900, 3, FIN, PIECE, 0},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(others); i++) {
        struct split *split = begin((struct sent){1000, 1, 0, PIECE, 0});
        add(split, (struct sent){1100, 2, 0, PIECE, 0});
        g_assert_cmpint(proof->cause, ==, CAUSE_SPLIT);
        add(split, others[i]);
        g_assert_cmpint(proof->cause, ==, CAUSE_NONE);
        add(split, (struct sent){1200, 4, 0, PIECE, 0});
        g_assert_cmpint(proof->cause, ==, CAUSE_NONE);
        split_free(split);
    }
}

static void test_behind_the_last(void)
{
    struct split *split = begin((struct sent){1000, 1, PSH, PIECE, 0});
    add(split, (struct sent){1100, 2, PSH, PIECE, 0});
    g_assert_cmpint(proof->cause, ==, CAUSE_NONE);
    g_assert_true(split_is_complete(split, false)); /* it can still be proven with a key */
    split_free(split);
}

static void test_proven_with_a_key(void)
{
    const struct key key = {0};
    struct split *split = begin((struct sent){1000, 1, 0, PIECE, 0});
    add(split, (struct sent){1100, 2, PSH, PIECE, 0});
    split_proof(split)->key = &key;
    split_refute(split);
    add(split, (struct sent){1200, 3, 0, PIECE, 1});
    g_assert_cmpint(proof->cause, ==, CAUSE_SPLIT);
    assert_frames("1 2");
    split_free(split);
}

static void test_longest(void)
{
    struct split *split = begin((struct sent){0, 1, 0, 32768, 0});
    add(split, (struct sent){32768, 2, PSH, 32767, 0});
    g_assert_cmpint(proof->cause, ==, CAUSE_SPLIT);
    g_assert_true(split_is_complete(split, false));
    assert_whole(split, 0, UINT16_MAX, PSH);
    split_free(split);
}

/* The memory is limited to the pieces of one segment, however many segments arrive. */
static void test_memory(void)
{
    struct split *split = begin((struct sent){0, 1, 0, 1, 0});
    for (uint32_t i = 1; i < UINT16_MAX; i++)
        add(split, (struct sent){i, i + 1, 0, 1, 0});
    g_assert_cmpuint(proof->frames->len, <, 2000);
    g_assert_cmpint(proof->cause, ==, CAUSE_NONE);
    split_free(split);
}

static void test_carries(void)
{
    struct split *split = begin((struct sent){1000, 1, 0, PIECE, 0});
    struct evidence evidence = evidence_of((struct sent){5000, 2, 0, PIECE, 0});
    g_assert_true(split_carries(split, &evidence));
    options.signature.mac = other_digest;
    g_assert_false(split_carries(split, &evidence));
    split_free(split);
    split_free(NULL);
}

/* Proofs of the pieces that were given away outlive them. */
static void test_kept(void)
{
    GPtrArray *kept = g_ptr_array_new_with_free_func(split_proof_free);
    struct split *split = begin((struct sent){1000, 1, 0, PIECE, 0});

    g_assert_cmpuint(split_first(split).number, ==, 1);
    g_assert_null(split_kept_proof(split));
    add(split, (struct sent){1100, 2, PSH, PIECE, 0});
    for (unsigned i = 0; i < 2; i++)
        split_keep_proof(split, kept);
    g_assert_true(split_kept_proof(split) == proof);
    split_free(split);
    g_assert_cmpuint(kept->len, ==, 1);
    assert_frames("1 2");
    g_ptr_array_free(kept, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/split/in-order", test_in_order);
    g_test_add_func("/split/cut", test_cut);
    g_test_add_func("/split/short-end", test_short_end);
    g_test_add_func("/split/reordered", test_reordered);
    g_test_add_func("/split/lost", test_lost);
    g_test_add_func("/split/sent-again", test_sent_again);
    g_test_add_func("/split/refuted", test_refuted);
    g_test_add_func("/split/behind-the-last", test_behind_the_last);
    g_test_add_func("/split/proven-with-a-key", test_proven_with_a_key);
    g_test_add_func("/split/no-more-once-proven", test_no_more_once_proven);
    g_test_add_func("/split/other-data-are-no-piece", test_other_data_are_no_piece);
    g_test_add_func("/split/longest", test_longest);
    g_test_add_func("/split/memory", test_memory);
    g_test_add_func("/split/carries", test_carries);
    g_test_add_func("/split/kept", test_kept);
    return g_test_run();
}
