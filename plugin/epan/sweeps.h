/* Sweeps of sequence numbers, for segments of the capture that is open.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_SWEEPS_H
#define TCPAUTH_EPAN_SWEEPS_H

#include "plugin/diagnose/diagnose.h"
#include "plugin/verify/isn-search.h"

void sweeps_register(void);

/* Returns the shifts that all sweeps have found since Wireshark was started. Owned by this
 * module. */
struct found_shifts *sweeps_found_shifts(void);

/* Returns a sweep for SEGMENT, which is signed and captured whole. Free with sweep_free(). */
struct sweep *sweeps_of(const struct segment *segment);

/* Returns a search for the ISNs of the connection of SEGMENT, of frame NUMBER, which is signed with
 * TCP-AO and captured whole. Returns NULL if its MAC is too short to prove them, or as
 * isn_search_new() does. Free with isn_search_free(). */
struct isn_search *sweeps_isn_search(const struct segment *segment, uint32_t number);

#endif
