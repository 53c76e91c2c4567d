/* What Junos configures of a session for its keys, inherited from level to level.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_JUNOS_SESSION_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_JUNOS_SESSION_H

#include "keys/import/budget.h"
#include "keys/import/text/hierarchy.h"
#include "keys/import/model/session.h"

/* Where the reader is. */
struct junos_scope {
    const struct import *import;
    struct budget *budget;              /* of what key chains and groups give */
    const struct branch *root, *router; /* the logical system, or the root */
    struct word vrf;
    const char *realm;    /* how names tell the logical system, or NULL */
    GHashTable *chains;   /* struct branch * -> GArray of struct junos_key */
    GHashTable *reported; /* struct branch *: references that became problems */
};

/* Where a session's settings are looked for, the nearest first. */
struct junos_levels {
    const struct branch *at[3];
};

/* Adds the keys of SESSION, whose import, realm and VRF are SCOPE's, and whose own address is the
 * value of LOCAL if SESSION does not say it. */
void junos_session_add(const struct junos_scope *scope, struct session session,
                       const struct junos_levels *levels, const char *local);

#endif
