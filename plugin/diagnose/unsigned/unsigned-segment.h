/* Why a segment is not signed, or otherwise than its key says.
 *
 * Nothing here is proven with a key, since there is no digest: a cause is recognised where the
 * segments show it and nothing else shows that. Each has a file, a row in unsigned-segment.c, a
 * value of enum cause and its words, a capture and a paragraph of the manual.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_UNSIGNED_UNSIGNED_SEGMENT_H
#define TCPAUTH_DIAGNOSE_UNSIGNED_UNSIGNED_SEGMENT_H

#include "sign-history.h"

/* What there is to go by. */
struct unsigned_segment {
    const struct evidence *evidence; /* its segment has not the signature that its keys are for */
    const struct sign_history *own,
        *other;                /* what was seen in its direction, and in the other one */
    const struct twins *twins; /* of the segment, as far as they are known; or NULL */
    bool is_over;              /* all of the connection was seen */
    bool is_ao;                /* it should have a signature of TCP-AO */
};

/* Returns why the segment has no signature, or NULL if that is not known. What is returned is
 * static. */
const struct proof *unsigned_segment_explain(const struct unsigned_segment *missing);

/* Returns the same from its options and its twins alone, whoever else signs. */
const struct proof *unsigned_segment_read(const struct unsigned_segment *missing);

/* Recognise one cause each. They return NULL if it is not that one. */
const struct proof *options_broken(const struct unsigned_segment *missing);
const struct proof *option_blanked(const struct unsigned_segment *missing);
const struct proof *option_removed(
    const struct unsigned_segment *missing); /* by what came just before */
const struct proof *option_removed_between(const struct unsigned_segment *missing); /* two points */
const struct proof *other_authentication(const struct unsigned_segment *missing);
const struct proof *rst_unsigned(const struct unsigned_segment *missing);
const struct proof *syn_unsigned(const struct unsigned_segment *missing);
const struct proof *one_side_unsigned(const struct unsigned_segment *missing);

#endif
