/* A ring of the last few items, whose memory grows with their number: most connections have few.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_RING_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_RING_H

#include <glib.h>

/* Returns RING, which begins with HEAD bytes, with room for one more item of SIZE bytes after them,
 * to be written at index COUNT % MOST. COUNT is the number of items so far, of which the last MOST
 * are kept. MOST must be a power of two. RING is NULL at first; the head is then all zeros. Free
 * the result with g_free(). */
void *ring_grow(void *ring, size_t head, unsigned count, unsigned most, size_t size);

#endif
