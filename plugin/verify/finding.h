/* What tcpauth found about one segment.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_FINDING_H
#define TCPAUTH_VERIFY_FINDING_H

#include "cause.h"
#include "hint.h"

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

struct twins;    /* see plugin/diagnose/twin.h */
struct rollover; /* see plugin/diagnose/rollover.h */

struct finding {
    enum verdict verdict;
    enum reason reason;    /* of Unverified, Not present and Illegal */
    enum signing signing;  /* the signature the segment has or, if Not present, should have */
    const struct key *key; /* the one that verifies it; if none does, the first one tried or, if Not
                              present, the first one configured; or NULL. Owned by the keyring. */
    unsigned tried;        /* how many keys were tried */
    const struct proof *proof; /* why KEY does not verify it, or why it is not signed, as far as is
                                  known; or NULL */
    struct hint hint;          /* at what could explain it, where no cause is known */
    const struct twins *twins; /* where else it was captured, as far as is known; or NULL */
    const struct rollover *rollover;  /* that begins with this segment; or NULL */
    const struct rollover *recounted; /* which has fewer losses since this segment came; or NULL */
    unsigned retransmissions; /* if Good: how often it was sent again, this time included, since
                                 nobody acknowledges it */
    uint16_t bounds; /* of the diagnosis that were reached here: see plugin/diagnose/bounds.h */
    bool not_longest_match; /* KEY verifies, but a more specific one is configured */
    bool will_break;        /* KEY verifies, but no longer if the segment is split, as it must be */
    uint8_t calculated[DIGEST_LENGTH]; /* what KEY gives, if any was tried */
};

/* Is it known why? */
bool finding_is_explained(const struct finding *finding);

/* The name of a reason, stable since people filter by it, and a sentence that explains it. */
const char *reason_name(enum reason reason);
const char *reason_sentence(enum reason reason);

/* Returns true if REASON says why a segment is Illegal. */
bool reason_is_illegal(enum reason reason);

const char *verdict_name(enum verdict verdict);
const char *signing_name(enum signing signing);

#endif
