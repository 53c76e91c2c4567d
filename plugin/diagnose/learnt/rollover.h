/* Roll-overs: when the ends of a session change from one key to another, RFC 4808 section 2.
 *
 * A session may come up again from another port before both ends have the new key. So roll-overs
 * are told not by connection but by peers: two addresses and the service, whose port is the lower
 * one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_ROLLOVER_H
#define TCPAUTH_DIAGNOSE_LEARNT_ROLLOVER_H

#include "plugin/diagnose/evidence/bounds.h"
#include "conduct.h"

/* One end takes another key. */
struct rollover {
    uint32_t number;               /* of the frame of the first good segment under the new key */
    int64_t time;                  /* of that */
    struct ip_address from;        /* the end */
    const struct key *old, *new;   /* owned by the keyring */
    const struct key *others;      /* what the other end signs with then; NULL if not known; NEW
                                      with TCP-AO, whose ends accept both keys */
    unsigned bad_before;           /* bad segments of this end since the last good one */
    const struct rollover *before; /* with which the ends began to disagree, if they agree again
                                      now; or NULL */
    const struct rollover *after;  /* if they disagree now: with which they agree again; or NULL */
    unsigned meanwhile, bad;       /* if they disagree now: how many signed segments came, of both
                                      ends, until they agreed, and how many of these were bad */
    unsigned lost; /* transmissions of both ends since they began to disagree here, and bad or
                      unsigned ones of this end since its last good one, whose sequence numbers are
                      never acknowledged: see losses.h */
};

/* Returns the transmissions that were lost while the ends disagreed about ROLLOVER's key. */
unsigned rollover_lost(const struct rollover *rollover);

/* Returns the seconds from START to END, such as "-1.500" where time goes back. Free with g_free().
 */
char *rollover_duration(const struct rollover *start, const struct rollover *end);

/* Returns what is known of ROLLOVER now, for people. Free with g_free(). */
char *rollover_text(const struct rollover *rollover);

/* All peers of a capture. */
struct peerings;

/* Two ends and what they sign with. */
struct peering;

/* Returns new peerings, none known yet. BOUNDS must outlive them. */
struct peerings *peerings_new(struct bounds *bounds);

void peerings_free(struct peerings *peerings);

/* Returns the peering of SEGMENT, new if it was not known; owned by PEERINGS. */
struct peering *peerings_find(struct peerings *peerings, const struct segment *segment);

/* Takes the segment of EVIDENCE, on which the verdict in DIAGNOSIS is Good, Bad or Not present.
 * LAST is the key that verified the segment before it in its direction of its connection, or
 * NULL. Sets the roll-over in DIAGNOSIS that begins with the segment, owned by PEERING, which
 * later segments complete. */
void peering_note(struct peering *peering, const struct evidence *evidence,
                  struct diagnosis *diagnosis, const struct key *last);

/* Takes SEGMENT, of which the header was captured, whatever its verdict: it may acknowledge, and if
 * IS_FIRST it belongs to a new connection. Returns a roll-over that has fewer losses since, or
 * NULL.
 */
const struct rollover *peering_receive(struct peering *peering, const struct segment *segment,
                                       bool is_first);

/* Returns the peering of SEGMENT, or NULL if it is not known; owned by PEERINGS. */
struct peering *peerings_known(const struct peerings *peerings, const struct segment *segment);

/* Returns the conduct towards its peer of the end with the lower address or, if OF_HIGH, of the
 * other end. The result is owned by PEERING. */
struct conduct *peering_conduct(struct peering *peering, bool of_high);

/* Returns all roll-overs so far (struct rollover), in their order. */
const GPtrArray *peering_rollovers(const struct peering *peering);

#endif
