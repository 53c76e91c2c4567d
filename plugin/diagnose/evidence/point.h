/* A point of capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_POINT_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_POINT_H

#include <stdbool.h>
#include <stdint.h>

/* Where a frame was captured, as its file says. */
struct point {
    bool known;
    uint32_t section, interface; /* of the file, counted from 0 */
};

#endif
