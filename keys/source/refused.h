/* Files that have a configuration in a form in which its lines cannot be read safely.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_SOURCE_REFUSED_H
#define TCPAUTH_KEYS_SOURCE_REFUSED_H

#include "keys/text.h"

/* Returns what TEXT is and how to save it instead, or NULL if it may be read. The result is
 * static. */
const char *refused_reason(const struct text *text);

#endif
