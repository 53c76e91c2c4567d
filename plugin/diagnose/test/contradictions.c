/* Tests which bad segments a good one with other data contradicts.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/learnt/contradictions.h"
#include "sent.h"

#define LENGTH 10 /* bytes of data of a bad segment */

static struct bounds bounds;

/* Sends the segment of frame NUMBER with LENGTH bytes at SEQUENCE, which all are BYTE. */
static void send(struct sent *sent, uint32_t number, uint32_t sequence, size_t length, uint8_t byte)
{
    sent_begin(sent, number, number, false);
    sent_sign(sent);
    sent_put(sent, HEADER_SEQUENCE_NUMBER, sequence);
    memset(sent->bytes + sent->segment.length, byte, length);
    sent_is(sent, FLAG_ACK, length);
    sent->evidence.digest = option_digest(&sent->options);
}

/* Adds COUNT bad segments, and checks that a good one contradicts the last ones of them. */
static void check_last_ones(unsigned count)
{
    struct contradictions *all = NULL;
    struct notes *notes = notes_new(&bounds);
    struct label labels[2 * MAX_DOUBTFUL];
    struct sent sent;

    for (unsigned i = 0; i < count; i++) {
        send(&sent, i + 1, i * LENGTH, LENGTH, 0xbd);
        labels[i] = label_of(&sent.evidence);
        contradictions_add(&all, &sent.evidence, HINT_DATA_DIFFERS);
    }
    send(&sent, count + 1, 0, count * LENGTH, 0x60);
    g_assert_cmpuint(contradictions_settle(all, &sent.evidence, notes).bad, ==,
                     MIN(count, MAX_DOUBTFUL));
    g_assert_cmpuint(contradictions_settle(all, &sent.evidence, notes).bad, ==, 0);
    for (unsigned i = 0; i < count; i++) {
        const struct note *note = notes_find(notes, &labels[i]);
        g_assert_cmpint(note ? note->hint : HINT_NONE, ==,
                        i + MAX_DOUBTFUL < count ? HINT_NONE : HINT_DATA_DIFFERS);
    }
    notes_free(notes);
    g_free(all);
}

static void test_the_last_ones_are_contradicted(void)
{
    for (unsigned count = 1; count <= 2 * MAX_DOUBTFUL; count++)
        check_last_ones(count);
}

/* A keep-alive may have any byte. */
static void test_a_keep_alive_is_not(void)
{
    struct contradictions *all = NULL;
    struct sent sent;

    send(&sent, 1, 0, 1, 0xbd);
    contradictions_add(&all, &sent.evidence, HINT_DATA_DIFFERS);
    g_assert_null(all);
}

/* Bad and unsigned segments are counted apart. */
static void test_unsigned_ones_are_injected(void)
{
    struct contradictions *all = NULL;
    struct notes *notes = notes_new(&bounds);
    struct label labels[3];
    struct sent sent;

    for (unsigned i = 0; i < G_N_ELEMENTS(labels); i++) {
        send(&sent, i + 1, i * LENGTH, LENGTH, 0xbd);
        labels[i] = label_of(&sent.evidence);
        contradictions_add(&all, &sent.evidence, i == 0 ? HINT_DATA_DIFFERS : HINT_INJECTED);
    }
    send(&sent, 4, 0, 3 * LENGTH, 0x60);
    const struct contradicted contradicted = contradictions_settle(all, &sent.evidence, notes);
    g_assert_cmpuint(contradicted.bad, ==, 1);
    g_assert_cmpuint(contradicted.injected, ==, 2);
    g_assert_cmpint(notes_find(notes, &labels[0])->hint, ==, HINT_DATA_DIFFERS);
    g_assert_cmpint(notes_find(notes, &labels[2])->hint, ==, HINT_INJECTED);
    notes_free(notes);
    g_free(all);
}

/* Data that is kept whole is not hashed as well; either way, any other byte contradicts it. */
static void test_data_of_any_length(void)
{
    for (size_t length = START_LENGTH - 1; length <= START_LENGTH + 1; length++) {
        struct sample sample;
        struct sent sent;

        send(&sent, 1, 0, length, 0xbd);
        sample_take(&sample, &sent.evidence);
        g_assert_true((sample.text.hash != 0) == (length > START_LENGTH));
        g_assert_false(sample_contradicts(&sample, &sent.segment));
        sent.bytes[sent.segment.length - 1] ^= 1;
        g_assert_true(sample_contradicts(&sample, &sent.segment));
    }
}

/* Of data that was captured in part, only that part may contradict. */
static void test_truncated_data(void)
{
    struct sample sample;
    struct sent sent;

    send(&sent, 1, 0, 2 * START_LENGTH, 0xbd);
    sent.segment.captured -= START_LENGTH / 2;
    sample_take(&sample, &sent.evidence);
    sent.segment.captured = sent.segment.length;
    g_assert_false(sample_contradicts(&sample, &sent.segment));
    sent.bytes[sent.segment.length - 2 * START_LENGTH] ^= 1;
    g_assert_true(sample_contradicts(&sample, &sent.segment));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/contradictions/last-ones", test_the_last_ones_are_contradicted);
    g_test_add_func("/contradictions/unsigned", test_unsigned_ones_are_injected);
    g_test_add_func("/contradictions/keep-alive", test_a_keep_alive_is_not);
    g_test_add_func("/contradictions/data-of-any-length", test_data_of_any_length);
    g_test_add_func("/contradictions/truncated-data", test_truncated_data);
    return g_test_run();
}
