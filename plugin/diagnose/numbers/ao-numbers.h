/* Which number, in the place of a sequence or acknowledgment number, gives a SYN its MAC: TCP-AO's
 * counterpart of md5-lanes.h.
 *
 * The ISN in the traffic key's context follows the number in the header, so that each number needs
 * a traffic key of its own: about a microsecond.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_NUMBERS_AO_NUMBERS_H
#define TCPAUTH_DIAGNOSE_NUMBERS_AO_NUMBERS_H

#include "plugin/diagnose/evidence/evidence.h"

struct ao_numbers;

/* Returns the search of FIELD, of 32 bits, in EVIDENCE's SYN with KEY, which has a secret. The
 * other field and its ISN are OTHER_SHIFT more than in the SYN. Copies what it needs. Free with
 * ao_numbers_free(). */
struct ao_numbers *ao_numbers_new(const struct evidence *evidence, const struct key *key,
                                  enum header_offset field, uint32_t other_shift);

/* Frees NUMBERS and wipes what was copied; NULL is ignored. */
void ao_numbers_free(struct ao_numbers *numbers);

/* Looks for the one among COUNT numbers from FIRST on that gives the MAC. Returns true and stores
 * it in *NUMBER if there is one. Any number of threads may call this at once. */
bool ao_numbers_find(const struct ao_numbers *numbers, uint32_t first, uint32_t count,
                     uint32_t *number);

#endif
