/* Tests the conclusion that the receiver drops good segments.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "steps.h"

/* In one pass, if the clock behind a firewall is early, its copies come before the signed segments
 * that show where the signature was lost. Then nobody drops these because of a password. Copies
 * that are changed, but have no cause here, explain nothing. */
static void test_changed_copies_first(void)
{
    static struct twin twin = {.point = {.interface = 1}, .changes = 1u << CHANGE_MD5};
    static const struct twins twins = {.count = 1, .list = &twin};

    for (unsigned any = 0; any < 3; any++) {
        const struct step steps[] = {
            SYN(CLIENT, 100, .verdict = VERDICT_NOT_PRESENT, .proof = &blanked),
            SYN(CLIENT, 100, .verdict = VERDICT_GOOD, .twins = any ? &twins : NULL),
            SYN(CLIENT, 100, .verdict = VERDICT_GOOD, .retransmissions = 1),
            SYN(CLIENT, 100, .verdict = VERDICT_GOOD, .retransmissions = 2),
        };
        const unsigned without = any == 2; /* the copy is between other addresses, behind NAT */
        char *text = steps_text(steps + without, G_N_ELEMENTS(steps) - without);
        g_assert_true(!strstr(text, "SIGNATURE STRIPPED") == (without > 0));
        g_assert_true((strstr(text, "DROPPED BY THE RECEIVER") == NULL) == (any == 1));
        g_free(text);
    }
}

/* Where only long segments go unanswered, the password is not the first suspect. */
static void test_sizes(void)
{
    static const size_t lengths[] = {19, 300, 1400};

    for (unsigned i = 0; i < G_N_ELEMENTS(lengths); i++) {
        const size_t length = lengths[i];
        const struct step steps[] = {
            OPEN(VERDICT_GOOD, VERDICT_GOOD),
            DATA(101, 19, .verdict = VERDICT_GOOD),
            SENT(SERVER, 501, 120, .data = 19, .verdict = VERDICT_GOOD),
            DATA(120, length, .verdict = VERDICT_GOOD),
            DATA(120, length, .verdict = VERDICT_GOOD, .retransmissions = 2),
        };
        char *text = steps_text(steps, G_N_ELEMENTS(steps));
        g_assert_nonnull(strstr(text, "DROPPED BY THE RECEIVER"));
        g_assert_true(!strstr(text, "carry 1400 bytes of data or more, and none") == (i < 2));
        g_assert_true(!strstr(text, "carried more than 19: most likely") == (i < 2));
        g_free(text);
    }
}

/* What the receiver itself signs with shows why it drops what the sender signs. */
static void test_what_the_receiver_signs_with(void)
{
    static const char usual[] = "Either they do not reach";
    static const struct proof of_another = {.cause = CAUSE_OTHER_KEY, .key = &new_key};
    static const struct {
        struct step theirs;
        const struct key *own;
        const char *words;
        bool is_specific;
    } rows[] = {
        {SYN(SERVER, 900, .verdict = VERDICT_GOOD), &key, usual, false},
        {SYN(SERVER, 900, .verdict = VERDICT_GOOD, .key = &new_key), &key,
         "itself signs with key new: configure the same", false},
        {SYN(SERVER, 900, .verdict = VERDICT_GOOD, .key = &ao_key), &key,
         "itself signs with key ao, with TCP-AO instead of MD5: configure", false},
        {SYN(SERVER, 900, .verdict = VERDICT_GOOD, .key = &key), &ao_key,
         "itself signs with key lab, with MD5 instead of TCP-AO: configure", false},
        {SYN(SERVER, 900, .verdict = VERDICT_GOOD, .key = &other_ao_key), &ao_key, usual, false},
        {SYN(SERVER, 900, .verdict = VERDICT_BAD), &key,
         "itself signs with another password: configure", false},
        {SYN(SERVER, 900, .verdict = VERDICT_BAD, .proof = &damage), &key, usual, false},
        {SYN(SERVER, 900, .verdict = VERDICT_BAD, .proof = &of_another), &key,
         "itself signs with another key, or with other settings of key lab: configure", false},
        {SYN(SERVER, 900, .verdict = VERDICT_GOOD), &key,
         "has a more specific key for these two peers: most likely", true},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        const struct step steps[] = {
            SYN(CLIENT, 100, .verdict = VERDICT_GOOD, .key = rows[i].own,
                .not_longest_match = rows[i].is_specific),
            rows[i].theirs,
            SYN(CLIENT, 100, .verdict = VERDICT_GOOD, .key = rows[i].own, .retransmissions = 2,
                .not_longest_match = rows[i].is_specific),
        };
        char *text = steps_text(steps, G_N_ELEMENTS(steps));
        g_assert_nonnull(strstr(text, "DROPPED BY THE RECEIVER"));
        g_assert_nonnull(strstr(text, rows[i].words));
        g_assert_true(rows[i].words == usual || rows[i].is_specific || !strstr(text, usual));
        g_assert_true(!strstr(text, "more specific") == !rows[i].is_specific);
        g_free(text);
    }
}

/* A receiver does not sign with another key only because some of its segments do. */
static void test_receiver_with_several_keys(void)
{
    static const struct proof of_another = {.cause = CAUSE_OTHER_KEY, .key = &new_key};
    static const struct step theirs[][2] = {
        {SYN(SERVER, 900, .verdict = VERDICT_UNVERIFIED, .reason = REASON_CUT_SHORT),
         SYN(SERVER, 900, .verdict = VERDICT_UNVERIFIED, .reason = REASON_CUT_SHORT)},
        {SYN(SERVER, 900, .verdict = VERDICT_BAD, .proof = &of_another),
         SYN(SERVER, 900, .verdict = VERDICT_BAD)},
        {SYN(SERVER, 900, .verdict = VERDICT_BAD, .proof = &of_another),
         SYN(SERVER, 900, .verdict = VERDICT_GOOD)},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(theirs); i++) {
        const struct step steps[] = {
            SYN(CLIENT, 100, .verdict = VERDICT_GOOD),
            theirs[i][0],
            theirs[i][1],
            SYN(CLIENT, 100, .verdict = VERDICT_GOOD, .retransmissions = 2),
        };
        char *text = steps_text(steps, G_N_ELEMENTS(steps));
        g_assert_nonnull(strstr(text, "Either they do not reach"));
        g_assert_null(strstr(text, "itself signs"));
        g_free(text);
    }
}

/* If one peer covers the other TCP options and the other does not, that is the reason, unless each
 * signs with a key of its own: these may differ. */
static void test_other_mode(void)
{
    static const struct ao_terms covered = {.options_covered = true}, excluded = {0},
                                 bare = {.bare = true};
    static const struct {
        const struct ao_terms *own, *theirs;
        const struct key *their_key;
        const char *words;
    } rows[] = {
        {&covered, &excluded, &ao_key, "192.0.2.1 covers the other TCP options with its MACs"},
        {&excluded, &covered, &ao_key, "192.0.2.2 covers the other TCP options with its MACs"},
        {&covered, &covered, &ao_key, "Either they do not reach"},
        {&covered, &bare, &ao_key, "Either they do not reach"},
        {&covered, &excluded, &other_ao_key, "Either they do not reach"},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        const struct step first =
            SYN(CLIENT, 100, .verdict = VERDICT_GOOD, .key = &ao_key, .ao = rows[i].own);
        struct step again = first;
        again.retransmissions = 2;
        const struct step steps[] = {
            first,
            SYN(SERVER, 900, .verdict = VERDICT_GOOD, .key = rows[i].their_key,
                .ao = rows[i].theirs),
            again,
        };
        char *text = steps_text(steps, G_N_ELEMENTS(steps));
        g_assert_nonnull(strstr(text, rows[i].words));
        g_assert_true(!strstr(text, "include-tcp-options") == (i > 1));
        g_free(text);
    }
}

/* Nor does what the receiver covered before the segments that it refuses: it may be out of date. */
static void test_mode_before(void)
{
    static const struct ao_terms covered = {.options_covered = true}, excluded = {0};
    static const struct step steps[] = {
        SYN(SERVER, 900, .verdict = VERDICT_GOOD, .key = &ao_key, .ao = &excluded),
        SYN(CLIENT, 100, .verdict = VERDICT_GOOD, .key = &ao_key, .ao = &covered),
        SYN(CLIENT, 100, .verdict = VERDICT_GOOD, .key = &ao_key, .ao = &covered,
            .retransmissions = 2),
    };
    char *text = steps_text(steps, G_N_ELEMENTS(steps));
    g_assert_nonnull(strstr(text, "DROPPED BY THE RECEIVER"));
    g_assert_null(strstr(text, "covers the other TCP options"));
    g_assert_null(strstr(text, "include-tcp-options"));
    g_free(text);
}

/* What the other options were under another key says nothing. */
static void test_mode_of_another_key(void)
{
    static const struct ao_terms covered = {.options_covered = true}, excluded = {0},
                                 bare = {.bare = true};
    static const struct step steps[] = {
        SYN(CLIENT, 50, .verdict = VERDICT_GOOD, .key = &other_ao_key, .ao = &covered),
        SYN(CLIENT, 100, .verdict = VERDICT_GOOD, .key = &ao_key, .ao = &bare),
        SYN(SERVER, 900, .verdict = VERDICT_GOOD, .key = &ao_key, .ao = &excluded),
        SYN(CLIENT, 100, .verdict = VERDICT_GOOD, .key = &ao_key, .ao = &bare,
            .retransmissions = 2),
    };
    char *text = steps_text(steps, G_N_ELEMENTS(steps));
    g_assert_nonnull(strstr(text, "DROPPED BY THE RECEIVER"));
    g_assert_null(strstr(text, "covers the other TCP options"));
    g_free(text);
}

/* What it signed with before that may be out of date. */
static void test_what_the_receiver_signed_with_before(void)
{
    static const struct step other_key = SYN(SERVER, 900, .verdict = VERDICT_GOOD, .key = &new_key);
    static const struct step other_password = SYN(SERVER, 900, .verdict = VERDICT_BAD);
    static const struct proof of_another = {.cause = CAUSE_OTHER_KEY, .key = &new_key};
    static const struct step another_key =
        SYN(SERVER, 900, .verdict = VERDICT_BAD, .proof = &of_another);
    static const struct step *const before[] = {&other_key, &other_password, &another_key};

    for (unsigned i = 0; i < G_N_ELEMENTS(before); i++) {
        const struct step steps[] = {
            *before[i],
            SYN(CLIENT, 100, .verdict = VERDICT_GOOD),
            SYN(CLIENT, 100, .verdict = VERDICT_GOOD, .retransmissions = 2),
        };
        char *text = steps_text(steps, G_N_ELEMENTS(steps));
        g_assert_nonnull(strstr(text, "Either they do not reach"));
        g_assert_null(strstr(text, "itself signs"));
        g_free(text);
    }
}

/* A peer that sent nothing at all since some time ago does not refuse a password. */
static void test_absent(void)
{
    for (unsigned minutes = 0; minutes < 2; minutes++) {
        for (unsigned answers = 0; answers < 2; answers++) {
            struct sessions *sessions = sessions_new();
            static const struct step up[] = {
                OPEN(VERDICT_GOOD, VERDICT_GOOD),
                DATA(101, 19, .verdict = VERDICT_GOOD),
                SENT(SERVER, 501, 120, .data = 19, .verdict = VERDICT_GOOD),
            };
            static const struct step again =
                DATA(120, 19, .verdict = VERDICT_GOOD, .retransmissions = 2);
            static const struct step keepalive =
                SENT(SERVER, 520, 120, .data = 19, .verdict = VERDICT_GOOD);

            for (unsigned i = 0; i < G_N_ELEMENTS(up); i++)
                steps_note(sessions, &up[i], i + 1);
            steps_note(sessions, &again, 5);
            if (answers)
                steps_note(sessions, &keepalive, 6);
            steps_note(sessions, &again, 7 + minutes * 6000); /* 10 ms each */
            char *text = verdict_text(sessions, 1000);
            const bool is_absent = minutes > 0 && !answers;
            g_assert_true(!strstr(text, "has sent nothing at all since frame") == !is_absent);
            g_free(text);
            sessions_free(sessions);
        }
    }
}

/* Nobody acknowledges what is signed once the password is gone. */
static void test_receiver_stopped_signing(void)
{
    static const struct step steps[] = {
        OPEN(VERDICT_GOOD, VERDICT_GOOD),
        DATA(101, 19, .verdict = VERDICT_GOOD),
        SENT(SERVER, 501, 120, .data = 19, .verdict = VERDICT_NOT_PRESENT),
        DATA(120, 19, .verdict = VERDICT_GOOD),
        SENT(SERVER, 520, 120, .data = 19, .verdict = VERDICT_NOT_PRESENT),
        DATA(120, 19, .verdict = VERDICT_GOOD, .retransmissions = 2),
    };
    char *text = steps_text(steps, G_N_ELEMENTS(steps));
    g_assert_nonnull(strstr(text, "itself signs nothing any more: configure the same key on both"));
    g_free(text);
}

/* Peers that accept each other's segments have the key, whatever its times in the keyring. */
static void test_accepted_outside_its_times(void)
{
    static const struct proof late = {.cause = CAUSE_KEY_NOT_VALID, .key = &key};
    static const struct step steps[] = {
        SYN(CLIENT, 100, .verdict = VERDICT_UNVERIFIED, .proof = &late),
        SENT(SERVER, 500, 101, .verdict = VERDICT_UNVERIFIED, .proof = &late),
        DATA(101, 19, .verdict = VERDICT_UNVERIFIED, .proof = &late),
        SENT(SERVER, 501, 120, .data = 19, .verdict = VERDICT_UNVERIFIED, .proof = &late),
        SENT(CLIENT, 120, 520, .verdict = VERDICT_UNVERIFIED, .proof = &late),
    };
    static const struct step mixed[] = {
        SYN(CLIENT, 100, .verdict = VERDICT_UNVERIFIED, .proof = &late),
        SENT(SERVER, 500, 101, .verdict = VERDICT_UNVERIFIED, .proof = &late),
        DATA(101, 19, .verdict = VERDICT_UNVERIFIED, .proof = &late),
        SENT(SERVER, 501, 120, .data = 19, .verdict = VERDICT_UNVERIFIED, .proof = &late),
        SENT(CLIENT, 120, 520, .verdict = VERDICT_GOOD),
    };
    char *both = steps_text(mixed, G_N_ELEMENTS(mixed));
    g_assert_nonnull(strstr(both, "compare both ends' clocks")); /* a valid key verifies one */
    g_free(both);
    for (unsigned count = 1; count <= G_N_ELEMENTS(steps); count += 4) {
        char *text = steps_text(steps, count);
        g_assert_true(!strstr(text, "correct its times in the keyring") == (count == 1));
        g_assert_true(!strstr(text, "compare both ends' clocks") == (count > 1));
        g_free(text);
    }
}

static struct ip_address address_of(const char *text)
{
    struct ip_address address;
    g_assert_true(ip_address_parse(text, &address));
    return address;
}

/* Notes a SYN from FROM to TO with VERDICT and PROOF, which is sent again and again. */
static void note_syn(struct sessions *sessions, const struct ip_address *from,
                     const struct ip_address *to, const struct diagnosis *diagnosis)
{
    for (uint32_t number = 1; number <= 4; number++) {
        struct diagnosis next = *diagnosis;
        struct sent sent;
        next.retransmissions = number - 1;
        sent_begin(&sent, number, number * 10, false);
        sent_sign(&sent);
        sent_is(&sent, FLAG_SYN, 0);
        sent.segment.from.address = *from;
        sent.segment.to.address = *to;
        sessions_note(sessions, &sent.segment, &next, number);
    }
}

/* Where the capture or an address shows that a translator is on the path, no password is blamed. */
static void test_behind_translator(void)
{
    static const char *const peers[][2] = {
        {"10.0.0.1", "192.0.2.9"},
        {"2001:db8::1", "64:ff9b::c000:209"},
    };
    static const char *const words[] = {"again with the source address 203.0.113.9: NAT",
                                        "a host of IPv4 behind NAT64"};

    for (unsigned i = 0; i < G_N_ELEMENTS(peers); i++) {
        const struct ip_address from = address_of(peers[i][0]), to = address_of(peers[i][1]);
        const struct ip_address outside = address_of("203.0.113.9");
        const struct proof proof = {.cause = CAUSE_SOURCE_ADDRESS,
                                    .key = &key,
                                    .originals = 1u << ORIGINAL_SOURCE,
                                    .source = from};
        const struct diagnosis good = {
            .finding = {.verdict = VERDICT_GOOD, .signing = SIGNING_MD5, .key = &key}};
        const struct diagnosis bad = {
            .finding = {.verdict = VERDICT_BAD, .signing = SIGNING_MD5, .key = &key},
            .proof = &proof};
        struct sessions *sessions = sessions_new();

        note_syn(sessions, &from, &to, &good);
        if (i == 0)
            note_syn(sessions, &outside, &to, &bad);
        char *text = verdict_text(sessions, 1000);
        g_assert_nonnull(strstr(text, "DROPPED BY THE RECEIVER"));
        g_assert_nonnull(strstr(text, words[i]));
        g_assert_null(strstr(text, "password differs"));
        g_free(text);
        sessions_free(sessions);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/refused/sizes", test_sizes);
    g_test_add_func("/refused/what-the-receiver-signs-with", test_what_the_receiver_signs_with);
    g_test_add_func("/refused/what-the-receiver-signed-with-before",
                    test_what_the_receiver_signed_with_before);
    g_test_add_func("/refused/receiver-with-several-keys", test_receiver_with_several_keys);
    g_test_add_func("/refused/other-mode", test_other_mode);
    g_test_add_func("/refused/mode-before", test_mode_before);
    g_test_add_func("/refused/mode-of-another-key", test_mode_of_another_key);
    g_test_add_func("/refused/absent", test_absent);
    g_test_add_func("/refused/behind-translator", test_behind_translator);
    g_test_add_func("/refused/changed-copies-first", test_changed_copies_first);
    g_test_add_func("/refused/receiver-stopped-signing", test_receiver_stopped_signing);
    g_test_add_func("/refused/accepted-outside-its-times", test_accepted_outside_its_times);
    return g_test_run();
}
