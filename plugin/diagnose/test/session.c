/* Tests the conclusions on a session, and which sessions are distinguished.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "steps.h"
#include "plugin/diagnose/session/streams.h"

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
            steps_note_between(sessions, &steps[i], (uint16_t)(40000 + index), 179, ++number);
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

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(scenarios); i++) {
        char *path = g_strdup_printf("/session/%s", scenarios[i].name);
        g_test_add_data_func(path, &scenarios[i], test_scenario);
        g_free(path);
    }
    g_test_add_func("/session/translated", test_translated);
    g_test_add_func("/session/one-address", test_one_address);
    g_test_add_func("/session/bound", test_bound);
    g_test_add_func("/session/interleaved", test_interleaved);
    g_test_add_func("/session/streams", test_streams);
    g_test_add_data_func("/session/width/terminal", GSIZE_TO_POINTER(VERDICT_TERMINAL), test_width);
    g_test_add_data_func("/session/width/window", GSIZE_TO_POINTER(VERDICT_WINDOW), test_width);
    return g_test_run();
}
