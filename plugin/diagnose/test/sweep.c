/* Tests the sweep of sequence numbers, and that its results are recalled.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/numbers/found-shifts.h"
#include "plugin/verify/md5.h"
#include "sent.h"

#define CLIENTS 0x9e3779b9 /* shifts */
#define SERVERS 0xfffff000

/* Two keys for the connection; the second one signs. */
struct fixture {
    struct md5 *md5;
    struct key *keys[2];
    struct candidates candidates;
    struct renumbering own, other;
    uint8_t digest[DIGEST_LENGTH];
    struct sent sent;
};

static void set_up(struct fixture *fixture, gconstpointer data)
{
    static const char *const secrets[] = {"another", "the right one"};
    (void)data;

    fixture->md5 = md5_new();
    for (unsigned i = 0; i < G_N_ELEMENTS(secrets); i++) {
        fixture->keys[i] = key_new(secrets[i], "");
        fixture->keys[i]->secret = secret_new(secrets[i], strlen(secrets[i]));
    }
    fixture->candidates = (struct candidates){(const struct key *const *)fixture->keys, 2, false};
}

static void tear_down(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    for (unsigned i = 0; i < G_N_ELEMENTS(fixture->keys); i++)
        key_free(fixture->keys[i]);
    md5_free(fixture->md5);
    renumbering_clear(&fixture->own);
    renumbering_clear(&fixture->other);
}

/* Signs a segment, then changes it. */
static void send(struct fixture *fixture, unsigned flags, struct shifts shifts)
{
    uint8_t *bytes = fixture->sent.bytes;

    sent_begin(&fixture->sent, 1, 0, false);
    sent_is(&fixture->sent, flags, 19);
    sent_put(&fixture->sent, HEADER_SEQUENCE_NUMBER, 70001);
    sent_put(&fixture->sent, HEADER_ACKNOWLEDGMENT_NUMBER, flags & FLAG_ACK ? 90003 : 0);
    const struct message message = message_of(&fixture->sent.segment);
    md5_begin(fixture->md5);
    md5_absorb(fixture->md5, &message);
    md5_last_digest(fixture->md5, fixture->keys[1]->secret, fixture->digest);
    sent_put(&fixture->sent, HEADER_SEQUENCE_NUMBER, 70001 + shifts.own);
    if (flags & FLAG_ACK)
        sent_put(&fixture->sent, HEADER_ACKNOWLEDGMENT_NUMBER,
                 header_number(bytes, HEADER_ACKNOWLEDGMENT_NUMBER) - shifts.other);
    fixture->sent.evidence.digest = fixture->digest;
    fixture->sent.flow.candidates = &fixture->candidates;
    fixture->sent.evidence.own = &fixture->own;
    fixture->sent.evidence.other = &fixture->other;
}

static bool patient(void *data, double part)
{
    double *last = data;
    g_assert_cmpfloat(part, >=, *last);
    g_assert_cmpfloat(part, <=, 1);
    *last = part;
    return true;
}

static void check(struct fixture *fixture, struct shifts wanted)
{
    double last = 0;
    const struct sweep_progress progress = {patient, &last};
    struct sweep *sweep = sweep_new(&fixture->sent.evidence);
    struct shifts shifts;

    memset(&fixture->sent, 0, sizeof fixture->sent); /* it was copied */
    g_assert_true(sweep_run(sweep, &progress, &shifts));
    g_assert_cmpuint(shifts.own, ==, wanted.own);
    g_assert_cmpuint(shifts.other, ==, wanted.other);
    sweep_free(sweep);
}

static void test_sequence_number(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    send(fixture, FLAG_SYN, (struct shifts){CLIENTS, 0});
    check(fixture, (struct shifts){CLIENTS, 0});
    send(fixture, FLAG_ACK, (struct shifts){CLIENTS, 0});
    check(fixture, (struct shifts){CLIENTS, 0});
}

static void test_acknowledgment_number(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    send(fixture, FLAG_ACK, (struct shifts){0, SERVERS});
    check(fixture, (struct shifts){0, SERVERS});
}

/* Records that these shifts of the ends were proven. */
static void prove(struct renumbering *own, struct renumbering *other, struct shifts shifts)
{
    const struct proof proof = {
        .cause = CAUSE_SEQUENCE_NUMBER,
        .numbers = {[ORIGINAL_SEQUENCE_NUMBER] = 0 - shifts.own,
                    [ORIGINAL_ACKNOWLEDGMENT_NUMBER] = shifts.other},
    };
    renumbering_note(own, shifts.own);
    renumbering_note(other, shifts.other);
    renumbered_judge((struct renumbered){own, other}, &proof);
}

/* Both were changed, and one of the shifts, whichever it is, is known. */
static void test_both(struct fixture *fixture, gconstpointer data)
{
    const struct shifts both = {CLIENTS, SERVERS};
    (void)data;

    prove(&fixture->own, &fixture->other, (struct shifts){CLIENTS, 0});
    send(fixture, FLAG_ACK, both);
    check(fixture, both);
    renumbering_clear(&fixture->own);
    prove(&fixture->own, &fixture->other, (struct shifts){0, SERVERS});
    send(fixture, FLAG_ACK, both);
    check(fixture, both);
}

static bool impatient(void *data, double part)
{
    unsigned *calls = data;
    (void)part;
    return ++*calls < 3;
}

/* There is nothing to find. */
static void test_stopped(struct fixture *fixture, gconstpointer data)
{
    unsigned calls = 0;
    const struct sweep_progress progress = {impatient, &calls};
    struct shifts shifts;
    (void)data;

    send(fixture, FLAG_SYN, (struct shifts){CLIENTS, 0});
    fixture->digest[0] ^= 1;
    struct sweep *sweep = sweep_new(&fixture->sent.evidence);
    g_assert_false(sweep_run(sweep, &progress, &shifts));
    g_assert_cmpuint(calls, >=, 3);
    sweep_free(sweep);
}

static void test_found_shifts(void)
{
    const struct end client = {ip_address_from_bytes("\xc0\0\2\1", 4), 40001};
    const struct end server = {ip_address_from_bytes("\xc0\0\2\2", 4), 179};
    const struct end later = {client.address, 40002};
    struct found_shifts *found = found_shifts_new();
    struct renumbering of_client = {0}, of_server = {0}, of_later = {0};

    found_shifts_add(found, &client, &server, (struct shifts){CLIENTS, 0});
    found_shifts_add(found, &client, &server, (struct shifts){0, SERVERS});
    found_shifts_find(found, &client, &server, &of_client);
    found_shifts_find(found, &server, &client, &of_server);
    found_shifts_find(found, &later, &server, &of_later);
    g_assert_cmpuint(renumbering_guess(&of_client, 0), ==, CLIENTS);
    g_assert_cmpuint(renumbering_guess(&of_server, 0), ==, SERVERS);
    g_assert_false(renumbering_is_guessed(&of_later));
    renumbering_clear(&of_client);
    renumbering_clear(&of_server);
    found_shifts_free(found);
}

static void add(const char *path, void (*test)(struct fixture *, gconstpointer))
{
    g_test_add(path, struct fixture, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/sweep/sequence-number", test_sequence_number);
    add("/sweep/acknowledgment-number", test_acknowledgment_number);
    add("/sweep/both", test_both);
    add("/sweep/stopped", test_stopped);
    g_test_add_func("/sweep/found-shifts", test_found_shifts);
    return g_test_run();
}
