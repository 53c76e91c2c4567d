/* Tests the names that people filter by.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/verify/finding.h"

#include <glib.h>
#include <string.h>

static const struct {
    enum verdict verdict;
    int value; /* of tcpauth.status, as in tcp.checksum.status */
    const char *name;
} verdicts[] = {
    {VERDICT_BAD, 0, "Bad"},
    {VERDICT_GOOD, 1, "Good"},
    {VERDICT_UNVERIFIED, 2, "Unverified"},
    {VERDICT_NOT_PRESENT, 3, "Not present"},
    {VERDICT_ILLEGAL, 4, "Illegal"},
    {VERDICT_NONE, 5, NULL},
};

static void test_verdicts(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(verdicts); i++) {
        g_assert_cmpint(verdicts[i].verdict, ==, verdicts[i].value);
        g_assert_cmpstr(verdict_name(verdicts[i].verdict), ==, verdicts[i].name);
    }
}

static const struct {
    enum reason reason;
    const char *name;
} reasons[] = {
    {REASON_NONE, NULL},
    {REASON_QUOTED, "quoted"},
    {REASON_CUT_SHORT, "cut short"},
    {REASON_FRAGMENT_MISSING, "fragment missing"},
    {REASON_NO_MAC, "no MAC"},
    {REASON_ALGORITHM_MISSING, "algorithm missing"},
    {REASON_ISN_UNKNOWN, "ISN unknown"},
    {REASON_KEY_ID_UNKNOWN, "KeyID unknown"},
    {REASON_NO_KEY, "no key"},
    {REASON_KEY_NOT_VALID, "key not valid at this time"},
    {REASON_SECRET_UNKNOWN, "secret unknown"},
    {REASON_MD5_FORBIDDEN, "MD5 forbidden"},
    {REASON_KEYRING_LOCKED, "keyring locked"},
    {REASON_UNEXPECTED, "unexpected signature"},
    {REASON_KEY_CONFIGURED, "key configured"},
    {REASON_CONNECTION_SIGNED, "connection signed"},
    {REASON_LENGTH, "length"},
    {REASON_BEYOND_HEADER, "beyond header"},
    {REASON_MD5_AND_AO, "MD5 and TCP-AO"},
    {REASON_REPEATED, "repeated"},
};

static void test_reasons(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(reasons); i++) {
        g_assert_cmpint(reasons[i].reason, ==, (int)i); /* none is missing */
        g_assert_cmpstr(reason_name(reasons[i].reason), ==, reasons[i].name);
    }
    g_assert_cmpint(REASON_REPEATED + 1, ==, G_N_ELEMENTS(reasons));
}

/* The sentence ends a line such as "Invalid MD5 digest from ... to ...: <sentence>". */
static void test_every_reason_has_a_sentence_of_its_own(void)
{
    g_assert_null(reason_sentence(REASON_NONE));
    for (unsigned i = 1; i < G_N_ELEMENTS(reasons); i++) {
        const char *sentence = reason_sentence(reasons[i].reason);
        g_assert_cmpuint(strlen(sentence), >, strlen(reasons[i].name));
        g_assert_false(g_str_has_suffix(sentence, "."));
        for (unsigned j = 1; j < i; j++)
            g_assert_cmpstr(sentence, !=, reason_sentence(reasons[j].reason));
    }
}

static void test_signings(void)
{
    g_assert_null(signing_name(SIGNING_NONE));
    g_assert_cmpstr(signing_name(SIGNING_MD5), ==, "MD5");
    g_assert_cmpstr(signing_name(SIGNING_AO), ==, "TCP-AO");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/finding/verdicts", test_verdicts);
    g_test_add_func("/finding/reasons", test_reasons);
    g_test_add_func("/finding/every-reason-has-a-sentence-of-its-own",
                    test_every_reason_has_a_sentence_of_its_own);
    g_test_add_func("/finding/signings", test_signings);
    return g_test_run();
}
