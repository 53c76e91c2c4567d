/* Limits the work for a configuration that repeats itself.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "budget.h"

/* The smallest and the largest budget. A small configuration may repeat a chain of 64 keys for 2000
 * sessions. LARGEST bounds the work for a large one. */
#define BASE    ((size_t)1 << 17)
#define LARGEST ((size_t)1 << 22)

struct budget budget_for(size_t length, const struct import *import)
{
    return (struct budget){.import = import, .left = MIN(BASE + 2 * length, LARGEST)};
}

bool budget_spend(struct budget *budget, size_t count, unsigned line)
{
    if (count <= budget->left) {
        budget->left -= count;
        return true;
    }
    if (!budget->told)
        import_problem(budget->import, line,
                       "this is repeated so often that the rest of the repetitions is not read");
    budget->told = true;
    return false;
}
