/* What one end sent and the other end never acknowledged while the two signed with different keys.
 *
 * A receiver drops what is signed with a key that it does not use, without a response. Each
 * transmission counts, until its sequence numbers are acknowledged: then the data arrived in the
 * end, and none of its transmissions counts. What takes no sequence numbers is not acknowledged,
 * and never counts.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_LOSSES_H
#define TCPAUTH_DIAGNOSE_LEARNT_LOSSES_H

#include "plugin/verify/message.h"
#include "keys/key.h"

struct rollover; /* see rollover.h; its member lost is what is counted here */

/* One end's transmissions; initialise to {0}. */
struct losses {
    GArray *transmissions; /* struct transmission, the oldest first; NULL if there were none */
    unsigned dropped;      /* refused ones that are no longer remembered */
    uint16_t ports[2]; /* of the connection of which the other end last acknowledged something */
    uint32_t acknowledged; /* the sequence number that it expects next there */
};

void losses_clear(struct losses *losses);

/* Adds the transmission of SEGMENT. KEY verifies it; NULL if none does, or it is not signed. It is
 * counted as lost in ROLLOVER unless that is NULL. */
void losses_send(struct losses *losses, const struct segment *segment, const struct key *key,
                 struct rollover *rollover);

/* Takes SEGMENT of the other end. Returns the last of the roll-overs with fewer losses since, or
 * NULL. */
struct rollover *losses_acknowledge(struct losses *losses, const struct segment *segment);

/* Counts as lost in ROLLOVER what is signed with another key than KEY or, if KEY is NULL, what no
 * key verifies, unless that is counted already. */
void losses_charge(struct losses *losses, const struct key *key, struct rollover *rollover);

/* Forgets what no key verifies and no roll-over counts. */
void losses_forget(struct losses *losses);

/* Records that a new connection uses PORTS, those of the end and of the other one: what was sent in
 * an earlier one will not be acknowledged. */
void losses_reopen(struct losses *losses, const uint16_t ports[static 2]);

#endif
