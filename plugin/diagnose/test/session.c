/* Tests the conclusions on a session, and which sessions are distinguished.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "steps.h"
#include "plugin/diagnose/session/streams.h"
#include "plugin/diagnose/session/words.h"

static const struct proof keyless_split = {.cause = CAUSE_SPLIT};

#define MAX_STEPS 10

/* What both peers send, and the conclusions on each: the leading one, then the others. */
struct scenario {
    const char *name;
    struct step steps[MAX_STEPS];
    unsigned count;
    const char *conclusions[2];
};

/* Returns the names of the conclusions on the sender with INDEX; "" if it sent nothing. Free with
 * g_free(). */
static char *names(const struct sessions *sessions, unsigned index)
{
    const struct session *session = sessions_at(sessions, 0);
    struct view view = view_of(sessions, session, index);
    struct conclusion list[MAX_CONCLUSIONS];
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; sender_total(view.sender) > 0 && i < conclusions_of(&view, list); i++)
        g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", conclusion_name(&list[i]));
    view_clear(&view);
    return g_string_free(text, FALSE);
}

static const struct scenario scenarios[] = {
    {"all good",
     {OPEN(VERDICT_GOOD, VERDICT_GOOD), DATA(101, 19, .verdict = VERDICT_GOOD)},
     3,
     {"good", "good"}},
    {"one peer has another password, and its SYNs go unanswered",
     {SYN(CLIENT, 100, .verdict = VERDICT_BAD), SYN(CLIENT, 100, .verdict = VERDICT_BAD),
      SYN(SERVER, 900, .verdict = VERDICT_GOOD)},
     3,
     {"another password", "good"}},
    {"both peers have a password that the keyring has not",
     {OPEN(VERDICT_BAD, VERDICT_BAD), DATA(101, 19, .verdict = VERDICT_BAD),
      SENT(SERVER, 501, 120, .data = 19, .verdict = VERDICT_BAD)},
     4,
     {"wrong key", "wrong key"}},
    {"pieces that are told without a key do not outrank the password",
     {OPEN(VERDICT_BAD, VERDICT_GOOD),
      DATA(101, 1448, .verdict = VERDICT_BAD, .proof = &keyless_split),
      DATA(1549, 1448, .verdict = VERDICT_BAD, .proof = &keyless_split)},
     4,
     {"another password, split", "good"}},
    {"pieces alone do not show another password",
     {DATA(101, 1448, .verdict = VERDICT_BAD, .proof = &keyless_split),
      DATA(1549, 1448, .verdict = VERDICT_BAD, .proof = &keyless_split),
      DATA(2997, 1448, .verdict = VERDICT_BAD, .proof = &damage)},
     3,
     {"split, corrupt", ""}},
    {"split after signing",
     {OPEN(VERDICT_GOOD, VERDICT_GOOD), DATA(101, 1448, .verdict = VERDICT_BAD, .proof = &split),
      DATA(1549, 1448, .verdict = VERDICT_BAD, .proof = &split)},
     4,
     {"split", "good"}},
    {"two faults, the more frequent one leads",
     {OPEN(VERDICT_GOOD, VERDICT_GOOD), DATA(101, 1448, .verdict = VERDICT_BAD, .proof = &split),
      DATA(1549, 1448, .verdict = VERDICT_BAD, .proof = &split),
      DATA(2997, 0, .verdict = VERDICT_BAD, .proof = &window)},
     5,
     {"split, window", "good"}},
    {"all that is bad is damaged: the password is not in doubt",
     {DATA(101, 19, .verdict = VERDICT_BAD, .proof = &damage)},
     1,
     {"corrupt", ""}},
    {"a password changed to one that is not in the keyring",
     {OPEN(VERDICT_GOOD, VERDICT_GOOD), DATA(101, 19, .verdict = VERDICT_GOOD),
      DATA(120, 19, .verdict = VERDICT_BAD), DATA(120, 19, .verdict = VERDICT_BAD)},
     5,
     {"changed password", "good"}},
    {"a password changed from one that is not in the keyring",
     {SYN(CLIENT, 7000, .verdict = VERDICT_BAD), SYN(CLIENT, 8000, .verdict = VERDICT_BAD),
      OPEN(VERDICT_GOOD, VERDICT_GOOD), DATA(101, 19, .verdict = VERDICT_GOOD)},
     5,
     {"changed password", "good"}},
    {"bad segments among good ones show no change of the password",
     {OPEN(VERDICT_GOOD, VERDICT_GOOD), DATA(101, 19, .verdict = VERDICT_BAD),
      DATA(101, 19, .verdict = VERDICT_BAD), DATA(101, 19, .verdict = VERDICT_GOOD)},
     5,
     {"unexplained", "good"}},
    {"the same after a segment with a proven cause, in new connections",
     {DATA(101, 1448, .verdict = VERDICT_GOOD),
      DATA(1549, 1448, .verdict = VERDICT_BAD, .proof = &window),
      SYN(CLIENT, 7000, .verdict = VERDICT_BAD), SYN(CLIENT, 8000, .verdict = VERDICT_BAD)},
     4,
     {"changed password, window", ""}},
    {"what a proven cause may explain is no change",
     {DATA(101, 1448, .verdict = VERDICT_GOOD),
      DATA(1549, 1448, .verdict = VERDICT_BAD, .proof = &window),
      DATA(2997, 19, .verdict = VERDICT_BAD), DATA(2997, 19, .verdict = VERDICT_BAD)},
     4,
     {"window, unexplained", ""}},
    {"nor is it another password",
     {DATA(101, 1448, .verdict = VERDICT_BAD, .proof = &window),
      DATA(1549, 1448, .verdict = VERDICT_BAD)},
     2,
     {"window, unexplained", ""}},
    {"nor are new connections before it",
     {DATA(101, 1448, .verdict = VERDICT_GOOD), SYN(CLIENT, 7000, .verdict = VERDICT_BAD),
      DATA(7001, 1448, .verdict = VERDICT_BAD, .proof = &window),
      SYN(CLIENT, 8000, .verdict = VERDICT_BAD)},
     4,
     {"window, unexplained", ""}},
    {"who is injected for need not have stopped signing",
     {DATA(101, 19, .verdict = VERDICT_GOOD),
      DATA(101, 19, .verdict = VERDICT_NOT_PRESENT, .hint = HINT_INJECTED)},
     2,
     {"some unsigned", ""}},
    {"RSTs that do not verify may be an attacker's",
     {OPEN(VERDICT_GOOD, VERDICT_GOOD), DATA(101, 19, .verdict = VERDICT_GOOD),
      RESET(.verdict = VERDICT_BAD), RESET(.verdict = VERDICT_BAD), RESET(.verdict = VERDICT_BAD)},
     6,
     {"good", "unexplained"}},
    {"other segments among them are not",
     {OPEN(VERDICT_GOOD, VERDICT_GOOD), RESET(.verdict = VERDICT_BAD),
      SENT(SERVER, 501, 101, .data = 19, .verdict = VERDICT_BAD),
      SENT(SERVER, 501, 101, .data = 19, .verdict = VERDICT_BAD)},
     5,
     {"good", "changed password"}},
    {"one bad segment at the end may be a stray",
     {DATA(101, 19, .verdict = VERDICT_GOOD), DATA(120, 19, .verdict = VERDICT_BAD)},
     2,
     {"unexplained", ""}},
    {"bad segments while the keys change are part of that",
     {DATA(101, 19, .verdict = VERDICT_GOOD), DATA(120, 19, .verdict = VERDICT_BAD),
      DATA(120, 19, .verdict = VERDICT_BAD),
      DATA(120, 19, .verdict = VERDICT_GOOD, .rollover = &change)},
     4,
     {"keys changed", ""}},
    {"others before are not",
     {DATA(101, 19, .verdict = VERDICT_GOOD), DATA(120, 19, .verdict = VERDICT_BAD),
      DATA(139, 19, .verdict = VERDICT_GOOD), DATA(158, 19, .verdict = VERDICT_BAD),
      DATA(158, 19, .verdict = VERDICT_GOOD, .rollover = &change)},
     5,
     {"keys changed, unexplained", ""}},
    {"a cause proven with a key leaves nothing unchecked",
     {OPEN(VERDICT_GOOD, VERDICT_GOOD),
      DATA(101, 19, .verdict = VERDICT_UNVERIFIED, .proof = &window, .reason = REASON_NO_KEY)},
     3,
     {"window", "good"}},
    {"pieces that are told without a key leave it open",
     {DATA(101, 19, .verdict = VERDICT_UNVERIFIED, .proof = &keyless_split,
           .reason = REASON_NO_KEY)},
     1,
     {"split, not checked", ""}},
    {"what was stripped is not unsigned besides",
     {DATA(101, 19, .verdict = VERDICT_GOOD),
      DATA(120, 19, .verdict = VERDICT_NOT_PRESENT, .proof = &blanked),
      DATA(139, 19, .verdict = VERDICT_GOOD), DATA(158, 19, .verdict = VERDICT_NOT_PRESENT)},
     4,
     {"option blanked, stopped signing", ""}},
    {"one bad segment among good ones",
     {DATA(101, 19, .verdict = VERDICT_GOOD), DATA(120, 19, .verdict = VERDICT_BAD),
      DATA(139, 19, .verdict = VERDICT_GOOD)},
     3,
     {"unexplained", ""}},
    {"whole here, but longer than the receiver takes",
     {OPEN(VERDICT_GOOD, VERDICT_GOOD),
      DATA(101, 1900, .verdict = VERDICT_GOOD, .will_break = true)},
     3,
     {"will break", "good"}},
    {"one peer signs nothing",
     {SYN(CLIENT, 100, .verdict = VERDICT_NOT_PRESENT, .reason = REASON_KEY_CONFIGURED),
      SYN(SERVER, 900, .verdict = VERDICT_GOOD)},
     2,
     {"not signed", "good"}},
    {"unsigned SYNs that nobody answers show nothing of the other peer",
     {SYN(CLIENT, 100, .verdict = VERDICT_NOT_PRESENT, .reason = REASON_KEY_CONFIGURED)},
     1,
     {"not signed", ""}},
    {"who goes on unsigned is accepted unsigned",
     {SYN(CLIENT, 100, .verdict = VERDICT_NOT_PRESENT, .reason = REASON_KEY_CONFIGURED),
      DATA(101, 19, .verdict = VERDICT_NOT_PRESENT, .reason = REASON_KEY_CONFIGURED)},
     2,
     {"nobody signs", ""}},
    {"neither signs",
     {OPEN(VERDICT_NOT_PRESENT, VERDICT_NOT_PRESENT)},
     2,
     {"nobody signs", "nobody signs"}},
    {"signed until the password was removed",
     {OPEN(VERDICT_GOOD, VERDICT_GOOD), DATA(101, 19, .verdict = VERDICT_NOT_PRESENT)},
     3,
     {"stopped signing", "good"}},
    {"an unsigned segment between signed ones",
     {DATA(101, 19, .verdict = VERDICT_GOOD), DATA(120, 19, .verdict = VERDICT_NOT_PRESENT),
      DATA(139, 19, .verdict = VERDICT_GOOD)},
     3,
     {"some unsigned", ""}},
    {"only resets are unsigned, and answer what was stripped",
     {SYN(CLIENT, 100, .verdict = VERDICT_NOT_PRESENT, .proof = &blanked,
          .reason = REASON_KEY_CONFIGURED),
      RESET(.verdict = VERDICT_NOT_PRESENT, .proof = &unsigned_reset,
            .reason = REASON_KEY_CONFIGURED)},
     2,
     {"option blanked", "RST unsigned"}},
    {"good, and refused",
     {SYN(CLIENT, 100, .verdict = VERDICT_GOOD),
      SYN(CLIENT, 100, .verdict = VERDICT_GOOD, .retransmissions = 2)},
     2,
     {"refused", ""}},
    {"good, and refused in one connection after the other",
     {SYN(CLIENT, 100, .verdict = VERDICT_GOOD), SYN(CLIENT, 200, .verdict = VERDICT_GOOD),
      SYN(SERVER, 900, .verdict = VERDICT_NOT_PRESENT, .reason = REASON_KEY_CONFIGURED),
      SYN(CLIENT, 300, .verdict = VERDICT_GOOD)},
     4,
     {"refused", "not signed"}},
    {"good, and refused after the receiver's restart",
     {OPEN(VERDICT_GOOD, VERDICT_GOOD), DATA(101, 19, .verdict = VERDICT_GOOD),
      SENT(SERVER, 501, 120, .data = 19, .verdict = VERDICT_GOOD),
      DATA(120, 19, .verdict = VERDICT_GOOD),
      DATA(120, 19, .verdict = VERDICT_GOOD, .retransmissions = 2)},
     6,
     {"refused", "good"}},
    {"the same in new connections",
     {OPEN(VERDICT_GOOD, VERDICT_GOOD), DATA(101, 0, .verdict = VERDICT_GOOD),
      SYN(CLIENT, 1000, .verdict = VERDICT_GOOD), SYN(CLIENT, 2000, .verdict = VERDICT_GOOD),
      SYN(CLIENT, 3000, .verdict = VERDICT_GOOD)},
     6,
     {"refused", "good"}},
    {"acknowledged after all",
     {OPEN(VERDICT_GOOD, VERDICT_GOOD), DATA(101, 19, .verdict = VERDICT_GOOD),
      DATA(101, 19, .verdict = VERDICT_GOOD, .retransmissions = 2),
      SENT(SERVER, 501, 120, .data = 19, .verdict = VERDICT_GOOD)},
     5,
     {"good", "good"}},
    {"a bad segment is why later ones are not acknowledged",
     {OPEN(VERDICT_GOOD, VERDICT_GOOD), DATA(101, 0, .verdict = VERDICT_GOOD),
      DATA(101, 19, .verdict = VERDICT_BAD, .proof = &window),
      DATA(120, 19, .verdict = VERDICT_GOOD),
      DATA(120, 19, .verdict = VERDICT_GOOD, .retransmissions = 2)},
     6,
     {"window", "good"}},
    {"two SYNs may be lost",
     {SYN(CLIENT, 100, .verdict = VERDICT_GOOD), SYN(CLIENT, 200, .verdict = VERDICT_GOOD)},
     2,
     {"good", ""}},
    {"an answer shows that they arrive",
     {SYN(CLIENT, 100, .verdict = VERDICT_GOOD), RESET(.verdict = VERDICT_GOOD),
      SYN(CLIENT, 200, .verdict = VERDICT_GOOD), SYN(CLIENT, 300, .verdict = VERDICT_GOOD)},
     4,
     {"good", "good"}},
    {"a reset accepts nothing",
     {SYN(CLIENT, 100, .verdict = VERDICT_GOOD), RESET(.verdict = VERDICT_GOOD),
      SYN(CLIENT, 100, .verdict = VERDICT_GOOD, .retransmissions = 2)},
     3,
     {"refused", "good"}},
    {"another kind of signature than the key is for",
     {SYN(CLIENT, 100, .verdict = VERDICT_UNVERIFIED, .proof = &other_authentication,
          .reason = REASON_NO_KEY)},
     1,
     {"other authentication", ""}},
    {"no key", {OPEN(VERDICT_UNVERIFIED, VERDICT_UNVERIFIED)}, 2, {"not checked", "not checked"}},
    {"an illegal option beside good ones",
     {DATA(101, 19, .verdict = VERDICT_GOOD),
      DATA(120, 19, .verdict = VERDICT_ILLEGAL, .reason = REASON_LENGTH)},
     2,
     {"illegal", ""}},
};

static void test_scenario(gconstpointer data)
{
    const struct scenario *scenario = data;
    struct sessions *sessions = sessions_new();

    for (unsigned i = 0; i < scenario->count; i++)
        steps_note(sessions, &scenario->steps[i], i + 1);
    for (unsigned side = 0; side < 2; side++) {
        char *found = names(sessions, side);
        g_assert_cmpstr(found, ==, scenario->conclusions[side]);
        g_free(found);
    }
    sessions_free(sessions);
}

/* A capture may have any number of peers, but only so many are distinguished. */
static void test_bound(void)
{
    struct sessions *sessions = sessions_new();
    const struct diagnosis diagnosis = {
        .finding = {.verdict = VERDICT_UNVERIFIED, .reason = REASON_NO_KEY}};
    struct sent sent;

    for (uint32_t i = 0; i < 10000; i++) {
        sent_begin(&sent, i + 1, i, false);
        sent_sign(&sent);
        const uint32_t address = g_htonl(0x0a000000 + i);
        sent.segment.from.address = ip_address_from_bytes(&address, 4);
        sessions_note(sessions, &sent.segment, &diagnosis, i + 1);
    }
    g_assert_nonnull(sessions_at(sessions, 4095));
    g_assert_null(sessions_at(sessions, 4096));
    g_assert_cmpuint(sessions_left_out(sessions), ==, 10000 - 4096);
    sessions_free(sessions);
}

/* Notes a segment of connection INDEX, one of a hundred that are open at the same time. */
static void note_interleaved(struct sessions *sessions, unsigned index, const struct step *step,
                             uint32_t number)
{
    const struct diagnosis diagnosis = {
        .finding = {.verdict = step->verdict, .signing = SIGNING_MD5, .key = &key}};
    struct sent sent;

    sent_begin(&sent, number, number, step->side == SERVER);
    sent_sign(&sent);
    sent_is(&sent, step->flags, step->data);
    sent_put(&sent, HEADER_SEQUENCE_NUMBER, step->sequence_number);
    sent_put(&sent, HEADER_ACKNOWLEDGMENT_NUMBER, step->acknowledgment_number);
    struct end *client = step->side == CLIENT ? &sent.segment.from : &sent.segment.to;
    client->port = (uint16_t)(40000 + index);
    sessions_note(sessions, &sent.segment, &diagnosis, number);
}

/* Notes STEP of the client as a segment to the service at PORT. */
static void note_to(struct sessions *sessions, const struct step *step, uint16_t port,
                    uint32_t number)
{
    const struct diagnosis diagnosis = {
        .finding = {.verdict = step->verdict,
                    .reason = step->verdict == VERDICT_UNVERIFIED ? REASON_NO_KEY : REASON_NONE,
                    .signing = SIGNING_MD5,
                    .key = &key}};
    struct sent sent;

    sent_begin(&sent, number, number, false);
    sent_sign(&sent);
    sent_is(&sent, step->flags, step->data);
    sent.segment.to.port = port;
    sessions_note(sessions, &sent.segment, &diagnosis, number);
}

/* Each connection counts once, and acknowledgments in it are counted. */
static void test_interleaved(void)
{
    static const struct step steps[] = {OPEN(VERDICT_GOOD, VERDICT_GOOD),
                                        DATA(101, 19, .verdict = VERDICT_GOOD),
                                        SENT(SERVER, 501, 120, .verdict = VERDICT_GOOD)};
    struct sessions *sessions = sessions_new();
    uint32_t number = 0;

    for (unsigned i = 0; i < G_N_ELEMENTS(steps); i++)
        for (unsigned index = 0; index < 100; index++)
            note_interleaved(sessions, index, &steps[i], ++number);
    const struct session *session = sessions_at(sessions, 0);
    g_assert_cmpuint(session->connections, ==, 100);
    g_assert_cmpuint(session->senders[CLIENT].attempts, ==, 100);
    g_assert_cmpuint(session->senders[CLIENT].accepted, ==,
                     200); /* the SYN and the data of each connection */
    g_assert_cmpuint(session->senders[SERVER].accepted, ==, 100);
    sessions_free(sessions);
}

/* If there are too many connections, the least recently used one is forgotten. */
static void test_streams(void)
{
    struct streams *streams = streams_new(2);
    const struct stream_name a = {0, {1, 2}}, b = {0, {2, 1}}, c = {1, {1, 2}};
    bool known;

    streams_get(streams, &a, &known)->isn = 5;
    g_assert_false(known);
    streams_get(streams, &b, &known);
    g_assert_false(known);
    g_assert_cmpuint(streams_get(streams, &a, &known)->isn, ==, 5);
    g_assert_true(known);
    g_assert_cmpuint(streams_get(streams, &c, &known)->isn, ==, 0);
    g_assert_false(known);
    streams_get(streams, &a, &known);
    g_assert_true(known);
    streams_get(streams, &b, &known);
    g_assert_false(known);
    streams_free(streams);
}

/* Sessions with a fault come first, after the summary. */
static void test_order(void)
{
    static const struct step good = SYN(CLIENT, 100, .verdict = VERDICT_GOOD);
    static const struct step bad = SYN(CLIENT, 100, .verdict = VERDICT_BAD);
    static const struct step unchecked = SYN(CLIENT, 100, .verdict = VERDICT_UNVERIFIED);
    const struct {
        const struct step *step;
        uint16_t port;
    } sent[] = {{&good, 646}, {&unchecked, 639}, {&bad, 179}, {&bad, 323}};
    struct sessions *sessions = sessions_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(sent); i++) {
        note_to(sessions, sent[i].step, sent[i].port, i + 1);
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
        note_to(sessions, steps[i], ports[i], i + 1);
    note_interleaved(sessions, 1, &answer, G_N_ELEMENTS(steps) + 1);
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
    note_to(sessions, &bad, 639, G_N_ELEMENTS(steps) + 1);
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
        note_to(sessions, &good, port, port);
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
        note_to(sessions, &bad, rows[i].port, 1);
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

/* No line of the text is longer than the width in DATA, for either address family. */
static void test_width(gconstpointer data)
{
    const size_t width = GPOINTER_TO_SIZE(data);
    struct sessions *sessions = sessions_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(scenarios); i++)
        for (unsigned step = 0; step < scenarios[i].count; step++)
            steps_note(sessions, &scenarios[i].steps[step], i * MAX_STEPS + step + 1);
    char *text = verdict_text(sessions, width);
    char **lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++)
        g_assert_cmpuint((size_t)g_utf8_strlen(*line, -1), <=, width);
    g_strfreev(lines);
    g_free(text);
    sessions_free(sessions);
}

/* Only a proof that the source address was another one tells what NAT made of a sender. */
static void test_translated(void)
{
    const struct ip_address inside = {4, {10, 0, 0, 1}};
    const struct proof port = {
        .cause = CAUSE_SOURCE_PORT, .originals = 1u << ORIGINAL_SOURCE_PORT, .source = inside};
    const struct proof source = {
        .cause = CAUSE_SOURCE_ADDRESS, .originals = 1u << ORIGINAL_SOURCE, .source = inside};
    const struct step steps[] = {SYN(CLIENT, 100, .verdict = VERDICT_BAD, .proof = &port),
                                 SYN(CLIENT, 100, .verdict = VERDICT_BAD, .proof = &source)};
    struct sessions *sessions = sessions_new();

    steps_note(sessions, &steps[0], 1);
    const struct session *session = sessions_at(sessions, 0);
    const struct ip_address *server = &session->senders[1].address;
    g_assert_null(sessions_translated(sessions, &inside, server));
    steps_note(sessions, &steps[1], 2);
    g_assert_true(sessions_translated(sessions, &inside, server) == &session->senders[0]);
    g_assert_null(sessions_translated(sessions, server, &inside));
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

/* Both ends of a session may have one address: that of the host. */
static void test_one_address(void)
{
    static const struct diagnosis good = {.finding = {.verdict = VERDICT_GOOD, .key = &key}};
    struct sessions *sessions = sessions_new();
    struct sent sent;

    for (unsigned i = 0; i < 3; i++) {
        sent_begin(&sent, i + 1, i, i == 1);
        sent_sign(&sent);
        sent.segment.from.address = sent.segment.to.address =
            ip_address_from_bytes("\x7f\0\0\1", 4);
        sessions_note(sessions, &sent.segment, &good, i + 1);
    }
    const struct session *session = sessions_at(sessions, 0);
    g_assert_cmpuint(sender_total(&session->senders[0]), ==, 1); /* that with the lower port */
    g_assert_cmpuint(sender_total(&session->senders[1]), ==, 2);
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
    for (unsigned i = 0; i < G_N_ELEMENTS(scenarios); i++) {
        char *path = g_strdup_printf("/session/%s", scenarios[i].name);
        g_test_add_data_func(path, &scenarios[i], test_scenario);
        g_free(path);
    }
    g_test_add_func("/session/translated", test_translated);
    g_test_add_func("/session/no-times", test_no_times);
    g_test_add_func("/session/one-address", test_one_address);
    g_test_add_func("/session/mss", test_mss);
    g_test_add_func("/session/not-checked", test_not_checked);
    g_test_add_func("/session/where-the-password-is", test_where_the_password_is);
    g_test_add_func("/session/midnight", test_midnight);
    g_test_add_func("/session/bound", test_bound);
    g_test_add_func("/session/interleaved", test_interleaved);
    g_test_add_func("/session/streams", test_streams);
    g_test_add_func("/session/order", test_order);
    g_test_add_func("/session/groups", test_groups);
    g_test_add_func("/session/group-of-the-fault", test_group_of_the_fault);
    g_test_add_func("/session/left-out", test_left_out);
    g_test_add_func("/session/duration", test_duration);
    g_test_add_data_func("/session/width/terminal", GSIZE_TO_POINTER(VERDICT_TERMINAL), test_width);
    g_test_add_data_func("/session/width/window", GSIZE_TO_POINTER(VERDICT_WINDOW), test_width);
    return g_test_run();
}
