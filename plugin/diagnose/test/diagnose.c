/* Tests what the diagnosis costs, in digests, and that it still finds what it should.
 *
 * A faster hash that counts its calls replaces MD5 (counted-md5.h): which hash it is does not
 * affect what is tried and in which order.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/diagnose.h"
#include "plugin/diagnose/investigation.h"
#include "plugin/diagnose/search/overwritten.h"

#include "counted-md5.h"

#include <string.h>

#define HEADER_LENGTH 40 /* with a signature */
#define PSH           0x08

/* A capture of connections between two routers, and their key. */
struct fixture {
    struct hasher *hasher;
    struct found_shifts *found;
    struct investigation *investigation;
    struct keyring *keyring;
    struct key *key, *other; /* the key of the connections, and that of another router */
    const struct key *keys[1];
    struct candidates candidates;
    struct flow flow; /* has the candidates */
    unsigned segments;
};

static struct key *key_between(const char *one, const char *other, const char *secret)
{
    struct key *key = key_new(secret, "");
    g_assert_true(key_set(key, KEY_FIRST_END, one, NULL));
    g_assert_true(key_set(key, KEY_SECOND_END, other, NULL));
    key->secret = secret_new(secret, strlen(secret));
    return key;
}

static void set_up(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    counted_digests(); /* those of the last test */
    fixture->hasher = hasher_new();
    fixture->found = found_shifts_new();
    fixture->investigation = diagnose_begin(fixture->hasher, fixture->found);
    fixture->keyring = keyring_new();
    fixture->key = key_between("192.0.2.1", "192.0.2.2", "of the test");
    fixture->other = key_between("192.0.2.3", "192.0.2.4", "of another");
    keyring_add(fixture->keyring, fixture->key);
    keyring_add(fixture->keyring, fixture->other);
    fixture->keys[0] = fixture->key;
    fixture->candidates = (struct candidates){.keys = fixture->keys, .count = 1};
    fixture->flow = (struct flow){.candidates = &fixture->candidates};
}

static void tear_down(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    diagnose_end(fixture->investigation);
    hasher_free(fixture->hasher);
    found_shifts_free(fixture->found);
    keyring_free(fixture->keyring);
}

/* A captured segment with its digest. */
struct sent {
    bool back;      /* from the other end */
    bool elsewhere; /* between two other ends */
    uint16_t host;  /* of the client, 10.0.0.0/16; or 0 */
    uint32_t sequence_number;
    uint8_t flags;
    uint16_t window, length, urgent;
    uint8_t digest[DIGEST_LENGTH];
};

static uint8_t bytes[HEADER_LENGTH + UINT16_MAX];

static struct segment segment_of(const struct sent *sent)
{
    const char *const hosts[] = {sent->elsewhere ? "\xc0\0\2\3" : "\xc0\0\2\1",
                                 sent->elsewhere ? "\xc0\0\2\4" : "\xc0\0\2\2"};
    const uint8_t host[] = {10, 0, (uint8_t)(sent->host >> 8), (uint8_t)sent->host};
    const struct end client = {
        ip_address_from_bytes(sent->host ? host : (const uint8_t *)hosts[0], 4), 40001};
    const struct end server = {ip_address_from_bytes(hosts[1], 4), 179};
    const uint32_t sequence_number = g_htonl(sent->sequence_number);

    memset(bytes, 0, HEADER_LENGTH + sent->length);
    memcpy(bytes, sent->back ? "\0\xb3\x9c\x41" : "\x9c\x41\0\xb3", 4);
    memcpy(bytes + HEADER_SEQUENCE_NUMBER, &sequence_number, 4);
    bytes[HEADER_DATA_OFFSET] = HEADER_LENGTH / 4 << 4;
    bytes[HEADER_FLAGS] = sent->flags;
    bytes[HEADER_WINDOW] = (uint8_t)(sent->window >> 8);
    bytes[HEADER_WINDOW + 1] = (uint8_t)sent->window;
    bytes[HEADER_URGENT_POINTER] = (uint8_t)(sent->urgent >> 8);
    bytes[HEADER_URGENT_POINTER + 1] = (uint8_t)sent->urgent;
    memcpy(bytes + HEADER_LENGTH - 20, "\1\1\x13\x12", 4);
    memcpy(bytes + HEADER_LENGTH - DIGEST_LENGTH, sent->digest, DIGEST_LENGTH);
    return (struct segment){
        .from = sent->back ? server : client,
        .to = sent->back ? client : server,
        .bytes = bytes,
        .captured = HEADER_LENGTH + sent->length,
        .length = HEADER_LENGTH + sent->length,
    };
}

/* Signs SENT with KEY. */
static struct sent sign(struct sent sent, const struct key *key)
{
    const struct segment segment = segment_of(&sent);
    const struct message message = message_of(&segment);
    struct md5 md5;
    counted_numbers[0] = sent.window;
    counted_numbers[1] = sent.urgent;
    counted_numbers[2] = sent.flags;
    md5_begin(&md5);
    md5_absorb(&md5, &message);
    md5_last_digest(&md5, key->secret, sent.digest);
    return sent;
}

/* Returns a segment whose digest no other one has. */
static struct sent random_one(struct fixture *fixture)
{
    struct sent sent = {.length = (uint16_t)(fixture->segments % 3 ? 0 : 20)};
    memcpy(sent.digest, &fixture->segments, sizeof fixture->segments);
    sent.digest[DIGEST_LENGTH - 1] = 1;
    return sent;
}

static const struct proof *examine(struct fixture *fixture, struct history *history,
                                   const struct segment *segment, struct finding finding)
{
    const struct signature_options options = option_walk(segment);
    const struct evidence evidence = {
        .segment = segment,
        .number = ++fixture->segments,
        .options = &options,
        .digest = option_digest(&options),
        .flow = &fixture->flow,
        .keyring = fixture->keyring,
    };
    struct diagnosis diagnosis = {.finding = finding};
    diagnose_examine(fixture->investigation, history, &evidence, &diagnosis);
    return diagnosis.proof;
}

/* Returns the proof of a bad segment. */
static const struct proof *proof_of(struct fixture *fixture, struct history *history,
                                    const struct sent *sent)
{
    const struct segment segment = segment_of(sent);
    return examine(fixture, history, &segment, (struct finding){.verdict = VERDICT_BAD});
}

/* Returns the proof of a segment whose option has another kind than it was signed with. */
static const struct proof *proof_of_overwritten(struct fixture *fixture, struct history *history,
                                                const struct sent *sent)
{
    const struct segment segment = segment_of(sent);
    bytes[HEADER_LENGTH - OPTION_MD5_LENGTH] = 254;
    return examine(fixture, history, &segment, (struct finding){.verdict = VERDICT_NOT_PRESENT});
}

/* Returns true if a bad segment whose IP header gives a greater length is proven to be whole. */
static bool proves(struct fixture *fixture, struct history *history, const struct sent *sent,
                   bool is_over)
{
    const struct segment segment = segment_of(sent);
    const struct signature_options options = option_walk(&segment);
    const struct evidence evidence = {
        .segment = &segment,
        .number = 7,
        .options = &options,
        .digest = segment.bytes + HEADER_LENGTH - DIGEST_LENGTH,
        .flow = &fixture->flow,
        .keyring = fixture->keyring,
    };
    return diagnose_prove(history, &evidence, is_over);
}

static enum cause cause_of(struct fixture *fixture, struct history *history,
                           const struct sent *sent)
{
    const struct proof *proof = proof_of(fixture, history, sent);
    return proof ? proof->cause : CAUSE_NONE;
}

static void test_last_proof_first(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    (void)data;

    for (unsigned i = 0; i < 100; i++) {
        struct sent sent = sign((struct sent){.sequence_number = i, .window = 4096}, fixture->key);
        sent.window = 1000;
        const struct proof *proof = proof_of(fixture, history, &sent);
        g_assert_cmpint(proof->cause, ==, CAUSE_WINDOW);
        g_assert_cmpuint(proof->numbers[ORIGINAL_WINDOW], ==, 4096);
        if (i > 0)
            g_assert_cmpuint(counted_digests(), ==, 1);
        else
            g_assert_cmpuint(counted_digests(), >, 256);
    }
}

/* A cause that has nothing to do with the addresses has the same proof for all senders: with many
 * peers, there would be too many. */
static void test_same_proof(struct fixture *fixture, gconstpointer data)
{
    const struct sent there = sign((struct sent){.length = 10}, fixture->other);
    const struct sent back = sign((struct sent){.length = 10, .back = true}, fixture->other);
    struct history *history = diagnose_history(fixture->investigation);

    (void)data;
    const struct proof *proof = proof_of(fixture, history, &there);
    g_assert_nonnull(proof);
    g_assert_true(proof_of(fixture, history, &back) == proof);
}

/* A shaper gives each segment another window: all are explained, as far as the budget allows. */
static void test_every_window_another(struct fixture *fixture, gconstpointer data)
{
    struct history *histories[20];
    unsigned explained[2] = {0};
    uint32_t random = 1;
    (void)data;

    for (unsigned i = 0; i < G_N_ELEMENTS(histories); i++)
        histories[i] = diagnose_history(fixture->investigation);
    for (unsigned i = 0; i < 400; i++) {
        const bool is_long = i % 4 == 0;
        random = random * 1664525 + 1013904223;
        struct sent sent = sign((struct sent){.sequence_number = i,
                                              .window = (uint16_t)(random >> 16),
                                              .length = is_long ? 1460 : 0},
                                fixture->key);
        sent.window = (uint16_t)(random >> 8);
        const struct proof *proof =
            proof_of(fixture, histories[i % G_N_ELEMENTS(histories)], &sent);
        explained[is_long] += proof && proof->cause == CAUSE_WINDOW;
    }
    g_test_message("%u of 300 without data, %u of 100 with 1460 bytes", explained[0], explained[1]);
    g_assert_cmpuint(explained[0], >=, 220);
    g_assert_cmpuint(explained[1], >=, 8);
}

#define NETWORKS    5000
#define CONNECTIONS 2000

/* Keys of networks propose no address, but each of them is examined. That is limited, too; and as
 * long as few segments are bad, likely causes are still proven. */
static void test_skipped_guesses(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    for (unsigned i = 0; i < NETWORKS; i++)
        keyring_add(fixture->keyring, key_between("198.51.0.0/16", "203.0.113.0/24", "network"));
    struct history *history = diagnose_history(fixture->investigation);
    const struct sent sent = sign((struct sent){.length = 20}, fixture->other);
    g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_OTHER_KEY);

    counted_readdressed = 0;
    for (unsigned i = 0; i < CONNECTIONS; i++) {
        const struct sent random = random_one(fixture);
        proof_of(fixture, diagnose_history(fixture->investigation), &random);
    }
    g_test_message("%lu guesses for %u segments", counted_readdressed, CONNECTIONS);
    g_assert_cmpuint(counted_readdressed, >, 100 * CONNECTIONS);
    g_assert_cmpuint(counted_readdressed, <, (224u << 20) / 16);
    g_assert_cmpuint(counted_batches, >, 0);

    counted_batches = 0; /* no batch is made that cannot be used */
    const struct sent random = random_one(fixture);
    proof_of(fixture, diagnose_history(fixture->investigation), &random);
    g_assert_cmpuint(counted_batches, ==, 0);
}

/* If the sender had the window before, it is found at the cost of a few digests. */
static void test_known_windows(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    static const uint16_t windows[] = {65535, 501, 64240, 502, 29200};
    (void)data;

    for (unsigned i = 0; i < 1000; i++) {
        const uint16_t window = windows[i * i % G_N_ELEMENTS(windows)];
        struct sent sent = sign(
            (struct sent){.sequence_number = i, .window = window, .length = 1460}, fixture->key);
        sent.window = (uint16_t)(1000 + i);
        g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_WINDOW);
        if (i > 10)
            g_assert_cmpuint(counted_digests(), <, 40);
        counted_digests();
    }
}

/* URG and the pointer were cleared together. */
static void test_urgent_data(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    static const uint16_t pointers[] = {1, 20, 19, 65535, 300};
    (void)data;

    for (unsigned i = 0; i < G_N_ELEMENTS(pointers); i++) {
        struct sent sent = sign(
            (struct sent){
                .sequence_number = i, .flags = PSH | FLAG_URG, .urgent = pointers[i], .length = 20},
            fixture->key);
        sent.flags = PSH;
        sent.urgent = 0;
        const struct proof *proof = proof_of(fixture, history, &sent);
        g_assert_cmpint(proof->cause, ==, CAUSE_URGENT_POINTER);
        g_assert_cmpuint(proof->numbers[ORIGINAL_URGENT_POINTER], ==, pointers[i]);
        g_assert_cmpuint(proof->numbers[ORIGINAL_FLAGS], ==, PSH | FLAG_URG);
    }
}

/* A cause of one connection is soon found in all others, in both directions. */
static void test_other_connections(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    for (unsigned i = 0; i < 1000; i++) {
        struct history *history = diagnose_history(fixture->investigation);
        for (unsigned back = 0; back < 2; back++) {
            struct sent sent = sign((struct sent){.back = back, .window = 4096}, fixture->key);
            sent.window = 1000;
            g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_WINDOW);
            if (i + back > 0)
                g_assert_cmpuint(counted_digests(), <, 200);
            else
                counted_digests();
        }
    }
}

/* After some failed searches, segments that nothing explains cost nothing. Then no other cause is
 * searched for in this direction, but one that was proven before is still tried. */
static void test_in_vain(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    (void)data;

    for (unsigned i = 0; i < 100; i++) {
        const struct sent sent = random_one(fixture);
        g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_NONE);
    }
    g_assert_cmpuint(counted_digests(), >, 65536);
    for (unsigned i = 0; i < 100000; i++) {
        const struct sent sent = random_one(fixture);
        g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_NONE);
    }
    g_assert_cmpuint(counted_digests(), ==, 0);
}

/* Unsigned segments with a strange option are searched for a signature, but only a few of those
 * that have none. */
static void test_overwritten(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    const unsigned offsets = HEADER_LENGTH - TCP_HEADER_LENGTH - OPTION_MD5_LENGTH + 1;
    (void)data;

    for (unsigned i = 0; i < 10; i++) {
        const struct sent sent = sign((struct sent){.sequence_number = i}, fixture->key);
        const struct proof *proof = proof_of_overwritten(fixture, history, &sent);
        g_assert_nonnull(proof);
        g_assert_cmpint(proof->cause, ==, CAUSE_OPTION_BLANKED);
    }
    counted_digests();
    for (unsigned i = 0; i < 100; i++) {
        const struct sent sent = random_one(fixture);
        g_assert_null(proof_of_overwritten(fixture, history, &sent));
    }
    g_assert_cmpuint(counted_digests(), ==, 3 * offsets);
}

/* Options that most senders use hide no signature. */
static void test_common_options(struct fixture *fixture, gconstpointer data)
{
    static const struct {
        char options[13];
        bool is_possible;
    } rows[] = {
        {"\2\4\5\xb4\1\3\3\7\4\2\1\1", false}, /* MSS, window scale, SACK permitted */
        {"\1\1\x8\xa........", false},         /* timestamps */
        {"\1\1\5\xa........", false},          /* SACK */
        {"\1\1\5\2\1\1\1\1\1\1\1\1", false},   {"\1\0\0\0\0\0\0\0\0\0\0\0", false},
        {"\1\0\0\0\0\0\0\0\0\0\0\1", true}, /* no padding */
        {"\2\6....\1\1\1\1\1\1", true},        {"\2\3.\1\1\1\1\1\1\1\1\1", true},
        {"\5\1\1\1\1\1\1\1\1\1\1\1", true},    {"\1\1\x22\xa........", true},
        {"\1\1\6\xa........", true},           {"\1\1\6\0........", true},
        {"\1\1\5\xb........", true}, /* beyond the header */
    };
    (void)fixture;
    (void)data;

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        uint8_t header[TCP_HEADER_LENGTH + 12] = {[HEADER_DATA_OFFSET] = sizeof header / 4 << 4};
        memcpy(header + TCP_HEADER_LENGTH, rows[i].options, 12);
        const struct segment segment = {
            .bytes = header, .captured = sizeof header, .length = sizeof header};
        const struct signature_options options = option_walk(&segment);
        const struct evidence evidence = {.segment = &segment, .options = &options};
        g_assert_true(overwritten_is_possible(&evidence) == rows[i].is_possible);
    }
}

/* Returns the number of the digests computed for COUNT bad segments of a connection each. */
static unsigned flood(struct fixture *fixture, unsigned count)
{
    counted_digests();
    for (unsigned i = 0; i < count; i++) {
        const struct sent sent = random_one(fixture);
        struct history *history = diagnose_history(fixture->investigation);
        g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_NONE);
    }
    return counted_digests();
}

/* Returns the proof of a bad segment of a new connection, once the whole capture is known. */
static const struct proof *late_proof_of(struct fixture *fixture, const struct sent *sent)
{
    struct history *history = diagnose_history(fixture->investigation);
    const struct segment segment = segment_of(sent);
    const struct signature_options options = option_walk(&segment);
    const struct evidence evidence = {
        .segment = &segment,
        .number = ++fixture->segments,
        .options = &options,
        .digest = option_digest(&options),
        .flow = &fixture->flow,
        .keyring = fixture->keyring,
    };
    struct diagnosis diagnosis = {.finding = {.verdict = VERDICT_BAD}};
    diagnose_review(history, &evidence, true, &diagnosis);
    return diagnosis.proof;
}

/* Returns the number of the digests computed for COUNT bad segments of a connection each when the
 * whole capture is known. */
static unsigned late_flood(struct fixture *fixture, unsigned count)
{
    counted_digests();
    for (unsigned i = 0; i < count; i++) {
        const struct sent sent = random_one(fixture);
        g_assert_null(late_proof_of(fixture, &sent));
    }
    return counted_digests();
}

/* Examines a bad segment of each of COUNT clients, from FIRST on. */
static void flood_of_hosts(struct fixture *fixture, unsigned first, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        struct sent sent = random_one(fixture);
        struct history *history = diagnose_history(fixture->investigation);
        sent.host = (uint16_t)(first + i);
        g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_NONE);
    }
}

/* Returns true if the cause of a segment that another key signed is found in a new connection of
 * HOST, or of the usual ends if that is 0. */
static bool finds_other_key(struct fixture *fixture, uint16_t host)
{
    const struct sent sent = sign((struct sent){.length = 20, .host = host}, fixture->other);
    struct history *history = diagnose_history(fixture->investigation);
    return cause_of(fixture, history, &sent) == CAUSE_OTHER_KEY;
}

/* After a flood of bad segments between two ends, most others there cost nothing. A cause is still
 * found soon, and then at once. */
static void test_flood(struct fixture *fixture, gconstpointer data)
{
    unsigned tries = 1;
    (void)data;

    flood(fixture, 300);
    g_assert_cmpuint(flood(fixture, 6400), <, 6400 * 2);
    while (!finds_other_key(fixture, 0))
        tries++;
    g_assert_cmpuint(tries, <=, 512); /* of 6700 */
    for (unsigned i = 0; i < 100; i++)
        g_assert_true(finds_other_key(fixture, 0));
}

/* The longer the flood, the fewer of its segments are searched. */
static void test_long_flood(struct fixture *fixture, gconstpointer data)
{
    unsigned tries = 1;
    (void)data;

    flood(fixture, 1 << 14);
    const unsigned digests = flood(fixture, 1 << 14);
    g_test_message("%u digests", digests);
    g_assert_cmpuint(digests, <, (1 << 14) / 4);
    while (!finds_other_key(fixture, 0))
        tries++;
    g_assert_cmpuint(tries, <=, 1024);
}

/* The same holds when the whole capture is known. Then only addresses are searched. */
static void test_late_flood(struct fixture *fixture, gconstpointer data)
{
    (void)data;

    flood_of_hosts(fixture, 1, 100); /* whose addresses are tried */
    flood(fixture, 1);
    late_flood(fixture, 300);
    const unsigned digests = late_flood(fixture, 6400);
    g_test_message("%u digests", digests);
    g_assert_cmpuint(digests, <, 6400 * 2);
    struct sent sent = {.host = 7};
    sent = sign(sent, fixture->key);
    sent.host = 0;
    unsigned tries = 1;
    while (!late_proof_of(fixture, &sent))
        tries++;
    g_assert_cmpuint(tries, <=, 512);
}

/* Likewise after bad segments from many hosts. There, the second segment of another host is
 * searched, as long as it is known to be the second. */
static void test_flood_of_hosts(struct fixture *fixture, gconstpointer data)
{
    unsigned tries = 1;
    (void)data;

    flood_of_hosts(fixture, 1, 300);
    counted_readdressed = 0;
    flood_of_hosts(fixture, 1000, 3200);
    g_test_message("%lu guesses", counted_readdressed);
    g_assert_cmpuint(counted_readdressed, <, 3200 * 50); /* 72 each without this limit */
    g_assert_true(finds_other_key(fixture, 5000) || finds_other_key(fixture, 5000));
    flood_of_hosts(fixture, 10000, 3201);
    while (!finds_other_key(fixture, 6000))
        tries++;
    g_assert_cmpuint(tries, <=, 512); /* of 6700 */
}

/* A search makes the message of its segment once, and guesses at no more pairs of addresses than
 * there are. */
static void test_one_search(struct fixture *fixture, gconstpointer data)
{
    const struct sent random = random_one(fixture);
    (void)data;

    counted_messages = counted_readdressed = 0;
    g_assert_null(proof_of(fixture, diagnose_history(fixture->investigation), &random));
    g_test_message("%lu messages, %lu guesses", counted_messages, counted_readdressed);
    g_assert_cmpuint(counted_messages, <, 16); /* 4200 with one for each guess */
    g_assert_cmpuint(counted_readdressed, >=, 4 * 3);
    g_assert_cmpuint(counted_readdressed, <, 100);
}

/* Records SHIFT as a sweep would. */
static void discover(struct fixture *fixture, uint32_t shift)
{
    const struct sent sent = {0};
    const struct segment segment = segment_of(&sent);
    found_shifts_add(fixture->found, &segment.from, &segment.to, (struct shifts){shift, 0});
}

/* A known shift proves all segments of its direction, with one try each and one proof for all. */
static void test_renumbered(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    const struct proof *first = NULL;
    (void)data;

    discover(fixture, 0x9e3779b9);
    for (unsigned i = 0; i < 100; i++) {
        struct sent sent =
            sign((struct sent){.sequence_number = 1000 * i, .length = 20}, fixture->key);
        sent.sequence_number += 0x9e3779b9;
        const struct proof *proof = proof_of(fixture, history, &sent);
        g_assert_cmpint(proof->cause, ==, CAUSE_SEQUENCE_NUMBER);
        const struct segment segment = segment_of(&sent);
        g_assert_cmpuint(proof_original(proof, ORIGINAL_SEQUENCE_NUMBER, segment.bytes), ==,
                         1000 * i);
        g_assert_true(!first || proof == first);
        first = proof;
        g_assert_cmpuint(counted_digests(), ==, 1);
    }
}

/* A wrong shift costs nothing after some failed tries. */
static void test_renumbered_in_vain(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    (void)data;

    discover(fixture, 17);
    for (unsigned i = 0; i < 100; i++) {
        const struct sent sent = random_one(fixture);
        g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_NONE);
    }
    counted_digests();
    for (unsigned i = 0; i < 1000; i++) {
        const struct sent sent = random_one(fixture);
        g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_NONE);
    }
    g_assert_cmpuint(counted_digests(), ==, 0);
}

/* A variant of the last of many keys is found in each connection: a try with one key costs only
 * that key. */
static void test_many_keys(struct fixture *fixture, gconstpointer data)
{
    const struct key *keys[300];
    struct key *typed = key_between("*", "*", "key 299\n");
    (void)data;

    for (unsigned i = 0; i < G_N_ELEMENTS(keys); i++) {
        char *secret = g_strdup_printf("key %u", i);
        struct key *key = key_between("*", "*", secret);
        keyring_add(fixture->keyring, key);
        keys[i] = key;
        g_free(secret);
    }
    fixture->candidates = (struct candidates){.keys = keys, .count = G_N_ELEMENTS(keys)};
    for (unsigned i = 0; i < 20; i++) {
        const struct sent sent = sign((struct sent){.sequence_number = i}, typed);
        const enum cause cause = cause_of(fixture, diagnose_history(fixture->investigation), &sent);
        g_assert_cmpint(cause, ==, CAUSE_KEY_VARIANT);
    }
    g_assert_cmpuint(counted_digests(), <, 20 * 200 * G_N_ELEMENTS(keys));
    key_free(typed);
}

/* Pieces of which only the headers were captured are recognised, if those are whole, and not blank.
 */
static void test_cut_pieces(struct fixture *fixture, gconstpointer data)
{
    static const struct {
        size_t captured;
        uint8_t digest;
        bool quoted, is_split;
    } cases[] = {
        {HEADER_LENGTH + 4, 1, false, true},
        {HEADER_LENGTH + 3, 1, false, false},
        {HEADER_LENGTH + 4, 0, false, false},
        {HEADER_LENGTH + 4, 1, true, false},
    };
    const struct finding finding = {.verdict = VERDICT_UNVERIFIED, .reason = REASON_CUT_SHORT};
    (void)data;

    for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct history *history = diagnose_history(fixture->investigation);
        const struct sent acknowledgment = {.digest = {2}};
        const struct proof *proof = proof_of(fixture, history, &acknowledgment);
        for (unsigned piece = 0; piece < 3; piece++) {
            const struct sent sent = {
                .sequence_number = 100 * piece, .length = 104, .digest = {cases[i].digest}};
            struct segment segment = segment_of(&sent);
            bytes[HEADER_DATA_OFFSET] = (HEADER_LENGTH + 4) / 4 << 4;
            segment.captured = cases[i].captured;
            segment.quoted = cases[i].quoted;
            proof = examine(fixture, history, &segment, finding);
        }
        g_assert_cmpint(proof ? proof->cause : CAUSE_NONE, ==,
                        cases[i].is_split ? CAUSE_SPLIT : CAUSE_NONE);
    }
}

/* The cost of all searches is limited, whatever the number of connections. The cheap searches,
 * which find the likely causes, continue the longest. */
static void test_budget(struct fixture *fixture, gconstpointer data)
{
    const unsigned most = (224u << 20) / 128, most_for_each = 1024 / 128 + 1;
    (void)data;

    for (unsigned i = 0; i < 200; i++) {
        const struct sent sent = random_one(fixture);
        cause_of(fixture, diagnose_history(fixture->investigation), &sent);
    }
    const unsigned before = counted_digests();
    g_assert_cmpuint(before, >, most / 8);
    const struct sent sent = sign((struct sent){.length = 20}, fixture->other);
    g_assert_cmpint(cause_of(fixture, diagnose_history(fixture->investigation), &sent), ==,
                    CAUSE_OTHER_KEY);
    for (unsigned i = 0; i < 20000; i++) {
        const struct sent random = random_one(fixture);
        cause_of(fixture, diagnose_history(fixture->investigation), &random);
    }
    g_assert_cmpuint(before + counted_digests(), <, most + fixture->segments * most_for_each);
}

/* Examines ten bad segments with LENGTH bytes of data for each of PEERS. */
static void examine_for(struct fixture *fixture, uint8_t peers, uint16_t length)
{
    for (uint8_t peer = 0; peer < peers; peer++)
        for (unsigned i = 0; i < 10; i++) {
            struct sent random = random_one(fixture);
            random.length = length;
            struct segment segment = segment_of(&random);
            segment.to.address.bytes[3] = peer;
            examine(fixture, diagnose_history(fixture->investigation), &segment,
                    (struct finding){.verdict = VERDICT_BAD});
        }
}

/* It is said if searches are left out because those of many peers cost too much; but not that most
 * guesses at a long message are left out much sooner. */
static void test_budget_is_told(struct fixture *fixture, gconstpointer data)
{
    const struct occasion *limit = &fixture->investigation->bounds.reached[BOUND_SEARCHES];
    (void)data;

    examine_for(fixture, 2, 1000);
    g_assert_cmpuint(limit->number, ==, 0);
    examine_for(fixture, 1, 20);
    g_assert_cmpuint(limit->number, ==, 0);
    examine_for(fixture, 100, 20);
    g_assert_cmpuint(limit->number, >, 0);
}

/* Once a flood of bad segments has used up what they may cost, only likely guesses are made up. */
static void test_spent_budget(struct fixture *fixture, gconstpointer data)
{
    (void)data;

    for (unsigned i = 0; i < 2000; i++) {
        const struct sent random = random_one(fixture);
        if (i == 1000)
            counted_readdressed = 0;
        cause_of(fixture, diagnose_history(fixture->investigation), &random);
    }
    g_test_message("%lu guesses", counted_readdressed);
    g_assert_cmpuint(counted_readdressed, ==, 0); /* 32 with the other guesses */
}

/* What one wrong password costs on many ports leaves enough to explain what another session
 * suffers. */
static void test_fair(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    for (unsigned i = 0; i < 2000; i++) {
        const struct sent random = random_one(fixture);
        cause_of(fixture, diagnose_history(fixture->investigation), &random);
    }
    fixture->keys[0] = fixture->other;
    struct sent sent = sign((struct sent){.elsewhere = true, .window = 4096}, fixture->other);
    sent.window = 1000;
    g_assert_cmpint(cause_of(fixture, diagnose_history(fixture->investigation), &sent), ==,
                    CAUSE_WINDOW);
    g_assert_cmpuint(fixture->investigation->bounds.reached[BOUND_SEARCHES].number, ==, 0);
}

/* Alternating pieces of two segments, one in each direction. */
static void test_interleaved(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    const struct proof *proofs[2] = {0};
    struct sent whole[2];
    (void)data;

    for (unsigned back = 0; back < 2; back++)
        whole[back] = sign((struct sent){.back = back, .flags = PSH, .length = 500}, fixture->key);
    for (unsigned at = 0; at < 500; at += 100)
        for (unsigned back = 0; back < 2; back++) {
            struct sent piece = whole[back];
            piece.sequence_number = at;
            piece.length = 100;
            piece.flags = at == 400 ? PSH : 0;
            proofs[back] = proof_of(fixture, history, &piece);
        }
    for (unsigned back = 0; back < 2; back++) {
        g_assert_cmpint(proofs[back]->cause, ==, CAUSE_SPLIT);
        g_assert_true(proofs[back]->key == fixture->key);
        g_assert_cmpuint(proofs[back]->numbers[ORIGINAL_LENGTH], ==, HEADER_LENGTH + 500);
        for (unsigned i = 0; i < 5; i++)
            g_assert_cmpuint(g_array_index(proofs[back]->frames, uint32_t, i), ==,
                             1 + 2 * i + back);
    }
}

/* Returns the cause of the second of two pieces if COUNT connections each have a bad segment of
 * LENGTH bytes between the two. */
static enum cause cause_after(struct fixture *fixture, unsigned count, uint16_t length)
{
    struct history *history = diagnose_history(fixture->investigation);
    struct sent piece = sign((struct sent){.flags = PSH, .length = 200}, fixture->key);

    piece.length = 100;
    piece.flags = 0;
    cause_of(fixture, history, &piece);
    for (unsigned i = 0; i < count; i++) {
        struct sent other = random_one(fixture);
        other.length = length;
        cause_of(fixture, diagnose_history(fixture->investigation), &other);
    }
    piece.sequence_number = 100;
    piece.flags = PSH;
    return cause_of(fixture, history, &piece);
}

/* At most 8 MB of segments that may be pieces are kept, however short these are. */
static void test_held(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    g_assert_cmpint(cause_after(fixture, 100, 60000), ==, CAUSE_SPLIT);
    g_assert_cmpint(cause_after(fixture, 150, 60000), ==, CAUSE_NONE);
    g_assert_cmpint(cause_after(fixture, 1, 60000), ==, CAUSE_SPLIT);
    g_assert_cmpint(cause_after(fixture, 15000, 20), ==, CAUSE_SPLIT);
    g_assert_cmpint(cause_after(fixture, 30000, 20), ==, CAUSE_NONE);
}

/* A sender that computes no digests has the same digest in segments that cannot be pieces. */
static void test_constant(struct fixture *fixture, gconstpointer data)
{
    const struct sent zero = {.length = 20}, more = {.sequence_number = 20, .length = 20};
    const struct sent seven = {.digest = {7}}, eight = {.digest = {8}};
    struct sent data_7 = {.digest = {7}, .length = 20}, data_8 = {.digest = {8}, .length = 20};
    struct history *history = diagnose_history(fixture->investigation);
    (void)data;

    g_assert_cmpint(cause_of(fixture, history, &zero), ==, CAUSE_NONE);
    g_assert_cmpint(cause_of(fixture, history, &more), ==, CAUSE_NONE);

    g_assert_cmpint(cause_of(fixture, history, &data_7), ==, CAUSE_NONE);
    data_7.sequence_number = 20;
    const struct proof *proof = proof_of(fixture, history, &data_7);
    g_assert_cmpint(proof->cause, ==, CAUSE_SPLIT);
    g_assert_cmpint(cause_of(fixture, history, &seven), ==, CAUSE_NONE); /* it has no data */
    g_assert_cmpint(proof->cause, ==, CAUSE_NONE);
    data_7.sequence_number = 40;
    g_assert_cmpint(cause_of(fixture, history, &data_7), ==, CAUSE_NONE);

    g_assert_cmpint(cause_of(fixture, history, &eight), ==, CAUSE_NONE); /* the first one here */
    g_assert_cmpint(cause_of(fixture, history, &data_8), ==, CAUSE_NONE);
    data_8.sequence_number = 20;
    g_assert_cmpint(cause_of(fixture, history, &data_8), ==, CAUSE_NONE);
}

/* Only segments that may have been signed correctly are searched. */
static void test_not_suspect(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    const struct sent sent = random_one(fixture);
    const struct segment segment = segment_of(&sent);
    const struct signature_options options = option_walk(&segment);
    const struct evidence evidence = {
        .segment = &segment,
        .options = &options,
        .digest = segment.bytes + HEADER_LENGTH - DIGEST_LENGTH,
        .flow = &fixture->flow,
        .keyring = fixture->keyring,
    };
    struct diagnosis diagnoses[] = {
        {.finding = {.verdict = VERDICT_GOOD}},
        {.finding = {.verdict = VERDICT_ILLEGAL, .reason = REASON_LENGTH}},
        {.finding = {.verdict = VERDICT_UNVERIFIED, .reason = REASON_CUT_SHORT}},
        {.finding = {.verdict = VERDICT_UNVERIFIED, .reason = REASON_FRAGMENT_MISSING}},
        {.finding = {.verdict = VERDICT_UNVERIFIED, .reason = REASON_QUOTED}},
    };
    (void)data;

    for (unsigned i = 0; i < G_N_ELEMENTS(diagnoses); i++)
        diagnose_examine(fixture->investigation, history, &evidence, &diagnoses[i]);
    const struct sent blank = {.length = 20};
    g_assert_cmpint(cause_of(fixture, history, &blank), ==, CAUSE_NONE);
    g_assert_cmpuint(counted_digests(), ==, 0);
}

/* Truncated segments are not searched again and again, which does not affect the proofs of whole
 * segments. */
static void test_beginnings(struct fixture *fixture, gconstpointer data)
{
    struct history *history = diagnose_history(fixture->investigation);
    struct sent sent = sign((struct sent){.window = 4096, .length = 20}, fixture->key);
    (void)data;

    g_assert_false(proves(fixture, NULL, &sent, true));
    for (unsigned i = 0; i < 1000; i++) {
        const struct sent other = {.length = 20, .digest = {1}};
        g_assert_false(proves(fixture, history, &other, false));
    }
    g_assert_cmpuint(counted_digests(), <, 2000);
    for (unsigned i = 0; i < 1000; i++) {
        const struct sent other = {.length = 20, .digest = {1}};
        g_assert_false(proves(fixture, history, &other, false));
    }
    g_assert_cmpuint(counted_digests(), ==, 0);
    sent.window = 1000;
    g_assert_false(
        proves(fixture, history, &sent, false)); /* too many guesses for a truncated segment */
    g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_WINDOW);
    counted_digests();
    g_assert_true(proves(fixture, history, &sent, false)); /* until one is known to be right */
    g_assert_cmpuint(counted_digests(), ==, 1);

    history = diagnose_history(fixture->investigation);
    g_assert_true(proves(fixture, history, &sent, false));
    g_assert_true(proves(fixture, history, &sent, true));
    counted_digests();
    g_assert_cmpint(cause_of(fixture, history, &sent), ==, CAUSE_WINDOW);
    g_assert_cmpuint(counted_digests(), ==, 1);
}

static void add(const char *path, void (*test)(struct fixture *, gconstpointer))
{
    g_test_add(path, struct fixture, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/diagnose/last-proof-first", test_last_proof_first);
    add("/diagnose/same-proof", test_same_proof);
    add("/diagnose/every-window-another", test_every_window_another);
    add("/diagnose/skipped-guesses", test_skipped_guesses);
    add("/diagnose/known-windows", test_known_windows);
    add("/diagnose/urgent-data", test_urgent_data);
    add("/diagnose/other-connections", test_other_connections);
    add("/diagnose/in-vain", test_in_vain);
    add("/diagnose/cut-pieces", test_cut_pieces);
    add("/diagnose/spent-budget", test_spent_budget);
    add("/diagnose/budget-is-told", test_budget_is_told);
    add("/diagnose/fair", test_fair);
    add("/diagnose/renumbered", test_renumbered);
    add("/diagnose/overwritten", test_overwritten);
    add("/diagnose/common-options", test_common_options);
    add("/diagnose/one-search", test_one_search);
    add("/diagnose/flood", test_flood);
    add("/diagnose/flood-of-hosts", test_flood_of_hosts);
    add("/diagnose/long-flood", test_long_flood);
    add("/diagnose/late-flood", test_late_flood);
    add("/diagnose/renumbered-in-vain", test_renumbered_in_vain);
    add("/diagnose/many-keys", test_many_keys);
    add("/diagnose/budget", test_budget);
    add("/diagnose/interleaved", test_interleaved);
    add("/diagnose/held", test_held);
    add("/diagnose/constant", test_constant);
    add("/diagnose/beginnings", test_beginnings);
    add("/diagnose/not-suspect", test_not_suspect);
    return g_test_run();
}
