/* Compares the keys that are configured with those that the kernel holds.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_COMPARISON_H
#define TCPAUTH_CLI_COMPARISON_H

#include "keys/keyring.h"

/* Appends to FLAWS (struct flaw *) what each key of TCP MD5 in CONFIGURED that is valid at TIME is
 * in the kernel, of which HELD has the keys: the same, another secret and how that differs, or
 * missing; and the keys in HELD that are configured nowhere. */
void comparison_add(const struct keyring *configured, const struct keyring *held, int64_t time,
                    GPtrArray *flaws);

#endif
