/* The connections of all sessions of a capture. Their number is limited: the least recently used
 * one is dropped for a new one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SESSION_STREAMS_H
#define TCPAUTH_DIAGNOSE_SESSION_STREAMS_H

#include "stream.h"

/* Identifies a connection; has no padding. */
struct stream_name {
    uint32_t session;  /* index of its session */
    uint16_t ports[2]; /* of the two senders, in the order of the session */
};

struct streams;

/* Returns a store without connections, for up to LIMIT of them, at least 1. Free with
 * streams_free(). */
struct streams *streams_new(unsigned limit);

/* Frees STREAMS with all connections. */
void streams_free(struct streams *streams);

/* Returns the connection NAME; a new one, initialised to {0}, if there was none. Sets *KNOWN to
 * whether there was one. Owned by STREAMS and valid until the next call. */
struct stream *streams_get(struct streams *streams, const struct stream_name *name, bool *known);

#endif
