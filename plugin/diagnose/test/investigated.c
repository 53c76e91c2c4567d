/* Bad segments, and an investigation that examines them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "investigated.h"

#include <string.h>

struct key *key_between(const char *one, const char *other, const char *secret)
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

uint8_t bytes[HEADER_LENGTH + UINT16_MAX];

struct segment segment_of(const struct outline *sent)
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

struct outline sign(struct outline sent, const struct key *key)
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

struct outline random_one(struct fixture *fixture)
{
    struct outline sent = {.length = (uint16_t)(fixture->segments % 3 ? 0 : 20)};
    memcpy(sent.digest, &fixture->segments, sizeof fixture->segments);
    sent.digest[DIGEST_LENGTH - 1] = 1;
    return sent;
}

const struct proof *examine(struct fixture *fixture, struct history *history,
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

const struct proof *proof_of(struct fixture *fixture, struct history *history,
                             const struct outline *sent)
{
    const struct segment segment = segment_of(sent);
    return examine(fixture, history, &segment, (struct finding){.verdict = VERDICT_BAD});
}

enum cause cause_of(struct fixture *fixture, struct history *history, const struct outline *sent)
{
    const struct proof *proof = proof_of(fixture, history, sent);
    return proof ? proof->cause : CAUSE_NONE;
}

void add_test(const char *path, void (*test)(struct fixture *, gconstpointer))
{
    g_test_add(path, struct fixture, NULL, set_up, test, tear_down);
}
