/* What the segments between two peers show together: counts for each direction, over all
 * connections between them.
 *
 * An engineer asks about a session, not about segments. Retried SYNs come from new ports, and a
 * session that breaks comes up again. So all connections between two addresses for one service
 * belong together.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SESSION_SESSION_H
#define TCPAUTH_DIAGNOSE_SESSION_SESSION_H

#include "sender.h"

/* Two peers and a service. */
struct session {
    uint16_t port;            /* of the service */
    struct sender senders[2]; /* the lower address first */
    unsigned connections;
    int64_t first_time, last_time; /* of all its segments, in microseconds since 1970 */
};

/* All sessions of a capture. */
struct sessions;

struct sessions *sessions_new(void);

/* Frees SESSIONS with all sessions. Does nothing if SESSIONS is NULL. */
void sessions_free(struct sessions *sessions);

/* Counts SEGMENT of frame NUMBER, with its DIAGNOSIS. Call once for each segment with a verdict, in
 * the order of the frames. Ignores segments quoted in ICMP errors. */
void sessions_note(struct sessions *sessions, const struct segment *segment,
                   const struct diagnosis *diagnosis, uint32_t number);

/* Returns the session at INDEX, counting from 0, in the order in which they began; NULL if there
 * are no more. Owned by SESSIONS. */
const struct session *sessions_at(const struct sessions *sessions, unsigned index);

/* Returns the session between FROM and TO, in either order, or NULL. Owned by SESSIONS. */
const struct session *sessions_between(const struct sessions *sessions, const struct end *from,
                                       const struct end *to);

/* Returns the first sender whose segments to RECEIVER are proven to have been signed with the
 * address SOURCE, which NAT rewrote; or NULL. Owned by SESSIONS. */
const struct sender *sessions_translated(const struct sessions *sessions,
                                         const struct ip_address *source,
                                         const struct ip_address *receiver);

/* Returns the frame from which on searches for causes are left out, since those before cost too
 * much; UINT32_MAX if there is none. */
uint32_t sessions_searched_until(const struct sessions *sessions);

/* Returns how many segments were not counted since there are too many sessions. */
unsigned sessions_left_out(const struct sessions *sessions);

#endif
