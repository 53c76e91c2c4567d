/* The segments of a session and their results, for the tests of conclusions.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_TEST_STEPS_H
#define TCPAUTH_DIAGNOSE_TEST_STEPS_H

#include "sent.h"
#include "plugin/diagnose/session/verdict.h"
#include "plugin/diagnose/learnt/rollover.h"

#define CLIENT 0
#define SERVER 1

extern char name[], origin[]; /* those of KEY */
extern const struct key key;
extern const struct proof split, window, damage, blanked, other_authentication, unsigned_reset;

extern const struct rollover change;

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
    uint16_t bounds;
    bool will_break, not_longest_match, is_bare; /* IS_BARE: no signature option was captured */
    const struct key *key;                       /* NULL for the usual one */
    const struct ao_terms *ao;                   /* NULL if KEY is for MD5 */
};

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

extern const struct key new_key, ao_key, other_ao_key;

/* Notes STEP in SESSIONS as the segment in frame NUMBER, ten milliseconds after the one before. */
void steps_note(struct sessions *sessions, const struct step *step, uint32_t number);

/* Does the same for a segment between other ports than 40001 and 179. */
void steps_note_between(struct sessions *sessions, const struct step *step, uint16_t client_port,
                        uint16_t server_port, uint32_t number);

/* Returns the verdict after the first COUNT of STEPS. Free with g_free(). */
char *steps_text(const struct step *steps, unsigned count);

#endif
