/* How much may be read out of a configuration that repeats itself.
 *
 * Where a configuration says one thing for many, as a key chain for all sessions or a group for
 * all that it applies to, its readers do what it says many times. That may be a product of what
 * stands in the file, so it has a limit in proportion to the file's size.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_BUDGET_H
#define TCPAUTH_KEYS_IMPORT_BUDGET_H

#include "import.h"

struct budget {
    const struct import *import;
    size_t left; /* how many repetitions */
    bool told;   /* that none is left */
};

/* Returns the budget for a configuration of LENGTH bytes. */
struct budget budget_for(size_t length, const struct import *import);

/* Spends COUNT repetitions of what LINE says. Returns false if fewer are left, so that they must
 * not be done; the first time, that is a problem at LINE. */
bool budget_spend(struct budget *budget, size_t count, unsigned line);

#endif
