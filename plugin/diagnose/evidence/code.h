/* A remembered digest or MAC, which identifies its segment: a device that splits, renumbers or
 * translates a segment copies it unchanged.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_CODE_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_CODE_H

#include "plugin/verify/option.h"

#include <string.h>

/* Octets. In a capture of 2^20 segments with MACs this long, two of them share a MAC by chance with
 * a probability of 2^-25. */
#define CODE_MIN 8

struct code {
    uint8_t length; /* of the whole digest or MAC; 0 if it is blank or shorter than CODE_MIN */
    uint8_t bytes[DIGEST_LENGTH]; /* its first octets; the rest is zero */
};

/* Returns true if all octets of the digest or MAC of SIGNATURE, whose kind may be 0, are the same:
 * it was never computed, or overwritten. */
static inline bool signature_is_blank(const struct signature *signature)
{
    return signature->length >= CODE_MIN && signature->mac[0] == signature->mac[1] &&
           memcmp(signature->mac, signature->mac + 1, signature->length - 1) == 0;
}

/* Returns the code of SIGNATURE, whose kind may be 0. Segments with blank digests have nothing in
 * common, so these have no code. */
static inline struct code code_of(const struct signature *signature)
{
    struct code code = {0};
    if (signature->length >= CODE_MIN && !signature_is_blank(signature)) {
        code.length = signature->length;
        memcpy(code.bytes, signature->mac, MIN(signature->length, sizeof code.bytes));
    }
    return code;
}

/* Returns true if A and B have the same bytes. Their lengths do not matter. */
static inline bool code_equal(const struct code *a, const struct code *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

#endif
