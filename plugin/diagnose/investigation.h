/* What is known about a capture while it is open, for the files that find things out of it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_INVESTIGATION_H
#define TCPAUTH_DIAGNOSE_INVESTIGATION_H

#include "plugin/diagnose/numbers/found-shifts.h"
#include "plugin/diagnose/learnt/history.h"
#include "plugin/diagnose/points/pairing.h"

/* The splits that are held, of at most so many bytes together: the one that was begun first is
 * dropped first. */
struct holdings {
    GQueue queue; /* of struct split **, where the split is held */
    size_t size;  /* bytes of data */
};

struct investigation {
    struct engine engine;
    struct bounds bounds;
    struct found_shifts *found;
    bool (*sweep)(struct sweep *sweep, struct shifts *shifts); /* NULL if none is to be made */
    unsigned failed_sweeps;
    GPtrArray *histories;
    struct holdings holdings; /* of the pieces of all directions */
    GPtrArray *splits;        /* what is known of those that notes tell of: struct proof */
    struct notes *notes;
    struct addresses *addresses; /* NULL until a segment is examined */
    struct pairing *pairing;
    struct peerings *peerings;
};

#endif
