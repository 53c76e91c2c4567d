/* Roll-overs: when the ends of a session change from one key to another, RFC 4808 section 2.
 *
 * A session may come up again from another port before both ends have the new key. So roll-overs
 * are told not by connection but by peers: two addresses and the service, whose port is the lower
 * one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_ROLLOVER_H
#define TCPAUTH_DIAGNOSE_ROLLOVER_H

#include "bounds.h"
#include "conduct.h"

/* One end takes another key. */
struct rollover {
    uint32_t number;               /* of the frame of the first good segment under the new key */
    int64_t time;                  /* of that */
    struct ip_address from;        /* the end */
    const struct key *old, *new;   /* owned by the keyring */
    const struct key *others;      /* what the other end signs with then; NULL if not known */
    unsigned lost;                 /* bad segments of this end since the last good one */
    const struct rollover *before; /* with which the ends began to disagree, if they agree again
                                      now; or NULL */
    const struct rollover *after;  /* if they disagree now: with which they agree again; or NULL */
    unsigned meanwhile, bad;       /* if they disagree now: how many signed segments came, of both
                                      ends, until they agreed, and how many of these were bad */
};

/* What is known of ROLLOVER now, for people; to be freed. */
char *rollover_text(const struct rollover *rollover);

/* All peers of a capture. */
struct peerings;

/* Two ends and what they sign with. */
struct peering;

/* BOUNDS must outlive it. */
struct peerings *peerings_new(struct bounds *bounds);

void peerings_free(struct peerings *peerings);

/* That of SEGMENT; owned by PEERINGS. */
struct peering *peerings_find(struct peerings *peerings, const struct segment *segment);

/* Takes the segment of EVIDENCE, which is signed: KEY verifies it, or it is bad if that is NULL.
 * LAST is the key that verified the one before in its direction of its connection, or NULL. Returns
 * the roll-over that begins with it, owned by PEERING, which later segments complete; or NULL. */
const struct rollover *peering_note(struct peering *peering, const struct evidence *evidence,
                                    const struct key *key, const struct key *last);

/* The conduct towards its peer of the end with ADDRESS or, if OPPOSITE, of the other end; owned by
 * PEERING. */
struct conduct *peering_conduct(struct peering *peering, const struct ip_address *address,
                                bool opposite);

/* All roll-overs so far (struct rollover), in their order. */
const GPtrArray *peering_rollovers(const struct peering *peering);

#endif
