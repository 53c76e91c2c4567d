/* The latest few of something, in memory that grows with their number: most connections have few.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_RING_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_RING_H

#include <glib.h>

/* Returns RING with room for another one, of SIZE bytes, after COUNT others, of which the last MOST
 * are kept: it goes to index COUNT % MOST. MOST is a power of two. RING is NULL at first. Free the
 * result with g_free(). */
void *ring_grow(void *ring, unsigned count, unsigned most, size_t size);

#endif
