/* The windows of the segments in one direction of a connection.
 *
 * Senders use the same windows again and again. So even if a shaper rewrites every window, most
 * signed ones also occur in other segments, before or after.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_WINDOWS_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_WINDOWS_H

#include <stdbool.h>
#include <stdint.h>

#define WINDOWS 15 /* per list, which then has 32 bytes: each connection has two */

/* Different windows, the last one first; initialise to {0}. */
struct window_list {
    uint16_t values[WINDOWS];
    uint8_t count;
};

struct windows {
    const struct window_list *proven; /* as they were signed; NULL if there are none */
    const struct window_list *seen;   /* as they arrived; likewise */
};

/* Puts WINDOW first in LIST. Drops the oldest window if LIST is full. */
void window_list_add(struct window_list *list, uint16_t window);

/* Sets *WINDOW to the window at INDEX, counting from 0: first the proven ones, then those seen.
 * Returns false if there are no more. */
bool windows_at(const struct windows *windows, unsigned index, uint16_t *window);

/* As windows_at(), among the windows that are not CAPTURED. */
bool windows_other_at(const struct windows *windows, uint16_t captured, unsigned index,
                      uint16_t *window);

#endif
