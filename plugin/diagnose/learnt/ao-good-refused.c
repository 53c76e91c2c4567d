/* The receiver drops a segment that a key verifies, since its sequence number extension differs.
 *
 * RFC 5925 section 6.2: after ISN 4294967295, the first octet of data has the extension 1. Linux
 * signs so, but expects 0 if it accepted the connection.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "refusal.h"

const struct proof *ao_good_refused(const struct diagnosis *diagnosis)
{
    static const struct proof proof = {.cause = CAUSE_AO_GOOD_REFUSED};
    const struct ao_terms *terms = &diagnosis->finding.ao;

    /* One retransmission may be due to loss, but hardly with just this one of 2^32 ISNs. */
    return terms->origin != ISN_UNKNOWN && terms->from_isn == UINT32_MAX && terms->extension == 1 &&
                   diagnosis->retransmissions > 0
               ? &proof
               : NULL;
}
