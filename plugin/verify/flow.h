/* What is known of a connection when one of its segments is judged.
 *
 * It is looked up once for each segment and travels with it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_FLOW_H
#define TCPAUTH_VERIFY_FLOW_H

#include "incarnations.h"

/* The keys that could have signed a connection's segments, most specific first: see
 * keyring_candidates(). */
struct candidates {
    const struct key *const *keys;
    unsigned count;
    bool locked; /* there may be others, in a keyring that could not be opened */
};

struct connection;
struct history;
struct isns;

/* It owns nothing. */
struct flow {
    struct connection *connection; /* as its owner has it; NULL in a test */
    const struct candidates *candidates;
    struct incarnation *incarnation; /* the use of the ports that the segment belongs to; NULL if
                                        no signed segment or SYN showed any */
    const struct isns *isns;         /* that the user knows, of any connection; or NULL */
    struct history **history;        /* where the diagnosis keeps what it knows; NULL at first */
    uint32_t number;                 /* of the segment's frame */
    uint8_t direction; /* of the segment: 0 if the lower of both ends sent it, else 1 */
};

/* Returns how the connection is signed, as far as is known. */
static inline enum signing flow_signing(const struct flow *flow)
{
    return flow->incarnation ? usage_signing(&flow->incarnation->usage) : SIGNING_NONE;
}

#endif
