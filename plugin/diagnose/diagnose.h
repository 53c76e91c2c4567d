/* Finds out why signatures are bad: tries hypotheses until one gives the digest received.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_DIAGNOSE_H
#define TCPAUTH_DIAGNOSE_DIAGNOSE_H

#include "hypothesis.h"

/* What is known about a capture while it is open; it bounds what all its searches may cost. */
struct diagnosis;

/* What is known about one direction of a connection: what proved its last bad segment, how many
 * searches were in vain, and the last pieces of a split segment. Its size is bounded. */
struct direction;

/* MD5 must outlive it. */
struct diagnosis *diagnosis_new(struct md5 *md5);

/* Frees all directions and proofs with it; NULL is ignored. */
void diagnosis_free(struct diagnosis *diagnosis);

struct direction *diagnosis_direction(struct diagnosis *diagnosis);

/* Why the digest of EVIDENCE's segment, in frame NUMBER, is none of the candidates'. To be asked
 * once for each frame, in their order. NULL if that is not known; what is returned is owned by
 * DIAGNOSIS and has CAUSE_NONE as long as only a later frame could tell. */
const struct proof *diagnosis_explain(struct diagnosis *diagnosis, struct direction *direction,
                                      const struct evidence *evidence, uint32_t number);

#endif
