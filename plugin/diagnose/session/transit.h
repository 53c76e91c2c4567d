/* The answers for causes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SESSION_TRANSIT_H
#define TCPAUTH_DIAGNOSE_SESSION_TRANSIT_H

#include "plugin/diagnose/evidence/cause.h"

/* Returns the answer for CAUSE in capitals, such as "SPLIT AFTER SIGNING". Returns a static string;
 * do not free it. */
const char *transit_title(enum cause cause);

#endif
