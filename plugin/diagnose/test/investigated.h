/* Bad segments, and an investigation that examines them, for the tests of the whole diagnosis.
 *
 * A faster hash that counts its calls replaces MD5 (counted-md5.h): which hash it is does not
 * affect what is tried and in which order.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_TEST_INVESTIGATED_H
#define TCPAUTH_DIAGNOSE_TEST_INVESTIGATED_H

#include "counted-md5.h"
#include "plugin/diagnose/diagnose.h"
#include "plugin/diagnose/investigation.h"

#define HEADER_LENGTH 40 /* with a signature */
#define PSH           0x08

/* A capture of connections between two routers, and their key. */
struct fixture {
    struct hasher *hasher;
    struct found_shifts *found;
    struct investigation *investigation;
    struct keyring *keyring;
    struct key *key, *other; /* the key of the connections, and that of another router */
    const struct key *keys[1];
    struct candidates candidates;
    struct flow flow; /* has the candidates */
    unsigned segments;
};

/* A segment to be captured, with its digest. */
struct outline {
    bool back;      /* from the other end */
    bool elsewhere; /* between two other ends */
    uint16_t host;  /* of the client, 10.0.0.0/16; or 0 */
    uint32_t sequence_number;
    uint8_t flags;
    uint16_t window, length, urgent;
    uint8_t digest[DIGEST_LENGTH];
};

/* The bytes of the segment that segment_of() returned last. */
extern uint8_t bytes[HEADER_LENGTH + UINT16_MAX];

/* Returns a key between ONE and OTHER. Free with key_free(). */
struct key *key_between(const char *one, const char *other, const char *secret);

/* Returns a segment of BYTES. */
struct segment segment_of(const struct outline *sent);

/* Returns SENT, signed with KEY. */
struct outline sign(struct outline sent, const struct key *key);

/* Returns a segment whose digest no other one has. */
struct outline random_one(struct fixture *fixture);

/* Return the proof of SEGMENT, of which FINDING is known, or of a bad segment; or NULL. */
const struct proof *examine(struct fixture *fixture, struct history *history,
                            const struct segment *segment, struct finding finding);
const struct proof *proof_of(struct fixture *fixture, struct history *history,
                             const struct outline *sent);

/* Returns the cause that is proven for a bad segment, or CAUSE_NONE. */
enum cause cause_of(struct fixture *fixture, struct history *history, const struct outline *sent);

/* Adds TEST, which gets a new fixture. */
void add_test(const char *path, void (*test)(struct fixture *, gconstpointer));

#endif
