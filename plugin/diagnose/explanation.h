/* Everything there is to say about one segment, as a text to read: what was signed, field by field,
 * and what came of it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EXPLANATION_H
#define TCPAUTH_DIAGNOSE_EXPLANATION_H

#include "plugin/verify/option.h"

/* Explains FINDING about SEGMENT. Says which key, never what is in it. To be freed. */
char *explanation_of(const struct segment *segment, const struct finding *finding);

#endif
