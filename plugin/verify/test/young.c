/* Tests which initial sequence numbers are searched without a request, and at what cost.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/verify/young.h"

#include "plugin/verify/amounts.h"
#include "plugin/verify/isn-sample.h"
#include "plugin/verify/scheme.h"

#include <gcrypt.h>
#include <glib.h>

static unsigned writes; /* counts the calls by which libgcrypt gets what to hash */

gcry_error_t __real_gcry_mac_write(gcry_mac_hd_t handle, const void *bytes, size_t length);
gcry_error_t __wrap_gcry_mac_write(gcry_mac_hd_t handle, const void *bytes, size_t length);
gcry_error_t __wrap_gcry_mac_write(gcry_mac_hd_t handle, const void *bytes, size_t length)
{
    writes++;
    return __real_gcry_mac_write(handle, bytes, length);
}

static void test_pairs_of_a_square(void)
{
    enum { MOST = 1000 };
    bool *seen = g_new0(bool, (MOST + 1) * (MOST + 1));
    uint32_t latest = 0;

    for (uint32_t i = 0; i <= 2 * MOST; i++) {
        const struct amounts row = tiers_row(&tiers_young, i);
        g_assert_cmpuint(row.sender + row.receiver, >=, latest);
        latest = row.sender + row.receiver;
        for (uint32_t j = 0; j < row.count; j++) {
            const uint32_t sender = row.sender + j * (uint32_t)row.sender_step;
            const uint32_t receiver = row.receiver + j * (uint32_t)row.receiver_step;
            g_assert_cmpuint(sender, <=, MOST);
            g_assert_cmpuint(receiver, <=, MOST);
            g_assert_false(seen[sender * (MOST + 1) + receiver]);
            seen[sender * (MOST + 1) + receiver] = true;
        }
    }
    for (unsigned i = 0; i < (MOST + 1) * (MOST + 1); i++)
        g_assert_true(seen[i]);
    g_free(seen);
}

/* The last row has the same data and keep-alives. */
static void test_keepalives(void)
{
    const struct amounts row = tiers_row(&tiers_young, tiers_rows(&tiers_young) - 1);

    g_assert_cmpuint(row.sender, ==, 45000);
    g_assert_cmpuint(row.receiver, ==, 45000 - 5 * 19);
    g_assert_cmpint(row.sender_step, ==, 0);
    g_assert_cmpint(row.receiver_step, ==, 19);
    g_assert_cmpuint(row.count, ==, 11);
}

static void test_rows_have_all_guesses(void)
{
    const struct tiers *const all[] = {&tiers_young, &tiers_older, &tiers_young_alone};

    for (unsigned i = 0; i < G_N_ELEMENTS(all); i++) {
        uint64_t guesses = 0;
        for (uint64_t j = 0; j < tiers_rows(all[i]); j++)
            guesses += tiers_row(all[i], j).count;
        g_assert_cmpuint(guesses, ==, tiers_guesses(all[i]));
    }
    g_assert_cmpuint(tiers_guesses(&tiers_all_alone), ==, UINT64_C(1) << 32);
}

/* A connection whose ISNs are unknown. */
struct stage {
    uint8_t bytes[TCP_HEADER_LENGTH + 20 + 300];
    struct segment segment;
    struct signature signature;
    struct key *key;
    struct candidates candidates;
    struct ao_state ao;
    struct incarnation incarnation;
    struct flow flow;
    uint64_t budget;
};

static void set_up(struct stage *stage)
{
    *stage = (struct stage){.budget = YOUNG_RESERVE}; /* none for searches with other settings */
    stage->bytes[12] = 9 << 4;
    stage->bytes[13] = FLAG_ACK;
    stage->bytes[20] = OPTION_AO;
    stage->bytes[21] = 16;
    stage->segment = (struct segment){
        .from = {ip_address_from_bytes("\xc0\0\2\1", 4), 179},
        .to = {ip_address_from_bytes("\xc0\0\2\2", 4), 40001},
        .bytes = stage->bytes,
        .captured = 36,
        .length = 36,
    };
    stage->signature =
        (struct signature){.kind = OPTION_AO, .length = 12, .mac = stage->bytes + 24};
    stage->key = key_new("ao", "test");
    stage->key->algorithm = KEY_HMAC_SHA_1_96;
    stage->key->secret = secret_new("secret", 6);
    stage->candidates = (struct candidates){(const struct key *const *)&stage->key, 1, false};
    stage->incarnation.ao = &stage->ao;
    stage->flow = (struct flow){.candidates = &stage->candidates,
                                .incarnation = &stage->incarnation,
                                .search_budget = &stage->budget};
}

static void tear_down(struct stage *stage)
{
    key_free(stage->key);
    isn_sample_free(stage->ao.sample);
}

/* Returns the cost of a search that finds nothing. */
static uint64_t search(struct stage *stage)
{
    const uint64_t before = stage->budget;
    struct ao_terms terms;

    g_assert_false(young_search(&stage->segment, &stage->signature, &stage->flow, &terms));
    return before - stage->budget;
}

static void test_twice_per_connection(void)
{
    struct stage stage;

    set_up(&stage);
    g_assert_cmpuint(search(&stage), ==, tiers_guesses(&tiers_young));
    g_assert_cmpuint(search(&stage), ==, 0); /* a retransmission */
    stage.bytes[7]++;
    g_assert_cmpuint(search(&stage), ==, tiers_guesses(&tiers_young));
    stage.bytes[7]++;
    g_assert_cmpuint(search(&stage), ==, 0);
    tear_down(&stage);
}

/* Both keys of a rollover are tried with all guesses; a slower algorithm costs more. */
static void test_cost_of_keys(void)
{
    struct stage stage;

    set_up(&stage);
    const struct key *keys[] = {stage.key, stage.key};
    stage.candidates = (struct candidates){keys, 2, false};
    g_assert_cmpuint(search(&stage), ==, 2 * tiers_guesses(&tiers_young));
    stage.candidates.count = 1;
    stage.key->algorithm = KEY_AES_128_CMAC_96;
    stage.budget = 100000;
    stage.bytes[7]++;
    /* A quarter of the budget pays for five times the rows of up to 98 octets. */
    g_assert_cmpuint(search(&stage), ==, 5 * 99 * 100 / 2);
    tear_down(&stage);
}

/* Slow algorithms have fewer guesses, so that the searches of a capture take as long with each. */
static void test_cost_of_algorithms(void)
{
    static const struct {
        enum key_algorithm algorithm;
        unsigned cost;
    } rows[] = {{KEY_HMAC_SHA_256_96, 2}, {KEY_HMAC_MD5_96, 10}, {KEY_HMAC_SHA_512_96, 22}};

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct stage stage;

        set_up(&stage);
        stage.key->algorithm = rows[i].algorithm;
        stage.budget = 100 * rows[i].cost; /* half of which pays for nine rows, of 45 guesses */
        g_assert_cmpuint(search(&stage), ==, 45 * rows[i].cost);
        tear_down(&stage);
    }
}

/* A search with other settings costs little, and takes nothing from what the configured keys need.
 */
static void test_other_settings(void)
{
    struct stage stage;

    set_up(&stage);
    stage.budget = YOUNG_BUDGET;
    const uint64_t cost = search(&stage);
    g_assert_cmpuint(cost, >, tiers_guesses(&tiers_young) + 2000000);
    g_assert_cmpuint(cost, <=, tiers_guesses(&tiers_young) + 3000000);
    stage.budget = YOUNG_RESERVE + tiers_guesses(&tiers_young);
    stage.ao.searches = 0;
    g_assert_cmpuint(search(&stage), ==, tiers_guesses(&tiers_young));
    tear_down(&stage);
}

/* The common algorithms are tried, too: the signer may use another one than the key says. */
static void test_other_algorithms(void)
{
    static const enum key_algorithm algorithms[] = {KEY_HMAC_SHA_256_96, KEY_AES_128_CMAC_96};

    for (unsigned i = 0; i < G_N_ELEMENTS(algorithms); i++) {
        const struct ao_terms right = {.from_isn = 6999, .to_isn = 7999};
        struct hasher *hasher = hasher_new();
        struct reading readings[MAX_READINGS];
        uint8_t mac[MAC_MAX_LENGTH];
        struct ao_terms terms;
        struct stage stage;

        set_up(&stage);
        stage.budget = YOUNG_BUDGET;
        memcpy(stage.bytes + HEADER_SEQUENCE_NUMBER, "\0\0\x1b\x58\0\0\x1f\x40", 8);
        readings_by(&stage.segment, &stage.signature, &right, readings);
        stage.key->algorithm = algorithms[i];
        g_assert_cmpuint(schemes[algorithms[i]].compute(hasher, readings, stage.key, mac), >=, 12);
        memcpy(stage.bytes + 24, mac, 12);
        stage.key->algorithm = KEY_HMAC_SHA_1_96;
        g_assert_true(young_search(&stage.segment, &stage.signature, &stage.flow, &terms));
        g_assert_cmpuint(terms.from_isn, ==, right.from_isn);
        g_assert_cmpuint(terms.to_isn, ==, right.to_isn);
        hasher_free(hasher);
        tear_down(&stage);
    }
}

/* A key that has no lanes does not make libgcrypt hash for one that has them. */
static void test_two_algorithms(void)
{
    struct stage stage;

    set_up(&stage);
    struct key *slow = key_new("slow", "test");
    slow->algorithm = KEY_AES_128_CMAC_96;
    slow->secret = secret_new("secret", 6);
    const struct key *keys[] = {slow, stage.key};
    stage.candidates = (struct candidates){keys, 2, false};
    stage.budget = 100000;
    writes = 0;
    const uint64_t guesses = search(&stage) / (5 + 1);
    g_assert_cmpuint(guesses, >, 5000);
    g_assert_cmpuint(writes, <=, 2 * guesses + 1); /* for the traffic key, and for the MAC */
    key_free(slow);
    tear_down(&stage);
}

/* Many connections use up the budget of a capture, whatever the number of their keys. */
static void test_budget_of_a_capture(void)
{
    struct stage stage;
    uint64_t latest = UINT64_MAX;

    set_up(&stage);
    stage.budget = 4000000; /* YOUNG_BUDGET would take seconds */
    for (unsigned i = 0; i < 6; i++) {
        stage.ao.searches = 0;
        const uint64_t taken = search(&stage);
        g_assert_cmpuint(taken, <=, latest);
        latest = taken;
    }
    g_assert_cmpuint(latest, <, 200000);
    tear_down(&stage);
}

/* A flood of connections is not searched at all in the end, and many keys buy no more guesses. */
static void test_flood(void)
{
    const struct key *keys[10000];
    struct stage stage;

    set_up(&stage);
    stage.key->algorithm = KEY_AES_128_CMAC_96; /* libgcrypt hashes for it, and not the lanes */
    for (unsigned i = 0; i < G_N_ELEMENTS(keys); i++)
        keys[i] = stage.key;
    stage.candidates = (struct candidates){keys, G_N_ELEMENTS(keys), false};
    stage.budget = 100000;
    g_assert_cmpuint(search(&stage), <=, 50000);
    g_assert_cmpuint(writes, >, 0);
    stage.budget = 1000; /* too little for one guess with all keys, which were prepared in vain */
    stage.ao.searches = 0;
    g_assert_cmpuint(search(&stage), ==, 500);
    stage.budget = 1;
    stage.ao.searches = 0;
    writes = 0;
    g_assert_cmpuint(search(&stage), ==, 0);
    g_assert_cmpuint(writes, ==, 0);
    g_assert_cmpuint(stage.ao.searches, ==, 1);
    tear_down(&stage);
}

static void test_what_is_not_searched(void)
{
    struct stage stage;

    set_up(&stage);
    stage.bytes[13] = FLAG_ACK | FLAG_RST;
    g_assert_cmpuint(search(&stage), ==, 0);
    stage.bytes[13] = 0;
    g_assert_cmpuint(search(&stage), ==, 0);
    stage.bytes[13] = FLAG_ACK;
    stage.segment.captured = stage.segment.length = 36 + 257;
    g_assert_cmpuint(search(&stage), ==, 0);
    g_assert_cmpuint(stage.ao.searches, ==, 0);
    stage.segment.captured = stage.segment.length = 36;
    stage.flow.search_budget = NULL;
    g_assert_false(young_search(&stage.segment, &stage.signature, &stage.flow, NULL));
    tear_down(&stage);
}

/* Nothing precedes the first signed segment of a connection. */
static void test_at_start(void)
{
    for (unsigned signed_by = 0; signed_by < 4; signed_by++) {
        struct stage stage;
        struct ao_terms terms;

        set_up(&stage);
        stage.incarnation.usage.with[0] = signed_by & 1;
        stage.incarnation.usage.with[1] = signed_by >> 1;
        g_assert_false(young_search(&stage.segment, &stage.signature, &stage.flow, &terms));
        g_assert_true(terms.at_start == (signed_by == 1 || signed_by == 2));
        tear_down(&stage);
    }
}

/* A short MAC waits for another segment; a retransmission of the same segment is not one. */
static void test_short_mac(void)
{
    struct stage stage;

    set_up(&stage);
    stage.signature.length = 7;
    stage.budget = 8000;
    g_assert_cmpuint(search(&stage), ==, 0);
    g_assert_nonnull(stage.ao.sample);
    g_assert_cmpuint(search(&stage), ==, 0);
    stage.bytes[7] = 1;
    g_assert_cmpuint(search(&stage), >, 0);
    g_assert_null(stage.ao.sample);
    g_assert_cmpuint(stage.ao.searches, ==, 1);
    tear_down(&stage);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/young/pairs-of-a-square", test_pairs_of_a_square);
    g_test_add_func("/young/keepalives", test_keepalives);
    g_test_add_func("/young/rows-have-all-guesses", test_rows_have_all_guesses);
    g_test_add_func("/young/twice-per-connection", test_twice_per_connection);
    g_test_add_func("/young/cost-of-keys", test_cost_of_keys);
    g_test_add_func("/young/cost-of-algorithms", test_cost_of_algorithms);
    g_test_add_func("/young/other-settings", test_other_settings);
    g_test_add_func("/young/other-algorithms", test_other_algorithms);
    g_test_add_func("/young/two-algorithms", test_two_algorithms);
    g_test_add_func("/young/budget-of-a-capture", test_budget_of_a_capture);
    g_test_add_func("/young/flood", test_flood);
    g_test_add_func("/young/what-is-not-searched", test_what_is_not_searched);
    g_test_add_func("/young/at-start", test_at_start);
    g_test_add_func("/young/short-mac", test_short_mac);
    return g_test_run();
}
