/* Tests the verdict on signed segments, and which reason goes before which.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "judged.h"

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

    for (unsigned i = 0; i < G_N_ELEMENTS(locked_cases); i++) {
        struct candidates candidates = candidates_of(locked_cases[i].keys);
        candidates.locked = true;
        const struct finding finding =
            judge_with(&segment, signatures[locked_cases[i].signature], &candidates);
        assert_finding(&finding, locked_cases[i].finding);
    }
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

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    judged_begin();
    g_test_add_func("/verify/signed-segments", test_signed_segments);
    g_test_add_func("/verify/md5-forbidden", test_md5_forbidden);
    g_test_add_func("/verify/locked-keyring", test_locked_keyring);
    g_test_add_func("/verify/one-changed-bit-of-the-digest-is-bad",
                    test_one_changed_bit_of_the_digest_is_bad);
    g_test_add_func("/verify/precedence", test_precedence);
    g_test_add_func("/verify/how-options-sign", test_how_options_sign);
    const int failed = g_test_run();
    judged_end();
    return failed;
}
