/* Tests the text of the verdict: the order of the sessions, and its words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "steps.h"
#include "plugin/diagnose/session/words.h"

/* Sessions with a fault come first, after the summary. */
static void test_order(void)
{
    static const struct step good = SYN(CLIENT, 100, .verdict = VERDICT_GOOD);
    static const struct step bad = SYN(CLIENT, 100, .verdict = VERDICT_BAD);
    static const struct step unchecked =
        SYN(CLIENT, 100, .verdict = VERDICT_UNVERIFIED, .reason = REASON_NO_KEY);
    const struct {
        const struct step *step;
        uint16_t port;
    } sent[] = {{&good, 646}, {&unchecked, 639}, {&bad, 179}, {&bad, 323}};
    struct sessions *sessions = sessions_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(sent); i++) {
        steps_note_between(sessions, sent[i].step, 40001, sent[i].port, i + 1);
        char *text = verdict_text(sessions, VERDICT_TERMINAL);
        g_assert_cmpint(g_str_has_prefix(text, "LDP"), ==, i == 0);
        g_assert_true(i != 1 ||
                      g_str_has_prefix(text, "2 sessions: 1 not checked, 1 good\n\nMSDP"));
        g_assert_true(i != 2 || g_str_has_prefix(text, "3 sessions: 1 with a fault, 1 not "
                                                       "checked, 1 good\n\nBGP"));
        g_assert_true(i != 3 ||
                      g_str_has_prefix(text, "4 sessions: 2 with a fault (2 another password), 1 "
                                             "not checked, 1 good\n\nBGP"));
        g_free(text);
    }
    sessions_free(sessions);
}

/* Sessions with the same conclusion stand together, so that their commands are shown once. The
 * conclusion is that on the faulty direction, if the other one is good. */
static void test_groups(void)
{
    static const struct step good = SYN(CLIENT, 100, .verdict = VERDICT_GOOD);
    static const struct step answer = SYN(SERVER, 900, .verdict = VERDICT_BAD);
    static const struct step bad = SYN(CLIENT, 100, .verdict = VERDICT_BAD);
    static const struct step missing = SYN(CLIENT, 100, .verdict = VERDICT_NOT_PRESENT);
    static const struct step *const steps[] = {&good, &missing, &bad, &missing};
    static const uint16_t ports[] = {179, 639, 1179, 646};
    struct sessions *sessions = sessions_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(steps); i++)
        steps_note_between(sessions, steps[i], 40001, ports[i], i + 1);
    steps_note_between(sessions, &answer, 40001, 179, G_N_ELEMENTS(steps) + 1);
    char *text = verdict_text(sessions, 1000);
    g_assert_true(g_str_has_prefix(
        text, "4 sessions: 4 with a fault (2 another password, 2 not signed)\n\nBGP"));
    const char *first = strstr(text, "ANOTHER PASSWORD");
    const char *again = strstr(text, "(the same commands as above)");
    const char *last = strstr(text, "NOT SIGNED");
    g_assert_true(first && again && last && first < again && again < last);
    g_assert_null(strstr(last, "ANOTHER PASSWORD"));
    g_free(text);
    sessions_free(sessions);
}

/* A session is counted under its fault, even if another conclusion precedes that. */
static void test_group_of_the_fault(void)
{
    static const struct rollover parallel = {
        .old = &key, .new = &new_key, .number = 2, .continued = 2};
    static const struct step steps[] = {
        DATA(101, 19, .verdict = VERDICT_GOOD),
        DATA(9101, 19, .verdict = VERDICT_GOOD, .key = &new_key, .rollover = &parallel),
        DATA(9101, 19, .verdict = VERDICT_GOOD, .key = &new_key, .retransmissions = 2),
    };
    static const struct step bad = SYN(CLIENT, 100, .verdict = VERDICT_BAD);
    struct sessions *sessions = sessions_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(steps); i++)
        steps_note(sessions, &steps[i], i + 1);
    steps_note_between(sessions, &bad, 40001, 639, G_N_ELEMENTS(steps) + 1);
    char *text = verdict_text(sessions, 1000);
    g_assert_true(
        g_str_has_prefix(text, "2 sessions: 2 with a fault (1 refused, 1 another password)\n"));
    g_assert_nonnull(strstr(text, "TWO SESSIONS AT ONCE"));
    g_free(text);
    sessions_free(sessions);
}

/* Whoever reads only the beginning of the verdict must not take it for that on all sessions. */
static void test_left_out(void)
{
    static const struct step good = SYN(CLIENT, 100, .verdict = VERDICT_GOOD);
    struct sessions *sessions = sessions_new();

    for (uint16_t port = 1; port <= 4096 + 3; port++)
        steps_note_between(sessions, &good, 40001, port, port);
    char *text = verdict_text(sessions, VERDICT_TERMINAL);
    g_assert_true(g_str_has_prefix(text, "4096 sessions: 4096 good\n\n3 segments of further peers "
                                         "are not part of this verdict: there are too many "
                                         "peers.\n\n"));
    g_free(text);
    sessions_free(sessions);
}

static void test_duration(void)
{
    static const struct {
        int64_t seconds;
        const char *words;
    } rows[] = {{0, "0.0 s"},         {599, "599.0 s"},        {600, "10.0 min"},
                {7199, "120.0 min"},  {7200, "2.0 h"},         {172799, "48.0 h"},
                {172800, "2.0 days"}, {23057751, "266.9 days"}};

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        GString *text = g_string_new(NULL);
        words_duration(text, rows[i].seconds * G_USEC_PER_SEC);
        g_assert_cmpstr(text->str, ==, rows[i].words);
        g_string_free(text, TRUE);
    }
}

/* Routers configure the passwords of their protocols in different places. */
static void test_where_the_password_is(void)
{
    static const struct step bad = SYN(CLIENT, 100, .verdict = VERDICT_BAD);
    static const struct {
        uint16_t port;
        const char *words;
    } rows[] = {{179, "router bgp AS: neighbor PEER password WORD"},
                {1179, "router bgp AS: neighbor PEER password WORD"},
                {646, "mpls ldp neighbor PEER password WORD"},
                {639, "ip msdp password peer PEER WORD"},
                {323, NULL},
                {4189, NULL}};

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct sessions *sessions = sessions_new();
        steps_note_between(sessions, &bad, 40001, rows[i].port, 1);
        char *text = verdict_text(sessions, 1000);
        g_assert_true(!rows[i].words || strstr(text, rows[i].words));
        g_assert_true(!strstr(text, "router bgp AS") == (i > 1));
        g_assert_true(!strstr(text, "PEER") == !rows[i].words);
        g_free(text);
        sessions_free(sessions);
    }
}

/* Midnight has a time of day, too. */
static void test_midnight(void)
{
    static const struct step bad = SYN(CLIENT, 100, .verdict = VERDICT_BAD);
    static const struct step proven = SYN(CLIENT, 100, .verdict = VERDICT_BAD, .proof = &window);
    const uint32_t midnight = (86400000 - 1000000) / 10; /* see sent_begin(): 10 ms each */
    struct sessions *sessions = sessions_new();

    steps_note(sessions, &proven, midnight);
    steps_note(sessions, &bad, midnight + 1);
    char *text = verdict_text(sessions, 1000);
    g_assert_nonnull(strstr(text, "from frame 8540000 (00:00:00 UTC) on"));
    g_free(text);
    sessions_free(sessions);
}

/* Frames without time stamps tell neither when something began nor how long it took. */
static void test_no_times(void)
{
    static const struct diagnosis bad = {.finding = {.verdict = VERDICT_BAD, .key = &key},
                                         .proof = &window};
    struct sessions *sessions = sessions_new();
    struct sent sent;

    sent_begin(&sent, 1, 0, false);
    sent_sign(&sent);
    sent.segment.time = KEY_TIME_UNKNOWN;
    sessions_note(sessions, &sent.segment, &bad, 1);
    char *text = verdict_text(sessions, VERDICT_TERMINAL);
    g_assert_nonnull(strstr(text, "(1 connection)\n"));
    g_assert_nonnull(strstr(text, "from frame 1 on."));
    g_assert_null(strstr(text, "UTC"));
    g_free(text);
    sessions_free(sessions);
}

/* What a receiver accepts at once is what it announced last. */
static void test_mss(void)
{
    static const char options[][25] = {
        "\2\4\5\xb4\1\1\x13\x12................", /* 1460, then an MD5 signature */
        "\2\4\5\x78\1\1\x13\x12................", /* 1400 */
    };
    static const struct step data = DATA(101, 1900, .verdict = VERDICT_GOOD, .will_break = true);
    static const struct diagnosis good = {.finding = {.verdict = VERDICT_GOOD, .key = &key}};
    static const char *const words[] = {"1900 bytes of data and no length in the IP header",
                                        "more than the 1460 that 192.0.2.2 accepts (MSS)",
                                        "more than the 1400 that 192.0.2.2 accepts (MSS)"};

    for (unsigned count = 0; count < G_N_ELEMENTS(words); count++) {
        struct sessions *sessions = sessions_new();
        for (unsigned i = 0; i < count; i++) {
            struct sent sent;
            sent_begin(&sent, i + 1, 10 * i, true);
            sent_options(&sent, options[i], 24);
            sent_is(&sent, FLAG_SYN | FLAG_ACK, 0);
            sessions_note(sessions, &sent.segment, &good, i + 1);
        }
        steps_note(sessions, &data, count + 1);
        char *text = verdict_text(sessions, 1000);
        g_assert_nonnull(strstr(text, words[count]));
        g_free(text);
        sessions_free(sessions);
    }
}

/* How many segments could be checked. */
static void test_not_checked(void)
{
    static const struct step steps[] = {
        DATA(101, 19, .verdict = VERDICT_UNVERIFIED, .reason = REASON_NO_KEY),
        DATA(120, 19, .verdict = VERDICT_UNVERIFIED, .reason = REASON_NO_KEY),
        DATA(139, 19, .verdict = VERDICT_GOOD),
    };
    static const char *const words[] = {
        "could not be checked", "None of 2 segments could be checked", "2 of 3 segments could not"};

    for (unsigned i = 0; i < G_N_ELEMENTS(words); i++) {
        char *text = steps_text(steps, i + 1);
        g_assert_nonnull(strstr(text, words[i]));
        g_free(text);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/verdict/no-times", test_no_times);
    g_test_add_func("/verdict/mss", test_mss);
    g_test_add_func("/verdict/not-checked", test_not_checked);
    g_test_add_func("/verdict/where-the-password-is", test_where_the_password_is);
    g_test_add_func("/verdict/midnight", test_midnight);
    g_test_add_func("/verdict/order", test_order);
    g_test_add_func("/verdict/groups", test_groups);
    g_test_add_func("/verdict/group-of-the-fault", test_group_of_the_fault);
    g_test_add_func("/verdict/left-out", test_left_out);
    g_test_add_func("/verdict/duration", test_duration);
    return g_test_run();
}
