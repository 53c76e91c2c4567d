/* Counts what an input costs: bytes given to libgcrypt, and memory asked for.
 *
 * The linker has the calls pass through here, so it is no matter of the machine or its speed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_FUZZ_WORK_H
#define TCPAUTH_DIAGNOSE_FUZZ_WORK_H

#include <stddef.h>

struct work {
    size_t hashed, allocated; /* bytes */
};

/* What was done since work_begin(). */
extern struct work work;

void work_begin(void);

#endif
