/* Sweeps of sequence numbers, for segments of the capture that is open.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_SWEEPS_H
#define TCPAUTH_EPAN_SWEEPS_H

#include "plugin/diagnose/diagnose.h"

void sweeps_register(void);

/* Returns the shifts that all sweeps have found since Wireshark was started. Owned by this
 * module. */
struct found_shifts *sweeps_found_shifts(void);

/* Returns a sweep for SEGMENT, which is signed and captured whole. Free with sweep_free(). */
struct sweep *sweeps_of(const struct segment *segment);

#endif
