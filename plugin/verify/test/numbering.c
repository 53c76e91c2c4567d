/* Tests how the sequence number extension is found, in the first pass and in later ones.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/verify/message.h"
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

/* A header with these numbers. */
struct header {
    uint8_t bytes[TCP_HEADER_LENGTH];
};

static struct segment segment_of(struct header *header, uint32_t sequence, uint32_t acknowledged,
                                 unsigned flags)
{
    *header = (struct header){{[HEADER_DATA_OFFSET] = 0x50, [HEADER_FLAGS] = (uint8_t)flags}};
    header_set_number(header->bytes, HEADER_SEQUENCE_NUMBER, sequence);
    header_set_number(header->bytes, HEADER_ACKNOWLEDGMENT_NUMBER, acknowledged);
    return (struct segment){
        .bytes = header->bytes, .captured = sizeof *header, .length = sizeof *header};
}

#define GAP (1u << 24) /* no capture loses more octets in a row */

/* Both numbers, or neither, are near those of a connection with the ISNs 1000 and 2000. */
static void test_near(void)
{
    static const struct {
        uint32_t sequence, acknowledged;
        bool spans, is_strange;
    } rows[] = {
        {1000, 2000, true, false},
        {1000 + GAP, 2000 + GAP, true, false},
        {1001 + GAP, 2000, false, false},
        {1000, 2001 + GAP, false, false},
        {1001 + GAP, 2001 + GAP, false, true},
        {999, 2000, false, false},
        {999, 1999, false, true},
    };
    struct numbering *numbering = numbering_new();

    numbered_end_begin(&numbering->ends[0], 2000, 1, ISN_CAPTURED);
    numbered_end_begin(&numbering->ends[1], 1000, 1, ISN_CAPTURED);
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct header header;
        struct segment segment =
            segment_of(&header, rows[i].sequence, rows[i].acknowledged, FLAG_ACK);
        g_assert_true(numbering_spans(numbering, 1, &segment) == rows[i].spans);
        g_assert_true(numbering_is_strange(numbering, 1, &segment) == rows[i].is_strange);
        segment = segment_of(&header, rows[i].sequence, rows[i].acknowledged, 0);
        g_assert_false(numbering_spans(numbering, 1, &segment));
        g_assert_false(numbering_is_strange(numbering, 1, &segment));
    }
    numbering_free(numbering);
}

/* A connection is over when both ends have sent a FIN, or one of them an RST, whose sender may have
 * acknowledged less than the other end had sent. */
static void test_over(void)
{
    static const struct {
        unsigned closed; /* 1 and 2: a FIN of either end; 4: an RST; 8: an RST without ACK */
        uint32_t sequence, acknowledged;
        unsigned flags;
        bool is_over;
    } rows[] = {
        {1, 9999, 9999, FLAG_ACK, false},
        {2, 9999, 9999, FLAG_ACK, false},
        {3, 5001, 7001, FLAG_ACK, false},
        {3, 5001 - GAP, 7001 - GAP, FLAG_ACK, false},
        {3, 5000 - GAP, 7001, FLAG_ACK, true},
        {3, 5002, 7001, FLAG_ACK, true},
        {3, 5001, 7002, FLAG_ACK, true},
        {3, 5001, 7002, 0, false}, /* it acknowledges nothing */
        {4, 5000 + GAP / 4, 7000 + GAP / 4, FLAG_ACK, false},
        {4, 5001 + GAP / 4, 7000, FLAG_ACK, true},
        {4, 5000, 7001 + GAP / 4, FLAG_ACK, true},
        {4, 5000 - GAP, 7000 - GAP, FLAG_ACK, false},
        {4, 4999 - GAP, 7000, FLAG_ACK, true},
        {6, 5000, 7001 + GAP / 4, FLAG_ACK, false}, /* the FIN says what the last number is */
        {8, 5000, 0x80000000, FLAG_ACK, false},
        {8, 5001 + GAP / 4, 0x80000000, FLAG_ACK, true},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct numbering *numbering = numbering_new();
        struct header header;
        struct segment segment = segment_of(&header, 5000, 7000, FLAG_FIN | FLAG_ACK);
        if (rows[i].closed & 1)
            numbering_close(numbering, 0, &segment);
        segment = segment_of(&header, 7000, 5001, FLAG_FIN | FLAG_ACK);
        if (rows[i].closed & 2)
            numbering_close(numbering, 1, &segment);
        segment = segment_of(&header, 5000, 7000, FLAG_RST | FLAG_ACK);
        if (rows[i].closed & 4)
            numbering_close(numbering, 0, &segment);
        segment = segment_of(&header, 5000, 0, FLAG_RST);
        if (rows[i].closed & 8)
            numbering_close(numbering, 0, &segment);
        segment = segment_of(&header, rows[i].sequence, rows[i].acknowledged, rows[i].flags);
        g_assert_true(numbering_is_over(numbering, 0, &segment) == rows[i].is_over);
        numbering_free(numbering);
    }
}

/* What follows what was captured leaps over nothing; nor does a retransmission of up to a window
 * that was acknowledged. */
static void test_leaps(void)
{
    struct numbered_end end = {0};

    numbered_end_begin(&end, 1000, 1, ISN_CAPTURED);
    g_assert_false(numbered_end_leaps(&end, 1000 + GAP));
    g_assert_true(numbered_end_leaps(&end, 1001 + GAP));
    numbered_end_note_captured(&end, 1000, 100);
    g_assert_false(numbered_end_leaps(&end, 1100));
    g_assert_true(numbered_end_leaps(&end, 1101));
    numbered_end_note_captured(&end, 1050, 50); /* a retransmission */
    g_assert_false(numbered_end_leaps(&end, 1100));
    numbered_end_note_acknowledged(&end, 1050 + 0x10000);
    g_assert_false(numbered_end_leaps(&end, 1050));
    g_assert_true(numbered_end_leaps(&end, 1049));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/numbering/later-passes", test_later_passes_find_what_the_first_found);
    g_test_add_func("/numbering/around-the-latest", test_numbers_around_the_latest);
    g_test_add_func("/numbering/many-segments", test_many_segments_are_not_kept);
    g_test_add_func("/numbering/another-isn", test_another_isn_begins_anew);
    g_test_add_func("/numbering/near", test_near);
    g_test_add_func("/numbering/over", test_over);
    g_test_add_func("/numbering/leaps", test_leaps);
    return g_test_run();
}
