/* Compares the configured keys with those that the kernel has.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_COMPARISON_H
#define TCPAUTH_CLI_COMPARISON_H

#include "keys/keyring.h"

/* Appends to FLAWS (struct flaw *) the state in the kernel of each MD5 key in CONFIGURED that is
 * valid at TIME: the same, another secret and how it differs, or missing. HELD has the kernel's
 * keys; those that are not configured are appended, too. */
void comparison_add(const struct keyring *configured, const struct keyring *held, int64_t time,
                    GPtrArray *flaws);

#endif
