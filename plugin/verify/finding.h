/* The verdict on one segment.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_FINDING_H
#define TCPAUTH_VERIFY_FINDING_H

#include <stdbool.h>
#include <stdint.h>

/* The values of tcpauth.status, which are those of Wireshark's checksum status fields. */
enum verdict {
    VERDICT_BAD,         /* signed, and no configured key verifies it */
    VERDICT_GOOD,        /* a configured key verifies it */
    VERDICT_UNVERIFIED,  /* signed, and it cannot be judged */
    VERDICT_NOT_PRESENT, /* not signed although it should be */
    VERDICT_ILLEGAL,     /* its options make no valid signature */
    VERDICT_NONE,        /* neither signed nor expected to be: nothing is said */
};

enum reason {
    REASON_NONE,
    /* Unverified */
    REASON_QUOTED,
    REASON_CUT_SHORT,
    REASON_FRAGMENT_MISSING,
    REASON_AO_NOT_SUPPORTED,
    REASON_NO_KEY,
    REASON_KEY_NOT_VALID,
    REASON_SECRET_UNKNOWN,
    REASON_MD5_FORBIDDEN,
    REASON_KEYRING_LOCKED,
    REASON_UNEXPECTED,
    /* Not present */
    REASON_KEY_CONFIGURED,
    REASON_CONNECTION_SIGNED,
    /* Illegal */
    REASON_LENGTH,
    REASON_BEYOND_HEADER,
    REASON_MD5_AND_AO,
    REASON_REPEATED,
    REASONS, /* how many there are */
};

/* How a segment or a connection is signed; the order is from none to the strongest. */
enum signing {
    SIGNING_NONE,
    SIGNING_MD5, /* option 19, RFC 2385 */
    SIGNING_AO,  /* option 29, RFC 5925 */
};

#define DIGEST_LENGTH 16

struct finding {
    enum verdict verdict;
    enum reason reason;    /* of Unverified, Not present and Illegal */
    enum signing signing;  /* the signature the segment has or, if Not present, should have */
    const struct key *key; /* the one that verifies it; if none does, the first one tried or, if Not
                              present, the first one configured; or NULL. Owned by the keyring. */
    unsigned tried;        /* how many keys were tried */
    bool not_longest_match;            /* KEY verifies, but a more specific one is configured */
    uint8_t calculated[DIGEST_LENGTH]; /* what KEY gives, if any was tried */
};

/* Return the name of a reason, stable since people filter by it, and a sentence that explains
 * it. */
const char *reason_name(enum reason reason);
const char *reason_sentence(enum reason reason);

/* Returns true if REASON says why a segment is Illegal. */
bool reason_is_illegal(enum reason reason);

const char *verdict_name(enum verdict verdict);
const char *signing_name(enum signing signing);

#endif
