/* The connections of all sessions of a capture. There are at most so many: the one that was asked
 * for longest ago makes room for a new one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SESSION_STREAMS_H
#define TCPAUTH_DIAGNOSE_SESSION_STREAMS_H

#include "stream.h"

/* What tells connections apart, without padding. */
struct stream_name {
    uint32_t session;  /* its index */
    uint16_t ports[2]; /* of the two senders, in the order of the session */
};

struct streams;

/* Returns no connections yet, with room for LIMIT, which is at least 1. */
struct streams *streams_new(unsigned limit);

/* Frees all connections with it. */
void streams_free(struct streams *streams);

/* Returns the connection NAME; a new one, initialised to {0}, if it is not known. Owned by STREAMS,
 * and valid until the next call. Sets *KNOWN to whether it was known. */
struct stream *streams_get(struct streams *streams, const struct stream_name *name, bool *known);

#endif
