/* The memory of a capture's connections: who signs each of them.
 *
 * Wireshark dissects a frame many times, and after the first time in any order. Everything is
 * learned in the first pass, which goes through the frames in order; later passes only read it. It
 * is all discarded when the file is closed or redissected.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_CONNECTIONS_H
#define TCPAUTH_EPAN_CONNECTIONS_H

#include "keys/keyring.h"
#include "plugin/verify/flow.h"

struct connections;

void connections_register(void);

/* Returns an empty memory of connections to which the keys of RING apply. RING must outlive it, and
 * must not change. LOCKED tells whether there may be other keys. Free with connections_free(). */
struct connections *connections_new(const struct keyring *ring, bool locked);

/* Frees CONNECTIONS. Does nothing if CONNECTIONS is NULL. */
void connections_free(struct connections *connections);

/* Returns the connections of the open capture, with the keys as configured. Owned by this module
 * and valid until the capture is closed or redissected. */
struct connections *connections_of_capture(void);

/* Returns the flow of SEGMENT in frame NUMBER. The two ends of SEGMENT must be set. Creates a
 * connection if this is the first segment between the two ends. The flow's candidates are valid
 * until the next call. */
struct flow connections_flow(struct connections *connections, const struct segment *segment,
                             uint32_t number);

/* Lets FLOW know the connection of its ports that its SEGMENT, captured on LINK, may belong to
 * instead: see incarnations_parallel(), incarnations_continued() and, for a segment of TCP-AO,
 * incarnations_stranger(). LEARNS tells whether this is the first pass. */
void connection_consider(struct flow *flow, const struct segment *segment, uint16_t link,
                         enum signing signing, bool learns);

/* Notes in the first pass that FLOW's segment opens its connection as OPENING says. The
 * ports may be those of an earlier connection, whose successor need not sign. Returns false if the
 * connection is already open with those numbers. */
bool connection_open(struct flow *flow, const struct opening *opening);

/* Notes in the first pass a segment of FLOW; see usage_note(). */
void connection_note(struct flow *flow, const struct segment *segment, enum signing signing,
                     const struct unsigned_counts *counts);

#endif
