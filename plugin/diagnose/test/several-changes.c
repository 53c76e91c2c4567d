/* Tests what is proposed for a segment that was captured elsewhere with other fields.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sent.h"

#define ADDRESSES   (1u << ORIGINAL_SOURCE | 1u << ORIGINAL_DESTINATION)
#define BIT(number) (1u << ORIGINAL_##number)

/* What the segment was elsewhere. */
struct rewriting {
    bool source, destination; /* another address */
    uint16_t port, window;    /* of the source; 0 if it was the same */
    uint32_t sequence_number; /* likewise */
};

static void make(struct sent *sent, struct snapshot *elsewhere, const struct rewriting *change)
{
    sent_begin(sent, 1, 0, false);
    sent_sign(sent);
    sent->evidence.digest = option_digest(&sent->options);
    *elsewhere = snapshot_of(&sent->segment, &sent->options);
    if (change->source)
        elsewhere->from.address.bytes[3] = 77;
    if (change->destination)
        elsewhere->to.address.bytes[3] = 78;
    elsewhere->header[HEADER_SOURCE_PORT] = (uint8_t)(change->port >> 8);
    elsewhere->header[HEADER_SOURCE_PORT + 1] = (uint8_t)change->port;
    elsewhere->header[HEADER_WINDOW] = (uint8_t)(change->window >> 8);
    elsewhere->header[HEADER_WINDOW + 1] = (uint8_t)change->window;
    header_set_number(elsewhere->header, HEADER_SEQUENCE_NUMBER, change->sequence_number);
    sent->evidence.elsewhere = elsewhere;
}

static const struct {
    struct rewriting change;
    uint32_t originals;
    enum cause cause;
    const char *words; /* NULL if there are none */
} changes[] = {
    {{.source = true}, BIT(SOURCE), CAUSE_SOURCE_ADDRESS, NULL},
    {{.destination = true}, BIT(DESTINATION), CAUSE_DESTINATION_ADDRESS, NULL},
    {{.source = true, .destination = true}, ADDRESSES, CAUSE_BOTH_ADDRESSES, NULL},
    {{.source = true, .port = 5},
     BIT(SOURCE) | BIT(SOURCE_PORT),
     CAUSE_SOURCE_ADDRESS,
     "the port was rewritten, too"},
    {{.source = true, .sequence_number = 5},
     BIT(SOURCE) | BIT(SEQUENCE_NUMBER),
     CAUSE_SOURCE_ADDRESS,
     "the sequence number was rewritten, too"},
    {{.source = true, .port = 5, .sequence_number = 5},
     BIT(SOURCE) | BIT(SOURCE_PORT) | BIT(SEQUENCE_NUMBER),
     CAUSE_SOURCE_ADDRESS,
     "the port and the sequence number were rewritten, too"},
    {{.source = true, .window = 5},
     BIT(SOURCE) | BIT(WINDOW),
     CAUSE_SOURCE_ADDRESS,
     "other fields were rewritten, too, as the same segment shows elsewhere in the capture"},
    {{.sequence_number = 5}, BIT(SEQUENCE_NUMBER), CAUSE_SEQUENCE_NUMBER, NULL},
    {{.window = 5}, BIT(WINDOW), CAUSE_WINDOW, NULL},
    {{.window = 5, .sequence_number = 5},
     BIT(WINDOW) | BIT(SEQUENCE_NUMBER),
     CAUSE_SEQUENCE_NUMBER,
     "other fields were rewritten, too, as the same segment shows elsewhere in the capture"},
};

static void test_changes(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(changes); i++) {
        struct sent sent;
        struct snapshot elsewhere;
        make(&sent, &elsewhere, &changes[i].change);
        struct proposal proposal = proposal_of(&sent.evidence);
        g_assert_true(hypothesis_several_changes.propose(&sent.evidence, 0, &proposal));
        g_assert_false(proposal.skip);
        g_assert_cmpuint(proposal.originals, ==, changes[i].originals);
        g_assert_cmpint(proposal.cause, ==, changes[i].cause);
        g_assert_cmpstr(proposal.detail, ==, changes[i].words);
        g_assert_false(hypothesis_several_changes.propose(&sent.evidence, 1, &proposal));
    }
}

/* If a segment was captured long before with other numbers, it may have been replayed. */
static void test_replay(void)
{
    static const struct rewriting renumbered = {.sequence_number = 5}, same = {0};
    struct sent sent;
    struct snapshot elsewhere;

    make(&sent, &elsewhere, &renumbered);
    struct proposal proposal = proposal_of(&sent.evidence);
    g_assert_false(hypothesis_replayed.propose(&sent.evidence, 0, &proposal));
    sent.evidence.is_sent_again = true;
    g_assert_true(hypothesis_replayed.propose(&sent.evidence, 0, &proposal));
    g_assert_false(proposal.skip);
    g_assert_cmpuint(proposal.originals, ==, BIT(SEQUENCE_NUMBER));
    g_assert_cmpuint(proposal.numbers[ORIGINAL_SEQUENCE_NUMBER], ==, 5);
    g_assert_null(proposal.sentence);
    g_assert_false(hypothesis_replayed.propose(&sent.evidence, 1, &proposal));
    for (unsigned is_newer = 0; is_newer < 2; is_newer++) {
        make(&sent, &elsewhere, &same);
        header_set_number(elsewhere.header, HEADER_ACKNOWLEDGMENT_NUMBER,
                          is_newer ? (uint32_t)-19 : 19);
        sent.evidence.is_sent_again = true;
        proposal = proposal_of(&sent.evidence);
        g_assert_true(hypothesis_replayed.propose(&sent.evidence, 0, &proposal));
        g_assert_cmpuint(proposal.originals, ==, BIT(ACKNOWLEDGMENT_NUMBER));
        g_assert_true(!proposal.sentence == !is_newer);
        g_assert_true(!proposal.cure == !is_newer);
    }
    make(&sent, &elsewhere, &same);
    sent.evidence.is_sent_again = true;
    proposal = proposal_of(&sent.evidence);
    g_assert_true(hypothesis_replayed.propose(&sent.evidence, 0, &proposal));
    g_assert_true(proposal.skip);
}

/* Nothing is proposed for a segment that was nowhere else, or was the same there. */
static void test_nothing(void)
{
    static const struct rewriting same = {0};
    struct sent sent;
    struct snapshot elsewhere;

    make(&sent, &elsewhere, &same);
    struct proposal proposal = proposal_of(&sent.evidence);
    g_assert_true(hypothesis_several_changes.propose(&sent.evidence, 0, &proposal));
    g_assert_true(proposal.skip);
    sent.evidence.elsewhere = NULL;
    g_assert_false(hypothesis_several_changes.propose(&sent.evidence, 0, &proposal));
}

/* The options that TCP-AO covers are proposed as they were elsewhere, wherever the signature was
 * among them. */
static void test_options(void)
{
    static const uint8_t here[] = {1, 1, 8,    10, 0, 0, 0, 7, 0, 0, 0, 9, OPTION_AO, 16,
                                   0, 0, 0xd1, 0,  0, 0, 0, 0, 0, 0, 0, 0, 0,         0},
                         bare[] = {OPTION_AO, 16, 0, 0, 0xd1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    static const struct {
        struct span options; /* elsewhere */
        size_t ao;           /* the offset of TCP-AO in them */
        uint8_t window;
        bool skip;
        enum cause cause;
        uint32_t originals;
    } rows[] = {
        {{here, sizeof here}, 12, 0, true, CAUSE_NONE, 0},
        {{bare, sizeof bare}, 0, 0, false, CAUSE_AO_OPTION_CHANGED, BIT(HEADER_LENGTH)},
        {{bare, sizeof bare}, 0, 5, false, CAUSE_WINDOW, BIT(HEADER_LENGTH) | BIT(WINDOW)},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct sent sent;
        sent_begin(&sent, 1, 0, false);
        sent_options(&sent, rows[i].options.bytes, rows[i].options.length);
        struct snapshot elsewhere = snapshot_of(&sent.segment, &sent.options);
        elsewhere.header[HEADER_WINDOW + 1] = rows[i].window;
        sent_begin(&sent, 1, 0, false);
        sent_options(&sent, here, sizeof here);
        sent.evidence.elsewhere = &elsewhere;
        struct proposal proposal = proposal_of(&sent.evidence);
        g_assert_true(hypothesis_several_changes.propose(&sent.evidence, 1, &proposal));
        g_assert_true(proposal.skip == rows[i].skip);
        if (!rows[i].skip) {
            g_assert_cmpmem(proposal.message.options.bytes, proposal.message.options.length,
                            rows[i].options.bytes, rows[i].options.length);
            g_assert_cmpuint(proposal.ao.option, ==, rows[i].ao);
            g_assert_cmpint(proposal.cause, ==, rows[i].cause);
            g_assert_cmpuint(proposal.originals, ==, rows[i].originals);
        }
        g_assert_false(hypothesis_several_changes.propose(&sent.evidence, 2, &proposal));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/several-changes/changes", test_changes);
    g_test_add_func("/several-changes/replay", test_replay);
    g_test_add_func("/several-changes/nothing", test_nothing);
    g_test_add_func("/several-changes/options", test_options);
    return g_test_run();
}
