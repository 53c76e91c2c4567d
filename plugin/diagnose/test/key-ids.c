/* Tests which requests for keys of TCP-AO are followed, and which changes of keys were requested.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/learnt/key-ids.h"

#include "plugin/diagnose/evidence/twin.h"
#include "sent.h"

static struct key keys[256]; /* by their KeyIDs */

/* What a test sends: the sender, the two ids, and its numbers; an ACK if it has no flags. */
struct step {
    bool back;
    uint8_t key_id, asks_for;
    uint32_t sequence, acknowledgment;
    unsigned flags;
    unsigned data;
    int64_t milliseconds;
    unsigned other; /* 1 + its verdict, if not Good */
    const struct twins *twins;
};

#define IS(verdict) .other = 1 + (verdict)
#define SENT(is_back, id, asked, seq, ack, ...) \
    ((struct step){.back = (is_back),           \
                   .key_id = (uint8_t)(id),     \
                   .asks_for = (asked),         \
                   .sequence = (seq),           \
                   .acknowledgment = (ack),     \
                   __VA_ARGS__})
#define A(...) SENT(false, __VA_ARGS__)
#define B(...) SENT(true, __VA_ARGS__)

struct fixture {
    struct bounds bounds;
    struct key_ids *ids;
    uint32_t number;
    int64_t milliseconds;
    struct diagnosis diagnosis; /* of the last segment */
};

static void begin(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    for (unsigned i = 0; i < G_N_ELEMENTS(keys); i++)
        keys[i].algorithm = KEY_HMAC_SHA_1_96;
    fixture->ids = key_ids_new(&fixture->bounds);
}

static void end(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    key_ids_free(fixture->ids);
}

/* Notes STEP, 10 ms after the one before unless it specifies otherwise. */
static void note(struct fixture *fixture, struct step step)
{
    const uint8_t option[16] = {OPTION_AO, 16, step.key_id, step.asks_for};
    struct sent sent;

    fixture->milliseconds += step.milliseconds ? step.milliseconds : 10;
    sent_begin(&sent, ++fixture->number, fixture->milliseconds, step.back);
    sent_options(&sent, option, sizeof option);
    sent_is(&sent, step.flags ? step.flags : FLAG_ACK, step.data);
    sent_put(&sent, HEADER_SEQUENCE_NUMBER, step.sequence);
    sent_put(&sent, HEADER_ACKNOWLEDGMENT_NUMBER, step.acknowledgment);
    fixture->diagnosis =
        (struct diagnosis){.finding = {.verdict = step.other ? step.other - 1 : VERDICT_GOOD,
                                       .key = &keys[step.key_id]},
                           .twins = step.twins};
    key_ids_note(fixture->ids, step.back, &sent.evidence, &fixture->diagnosis);
}

/* Notes STEP, which shows nothing new. */
static void quiet(struct fixture *fixture, struct step step)
{
    note(fixture, step);
    g_assert_null(fixture->diagnosis.key_change);
    g_assert_null(fixture->diagnosis.key_request);
}

/* Notes STEP, which requests a key and shows nothing else new. */
static const struct key_request *asks(struct fixture *fixture, struct step step)
{
    note(fixture, step);
    g_assert_null(fixture->diagnosis.key_change);
    g_assert_nonnull(fixture->diagnosis.key_request);
    g_assert_cmpuint(fixture->diagnosis.key_request->key_id, ==, step.asks_for);
    g_assert_cmpuint(fixture->diagnosis.key_request->number, ==, fixture->number);
    return fixture->diagnosis.key_request;
}

/* Notes STEP, which shows a change of KIND. */
static const struct key_change *changes(struct fixture *fixture, struct step step,
                                        enum key_change_kind kind)
{
    note(fixture, step);
    const struct key_change *change = fixture->diagnosis.key_change;
    g_assert_nonnull(change);
    g_assert_cmpuint(change->kind, ==, kind);
    g_assert_cmpuint(change->number, ==, fixture->number);
    return change;
}

/* A signs with 1 and requests 11, B the reverse; both have sent 100 bytes. */
static void steady(struct fixture *fixture)
{
    quiet(fixture, A(1, 11, 100, 100));
    quiet(fixture, B(11, 1, 100, 100));
}

static void test_followed(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    steady(fixture);
    const struct key_request *request = asks(fixture, B(11, 2, 100, 100, .data = 19));
    const struct key_change *change = changes(fixture, A(2, 12, 100, 119), KEY_FOLLOWED);
    g_assert_true(change->request == request && change->old == &keys[1] && change->new == &keys[2]);
    g_assert_true(change->is_proven && change->old_id == 1 && change->new_id == 2);
    g_assert_cmpuint(request->followed, ==, 4);
    g_assert_cmpint(request->delay, ==, 10000);
    g_assert_nonnull(fixture->diagnosis.key_request); /* it makes a request, too */
    change = changes(fixture, B(12, 2, 119, 100), KEY_FOLLOWED);
    g_assert_cmpuint(change->request->number, ==, 4);
    quiet(fixture, A(2, 12, 100, 119));
}

/* A key that nobody requested is not accepted until the other end acknowledges what it signs. */
static void test_unaccepted(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    steady(fixture);
    g_assert_cmpuint(key_ids_unaccepted(fixture->ids, 0), ==, 0);
    changes(fixture, A(4, 11, 100, 100, .data = 19), KEY_NOT_ASKED);
    quiet(fixture, B(11, 1, 100, 100, .data = 19));
    g_assert_cmpuint(key_ids_unaccepted(fixture->ids, 0), ==, 3);
    g_assert_cmpuint(key_ids_unaccepted(fixture->ids, 1), ==, 0);
    quiet(fixture, B(11, 4, 119, 119));
    g_assert_cmpuint(key_ids_unaccepted(fixture->ids, 0), ==, 0);
}

/* One that was requested is accepted at once: the other end has it. */
static void test_followed_is_accepted(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    steady(fixture);
    asks(fixture, B(11, 2, 100, 100, .data = 19));
    changes(fixture, A(2, 12, 100, 119, .data = 19), KEY_FOLLOWED);
    g_assert_cmpuint(key_ids_unaccepted(fixture->ids, 0), ==, 0);
}

/* The first segment after a handshake makes a request, and so does the first of a capture. */
static void test_asked_at_first(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    quiet(fixture, A(1, 11, 0, 0, .flags = FLAG_SYN));
    asks(fixture, B(11, 2, 0, 1, .flags = FLAG_SYN | FLAG_ACK));
    changes(fixture, A(2, 11, 1, 1), KEY_FOLLOWED);
}

/* A replayed SYN of an earlier connection opens none, and changes no key. */
static void test_another_connection(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    quiet(fixture, A(1, 11, 0, 0, .flags = FLAG_SYN));
    quiet(fixture, B(11, 1, 0, 1, .flags = FLAG_SYN | FLAG_ACK));
    quiet(fixture, A(3, 13, 5000, 0, .flags = FLAG_SYN));
    quiet(fixture, A(1, 11, 1, 1));
    asks(fixture, B(11, 2, 1, 1));
    quiet(fixture, A(5, 15, 7000, 0, .flags = FLAG_SYN));
    quiet(fixture, A(5, 15, 7000, 0, .flags = FLAG_SYN));
    quiet(fixture, B(15, 5, 9000, 7001, .flags = FLAG_SYN | FLAG_ACK));
    quiet(fixture, A(5, 15, 7001, 9001));
    asks(fixture, B(15, 6, 9001, 7001));
}

/* The capture begins with a segment of the requesting end. */
static void test_asked_before(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    quiet(fixture, B(11, 2, 100, 100, .data = 19));
    quiet(fixture, A(1, 11, 100, 100));
    quiet(fixture, A(1, 11, 100, 100));
    g_assert_cmpuint(changes(fixture, A(2, 11, 100, 119), KEY_FOLLOWED)->request->number, ==, 1);
}

/* One segment may have been in flight; the next was not. */
static void test_not_followed(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    steady(fixture);
    const struct key_request *request = asks(fixture, B(11, 2, 100, 100, .data = 19));
    quiet(fixture, A(1, 11, 100, 100, .data = 19));
    quiet(fixture, A(1, 11, 119, 119, .data = 19));
    const struct key_change *change =
        changes(fixture, A(1, 11, 138, 119, .data = 19), KEY_NOT_FOLLOWED);
    g_assert_true(change->request == request && change->old_id == 1 && change->new_id == 2);
    for (unsigned i = 0; i < 5; i++) /* reported once */
        quiet(fixture, A(1, 11, 157 + i, 119, .data = 1));
    changes(fixture, A(2, 11, 162, 119), KEY_FOLLOWED);
    g_assert_cmpint(request->delay, >, 0);
}

/* That one request was received does not show it of the next. */
static void test_next_request(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    steady(fixture);
    asks(fixture, B(11, 2, 100, 100, .data = 19));
    quiet(fixture, A(1, 11, 100, 119, .data = 19));
    changes(fixture, A(2, 11, 119, 119), KEY_FOLLOWED);
    asks(fixture, B(11, 3, 119, 119));
    for (unsigned i = 0; i < 5; i++)
        quiet(fixture, A(2, 11, 119 + i, 119, .data = 1));
    changes(fixture, A(3, 11, 124, 119), KEY_FOLLOWED);
}

/* Requests in segments without data, which are not acknowledged: a second is longer than a round
 * trip. */
static void test_not_followed_without_data(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    steady(fixture);
    asks(fixture, B(11, 2, 100, 100));
    for (unsigned i = 0; i < 10; i++)
        quiet(fixture, A(1, 11, 100 + i, 100, .data = 1));
    quiet(fixture, A(1, 11, 110, 100, .data = 1, .milliseconds = 1000));
    changes(fixture, A(1, 11, 111, 100, .data = 1), KEY_NOT_FOLLOWED);
}

/* A request that is withdrawn, or replaced by another, need not be followed. */
static void test_taken_back(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    steady(fixture);
    asks(fixture, B(11, 2, 100, 100, .data = 19));
    quiet(fixture, B(11, 1, 119, 100, .data = 19));
    for (unsigned i = 0; i < 5; i++)
        quiet(fixture, A(1, 11, 100 + i, 138, .data = 1));
    asks(fixture, B(11, 3, 138, 105, .data = 19));
    asks(fixture, B(11, 4, 157, 105, .data = 19));
    changes(fixture, A(3, 11, 105, 157), KEY_CHANGED); /* it had not received the latter yet */
    changes(fixture, A(4, 11, 105, 176), KEY_FOLLOWED);
}

static void test_not_asked(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    steady(fixture);
    changes(fixture, A(2, 11, 100, 100), KEY_NOT_ASKED);
    changes(fixture, A(1, 11, 100, 100), KEY_BACK);
    quiet(fixture, A(1, 11, 100, 100));
}

/* If only one direction is captured, nobody knows what was requested. */
static void test_one_direction(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    quiet(fixture, A(1, 11, 100, 100));
    changes(fixture, A(2, 11, 100, 100), KEY_CHANGED);
}

/* A delayed or replayed segment is not a change back, neither of the key nor of the request. */
static void test_late(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    quiet(fixture, A(1, 11, 0xffffffff, 50, .data = 50));
    quiet(fixture, B(11, 1, 50, 49));
    asks(fixture, B(11, 2, 50, 49, .data = 19));
    changes(fixture, A(2, 11, 49, 69, .data = 19), KEY_FOLLOWED);
    quiet(fixture, A(1, 11, 20, 50, .data = 29)); /* its data */
    quiet(fixture, A(1, 11, 68, 50));             /* its acknowledgment number */
    quiet(fixture, B(11, 1, 50, 49));
    quiet(fixture, A(2, 11, 68, 69, .data = 10));
    quiet(fixture, A(2, 11, 49, 69, .data = 19)); /* replayed */
    changes(fixture, A(3, 11, 68, 69, .data = 10), KEY_NOT_ASKED);
}

/* Once a key has verified a segment, forged segments do not count; nor do RSTs. */
static void test_forged(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    quiet(fixture, A(9, 9, 100, 100, IS(VERDICT_UNVERIFIED)));
    steady(fixture);
    quiet(fixture, A(2, 12, 100, 100, IS(VERDICT_BAD)));
    quiet(fixture, B(2, 12, 100, 100, IS(VERDICT_UNVERIFIED)));
    quiet(fixture, A(2, 12, 100, 100, .flags = FLAG_RST | FLAG_ACK));
    quiet(fixture, A(2, 12, 100, 100, IS(VERDICT_ILLEGAL)));
    quiet(fixture, A(5, 5, 900, 0, .flags = FLAG_SYN, IS(VERDICT_BAD)));
    asks(fixture, B(11, 2, 100, 100, .data = 19));
}

/* Without a key, everything is reported, as not proven. */
static void test_without_key(struct fixture *fixture, gconstpointer data)
{
    const enum verdict verdict = VERDICT_UNVERIFIED;
    (void)data;
    quiet(fixture, A(1, 11, 100, 100, IS(verdict)));
    quiet(fixture, B(11, 1, 100, 100, IS(verdict)));
    asks(fixture, B(11, 2, 100, 100, IS(verdict), .data = 19));
    const struct key_change *change =
        changes(fixture, A(2, 11, 100, 119, IS(verdict)), KEY_FOLLOWED);
    g_assert_true(!change->is_proven && !change->old && !change->new);
}

/* A copy from another capture point is not another segment. */
static void test_twin(struct fixture *fixture, gconstpointer data)
{
    struct twin first = {.number = 1};
    const struct twins twins = {.count = 1, .list = &first};
    (void)data;
    steady(fixture);
    asks(fixture, B(11, 2, 100, 100, .data = 19));
    changes(fixture, A(2, 11, 100, 119), KEY_FOLLOWED);
    quiet(fixture, A(1, 11, 100, 119, .twins = &twins));
    quiet(fixture, A(2, 11, 100, 119));
}

static void test_simultaneous_open(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    quiet(fixture, A(1, 11, 100, 0, .flags = FLAG_SYN));
    asks(fixture, B(11, 2, 500, 0, .flags = FLAG_SYN));
    changes(fixture, A(2, 11, 100, 501, .flags = FLAG_SYN | FLAG_ACK), KEY_FOLLOWED);
}

/* Whoever changes keys all the time fills no memory. */
static void test_bound(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    steady(fixture);
    for (unsigned i = 0; i < 64; i++)
        changes(fixture, A(i % 2 ? 1 : 2, 11, 100, 100), i ? KEY_BACK : KEY_NOT_ASKED);
    quiet(fixture, A(2, 11, 100, 100));
    for (unsigned i = 0; i < 64; i++)
        asks(fixture, B(11, i % 2 ? 3 : 4, 100, 100));
    quiet(fixture, B(11, 3, 100, 100));
    note(fixture, A(3, 11, 100, 100));
    g_assert_cmpuint(fixture->bounds.reached[BOUND_ROLLOVERS].number, ==, 0); /* none has begun */
}

static void expect(const struct key_change *change, const char *text)
{
    const struct ip_address a = ip_address_from_bytes("\xc0\0\2\1", 4);
    const struct ip_address b = ip_address_from_bytes("\xc0\0\2\2", 4);
    char *said = key_change_sentence(change, &a, &b);
    g_assert_cmpstr(said, ==, text);
    g_free(said);
}

static void test_texts(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    steady(fixture);
    expect(changes(fixture, A(3, 11, 100, 100), KEY_NOT_ASKED),
           "192.0.2.1 now signs with key 3 instead of 1, which 192.0.2.2 did not ask for in "
           "this capture");
    expect(changes(fixture, A(1, 11, 100, 100), KEY_BACK),
           "192.0.2.1 signs with key 1 again, instead of 3");
    asks(fixture, B(11, 62, 100, 100, .data = 19));
    quiet(fixture, A(1, 11, 100, 119));
    const struct key_change *kept = changes(fixture, A(1, 11, 100, 119), KEY_NOT_FOLLOWED);
    expect(kept, "192.0.2.2 asks for key 62 since frame 5, 192.0.2.1 keeps 1: 192.0.2.1 has no key "
                 "with SendID 62");
    expect(changes(fixture, A(62, 11, 100, 119, .milliseconds = 1234), KEY_FOLLOWED),
           "192.0.2.1 now signs with key 62, as 192.0.2.2 asked in frame 5");
    /* It has the key after all. */
    expect(kept, "192.0.2.2 asks for key 62 since frame 5, 192.0.2.1 keeps 1 until frame 8");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, test) g_test_add("/key-ids/" name, struct fixture, NULL, begin, test, end)
    ADD("unaccepted", test_unaccepted);
    ADD("followed-is-accepted", test_followed_is_accepted);
    ADD("followed", test_followed);
    ADD("asked-at-first", test_asked_at_first);
    ADD("another-connection", test_another_connection);
    ADD("asked-before", test_asked_before);
    ADD("not-followed", test_not_followed);
    ADD("not-followed-without-data", test_not_followed_without_data);
    ADD("next-request", test_next_request);
    ADD("taken-back", test_taken_back);
    ADD("not-asked", test_not_asked);
    ADD("one-direction", test_one_direction);
    ADD("late", test_late);
    ADD("forged", test_forged);
    ADD("without-key", test_without_key);
    ADD("twin", test_twin);
    ADD("simultaneous-open", test_simultaneous_open);
    ADD("bound", test_bound);
    ADD("texts", test_texts);
    return g_test_run();
}
