/* Tests which connection of one pair of ends a frame belongs to.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/verify/incarnations.h"
#include "plugin/verify/message.h"
#include "plugin/verify/numbering.h"

/* Opens another connection with a SYN. */
static bool opens(struct incarnations *incarnations, uint32_t number, uint32_t isn)
{
    return incarnations_open(incarnations, number, &(struct opening){.isn = isn});
}

static unsigned long work;

/* The compiler inserts a call of this into each basic block of incarnations.c. */
void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void)
{
    work++;
}

static enum signing signing_at(struct incarnations *incarnations, uint32_t number)
{
    const struct incarnation *incarnation = incarnations_find(incarnations, number);
    return incarnation ? usage_signing(&incarnation->usage) : SIGNING_NONE;
}

static void sign(struct incarnations *incarnations, enum signing signing)
{
    incarnations->latest.is_known = true;
    incarnations->latest.usage.signing = signing;
}

static void test_nothing_is_known_at_first(void)
{
    struct incarnations incarnations = {0};
    g_assert_cmpint(signing_at(&incarnations, 0), ==, SIGNING_NONE);
    g_assert_cmpint(signing_at(&incarnations, 7), ==, SIGNING_NONE);
    incarnations_clear(&incarnations);
}

static void test_an_answer_with_another_number_opens_it_again(void)
{
    struct incarnations incarnations = {0};
    g_assert_true(opens(&incarnations, 1, 7));
    sign(&incarnations, SIGNING_AO);
    g_assert_true(
        incarnations_open(&incarnations, 5, &(struct opening){.isn = 7, .is_answer = true}));
    g_assert_cmpint(signing_at(&incarnations, 4), ==, SIGNING_AO);
    g_assert_cmpint(signing_at(&incarnations, 5), ==, SIGNING_NONE);
    incarnations_clear(&incarnations);
}

static void test_a_connection_is_open_before_the_capture_begins(void)
{
    struct incarnations incarnations = {0};
    sign(&incarnations, SIGNING_AO);
    g_assert_true(opens(&incarnations, 5, 100));
    g_assert_cmpint(signing_at(&incarnations, 4), ==, SIGNING_AO);
    g_assert_cmpint(signing_at(&incarnations, 5), ==, SIGNING_NONE);
    incarnations_clear(&incarnations);
}

static void test_a_retransmitted_syn_opens_nothing(void)
{
    struct incarnations incarnations = {0};
    g_assert_true(opens(&incarnations, 1, 0));
    sign(&incarnations, SIGNING_MD5);
    g_assert_false(opens(&incarnations, 2, 0));
    g_assert_cmpint(signing_at(&incarnations, 3), ==, SIGNING_MD5);
    g_assert_true(opens(&incarnations, 4, 1));
    g_assert_true(opens(&incarnations, 5, 0));
    incarnations_clear(&incarnations);
}

/* Somebody can make a connection count as unsigned. Its numbers verify its signed segments all the
 * same. */
static void test_numbers_are_kept(void)
{
    struct incarnations incarnations = {0};
    struct numbering *numbering = numbering_new();
    incarnations.latest.is_known = true;
    incarnation_ao(&incarnations.latest)->numbering = numbering;
    for (uint32_t number = 5; number <= 1000; number++)
        g_assert_true(opens(&incarnations, number, number));
    g_assert_cmpuint(incarnations.earlier->list->len, <=, 2);
    g_assert_true(incarnation_numbering(incarnations_find(&incarnations, 4)) == numbering);
    g_assert_null(incarnation_numbering(incarnations_find(&incarnations, 1000)));
    incarnations_clear(&incarnations);
}

/* Returns the first frame of the incarnation parallel to frame NUMBER on LINK; 0 if there is none.
 */
static uint32_t parallel(struct incarnations *incarnations, uint32_t number, uint16_t link)
{
    const struct incarnation *incarnation = incarnations_parallel(incarnations, number, link);
    return incarnation ? incarnation->first_frame : 0;
}

static void test_parallel_ones_are_found_by_their_link(void)
{
    static const uint16_t links[] = {7, 8, 7, 9};
    struct incarnations incarnations = {0};
    for (uint32_t i = 0; i < G_N_ELEMENTS(links); i++) {
        const struct opening opening = {.isn = i, .link = links[i]};
        g_assert_true(incarnations_open(&incarnations, MAX(1, 10 * i), &opening));
        sign(&incarnations, SIGNING_AO);
    }
    g_assert_cmpuint(parallel(&incarnations, 35, 7), ==, 20);
    g_assert_cmpuint(parallel(&incarnations, 35, 8), ==, 10);
    g_assert_cmpuint(parallel(&incarnations, 35, 9), ==, 0); /* the latest itself */
    g_assert_cmpuint(parallel(&incarnations, 35, 6), ==, 0);
    g_assert_cmpuint(parallel(&incarnations, 25, 8), ==, 10);
    g_assert_cmpuint(parallel(&incarnations, 25, 9), ==, 0); /* opened later */
    g_assert_cmpuint(parallel(&incarnations, 15, 7), ==, 1);
    g_assert_cmpuint(parallel(&incarnations, 5, 8), ==, 0);
    g_assert_cmpuint(parallel(&incarnations, 0, 7), ==, 0);
    incarnations_clear(&incarnations);

    incarnations = (struct incarnations){0}; /* what began before the capture has any link */
    sign(&incarnations, SIGNING_AO);
    g_assert_true(incarnations_open(&incarnations, 10, &(struct opening){.link = 7}));
    g_assert_null(incarnations_parallel(&incarnations, 15, 0));
    incarnations_clear(&incarnations);
}

/* The header of an ACK with these numbers. */
struct ack {
    uint8_t bytes[TCP_HEADER_LENGTH];
};

static struct segment segment_of(struct ack *ack, uint32_t sequence, uint32_t acknowledged)
{
    *ack = (struct ack){{[HEADER_DATA_OFFSET] = 0x50, [HEADER_FLAGS] = FLAG_ACK}};
    for (unsigned i = 0; i < 4; i++) {
        ack->bytes[HEADER_SEQUENCE_NUMBER + i] = (uint8_t)(sequence >> (24 - 8 * i));
        ack->bytes[HEADER_ACKNOWLEDGMENT_NUMBER + i] = (uint8_t)(acknowledged >> (24 - 8 * i));
    }
    return (struct segment){.bytes = ack->bytes, .captured = sizeof *ack, .length = sizeof *ack};
}

/* Lets the latest incarnation, opened in FRAME, have these ISNs, proven in the next frame. */
static void prove_latest(struct incarnations *incarnations, uint32_t frame, uint32_t isn,
                         uint32_t other)
{
    struct numbering *numbering = numbering_new();

    sign(incarnations, SIGNING_AO);
    numbered_end_begin(&numbering->ends[0], isn, frame, ISN_CAPTURED);
    numbered_end_begin(&numbering->ends[1], other, frame, ISN_CAPTURED);
    numbering->proven = frame + 1;
    incarnation_ao(&incarnations->latest)->numbering = numbering;
}

/* Whoever sends a SYN does not know the numbers of the connection before; a forged SYN has others.
 */
static void test_only_proven_numbers_go_on(void)
{
    for (unsigned is_proven = 0; is_proven < 2; is_proven++) {
        struct incarnations incarnations = {0};

        g_assert_true(opens(&incarnations, 10, 1000));
        prove_latest(&incarnations, 10, 1000, 2000);
        struct numbering *first = incarnations.latest.ao->numbering;
        first->proven = is_proven ? 20 : 21;
        g_assert_true(opens(&incarnations, 20, 3000));
        g_assert_true(incarnations.latest.ao || !is_proven);
        g_assert_true(incarnation_before(&incarnations.latest, 30) == (is_proven ? first : NULL));
        incarnations_clear(&incarnations);
    }
}

static void test_what_continues_is_found_by_its_numbers(void)
{
    struct incarnations incarnations = {0};
    struct ack ack;

    g_assert_true(opens(&incarnations, 10, 1000));
    prove_latest(&incarnations, 10, 1000, 2000);
    struct numbering *first = incarnations.latest.ao->numbering;
    g_assert_true(opens(&incarnations, 20, 0x80000000));
    prove_latest(&incarnations, 20, 0x80000000, 0x90000000);
    const struct segment old = segment_of(&ack, 1001, 2001);

    struct incarnation *found = incarnations_continued(&incarnations, 30, &old, 0);
    g_assert_nonnull(found);
    g_assert_true(incarnation_numbering(found) == first);
    g_assert_null(incarnations_continued(&incarnations, 15, &old, 0)); /* its own time */
    g_assert_null(incarnations_continued(&incarnations, 30, &old, 1)); /* the other direction */
    numbered_end_note_captured(&first->ends[0], 1001, 0);
    numbered_end_note_acknowledged(&first->ends[1], 2001);
    g_assert_null(incarnations_continued(&incarnations, 30, &old, 0)); /* nothing new */
    found->ao->continued = 31;
    g_assert_null(incarnations_continued(&incarnations, 30, &old, 0));
    g_assert_nonnull(incarnations_continued(&incarnations, 31, &old, 0));
    g_assert_null(incarnations_stranger(&incarnations, 30, &old, 0, true));
    incarnations_clear(&incarnations);
}

static void test_a_stranger_is_added_once(void)
{
    struct incarnations incarnations = {0};
    struct ack ack;

    prove_latest(&incarnations, 10, 1000, 2000);
    const struct segment own = segment_of(&ack, 5000, 0x80000000);
    g_assert_null(incarnations_stranger(&incarnations, 20, &own, 0, true));
    const struct segment strange = segment_of(&ack, 0x70000000, 0x80000000);
    g_assert_null(incarnations_stranger(&incarnations, 10, &strange, 0, true)); /* not proven yet */
    g_assert_null(incarnations_stranger(&incarnations, 20, &strange, 0, false));
    for (uint32_t number = 20; number < 1000; number++)
        g_assert_nonnull(incarnations_stranger(&incarnations, number, &strange, 0, true));
    g_assert_cmpuint(incarnations.earlier->list->len, ==, 1);
    g_assert_true(incarnations_find(&incarnations, 500) == &incarnations.latest);
    g_assert_nonnull(incarnations_stranger(&incarnations, 20, &strange, 0, false));
    g_assert_true(opens(&incarnations, 1000, 1));
    g_assert_cmpint(signing_at(&incarnations, 500), ==, SIGNING_AO);
    incarnations_clear(&incarnations);
}

static void test_a_flood_of_unsigned_ones_is_not_kept(void)
{
    struct incarnations incarnations = {0};
    for (uint32_t number = 1; number <= 1000; number++)
        g_assert_true(opens(&incarnations, number, number));
    g_assert_null(incarnations.earlier);
    sign(&incarnations, SIGNING_MD5);
    for (uint32_t number = 1001; number <= 2000; number++)
        g_assert_true(opens(&incarnations, number, number));
    g_assert_cmpuint(incarnations.earlier->list->len, <=, 2);
    g_assert_cmpint(signing_at(&incarnations, 999), ==, SIGNING_NONE);
    g_assert_cmpint(signing_at(&incarnations, 1000), ==, SIGNING_MD5);
    g_assert_cmpint(signing_at(&incarnations, 1001), ==, SIGNING_NONE);
    g_assert_cmpint(signing_at(&incarnations, 2000), ==, SIGNING_NONE);
    incarnations_clear(&incarnations);
}

/* Random incarnations are compared with an array that has the answer for each frame. */
static void test_random_ones_against_a_list_of_all_frames(void)
{
    enum signing expected[400];

    for (unsigned round = 0; round < 200; round++) {
        struct incarnations incarnations = {0};
        unsigned opened = 0;
        for (unsigned number = 0; number < G_N_ELEMENTS(expected); number++) {
            expected[number] = number > 0 ? expected[number - 1] : SIGNING_NONE;
            if (g_test_rand_int_range(0, 3) == 0) {
                g_assert_true(opens(&incarnations, number, number + 1));
                expected[opened = number] = SIGNING_NONE;
            }
            if (g_test_rand_int_range(0, 5) == 0 && expected[number] == SIGNING_NONE) {
                const enum signing signing = g_test_rand_bit() ? SIGNING_MD5 : SIGNING_AO;
                sign(&incarnations, signing);
                for (unsigned i = opened; i <= number; i++)
                    expected[i] = signing;
            }
        }
        for (unsigned number = 0; number < G_N_ELEMENTS(expected); number++)
            g_assert_cmpint(signing_at(&incarnations, number), ==, expected[number]);
        incarnations_clear(&incarnations);
    }
}

/* Returns the work of opening COUNT signed connections and looking up each of them. */
static unsigned long work_of(unsigned count)
{
    struct incarnations incarnations = {0};

    work = 0;
    for (uint32_t number = 1; number <= count; number++) {
        g_assert_true(opens(&incarnations, number, number));
        sign(&incarnations, SIGNING_MD5);
        g_assert_cmpint(signing_at(&incarnations, number), ==, SIGNING_MD5);
    }
    for (uint32_t number = 1; number <= count; number++)
        g_assert_cmpint(signing_at(&incarnations, number), ==, SIGNING_MD5);
    incarnations_clear(&incarnations);
    return work;
}

static void test_work_grows_little_more_than_their_number(void)
{
    const unsigned long once = work_of(1000), twice = work_of(2000), four = work_of(4000);
    g_test_message("%lu, %lu, %lu blocks", once, twice, four);
    g_assert_cmpuint(once, >, 1000);
    g_assert_cmpuint(10 * (four - twice), <, 26 * (twice - once));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/incarnations/nothing-is-known-at-first", test_nothing_is_known_at_first);
    g_test_add_func("/incarnations/a-connection-is-open-before-the-capture-begins",
                    test_a_connection_is_open_before_the_capture_begins);
    g_test_add_func("/incarnations/an-answer-with-another-number-opens-it-again",
                    test_an_answer_with_another_number_opens_it_again);
    g_test_add_func("/incarnations/a-retransmitted-syn-opens-nothing",
                    test_a_retransmitted_syn_opens_nothing);
    g_test_add_func("/incarnations/numbers-are-kept", test_numbers_are_kept);
    g_test_add_func("/incarnations/parallel", test_parallel_ones_are_found_by_their_link);
    g_test_add_func("/incarnations/what-continues", test_what_continues_is_found_by_its_numbers);
    g_test_add_func("/incarnations/only-proven-numbers-go-on", test_only_proven_numbers_go_on);
    g_test_add_func("/incarnations/a-stranger-is-added-once", test_a_stranger_is_added_once);
    g_test_add_func("/incarnations/a-flood-of-unsigned-ones-is-not-kept",
                    test_a_flood_of_unsigned_ones_is_not_kept);
    g_test_add_func("/incarnations/random-ones-against-a-list-of-all-frames",
                    test_random_ones_against_a_list_of_all_frames);
    g_test_add_func("/incarnations/work-grows-little-more-than-their-number",
                    test_work_grows_little_more_than_their_number);
    return g_test_run();
}
