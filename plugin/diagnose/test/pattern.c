/* Tests what bad segments have in common: reported only if enough bad and good segments support it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/learnt/pattern.h"

#include "sent.h"

static const struct pattern nothing;

static void note(struct pattern *pattern, int64_t milliseconds, size_t data, bool is_good)
{
    struct sent sent;
    sent_begin(&sent, 1, milliseconds, false);
    sent_is(&sent, FLAG_ACK, data);
    pattern_note(pattern, &sent.evidence, is_good);
}

static void note_sack(struct pattern *pattern, bool is_good)
{
    static const uint8_t sack[12] = {1, 1, OPTION_SACK, 10};
    struct sent sent;
    sent_begin(&sent, 1, 0, false);
    sent_options(&sent, sack, sizeof sack);
    sent_is(&sent, FLAG_ACK, 0);
    pattern_note(pattern, &sent.evidence, is_good);
}

static void expect(const struct pattern *own, const struct pattern *other, enum hint_kind kind,
                   uint32_t number)
{
    const struct hint hint = pattern_hint(own, other);
    g_assert_cmpint(hint.kind, ==, kind);
    g_assert_cmpuint(hint.number, ==, number);
}

static void test_only_with_sack(void)
{
    struct pattern pattern = nothing;
    for (unsigned i = 0; i < 4; i++) {
        expect(&pattern, &nothing, HINT_NONE, 0);
        note(&pattern, 0, 0, true);
        note_sack(&pattern, false);
    }
    expect(&pattern, &nothing, HINT_SACK, 0);
    note_sack(&pattern, true);
    expect(&pattern, &nothing, HINT_NONE, 0);
}

static void test_bad_ones_without_sack(void)
{
    struct pattern pattern = nothing;
    for (unsigned i = 0; i < 9; i++) {
        note(&pattern, 0, 0, true);
        note_sack(&pattern, false);
    }
    note(&pattern, 0, 0, false);
    expect(&pattern, &nothing, HINT_NONE, 0);
}

static void test_only_beyond_a_length(void)
{
    struct pattern pattern = nothing;
    for (size_t i = 0; i < 4; i++) {
        expect(&pattern, &nothing, HINT_NONE, 0);
        note(&pattern, 0, 500 + i, true);
        note(&pattern, 0, 604 - i, false);
    }
    expect(&pattern, &nothing, HINT_LENGTH, 601);
    note(&pattern, 0, 600, true);
    expect(&pattern, &nothing, HINT_LENGTH, 601);
    note(&pattern, 0, 601, true);
    expect(&pattern, &nothing, HINT_NONE, 0);
}

static void test_only_after_silence(void)
{
    struct pattern pattern = nothing;
    int64_t now = 0;
    note(&pattern, now, 0, true);
    for (unsigned i = 0; i < 4; i++) {
        expect(&pattern, &nothing, HINT_NONE, 0);
        note(&pattern, now += 30000 + i, 0, false);
        note(&pattern, now += 900, 0, true);
    }
    expect(&pattern, &nothing, HINT_IDLE, 30000);
    note(&pattern, now += 40000, 0, true);
    expect(&pattern, &nothing, HINT_NONE, 0);
}

/* The gaps before retransmissions after a change of the password are no idle periods. */
static void test_silence_without_an_end(void)
{
    struct pattern pattern = nothing;
    int64_t now = 0;
    for (unsigned i = 0; i < 4; i++)
        note(&pattern, now += 100, 0, true);
    for (unsigned i = 0; i < 8; i++)
        note(&pattern, now += 2000, 0, false);
    expect(&pattern, &nothing, HINT_NONE, 0);
    note(&pattern, now += 100, 0, true);
    expect(&pattern, &nothing, HINT_IDLE, 2000);
}

static void test_a_short_silence_is_none(void)
{
    struct pattern pattern = nothing;
    int64_t now = 0;
    for (unsigned i = 0; i < 9; i++) {
        note(&pattern, now += 10, 0, true);
        note(&pattern, now += 999, 0, false);
    }
    expect(&pattern, &nothing, HINT_NONE, 0);
}

static void test_only_in_one_direction(void)
{
    struct pattern bad = nothing, good = nothing;
    for (unsigned i = 0; i < 4; i++) {
        expect(&bad, &good, HINT_NONE, 0);
        note(&bad, 0, i, false);
        note(&good, 0, i, true);
    }
    expect(&bad, &good, HINT_DIRECTION, 0);
    note(&good, 0, 0, false);
    expect(&bad, &good, HINT_NONE, 0);
}

/* If a key has proven causes, hints about the other bad segments would mislead. */
static void test_proven_ones(void)
{
    struct pattern bad = nothing, good = nothing;
    const struct key key = {0};

    for (unsigned i = 0; i < 9; i++) {
        note(&bad, 0, i, false);
        note(&good, 0, i, true);
    }
    pattern_explain(&bad, &(struct proof){.cause = CAUSE_SPLIT}); /* recognised without a key */
    expect(&bad, &good, HINT_DIRECTION, 0);
    pattern_explain(&bad, &(struct proof){.cause = CAUSE_FLAGS, .key = &key});
    pattern_explain(&bad, &(struct proof){.cause = CAUSE_WINDOW, .key = &key});
    expect(&bad, &good, HINT_PROVEN, 2);
    g_assert_cmpint(pattern_hint(&bad, &good).cause, ==, CAUSE_WINDOW);
}

static void test_bad_in_both_directions_or_good_in_both(void)
{
    struct pattern all = nothing, most = nothing;
    for (unsigned i = 0; i < 9; i++) {
        note(&all, 0, 0, false);
        note(&most, 0, 0, i > 0);
    }
    expect(&all, &all, HINT_NONE, 0);
    expect(&all, &nothing, HINT_NONE, 0);
    expect(&most, &all, HINT_NONE, 0);
    expect(&nothing, &nothing, HINT_NONE, 0);
}

static void note_at(struct pattern *pattern, int64_t time, bool is_good)
{
    struct sent sent;
    sent_begin(&sent, 1, 0, false);
    sent_is(&sent, FLAG_ACK, 0);
    sent.segment.time = time;
    pattern_note(pattern, &sent.evidence, is_good);
}

static void test_times_at_their_limits(void)
{
    struct pattern pattern = nothing;
    for (unsigned i = 0; i < 4; i++) {
        note_at(&pattern, INT64_MIN, true); /* time went back: not an idle period */
        note_at(&pattern, INT64_MAX, false);
    }
    expect(&pattern, &nothing, HINT_IDLE, UINT32_MAX);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pattern/only-with-sack", test_only_with_sack);
    g_test_add_func("/pattern/bad-ones-without-sack", test_bad_ones_without_sack);
    g_test_add_func("/pattern/only-beyond-a-length", test_only_beyond_a_length);
    g_test_add_func("/pattern/only-after-silence", test_only_after_silence);
    g_test_add_func("/pattern/silence-without-an-end", test_silence_without_an_end);
    g_test_add_func("/pattern/times-at-their-limits", test_times_at_their_limits);
    g_test_add_func("/pattern/a-short-silence-is-none", test_a_short_silence_is_none);
    g_test_add_func("/pattern/only-in-one-direction", test_only_in_one_direction);
    g_test_add_func("/pattern/proven-ones", test_proven_ones);
    g_test_add_func("/pattern/bad-in-both-directions-or-good-in-both",
                    test_bad_in_both_directions_or_good_in_both);
    return g_test_run();
}
