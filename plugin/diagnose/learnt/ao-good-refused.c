/* The receiver drops what a key verifies, since it counts the sequence number extension otherwise.
 *
 * RFC 5925 section 6.2: after ISN 4294967295, the first octet of data has the extension 1. Linux
 * signs so, but where it accepts such a connection it expects 0.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "refusal.h"

const struct proof *ao_good_refused(const struct diagnosis *diagnosis)
{
    static const struct proof proof = {.cause = CAUSE_AO_GOOD_REFUSED};
    const struct ao_terms *terms = &diagnosis->finding.ao;

    /* One retransmission may be due to loss, but hardly where the ISN is one of 2^32. */
    return terms->origin != ISN_UNKNOWN && terms->from_isn == UINT32_MAX && terms->extension == 1 &&
                   diagnosis->retransmissions > 0
               ? &proof
               : NULL;
}
