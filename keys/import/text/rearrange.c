/* The commands of Junos and VyOS that rearrange a configuration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rearrange.h"

bool rearrange(struct branch *at, const struct statement *statement, unsigned index,
               const struct import *import)
{
    const unsigned length = statement_length(statement);
    unsigned to = index + 1;

    if (statement_is(statement, index, "copy") || statement_is(statement, index, "replace")) {
        import_problem(import, statement->line, "what this command changes is not read");
        return true;
    }
    if (!statement_is(statement, index, "rename"))
        return false;
    while (to < length && !statement_is(statement, to, "to"))
        to++;
    struct branch *branch = branch_find_to(at, statement, index + 1, to);
    if (branch && branch->parent && to + 1 < length)
        branch_rename(branch, statement_word(statement, length - 1));
    return true;
}
