/* Why a signature is bad or missing: what was done to the segment, to its key or by its signer.
 *
 * A proof with a key is a fact: the segment, changed back as it says, gives exactly the digest
 * received. By chance that happens once in 2^128 tries. One without a key is recognised by what the
 * segments show, where nothing else shows that.
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
    /* the signature is gone, or there never was one */
    CAUSE_OPTIONS_BROKEN,
    CAUSE_OPTION_BLANKED,
    CAUSE_OPTION_REMOVED,
    CAUSE_OTHER_AUTHENTICATION,
    CAUSE_RST_UNSIGNED,
    CAUSE_SYN_UNSIGNED,
    CAUSE_ONE_SIDE_UNSIGNED,
    /* the way, or the capture */
    CAUSE_CORRUPT,
    CAUSES, /* how many there are */
};

/* What a proof says that the original was, beside what its cause says. */
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
    ORIGINALS, /* how many there are */
};

/* In the place of a guess: the originals are all that was changed, whichever guess it was. */
#define ORIGINALS_ALONE UINT_MAX

struct hypothesis; /* see plugin/diagnose/hypothesis/hypothesis.h */

struct proof {
    enum cause cause;
    const struct key *key; /* that gives the digest; NULL where the segments alone tell the cause.
                              Owned by the keyring. */
    uint32_t originals;    /* a bit for each enum original that is known */
    uint32_t implied;      /* those of them that the cause implies: they are no fields */
    struct ip_address source, destination;
    uint32_t numbers[ORIGINALS]; /* ports; what is to be added to sequence and acknowledgment
                                    numbers, modulo 2^32; the window and urgent pointer; the twelve
                                    bits behind the data offset; lengths in bytes; values of
                                    options; numbers of TCP-AO */
    const char *detail; /* what else is known, such as how the sender's key differs, in static
                           words; or NULL */
    const char *sentence, *cure; /* static words in place of the cause's, where more is known than
                                    these say; or NULL */
    const struct hypothesis *hypothesis; /* the guess that was proven, or NULL */
    unsigned place;                      /* which guess of HYPOTHESIS, or ORIGINALS_ALONE */
    GArray *frames;  /* uint32_t: the numbers of the frames of all pieces, in the order of their
                        sequence numbers; or NULL */
    uint8_t *header; /* of the segment that the pieces were, 20 bytes, its checksum zero; owned; or
                        NULL */
};

/* Returns the name of a cause, stable since people filter by it. */
const char *cause_name(enum cause cause);

/* Return what happened, and what to do about it, in a sentence each without a full stop. The
 * words of the cure up to the first semicolon are its short form, of at most 53 characters. */
const char *cause_sentence(enum cause cause);
const char *cause_cure(enum cause cause);

/* Return the same of PROOF, by all that it knows. */
const char *proof_sentence(const struct proof *proof);
const char *proof_cure(const struct proof *proof);

/* Returns what an original is of: "source port". */
const char *original_name(enum original original);

/* Returns what happened, with all that PROOF knows beside its originals, in a sentence without a
 * full stop. Free with g_free(). */
char *proof_text(const struct proof *proof);

/* Returns the number that ORIGINAL, which PROOF knows, was in the segment whose TCP header is
 * HEADER. */
uint32_t proof_original(const struct proof *proof, enum original original, const uint8_t *header);

#endif
