/* Tests what the verification costs if there are many keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "judged.h"
#include "plugin/verify/numbering.h"

#include <string.h>

static unsigned digests; /* computed one by one */

void __real_md5_digest(struct md5 *md5, const struct message *message, const struct secret *secret,
                       uint8_t digest[static DIGEST_LENGTH]);
void __wrap_md5_digest(struct md5 *md5, const struct message *message, const struct secret *secret,
                       uint8_t digest[static DIGEST_LENGTH]);
void __wrap_md5_digest(struct md5 *md5, const struct message *message, const struct secret *secret,
                       uint8_t digest[static DIGEST_LENGTH])
{
    digests++;
    __real_md5_digest(md5, message, secret, digest);
}

void __real_md5_last_digest(struct md5 *md5, const struct secret *secret,
                            uint8_t digest[static DIGEST_LENGTH]);
void __wrap_md5_last_digest(struct md5 *md5, const struct secret *secret,
                            uint8_t digest[static DIGEST_LENGTH]);
void __wrap_md5_last_digest(struct md5 *md5, const struct secret *secret,
                            uint8_t digest[static DIGEST_LENGTH])
{
    digests++;
    __real_md5_last_digest(md5, secret, digest);
}

#define MANY 100

/* Of many keys, only the first and those that verify are tried one by one. Others for TCP-AO or
 * without a secret are among them. */
static void test_many_keys(void)
{
    const struct segment segment = segment_between(179, 40000);
    const struct key *const right_key = key_named("right");
    struct key *wrong[MANY];
    uint8_t digest[DIGEST_LENGTH];

    sign("right", digest);
    const struct signature_options options = {.md5 = 1, .signature = md5_signature(digest)};
    for (unsigned i = 0; i < MANY; i++) {
        wrong[i] = key_new("wrong", "");
        wrong[i]->algorithm = i % 7 == 6 ? KEY_HMAC_SHA_1_96 : KEY_MD5;
        if (i % 11 != 10)
            wrong[i]->secret = secret_new("wrong and long, different", i % 25);
    }
    for (unsigned right = 0; right < MANY; right++) {
        const struct key *all[MANY];
        unsigned tried = 1;
        for (unsigned i = 0; i < MANY; i++)
            all[i] = i == right ? right_key : wrong[i];
        for (unsigned i = 0; i < right; i++)
            tried += all[i]->algorithm == KEY_MD5 && all[i]->secret;
        const struct candidates candidates = {.keys = all, .count = MANY};
        const struct flow flow = {.candidates = &candidates};
        digests = 0;
        const struct finding finding = verify_signed(&segment, &options, &flow, hasher);
        g_assert_cmpint(finding.verdict, ==, VERDICT_GOOD);
        g_assert_true(finding.key == right_key);
        g_assert_cmpuint(finding.tried, ==, tried);
        g_assert_cmpmem(finding.calculated, DIGEST_LENGTH, digest, DIGEST_LENGTH);
        g_assert_cmpuint(digests, <=, 2);
    }
    for (unsigned i = 0; i < MANY; i++)
        key_free(wrong[i]);
}

static unsigned opened; /* traffic keys */

struct mac *__real_traffic_key_open(const struct traffic_key *key);
struct mac *__wrap_traffic_key_open(const struct traffic_key *key);
struct mac *__wrap_traffic_key_open(const struct traffic_key *key)
{
    opened++;
    return __real_traffic_key_open(key);
}

/* Guesses at one connection derive the traffic key of each of its keys once. */
static void test_guesses_with_many_keys(void)
{
    enum { KEYS = 100 };
    struct key *many[KEYS];
    const struct segment segment = segment_between(179, 40000);
    const struct signature signature = {.kind = OPTION_AO, .length = 12, .mac = segment.bytes + 24};
    const struct ao_terms terms = {0};
    struct reading readings[MAX_READINGS];
    uint8_t mac[MAC_MAX_LENGTH];

    opened = 0;
    bytes[TCP_HEADER_LENGTH] = OPTION_AO;
    bytes[TCP_HEADER_LENGTH + 1] = AO_HEADER_LENGTH + 12;
    readings_by(&segment, &signature, &terms, readings);
    for (unsigned i = 0; i < KEYS; i++) {
        many[i] = key_copy(key_named("ao"));
        g_assert_cmpint(many[i]->algorithm, ==, KEY_HMAC_SHA_1_96);
    }
    for (unsigned guess = 0; guess < 10; guess++) {
        readings[0].message.message.header[15]++; /* the window */
        for (unsigned i = 0; i < KEYS; i++)
            g_assert_cmpuint(schemes[KEY_HMAC_SHA_1_96].guess(
                                 hasher, &readings[0], &(struct guessed_key){.key = many[i]}, mac),
                             ==, 20);
    }
    g_assert_cmpuint(opened, ==, KEYS);
    for (unsigned i = 0; i < KEYS; i++)
        key_free(many[i]);
}

/* Returns a key of TCP-AO with KeyID 1 and a secret for NUMBER. Free with key_free(). */
static struct key *key_of_one_id(unsigned number)
{
    char *secret = g_strdup_printf("secret %u", number);
    struct key *key = key_copy(key_named("ao"));

    key->send_id = key->recv_id = 1;
    secret_free(key->secret);
    key->secret = secret_new(secret, strlen(secret));
    g_free(secret);
    return key;
}

/* Of many keys of TCP-AO, the one that verified last is tried first. But a key before it that signs
 * likewise is the one that a receiver would try first. */
static void test_last_key_first(void)
{
    enum { KEYS = 100 };
    struct key *many[KEYS];
    const struct segment segment = segment_between(179, 40000);
    uint8_t *const mac = bytes + TCP_HEADER_LENGTH + AO_HEADER_LENGTH;
    const struct signature_options options = {
        .ao = 1, .signature = {.kind = OPTION_AO, .length = 12, .key_id = 1, .mac = mac}};
    const struct candidates candidates = {.keys = (const struct key *const *)many, .count = KEYS};
    struct ao_state ao = {0};
    struct incarnation incarnation = {.ao = &ao};
    const struct flow flow = {.candidates = &candidates, .incarnation = &incarnation, .number = 1};

    memcpy(bytes + TCP_HEADER_LENGTH, (const uint8_t[]){OPTION_AO, 16, 1, 1}, 4);
    bytes[HEADER_FLAGS] = FLAG_SYN;
    for (unsigned i = 0; i < KEYS; i++)
        many[i] = key_of_one_id(i);
    sign_ao(&segment, &options.signature, &flow, many[KEYS - 1], mac);
    struct finding finding = verify_signed(&segment, &options, &flow, hasher);
    flow_learn(&flow, &segment, &finding);
    for (unsigned likewise = 0; likewise < 2; likewise++) {
        const unsigned right = likewise ? 5 : KEYS - 1;
        struct hasher *fresh = hasher_new();
        opened = 0;
        if (likewise) {
            secret_free(many[right]->secret);
            many[right]->secret = secret_copy(many[KEYS - 1]->secret);
        }
        finding = verify_signed(&segment, &options, &flow, fresh);
        g_assert_cmpint(finding.verdict, ==, VERDICT_GOOD);
        g_assert_true(finding.key == many[right]);
        g_assert_cmpuint(finding.tried, ==, right + 1);
        g_assert_cmpmem(finding.calculated, finding.length, mac, 12);
        g_assert_cmpuint(opened, ==, likewise ? right + 1 : 1);
        hasher_free(fresh);
    }
    for (unsigned i = 0; i < KEYS; i++)
        key_free(many[i]);
    numbering_free(ao.numbering);
    bytes[HEADER_FLAGS] = 0;
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    judged_begin();
    g_test_add_func("/many-keys/many-keys", test_many_keys);
    g_test_add_func("/many-keys/guesses-with-many-keys", test_guesses_with_many_keys);
    g_test_add_func("/many-keys/last-key-first", test_last_key_first);
    const int failed = g_test_run();
    judged_end();
    return failed;
}
