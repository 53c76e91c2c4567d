/* Limits the work for a configuration that repeats itself.
 *
 * One statement may apply to many others: a key chain to all its sessions, a group to all branches
 * that inherit from it. The readers then repeat it, and the number of repetitions may be the
 * product of two numbers in the file. The limit is proportional to the file's size, between 2^17
 * and 2^22.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_BUDGET_H
#define TCPAUTH_KEYS_IMPORT_BUDGET_H

#include "import.h"

struct budget {
    const struct import *import;
    size_t left; /* the number of repetitions left */
    bool told;   /* the problem that too few are left was reported */
};

/* Returns the budget for a configuration of LENGTH bytes. IMPORT must outlive it. */
struct budget budget_for(size_t length, const struct import *import);

/* Spends COUNT repetitions of LINE. Returns false if fewer are left; the caller must then not make
 * them. The first time, adds a problem at LINE. */
bool budget_spend(struct budget *budget, size_t count, unsigned line);

#endif
