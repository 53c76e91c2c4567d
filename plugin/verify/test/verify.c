/* Tests the verdict on segments, signed and unsigned, and which reason goes before which.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/verify/verify.h"

#include "plugin/verify/numbering.h"

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
static struct hasher *hasher;
static int64_t now;

static void make_keys(void)
{
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

/* Returns the keys named in NAMES as candidates, in this order. */
static struct candidates candidates_of(const char *names)
{
    static const struct key *found[G_N_ELEMENTS(keys)];
    struct candidates candidates = {.keys = found};
    char **words = g_strsplit(names, " ", -1);

    for (unsigned word = 0; words[word]; word++) {
        unsigned i = 0;
        while (i < G_N_ELEMENTS(keys) && strcmp(keys[i].name, words[word]) != 0)
            i++;
        g_assert_cmpuint(i, <, G_N_ELEMENTS(keys));
        found[candidates.count++] = made[i];
    }
    g_strfreev(words);
    return candidates;
}

/* A segment with room for a signature. */
static uint8_t bytes[TCP_HEADER_LENGTH + 20 + 5] = "header of a segment";

static struct segment segment_between(uint16_t port, uint16_t other_port)
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

/* Writes the digest of the segment above with SECRET, computed by GLib. */
static void sign(const char *secret, uint8_t *digest)
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

static void assert_finding(const struct finding *finding, const char *expected)
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

enum kind { MD5, AO, BOTH };

static const struct signature_options signatures[] = {
    [MD5] = {.md5 = 1},
    [AO] = {.ao = 1},
    [BOTH] = {.md5 = 1, .ao = 1, .defect = REASON_MD5_AND_AO},
};

/* All segments are signed with the secret "right". */
static const struct {
    const char *rule;
    enum kind signature;
    const char *keys, *finding;
} signed_cases[] = {
    {"no key", MD5, "", "Unverified MD5: no key"},
    {"the right key", MD5, "right", "Good MD5, key right of 1"},
    {"a wrong key", MD5, "wrong", "Bad MD5, key wrong of 1"},
    {"of several wrong keys the first is named", MD5, "wrong false", "Bad MD5, key wrong of 2"},
    {"several keys: the one that verifies is named", MD5, "wrong false right",
     "Good MD5, key right of 3"},
    {"keys behind the right one are not tried", MD5, "right wrong", "Good MD5, key right of 1"},
    {"of two right keys the first is named", MD5, "right right-any", "Good MD5, key right of 1"},
    {"a key that names a port is as good", MD5, "right-8080", "Good MD5, key right-8080 of 1"},

    {"a less specific key verifies", MD5, "wrong right-24",
     "Good MD5, key right-24 of 2, not longest match"},
    {"the least specific key verifies", MD5, "wrong wrong-24 right-any",
     "Good MD5, key right-any of 3, not longest match"},
    {"an equally specific key verifies", MD5, "wrong right", "Good MD5, key right of 2"},
    {"the more specific key is not valid now", MD5, "until-now right-24",
     "Good MD5, key right-24 of 1"},
    {"the more specific key is one for TCP-AO", MD5, "ao right-24", "Good MD5, key right-24 of 1"},

    {"validity begins at this moment", MD5, "from-now", "Good MD5, key from-now of 1"},
    {"validity begins a microsecond later", MD5, "from-then",
     "Unverified MD5: key not valid at this time"},
    {"validity ends at this moment", MD5, "until-now",
     "Unverified MD5: key not valid at this time"},
    {"validity ends a microsecond later", MD5, "until-then", "Good MD5, key until-then of 1"},
    {"a key that is not valid is not tried", MD5, "until-now wrong", "Bad MD5, key wrong of 1"},
    {"no key of several is valid", MD5, "until-now from-then",
     "Unverified MD5: key not valid at this time"},

    {"a key for TCP-AO is none for MD5", MD5, "ao", "Unverified MD5: no key"},
    {"nor does it hide one that is not valid", MD5, "ao until-now",
     "Unverified MD5: key not valid at this time"},
    {"a secret that is not known could be the one", MD5, "unknown",
     "Unverified MD5: secret unknown, key unknown"},
    {"even if another key is wrong", MD5, "wrong unknown",
     "Unverified MD5: secret unknown, key unknown"},
    {"even if another key behind it is wrong", MD5, "unknown wrong",
     "Unverified MD5: secret unknown, key unknown"},
    {"a right key is right beside it", MD5, "unknown right", "Good MD5, key right of 1"},
    {"a less specific key verifies, the other is not known", MD5, "unknown right-24",
     "Good MD5, key right-24 of 1, not longest match"},
    {"a secret that is not known of a key that is not valid", MD5, "unknown-until-now wrong",
     "Bad MD5, key wrong of 1"},

    {"TCP-AO with a key for MD5", AO, "right", "Unverified TCP-AO: no key"},
    {"TCP-AO without a key", AO, "", "Unverified TCP-AO: no key"},
    {"both kinds with the right key", BOTH, "right", "Illegal MD5: MD5 and TCP-AO"},
};

/* The same, in a connection that is otherwise unsigned. */
static const struct {
    const char *rule;
    enum kind signature;
    uint16_t port;
    const char *keys, *finding;
} stray_cases[] = {
    {"no key", MD5, 443, "", "Unverified MD5: unexpected signature"},
    {"no key where protocols sign", MD5, 179, "", "Unverified MD5: unexpected signature"},
    {"TCP-AO", AO, 443, "", "Unverified TCP-AO: unexpected signature"},
    {"a wrong key without a port", MD5, 443, "wrong", "Unverified MD5: unexpected signature"},
    {"a right key without a port", MD5, 443, "right", "Good MD5, key right of 1"},
    {"one that was valid before", MD5, 443, "until-now", "Unverified MD5: unexpected signature"},
    {"one that is not known", MD5, 443, "unknown", "Unverified MD5: unexpected signature"},
    {"a wrong key where protocols sign", MD5, 179, "wrong", "Bad MD5, key wrong of 1"},
    {"one that was valid before, too", MD5, 179, "until-now",
     "Unverified MD5: key not valid at this time"},
    {"a key that names the port", MD5, 8080, "wrong right-8080", "Good MD5, key right-8080 of 2"},
    {"a key for TCP-AO that names it", MD5, 8080, "ao-8080", "Unverified MD5: no key"},
    {"TCP-AO where a key names the port", AO, 8080, "right-8080", "Unverified TCP-AO: no key"},
    {"an option that is malformed", BOTH, 443, "", "Illegal MD5: MD5 and TCP-AO"},
};

static struct signature md5_signature(const uint8_t *digest)
{
    return (struct signature){.kind = OPTION_MD5, .length = DIGEST_LENGTH, .mac = digest};
}

/* In these cases no key is tried. */
static const struct signature ao_signature = {.kind = OPTION_AO, .length = 12};

static struct finding judge(const struct segment *segment, struct signature_options options,
                            const char *names)
{
    uint8_t digest[DIGEST_LENGTH];
    const struct candidates candidates = candidates_of(names);
    sign("right", digest);
    options.signature = options.md5 > 0 ? md5_signature(digest) : ao_signature;
    const struct flow flow = {.candidates = &candidates};
    return verify_signed(segment, &options, &flow, hasher);
}

static bool md5_is_forbidden;

struct md5 *__real_md5_new(void);
struct md5 *__wrap_md5_new(void);
struct md5 *__wrap_md5_new(void)
{
    return md5_is_forbidden ? NULL : __real_md5_new();
}

/* If the system forbids MD5 and there is an MD5 key, the reason is that MD5 is forbidden. */
static void test_md5_forbidden(void)
{
    md5_is_forbidden = true;
    struct hasher *without_md5 = hasher_new();
    md5_is_forbidden = false;
    static const struct {
        const char *names;
        enum reason reason;
    } cases[] = {{"right", REASON_MD5_FORBIDDEN}, {"", REASON_NO_KEY}, {"ao", REASON_NO_KEY}};
    uint8_t digest[DIGEST_LENGTH] = {0};
    const struct signature_options options = {.md5 = 1, .signature = md5_signature(digest)};

    for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct segment segment = segment_between(179, 40000);
        const struct candidates candidates = candidates_of(cases[i].names);
        const struct flow flow = {.candidates = &candidates};
        const struct finding finding = verify_signed(&segment, &options, &flow, without_md5);
        g_assert_cmpint(finding.verdict, ==, VERDICT_UNVERIFIED);
        g_assert_cmpint(finding.reason, ==, cases[i].reason);
    }
    hasher_free(without_md5);
}

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
            all[i] = i == right ? made[0] : wrong[i];
        for (unsigned i = 0; i < right; i++)
            tried += all[i]->algorithm == KEY_MD5 && all[i]->secret;
        const struct candidates candidates = {.keys = all, .count = MANY};
        const struct flow flow = {.candidates = &candidates};
        digests = 0;
        const struct finding finding = verify_signed(&segment, &options, &flow, hasher);
        g_assert_cmpint(finding.verdict, ==, VERDICT_GOOD);
        g_assert_true(finding.key == made[0]);
        g_assert_cmpuint(finding.tried, ==, tried);
        g_assert_cmpmem(finding.calculated, DIGEST_LENGTH, digest, DIGEST_LENGTH);
        g_assert_cmpuint(digests, <=, 2);
    }
    for (unsigned i = 0; i < MANY; i++)
        key_free(wrong[i]);
}

/* Keys that are not known could verify a segment that no known key verifies. */
static const struct {
    const char *keys, *finding;
    enum kind signature;
} locked_cases[] = {
    {"", "Unverified MD5: keyring locked", MD5},
    {"wrong", "Unverified MD5: keyring locked", MD5},
    {"until-now", "Unverified MD5: keyring locked", MD5},
    {"unknown", "Unverified MD5: keyring locked", MD5},
    {"wrong right", "Good MD5, key right of 2", MD5},
    {"", "Unverified TCP-AO: keyring locked", AO},
    {"right", "Illegal MD5: MD5 and TCP-AO", BOTH},
};

static void test_locked_keyring(void)
{
    const struct segment segment = segment_between(40000, 179);
    uint8_t digest[DIGEST_LENGTH];

    for (unsigned i = 0; i < G_N_ELEMENTS(locked_cases); i++) {
        struct candidates candidates = candidates_of(locked_cases[i].keys);
        struct signature_options options = signatures[locked_cases[i].signature];
        candidates.locked = true;
        sign("right", digest);
        options.signature = options.md5 > 0 ? md5_signature(digest) : ao_signature;
        const struct flow flow = {.candidates = &candidates};
        const struct finding finding = verify_signed(&segment, &options, &flow, hasher);
        assert_finding(&finding, locked_cases[i].finding);
    }
}

static void test_signed_segments(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(signed_cases); i++) {
        const struct segment segment = segment_between(179, 40000);
        const struct finding finding =
            judge(&segment, signatures[signed_cases[i].signature], signed_cases[i].keys);
        g_test_message("%s", signed_cases[i].rule);
        assert_finding(&finding, signed_cases[i].finding);
    }
}

static void test_strays(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(stray_cases); i++) {
        const struct segment segment = segment_between(stray_cases[i].port, 40000);
        struct finding finding =
            judge(&segment, signatures[stray_cases[i].signature], stray_cases[i].keys);
        struct candidates candidates = candidates_of(stray_cases[i].keys);
        g_test_message("%s", stray_cases[i].rule);
        verify_stray(&segment, &candidates, &finding);
        assert_finding(&finding, stray_cases[i].finding);
    }
}

static void test_a_stray_while_keys_are_locked(void)
{
    const struct segment segment = segment_between(443, 40000);
    struct candidates candidates = candidates_of("wrong");
    struct finding finding = {.verdict = VERDICT_UNVERIFIED, .reason = REASON_KEYRING_LOCKED};

    candidates.locked = true;
    verify_stray(&segment, &candidates, &finding);
    g_assert_cmpint(finding.reason, ==, REASON_KEYRING_LOCKED);
    finding = (struct finding){.verdict = VERDICT_UNVERIFIED, .reason = REASON_ISN_UNKNOWN};
    verify_stray(&segment, &candidates, &finding);
    g_assert_cmpint(finding.reason, ==, REASON_ISN_UNKNOWN);
}

static void test_one_changed_bit_of_the_digest_is_bad(void)
{
    const struct segment segment = segment_between(179, 40000);
    const struct candidates candidates = candidates_of("right");
    uint8_t digest[DIGEST_LENGTH];

    for (unsigned bit = 0; bit < DIGEST_LENGTH * 8; bit++) {
        sign("right", digest);
        digest[bit / 8] ^= (uint8_t)(1 << bit % 8);
        const struct signature_options options = {.md5 = 1, .signature = md5_signature(digest)};
        const struct flow flow = {.candidates = &candidates};
        const struct finding finding = verify_signed(&segment, &options, &flow, hasher);
        assert_finding(&finding, "Bad MD5, key right of 1");
    }
}

/* If several reasons apply, the first of these is given. */
static void test_precedence(void)
{
    enum { QUOTED, ILLEGAL, CUT, FRAGMENT, IS_AO, NO_KEY, NOT_VALID, FAULTS };
    static const char *const reasons[] = {
        [QUOTED] = "quoted",
        [ILLEGAL] = "length",
        [CUT] = "cut short",
        [FRAGMENT] = "fragment missing",
        [IS_AO] = "no key",
        [NO_KEY] = "no key",
        [NOT_VALID] = "key not valid at this time",
    };
    for (unsigned faults = 1; faults < 1 << FAULTS; faults++) {
        struct segment segment = segment_between(179, 40000);
        struct signature_options options = {0};
        unsigned first = 0;

        while (!(faults & 1 << first))
            first++;
        segment.quoted = faults & 1 << QUOTED;
        segment.fragment = faults & 1 << FRAGMENT;
        segment.captured -= faults & 1 << CUT ? 1 : 0;
        options.defect = faults & 1 << ILLEGAL ? REASON_LENGTH : REASON_NONE;
        *(faults & 1 << IS_AO ? &options.ao : &options.md5) = 1;
        const char *names = faults & 1 << NO_KEY      ? ""
                            : faults & 1 << NOT_VALID ? "until-now"
                                                      : "right";
        const struct finding finding = judge(&segment, options, names);

        g_assert_cmpint(finding.verdict, ==,
                        first == ILLEGAL ? VERDICT_ILLEGAL : VERDICT_UNVERIFIED);
        g_assert_cmpstr(reason_name(finding.reason), ==, reasons[first]);
        g_assert_cmpint(finding.signing, ==, faults & 1 << IS_AO ? SIGNING_AO : SIGNING_MD5);
        g_assert_null(finding.key);
        g_assert_cmpuint(finding.tried, ==, 0);
    }
}

static void test_how_options_sign(void)
{
    const struct signature_options none = {0};
    g_assert_cmpint(verify_signing(&none), ==, SIGNING_NONE);
    g_assert_cmpint(verify_signing(&signatures[MD5]), ==, SIGNING_MD5);
    g_assert_cmpint(verify_signing(&signatures[AO]), ==, SIGNING_AO);
    g_assert_cmpint(verify_signing(&signatures[BOTH]), ==, SIGNING_MD5);
}

#define NONE SIGNING_NONE

/* Other properties of an unsigned segment. */
enum { WHOLE, IN_ICMP = 1, PART = 2, CUT_IN_DATA = 4, CUT_IN_HEADER = 8 };

static const struct {
    const char *rule, *keys;
    uint16_t port;
    enum signing connection;
    unsigned state;
    const char *finding;
} unsigned_cases[] = {
    {"no key, no signature", "", 179, NONE, WHOLE, "nothing"},
    {"a key, on a port whose protocol signs", "right", 179, NONE, WHOLE,
     "Not present MD5: key configured, key right"},
    {"a key that names no port, on another port", "right", 8080, NONE, WHOLE, "nothing"},
    {"a key that names the port", "right-8080", 8080, NONE, WHOLE,
     "Not present MD5: key configured, key right-8080"},
    {"the first key is named", "wrong right", 179, NONE, WHOLE,
     "Not present MD5: key configured, key wrong"},
    {"of the keys that accuse", "right right-8080", 8080, NONE, WHOLE,
     "Not present MD5: key configured, key right-8080"},
    {"a wildcard key, on a port whose protocol signs", "right-any", 179, NONE, WHOLE,
     "Not present MD5: key configured, key right-any"},

    {"a key whose signature is optional", "optional", 179, NONE, WHOLE, "nothing"},
    {"a key that is not valid any more", "until-now", 179, NONE, WHOLE, "nothing"},
    {"a key that is not valid yet", "from-then", 179, NONE, WHOLE, "nothing"},
    {"a key that begins now", "from-now", 179, NONE, WHOLE,
     "Not present MD5: key configured, key from-now"},
    {"the first key that is valid is named", "until-now right", 179, NONE, WHOLE,
     "Not present MD5: key configured, key right"},

    {"a key for TCP-AO", "ao", 179, NONE, WHOLE, "Not present TCP-AO: key configured, key ao"},
    {"a key for TCP-AO that names the port", "ao-8080", 8080, NONE, WHOLE,
     "Not present TCP-AO: key configured, key ao-8080"},

    {"a connection signed otherwise", "", 8080, SIGNING_MD5, WHOLE,
     "Not present MD5: connection signed"},
    {"a connection signed with TCP-AO", "", 8080, SIGNING_AO, WHOLE,
     "Not present TCP-AO: connection signed"},
    {"a connection signed, with a key that does not accuse", "right", 8080, SIGNING_MD5, WHOLE,
     "Not present MD5: connection signed"},
    {"a connection signed with MD5, with a key for TCP-AO", "ao", 179, SIGNING_MD5, WHOLE,
     "Not present MD5: connection signed"},
    {"a connection signed with MD5, with keys for both", "ao right", 179, SIGNING_MD5, WHOLE,
     "Not present MD5: key configured, key right"},
    {"a connection signed, with a key that is not valid", "until-now", 179, SIGNING_MD5, WHOLE,
     "Not present MD5: connection signed"},
    {"a key goes before its connection", "right", 179, SIGNING_MD5, WHOLE,
     "Not present MD5: key configured, key right"},

    {"quoted", "right", 179, SIGNING_MD5, IN_ICMP, "nothing"},
    {"quoted and cut", "right", 179, SIGNING_MD5, IN_ICMP | CUT_IN_HEADER, "nothing"},
    {"data cut: there was no option", "right", 179, NONE, CUT_IN_DATA,
     "Not present MD5: key configured, key right"},
    {"a first fragment: there was no option", "right", 179, NONE, PART,
     "Not present MD5: key configured, key right"},
    {"options cut, with a key", "right", 179, NONE, CUT_IN_HEADER, "Unverified MD5: cut short"},
    {"options cut, with a key for TCP-AO", "ao", 179, NONE, CUT_IN_HEADER,
     "Unverified TCP-AO: cut short"},
    {"options cut, of a connection signed otherwise", "", 8080, SIGNING_AO, CUT_IN_HEADER,
     "Unverified TCP-AO: cut short"},
    {"options cut, without a reason to look", "right", 8080, NONE, CUT_IN_HEADER, "nothing"},
};

static void test_unsigned_segments(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(unsigned_cases); i++) {
        const unsigned state = unsigned_cases[i].state;
        struct segment segment = segment_between(40000, unsigned_cases[i].port);
        const struct signature_options options = {.cut = state & CUT_IN_HEADER};
        const struct candidates candidates = candidates_of(unsigned_cases[i].keys);

        segment.quoted = state & IN_ICMP;
        segment.fragment = state & PART;
        segment.captured -= state & CUT_IN_HEADER ? 10 : state & CUT_IN_DATA ? 1 : 0;
        const struct finding finding =
            verify_unsigned(&segment, &options, &candidates, unsigned_cases[i].connection);
        g_test_message("%s", unsigned_cases[i].rule);
        assert_finding(&finding, unsigned_cases[i].finding);
    }
}

static void test_a_key_without_a_port_accuses_where_protocols_sign_alone(void)
{
    const struct candidates candidates = candidates_of("right");
    const struct signature_options options = {0};
    for (unsigned port = 0; port <= G_MAXUINT16; port++) {
        const bool signs = port == 179 || port == 323 || port == 639 || port == 646;
        const enum verdict expected = signs ? VERDICT_NOT_PRESENT : VERDICT_NONE;
        struct segment segment = segment_between((uint16_t)port, 40000);
        g_assert_cmpint(verify_unsigned(&segment, &options, &candidates, NONE).verdict, ==,
                        expected);
        segment = segment_between(40000, (uint16_t)port);
        g_assert_cmpint(verify_unsigned(&segment, &options, &candidates, NONE).verdict, ==,
                        expected);
    }
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
        many[i] = key_copy(made[11]);
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

/* Signs SEGMENT, whose MAC is to be at MAC, with KEY. */
static void sign_ao(const struct segment *segment, const struct signature *signature,
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

/* Returns a key of TCP-AO with KeyID 1 and a secret for NUMBER. Free with key_free(). */
static struct key *key_of_one_id(unsigned number)
{
    char *secret = g_strdup_printf("secret %u", number);
    struct key *key = key_copy(made[11]);

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
    g_test_add_func("/verify/strays", test_strays);
    g_test_add_func("/verify/a-stray-while-keys-are-locked", test_a_stray_while_keys_are_locked);
    make_keys();
    hasher = hasher_new();
    g_test_add_func("/verify/md5-forbidden", test_md5_forbidden);
    g_test_add_func("/verify/many-keys", test_many_keys);
    g_test_add_func("/verify/locked-keyring", test_locked_keyring);
    g_test_add_func("/verify/signed-segments", test_signed_segments);
    g_test_add_func("/verify/one-changed-bit-of-the-digest-is-bad",
                    test_one_changed_bit_of_the_digest_is_bad);
    g_test_add_func("/verify/precedence", test_precedence);
    g_test_add_func("/verify/how-options-sign", test_how_options_sign);
    g_test_add_func("/verify/guesses-with-many-keys", test_guesses_with_many_keys);
    g_test_add_func("/verify/last-key-first", test_last_key_first);
    g_test_add_func("/verify/unsigned-segments", test_unsigned_segments);
    g_test_add_func("/verify/a-key-without-a-port-accuses-where-protocols-sign-alone",
                    test_a_key_without_a_port_accuses_where_protocols_sign_alone);
    const int failed = g_test_run();
    hasher_free(hasher);
    for (unsigned i = 0; i < G_N_ELEMENTS(keys); i++)
        key_free(made[i]);
    return failed;
}
