/* Records which end signs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_UNSIGNED_SIGN_HISTORY_H
#define TCPAUTH_DIAGNOSE_UNSIGNED_SIGN_HISTORY_H

#include "plugin/diagnose/evidence/cause.h"
#include "plugin/diagnose/evidence/evidence.h"
#include "plugin/diagnose/evidence/hint.h"
#include "plugin/diagnose/evidence/kind.h"
#include "plugin/diagnose/evidence/sample.h"

/* What one direction of a connection has had since the connection was opened; initialise to {0}. */
struct sign_history {
    struct sample *samples; /* of the last signed segments, in a ring; NULL until one is signed */
    int64_t last_time; /* when the last segment without SYN and RST was captured; 0 if none was */
    unsigned with_signature, without; /* the numbers of segments */
    bool sent_beyond_syn;             /* it sent more than SYNs without ACK */
    uint8_t header_lengths[KINDS];    /* of the last signed segment of each kind */
};

/* Frees the memory of SIGN_HISTORY, and makes it empty. */
void sign_history_clear(struct sign_history *sign_history);

/* Records the segment of EVIDENCE, signed or not. IS_GOOD tells whether its signature verified. */
void sign_history_note(struct sign_history *sign_history, const struct evidence *evidence,
                       bool is_good);

/* Returns the last signed segments of SIGN_HISTORY, which owns them. */
struct samples sign_history_samples(const struct sign_history *sign_history);

/* Returns when the last of these without SYN and RST was captured; 0 if there is none. */
int64_t sign_history_signed_on(const struct sign_history *sign_history);

/* Returns by how many bytes a header of LENGTH is longer than that of SEGMENT, if that is the size
 * of a signature with the NOPs that align it; otherwise 0. */
unsigned sign_history_lacks(const struct segment *segment, size_t length);

/* Returns true if sample_contradicts() is true for any of the last signed segments. */
bool sign_history_contradicts(const struct sign_history *sign_history,
                              const struct segment *segment);

/* Returns true if sample_contradicts() is true for any of those that are good. */
bool sign_history_disproves(const struct sign_history *sign_history, const struct segment *segment);

/* Returns a hint at why the segment of EVIDENCE is not signed. */
struct hint sign_history_hint(const struct sign_history *sign_history,
                              const struct evidence *evidence);

#endif
