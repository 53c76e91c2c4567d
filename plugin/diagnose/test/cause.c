/* Tests of the words for causes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/evidence/cause.h"

#include <string.h>

#define LONGEST_IN_SHORT 53 /* characters that fit into the table of causes */

static void test_every_cause_has_a_name_of_its_own(void)
{
    for (enum cause cause = CAUSE_NONE + 1; cause < CAUSES; cause++) {
        g_assert_cmpuint(strlen(cause_name(cause)), <=, 22);
        for (enum cause other = CAUSE_NONE + 1; other < cause; other++)
            g_assert_cmpstr(cause_name(cause), !=, cause_name(other));
    }
}

static void test_every_cure_begins_in_short(void)
{
    for (enum cause cause = CAUSE_NONE + 1; cause < CAUSES; cause++) {
        const char *cure = cause_cure(cause);
        const size_t length = strcspn(cure, ";");
        g_assert_cmpuint(length, >, 0);
        g_assert_cmpuint(length, <=, LONGEST_IN_SHORT);
        g_assert_false(g_str_has_suffix(cure, "."));
    }
}

static void assert_ends(const struct proof *proof, const char *words)
{
    char *sentence = proof_text(proof);
    char *wanted = g_strconcat(cause_sentence(proof->cause), words, NULL);
    g_assert_cmpstr(sentence, ==, wanted);
    g_free(wanted);
    g_free(sentence);
}

static void test_sentence_has_all_that_is_known(void)
{
    struct proof proof = {.cause = CAUSE_SEQUENCE_NUMBER};
    assert_ends(&proof, "");
    proof.originals = 1u << ORIGINAL_ACKNOWLEDGMENT_NUMBER;
    proof.numbers[ORIGINAL_SEQUENCE_NUMBER] = (uint32_t)-17;
    proof.numbers[ORIGINAL_ACKNOWLEDGMENT_NUMBER] = 4;
    assert_ends(&proof, ": 4 was taken from the acknowledgment number");
    proof.originals |= 1u << ORIGINAL_SEQUENCE_NUMBER;
    assert_ends(&proof, ": 17 was added to the sequence number, and 4 was taken from the "
                        "acknowledgment number");
    proof = (struct proof){.cause = CAUSE_RST_UNSIGNED, .detail = "nothing follows"};
    assert_ends(&proof, ": nothing follows");
}

/* Many peers behind NAT, each with an address of its own. */
static void test_addresses_are_hashed(void)
{
    GHashTable *hashes = g_hash_table_new(NULL, NULL);

    for (unsigned i = 0; i < 4096; i++) {
        const uint8_t bytes[] = {192, 0, (uint8_t)(i >> 8), (uint8_t)i};
        struct proof proof = {.cause = CAUSE_SOURCE_ADDRESS, .originals = 1u << ORIGINAL_SOURCE};
        proof.source = ip_address_from_bytes(bytes, sizeof bytes);
        g_hash_table_add(hashes, GUINT_TO_POINTER(proof_hash(&proof)));
    }
    g_assert_cmpuint(g_hash_table_size(hashes), >, 4000);
    g_hash_table_destroy(hashes);
}

/* Many pieces must not have links to all others: that would be the square of their number. */
static void test_links_of_pieces(void)
{
    static const struct {
        unsigned count, own, linked, first, last; /* FIRST to LAST, and those at both ends */
    } rows[] = {
        {64, 30, 64, 0, 63}, {65, 30, 11, 26, 34}, {65, 0, 6, 0, 4},
        {65, 3, 9, 0, 7},    {65, 64, 6, 60, 64},  {50000, 20000, 11, 19996, 20004},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        unsigned linked = 0;
        for (unsigned index = 0; index < rows[i].count; index++)
            linked += piece_is_linked(rows[i].count, rows[i].own, index);
        g_assert_cmpuint(linked, ==, rows[i].linked);
        for (unsigned index = rows[i].first; index <= rows[i].last; index++)
            g_assert_true(piece_is_linked(rows[i].count, rows[i].own, index));
        g_assert_true(piece_is_linked(rows[i].count, rows[i].own, 0));
        g_assert_true(piece_is_linked(rows[i].count, rows[i].own, rows[i].count - 1));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cause/every-cause-has-a-name-of-its-own",
                    test_every_cause_has_a_name_of_its_own);
    g_test_add_func("/cause/every-cure-begins-in-short", test_every_cure_begins_in_short);
    g_test_add_func("/cause/sentence-has-all-that-is-known", test_sentence_has_all_that_is_known);
    g_test_add_func("/cause/addresses-are-hashed", test_addresses_are_hashed);
    g_test_add_func("/cause/links-of-pieces", test_links_of_pieces);
    return g_test_run();
}
