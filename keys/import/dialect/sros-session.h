/* What SR OS configures of a session for its keys, inherited from level to level.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_SROS_SESSION_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_SROS_SESSION_H

#include "keys/import/budget.h"
#include "keys/import/text/hierarchy.h"
#include "keys/import/model/session.h"

/* A router or VPRN, which has interfaces and peers of its own. */
struct sros_scope {
    const struct import *import;
    struct budget *budget; /* of what key chains and groups give */
    const struct branch *root;
    struct word vrf;
    struct interfaces *interfaces;
    GHashTable *chains;   /* struct branch * -> GArray of struct sros_key */
    GHashTable *reported; /* struct branch *: references that became problems */
};

/* Where a session's settings are looked for, the nearest first. */
struct sros_levels {
    const struct branch *at[4];
};

/* Reports MESSAGE once for a reference that many sessions inherit. */
void sros_report_once(const struct sros_scope *scope, const struct branch *at, const char *message);

/* Adds the keys of SESSION, whose import, interfaces and VRF are SCOPE's. */
void sros_session_add(const struct sros_scope *scope, struct session session,
                      const struct sros_levels *levels);

#endif
