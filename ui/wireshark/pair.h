/* Who talks to whom, in the words of the tables.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_PAIR_H
#define TCPAUTH_WIRESHARK_PAIR_H

#include "plugin/verify/segment.h"

/* What the sum of both directions of all connections between two addresses is called. */
#define PAIR_SUM "all"

/* The two addresses between which SEGMENT goes, either way: "192.0.2.1 <-> 192.0.2.2". */
char *pair_text(const struct segment *segment);

/* Its two ports in the order of these addresses, and which way it goes: "179 -> 40001" from the
 * first address to the second, "179 <- 40001" back. */
char *pair_direction(const struct segment *segment);

/* The address that it comes from. All of these are to be freed. */
char *pair_sender(const struct segment *segment);

#endif
