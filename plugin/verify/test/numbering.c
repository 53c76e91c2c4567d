/* Tests how the sequence number extension is found, in the first pass and in later ones.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/verify/numbering.h"

#include <glib.h>

#define STEP UINT64_C(1000000007) /* from one segment to the next, less than half of a wrap */
#define ISN  0xfffffff0u

static uint64_t number_of(uint32_t frame)
{
    return ISN + STEP * frame;
}

/* Notes a segment in each frame up to COUNT. Checks that each has the right extension. */
static void note_all(struct numbered_end *end, uint32_t count)
{
    for (uint32_t frame = 1; frame <= count; frame++) {
        const uint64_t number = number_of(frame);
        g_assert_cmpuint(numbered_end_extension(end, frame, (uint32_t)number), ==, number >> 32);
        numbered_end_note(end, frame, number);
    }
}

static void test_later_passes_find_what_the_first_found(void)
{
    struct numbering *numbering = numbering_new();
    struct numbered_end *end = &numbering->ends[1];

    numbered_end_begin(end, ISN, 1, ISN_CAPTURED);
    note_all(end, 1000);
    for (uint32_t frame = 1000; frame >= 1; frame--) {
        const uint64_t number = number_of(frame);
        g_assert_cmpuint(numbered_end_extension(end, frame, (uint32_t)number), ==, number >> 32);
    }
    numbering_free(numbering);
}

/* A retransmission, or a segment that arrives less than half a wrap early, has its own
 * extension. */
static void test_numbers_around_the_latest(void)
{
    struct numbering *numbering = numbering_new();
    struct numbered_end *end = &numbering->ends[0];

    numbered_end_begin(end, ISN, 1, ISN_CAPTURED);
    note_all(end, 50);
    for (int64_t distance = -1500000000; distance <= 900000000; distance += 100000007) {
        const uint64_t number = number_of(50) + (uint64_t)distance;
        g_assert_cmpuint(numbered_end_extension(end, 51, (uint32_t)number), ==, number >> 32);
    }
    numbering_free(numbering);
}

/* Memory grows with the data, not with the number of segments. */
static void test_many_segments_are_not_kept(void)
{
    struct numbering *numbering = numbering_new();
    struct numbered_end *end = &numbering->ends[0];

    numbered_end_begin(end, 0, 1, ISN_CAPTURED);
    for (uint32_t frame = 1; frame <= 100000; frame++)
        numbered_end_note(end, frame, frame * 1000);
    g_assert_null(end->marks);
    numbering_free(numbering);
}

static void test_another_isn_begins_anew(void)
{
    struct numbering *numbering = numbering_new();
    struct numbered_end *end = &numbering->ends[0];

    numbered_end_begin(end, ISN, 1, ISN_CAPTURED);
    note_all(end, 20);
    numbered_end_begin(end, ISN, 30, ISN_INFERRED);
    g_assert_nonnull(end->marks);
    numbered_end_begin(end, 77, 30, ISN_CAPTURED);
    g_assert_null(end->marks);
    g_assert_cmpuint(numbered_end_extension(end, 31, 78), ==, 0);
    numbering_free(numbering);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/numbering/later-passes", test_later_passes_find_what_the_first_found);
    g_test_add_func("/numbering/around-the-latest", test_numbers_around_the_latest);
    g_test_add_func("/numbering/many-segments", test_many_segments_are_not_kept);
    g_test_add_func("/numbering/another-isn", test_another_isn_begins_anew);
    return g_test_run();
}
