/* What a configuration inherits from its configuration groups, as Junos and SR OS have them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_APPLY_GROUPS_H
#define TCPAUTH_KEYS_IMPORT_TEXT_APPLY_GROUPS_H

#include "keys/import/budget.h"
#include "hierarchy.h"

/* How a dialect writes the wildcards of groups, without their "<" and ">". */
struct wildcards {
    const char *all;                                     /* the one that fits every word */
    bool (*fits)(struct word pattern, struct word word); /* does PATTERN name WORD? */
    size_t cost;                                         /* of one such question, in repetitions */
};

struct applied_groups;

/* Has the configuration below ROOT say, when it is read, what it inherits by "apply-groups" from
 * the children of GROUPS (NULL: there are none): what stands nearest is stronger, what is said
 * outside of groups strongest. Groups that do not exist become problems. What groups say of many
 * branches is paid from BUDGET. All must outlive the result, which must outlive the reading. Free
 * with applied_groups_free(). */
struct applied_groups *apply_groups(struct branch *root, const struct branch *groups,
                                    const struct wildcards *wildcards, struct budget *budget);
void applied_groups_free(struct applied_groups *applied);

#endif
