/* Resolves what a configuration inherits from its configuration groups, as in Junos and SR OS.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_APPLY_GROUPS_H
#define TCPAUTH_KEYS_IMPORT_TEXT_APPLY_GROUPS_H

#include "keys/import/budget.h"
#include "hierarchy.h"

/* How a dialect writes the wildcards of groups, without their "<" and ">". */
struct wildcards {
    const char *all;                                     /* the wildcard that fits every word */
    bool (*fits)(struct word pattern, struct word word); /* true if PATTERN names WORD */
    size_t cost; /* the cost of one call of FITS, in repetitions of the budget */
};

struct applied_groups;

/* Gives the configuration below ROOT what it inherits by "apply-groups" from the children of
 * GROUPS, NULL if there are none. A branch is added when the configuration is read. A group that a
 * nearer branch applies is stronger; statements outside of groups are strongest. Adds a problem for
 * each group that does not exist, and charges BUDGET for each branch that inherits.
 *
 * All parameters must outlive the result, and the result must outlive the reading. Free with
 * applied_groups_free(). */
struct applied_groups *apply_groups(struct branch *root, const struct branch *groups,
                                    const struct wildcards *wildcards, struct budget *budget);
void applied_groups_free(struct applied_groups *applied);

#endif
