/* The sender switched to a key that the receiver lacks: from that segment on, segments that the key
 * verifies are retransmitted and never acknowledged.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "refusal.h"

const struct proof *ao_key_unknown_to_peer(const struct diagnosis *diagnosis, uint32_t since)
{
    static const struct proof proof = {.cause = CAUSE_AO_KEY_UNKNOWN_TO_PEER};
    return since > 0 && diagnosis->retransmissions >= REFUSED_TIMES ? &proof : NULL;
}
