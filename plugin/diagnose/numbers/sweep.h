/* The search of all 2^32 values of the sequence number or the acknowledgment number of a segment,
 * if nothing reveals the original. It takes from 10 seconds to many minutes, so it is made only on
 * request.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_NUMBERS_SWEEP_H
#define TCPAUTH_DIAGNOSE_NUMBERS_SWEEP_H

#include "plugin/diagnose/evidence/evidence.h"

struct sweep;

/* The guesses that a sweep found; they must still be proven. */
struct shifts {
    uint32_t own,
        other; /* of the sequence numbers of the sender and of the receiver; 0 if there is none */
};

/* The caller's view of a running sweep. */
struct sweep_progress {
    /* Called several times a second, by the thread that began the sweep, with the part that is done
     * (0 to 1). Returns false to stop the sweep. */
    bool (*update)(void *data, double part);
    void *data;
};

/* Returns a sweep for the segment of EVIDENCE, from which it copies what it needs. The sweep uses
 * every valid candidate, and tries the other field unchanged and with each proven shift undone.
 * Free with sweep_free(). */
struct sweep *sweep_new(const struct evidence *evidence);

/* Frees SWEEP and wipes what was copied. */
void sweep_free(struct sweep *sweep);

/* Runs SWEEP on all processors. Returns true and sets SHIFTS if it finds anything; returns false
 * otherwise, or if PROGRESS stops it. */
bool sweep_run(struct sweep *sweep, const struct sweep_progress *progress, struct shifts *shifts);

#endif
