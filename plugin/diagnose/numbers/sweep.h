/* The search of all 2^32 numbers for what the sequence number or the acknowledgment number of a
 * segment was: for where nothing tells it. It takes the better part of a minute or more, so it is
 * for who asks for it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_NUMBERS_SWEEP_H
#define TCPAUTH_DIAGNOSE_NUMBERS_SWEEP_H

#include "plugin/diagnose/evidence/evidence.h"

struct sweep;

/* What a sweep found: guesses, which are yet to be proven. */
struct shifts {
    uint32_t own, other; /* of the sequence numbers of the sender, and of the receiver; 0 if none */
};

/* Who looks on. */
struct watch {
    /* Called several times a second, by the thread that began the sweep, with the part of it that
     * is done, from 0 to 1. Stops the sweep if it returns false. */
    bool (*go_on)(void *data, double part);
    void *data;
};

/* Returns a sweep for the segment of EVIDENCE, of which it copies what it needs: with every
 * candidate that is valid, and with the shifts of both ends that are proven already, or without.
 * Free with sweep_free(). */
struct sweep *sweep_new(const struct evidence *evidence);

/* Wipes what was copied. */
void sweep_free(struct sweep *sweep);

/* Searches on all processors; fills SHIFTS if it returns true. */
bool sweep_run(struct sweep *sweep, const struct watch *watch, struct shifts *shifts);

#endif
