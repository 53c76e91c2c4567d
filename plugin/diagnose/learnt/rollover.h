/* Key rollovers: when the ends of a session change from one key to another, RFC 4808 section 2.
 *
 * A session may come up again on another port before both ends have the new key. So rollovers are
 * recorded not for a connection but for two peers: two addresses and a service, whose port is the
 * lower one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_ROLLOVER_H
#define TCPAUTH_DIAGNOSE_LEARNT_ROLLOVER_H

#include "plugin/diagnose/evidence/bounds.h"
#include "conduct.h"

/* The switch of one end to another key. */
struct rollover {
    uint32_t number;                 /* the frame of the first good segment with the new key */
    int64_t time;                    /* the time of that frame */
    struct ip_address from;          /* the end that switched */
    const struct key *old, *new;     /* owned by the keyring */
    const struct key *other_end_key; /* the other end's key at that time; NULL if unknown; NEW with
                                 TCP-AO, whose ends accept both keys */
    unsigned bad_before;             /* bad segments of this end since its last good one */
    const struct rollover *disagreement_start; /* if this ended a disagreement: the rollover that
                                                  began it; otherwise NULL */
    const struct rollover
        *disagreement_end; /* if this began a disagreement: the rollover that ended it; or NULL */
    unsigned signed_during, bad; /* if this began a disagreement: how many signed segments both ends
                                sent during it, and how many of these were bad */
    uint32_t old_sequence; /* the sequence number of the last good segment with the old key ... */
    unsigned continued;    /* ... and how many with new data there were since this frame */
    unsigned lost; /* transmissions that were never acknowledged: of both ends since they began to
                      disagree here, and bad or unsigned ones of this end since its last good one;
                      see losses.h */
};

/* Returns true if the end did not switch, but uses both keys at once, in two connections that go on
 * side by side: they may be of two routing instances with the same addresses. */
bool rollover_is_parallel(const struct rollover *rollover);

/* Returns the transmissions that were lost while the ends disagreed about ROLLOVER's key; 0 if
 * ROLLOVER is parallel. */
unsigned rollover_lost(const struct rollover *rollover);

/* Returns the seconds from START to END, such as "-1.500" if time went back. Free with g_free().
 */
char *rollover_duration(const struct rollover *start, const struct rollover *end);

/* Returns a human-readable text on what is known of ROLLOVER by now. Free with g_free(). */
char *rollover_text(const struct rollover *rollover);

/* The peers of a capture. */
struct peerings;

/* Two peers and the keys that they sign with. */
struct peering;

/* Returns new peerings, without any. BOUNDS must outlive them. Free with peerings_free(). */
struct peerings *peerings_new(struct bounds *bounds);

void peerings_free(struct peerings *peerings);

/* Returns the peering of SEGMENT, a new one if there was none; owned by PEERINGS. */
struct peering *peerings_find(struct peerings *peerings, const struct segment *segment);

/* Records the segment of EVIDENCE, whose verdict in DIAGNOSIS is Good, Bad or Not present. LAST is
 * the key that verified the previous segment in this direction of the connection, or NULL. Sets in
 * DIAGNOSIS the rollover that begins with the segment; PEERING owns it, and later segments complete
 * it. */
void peering_note(struct peering *peering, const struct evidence *evidence,
                  struct diagnosis *diagnosis, const struct key *last);

/* Records SEGMENT, whose header must be captured, whatever its verdict: it may acknowledge data
 * and, if IS_FIRST, belongs to a new connection. Returns a rollover that has fewer losses because
 * of it, or NULL.
 */
const struct rollover *peering_receive(struct peering *peering, const struct segment *segment,
                                       bool is_first);

/* Returns the peering of SEGMENT, or NULL if there is none; owned by PEERINGS. */
struct peering *peerings_known(const struct peerings *peerings, const struct segment *segment);

/* Returns the conduct, towards its peer, of the end with the lower address or, if OF_HIGH, of the
 * other end. Owned by PEERING. */
struct conduct *peering_conduct(struct peering *peering, bool of_high);

/* Returns all rollovers so far (struct rollover) in order. Owned by PEERING. */
const GQueue *peering_rollovers(const struct peering *peering);

#endif
