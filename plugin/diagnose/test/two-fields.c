/* Tests which fields and pairs of fields are tried.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/evidence/addresses.h"
#include "plugin/diagnose/numbers/renumbering.h"
#include "sent.h"

#define BIT(number) (1u << ORIGINAL_##number)

static void make(struct sent *sent, uint8_t flags, uint16_t window)
{
    sent_begin(sent, 1, 0, false);
    sent->bytes[HEADER_FLAGS] = flags;
    sent->bytes[HEADER_WINDOW] = (uint8_t)(window >> 8);
    sent->bytes[HEADER_WINDOW + 1] = (uint8_t)window;
    sent_sign(sent);
    sent->evidence.digest = option_digest(&sent->options);
}

/* Returns the flags that HYPOTHESIS, which has a guess at INDEX, guesses. */
static unsigned flags_guessed(const struct hypothesis *hypothesis, const struct sent *sent,
                              unsigned index)
{
    struct proposal proposal = proposal_of(&sent->evidence);
    g_assert_true(hypothesis->propose(&sent->evidence, index, &proposal));
    return proposal.numbers[ORIGINAL_FLAGS];
}

/* Returns true if HYPOTHESIS has a guess at INDEX, which then has ORIGINALS and WINDOW. */
static bool guesses(const struct hypothesis *hypothesis, const struct sent *sent, unsigned index,
                    uint32_t originals, uint32_t window)
{
    struct proposal proposal = proposal_of(&sent->evidence);
    if (!hypothesis->propose(&sent->evidence, index, &proposal))
        return false;
    g_assert_cmpuint(proposal.originals, ==, originals);
    g_assert_cmpuint(proposal.numbers[ORIGINAL_WINDOW], ==, window);
    g_assert_nonnull(proposal.detail);
    g_assert_nonnull(proposal.cure); /* for both fields: that of the cause is for one */
    return true;
}

static void test_known_windows(void)
{
    const uint32_t both = BIT(WINDOW) | BIT(FLAGS);
    const unsigned next = hypothesis_flags_and_window.guess_count;
    struct window_list proven = {0}, seen = {0};
    struct sent sent;

    make(&sent, FLAG_ACK, 1000);
    g_assert_false(guesses(&hypothesis_flags_and_window, &sent, 0, both, 0));
    window_list_add(&proven, 64000);
    window_list_add(&seen, 1000); /* that of the segment: only the flags were changed then */
    window_list_add(&seen, 501);
    sent.evidence.windows = (struct windows){&proven, &seen};
    g_assert_true(guesses(&hypothesis_flags_and_window, &sent, 7, both, 64000));
    g_assert_true(guesses(&hypothesis_flags_and_window, &sent, next + 7, both, 501));
    g_assert_false(guesses(&hypothesis_flags_and_window, &sent, 2 * next, both, 0));
    for (unsigned flags = 0; flags <= 0xfff; flags++) /* with the reserved bits */
        g_assert_cmpuint(flags_guessed(&hypothesis_flags_and_window, &sent, next + flags), ==,
                         flags);
}

static void test_ecn(void)
{
    const uint32_t both = BIT(WINDOW) | BIT(FLAGS);
    const unsigned next = hypothesis_window_and_flags.guess_count;
    struct sent sent;

    make(&sent, FLAG_SYN, 1000);
    g_assert_true(guesses(&hypothesis_window_and_flags, &sent, 64240, both, 64240));
    g_assert_true(guesses(&hypothesis_window_and_flags, &sent, next + 64240, both, 64240));
    g_assert_cmpuint(flags_guessed(&hypothesis_window_and_flags, &sent, 0), ==, 0x0c2);
    g_assert_cmpuint(flags_guessed(&hypothesis_window_and_flags, &sent, next), ==, 0x1c2);
    g_assert_false(guesses(&hypothesis_window_and_flags, &sent, 2 * next, both, 0));
    make(&sent, FLAG_SYN | FLAG_ECE | FLAG_CWR, 1000); /* no ECN bits were cleared */
    g_assert_false(guesses(&hypothesis_window_and_flags, &sent, 0, both, 0));
    make(&sent, FLAG_SYN | FLAG_ACK, 1000);
    g_assert_true(guesses(&hypothesis_window_and_flags, &sent, 2 * next + 64240, both, 64240));
    g_assert_cmpuint(flags_guessed(&hypothesis_window_and_flags, &sent, 0), ==, 0x052);
    g_assert_cmpuint(flags_guessed(&hypothesis_window_and_flags, &sent, next), ==, 0x092);
    g_assert_cmpuint(flags_guessed(&hypothesis_window_and_flags, &sent, 2 * next), ==, 0x112);
    g_assert_false(guesses(&hypothesis_window_and_flags, &sent, 3 * next, both, 0));
    make(&sent, FLAG_ACK, 1000);
    g_assert_false(guesses(&hypothesis_window_and_flags, &sent, 0, both, 0));
}

static void test_urgent_data(void)
{
    const uint32_t all = BIT(WINDOW) | BIT(FLAGS) | BIT(URGENT_POINTER);
    struct window_list proven = {0}, seen = {0};
    struct sent sent;

    make(&sent, FLAG_ACK, 1000);
    window_list_add(&seen, 501);
    sent.evidence.windows = (struct windows){&proven, &seen};
    g_assert_false(guesses(&hypothesis_window_and_urgent_data, &sent, 19, all, 0));
    window_list_add(&proven, 64000);
    g_assert_true(guesses(&hypothesis_window_and_urgent_data, &sent, 19, all, 64000));
    g_assert_false(guesses(&hypothesis_window_and_urgent_data, &sent, UINT16_MAX + 1, all, 0));
    make(&sent, FLAG_ACK | FLAG_URG, 1000);
    sent.evidence.windows = (struct windows){&proven, &seen};
    g_assert_false(guesses(&hypothesis_window_and_urgent_data, &sent, 19, all, 0));
}

static void test_numbers(void)
{
    const uint32_t both = BIT(WINDOW) | BIT(SEQUENCE_NUMBER);
    struct renumbering own = {0}, other = {0};
    struct window_list seen = {0};
    struct sent sent;

    make(&sent, FLAG_ACK, 1000);
    window_list_add(&seen, 501);
    sent.evidence.windows.seen = &seen;
    g_assert_false(guesses(&hypothesis_number_and_window, &sent, 1, both, 501));
    sent.evidence.own = &own;
    sent.evidence.other = &other;
    g_assert_false(guesses(&hypothesis_number_and_window, &sent, 1, both, 501));
    renumbering_note(&own, 77);
    g_assert_true(guesses(&hypothesis_number_and_window, &sent, 1, both, 501));
    sent.evidence.windows.seen = NULL;
    g_assert_false(guesses(&hypothesis_number_and_window, &sent, 1, both, 501));
    renumbering_clear(&own);
}

/* An address and the MSS are tried together in a SYN that has an MSS, if a key may cover it. */
static void test_address_and_mss(void)
{
    static const uint8_t options[] = {OPTION_MSS, 4, 5, 0x50, OPTION_AO, 16, 0, 0, 0xd1, 0,
                                      0,          0, 0, 0,    0,         0,  0, 0, 0,    0};
    const struct key key = {.algorithm = KEY_HMAC_SHA_1_96, .options = KEY_OPTIONS_INCLUDED};
    const struct key *const keys[] = {&key};
    const struct candidates candidates = {keys, 1, false};
    const struct ip_address inside = ip_address_from_bytes("\x0a\0\0\1", 4);
    struct addresses *addresses = addresses_new();
    struct sent sent;
    unsigned count[2] = {0};

    addresses_see(addresses, &inside);
    for (unsigned is_syn = 0; is_syn < 2; is_syn++) {
        sent_begin(&sent, 1, 0, false);
        sent.bytes[HEADER_FLAGS] = is_syn ? FLAG_SYN : FLAG_ACK;
        sent_options(&sent, options, sizeof options);
        sent.flow.candidates = &candidates;
        sent.evidence.addresses = addresses;
        for (unsigned index = 0;; index++) {
            struct proposal proposal = proposal_of(&sent.evidence);
            if (!hypothesis_ao_address_and_mss.propose(&sent.evidence, index, &proposal))
                break;
            if (proposal.skip)
                continue;
            const bool of_source = proposal.originals == (BIT(SOURCE) | BIT(MSS));
            g_assert_true(of_source || proposal.originals == (BIT(DESTINATION) | BIT(MSS)));
            g_assert_cmpint(proposal.cause, ==,
                            of_source ? CAUSE_SOURCE_ADDRESS : CAUSE_DESTINATION_ADDRESS);
            g_assert_cmpmem(of_source ? &proposal.message.from : &proposal.message.to,
                            sizeof inside, &inside, sizeof inside);
            g_assert_nonnull(proposal.detail);
            g_assert_nonnull(proposal.cure);
            count[is_syn]++;
        }
    }
    g_assert_cmpuint(count[0], ==, 0);
    g_assert_cmpuint(count[1], ==, 2 * 5); /* the usual MSS */
    addresses_free(addresses);
}

/* A field of 16 bits has all numbers up to the last, and no others. */
static void test_one_field(void)
{
    static const struct {
        const struct hypothesis *hypothesis;
        enum original original;
    } rows[] = {
        {&hypothesis_window, ORIGINAL_WINDOW},
        {&hypothesis_urgent_pointer, ORIGINAL_URGENT_POINTER},
        {&hypothesis_source_port, ORIGINAL_SOURCE_PORT},
        {&hypothesis_destination_port, ORIGINAL_DESTINATION_PORT},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        const struct hypothesis *hypothesis = rows[i].hypothesis;
        struct sent sent;

        make(&sent, FLAG_ACK, 1000);
        struct proposal proposal = proposal_of(&sent.evidence);
        g_assert_true(hypothesis->propose(&sent.evidence, UINT16_MAX, &proposal));
        g_assert_cmpuint(proposal.numbers[rows[i].original], ==, UINT16_MAX);
        g_assert_false(hypothesis->propose(&sent.evidence, UINT16_MAX + 1, &proposal));
    }
}

int main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/two-fields/known-windows", test_known_windows);
    g_test_add_func("/two-fields/ecn", test_ecn);
    g_test_add_func("/two-fields/urgent-data", test_urgent_data);
    g_test_add_func("/two-fields/numbers", test_numbers);
    g_test_add_func("/two-fields/address-and-mss", test_address_and_mss);
    g_test_add_func("/two-fields/one", test_one_field);
    return g_test_run();
}
