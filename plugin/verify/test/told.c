/* Tests which guesses are made with the initial sequence numbers that a user knows, and how many.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/verify/told.h"

#include "keys/isns.h"
#include "plugin/verify/numbering.h"

#define SEQUENCE     5000u
#define ACKNOWLEDGED 7000u
#define KEYS         50 /* that are tried */

static uint8_t bytes[TCP_HEADER_LENGTH] = {[6] = SEQUENCE >> 8,
                                           [7] = SEQUENCE & 0xff,
                                           [10] = ACKNOWLEDGED >> 8,
                                           [11] = ACKNOWLEDGED & 0xff};

static struct segment segment_with(uint8_t flags)
{
    bytes[12] = 5 << 4;
    bytes[13] = flags;
    return (struct segment){
        .from = {ip_address_from_bytes("\xc0\0\2\1", 4), 179},
        .to = {ip_address_from_bytes("\xc0\0\2\2", 4), 40001},
        .bytes = bytes,
        .captured = sizeof bytes,
        .length = sizeof bytes,
    };
}

static struct isns *isns_with(const struct end *end, unsigned count)
{
    struct isns *isns = isns_new();
    for (unsigned i = 0; i < count; i++)
        isns_add(isns, &(struct isn){*end, 4000 + i});
    return isns;
}

static unsigned count_guesses(const struct segment *segment, const struct flow *flow)
{
    struct told told = told_of(segment, flow, KEYS);
    struct ao_terms terms;
    unsigned count = 0;

    while (told_next(&told, &terms)) {
        g_assert_true(terms.guessed);
        g_assert_true(terms.origin == ISN_TOLD || terms.to_origin == ISN_TOLD);
        count++;
    }
    return count;
}

/* The receiver's ISN does not affect the extension, so it is tried without wraps. */
static void test_one_number(void)
{
    const struct segment segment = segment_with(FLAG_ACK);
    struct isns *from = isns_with(&segment.from, 1), *to = isns_with(&segment.to, 1);
    struct flow flow = {.isns = from};
    struct told told = told_of(&segment, &flow, KEYS);
    struct ao_terms terms;

    for (unsigned wraps = 0; wraps < 8; wraps++) {
        g_assert_true(told_next(&told, &terms));
        g_assert_cmpuint(terms.from_isn, ==, 4000);
        g_assert_cmpuint(terms.to_isn, ==, ACKNOWLEDGED - 1);
        g_assert_cmpuint(terms.extension, ==, wraps);
    }
    g_assert_false(told_next(&told, &terms));
    flow.isns = to;
    told = told_of(&segment, &flow, KEYS);
    g_assert_true(told_next(&told, &terms));
    g_assert_cmpuint(terms.from_isn, ==, SEQUENCE - 1);
    g_assert_cmpuint(terms.to_isn, ==, 4000);
    g_assert_false(told_next(&told, &terms));
    isns_free(to);
    isns_free(from);
}

static void test_the_work_is_bounded(void)
{
    const struct segment segment = segment_with(FLAG_ACK);
    struct isns *isns = isns_with(&segment.from, 100000);
    const struct flow flow = {.isns = isns};

    g_assert_cmpuint(count_guesses(&segment, &flow), ==, 256);
    isns_free(isns);
}

/* Segments that no guess verifies use up the budget of the capture, the sooner the more keys are
 * tried; only in the first pass. */
static void test_budget_of_a_capture(void)
{
    const struct segment segment = segment_with(FLAG_ACK);
    struct isns *isns = isns_with(&segment.from, 1);
    uint64_t budget = TOLD_BUDGET, searches = 0;
    struct flow flow = {.isns = isns, .told_budget = &budget};
    unsigned guesses = 0;

    g_assert_cmpuint(count_guesses(&segment, &flow), ==, 8);
    g_assert_cmpuint(budget, ==, TOLD_BUDGET);
    flow.search_budget = &searches;
    for (unsigned i = 0; i < 10000; i++)
        guesses += count_guesses(&segment, &flow);
    g_assert_cmpuint(guesses, ==, TOLD_BUDGET / KEYS);
    flow.search_budget = NULL;
    g_assert_cmpuint(count_guesses(&segment, &flow), ==, 0);
    isns_free(isns);
}

/* The number of pairs does not fit into 32 bits. */
static void test_both_ends_may_have_many(void)
{
    const struct segment segment = segment_with(FLAG_ACK);
    struct isns *isns = isns_with(&segment.from, UINT16_MAX);
    const struct flow flow = {.isns = isns};

    for (unsigned i = 0; i < UINT16_MAX; i++)
        isns_add(isns, &(struct isn){segment.to, i});
    g_assert_cmpuint(count_guesses(&segment, &flow), ==, 256);
    isns_free(isns);
}

static void test_what_needs_no_guess(void)
{
    const struct segment segment = segment_with(FLAG_ACK), syn = segment_with(FLAG_SYN);
    struct isns *isns = isns_with(&segment.from, 1), *none = isns_new();
    struct numbering *numbering = numbering_new();
    struct ao_state ao = {.numbering = numbering};
    struct incarnation incarnation = {.ao = &ao};
    struct flow flow = {.isns = none, .incarnation = &incarnation};

    g_assert_cmpuint(count_guesses(&segment, &flow), ==, 0);
    flow.isns = NULL;
    g_assert_cmpuint(count_guesses(&segment, &flow), ==, 0);
    flow.isns = isns;
    numbered_end_begin(&numbering->ends[0], 4711, 1, ISN_CAPTURED);
    bytes[13] = FLAG_ACK;
    g_assert_cmpuint(count_guesses(&segment, &flow), ==,
                     8); /* anybody can send a SYN, so it does not overrule the user */
    numbering->proven = 7;
    flow.number = 6;
    g_assert_cmpuint(count_guesses(&segment, &flow), ==, 8);
    flow.number = 7;
    g_assert_cmpuint(count_guesses(&segment, &flow), ==, 0);
    bytes[13] = FLAG_SYN;
    numbering->proven = 0;
    g_assert_cmpuint(count_guesses(&syn, &flow), ==, 0);
    numbering_free(numbering);
    isns_free(none);
    isns_free(isns);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/told/one-number", test_one_number);
    g_test_add_func("/told/the-work-is-bounded", test_the_work_is_bounded);
    g_test_add_func("/told/budget-of-a-capture", test_budget_of_a_capture);
    g_test_add_func("/told/both-ends-may-have-many", test_both_ends_may_have_many);
    g_test_add_func("/told/what-needs-no-guess", test_what_needs_no_guess);
    return g_test_run();
}
