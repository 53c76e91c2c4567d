/* What a configuration inherits from its configuration groups, as Junos and SR OS have them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_APPLY_GROUPS_H
#define TCPAUTH_KEYS_IMPORT_APPLY_GROUPS_H

#include "hierarchy.h"
#include "import.h"

/* Does the wildcard PATTERN, without its "<" and ">", name WORD? */
typedef bool pattern_fits(struct word pattern, struct word word);

/* Says in the configuration below ROOT what it inherits by "apply-groups" from the children of
 * GROUPS (NULL: there are none): what stands nearest is stronger, what is said outside of groups
 * strongest. Groups that do not exist become problems. */
void apply_groups(struct branch *root, const struct branch *groups, pattern_fits *fits,
                  const struct import *import);

#endif
