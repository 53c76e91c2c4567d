/* Texts for connections in tables.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_PAIR_H
#define TCPAUTH_WIRESHARK_PAIR_H

#include "plugin/verify/segment.h"

/* Returns the two addresses of SEGMENT, in a fixed order: "192.0.2.1 <-> 192.0.2.2". Free the
 * result of each function here with g_free(), unless it is const. */
char *pair_text(const struct segment *segment);

/* Returns true if SEGMENT goes from the first of these addresses to the second. */
bool pair_is_forward(const struct segment *segment);

/* Returns the name of the sum over everything between the two addresses of PAIR: "all" in a
 * terminal, PAIR in a window. */
const char *pair_sum(const char *pair);

/* Returns the group for the sum of PAIR: PAIR in a terminal, a group for all sums in a window.
 * Wireshark sorts the rows of each group, which would mix the sums with the rows that they sum
 * up. */
const char *pair_sum_group(const char *pair);

/* Returns the name of the sum over everything that PROTOCOL sends from FROM to TO. IS_FORWARD says
 * whether FROM is the first address of the pair. */
char *pair_sum_direction(const char *protocol, const char *from, const char *to, bool is_forward);

/* Returns SEGMENT's two ports in the order of the addresses, and its direction: "179 -> 40001" from
 * the first address to the second, "179 <- 40001" back. */
char *pair_direction(const struct segment *segment);

/* Returns the address of SEGMENT's sender. */
char *pair_sender(const struct segment *segment);

#endif
