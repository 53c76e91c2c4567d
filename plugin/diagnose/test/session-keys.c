/* Tests the conclusions on keys that change, expire or are missing.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "steps.h"

/* A receiver that lacked a key for a while and then acknowledges segments under it has it. */
static void test_key_known_later(void)
{
    static const struct proof unknown = {.cause = CAUSE_AO_KEY_UNKNOWN_TO_PEER};
    static const struct step steps[] = {
        OPEN(VERDICT_GOOD, VERDICT_GOOD),
        DATA(101, 19, .verdict = VERDICT_GOOD),
        DATA(101, 19, .verdict = VERDICT_GOOD, .retransmissions = 3, .proof = &unknown),
        DATA(101, 19, .verdict = VERDICT_GOOD, .retransmissions = 4),
        SENT(SERVER, 501, 120, .verdict = VERDICT_GOOD),
    };
    for (unsigned count = 4; count <= G_N_ELEMENTS(steps); count++) {
        char *text = steps_text(steps, count);
        const bool is_known = count == G_N_ELEMENTS(steps);
        g_assert_nonnull(strstr(text, "KEY UNKNOWN TO THE PEER"));
        g_assert_true(!strstr(text, "so it has the key by now") == !is_known);
        g_assert_true(!strstr(text, "Cure: ") == is_known);
        g_free(text);
    }
}

/* Acknowledging what was sent before does not show that the receiver has the key it lacked. */
static void test_key_still_unknown(void)
{
    static const struct proof unknown = {.cause = CAUSE_AO_KEY_UNKNOWN_TO_PEER};
    static const struct step steps[] = {
        OPEN(VERDICT_GOOD, VERDICT_GOOD),
        DATA(101, 19, .verdict = VERDICT_GOOD),
        DATA(120, 19, .verdict = VERDICT_GOOD, .retransmissions = 3, .proof = &unknown),
        SENT(SERVER, 501, 120, .verdict = VERDICT_GOOD),
    };
    char *text = steps_text(steps, G_N_ELEMENTS(steps));
    g_assert_null(strstr(text, "so it has the key by now"));
    g_assert_nonnull(strstr(text, "Cure: "));
    g_free(text);
}

/* Nor does that show it if the acknowledgment comes late, and only the sender's acknowledgments
 * follow, until the receiver acknowledges what it refused, or another connection. */
static void test_late_acknowledgment(void)
{
    static const struct proof unknown = {.cause = CAUSE_AO_KEY_UNKNOWN_TO_PEER};
    static const struct step steps[] = {
        OPEN(VERDICT_GOOD, VERDICT_GOOD),
        DATA(101, 19, .verdict = VERDICT_GOOD),
        DATA(120, 19, .verdict = VERDICT_GOOD, .retransmissions = 3, .proof = &unknown),
        SENT(SERVER, 501, 120, .data = 19, .verdict = VERDICT_GOOD),
        SENT(CLIENT, 139, 520, .verdict = VERDICT_GOOD),
        SENT(SERVER, 520, 139, .verdict = VERDICT_GOOD),
        SENT(CLIENT, 139, 520, .verdict = VERDICT_GOOD),
    };
    static const struct step restart[] = {
        SYN(CLIENT, 40, .verdict = VERDICT_GOOD), /* with lower numbers than before */
        {.side = SERVER,
         .flags = FLAG_SYN | FLAG_ACK,
         .sequence_number = 9500,
         .acknowledgment_number = 41,
         .verdict = VERDICT_GOOD},
    };
    for (unsigned i = 0; i < 3; i++) {
        struct sessions *sessions = sessions_new();
        for (unsigned j = 0; j < (i == 1 ? G_N_ELEMENTS(steps) : 6); j++)
            steps_note(sessions, &steps[j], j + 1);
        for (unsigned j = 0; i == 2 && j < G_N_ELEMENTS(restart); j++)
            steps_note(sessions, &restart[j], j + 7);
        char *text = verdict_text(sessions, 1000);
        g_assert_true(!strstr(text, "so it has the key by now") == (i == 0));
        g_free(text);
        sessions_free(sessions);
    }
}

/* Nor does an acknowledgment in another connection that was there before; one in a later connection
 * does. */
static void test_acknowledgment_beside(void)
{
    static const struct proof unknown = {.cause = CAUSE_AO_KEY_UNKNOWN_TO_PEER};
    static const struct step begin = DATA(7001, 19, .verdict = VERDICT_GOOD);
    static const struct step steps[] = {
        DATA(101, 19, .verdict = VERDICT_GOOD, .retransmissions = 3, .proof = &unknown),
        DATA(7020, 19, .verdict = VERDICT_GOOD),
        SENT(SERVER, 501, 7039, .verdict = VERDICT_GOOD),
    };
    for (unsigned before = 0; before < 2; before++) {
        struct sessions *sessions = sessions_new();
        if (before)
            steps_note_between(sessions, &begin, 40002, 179, 1);
        for (unsigned i = 0; i < G_N_ELEMENTS(steps); i++)
            steps_note_between(sessions, &steps[i], i == 0 ? 40001 : 40002, 179, i + 2);
        char *text = verdict_text(sessions, 1000);
        g_assert_nonnull(strstr(text, "KEY UNKNOWN TO THE PEER"));
        g_assert_true((strstr(text, "so it has the key by now") == NULL) == (before > 0));
        g_free(text);
        sessions_free(sessions);
    }
}

/* Nor does one in a connection that is later than an earlier segment without a known key, but not
 * than the last. */
static void test_acknowledgment_between(void)
{
    static const struct proof unknown = {.cause = CAUSE_AO_KEY_UNKNOWN_TO_PEER};
    static const struct {
        uint16_t port;
        struct step step;
    } steps[] = {
        {40001, DATA(101, 19, .verdict = VERDICT_GOOD, .retransmissions = 3, .proof = &unknown)},
        {40002, DATA(7001, 19, .verdict = VERDICT_GOOD)},
        {40003, DATA(9001, 19, .verdict = VERDICT_GOOD, .retransmissions = 3, .proof = &unknown)},
        {40002, DATA(7020, 19, .verdict = VERDICT_GOOD)},
        {40002, SENT(SERVER, 501, 7039, .verdict = VERDICT_GOOD)},
    };
    struct sessions *sessions = sessions_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(steps); i++)
        steps_note_between(sessions, &steps[i].step, steps[i].port, 179, i + 1);
    char *text = verdict_text(sessions, 1000);
    g_assert_nonnull(strstr(text, "KEY UNKNOWN TO THE PEER"));
    g_assert_null(strstr(text, "so it has the key by now"));
    g_free(text);
    sessions_free(sessions);
}

/* What the receiver acknowledges under another key does not show that it has the one it lacked. */
static void test_another_key_known_later(void)
{
    static const struct proof unknown = {.cause = CAUSE_AO_KEY_UNKNOWN_TO_PEER};
    static const struct key other = {
        .name = name, .origin = origin, .algorithm = KEY_HMAC_SHA_1_96, .send_id = 7, .recv_id = 7};
    static const struct step steps[] = {
        OPEN(VERDICT_GOOD, VERDICT_GOOD),
        DATA(101, 19, .verdict = VERDICT_GOOD, .retransmissions = 3, .proof = &unknown),
        DATA(101, 19, .verdict = VERDICT_GOOD, .key = &other),
        SENT(SERVER, 501, 120, .verdict = VERDICT_GOOD),
    };
    char *text = steps_text(steps, G_N_ELEMENTS(steps));
    g_assert_nonnull(strstr(text, "KEY UNKNOWN TO THE PEER"));
    g_assert_null(strstr(text, "so it has the key by now"));
    g_assert_nonnull(strstr(text, "Cure: "));
    g_free(text);
}

/* A key that verified a peer's segments and then expired was not used at the wrong time because of
 * a clock. */
static void test_expired(void)
{
    static const struct proof late = {.cause = CAUSE_KEY_NOT_VALID, .key = &key};
    static const char next[] = "give both a next key", times[] = "correct the key's times",
                      another[] = "Another key is valid by then", clocks[] = "compare both ends'";
    static const struct {
        enum verdict before, after;
        uint32_t acknowledged;
        const char *words;
    } rows[] = {
        {VERDICT_GOOD, VERDICT_UNVERIFIED, 120, next},
        {VERDICT_GOOD, VERDICT_UNVERIFIED, 139, times},
        {VERDICT_GOOD, VERDICT_BAD, 120, another},
        {VERDICT_UNVERIFIED, VERDICT_UNVERIFIED, 120, clocks},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        const struct proof *before = rows[i].before == VERDICT_GOOD ? NULL : &late;
        const struct step steps[] = {
            DATA(101, 19, .verdict = rows[i].before, .proof = before),
            SENT(SERVER, 501, 120, .verdict = VERDICT_GOOD),
            DATA(120, 19, .verdict = rows[i].after, .proof = &late),
            SENT(SERVER, 501, rows[i].acknowledged, .verdict = VERDICT_GOOD),
        };
        char *text = steps_text(steps, G_N_ELEMENTS(steps));
        const char *all[] = {next, times, another, clocks};
        g_assert_true(!strstr(text, "The key expired at 1970-01-01;") == (i == 3));
        for (unsigned other = 0; other < G_N_ELEMENTS(all); other++)
            g_assert_true(!strstr(text, all[other]) == (all[other] != rows[i].words));
        g_free(text);
    }
}

/* Returns the verdict on COUNT rounds in which each peer sends a good segment and one with the
 * results of CLIENT or SERVER. If FIRST is not NULL, each peer has sent one with its results
 * before. Free with g_free(). */
static char *text_of_rounds(unsigned count, const struct step *first, const struct step *client,
                            const struct step *server)
{
    struct sessions *sessions = sessions_new();
    uint32_t number = 1;

    for (unsigned side = CLIENT; first && side <= SERVER; side++) {
        struct step step = *first;
        step.side = side;
        step.data = 19;
        steps_note(sessions, &step, number++);
    }
    for (uint32_t i = 0; i < count; i++) {
        struct step steps[] = {
            DATA(101 + 19 * i, 19, .verdict = VERDICT_GOOD),
            SENT(SERVER, 501 + 19 * i, 0, .data = 19, .verdict = VERDICT_GOOD),
            *client,
            *server,
        };
        for (unsigned j = 0; j < G_N_ELEMENTS(steps); j++) {
            steps[j].side = j % 2 ? SERVER : CLIENT;
            steps[j].flags = FLAG_ACK;
            steps[j].data = 19;
            steps[j].key = client->key;
            if (j >= 2)
                steps[j].sequence_number = 901 + 19 * i;
            steps_note(sessions, &steps[j], number++);
        }
    }
    char *text = verdict_text(sessions, 1000);
    sessions_free(sessions);
    return text;
}

/* Peers of which both go to and fro between good segments and others are most likely those of two
 * routing instances. */
static void test_two_sessions(void)
{
    static const struct step bad = {.verdict = VERDICT_BAD}, good = {.verdict = VERDICT_GOOD},
                             missing = {.verdict = VERDICT_NOT_PRESENT};
    static const struct step checksum = {.verdict = VERDICT_BAD, .hint = HINT_CHECKSUM_RIGHT};
    static const struct step sack = {.verdict = VERDICT_BAD, .hint = HINT_SACK},
                             one_direction = {.verdict = VERDICT_BAD, .hint = HINT_DIRECTION},
                             contradicted = {.verdict = VERDICT_BAD, .contradicts = 1},
                             ao = {.verdict = VERDICT_BAD, .key = &ao_key},
                             injected = {.verdict = VERDICT_NOT_PRESENT, .exposes = 1},
                             proven = {.verdict = VERDICT_BAD, .proof = &window};
    static const struct {
        unsigned rounds;
        const struct step *first, *client, *server;
        bool are_two;
    } rows[] = {
        {2, NULL, &missing, &missing, false},
        {3, NULL, &missing, &missing, true},
        {2, NULL, &bad, &bad, false},
        {3, NULL, &bad, &bad, true},
        {3, NULL, &checksum, &checksum, true},
        {6, &bad, &bad, &good, false}, /* only one of them does */
        {3, NULL, &missing, &bad, false},
        {3, NULL, &sack, &sack, false}, /* these say more */
        {3, NULL, &one_direction, &one_direction, false},
        {3, NULL, &contradicted, &contradicted, false},
        {3, NULL, &injected, &injected, false},
        {3, NULL, &ao, &ao, false},
        {3, &proven, &bad, &bad, false}, /* the others may have the same cause */
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *text = text_of_rounds(rows[i].rounds, rows[i].first, rows[i].client, rows[i].server);
        g_assert_true(!strstr(text, "(VRFs)") == !rows[i].are_two);
        g_assert_true(!strstr(text, "drops such segments") || !rows[i].are_two);
        g_free(text);
    }
}

/* No router changes its key every second; if it takes hours, it may. Once it has done so, a quiet
 * time is no sign that it does not. Frames without time stamps show nothing. */
static void test_alternating_keys(void)
{
    static const struct {
        unsigned changes;
        uint32_t apart; /* in 10 ms, see steps_note() */
        uint32_t quiet; /* likewise: until one more good segment */
        bool are_two, has_no_time;
    } rows[] = {{5, 1, 1, false, false},
                {6, 1, 1, true, false},
                {7, 4000, 1, false, false},
                {6, 1, 100000, true, false},
                {6, 1, 1, false, true}};

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct sessions *sessions = sessions_new();
        struct rollover changes[7];
        uint32_t number = 1;
        for (uint32_t j = 0; j < rows[i].changes; j++, number += rows[i].apart) {
            const struct step step =
                DATA(101 + 19 * j, 19, .verdict = VERDICT_GOOD, .rollover = &changes[j]);
            changes[j] = change;
            changes[j].new = &new_key;
            changes[j].number = number;
            changes[j].time =
                rows[i].has_no_time ? KEY_TIME_UNKNOWN : (1000000 + 10 * (int64_t)number) * 1000;
            steps_note(sessions, &step, number);
        }
        const struct step last = DATA(601, 19, .verdict = VERDICT_GOOD);
        steps_note(sessions, &last, number + rows[i].quiet);
        char *text = verdict_text(sessions, 1000);
        char *count = g_strdup_printf(rows[i].are_two ? "changes keys %u times in 0.1 s, such as "
                                                        "from key lab to key new in frame 6."
                                                      : "the last of %u changes.",
                                      rows[i].changes);
        g_assert_true(!strstr(text, "KEYS CHANGED") == rows[i].are_two);
        g_assert_true(!strstr(text, "KEYS ALTERNATE") == !rows[i].are_two);
        g_assert_nonnull(strstr(text, count));
        g_assert_true(!strstr(text, "(VRFs)") == !rows[i].are_two);
        g_free(count);
        g_free(text);
        sessions_free(sessions);
    }
}

/* Keys that alternate and segments that are lost meanwhile are a fault if it is one session. */
static void test_alternating_and_lost(void)
{
    static const char *const words[] = {NULL, "1 segment was lost,", "2 segments were lost,"};

    for (unsigned lost = 0; lost < G_N_ELEMENTS(words); lost++) {
        struct sessions *sessions = sessions_new();
        struct rollover lossy = change;
        lossy.lost = lost;
        lossy.time = (1000000 + 10 * 6) * 1000; /* of the last segment, see steps_note() */
        for (uint32_t i = 1; i <= 6; i++) {
            const struct step step =
                DATA(101 + 19 * i, 19, .verdict = VERDICT_GOOD, .rollover = &lossy);
            steps_note(sessions, &step, i);
        }
        char *text = verdict_text(sessions, 1000);
        g_assert_true(!strstr(text, " lost, because the peers") == (lost == 0));
        g_assert_true(lost == 0 || strstr(text, words[lost]));
        g_free(text);
        sessions_free(sessions);
    }
}

/* Two keys at once are no change of keys; what else is bad is counted apart. */
static void test_parallel_keys(void)
{
    static const struct rollover parallel = {
        .old = &key, .new = &new_key, .number = 2, .continued = 2};
    static const struct step steps[] = {
        DATA(101, 19, .verdict = VERDICT_GOOD),
        DATA(9101, 19, .verdict = VERDICT_GOOD, .key = &new_key, .rollover = &parallel),
        DATA(9120, 19, .verdict = VERDICT_BAD, .proof = &window),
    };
    for (unsigned count = 2; count <= G_N_ELEMENTS(steps); count++) {
        char *text = steps_text(steps, count);
        g_assert_nonnull(strstr(text, "TWO SESSIONS AT ONCE"));
        g_assert_true(!strstr(text, "All 2 segments verify.") == (count > 2));
        g_free(text);
    }
}

/* A key that the other end has not got yet must be configured there. */
static void test_not_switched_yet(void)
{
    struct rollover open = {
        .old = &key, .new = &new_key, .other_end_key = &key, .lost = 3, .number = 3};
    const struct step steps[] = {
        OPEN(VERDICT_GOOD, VERDICT_GOOD),
        DATA(101, 19, .verdict = VERDICT_GOOD, .key = &new_key, .rollover = &open),
        SENT(SERVER, 501, 101, .data = 19, .verdict = VERDICT_GOOD),
    };
    for (unsigned count = 3; count <= G_N_ELEMENTS(steps); count++) {
        char *text = steps_text(steps, count);
        const bool is_silent = count == 3;
        g_assert_nonnull(strstr(text, "KEYS CHANGED"));
        g_assert_true(!strstr(text, "never acknowledged. Configure key new on") == is_silent);
        g_free(text);
    }
    open.other_end_key = &new_key; /* it has it by now */
    char *text = steps_text(steps, G_N_ELEMENTS(steps));
    g_assert_null(strstr(text, "Configure key new on"));
    g_free(text);
}

/* A sender that switches to a KeyID whose key the keyring has with another secret. */
static void test_next_key_differs(void)
{
    static char next_name[] = "next";
    static const struct key ao = {.name = name, .origin = origin, .algorithm = KEY_HMAC_SHA_1_96};
    static const struct key next = {
        .name = next_name, .origin = origin, .algorithm = KEY_HMAC_SHA_1_96};
    const struct step steps[] = {
        SYN(CLIENT, 100, .verdict = VERDICT_GOOD, .key = &ao),
        DATA(101, 19, .verdict = VERDICT_GOOD, .key = &ao),
        SENT(SERVER, 500, 120, .verdict = VERDICT_GOOD, .key = &ao),
        DATA(120, 19, .verdict = VERDICT_BAD, .key = &next),
        DATA(120, 19, .verdict = VERDICT_BAD, .key = &next),
        SENT(SERVER, 500, 139, .data = 19, .verdict = VERDICT_GOOD, .key = &ao),
    };
    for (unsigned count = 5; count <= G_N_ELEMENTS(steps); count++) {
        char *text = steps_text(steps, count);
        g_assert_nonnull(strstr(text, "signs with the KeyID of key next"));
        g_assert_true(!strstr(text, "Compare that key on both routers") == (count > 5));
        g_assert_true(!strstr(text, "correct the keyring") == (count == 5));
        g_free(text);
    }
}

/* The reverse: the good ones come at last, with MD5 as before. */
static void test_former_key_differs(void)
{
    static char migration[] = "migration";
    static const struct key ao = {
        .name = migration, .origin = origin, .algorithm = KEY_HMAC_SHA_1_96};
    const struct step steps[] = {
        SYN(CLIENT, 700, .verdict = VERDICT_BAD, .key = &ao),
        SYN(CLIENT, 800, .verdict = VERDICT_BAD, .key = &ao),
        OPEN(VERDICT_GOOD, VERDICT_GOOD),
    };
    char *text = steps_text(steps, G_N_ELEMENTS(steps));
    g_assert_nonnull(strstr(text, "PASSWORD CHANGED"));
    g_assert_nonnull(strstr(text, "signed them with the KeyID of key migration"));
    g_assert_null(strstr(text, "another password"));
    g_free(text);
}

/* Only TCP-AO has KeyIDs: a key of MD5 that was tried in vain is no next key. */
static void test_no_next_key(void)
{
    static char other_name[] = "other";
    static const struct key other = {.name = other_name, .origin = origin};
    const struct step steps[] = {
        SYN(CLIENT, 100, .verdict = VERDICT_GOOD),
        DATA(101, 19, .verdict = VERDICT_GOOD),
        DATA(120, 19, .verdict = VERDICT_BAD, .key = &other),
        DATA(120, 19, .verdict = VERDICT_BAD, .key = &other),
    };
    char *text = steps_text(steps, G_N_ELEMENTS(steps));
    g_assert_nonnull(strstr(text, "PASSWORD CHANGED"));
    g_assert_null(strstr(text, "KeyID"));
    g_free(text);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keys/late-acknowledgment", test_late_acknowledgment);
    g_test_add_func("/keys/acknowledgment-beside", test_acknowledgment_beside);
    g_test_add_func("/keys/acknowledgment-between", test_acknowledgment_between);
    g_test_add_func("/keys/expired", test_expired);
    g_test_add_func("/keys/next-key-differs", test_next_key_differs);
    g_test_add_func("/keys/former-key-differs", test_former_key_differs);
    g_test_add_func("/keys/no-next-key", test_no_next_key);
    g_test_add_func("/keys/key-known-later", test_key_known_later);
    g_test_add_func("/keys/key-still-unknown", test_key_still_unknown);
    g_test_add_func("/keys/another-key-known-later", test_another_key_known_later);
    g_test_add_func("/keys/two-sessions", test_two_sessions);
    g_test_add_func("/keys/parallel", test_parallel_keys);
    g_test_add_func("/keys/alternating-keys", test_alternating_keys);
    g_test_add_func("/keys/alternating-and-lost", test_alternating_and_lost);
    g_test_add_func("/keys/not-switched-yet", test_not_switched_yet);
    return g_test_run();
}
