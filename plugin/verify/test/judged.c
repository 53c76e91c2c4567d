/* Keys and segments for the tests of verdicts, and a finding as text.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "judged.h"

#include <string.h>

#define NOW "2031-01-01T12:00:00Z"

static const struct {
    const char *name, *both_ends, *port, *algorithm, *from, *until, *secret;
} keys[] = {
    {"right", "192.0.2.1", "*", "md5", NULL, NULL, "right"},
    {"wrong", "192.0.2.1", "*", "md5", NULL, NULL, "wrong"},
    {"false", "192.0.2.1", "*", "md5", NULL, NULL, "false"},
    {"right-24", "192.0.2.0/24", "*", "md5", NULL, NULL, "right"},
    {"wrong-24", "192.0.2.0/24", "*", "md5", NULL, NULL, "wrong"},
    {"right-any", "*", "*", "md5", NULL, NULL, "right"},
    {"right-8080", "192.0.2.1", "8080", "md5", NULL, NULL, "right"},
    {"from-now", "192.0.2.1", "*", "md5", NOW, NULL, "right"},
    {"from-then", "192.0.2.1", "*", "md5", "2031-01-01T12:00:00.000001Z", NULL, "right"},
    {"until-now", "192.0.2.1", "*", "md5", NULL, NOW, "right"},
    {"until-then", "192.0.2.1", "*", "md5", NULL, "2031-01-01T12:00:00.000001Z", "right"},
    {"ao", "192.0.2.1", "*", "hmac-sha-1-96", NULL, NULL, "right"},
    {"ao-8080", "192.0.2.1", "8080", "aes-128-cmac-96", NULL, NULL, "right"},
    {"optional", "192.0.2.1", "179", "md5", NULL, NULL, "right"},
    {"unknown", "192.0.2.1", "*", "md5", NULL, NULL, NULL},
    {"unknown-until-now", "192.0.2.1", "*", "md5", NULL, NOW, NULL},
};

static struct key *made[G_N_ELEMENTS(keys)];
static int64_t now;
struct hasher *hasher;

void judged_begin(void)
{
    hasher = hasher_new();
    for (unsigned i = 0; i < G_N_ELEMENTS(keys); i++) {
        struct key *key = made[i] = key_new(keys[i].name, "");
        g_assert_true(key_set(key, KEY_FIRST_END, keys[i].both_ends, NULL));
        g_assert_true(key_set(key, KEY_SECOND_END, keys[i].both_ends, NULL));
        g_assert_true(key_set(key, KEY_PORT, keys[i].port, NULL));
        g_assert_true(key_set(key, KEY_ALGORITHM, keys[i].algorithm, NULL));
        if (keys[i].from)
            g_assert_true(key_set(key, KEY_FROM, keys[i].from, NULL));
        if (keys[i].until)
            g_assert_true(key_set(key, KEY_UNTIL, keys[i].until, NULL));
        if (keys[i].secret)
            key->secret = secret_new(keys[i].secret, strlen(keys[i].secret));
        else
            key->withheld = "it is enciphered";
        if (strcmp(keys[i].name, "from-now") == 0)
            now = key->from;
        if (strcmp(keys[i].name, "optional") == 0)
            key->signature = KEY_SIGNATURE_OPTIONAL;
    }
}

void judged_end(void)
{
    hasher_free(hasher);
    for (unsigned i = 0; i < G_N_ELEMENTS(keys); i++)
        key_free(made[i]);
}

const struct key *key_named(const char *name)
{
    unsigned i = 0;

    while (i < G_N_ELEMENTS(keys) && strcmp(keys[i].name, name) != 0)
        i++;
    g_assert_cmpuint(i, <, G_N_ELEMENTS(keys));
    return made[i];
}

struct candidates candidates_of(const char *names)
{
    static const struct key *found[G_N_ELEMENTS(keys)];
    struct candidates candidates = {.keys = found};
    char **words = g_strsplit(names, " ", -1);

    for (unsigned word = 0; words[word]; word++)
        found[candidates.count++] = key_named(words[word]);
    g_strfreev(words);
    return candidates;
}

uint8_t bytes[TCP_HEADER_LENGTH + 20 + 5] = "header of a segment";

struct segment segment_between(uint16_t port, uint16_t other_port)
{
    bytes[12] = 10 << 4;
    return (struct segment){
        .from = {ip_address_from_bytes("\xc0\0\2\1", 4), port},
        .to = {ip_address_from_bytes("\xc0\0\2\2", 4), other_port},
        .time = now,
        .bytes = bytes,
        .captured = sizeof bytes,
        .length = sizeof bytes,
    };
}

void sign(const char *secret, uint8_t *digest)
{
    GChecksum *checksum = g_checksum_new(G_CHECKSUM_MD5);
    gsize length = DIGEST_LENGTH;
    uint8_t header[TCP_HEADER_LENGTH];

    memcpy(header, bytes, sizeof header);
    memset(header + 16, 0, 2);
    g_checksum_update(checksum, (const guchar *)"\xc0\0\2\1\xc0\0\2\2\0\6\0\x2d", 12);
    g_checksum_update(checksum, header, sizeof header);
    g_checksum_update(checksum, bytes + 40, 5);
    g_checksum_update(checksum, (const guchar *)secret, (gssize)strlen(secret));
    g_checksum_get_digest(checksum, digest, &length);
    g_checksum_free(checksum);
}

/* Returns FINDING as text, such as "Bad MD5, key wrong of 2": verdict, key, and number of keys
 * tried. */
static char *describe(const struct finding *finding)
{
    if (finding->verdict == VERDICT_NONE)
        return g_strdup("nothing");
    GString *text = g_string_new(verdict_name(finding->verdict));
    g_string_append_printf(text, " %s", signing_name(finding->signing));
    if (finding->reason != REASON_NONE)
        g_string_append_printf(text, ": %s", reason_name(finding->reason));
    if (finding->key)
        g_string_append_printf(text, ", key %s", finding->key->name);
    if (finding->tried > 0)
        g_string_append_printf(text, " of %u", finding->tried);
    if (finding->not_longest_match)
        g_string_append(text, ", not longest match");
    return g_string_free(text, FALSE);
}

void assert_finding(const struct finding *finding, const char *expected)
{
    uint8_t calculated[DIGEST_LENGTH] = {0};
    char *text = describe(finding);
    if (finding->tried > 0) {
        size_t length;
        const uint8_t *secret = secret_bytes(finding->key->secret, &length);
        char *secret_text = g_strndup((const char *)secret, length);
        sign(secret_text, calculated);
        g_free(secret_text);
    }
    g_assert_cmpstr(text, ==, expected);
    g_assert_cmpmem(finding->calculated, DIGEST_LENGTH, calculated, DIGEST_LENGTH);
    g_free(text);
}

const struct signature_options signatures[] = {
    [MD5] = {.md5 = 1},
    [AO] = {.ao = 1},
    [BOTH] = {.md5 = 1, .ao = 1, .defect = REASON_MD5_AND_AO},
};

struct signature md5_signature(const uint8_t *digest)
{
    return (struct signature){.kind = OPTION_MD5, .length = DIGEST_LENGTH, .mac = digest};
}

/* In these cases no key is tried. */
static const struct signature ao_signature = {.kind = OPTION_AO, .length = 12};

struct finding judge_with(const struct segment *segment, struct signature_options options,
                          const struct candidates *candidates)
{
    uint8_t digest[DIGEST_LENGTH];
    const struct flow flow = {.candidates = candidates};

    sign("right", digest);
    options.signature = options.md5 > 0 ? md5_signature(digest) : ao_signature;
    return verify_signed(segment, &options, &flow, hasher);
}

struct finding judge(const struct segment *segment, struct signature_options options,
                     const char *names)
{
    const struct candidates candidates = candidates_of(names);
    return judge_with(segment, options, &candidates);
}

void sign_ao(const struct segment *segment, const struct signature *signature,
             const struct flow *flow, const struct key *key, uint8_t *mac)
{
    struct reading readings[MAX_READINGS];
    uint8_t result[MAC_MAX_LENGTH];
    const unsigned count = readings_of(segment, signature, flow, readings);

    for (unsigned i = 0; i < count; i++)
        if (reading_fits(&readings[i], key)) {
            g_assert_cmpuint(schemes[key->algorithm].compute(hasher, &readings[i], key, result), >=,
                             signature->length);
            memcpy(mac, result, signature->length);
        }
}
