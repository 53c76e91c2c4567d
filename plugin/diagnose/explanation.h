/* A text that explains one segment: what was signed, field by field, and with which result.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EXPLANATION_H
#define TCPAUTH_DIAGNOSE_EXPLANATION_H

#include "plugin/diagnose/evidence/diagnosis.h"
#include "plugin/diagnose/evidence/evidence.h"

/* Explains DIAGNOSIS on EVIDENCE's segment. EVIDENCE need not have the members that the diagnosis
 * sets. The text names keys, but never contains their secrets. Free with g_free(). */
char *explanation_of(const struct evidence *evidence, const struct diagnosis *diagnosis);

#endif
