/* The investigation of a capture, for the files of the diagnosis.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_INVESTIGATION_H
#define TCPAUTH_DIAGNOSE_INVESTIGATION_H

#include "plugin/diagnose/numbers/found-shifts.h"
#include "plugin/diagnose/learnt/history.h"
#include "plugin/diagnose/points/pairing.h"
#include "keys/source/variants.h"

/* All splits in memory. If they exceed a limit, the split that was begun first is dropped. */
struct holdings {
    GQueue queue; /* of struct split **, the owner's pointer to each split */
    size_t size;  /* bytes of all splits */
};

struct investigation {
    struct engine engine;
    struct bounds bounds;
    struct found_shifts *found;
    bool (*sweep)(struct sweep *sweep,
                  struct shifts *shifts); /* runs a sweep; NULL if there are to be none */
    unsigned failed_sweeps;
    struct histories histories;
    struct holdings holdings; /* the pieces of all directions */
    GPtrArray *splits;        /* struct proof: those of splits that notes refer to */
    struct notes *notes;
    struct variants *variants;   /* of the keys that were tried */
    struct addresses *addresses; /* NULL until the first segment is examined */
    struct pairing *pairing;
    struct peerings *peerings;
};

#endif
