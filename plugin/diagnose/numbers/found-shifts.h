/* The shifts of sequence numbers that sweeps found. They outlive the dissection in which they were
 * found; the next dissection proves them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_NUMBERS_FOUND_SHIFTS_H
#define TCPAUTH_DIAGNOSE_NUMBERS_FOUND_SHIFTS_H

#include "renumbering.h"
#include "sweep.h"

struct found_shifts;

struct found_shifts *found_shifts_new(void);

/* Frees FOUND. Does nothing if FOUND is NULL. */
void found_shifts_free(struct found_shifts *found);

/* Stores SHIFTS, found for a segment from FROM to TO. */
void found_shifts_add(struct found_shifts *found, const struct end *from, const struct end *to,
                      struct shifts shifts);

/* Returns true if no shift is stored. */
bool found_shifts_is_empty(const struct found_shifts *found);

/* Adds to RENUMBERING, as guesses, the shifts stored for the sequence numbers of FROM in its
 * connection with TO. */
void found_shifts_find(const struct found_shifts *found, const struct end *from,
                       const struct end *to, struct renumbering *renumbering);

#endif
