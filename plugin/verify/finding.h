/* The verdict on one segment.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_FINDING_H
#define TCPAUTH_VERIFY_FINDING_H

#include "keys/key.h"

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
    REASON_NO_MAC,
    REASON_ALGORITHM_MISSING,
    REASON_ISN_UNKNOWN,
    REASON_KEY_ID_UNKNOWN,
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

#define DIGEST_LENGTH 16 /* bytes, of MD5 */

/* How an initial sequence number (ISN) is known that a TCP-AO traffic key is derived with. */
enum isn_origin {
    ISN_UNKNOWN,
    ISN_CAPTURED, /* a SYN has it, or acknowledges it */
    ISN_INFERRED, /* from a segment soon after the handshake: the MAC proves it */
    ISN_TOLD,     /* the user knows it: the MAC proves it, too */
    ISN_ORIGINS,  /* how many there are */
};

/* What TCP-AO needs besides the segment, as the MAC was calculated. */
struct ao_terms {
    enum isn_origin origin;    /* of FROM_ISN; ISN_UNKNOWN: none of the others means anything */
    enum isn_origin to_origin; /* of TO_ISN */
    uint32_t from_isn, to_isn; /* of sender and receiver; TO_ISN is 0 for a SYN without ACK */
    uint32_t extension;        /* the sequence number extension (SNE), RFC 5925 section 6.2 */
    bool guessed;              /* only this segment's MAC can prove an ISN, or the extension */
    bool bare;                 /* there is no other option that the MAC could cover */
    bool options_covered;      /* unless BARE */
};

/* Why a receiver with a TCP-AO key drops a segment, though the key produces its MAC. */
enum mismatch {
    MISMATCH_NONE,
    MISMATCH_KEY_ID,  /* RFC 5925 section 4.1: the KeyID chooses the key */
    MISMATCH_LENGTH,  /* the MAC received is shorter or longer */
    MISMATCH_OPTIONS, /* one end covers the other TCP options, one does not */
};

struct finding {
    enum verdict verdict;
    enum reason reason;    /* of Unverified, Not present and Illegal */
    enum signing signing;  /* the signature the segment has or, if Not present, should have */
    const struct key *key; /* the one that verifies it; if none does, the first one tried or, if Not
                              present, the first one configured; or NULL. Owned by the keyring. */
    unsigned tried;        /* how many keys were tried */
    enum mismatch mismatch; /* of KEY, if the segment is BAD */
    bool not_longest_match; /* KEY verifies, but a more specific one is configured */
    bool not_sent_now;      /* KEY verifies, but its sender should sign with another at this time */
    uint8_t length;         /* of CALCULATED, in octets */
    uint8_t calculated[KEY_MAC_MAX]; /* what KEY gives, if any was tried */
    struct ao_terms ao;              /* of TCP-AO, if any key was tried */
};

/* Return the name of a reason, stable since people filter by it, and a sentence that explains
 * it. */
const char *reason_name(enum reason reason);
const char *reason_sentence(enum reason reason);

/* Returns true if REASON says why a segment is Illegal. */
bool reason_is_illegal(enum reason reason);

/* Returns what a key does that has MISMATCH, as the end of a sentence; NULL of MISMATCH_NONE. */
const char *mismatch_text(enum mismatch mismatch);

/* Returns what a signature of that kind consists of: "MAC" or "digest". */
const char *signing_product(enum signing signing);

const char *verdict_name(enum verdict verdict);
const char *signing_name(enum signing signing);

#endif
