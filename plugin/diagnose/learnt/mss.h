/* The maximum segment size (MSS), RFC 9293 section 3.7.1: what an end takes in one segment.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_MSS_H
#define TCPAUTH_DIAGNOSE_LEARNT_MSS_H

#include "plugin/verify/segment.h"

/* Returns the bytes of data that SEGMENT, which was captured whole, says its sender takes; 0 if it
 * does not say so, as only a SYN does. */
unsigned mss_announced(const struct segment *segment);

/* Returns true if SEGMENT must be split before it can go to an end that takes MSS bytes of data; 0
 * means that this is not known. */
bool mss_exceeded(const struct segment *segment, unsigned mss);

#endif
