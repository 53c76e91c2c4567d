/* The windows that the segments of one direction of a connection had.
 *
 * A shaper that rewrites each of them leaves few that were not signed before or since: senders come
 * back to the same ones.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_WINDOWS_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_WINDOWS_H

#include <stdbool.h>
#include <stdint.h>

#define WINDOWS 16 /* of either kind */

/* Different ones, the latest first; initialise to {0}. */
struct window_list {
    uint16_t values[WINDOWS];
    uint8_t count;
};

struct windows {
    struct window_list proven; /* as they were signed */
    struct window_list seen;   /* as they arrived */
};

/* Puts WINDOW first in LIST; the oldest one leaves a full list. */
void window_list_add(struct window_list *list, uint16_t window);

/* Sets *WINDOW to the one at INDEX, counting from 0: first the proven ones, then those seen.
 * Returns false if there are no more. */
bool windows_at(const struct windows *windows, unsigned index, uint16_t *window);

#endif
