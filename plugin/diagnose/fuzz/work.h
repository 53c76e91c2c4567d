/* Counts the cost of an input: bytes passed to libgcrypt, and memory allocated.
 *
 * The linker redirects the calls to wrappers that count, so the cost does not depend on the machine
 * or its speed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_FUZZ_WORK_H
#define TCPAUTH_DIAGNOSE_FUZZ_WORK_H

#include <stddef.h>

struct work {
    size_t hashed, allocated; /* bytes */
};

/* The cost since work_begin(). */
extern struct work work;

void work_begin(void);

#endif
