/* Who talks to whom, in the words of the tables.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_PAIR_H
#define TCPAUTH_WIRESHARK_PAIR_H

#include "plugin/verify/segment.h"

/* Returns the two addresses between which SEGMENT goes, either way: "192.0.2.1 <-> 192.0.2.2". Free
 * with g_free(), like the texts below. */
char *pair_text(const struct segment *segment);

/* Returns true if SEGMENT goes from the first of these addresses to the second. */
bool pair_is_forward(const struct segment *segment);

/* Returns what the sum of all that goes between the two addresses of PAIR is called: "all" in a
 * terminal, PAIR in a window. */
const char *pair_sum(const char *pair);

/* Returns the group of the sums of PAIR: PAIR in a terminal. A window has a group for all sums,
 * since Wireshark sorts the rows of each group, which would carry the sums among what they sum
 * up. */
const char *pair_sum_group(const char *pair);

/* Returns what the sum of all that PROTOCOL sends from FROM to TO is called. IS_FORWARD says
 * whether FROM is the first address of the pair. Free with g_free(). */
char *pair_sum_direction(const char *protocol, const char *from, const char *to, bool is_forward);

/* Returns SEGMENT's two ports in the order of these addresses, and which way it goes: "179 ->
 * 40001" from the first address to the second, "179 <- 40001" back. */
char *pair_direction(const struct segment *segment);

/* Returns the address that it comes from. */
char *pair_sender(const struct segment *segment);

#endif
