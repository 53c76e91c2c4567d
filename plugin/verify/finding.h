/* The verdict on one segment.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_FINDING_H
#define TCPAUTH_VERIFY_FINDING_H

#include "keys/key.h"

#include <stdbool.h>
#include <stdint.h>

/* The values of tcpauth.status, the same as those of Wireshark's checksum status fields. */
enum verdict {
    VERDICT_BAD,         /* signed, and no configured key verifies it */
    VERDICT_GOOD,        /* a configured key verifies it */
    VERDICT_UNVERIFIED,  /* signed, but it cannot be checked */
    VERDICT_NOT_PRESENT, /* not signed although it should be */
    VERDICT_ILLEGAL,     /* its options are not a valid signature */
    VERDICT_NONE,        /* neither signed nor required to be: nothing is shown */
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
    REASONS, /* their number */
};

/* How a segment or a connection is signed, from the weakest to the strongest. */
enum signing {
    SIGNING_NONE,
    SIGNING_MD5, /* option 19, RFC 2385 */
    SIGNING_AO,  /* option 29, RFC 5925 */
};

#define DIGEST_LENGTH 16 /* bytes of an MD5 digest */

/* How an initial sequence number (ISN) is known. TCP-AO derives its traffic keys with both ISNs. */
enum isn_origin {
    ISN_UNKNOWN,
    ISN_CAPTURED, /* a SYN shows it, or acknowledges it */
    ISN_INFERRED, /* computed from a segment soon after the handshake; the MAC proves it */
    ISN_TOLD,     /* in the keyring or the preferences; the MAC proves it, too */
    ISN_YOUNG,    /* found by a search, since its end has sent little; the MAC proves it, too */
    ISN_ORIGINS,  /* their number */
};

/* The input of TCP-AO's MAC besides the segment and the key, as it was calculated. */
struct ao_terms {
    enum isn_origin origin;    /* of FROM_ISN; if ISN_UNKNOWN, no other member has a meaning */
    enum isn_origin to_origin; /* of TO_ISN */
    uint32_t from_isn,
        to_isn; /* of the sender and the receiver; TO_ISN is 0 for a SYN without ACK */
    uint32_t from_frame, to_frame; /* the frames that show the ISNs; 0 for this frame */
    uint32_t from_sent, to_sent;   /* if the ISN was searched: octets sent before that frame */
    bool at_start;      /* if the ISN was searched: that frame is the connection's first */
    uint32_t extension; /* the sequence number extension (SNE), RFC 5925 section 6.2 */
    bool guessed; /* an ISN or the extension is a guess, which only this segment's MAC can prove */
    bool bare;    /* TCP-AO is the only option */
    bool options_covered; /* the MAC covers the other options; meaningless if BARE */
};

/* Why a receiver drops a segment although one of its TCP-AO keys produces the segment's MAC. */
enum mismatch {
    MISMATCH_NONE,
    MISMATCH_KEY_ID,  /* RFC 5925 section 4.1: the KeyID chooses the key */
    MISMATCH_LENGTH,  /* the received MAC is shorter or longer than the key's */
    MISMATCH_OPTIONS, /* one end covers the other TCP options, the other end does not */
};

struct finding {
    enum verdict verdict;
    enum reason reason;     /* of Unverified, Not present or Illegal; otherwise REASON_NONE */
    enum signing signing;   /* the signature that the segment has or, if Not present, should have */
    const struct key *key;  /* The key that verifies the segment. If none does, the first one tried
                               or, if Not present, the first one that requires a signature; may be
                               NULL. Owned by the keyring. */
    unsigned tried;         /* how many keys were tried */
    enum mismatch mismatch; /* of KEY with the segment, if that is BAD */
    bool not_longest_match; /* KEY verifies, but a more specific one is configured */
    bool isns_proven;       /* BAD, but another algorithm or KeyID of a key proves the ISNs */
    bool isn_searched;      /* the reason is ISN_UNKNOWN although young_search() searched them */
    bool not_sent_now; /* KEY verifies, but at this time its sender should sign with another key */
    uint8_t length;    /* of CALCULATED, in octets; 0 if no key was tried */
    uint8_t calculated[KEY_MAC_MAX]; /* what KEY produces */
    struct ao_terms ao;              /* the input of the MAC, if a TCP-AO key was tried */
};

/* Returns true if a key produces the received digest or MAC, whether or not its receiver accepts
 * it.
 */
static inline bool finding_is_proven(const struct finding *finding)
{
    return finding->verdict == VERDICT_GOOD || finding->mismatch != MISMATCH_NONE;
}

/* Returns the finding that a segment with a signature of kind SIGNING is UNVERIFIED for REASON. */
static inline struct finding finding_unverified(enum signing signing, enum reason reason)
{
    return (struct finding){.verdict = VERDICT_UNVERIFIED, .signing = signing, .reason = reason};
}

/* Return the name of REASON, which must not change since users filter by it, and a sentence that
 * explains it. Both return static strings; do not free them. */
const char *reason_name(enum reason reason);
const char *reason_sentence(enum reason reason);

/* Returns the sentence of FINDING's reason, which also tells whether its ISNs were searched.
 * Returns a static string; do not free it. */
const char *finding_sentence(const struct finding *finding);

/* Returns true if REASON says why a segment is Illegal. */
bool reason_is_illegal(enum reason reason);

/* Returns what a key with MISMATCH does, as the end of a sentence; NULL for MISMATCH_NONE. Returns
 * a static string; do not free it. */
const char *mismatch_text(enum mismatch mismatch);

/* Returns what a signature of kind SIGNING consists of: "MAC" or "digest". */
const char *signing_product(enum signing signing);

const char *verdict_name(enum verdict verdict);
const char *signing_name(enum signing signing);

#endif
