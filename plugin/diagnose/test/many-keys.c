/* Tests what the diagnosis costs if many keys of TCP-AO apply to a connection.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/diagnose.h"
#include "plugin/diagnose/hypothesis/hypothesis.h"
#include "plugin/verify/ao-lanes.h"
#include "plugin/verify/kdf.h"

#include "keys/keyring.h"
#include "keys/source/variant.h"

#define KEYS 1000

static unsigned long looks; /* how often a key was asked for its KeyID */

bool __real_key_has_id(const struct key *key, const struct ip_address *from,
                       const struct ip_address *to, uint8_t id);
bool __wrap_key_has_id(const struct key *key, const struct ip_address *from,
                       const struct ip_address *to, uint8_t id);
bool __wrap_key_has_id(const struct key *key, const struct ip_address *from,
                       const struct ip_address *to, uint8_t id)
{
    looks++;
    return __real_key_has_id(key, from, to, id);
}

static unsigned long derivations;

/* Only counts: no key shall be found. */
bool __wrap_kdf_derive(struct kdf *kdf, const struct traffic_context *context,
                       struct traffic_key *key);
bool __wrap_kdf_derive(struct kdf *kdf, const struct traffic_context *context,
                       struct traffic_key *key)
{
    (void)kdf, (void)context, (void)key;
    derivations++;
    return false;
}

static unsigned long batches; /* of numbers that were tried in lanes */

uint32_t __wrap_ao_lanes_try(const struct ao_lanes *tried, const struct ao_guesses *guesses);
uint32_t __wrap_ao_lanes_try(const struct ao_lanes *tried, const struct ao_guesses *guesses)
{
    (void)tried, (void)guesses;
    batches++;
    return 0;
}

static unsigned variants; /* how many were made */

struct secret *__real_variant_of(const struct key *key, unsigned number, const char **difference);
struct secret *__wrap_variant_of(const struct key *key, unsigned number, const char **difference);
struct secret *__wrap_variant_of(const struct key *key, unsigned number, const char **difference)
{
    variants++;
    return __real_variant_of(key, number, difference);
}

/* A segment with KeyID 1, and the keys of its connection. */
struct stage {
    uint8_t bytes[TCP_HEADER_LENGTH + 16];
    struct segment segment;
    struct signature_options options;
    struct keyring *ring;
    const struct key *keys[KEYS];
    struct candidates candidates;
    struct flow flow;
    struct evidence evidence;
};

static struct key *add_key(struct stage *stage, int id, int64_t until)
{
    struct key *key = key_new("ao", "test");

    key->algorithm = KEY_HMAC_SHA_1_96;
    key->secret = secret_new("secret", 6);
    key->send_id = key->recv_id = id;
    key->until = until;
    keyring_add(stage->ring, key);
    stage->keys[stage->candidates.count++] = key;
    return key;
}

static void set_up(struct stage *stage)
{
    *stage =
        (struct stage){.bytes = {[12] = 9 << 4, [13] = FLAG_SYN, [20] = OPTION_AO, 16, 1, 1, 0x5a}};
    stage->segment = (struct segment){
        .from = {ip_address_from_bytes("\xc0\0\2\1", 4), 40001},
        .to = {ip_address_from_bytes("\xc0\0\2\2", 4), 179},
        .bytes = stage->bytes,
        .captured = sizeof stage->bytes,
        .length = sizeof stage->bytes,
        .time = 1000,
    };
    stage->options = option_walk(&stage->segment);
    stage->ring = keyring_new();
    stage->candidates.keys = stage->keys;
    stage->flow.candidates = &stage->candidates;
    stage->evidence = (struct evidence){.segment = &stage->segment,
                                        .options = &stage->options,
                                        .flow = &stage->flow,
                                        .keyring = stage->ring};
}

/* Returns how many guesses of HYPOTHESIS would be tried. */
static unsigned count_guesses(const struct stage *stage, const struct hypothesis *hypothesis)
{
    unsigned guesses = 0, index = 0;

    for (;; index++) {
        struct proposal proposal = proposal_of(&stage->evidence);
        if (!hypothesis->propose(&stage->evidence, index, &proposal))
            return guesses;
        guesses += !proposal.skip;
    }
}

/* As each search does. */
static void find_keys(struct stage *stage)
{
    stage->evidence.receiver_keys = evidence_receiver_keys(&stage->evidence);
}

static void test_other_key(void)
{
    struct stage stage;

    set_up(&stage);
    for (unsigned i = 0; i < KEYS; i++)
        add_key(&stage, 7, INT64_MAX);
    find_keys(&stage);
    looks = 0;
    g_assert_cmpuint(count_guesses(&stage, &hypothesis_other_key), ==, KEYS);
    g_assert_cmpuint(looks, <=, 3 * KEYS);
    keyring_free(stage.ring);
}

static void test_keyring_stale(void)
{
    struct stage stage;

    set_up(&stage);
    for (unsigned i = 0; i < KEYS; i++)
        add_key(&stage, 1, 500);
    find_keys(&stage);
    looks = 0;
    g_assert_cmpuint(count_guesses(&stage, &hypothesis_ao_keyring_stale), ==, 0);
    g_assert_cmpuint(looks, <=, 3 * KEYS);
    keyring_free(stage.ring);
}

/* Whoever explains a proof has not found the keys. */
static void test_keys_are_found_when_needed(void)
{
    struct stage stage;

    set_up(&stage);
    const struct key *other = add_key(&stage, 7, INT64_MAX);
    struct receiver_keys keys = evidence_receiver_keys(&stage.evidence);
    g_assert_true(keys.configured == other && !keys.valid);
    const struct key *former = add_key(&stage, 1, 500);
    keys = evidence_receiver_keys(&stage.evidence);
    g_assert_true(keys.configured == former && !keys.valid);
    g_assert_cmpuint(count_guesses(&stage, &hypothesis_ao_keyring_stale), ==, 0);
    const struct key *valid = add_key(&stage, 1, INT64_MAX);
    keys = evidence_receiver_keys(&stage.evidence);
    g_assert_true(keys.configured == former && keys.valid == valid);
    g_assert_cmpuint(count_guesses(&stage, &hypothesis_ao_keyring_stale), ==, 1);
    keyring_free(stage.ring);
}

/* Returns the derivations for COUNT segments, FROM_MANY hosts or one, that none of KEYS keys of
 * ALGORITHM explains. */
static unsigned long count_derivations(enum key_algorithm algorithm, unsigned keys, unsigned count,
                                       bool from_many)
{
    struct stage stage;
    struct hasher *hasher = hasher_new();
    struct found_shifts *shifts = found_shifts_new();
    struct investigation *investigation = diagnose_begin(hasher, shifts);

    set_up(&stage);
    for (unsigned i = 0; i < keys; i++)
        add_key(&stage, 1, INT64_MAX)->algorithm = algorithm;
    derivations = 0;
    for (unsigned i = 0; i < count; i++) {
        struct diagnosis diagnosis = {.finding = {.verdict = VERDICT_BAD, .signing = SIGNING_AO}};
        const uint8_t host[] = {192, 0, (uint8_t)(3 + i / 256), (uint8_t)i};
        if (from_many)
            stage.segment.from.address = ip_address_from_bytes(host, sizeof host);
        diagnose_examine(investigation, diagnose_history(investigation), &stage.evidence,
                         &diagnosis);
        g_assert_null(diagnosis.proof);
    }
    diagnose_end(investigation);
    found_shifts_free(shifts);
    hasher_free(hasher);
    keyring_free(stage.ring);
    g_test_message("%lu derivations, %lu batches", derivations, batches);
    return derivations;
}

/* The guesses in a capture that need a traffic key each are so few that they take few seconds:
 * deriving a key takes several times as long as other guesses. */
static void test_derivations_of_a_capture(void)
{
    const unsigned long count = count_derivations(KEY_HMAC_SHA_1_96, KEYS, 100, false);
    g_assert_cmpuint(count, >, 100000);
    g_assert_cmpuint(count, <, 1300000);
}

/* The same holds for guesses at addresses, in a flood of connections between many hosts. */
static void test_derivations_of_addresses(void)
{
    const unsigned long count = count_derivations(KEY_HMAC_SHA_1_96, 1, 3000, true);
    g_assert_cmpuint(count, >, 10000);
    g_assert_cmpuint(count, <, 60000);
}

/* The variants of a key are made once, however many segments it is tried on. There is a limit to
 * the keys that this holds for. */
static void test_variants_are_made_once(void)
{
    variants = 0;
    count_derivations(KEY_HMAC_SHA_1_96, 2, 5, false);
    g_assert_cmpuint(variants, ==, 2 * variant_count());
    count_derivations(KEY_HMAC_SHA_1_96, KEYS, 2, false);
    g_assert_cmpuint(variants, >, KEYS * variant_count());
}

/* With the algorithms that have lanes, no traffic key is derived for each number of a port. */
static void test_ports(void)
{
    g_assert_cmpuint(count_derivations(KEY_HMAC_SHA_1_96, 1, 1, false), <, 1000);
    g_assert_cmpuint(count_derivations(KEY_HMAC_SHA_256_128, 1, 1, false), <, 1000);
    g_assert_cmpuint(count_derivations(KEY_AES_128_CMAC_96, 1, 1, false), >, UINT16_MAX);
}

/* They derive one in each lane, at ten times the speed, and are charged for that. */
static void test_lanes_of_a_capture(void)
{
    batches = 0;
    count_derivations(KEY_HMAC_SHA_1_96, 1, 100, false);
    g_assert_cmpuint(batches, >, 50000);
    g_assert_cmpuint(batches, <, 250000);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/many-keys/other-key", test_other_key);
    g_test_add_func("/many-keys/keyring-stale", test_keyring_stale);
    g_test_add_func("/many-keys/derivations-of-a-capture", test_derivations_of_a_capture);
    g_test_add_func("/many-keys/derivations-of-addresses", test_derivations_of_addresses);
    g_test_add_func("/many-keys/variants-are-made-once", test_variants_are_made_once);
    g_test_add_func("/many-keys/ports", test_ports);
    g_test_add_func("/many-keys/lanes-of-a-capture", test_lanes_of_a_capture);
    g_test_add_func("/many-keys/found-when-needed", test_keys_are_found_when_needed);
    return g_test_run();
}
