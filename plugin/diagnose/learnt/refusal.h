/* Why a receiver drops segments that a key verifies, or a sender does not follow a request. These
 * causes are recognised without a key, from the order of the segments in a TCP-AO connection.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_REFUSAL_H
#define TCPAUTH_DIAGNOSE_LEARNT_REFUSAL_H

#include "key-ids.h"

#define REFUSED_TIMES 2 /* retransmissions: one may be due to loss */

/* Returns a static proof, or NULL if the segment of DIAGNOSIS does not show this cause. SINCE is
 * the frame since which its sender signs with a key that the other end did not request, and with
 * which nothing was acknowledged; 0 if there is none. */
const struct proof *ao_key_unknown_to_peer(const struct diagnosis *diagnosis, uint32_t since);

/* Return a static proof, or NULL if the segment of DIAGNOSIS does not show the cause. */
const struct proof *ao_good_refused(const struct diagnosis *diagnosis);
const struct proof *ao_rnext_not_followed(const struct diagnosis *diagnosis);

#endif
