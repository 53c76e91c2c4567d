/* The walk over a segment's TCP options, in search of signatures.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_OPTION_H
#define TCPAUTH_VERIFY_OPTION_H

#include "finding.h"
#include "segment.h"

#define OPTION_END_OF_LIST    0   /* RFC 9293 section 3.1 */
#define OPTION_NO_OPERATION   1   /* likewise */
#define OPTION_MSS            2   /* likewise */
#define OPTION_WINDOW_SCALE   3   /* RFC 7323 section 2.2 */
#define OPTION_SACK_PERMITTED 4   /* RFC 2018 section 2 */
#define OPTION_SACK           5   /* RFC 2018 section 3 */
#define OPTION_TIMESTAMPS     8   /* RFC 7323 section 3.2 */
#define OPTION_MD5            19  /* RFC 2385 section 3.0 */
#define OPTION_AO             29  /* RFC 5925 section 2.2 */
#define OPTION_EXPERIMENT     253 /* RFC 4727 section 7.1 */
#define OPTION_EXPERIMENT_TOO 254

#define OPTION_MSS_LENGTH        4  /* kind, length, MSS */
#define OPTION_TIMESTAMPS_LENGTH 10 /* kind, length, two timestamps */
#define OPTION_MD5_LENGTH        18 /* kind, length, digest */

/* The shortest header with room for an MD5 option, in words of 32 bits. */
#define HEADER_WORDS_SIGNED ((TCP_HEADER_LENGTH + OPTION_MD5_LENGTH + 3) / 4)

/* A well-formed signature. It points into the segment's bytes. */
struct signature {
    uint8_t kind;         /* OPTION_MD5 or OPTION_AO; 0 if there is none */
    uint8_t key_id;       /* of TCP-AO */
    uint8_t rnext_key_id; /* of TCP-AO */
    uint8_t length;       /* octets of MAC: 16 with MD5, 0 or more with TCP-AO */
    const uint8_t *mac;   /* the digest of MD5, or the MAC of TCP-AO */
};

/* Returns the length in octets of the whole option of SIGNATURE, whose kind must not be 0. */
static inline size_t signature_option_length(const struct signature *signature)
{
    return signature->length + (signature->kind == OPTION_AO ? 4u : 2u);
}

struct signature_options {
    unsigned md5, ao; /* number of options of each kind */
    struct signature
        signature; /* that of the first MD5 option or, without one, of the first TCP-AO option */
    enum reason defect; /* why a receiver accepts none of them as a signature, or REASON_NONE */
    bool cut;        /* the header extends beyond the captured bytes: there may be more options */
    bool sack;       /* there is a SACK option */
    unsigned blanks; /* the longest run of no-operation options */
    unsigned zeros;  /* the run of end-of-list options that ends the list */
    const uint8_t *experiment; /* the first well-formed experimental option, or NULL */
    bool broken;               /* the length of an option makes no sense */
    uint8_t hidden; /* if there is no signature: OPTION_MD5 or OPTION_AO if one is hidden after such
                       an option or after the end of the list; otherwise 0 */
};

/* Walks through SEGMENT's options as a receiver does: up to the end of the header, an end-of-list
 * option, or the first option whose length makes no sense. Returns what it found. */
struct signature_options option_walk(const struct segment *segment);

/* Returns the offset of the first option in LENGTH bytes of OPTIONS that has KIND and is SIZE bytes
 * long, or LENGTH if there is none. */
size_t option_find(const uint8_t *options, size_t length, uint8_t kind, size_t size);

/* Returns the digest of OPTIONS' MD5 signature, DIGEST_LENGTH bytes, or NULL if they have none. */
static inline const uint8_t *option_digest(const struct signature_options *options)
{
    return options->signature.kind == OPTION_MD5 ? options->signature.mac : NULL;
}

#endif
