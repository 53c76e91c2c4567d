/* Searches for the sequence or acknowledgment number with which a SYN has its MAC: the counterpart
 * of md5-lanes.h for TCP-AO.
 *
 * The ISN in the traffic key's context depends on the number in the header, so each number needs
 * its own traffic key, which takes about a microsecond.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_NUMBERS_AO_NUMBERS_H
#define TCPAUTH_DIAGNOSE_NUMBERS_AO_NUMBERS_H

#include "plugin/diagnose/evidence/evidence.h"

struct ao_numbers;

/* Returns a search of FIELD, which has 32 bits, in EVIDENCE's SYN with KEY, which has a secret.
 * OTHER_SHIFT is added to the other field and its ISN. Copies what it needs. Free with
 * ao_numbers_free(). */
struct ao_numbers *ao_numbers_new(const struct evidence *evidence, const struct key *key,
                                  enum header_offset field, uint32_t other_shift);

/* Frees NUMBERS and wipes what was copied. Does nothing if NUMBERS is NULL. */
void ao_numbers_free(struct ao_numbers *numbers);

/* Searches COUNT numbers from FIRST. Returns true and sets *NUMBER if one produces the MAC. Any
 * number of threads may call this at once. */
bool ao_numbers_find(const struct ao_numbers *numbers, uint32_t first, uint32_t count,
                     uint32_t *number);

#endif
