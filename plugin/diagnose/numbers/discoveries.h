/* Shifts of sequence numbers that were found by a sweep. They outlast the dissection in which they
 * were found, so that the next one proves them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_NUMBERS_DISCOVERIES_H
#define TCPAUTH_DIAGNOSE_NUMBERS_DISCOVERIES_H

#include "renumbering.h"
#include "sweep.h"

struct discoveries;

struct discoveries *discoveries_new(void);

/* Frees DISCOVERIES; NULL is ignored. */
void discoveries_free(struct discoveries *discoveries);

/* Keeps what was found for a segment that goes from FROM to TO. */
void discoveries_add(struct discoveries *discoveries, const struct end *from, const struct end *to,
                     struct shifts shifts);

/* Guesses what is kept of the sequence numbers of FROM in the connection with TO. */
void discoveries_recall(const struct discoveries *discoveries, const struct end *from,
                        const struct end *to, struct renumbering *renumbering);

#endif
