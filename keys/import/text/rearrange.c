/* The commands of Junos and VyOS that rearrange a configuration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rearrange.h"

bool rearrange(struct branch *at, const struct statement *statement, unsigned index,
               const struct import *import)
{
    const unsigned length = statement_length(statement);
    const bool renames = statement_is(statement, index, "rename"),
               copies = statement_is(statement, index, "copy");
    unsigned to = index + 1;

    while (to < length && !statement_is(statement, to, "to"))
        to++;
    if (statement_match(statement, index, "replace pattern") > 0 || (copies && to + 1 < length)) {
        import_problem(import, statement->line, "what this command changes is not read");
        return true;
    }
    struct branch *branch =
        renames && to + 1 < length ? branch_find_to(at, statement, index + 1, to) : NULL;
    if (branch && branch->parent)
        branch_rename(branch, statement_word(statement, length - 1));
    return renames;
}
