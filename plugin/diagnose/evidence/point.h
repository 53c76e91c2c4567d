/* A capture point.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_POINT_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_POINT_H

#include <stdbool.h>
#include <stdint.h>

/* A capture point, as the file describes it. */
struct point {
    bool known;
    uint32_t section, interface; /* within the file, counting from 0 */
};

static inline bool point_equal(const struct point *one, const struct point *other)
{
    return one->section == other->section && one->interface == other->interface;
}

#endif
