/* What is known of a segment's connection when the segment is checked.
 *
 * It is looked up once for each segment, and passed on with it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_FLOW_H
#define TCPAUTH_VERIFY_FLOW_H

#include "incarnations.h"
#include "keys/shortlists.h"

struct connection;
struct finding;
struct history;
struct isns;
struct segment;

/* A segment's connection. It owns none of these. */
struct flow {
    struct connection *connection; /* as its owner knows it; NULL in tests */
    const struct candidates *candidates;
    struct incarnation *incarnation; /* the use of the ports that the segment belongs to; NULL if no
                                        signed segment or SYN was captured */
    struct incarnation *parallel; /* another use of the ports at the same time, which was opened on
                                     the segment's VLAN and interface; or NULL */
    const struct isns *isns;      /* the ISNs of all connections that the user knows; may be NULL */
    uint64_t *search_budget; /* what searches for ISNs may still cost in the capture; NULL except in
                                the first pass */
    uint64_t *told_budget; /* what guesses with the user's ISNs, or about numbers that wrapped in a
                              gap of the capture, may; NULL if there is no limit */
    struct history *
        *history;      /* where the diagnosis keeps what it learns; *HISTORY is NULL at first */
    uint32_t number;   /* the number of the segment's frame */
    uint8_t direction; /* of the segment: 0 if the lower of both ends sent it, otherwise 1 */
};

/* Returns how the connection is signed, as far as this is known. */
static inline enum signing flow_signing(const struct flow *flow)
{
    return flow->incarnation ? usage_signing(&flow->incarnation->usage) : SIGNING_NONE;
}

/* Makes FLOW a flow of PARALLEL if the handshake that SEGMENT is part of opened that. Otherwise
 * SEGMENT may still belong to PARALLEL, which may be NULL: its MAC decides. */
void flow_consider(struct flow *flow, const struct segment *segment, struct incarnation *parallel);

/* Returns true if SEGMENT, with a signature of kind SIGNING, opens a connection; *OPENING then says
 * how. That is a SYN; or a SYN-ACK of TCP-AO with other numbers than those that FLOW's connection
 * is proven to have, whose SYN was not captured or had the same number; or another segment of
 * TCP-AO that cannot belong to FLOW's connection since that was closed. The ISN is then only what
 * it would be if this were the first segment after the handshake. */
bool flow_opens(const struct flow *flow, const struct segment *segment, enum signing signing,
                struct opening *opening);

/* Learns the initial sequence numbers of FLOW, and how far its numbers have advanced, from SEGMENT
 * with the FINDING of verify_signed(). Call in the first pass, in the order of the frames. */
void flow_learn(const struct flow *flow, const struct segment *segment,
                const struct finding *finding);

#endif
