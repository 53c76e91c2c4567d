/* Tests the conclusions on bad segments.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "steps.h"

#include "plugin/diagnose/evidence/bounds.h"

/* What a router logs and Linux counts depends on the kind of signature, and on whether a key was
 * found; and so does where the password is configured. */
static void test_what_the_receiver_counts(void)
{
    static const struct key ao = {.name = name, .origin = origin, .algorithm = KEY_HMAC_SHA_1_96};
    static const struct {
        const struct key *key;
        enum verdict verdict;
        enum cause cause;
        const char *words;
    } rows[] = {
        {&key, VERDICT_BAD, CAUSE_WINDOW, "\"Invalid MD5 digest\". Cure"},
        {&ao, VERDICT_BAD, CAUSE_WINDOW, "\"Invalid AO digest\" (Linux counts TCPAOBad)"},
        {&ao, VERDICT_BAD, CAUSE_AO_KEY_ID, "AO digest\" (Linux counts TCPAOKeyNotFound)"},
        {&ao, VERDICT_BAD, CAUSE_AO_SETTINGS, "(Linux counts TCPAOBad or TCPAOKeyNotFound)"},
        {&key, VERDICT_NOT_PRESENT, CAUSE_OPTION_BLANKED, "\"No MD5 digest\" (Linux counts"},
        {&key, VERDICT_NOT_PRESENT, CAUSE_RST_UNSIGNED, "\"No MD5 digest\" (Linux counts"},
        {&ao, VERDICT_NOT_PRESENT, CAUSE_OPTION_REMOVED, "(Linux counts TCPAORequired)"},
        {&key, VERDICT_BAD, CAUSE_OTHER_KEY, "neighbor PEER password WORD"},
        {&ao, VERDICT_BAD, CAUSE_OTHER_KEY, "key-string WORD"},
        {&key, VERDICT_NOT_PRESENT, CAUSE_NONE, "CONFIG_TCP_MD5SIG"},
        {&ao, VERDICT_NOT_PRESENT, CAUSE_NONE, "CONFIG_TCP_AO"},
        {&key, VERDICT_BAD, CAUSE_NONE, "or addresses (name the original ones"},
        {&ao, VERDICT_BAD, CAUSE_NONE, "rewrites addresses, sequence numbers or TCP options"},
        {&key, VERDICT_GOOD, CAUSE_NONE, "TCPMD5Unexpected where it has no password"},
        {&ao, VERDICT_GOOD, CAUSE_NONE, "TCPAOGood if it has none"},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        const struct proof proof = {.cause = rows[i].cause};
        const struct diagnosis diagnosis = {
            .finding = {.verdict = rows[i].verdict, .key = rows[i].key, .tried = 1},
            .proof = proof.cause ? &proof : NULL,
            .retransmissions = 2,
        };
        struct sessions *sessions = sessions_new();
        struct sent sent;

        sent_begin(&sent, 1, 10, false);
        sent_is(&sent, FLAG_ACK, 19);
        sessions_note(sessions, &sent.segment, &diagnosis, 1);
        char *text = verdict_text(sessions, 1000);
        g_assert_nonnull(strstr(text, rows[i].words));
        g_free(text);
        sessions_free(sessions);
    }
}

/* No text claims that all was tried if the searches cost too much before they were complete. */
static void test_searches_left_out(void)
{
    static const struct key ao = {.name = name, .origin = origin, .algorithm = KEY_HMAC_SHA_1_96};
    static const char all[] = "no known change in transit",
                      slips[] = "all keys of the keyring were",
                      left_out[] = "from frame 2 on, the searches";
    static const struct {
        const struct key *key;
        uint16_t bounds; /* at frame 2 */
        uint32_t first;  /* the frame of the first bad segment */
        bool is_left_out;
    } rows[] = {
        {&key, 0, 2, false},
        {&key, 1u << BOUND_PIECES, 2, false},
        {&key, 1u << BOUND_SEARCHES, 1, false},
        {&key, 1u << BOUND_SEARCHES, 2, true},
        {&ao, 0, 2, false},
        {&ao, 1u << BOUND_SEARCHES, 1, false},
        {&ao, 1u << BOUND_SEARCHES, 3, true},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct sessions *sessions = sessions_new();
        for (uint32_t number = 1; number <= 3; number++) {
            const bool is_bad = number >= rows[i].first;
            const struct step step = SYN(is_bad ? CLIENT : SERVER, 100 + number, .key = rows[i].key,
                                         .verdict = is_bad ? VERDICT_BAD : VERDICT_GOOD,
                                         .bounds = number == 2 ? rows[i].bounds : 0);
            steps_note(sessions, &step, number);
        }
        char *text = verdict_text(sessions, 1000);
        const bool claims = rows[i].key == &key && !rows[i].is_left_out;
        g_assert_true(!strstr(text, all) == !claims);
        g_assert_true(!strstr(text, slips) == !claims);
        g_assert_true(!strstr(text, left_out) == !rows[i].is_left_out);
        g_free(text);
        sessions_free(sessions);
    }
}

/* A receiver did not drop what it acknowledges: then the capture was changed, or the keyring lacks
 * a key. If other segments have a proven cause, no key is lacking. */
static void test_unexplained_but_accepted(void)
{
    static const char dropped[] = "192.0.2.2 drops such", changed[] = "by an anonymiser",
                      lacking[] = "accepts their key: add that";
    static const struct {
        enum verdict opened;
        const struct proof *before;
        bool accepts;
        const char *words;
    } rows[] = {
        {VERDICT_GOOD, NULL, false, dropped},
        {VERDICT_GOOD, NULL, true, changed},
        {VERDICT_BAD, &window, true, NULL},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        const uint32_t first = rows[i].accepts ? 120 : 101, second = rows[i].accepts ? 139 : 101;
        const struct step steps[] = {
            OPEN(rows[i].opened, VERDICT_GOOD),
            DATA(101, 0, .verdict = rows[i].opened, .proof = rows[i].before),
            DATA(101, 19, .verdict = VERDICT_BAD),
            SENT(SERVER, 501, first, .verdict = VERDICT_GOOD),
            DATA(120, 19, .verdict = VERDICT_BAD),
            SENT(SERVER, 501, second, .verdict = VERDICT_GOOD),
        };
        char *text = steps_text(steps, G_N_ELEMENTS(steps));
        g_assert_nonnull(strstr(text, "BAD FOR NO KNOWN REASON"));
        g_assert_true(!rows[i].words || strstr(text, rows[i].words));
        g_assert_true(!strstr(text, changed) == (rows[i].words != changed));
        g_assert_null(strstr(text, lacking));
        g_free(text);
    }
}

/* A sender that continues a connection that it opened shows that its SYN was accepted, even if only
 * its own direction was captured. An RST does not, nor does what follows without a SYN. */
static void test_one_direction_goes_on(void)
{
    static const char dropped[] = "drops ", goes_on[] = "continues a connection that it opened";
    static const struct {
        const struct key *key;
        unsigned flags; /* of the segment after the SYN */
        bool has_syn, has_other, goes_on;
    } rows[] = {
        {&key, FLAG_ACK, true, false, true},
        {&key, FLAG_ACK, false, false, false},
        {&key, FLAG_ACK | FLAG_RST, true, false, false},
        {&key, FLAG_ACK, true, true, false},
        {&ao_key, FLAG_ACK, true, false, true},
        {&ao_key, FLAG_ACK, false, false, false},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        const struct step steps[] = {
            SYN(CLIENT, 100, .verdict = VERDICT_BAD, .key = rows[i].key),
            {.side = CLIENT,
             .flags = rows[i].flags,
             .sequence_number = 101,
             .acknowledgment_number = 501,
             .verdict = VERDICT_BAD,
             .key = rows[i].key},
            SENT(SERVER, 501, 7, .verdict = VERDICT_GOOD, .key = rows[i].key),
        };
        const unsigned first = rows[i].has_syn ? 0 : 1, count = rows[i].has_other ? 3 : 2;
        char *text = steps_text(steps + first, count - first);
        g_assert_true(!strstr(text, goes_on) == !rows[i].goes_on);
        g_assert_true(!strstr(text, dropped) == rows[i].goes_on);
        g_assert_true(!strstr(text, "nothing of the other direction, so") || !rows[i].goes_on);
        g_assert_true(!strstr(text, "Compare the ") || !rows[i].goes_on || rows[i].key == &ao_key);
        g_free(text);
    }
}

/* Nor does such a sender have a key that the keyring lacks, if others of its segments have a proven
 * cause. */
static void test_one_direction_proven(void)
{
    static const struct step steps[] = {
        SYN(CLIENT, 100, .verdict = VERDICT_BAD),
        DATA(101, 19, .verdict = VERDICT_BAD, .proof = &window),
        DATA(120, 19, .verdict = VERDICT_BAD),
    };
    char *text = steps_text(steps, G_N_ELEMENTS(steps));
    g_assert_nonnull(strstr(text, "BAD FOR NO KNOWN REASON"));
    g_assert_null(strstr(text, "add that to the keyring"));
    g_free(text);
}

/* What a cause explains later says nothing of unexplained segments before all good ones. */
static void test_unexplained_before(void)
{
    static const struct step bad = SYN(CLIENT, 100, .verdict = VERDICT_BAD),
                             changed = DATA(101, 19, .verdict = VERDICT_BAD, .proof = &window),
                             good = SYN(CLIENT, 100, .verdict = VERDICT_GOOD);
    static const struct {
        const struct step *steps[3];
        bool is_former;
    } rows[] = {
        {{&bad, &good, &changed}, true},
        {{&changed, &bad, &good}, false},
        {{&good, &bad, &changed}, false},
        {{&bad, &changed, &bad}, false},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct sessions *sessions = sessions_new();
        for (unsigned j = 0; j < G_N_ELEMENTS(rows[i].steps); j++)
            steps_note(sessions, rows[i].steps[j], j + 1);
        char *text = verdict_text(sessions, 1000);
        g_assert_nonnull(strstr(text, "BAD FOR NO KNOWN REASON"));
        g_assert_true(!strstr(text, "Later segments verify with key") == !rows[i].is_former);
        g_free(text);
        sessions_free(sessions);
    }
}

/* Only the host that captures merged segments drops them. */
static void test_merged_for_the_capture(void)
{
    static const struct proof merged = {.cause = CAUSE_MERGED, .key = &key};
    static const struct step step = DATA(101, 19, .verdict = VERDICT_BAD, .proof = &merged);
    char *text = steps_text(&step, 1);

    g_assert_nonnull(strstr(text, "If they were captured on 192.0.2.2, it drops such segments"));
    g_free(text);
}

/* New connections with another password may as well be those that a firewall renumbers. */
static void test_firewall(void)
{
    static const struct step steps[] = {
        SYN(CLIENT, 100, .verdict = VERDICT_GOOD),
        SYN(CLIENT, 200, .verdict = VERDICT_BAD),
        SYN(CLIENT, 300, .verdict = VERDICT_BAD),
    };
    char *text = steps_text(steps, G_N_ELEMENTS(steps));
    g_assert_nonnull(strstr(text, "PASSWORD CHANGED"));
    g_assert_nonnull(strstr(text, "tcpauth.search_sequence"));
    g_free(text);
}

/* A size is told where it decides what is bad; and no data are not "0 or less". */
static void test_size(void)
{
    static const struct {
        size_t good;
        const struct proof *proof;
        const char *words;
    } rows[] = {
        {19, &split, "are bad: all that carry 1448 bytes of data or more, while those with 19 or"},
        {0, &split, "of data or more, while those without data are good, from frame 2"},
        {19, &window, "are bad, from frame 2"},
        {0, &window, "are bad, from frame 2"},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        const struct step steps[] = {
            DATA(101, rows[i].good, .verdict = VERDICT_GOOD),
            DATA(201, 1448, .verdict = VERDICT_BAD, .proof = rows[i].proof),
            DATA(1649, 1448, .verdict = VERDICT_BAD, .proof = rows[i].proof),
        };
        char *text = steps_text(steps, G_N_ELEMENTS(steps));
        g_assert_nonnull(strstr(text, rows[i].words));
        g_free(text);
    }
}

/* The other peer has the new password, too, if it acknowledges what is signed with it. */
static void test_changed_on_both(void)
{
    const struct step steps[] = {
        OPEN(VERDICT_GOOD, VERDICT_GOOD),
        DATA(101, 19, .verdict = VERDICT_GOOD),
        SENT(SERVER, 501, 120, .data = 19, .verdict = VERDICT_GOOD),
        DATA(120, 19, .verdict = VERDICT_BAD),
        DATA(139, 19, .verdict = VERDICT_BAD),
        SENT(SERVER, 520, 158, .data = 19, .verdict = VERDICT_GOOD),
    };
    for (unsigned count = 6; count <= G_N_ELEMENTS(steps); count++) {
        char *text = steps_text(steps, count);
        g_assert_nonnull(strstr(text, "PASSWORD CHANGED"));
        g_assert_nonnull(strstr(text, count == 6 ? "still has the old one" : "has it already"));
        g_free(text);
    }
}

/* Both peers had the former password, if one acknowledged what the other signed with it. */
static void test_changed_from_another(void)
{
    const struct step steps[2][5] = {
        {SYN(CLIENT, 7000, .verdict = VERDICT_BAD), SYN(CLIENT, 8000, .verdict = VERDICT_BAD),
         OPEN(VERDICT_GOOD, VERDICT_GOOD), DATA(101, 19, .verdict = VERDICT_GOOD)},
        {OPEN(VERDICT_BAD, VERDICT_BAD), DATA(101, 19, .verdict = VERDICT_BAD),
         SENT(SERVER, 501, 120, .data = 19, .verdict = VERDICT_BAD),
         DATA(120, 19, .verdict = VERDICT_GOOD)},
    };
    static const char *const words[] = {"acknowledged none of these", "had a former password"};
    static const char *const since[] = {"with key lab from frame 3 ", "with key lab from frame 5 "};

    for (unsigned row = 0; row < G_N_ELEMENTS(steps); row++) {
        char *text = steps_text(steps[row], G_N_ELEMENTS(steps[row]));
        g_assert_nonnull(strstr(text, "PASSWORD CHANGED"));
        g_assert_nonnull(strstr(text, words[row]));
        g_assert_nonnull(strstr(text, since[row]));
        g_assert_null(strstr(text, "drops"));
        g_free(text);
    }
}

/* A sender whose good segments surround bad ones has the right password. */
static void test_bad_among_good(void)
{
    const struct step steps[] = {
        OPEN(VERDICT_GOOD, VERDICT_GOOD),
        DATA(101, 19, .verdict = VERDICT_GOOD),
        DATA(120, 7, .verdict = VERDICT_BAD, .hint = HINT_CHECKSUM_RIGHT),
        DATA(120, 19, .verdict = VERDICT_GOOD),
    };
    for (unsigned count = 4; count <= G_N_ELEMENTS(steps); count++) {
        char *text = steps_text(steps, count);
        const bool all = count == G_N_ELEMENTS(steps);
        g_assert_nonnull(strstr(text, "BAD FOR NO KNOWN REASON"));
        g_assert_true(!strstr(text, "signs good segments before and after these") == !all);
        g_assert_true(!strstr(text, "another password") == all);
        g_free(text);
    }
}

/* If there are several, it may have had another one in between. */
static void test_another_password_for_a_while(void)
{
    const struct step steps[] = {
        OPEN(VERDICT_GOOD, VERDICT_GOOD),
        DATA(101, 19, .verdict = VERDICT_GOOD),
        DATA(120, 19, .verdict = VERDICT_BAD, .hint = HINT_CHECKSUM_RIGHT),
        DATA(120, 19, .verdict = VERDICT_BAD, .hint = HINT_CHECKSUM_RIGHT),
        DATA(120, 19, .verdict = VERDICT_GOOD),
        DATA(139, 19, .verdict = VERDICT_GOOD),
    };
    char *text = steps_text(steps, G_N_ELEMENTS(steps));
    g_assert_nonnull(strstr(text, "changed them, or it had another password for a while."));
    g_free(text);
}

/* Of three bad segments, good ones before and after them contradict some. Then neither the password
 * nor the offloads are at fault. */
static void test_some_are_contradicted(void)
{
    static const struct {
        unsigned before, after;
        enum hint_kind hint;
        const char *words;
    } rows[] = {
        {0, 0, HINT_CHECKSUM_RIGHT, "PASSWORD CHANGED"},
        {0, 0, HINT_LENGTH, "Hint"},
        {1, 0, HINT_CHECKSUM_RIGHT, "at the sequence numbers of 1 of these 3: another host"},
        {1, 0, HINT_LENGTH, "at the sequence numbers of 1 of these 3: another host"},
        {0, 2, HINT_LENGTH, "at the sequence numbers of 2 of these 3: another host"},
        {1, 1, HINT_CHECKSUM_RIGHT, "at the sequence numbers of 2 of these 3: another host"},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        const bool some = rows[i].before + rows[i].after > 0;
        const struct step steps[] = {
            DATA(101, 19, .verdict = VERDICT_GOOD),
            DATA(101, 19, .verdict = VERDICT_BAD,
                 .hint = rows[i].before > 0 ? HINT_DATA_DIFFERS : HINT_CHECKSUM_RIGHT),
            DATA(120, 1900, .verdict = VERDICT_BAD, .hint = HINT_CHECKSUM_RIGHT),
            DATA(139, 1900, .verdict = VERDICT_BAD, .hint = rows[i].hint),
            DATA(120, 19, .verdict = VERDICT_GOOD, .contradicts = rows[i].after),
        };
        char *text = steps_text(steps, rows[i].after > 0 ? 5 : 4);
        g_assert_nonnull(strstr(text, rows[i].words));
        g_assert_true(!some || (!strstr(text, "PASSWORD CHANGED") && !strstr(text, "Hint")));
        g_free(text);
    }
}

/* A receiver that acknowledges bad segments does not drop them, and so the text says. A single
 * acknowledgment may be of a retransmission. */
static void test_what_bad_segments_show_that_are_acknowledged(void)
{
    static const struct key other = {.name = name, .origin = origin};
    static const struct proof variant = {.cause = CAUSE_KEY_VARIANT, .key = &key},
                              late = {.cause = CAUSE_KEY_NOT_VALID, .key = &other},
                              merged = {.cause = CAUSE_MERGED, .key = &key},
                              hashed = {.cause = CAUSE_OPTIONS_HASHED, .key = &key};
    static const struct {
        const struct proof *proof;
        const char *words;
        bool has_cure;
    } rows[] = {
        {&variant, "acknowledges such segments, so both routers agree, and the keyring is wrong",
         false},
        {&merged, "acknowledges such segments, since it received them before they were merged",
         true},
        {&late, "acknowledges such segments, so both routers accept the key at this time", false},
        {&hashed, "acknowledges such segments, so its TCP does the same", true},
        {&window, "acknowledges such segments, so they reach it as they were signed", true},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        const struct step steps[] = {
            OPEN(VERDICT_GOOD, VERDICT_GOOD),
            DATA(101, 19, .verdict = VERDICT_BAD, .proof = rows[i].proof),
            SENT(SERVER, 501, 120, .verdict = VERDICT_GOOD),
            DATA(120, 19, .verdict = VERDICT_BAD, .proof = rows[i].proof),
            SENT(SERVER, 501, 139, .verdict = VERDICT_GOOD),
        };
        for (unsigned count = 4; count <= G_N_ELEMENTS(steps); count += 2) {
            char *text = steps_text(steps, count);
            const bool all = count == G_N_ELEMENTS(steps);
            g_assert_true(!strstr(text, rows[i].words) == !all);
            g_assert_true(!strstr(text, "drops such segments") == all);
            g_assert_true(!strstr(text, "Cure: ") == (all && !rows[i].has_cure));
            g_free(text);
        }
    }
}

/* The two peers may agree on a key of TCP-AO that the keyring has not. */
static void test_unexplained_with_ao(void)
{
    static const struct step steps[] = {
        DATA(101, 19, .verdict = VERDICT_BAD, .key = &ao_key),
        SENT(SERVER, 501, 120, .verdict = VERDICT_GOOD, .key = &ao_key),
    };
    for (unsigned count = 1; count <= G_N_ELEMENTS(steps); count++) {
        char *text = steps_text(steps, count);
        g_assert_nonnull(strstr(text, "BAD FOR NO KNOWN REASON"));
        g_assert_true(!strstr(text, "accepts their key: add that to the keyring") == (count == 1));
        g_assert_true(!strstr(text, "drops such segments") == (count == 2));
        g_free(text);
    }
}

/* The KeyID that a sender uses is named where it may be wrong. */
static void test_key_id(void)
{
    static const struct key with_id = {
        .name = name, .origin = origin, .algorithm = KEY_HMAC_SHA_1_96, .send_id = 5, .recv_id = 5};
    static const struct {
        enum cause cause;
        bool is_named;
    } rows[] = {{CAUSE_AO_KEY_ID, true}, {CAUSE_AO_SETTINGS, true}, {CAUSE_AO_ALGORITHM, false}};

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        const struct proof proof = {.cause = rows[i].cause, .key = &with_id};
        const struct step step =
            DATA(101, 19, .verdict = VERDICT_BAD, .key = &ao_key, .proof = &proof);
        char *text = steps_text(&step, 1);
        g_assert_true(!strstr(text, "sends KeyID 0; the keyring has 5 for this key.") !=
                      rows[i].is_named);
        g_free(text);
    }
}

/* A port that was rewritten is named if it is that of a protocol. */
static void test_signed_port(void)
{
    static const struct proof to_1179 = {.cause = CAUSE_DESTINATION_PORT,
                                         .key = &key,
                                         .originals = 1u << ORIGINAL_DESTINATION_PORT,
                                         .numbers = {[ORIGINAL_DESTINATION_PORT] = 179}};
    static const struct proof from_high = {.cause = CAUSE_SOURCE_PORT,
                                           .key = &key,
                                           .originals = 1u << ORIGINAL_SOURCE_PORT,
                                           .numbers = {[ORIGINAL_SOURCE_PORT] = 50001}};
    const struct step steps[] = {SYN(CLIENT, 100, .verdict = VERDICT_BAD, .proof = &to_1179),
                                 SYN(CLIENT, 200, .verdict = VERDICT_BAD, .proof = &from_high)};
    char *text = steps_text(steps, G_N_ELEMENTS(steps));
    g_assert_nonnull(strstr(text, "The signed destination port was 179."));
    g_assert_null(strstr(text, "50001"));
    g_free(text);
}

/* In a first pass, only the second piece of a split segment shows what the first one is. Another
 * bad segment is none of its pieces. */
static void test_first_piece(void)
{
    struct proof proof = {.cause = CAUSE_SPLIT, .key = &key};
    const uint32_t frames[] = {5, 6};
    const struct step steps[] = {
        OPEN(VERDICT_GOOD, VERDICT_GOOD),
        DATA(101, 1448, .verdict = VERDICT_BAD),
        DATA(101, 0, .verdict = VERDICT_GOOD),
        DATA(1549, 1448, .verdict = VERDICT_BAD),
        DATA(2997, 1448, .verdict = VERDICT_BAD, .proof = &proof),
    };
    proof.frames = g_array_new(FALSE, FALSE, sizeof *frames);
    g_array_append_vals(proof.frames, frames, G_N_ELEMENTS(frames));
    char *text = steps_text(steps, G_N_ELEMENTS(steps));
    g_assert_nonnull(
        strstr(text, "SPLIT AFTER SIGNING. 2 of 5 segments are affected, from frame 5"));
    g_assert_nonnull(strstr(text, "1 of 5 segments is bad, from frame 3"));
    g_free(text);

    const struct step after_another[] = {
        DATA(101, 1448, .verdict = VERDICT_BAD, .proof = &split),
        DATA(2997, 1448, .verdict = VERDICT_BAD),
        DATA(4445, 1448, .verdict = VERDICT_BAD, .proof = &proof),
    };
    g_array_index(proof.frames, uint32_t, 0) = 2;
    text = steps_text(after_another, G_N_ELEMENTS(after_another));
    g_assert_nonnull(strstr(text, "All 3 segments are bad, from frame 1"));
    g_array_free(proof.frames, TRUE);
    g_free(text);
}

/* Nor does it count as unexplained, or as lost in a change of the key, if a good segment came
 * between the pieces. */
static void test_first_piece_before_another_key(void)
{
    struct proof proof = {.cause = CAUSE_SPLIT, .key = &key};
    const uint32_t frames[] = {3, 5};
    const struct step steps[] = {
        OPEN(VERDICT_GOOD, VERDICT_GOOD),
        DATA(101, 1448, .verdict = VERDICT_BAD),
        DATA(101, 0, .verdict = VERDICT_GOOD),
        DATA(1549, 1448, .verdict = VERDICT_BAD, .proof = &proof),
        DATA(2997, 19, .verdict = VERDICT_BAD),
        DATA(2997, 19, .verdict = VERDICT_GOOD, .rollover = &change),
    };
    proof.frames = g_array_new(FALSE, FALSE, sizeof *frames);
    g_array_append_vals(proof.frames, frames, G_N_ELEMENTS(frames));
    char *text = steps_text(steps, G_N_ELEMENTS(steps));
    g_assert_nonnull(strstr(text, "2 of 6 segments are affected, from frame 3"));
    g_assert_nonnull(strstr(text, "1 of 6 segments is bad, from frame 6"));
    g_assert_null(strstr(text, "NO KNOWN REASON"));
    g_free(text);

    const struct step together[] = {steps[0], steps[1], steps[2], steps[4], steps[6]};
    g_array_index(proof.frames, uint32_t, 1) = 4;
    text = steps_text(together, G_N_ELEMENTS(together));
    g_assert_nonnull(strstr(text, "2 of 4 segments are bad"));
    g_assert_null(strstr(text, "is bad"));
    g_array_free(proof.frames, TRUE);
    g_free(text);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/password/unexplained-but-accepted", test_unexplained_but_accepted);
    g_test_add_func("/password/bad-among-good", test_bad_among_good);
    g_test_add_func("/password/another-password-for-a-while", test_another_password_for_a_while);
    g_test_add_func("/password/some-are-contradicted", test_some_are_contradicted);
    g_test_add_func("/password/what-bad-segments-show-that-are-acknowledged",
                    test_what_bad_segments_show_that_are_acknowledged);
    g_test_add_func("/password/first-piece", test_first_piece);
    g_test_add_func("/password/first-piece-before-another-key",
                    test_first_piece_before_another_key);
    g_test_add_func("/password/unexplained-with-ao", test_unexplained_with_ao);
    g_test_add_func("/password/key-id", test_key_id);
    g_test_add_func("/password/signed-port", test_signed_port);
    g_test_add_func("/password/what-the-receiver-counts", test_what_the_receiver_counts);
    g_test_add_func("/password/searches-left-out", test_searches_left_out);
    g_test_add_func("/password/one-direction-goes-on", test_one_direction_goes_on);
    g_test_add_func("/password/one-direction-proven", test_one_direction_proven);
    g_test_add_func("/password/unexplained-before", test_unexplained_before);
    g_test_add_func("/password/merged-for-the-capture", test_merged_for_the_capture);
    g_test_add_func("/password/firewall", test_firewall);
    g_test_add_func("/password/size", test_size);
    g_test_add_func("/password/changed-on-both", test_changed_on_both);
    g_test_add_func("/password/changed-from-another", test_changed_from_another);
    return g_test_run();
}
