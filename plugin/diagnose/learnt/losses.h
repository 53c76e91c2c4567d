/* What one end sent and the other never acknowledged while the two signed with different keys.
 *
 * A receiver drops a segment with a key that it does not use, without a response. Each transmission
 * counts as lost until its sequence numbers are acknowledged. Then the data has arrived, and none
 * of its transmissions count. A segment without sequence numbers is never acknowledged, and never
 * counts.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_LOSSES_H
#define TCPAUTH_DIAGNOSE_LEARNT_LOSSES_H

#include "plugin/verify/message.h"
#include "keys/key.h"

struct rollover; /* see rollover.h; these functions count in its member LOST */

/* The transmissions of one end; initialise to {0}. */
struct losses {
    GArray *transmissions; /* struct transmission, the oldest first; NULL if there were none */
    unsigned dropped;      /* unverified ones that are no longer remembered */
    uint16_t ports[2];     /* the connection in which the other end last acknowledged something */
    uint32_t acknowledged; /* the sequence number that it expects next there */
};

void losses_clear(struct losses *losses);

/* Adds the transmission of SEGMENT, which KEY verifies; KEY is NULL if no key does or if SEGMENT is
 * not signed. Counts it as lost in ROLLOVER unless that is NULL. */
void losses_send(struct losses *losses, const struct segment *segment, const struct key *key,
                 struct rollover *rollover);

/* Records the acknowledgment in SEGMENT of the other end. Returns the last rollover that has fewer
 * losses because of it, or NULL. */
struct rollover *losses_acknowledge(struct losses *losses, const struct segment *segment);

/* Counts in ROLLOVER, as lost, transmissions verified by another key than KEY or, if KEY is NULL,
 * by no key. Skips those that a rollover counts already. */
void losses_charge(struct losses *losses, const struct key *key, struct rollover *rollover);

/* Forgets the transmissions that no key verifies and no rollover counts. */
void losses_forget(struct losses *losses);

/* Records that a new connection uses PORTS, the end's own first: transmissions of an earlier
 * connection on them will never be acknowledged. */
void losses_reopen(struct losses *losses, const uint16_t ports[static 2]);

#endif
