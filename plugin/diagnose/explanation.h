/* Everything there is to say about one segment, as a text to read: what was signed, field by field,
 * and what came of it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EXPLANATION_H
#define TCPAUTH_DIAGNOSE_EXPLANATION_H

#include "plugin/verify/verify.h"

/* Explains FINDING about SEGMENT, for whose connection there are CANDIDATES. Says which keys, never
 * what is in them. To be freed. */
char *explanation_of(const struct segment *segment, const struct finding *finding,
                     const struct candidates *candidates);

#endif
