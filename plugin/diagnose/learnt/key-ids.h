/* The keys that the ends of a TCP-AO connection sign with, and those that they request.
 *
 * Each segment has the KeyID of the key that signs it. Its RNextKeyID is the KeyID that its sender
 * wants the other end to sign with: RFC 5925 sections 2.2, 6.1 and 7.5.2. The two directions are
 * independent. Sequence numbers show which segments were captured late.
 *
 * Anybody can send a KeyID. Once a key has verified a segment, only segments that a key signed
 * count, including those that a key signed with other settings. Before that, or without a key, all
 * segments count, and nothing is proven.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_KEY_IDS_H
#define TCPAUTH_DIAGNOSE_LEARNT_KEY_IDS_H

#include "key-change.h"
#include "plugin/diagnose/evidence/bounds.h"
#include "plugin/diagnose/evidence/diagnosis.h"
#include "plugin/diagnose/evidence/evidence.h"

/* Returns the key that signed the segment of FINDING, whether or not its receiver accepts it; NULL
 * if that is unknown. */
const struct key *key_signer(const struct finding *finding);

/* The key changes and requests of one connection. */
struct key_ids;

/* Returns new key ids, without any. BOUNDS must outlive them. Free with key_ids_free().
 */
struct key_ids *key_ids_new(struct bounds *bounds);

/* Frees IDS with all requests and changes. Does nothing if IDS is NULL. */
void key_ids_free(struct key_ids *ids);

/* Records the segment of EVIDENCE, whose header must be captured, with the verdict and the twins in
 * DIAGNOSIS. SIDE, 0 or 1, is the end that sent it. Sets in DIAGNOSIS the request and the change
 * that begin with the segment. IDS owns both; a later segment may complete the request. */
void key_ids_note(struct key_ids *ids, unsigned side, const struct evidence *evidence,
                  struct diagnosis *diagnosis);

/* Returns the frame since which SIDE signs with a key that the other end did not request, if the
 * other end has acknowledged nothing since; otherwise 0. */
uint32_t key_ids_unaccepted(const struct key_ids *ids, unsigned side);

#endif
