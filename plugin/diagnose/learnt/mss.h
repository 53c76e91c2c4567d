/* The maximum segment size (MSS), RFC 9293 section 3.7.1: what an end accepts in one segment.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_MSS_H
#define TCPAUTH_DIAGNOSE_LEARNT_MSS_H

#include "plugin/verify/segment.h"

/* Returns the MSS in bytes of data that SEGMENT, which was captured whole, announces for its
 * sender. Returns 0 if there is none, since only SYNs announce it. */
unsigned mss_announced(const struct segment *segment);

/* Returns true if SEGMENT must be split before an end can accept it whose MSS is MSS bytes; 0 means
 * unknown. */
bool mss_exceeded(const struct segment *segment, unsigned mss);

#endif
