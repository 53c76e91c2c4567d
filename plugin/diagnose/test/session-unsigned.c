/* Tests the conclusions on missing signatures.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "steps.h"

/* What a peer without a password answers to signed SYNs accuses nobody of having removed one. */
static void test_signed_syns(void)
{
    static const struct step steps[] = {
        OPEN(VERDICT_GOOD, VERDICT_NOT_PRESENT),
        DATA(101, 19, .verdict = VERDICT_NOT_PRESENT),
    };
    char *text = steps_text(steps, G_N_ELEMENTS(steps));
    g_assert_nonnull(strstr(text, "signs nothing but SYNs"));
    g_assert_null(strstr(text, "password was removed"));
    g_free(text);
}

/* A truncated segment, whose options may not have been captured, was not signed for that; but it
 * was if they show a signature. */
static void test_truncated_options(void)
{
    static const struct key *const keys[] = {NULL, &key, &ao_key};

    for (unsigned i = 0; i < G_N_ELEMENTS(keys); i++) {
        const struct step steps[] = {
            DATA(82, 19, .verdict = VERDICT_UNVERIFIED, .reason = REASON_CUT_SHORT,
                 .is_bare = !keys[i], .key = keys[i]),
            DATA(101, 19, .verdict = VERDICT_NOT_PRESENT),
            DATA(120, 19, .verdict = VERDICT_NOT_PRESENT),
        };
        char *text = steps_text(steps, G_N_ELEMENTS(steps));
        g_assert_true(!strstr(text, "NOBODY SIGNS") == (i > 0));
        g_assert_true(!strstr(text, "STOPPED SIGNING") == (i == 0));
        g_free(text);
    }
}

/* Who signs after an unsigned RST has the key: nobody needs to configure it. */
static void test_reset_of_a_signer(void)
{
    static const struct step steps[] = {
        OPEN(VERDICT_GOOD, VERDICT_GOOD),
        RESET(.verdict = VERDICT_NOT_PRESENT, .proof = &unsigned_reset,
              .reason = REASON_CONNECTION_SIGNED),
        SENT(SERVER, 501, 101, .data = 19, .verdict = VERDICT_GOOD),
    };
    for (unsigned count = 3; count <= G_N_ELEMENTS(steps); count++) {
        char *text = steps_text(steps, count);
        const bool signs = count == G_N_ELEMENTS(steps);
        g_assert_nonnull(strstr(text, "UNSIGNED RESET"));
        g_assert_true(!strstr(text, "signs later segments, so it has the key") == !signs);
        g_assert_true(!strstr(text, "password WORD") == signs);
        g_free(text);
    }
}

/* A peer whose password was configured in the end has no second sender. */
static void test_began_to_sign(void)
{
    static const struct step steps[] = {
        SYN(CLIENT, 50, .verdict = VERDICT_NOT_PRESENT),
        SYN(CLIENT, 100, .verdict = VERDICT_GOOD),
        DATA(120, 19, .verdict = VERDICT_NOT_PRESENT),
    };
    for (unsigned count = 2; count <= G_N_ELEMENTS(steps); count++) {
        char *text = steps_text(steps, count);
        const bool began = count == 2;
        g_assert_nonnull(strstr(text, "SOME SEGMENTS UNSIGNED"));
        g_assert_true(!strstr(text, "signs everything from frame 2") == !began);
        g_assert_true(!strstr(text, "another host uses its address") == began);
        g_free(text);
    }
}

/* If both stopped, neither drops what the other sends. */
static void test_both_stopped(void)
{
    static const struct step steps[] = {
        OPEN(VERDICT_GOOD, VERDICT_GOOD),
        DATA(101, 19, .verdict = VERDICT_NOT_PRESENT),
        SENT(SERVER, 501, 120, .data = 19, .verdict = VERDICT_NOT_PRESENT),
    };
    for (unsigned count = 3; count <= G_N_ELEMENTS(steps); count++) {
        char *text = steps_text(steps, count);
        g_assert_nonnull(strstr(text, "STOPPED SIGNING"));
        g_assert_true(!strstr(text, "without protection") == (count == 3));
        g_assert_true(!strstr(text, "drops such segments") == (count == 4));
        g_free(text);
    }
}

/* A session that the capture begins in may have been signed before. */
static void test_signed_before(void)
{
    static const struct step steps[] = {
        SYN(CLIENT, 50, .verdict = VERDICT_NOT_PRESENT),
        DATA(101, 19, .verdict = VERDICT_GOOD),
    };
    char *text = steps_text(steps, G_N_ELEMENTS(steps));
    g_assert_nonnull(strstr(text, "another host uses its address"));
    g_assert_null(strstr(text, "was configured then"));
    g_free(text);
}

/* What an attacker injects in a peer's name, before or after the data that the peer signs, shows no
 * fault of the peer. */
static void test_injected(void)
{
    static const struct step before[] = {
        DATA(101, 19, .verdict = VERDICT_GOOD),
        DATA(120, 19, .verdict = VERDICT_NOT_PRESENT),
        DATA(120, 19, .verdict = VERDICT_GOOD, .exposes = 1),
    };
    static const struct step after[] = {
        DATA(101, 19, .verdict = VERDICT_GOOD),
        DATA(101, 19, .verdict = VERDICT_NOT_PRESENT, .hint = HINT_INJECTED),
        DATA(120, 19, .verdict = VERDICT_GOOD),
    };
    static const struct step some[] = {
        DATA(101, 19, .verdict = VERDICT_GOOD),
        DATA(101, 19, .verdict = VERDICT_NOT_PRESENT, .hint = HINT_INJECTED),
        DATA(120, 19, .verdict = VERDICT_NOT_PRESENT),
        DATA(120, 19, .verdict = VERDICT_GOOD),
    };
    static const struct step *const all[] = {before, after, some};

    for (unsigned i = 0; i < G_N_ELEMENTS(all); i++) {
        const bool is_attack = all[i] != some;
        char *text = steps_text(all[i], is_attack ? 3 : 4);
        g_assert_true(!strstr(text, "another host sends these in its name. Nothing is wrong") !=
                      is_attack);
        g_assert_nonnull(strstr(text, "SOME SEGMENTS UNSIGNED"));
        g_assert_true(!strstr(text, "removes TCP option") == is_attack);
        g_free(text);
    }
}

/* RSTs in the names of both peers answer nothing that either sent without a signature. */
static void test_resets_of_both(void)
{
    static const struct proof reset = {.cause = CAUSE_RST_UNSIGNED};
    const struct step steps[] = {
        OPEN(VERDICT_GOOD, VERDICT_GOOD),
        {.side = CLIENT,
         .flags = FLAG_RST,
         .sequence_number = 101,
         .verdict = VERDICT_NOT_PRESENT,
         .proof = &reset},
        RESET(.verdict = VERDICT_NOT_PRESENT, .proof = &reset),
        SENT(SERVER, 501, 101, .data = 19, .verdict = VERDICT_NOT_PRESENT),
    };
    for (unsigned count = 4; count <= G_N_ELEMENTS(steps); count++) {
        char *text = steps_text(steps, count);
        g_assert_true(!strstr(text, "They answer unsigned segments") == (count == 4));
        g_free(text);
    }
}

/* If both peers use the other kind of signature and accept each other's, the keyring is wrong. */
static void test_other_authentication_of_both(void)
{
    const struct step steps[] = {
        SYN(CLIENT, 100, .verdict = VERDICT_UNVERIFIED, .proof = &other_authentication),
        {.side = SERVER,
         .flags = FLAG_SYN | FLAG_ACK,
         .sequence_number = 500,
         .acknowledgment_number = 101,
         .verdict = VERDICT_UNVERIFIED,
         .proof = &other_authentication},
        DATA(101, 19, .verdict = VERDICT_UNVERIFIED, .proof = &other_authentication),
    };
    for (unsigned count = 2; count <= G_N_ELEMENTS(steps); count++) {
        char *text = steps_text(steps, count);
        g_assert_true(!strstr(text, "add their key") == (count == 2));
        g_assert_true(!strstr(text, "the same authentication") == (count > 2));
        g_free(text);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/unsigned/reset-of-a-signer", test_reset_of_a_signer);
    g_test_add_func("/unsigned/resets-of-both", test_resets_of_both);
    g_test_add_func("/unsigned/other-authentication-of-both", test_other_authentication_of_both);
    g_test_add_func("/unsigned/began-to-sign", test_began_to_sign);
    g_test_add_func("/unsigned/truncated-options", test_truncated_options);
    g_test_add_func("/unsigned/both-stopped", test_both_stopped);
    g_test_add_func("/unsigned/signed-before", test_signed_before);
    g_test_add_func("/unsigned/injected", test_injected);
    g_test_add_func("/unsigned/signed-syns", test_signed_syns);
    return g_test_run();
}
