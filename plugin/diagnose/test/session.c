/* Tests the conclusions on a session.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/session/verdict.h"

#include "sent.h"
#include "plugin/diagnose/session/streams.h"
#include "plugin/diagnose/learnt/rollover.h"

#define CLIENT 0
#define SERVER 1

static char name[] = "lab", origin[] = "lab.keys:1";
static const struct key key = {.name = name, .origin = origin};
static const struct proof split = {.cause = CAUSE_SPLIT, .key = &key};
static const struct proof keyless_split = {.cause = CAUSE_SPLIT};
static const struct proof window = {.cause = CAUSE_WINDOW, .key = &key};
static const struct proof damage = {.cause = CAUSE_CORRUPT};
static const struct proof blanked = {.cause = CAUSE_OPTION_BLANKED};
static const struct proof other_authentication = {.cause = CAUSE_OTHER_AUTHENTICATION};
static const struct proof unsigned_reset = {.cause = CAUSE_RST_UNSIGNED};

static const struct rollover change = {.old = &key, .new = &key};

/* A segment and its results. */
struct step {
    unsigned side, flags;
    uint32_t sequence_number, acknowledgment_number;
    size_t data;
    enum verdict verdict;
    const struct proof *proof;
    const struct rollover *rollover;
    enum reason reason;
    enum hint_kind hint;
    const struct twins *twins;
    unsigned retransmissions, contradicts, exposes;
    bool will_break, not_longest_match, is_bare; /* IS_BARE: no signature option was captured */
    const struct key *key;                       /* NULL for the usual one */
};

#define MAX_STEPS 10

/* What both peers send, and the conclusions on each: the leading one, then the others. */
struct scenario {
    const char *name;
    struct step steps[MAX_STEPS];
    unsigned count;
    const char *conclusions[2];
};

static void note(struct sessions *sessions, const struct step *step, uint32_t number)
{
    const bool judged = step->verdict == VERDICT_GOOD || step->verdict == VERDICT_BAD;
    const struct diagnosis diagnosis = {
        .finding = {.verdict = step->verdict,
                    .reason = step->reason,
                    .signing = SIGNING_MD5,
                    .key = step->key                             ? step->key
                           : step->verdict == VERDICT_UNVERIFIED ? NULL
                                                                 : &key,
                    .tried = judged,
                    .not_longest_match = step->not_longest_match},
        .proof = step->proof,
        .twins = step->twins,
        .hint = {.kind = step->hint},
        .rollover = step->rollover,
        .retransmissions = step->retransmissions,
        .contradicts = step->contradicts,
        .exposes = step->exposes,
        .will_break = step->will_break,
    };
    struct sent sent;

    sent_begin(&sent, number, number * 10, step->side == SERVER);
    if (step->verdict != VERDICT_NOT_PRESENT && !step->is_bare)
        sent_sign(&sent);
    sent_is(&sent, step->flags, step->data);
    sent_put(&sent, HEADER_SEQUENCE_NUMBER, step->sequence_number);
    sent_put(&sent, HEADER_ACKNOWLEDGMENT_NUMBER, step->acknowledgment_number);
    sessions_note(sessions, &sent.segment, &diagnosis, number);
}

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

/* A segment from one of the peers; the other arguments are members of struct step. */
#define SENT(from, number, acknowledged, ...)                           \
    {                                                                   \
        .side = (from), .flags = FLAG_ACK, .sequence_number = (number), \
        .acknowledgment_number = (acknowledged), __VA_ARGS__            \
    }
#define SYN(from, number, ...)                                                      \
    {                                                                               \
        .side = (from), .flags = FLAG_SYN, .sequence_number = (number), __VA_ARGS__ \
    }
#define RESET(...)                                                                              \
    {                                                                                           \
        .side = SERVER, .flags = FLAG_RST | FLAG_ACK, .acknowledgment_number = 101, __VA_ARGS__ \
    }
/* The first two segments of a connection. */
#define OPEN(client, server)                                                  \
    SYN(CLIENT, 100, .verdict = (client)),                                    \
    {                                                                         \
        .side = SERVER, .flags = FLAG_SYN | FLAG_ACK, .sequence_number = 500, \
        .acknowledgment_number = 101, .verdict = (server)                     \
    }
#define DATA(number, length, ...) SENT(CLIENT, number, 501, .data = (length), __VA_ARGS__)

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
        note(sessions, &scenario->steps[i], i + 1);
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
        g_assert_true(i != 3 ||
                      g_str_has_prefix(text, "4 sessions: 2 with a fault, 1 not checked, 1 "
                                             "good\n\nBGP"));
        g_free(text);
    }
    sessions_free(sessions);
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

/* Returns the verdict after the first COUNT of STEPS. Free with g_free(). */
static char *text_after(const struct step *steps, unsigned count)
{
    struct sessions *sessions = sessions_new();

    for (unsigned i = 0; i < count; i++)
        note(sessions, &steps[i], i + 1);
    char *text = verdict_text(sessions, 1000);
    sessions_free(sessions);
    return text;
}

/* What a peer without a password answers to signed SYNs accuses nobody of having removed one. */
static void test_signed_syns(void)
{
    static const struct step steps[] = {
        OPEN(VERDICT_GOOD, VERDICT_NOT_PRESENT),
        DATA(101, 19, .verdict = VERDICT_NOT_PRESENT),
    };
    char *text = text_after(steps, G_N_ELEMENTS(steps));
    g_assert_nonnull(strstr(text, "signs nothing but SYNs"));
    g_assert_null(strstr(text, "password was removed"));
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
    char *text = text_after(steps, G_N_ELEMENTS(steps));
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
        char *text = text_after(steps, G_N_ELEMENTS(steps));
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
        char *text = text_after(steps, count);
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

    for (unsigned row = 0; row < G_N_ELEMENTS(steps); row++) {
        char *text = text_after(steps[row], G_N_ELEMENTS(steps[row]));
        g_assert_nonnull(strstr(text, "PASSWORD CHANGED"));
        g_assert_nonnull(strstr(text, words[row]));
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
        char *text = text_after(steps, count);
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
    char *text = text_after(steps, G_N_ELEMENTS(steps));
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
        char *text = text_after(steps, rows[i].after > 0 ? 5 : 4);
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
            char *text = text_after(steps, count);
            const bool all = count == G_N_ELEMENTS(steps);
            g_assert_true(!strstr(text, rows[i].words) == !all);
            g_assert_true(!strstr(text, "drops such segments") == all);
            g_assert_true(!strstr(text, "Cure: ") == (all && !rows[i].has_cure));
            g_free(text);
        }
    }
}

/* In one pass, if the clock behind a firewall is early, its copies come before the signed segments
 * that show where the signature was lost. Then nobody drops these because of a password. */
static void test_changed_copies_first(void)
{
    static struct twin twin = {.point = {.interface = 1}, .changes = 1u << CHANGE_MD5};
    static const struct twins twins = {.count = 1, .list = &twin};

    for (unsigned any = 0; any < 2; any++) {
        const struct step steps[] = {
            SYN(CLIENT, 100, .verdict = VERDICT_NOT_PRESENT, .proof = &blanked),
            SYN(CLIENT, 100, .verdict = VERDICT_GOOD, .twins = any ? &twins : NULL),
            SYN(CLIENT, 100, .verdict = VERDICT_GOOD, .retransmissions = 1),
            SYN(CLIENT, 100, .verdict = VERDICT_GOOD, .retransmissions = 2),
        };
        char *text = text_after(steps, G_N_ELEMENTS(steps));
        g_assert_nonnull(strstr(text, "SIGNATURE STRIPPED"));
        g_assert_true((strstr(text, "DROPPED BY THE RECEIVER") == NULL) == (any == 1));
        g_free(text);
    }
}

/* A truncated segment, whose options may not have been captured, was not signed for that. */
static void test_truncated_options(void)
{
    static const struct step steps[] = {
        SYN(CLIENT, 100, .verdict = VERDICT_UNVERIFIED, .reason = REASON_CUT_SHORT,
            .is_bare = true),
        DATA(101, 19, .verdict = VERDICT_NOT_PRESENT),
        DATA(120, 19, .verdict = VERDICT_NOT_PRESENT),
    };
    char *text = text_after(steps, G_N_ELEMENTS(steps));
    g_assert_nonnull(strstr(text, "NOBODY SIGNS"));
    g_assert_null(strstr(text, "STOPPED SIGNING"));
    g_free(text);
}

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
        char *text = text_after(steps, count);
        const bool is_known = count == G_N_ELEMENTS(steps);
        g_assert_nonnull(strstr(text, "KEY UNKNOWN TO THE PEER"));
        g_assert_true(!strstr(text, "so it has the key by now") == !is_known);
        g_assert_true(!strstr(text, "Cure: ") == is_known);
        g_free(text);
    }
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
        char *text = text_after(steps, G_N_ELEMENTS(steps));
        const char *all[] = {next, times, another, clocks};
        g_assert_true(!strstr(text, "The key expired at 1970-01-01;") == (i == 3));
        for (unsigned other = 0; other < G_N_ELEMENTS(all); other++)
            g_assert_true(!strstr(text, all[other]) == (all[other] != rows[i].words));
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
        char *text = text_after(steps, G_N_ELEMENTS(steps));
        g_assert_nonnull(strstr(text, "DROPPED BY THE RECEIVER"));
        g_assert_true(!strstr(text, "carry 1400 bytes of data or more, and none") == (i < 2));
        g_assert_true(!strstr(text, "carried more than 19: most likely") == (i < 2));
        g_free(text);
    }
}

static char new_name[] = "new", ao_name[] = "ao";
static const struct key new_key = {.name = new_name, .origin = origin},
                        ao_key = {.name = ao_name,
                                  .origin = origin,
                                  .algorithm = KEY_HMAC_SHA_1_96},
                        other_ao_key = {
                            .name = new_name, .origin = origin, .algorithm = KEY_HMAC_SHA_1_96};

/* What the receiver itself signs with shows why it drops what the sender signs. */
static void test_what_the_receiver_signs_with(void)
{
    static const char usual[] = "Either they do not reach";
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
        char *text = text_after(steps, G_N_ELEMENTS(steps));
        g_assert_nonnull(strstr(text, "DROPPED BY THE RECEIVER"));
        g_assert_nonnull(strstr(text, rows[i].words));
        g_assert_true(rows[i].words == usual || rows[i].is_specific || !strstr(text, usual));
        g_assert_true(!strstr(text, "more specific") == !rows[i].is_specific);
        g_free(text);
    }
}

/* What it signed with before that may be out of date. */
static void test_what_the_receiver_signed_with_before(void)
{
    static const struct step other_key = SYN(SERVER, 900, .verdict = VERDICT_GOOD, .key = &new_key);
    static const struct step other_password = SYN(SERVER, 900, .verdict = VERDICT_BAD);

    for (unsigned i = 0; i < 2; i++) {
        const struct step steps[] = {
            i == 0 ? other_key : other_password,
            SYN(CLIENT, 100, .verdict = VERDICT_GOOD),
            SYN(CLIENT, 100, .verdict = VERDICT_GOOD, .retransmissions = 2),
        };
        char *text = text_after(steps, G_N_ELEMENTS(steps));
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
                note(sessions, &up[i], i + 1);
            note(sessions, &again, 5);
            if (answers)
                note(sessions, &keepalive, 6);
            note(sessions, &again, 7 + minutes * 6000); /* 10 ms each */
            char *text = verdict_text(sessions, 1000);
            const bool is_absent = minutes > 0 && !answers;
            g_assert_true(!strstr(text, "has sent nothing at all since frame") == !is_absent);
            g_free(text);
            sessions_free(sessions);
        }
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
        char *text = text_after(steps, count);
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
        char *text = text_after(steps, count);
        const bool began = count == 2;
        g_assert_nonnull(strstr(text, "SOME SEGMENTS UNSIGNED"));
        g_assert_true(!strstr(text, "signs everything from frame 2") == !began);
        g_assert_true(!strstr(text, "another host uses its address") == began);
        g_free(text);
    }
}

/* Notes COUNT rounds, in each of which both peers send a good segment and one with VERDICT and
 * HINT. Returns the text. Free with g_free(). */
static char *text_of_rounds(unsigned count, enum verdict verdict, enum hint_kind hint)
{
    struct sessions *sessions = sessions_new();
    uint32_t number = 1;

    for (uint32_t i = 0; i < count; i++) {
        const struct step steps[] = {
            DATA(101 + 19 * i, 19, .verdict = VERDICT_GOOD),
            SENT(SERVER, 501 + 19 * i, 0, .data = 19, .verdict = VERDICT_GOOD),
            DATA(901 + 19 * i, 19, .verdict = verdict, .hint = hint),
            SENT(SERVER, 901 + 19 * i, 0, .data = 19, .verdict = verdict, .hint = hint),
        };
        for (unsigned j = 0; j < G_N_ELEMENTS(steps); j++)
            note(sessions, &steps[j], number++);
    }
    char *text = verdict_text(sessions, 1000);
    sessions_free(sessions);
    return text;
}

/* Peers of which both go to and fro between good segments and others are most likely those of two
 * routing instances. */
static void test_two_sessions(void)
{
    static const enum verdict verdicts[] = {VERDICT_NOT_PRESENT, VERDICT_BAD};

    for (unsigned i = 0; i < G_N_ELEMENTS(verdicts); i++)
        for (unsigned rounds = 2; rounds <= 3; rounds++) {
            char *text = text_of_rounds(rounds, verdicts[i], HINT_NONE);
            g_assert_true(!strstr(text, "(VRFs)") == (rounds == 2));
            g_assert_true(!strstr(text, "drops such segments") == (rounds == 3));
            g_free(text);
        }
    char *text = text_of_rounds(3, VERDICT_BAD, HINT_SACK); /* which says more */
    g_assert_null(strstr(text, "(VRFs)"));
    g_free(text);
}

/* No router changes its key every second; if it takes hours, it may. */
static void test_alternating_keys(void)
{
    for (unsigned count = 5; count <= 7; count++) {
        struct sessions *sessions = sessions_new();
        const uint32_t apart = count == 7 ? 4000 : 1; /* see sent_begin(): 10 ms each */
        for (uint32_t i = 0; i < count; i++) {
            const struct step step =
                DATA(101 + 19 * i, 19, .verdict = VERDICT_GOOD, .rollover = &change);
            note(sessions, &step, 1 + i * apart);
        }
        char *text = verdict_text(sessions, 1000);
        g_assert_nonnull(strstr(text, "KEYS CHANGED"));
        g_assert_true(!strstr(text, "(VRFs)") == (count != 6));
        g_free(text);
        sessions_free(sessions);
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
        char *text = text_after(steps, count);
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
    char *text = text_after(steps, G_N_ELEMENTS(steps));
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
        char *text = text_after(all[i], is_attack ? 3 : 4);
        g_assert_true(!strstr(text, "another host sends these in its name. Nothing is wrong") !=
                      is_attack);
        g_assert_nonnull(strstr(text, "SOME SEGMENTS UNSIGNED"));
        g_assert_true(!strstr(text, "removes TCP option") == is_attack);
        g_free(text);
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
    char *text = text_after(steps, G_N_ELEMENTS(steps));
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
    char *both = text_after(mixed, G_N_ELEMENTS(mixed));
    g_assert_nonnull(strstr(both, "compare both ends' clocks")); /* a valid key verifies one */
    g_free(both);
    for (unsigned count = 1; count <= G_N_ELEMENTS(steps); count += 4) {
        char *text = text_after(steps, count);
        g_assert_true(!strstr(text, "correct its times in the keyring") == (count == 1));
        g_assert_true(!strstr(text, "compare both ends' clocks") == (count > 1));
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
    char *text = text_after(steps, G_N_ELEMENTS(steps));
    g_assert_nonnull(strstr(text, "The signed destination port was 179."));
    g_assert_null(strstr(text, "50001"));
    g_free(text);
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
        char *text = text_after(steps, count);
        const bool is_silent = count == 3;
        g_assert_nonnull(strstr(text, "KEYS CHANGED"));
        g_assert_true(!strstr(text, "never acknowledged. Configure key new on") == is_silent);
        g_free(text);
    }
    open.other_end_key = &new_key; /* it has it by now */
    char *text = text_after(steps, G_N_ELEMENTS(steps));
    g_assert_null(strstr(text, "Configure key new on"));
    g_free(text);
}

/* Midnight has a time of day, too. */
static void test_midnight(void)
{
    static const struct step bad = SYN(CLIENT, 100, .verdict = VERDICT_BAD);
    static const struct step proven = SYN(CLIENT, 100, .verdict = VERDICT_BAD, .proof = &window);
    const uint32_t midnight = (86400000 - 1000000) / 10; /* see sent_begin(): 10 ms each */
    struct sessions *sessions = sessions_new();

    note(sessions, &proven, midnight);
    note(sessions, &bad, midnight + 1);
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
            note(sessions, &scenarios[i].steps[step], i * MAX_STEPS + step + 1);
    char *text = verdict_text(sessions, width);
    char **lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++)
        g_assert_cmpuint((size_t)g_utf8_strlen(*line, -1), <=, width);
    g_strfreev(lines);
    g_free(text);
    sessions_free(sessions);
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
        char *text = text_after(steps, count);
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
        char *text = text_after(steps, count);
        g_assert_true(!strstr(text, "add their key") == (count == 2));
        g_assert_true(!strstr(text, "the same authentication") == (count > 2));
        g_free(text);
    }
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
        char *text = text_after(steps, count);
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
    char *text = text_after(steps, G_N_ELEMENTS(steps));
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
    char *text = text_after(steps, G_N_ELEMENTS(steps));
    g_assert_nonnull(strstr(text, "PASSWORD CHANGED"));
    g_assert_null(strstr(text, "KeyID"));
    g_free(text);
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

    note(sessions, &steps[0], 1);
    const struct session *session = sessions_at(sessions, 0);
    const struct ip_address *server = &session->senders[1].address;
    g_assert_null(sessions_translated(sessions, &inside, server));
    note(sessions, &steps[1], 2);
    g_assert_true(sessions_translated(sessions, &inside, server) == &session->senders[0]);
    g_assert_null(sessions_translated(sessions, server, &inside));
    sessions_free(sessions);
}

/* Frames without time stamps tell neither when something began nor how long it took. */
static void test_no_times(void)
{
    static const struct diagnosis bad = {.finding = {.verdict = VERDICT_BAD, .key = &key}};
    struct sessions *sessions = sessions_new();
    struct sent sent;

    sent_begin(&sent, 1, 0, false);
    sent_sign(&sent);
    sent.segment.time = KEY_TIME_UNKNOWN;
    sessions_note(sessions, &sent.segment, &bad, 1);
    char *text = verdict_text(sessions, VERDICT_TERMINAL);
    g_assert_nonnull(strstr(text, "(1 connection)\n"));
    g_assert_null(strstr(text, "UTC"));
    g_free(text);
    sessions_free(sessions);
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
    char *text = text_after(steps, G_N_ELEMENTS(steps));
    g_assert_nonnull(
        strstr(text, "SPLIT AFTER SIGNING. 2 of 5 segments are affected, from frame 5"));
    g_assert_nonnull(strstr(text, "1 of 5 segments is bad, from frame 3"));
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
    char *text = text_after(steps, G_N_ELEMENTS(steps));
    g_assert_nonnull(strstr(text, "2 of 6 segments are affected, from frame 3"));
    g_assert_nonnull(strstr(text, "1 of 6 segments is bad, from frame 6"));
    g_assert_null(strstr(text, "NO KNOWN REASON"));
    g_free(text);

    const struct step together[] = {steps[0], steps[1], steps[2], steps[4], steps[6]};
    g_array_index(proof.frames, uint32_t, 1) = 4;
    text = text_after(together, G_N_ELEMENTS(together));
    g_assert_nonnull(strstr(text, "2 of 4 segments are bad"));
    g_assert_null(strstr(text, "is bad"));
    g_array_free(proof.frames, TRUE);
    g_free(text);
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
    for (unsigned i = 0; i < G_N_ELEMENTS(scenarios); i++) {
        char *path = g_strdup_printf("/session/%s", scenarios[i].name);
        g_test_add_data_func(path, &scenarios[i], test_scenario);
        g_free(path);
    }
    g_test_add_func("/session/bad-among-good", test_bad_among_good);
    g_test_add_func("/session/another-password-for-a-while", test_another_password_for_a_while);
    g_test_add_func("/session/some-are-contradicted", test_some_are_contradicted);
    g_test_add_func("/session/what-bad-segments-show-that-are-acknowledged",
                    test_what_bad_segments_show_that_are_acknowledged);
    g_test_add_func("/session/expired", test_expired);
    g_test_add_func("/session/sizes", test_sizes);
    g_test_add_func("/session/what-the-receiver-signs-with", test_what_the_receiver_signs_with);
    g_test_add_func("/session/what-the-receiver-signed-with-before",
                    test_what_the_receiver_signed_with_before);
    g_test_add_func("/session/absent", test_absent);
    g_test_add_func("/session/reset-of-a-signer", test_reset_of_a_signer);
    g_test_add_func("/session/resets-of-both", test_resets_of_both);
    g_test_add_func("/session/other-authentication-of-both", test_other_authentication_of_both);
    g_test_add_func("/session/next-key-differs", test_next_key_differs);
    g_test_add_func("/session/former-key-differs", test_former_key_differs);
    g_test_add_func("/session/no-next-key", test_no_next_key);
    g_test_add_func("/session/translated", test_translated);
    g_test_add_func("/session/no-times", test_no_times);
    g_test_add_func("/session/first-piece", test_first_piece);
    g_test_add_func("/session/first-piece-before-another-key", test_first_piece_before_another_key);
    g_test_add_func("/session/behind-translator", test_behind_translator);
    g_test_add_func("/session/began-to-sign", test_began_to_sign);
    g_test_add_func("/session/key-known-later", test_key_known_later);
    g_test_add_func("/session/changed-copies-first", test_changed_copies_first);
    g_test_add_func("/session/truncated-options", test_truncated_options);
    g_test_add_func("/session/two-sessions", test_two_sessions);
    g_test_add_func("/session/alternating-keys", test_alternating_keys);
    g_test_add_func("/session/both-stopped", test_both_stopped);
    g_test_add_func("/session/signed-before", test_signed_before);
    g_test_add_func("/session/injected", test_injected);
    g_test_add_func("/session/receiver-stopped-signing", test_receiver_stopped_signing);
    g_test_add_func("/session/accepted-outside-its-times", test_accepted_outside_its_times);
    g_test_add_func("/session/signed-port", test_signed_port);
    g_test_add_func("/session/not-switched-yet", test_not_switched_yet);
    g_test_add_func("/session/where-the-password-is", test_where_the_password_is);
    g_test_add_func("/session/midnight", test_midnight);
    g_test_add_func("/session/bound", test_bound);
    g_test_add_func("/session/interleaved", test_interleaved);
    g_test_add_func("/session/streams", test_streams);
    g_test_add_func("/session/order", test_order);
    g_test_add_func("/session/what-the-receiver-counts", test_what_the_receiver_counts);
    g_test_add_func("/session/signed-syns", test_signed_syns);
    g_test_add_func("/session/firewall", test_firewall);
    g_test_add_func("/session/size", test_size);
    g_test_add_func("/session/changed-on-both", test_changed_on_both);
    g_test_add_func("/session/changed-from-another", test_changed_from_another);
    g_test_add_data_func("/session/width/terminal", GSIZE_TO_POINTER(VERDICT_TERMINAL), test_width);
    g_test_add_data_func("/session/width/window", GSIZE_TO_POINTER(VERDICT_WINDOW), test_width);
    return g_test_run();
}
