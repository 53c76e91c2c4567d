/* Tests the verdict on unsigned segments, and on signatures where none is expected.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "judged.h"

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

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    judged_begin();
    g_test_add_func("/unsigned/unsigned-segments", test_unsigned_segments);
    g_test_add_func("/unsigned/a-key-without-a-port-accuses-where-protocols-sign-alone",
                    test_a_key_without_a_port_accuses_where_protocols_sign_alone);
    g_test_add_func("/unsigned/strays", test_strays);
    g_test_add_func("/unsigned/a-stray-while-keys-are-locked", test_a_stray_while_keys_are_locked);
    const int failed = g_test_run();
    judged_end();
    return failed;
}
