/* Why a segment is unsigned, or signed in another way than its key requires.
 *
 * Without a digest, nothing here is proven with a key. A cause is recognised from the segments, if
 * only this cause would leave them so. Each has a file, a row in unsigned-segment.c, a value of
 * enum cause with its words, a capture, and a paragraph of the manual.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_UNSIGNED_UNSIGNED_SEGMENT_H
#define TCPAUTH_DIAGNOSE_UNSIGNED_UNSIGNED_SEGMENT_H

#include "sign-history.h"

/* A segment without a required signature, and what is known of it. */
struct unsigned_segment {
    const struct evidence
        *evidence; /* its segment lacks the kind of signature that its keys are for */
    const struct sign_history *own, *other; /* what its direction and the opposite one have had */
    const struct twins *twins;              /* its known twins; or NULL */
    bool is_over;                           /* all segments of the connection have been examined */
    bool is_ao;                             /* it should have a TCP-AO signature */
};

/* Returns why the segment has no signature, or NULL if that is unknown. The result is static; do
 * not free it. */
const struct proof *unsigned_segment_explain(const struct unsigned_segment *missing);

/* Does the same only from the segment's options and its twins, whoever else signs. */
const struct proof *unsigned_segment_read(const struct unsigned_segment *missing);

/* Recognise one cause each. Return NULL if the segment has another cause. */
const struct proof *options_broken(const struct unsigned_segment *missing);
const struct proof *option_blanked(const struct unsigned_segment *missing);
const struct proof *option_removed(
    const struct unsigned_segment *missing); /* from the segments just before */
const struct proof *option_removed_between(
    const struct unsigned_segment *missing); /* from another capture point */
const struct proof *other_authentication(const struct unsigned_segment *missing);
const struct proof *rst_unsigned(const struct unsigned_segment *missing);
const struct proof *syn_unsigned(const struct unsigned_segment *missing);
const struct proof *one_side_unsigned(const struct unsigned_segment *missing);

/* Recognises that the option of EVIDENCE's segment has no signature in it. Returns NULL if it may
 * have one. The result is static; do not free it. */
const struct proof *digest_blank(const struct evidence *evidence);

#endif
