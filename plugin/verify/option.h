/* The walk over a segment's TCP options, in search of signatures.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_OPTION_H
#define TCPAUTH_VERIFY_OPTION_H

#include "finding.h"
#include "segment.h"

#define OPTION_MD5 19 /* RFC 2385 section 3.0 */
#define OPTION_AO  29 /* RFC 5925 section 2.2 */

struct signature_options {
    unsigned md5, ao;      /* how many options of either kind */
    const uint8_t *digest; /* the 16 bytes of the first well-formed MD5 option, or NULL */
    enum reason defect;    /* why a receiver takes no signature from them, or REASON_NONE */
    bool cut;              /* the header ends beyond what was captured: there may be more */
};

/* Walks as a receiver does: up to the end of the header, an end-of-list option, or the first option
 * whose length makes no sense. */
struct signature_options option_walk(const struct segment *segment);

#endif
