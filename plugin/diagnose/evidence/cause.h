/* Why a signature is bad or missing: what was done to the segment, to its key or by its signer.
 *
 * A proof with a key is a fact: with the change undone, the segment matches the received digest
 * exactly. By chance an MD5 digest does so once in 2^128 tries, a MAC of N bits once in 2^N; see
 * search.c for short MACs. A cause without a key is recognised from the segments, if only this
 * cause would leave them so.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_CAUSE_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_CAUSE_H

#include "keys/key.h"

#include <limits.h>
#include <stdint.h>

enum cause {
    CAUSE_NONE,
    CAUSE_SPLIT,
    CAUSE_MERGED,
    /* one field rewritten */
    CAUSE_SOURCE_ADDRESS,
    CAUSE_DESTINATION_ADDRESS,
    CAUSE_BOTH_ADDRESSES,
    CAUSE_SOURCE_PORT,
    CAUSE_DESTINATION_PORT,
    CAUSE_SEQUENCE_NUMBER,
    CAUSE_REPLAYED,
    CAUSE_WINDOW,
    CAUSE_FLAGS,
    CAUSE_URGENT_POINTER,
    CAUSE_DATA_OFFSET,
    /* the key */
    CAUSE_KEY_NOT_VALID,
    CAUSE_OTHER_KEY,
    CAUSE_KEY_VARIANT,
    /* the signer */
    CAUSE_SIGNED_TOO_EARLY,
    CAUSE_OPTIONS_HASHED,
    CAUSE_CHECKSUM_HASHED,
    CAUSE_LENGTH_WITHOUT_OPTIONS,
    CAUSE_ADDRESSES_SWAPPED,
    CAUSE_KEY_FIRST,
    CAUSE_DATA_CUT,
    CAUSE_MAPPED_ADDRESSES,
    /* the settings of TCP-AO */
    CAUSE_AO_OPTIONS_MODE,
    CAUSE_AO_KEY_ID,
    CAUSE_AO_MAC_LENGTH,
    CAUSE_AO_ALGORITHM,
    CAUSE_AO_SETTINGS,
    CAUSE_AO_KEYRING_STALE,
    /* the ends of TCP-AO, although their MACs are good */
    CAUSE_AO_RNEXT_NOT_FOLLOWED,
    CAUSE_AO_KEY_UNKNOWN_TO_PEER,
    CAUSE_AO_GOOD_REFUSED,
    /* what only TCP-AO covers */
    CAUSE_AO_MSS,
    CAUSE_AO_OPTION_CHANGED,
    CAUSE_AO_NAT,
    /* the signer of TCP-AO */
    CAUSE_AO_TRAILING_PADDING,
    CAUSE_AO_SNE,
    CAUSE_AO_RST_QUIRK,
    CAUSE_AO_ISN_ROLE,
    CAUSE_AO_COVERED_WRONGLY,
    CAUSE_AO_KDF_WRONGLY,
    /* the signature was removed, or there never was one */
    CAUSE_OPTIONS_BROKEN,
    CAUSE_OPTION_BLANKED,
    CAUSE_OPTION_REMOVED,
    CAUSE_OTHER_AUTHENTICATION,
    CAUSE_RST_UNSIGNED,
    CAUSE_SYN_UNSIGNED,
    CAUSE_ONE_SIDE_UNSIGNED,
    /* nobody computed the digest, or something overwrote it */
    CAUSE_DIGEST_BLANK,
    /* the path, or the capture */
    CAUSE_CORRUPT,
    CAUSES, /* their number */
};

/* The original values that a proof knows, in addition to its cause. */
enum original {
    ORIGINAL_NONE,
    ORIGINAL_SOURCE,
    ORIGINAL_DESTINATION,
    ORIGINAL_SOURCE_PORT,
    ORIGINAL_DESTINATION_PORT,
    ORIGINAL_SEQUENCE_NUMBER,
    ORIGINAL_ACKNOWLEDGMENT_NUMBER,
    ORIGINAL_WINDOW,
    ORIGINAL_FLAGS,
    ORIGINAL_URGENT_POINTER,
    ORIGINAL_HEADER_LENGTH,
    ORIGINAL_LENGTH,
    ORIGINAL_MSS,
    ORIGINAL_WINDOW_SCALE,
    ORIGINAL_SNE,
    ORIGINAL_SOURCE_ISN,
    ORIGINAL_DESTINATION_ISN,
    ORIGINALS, /* their number */
};

/* Instead of the index of a guess: the originals are the whole change, whichever guess found
 * them. */
#define ORIGINALS_ALONE UINT_MAX

struct hypothesis; /* see plugin/diagnose/hypothesis/hypothesis.h */

struct proof {
    enum cause cause;
    const struct key *key; /* the key that produces the digest, owned by the keyring; NULL if the
                              cause is recognised without a key */
    uint32_t originals;    /* a bit for each enum original that is known */
    uint32_t
        implied; /* a bit for each of them that the cause implies; these are not shown as fields */
    struct ip_address source, destination; /* as far as they are among the originals */
    uint32_t numbers[ORIGINALS]; /* ports; what must be added to the sequence and acknowledgment
                                    numbers, modulo 2^32; the window and the urgent pointer; the
                                    twelve bits after the data offset; lengths in bytes; values of
                                    options; numbers of TCP-AO */
    const char *detail; /* a static string with more details, such as how the sender's key differs;
                           or NULL */
    const char *sentence,
        *cure; /* static strings that replace those of the cause if more is known; or NULL */
    const struct hypothesis *hypothesis; /* the hypothesis that was proven, or NULL */
    unsigned index;  /* the index of the guess of HYPOTHESIS, or ORIGINALS_ALONE */
    GArray *frames;  /* uint32_t: the frames of all pieces, in the order of their sequence numbers;
                        or NULL */
    uint8_t *header; /* the 20 bytes of the split segment's header, with a checksum of zero; owned;
                        or NULL */
};

/* Usable as GHashFunc and GEqualFunc for proofs without frames. Equal proofs have the same cause,
 * key, originals, details and guess. */
guint proof_hash(gconstpointer proof);
gboolean proof_equal(gconstpointer one, gconstpointer other);

/* Returns the name of CAUSE, which must not change since users filter by it. Returns a static
 * string; do not free it. */
const char *cause_name(enum cause cause);

/* Return a sentence on what happened and one on what to do, each without a full stop. The cure up
 * to its first semicolon is the short form, of at most 53 characters. Both return static strings;
 * do not free them. */
const char *cause_sentence(enum cause cause);
const char *cause_cure(enum cause cause);

/* Return the sentences for PROOF, with what it knows beyond its cause. Do not free them. */
const char *proof_sentence(const struct proof *proof);
const char *proof_cure(const struct proof *proof);

/* Returns the name of ORIGINAL, such as "source port". Returns a static string; do not free it. */
const char *original_name(enum original original);

/* Returns a sentence, without a full stop, on what happened, with everything that PROOF knows
 * except the originals. Free with g_free(). */
char *proof_text(const struct proof *proof);

/* Returns the value that ORIGINAL, which PROOF knows, had in the segment whose TCP header is
 * HEADER. */
uint32_t proof_original(const struct proof *proof, enum original original, const uint8_t *header);

/* Returns true if the piece at index OWN of COUNT, in the order of the sequence numbers, links the
 * piece at INDEX: all pieces, if they are few; otherwise the first, the last, and some before and
 * after. */
bool piece_is_linked(unsigned count, unsigned own, unsigned index);

#endif
