/* Everything there is to say about one segment, as a text to read: what was signed, field by field,
 * and what came of it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EXPLANATION_H
#define TCPAUTH_DIAGNOSE_EXPLANATION_H

#include "plugin/diagnose/evidence/diagnosis.h"
#include "plugin/diagnose/evidence/evidence.h"

/* Explains DIAGNOSIS about EVIDENCE's segment, of which the diagnosis need add nothing. Names keys,
 * never what is in them. Free with g_free(). */
char *explanation_of(const struct evidence *evidence, const struct diagnosis *diagnosis);

#endif
