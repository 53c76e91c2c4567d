/* Who talks to whom, in the words of the tables.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_PAIR_H
#define TCPAUTH_WIRESHARK_PAIR_H

#include "plugin/verify/segment.h"

/* The two addresses between which SEGMENT goes, either way: "192.0.2.1 <-> 192.0.2.2". To be
 * freed, as what is said of SEGMENT below. */
char *pair_text(const struct segment *segment);

/* What the sum of all that goes between the two addresses of PAIR is called: in a terminal "all",
 * and in a window PAIR, since Wireshark shows no title there of a group that is alone. */
const char *pair_sum(const char *pair);

/* SEGMENT's two ports in the order of these addresses, and which way it goes: "179 -> 40001" from
 * the first address to the second, "179 <- 40001" back. */
char *pair_direction(const struct segment *segment);

/* The address that it comes from. */
char *pair_sender(const struct segment *segment);

#endif
