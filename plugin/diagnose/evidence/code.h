/* A digest or a MAC as it is remembered, to recognise its segment: whatever splits, renumbers or
 * translates a segment copies it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_CODE_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_CODE_H

#include "plugin/verify/option.h"

#include <string.h>

/* Octets: of 2^20 segments with MACs this long, two share one by chance once in 2^25 captures. */
#define CODE_MIN 8

struct code {
    uint8_t length;               /* of the digest or MAC; 0 if there is none of CODE_MIN octets */
    uint8_t bytes[DIGEST_LENGTH]; /* its first octets; the rest is zero */
};

/* Returns the code of SIGNATURE, which may be of no kind. */
static inline struct code code_of(const struct signature *signature)
{
    struct code code = {0};
    if (signature->length >= CODE_MIN) {
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
