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

#include "plugin/verify/flow.h"

void connections_register(void);

/* Returns the flow of SEGMENT, of frame NUMBER, whose ends are known. Its connection is a new one
 * if no segment was seen between the two ends; its candidates are valid until the next call. */
struct flow connections_flow(const struct segment *segment, uint32_t number);

/* Returns true if any connection of this capture is known to be signed. */
bool connections_any_signed(void);

/* Notes in the first pass that FLOW's segment opens the connection anew with initial sequence
 * number ISN: ports are used again, and the next user may well not sign. Returns false if it is
 * open already with that number. */
bool connection_open(struct flow *flow, uint32_t isn);

/* Notes in the first pass a segment of FLOW; see usage_note(). */
void connection_note(struct flow *flow, const struct segment *segment, enum signing signing,
                     const struct unsigned_counts *counts);

#endif
