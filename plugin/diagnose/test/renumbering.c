/* Tests the guesses at changed sequence numbers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sent.h"
#include "plugin/diagnose/numbers/renumbering.h"
#include "plugin/diagnose/evidence/twin.h"

#define SHIFT 0x9e3779b9

static const struct code code = {DIGEST_LENGTH, {0xd1}}; /* that of sent_sign() */

/* A series of segments between the same ends. */
struct course {
    struct renumbering client, server;
};

static void forget(struct course *course)
{
    renumbering_clear(&course->client);
    renumbering_clear(&course->server);
}

static struct renumbered ends(struct course *course, bool back)
{
    return back ? (struct renumbered){&course->server, &course->client}
                : (struct renumbered){&course->client, &course->server};
}

static void make(struct sent *sent, bool back, unsigned flags, uint32_t sequence_number,
                 uint32_t acknowledgment_number)
{
    sent_begin(sent, 1, 0, back);
    sent_sign(sent);
    sent_is(sent, flags, 0);
    sent_put(sent, HEADER_SEQUENCE_NUMBER, sequence_number);
    sent_put(sent, HEADER_ACKNOWLEDGMENT_NUMBER, acknowledgment_number);
}

static void see(struct course *course, bool back, unsigned flags, uint32_t sequence_number,
                uint32_t acknowledgment_number)
{
    struct sent sent;
    make(&sent, back, flags, sequence_number, acknowledgment_number);
    renumbered_learn(ends(course, back), &sent.segment, &(struct code){0},
                     &(struct diagnosis){.finding = {.verdict = VERDICT_NOT_PRESENT}},
                     (struct samples){0});
}

/* Learns from SENT, a bad segment, whose sender has sent SAMPLE before. */
static void learn_bad(struct course *course, bool back, const struct sent *sent,
                      const struct sample *sample)
{
    const struct diagnosis diagnosis = {.finding = {.verdict = VERDICT_BAD}};
    renumbered_learn(ends(course, back), &sent->segment, &code, &diagnosis,
                     (struct samples){sample, 1});
}

/* Reports that SHIFT was proven, or that nothing was if it is 0. */
static void judge(struct course *course, uint32_t shift)
{
    struct proof proof = {.cause = CAUSE_SEQUENCE_NUMBER};
    proof.numbers[ORIGINAL_SEQUENCE_NUMBER] = 0 - shift;
    renumbered_judge(ends(course, false), shift ? &proof : NULL);
}

static bool is_guessed(const struct renumbering *renumbering, uint32_t shift)
{
    for (unsigned i = 0; i < SHIFTS; i++)
        if (renumbering_guess(renumbering, i) == shift)
            return true;
    return false;
}

/* A SYN is acknowledged with another number. */
static void test_syn(void)
{
    struct course course = {0};
    see(&course, false, FLAG_SYN, 1000 + SHIFT, 0);
    g_assert_false(renumbering_is_guessed(&course.client));
    see(&course, true, FLAG_SYN | FLAG_ACK, 5000, 1001);
    g_assert_true(is_guessed(&course.client, SHIFT));
    g_assert_false(renumbering_is_guessed(&course.server));
    see(&course, false, FLAG_ACK, 1001 + SHIFT, 5001 - 3);
    g_assert_true(is_guessed(&course.server, 3)); /* the acknowledgment of a SYN is exact */
    forget(&course);
}

/* Data in flight is no reason to guess, even when the numbers wrap. */
static void test_in_flight(void)
{
    struct course course = {0};
    see(&course, false, FLAG_ACK, 500, 5000);
    see(&course, true, FLAG_ACK, 5000, 500 - 100000);
    see(&course, true, FLAG_ACK, 5000, 500 + 100000);
    see(&course, true, FLAG_RST, 5000, 500 + SHIFT);
    see(&course, true, FLAG_RST | FLAG_ACK, 5000, 500 + SHIFT);
    see(&course, true, 0, 5000, 500 + SHIFT);
    g_assert_false(renumbering_is_guessed(&course.client));
    see(&course, true, FLAG_ACK, 5000, 500 - SHIFT);
    g_assert_true(is_guessed(&course.client, SHIFT));
    forget(&course);
}

/* The same segment, signed and changed, in either direction. One that is not good, has another
 * length or another code is a different segment. */
static void test_same_segment(void)
{
    struct course course = {0};
    struct sent signed_one, changed;
    struct sample sample;

    for (unsigned back = 0; back < 2; back++) {
        make(&signed_one, back, FLAG_ACK, 1000, 5000);
        make(&changed, back, FLAG_ACK, 1000 + SHIFT, 5000 - 7);
        sample_take(&sample, &signed_one.evidence);
        learn_bad(&course, back, &changed, &sample);
        sample.is_good = true;
        sample.text.length++;
        learn_bad(&course, back, &changed, &sample);
        sample.text.length--;
        sample.code[CODE_MIN - 1]++;
        learn_bad(&course, back, &changed, &sample);
        g_assert_false(renumbering_is_guessed(ends(&course, back).own));
        sample.code[CODE_MIN - 1]--;
        learn_bad(&course, back, &changed, &sample);
        g_assert_true(is_guessed(ends(&course, back).own, SHIFT));
        g_assert_true(is_guessed(ends(&course, back).other, 7));
        forget(&course);
    }
    forget(&course);
}

/* A copy that was captured a minute before or after, or more, is not the same segment. */
static void test_copy_in_time(void)
{
    static const struct {
        int seconds;
        bool is_close;
    } rows[] = {{-60, false}, {-59, true}, {59, true}, {60, false}};
    struct sent signed_one, changed;
    struct sample sample;

    make(&signed_one, false, FLAG_ACK, 1000, 5000);
    make(&changed, false, FLAG_ACK, 1000 + SHIFT, 5000);
    sample_take(&sample, &signed_one.evidence);
    sample.is_good = true;
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct course course = {0};
        sample.time = changed.segment.time + rows[i].seconds * G_TIME_SPAN_SECOND;
        learn_bad(&course, false, &changed, &sample);
        g_assert_cmpint(is_guessed(&course.client, SHIFT), ==, rows[i].is_close);
        forget(&course);
    }
}

/* A twin shows the same, whichever of the two is good. A twin that is unchanged, or has other
 * changes, shows nothing. */
static void test_twins(void)
{
    const uint32_t numbers = 1u << CHANGE_SEQUENCE_NUMBER | 1u << CHANGE_ACKNOWLEDGMENT_NUMBER;
    struct sent good, bad;
    struct snapshot snapshot = {0};

    make(&good, false, FLAG_ACK, 1000, 5000);
    make(&bad, false, FLAG_ACK, 1000 + SHIFT, 5000 - 7);
    for (unsigned is_good = 0; is_good < 2; is_good++) {
        const uint32_t changes[] = {0, numbers | 1u << CHANGE_WINDOW, numbers};
        const struct sent *here = is_good ? &good : &bad, *there = is_good ? &bad : &good;
        for (unsigned i = 0; i < G_N_ELEMENTS(changes); i++) {
            struct course course = {0};
            struct twin twin = {.changes = changes[i], .snapshot = changes[i] ? &snapshot : NULL};
            const struct twins twins = {.count = 1, .list = &twin};
            memcpy(snapshot.header, there->bytes, TCP_HEADER_LENGTH);
            const struct diagnosis diagnosis = {
                .finding = {.verdict = is_good ? VERDICT_GOOD : VERDICT_BAD},
                .twins = &twins,
            };
            renumbered_learn(ends(&course, false), &here->segment, &code, &diagnosis,
                             (struct samples){0});
            g_assert_cmpint(is_guessed(&course.client, SHIFT), ==, changes[i] == numbers);
            g_assert_cmpint(is_guessed(&course.server, 7), ==, changes[i] == numbers);
            forget(&course);
        }
    }
}

/* A guess that failed too often is not used or noted again; a proven guess is, whatever else is
 * guessed. */
static void test_doubt(void)
{
    struct course course = {0};
    renumbering_note(&course.client, 17);
    renumbering_note(&course.client, 0);
    for (unsigned i = 0; renumbering_is_guessed(&course.client); i++) {
        g_assert_cmpuint(i, <, 100);
        judge(&course, 0);
    }
    renumbering_note(&course.client, 17);
    g_assert_false(renumbering_is_guessed(&course.client));

    renumbering_note(&course.client, 18);
    judge(&course, 18);
    for (uint32_t shift = 100; shift < 200; shift++) {
        renumbering_note(&course.client, shift);
        judge(&course, 0);
        g_assert_true(is_guessed(&course.client, shift));
        g_assert_true(is_guessed(&course.client, 18));
    }
    forget(&course);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/renumbering/syn", test_syn);
    g_test_add_func("/renumbering/in-flight", test_in_flight);
    g_test_add_func("/renumbering/same-segment", test_same_segment);
    g_test_add_func("/renumbering/copy-in-time", test_copy_in_time);
    g_test_add_func("/renumbering/twins", test_twins);
    g_test_add_func("/renumbering/doubt", test_doubt);
    return g_test_run();
}
