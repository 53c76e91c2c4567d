/* What there is to go by when a segment's signature is to be explained.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_EVIDENCE_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_EVIDENCE_H

#include "point.h"
#include "plugin/verify/verify.h"

struct addresses;
struct renumbering;
struct windows;

/* One segment, and what is known of its sender and its connection. It owns nothing. */
struct evidence {
    const struct segment *segment;
    uint32_t number; /* of its frame */
    uint32_t layer;  /* of that frame's: a segment may carry another */
    struct point point;
    const struct signature_options *options;
    const uint8_t *digest; /* the one received, if the segment is signed with MD5; or NULL */
    const struct flow *flow;
    const struct candidates *candidates;
    const struct keyring *keyring;
    /* what the diagnosis adds: */
    const struct addresses *addresses;
    unsigned mss;                          /* that the receiver announced; 0 if that is not known */
    const struct renumbering *own, *other; /* of the sender's numbers and of the receiver's */
    const struct windows *windows;         /* of the direction; or NULL */
};

#endif
