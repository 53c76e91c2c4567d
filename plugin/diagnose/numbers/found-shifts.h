/* Shifts of sequence numbers that were found by a sweep. They outlast the dissection in which they
 * were found, so that the next one proves them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_NUMBERS_FOUND_SHIFTS_H
#define TCPAUTH_DIAGNOSE_NUMBERS_FOUND_SHIFTS_H

#include "renumbering.h"
#include "sweep.h"

struct found_shifts;

struct found_shifts *found_shifts_new(void);

/* Frees FOUND; NULL is ignored. */
void found_shifts_free(struct found_shifts *found);

/* Keeps what was found for a segment that goes from FROM to TO. */
void found_shifts_add(struct found_shifts *found, const struct end *from, const struct end *to,
                      struct shifts shifts);

/* Guesses what is kept of the sequence numbers of FROM in the connection with TO. */
void found_shifts_find(const struct found_shifts *found, const struct end *from,
                       const struct end *to, struct renumbering *renumbering);

#endif
