/* What is remembered while a capture is open: of each connection who signs.
 *
 * Wireshark dissects a frame many times and, after the first time, in any order. What is learned is
 * learned in the first pass alone, which goes through the frames in order; after it everything here
 * is only read. All of it is gone when the file is closed or dissected anew.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_CONNECTIONS_H
#define TCPAUTH_EPAN_CONNECTIONS_H

#include "plugin/verify/usage.h"
#include "plugin/verify/verify.h"

#include <epan/packet.h>

struct connection;

void connections_register(void);

/* Returns the connection between two ends, in either order; a new one if it was not known. */
struct connection *connections_between(const struct end *a, const struct end *b);

/* Returns 0 or 1: the direction between two ends, as connections_between() orders them. */
uint8_t connections_direction(const struct end *from, const struct end *to);

/* Returns the keys that could have signed CONNECTION's segments. They are valid until
 * connections_between() is called again. */
const struct candidates *connection_candidates(const struct connection *connection);

/* Returns where the caller keeps the history of the connection, NULL at first. */
struct history **connection_history(struct connection *connection);

/* Returns true if any connection of this capture is known to be signed. */
bool connections_any_signed(void);

/* Notes in the first pass that frame NUMBER opens the connection anew with initial sequence number
 * ISN: ports are used again, and the next user may well not sign. Returns false if it is open
 * already with that number. */
bool connection_open(struct connection *connection, uint32_t number, uint32_t isn);

/* Notes in the first pass a segment of the connection; see usage_note(). */
void connection_note(struct connection *connection, const struct segment *segment,
                     enum signing signing, const struct unsigned_counts *counts);

/* Returns how the connection that frame NUMBER belongs to is signed, as far as is known; see
 * usage_signing(). */
enum signing connection_signing(const struct connection *connection, uint32_t number);

#endif
