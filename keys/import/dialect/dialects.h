/* The dialects by name, for the table of them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_DIALECTS_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_DIALECTS_H

#include "keys/import/dialect.h"

extern const struct dialect dialect_bird, dialect_eos, dialect_exabgp, dialect_fortios,
    dialect_freertr, dialect_frr, dialect_gobgp, dialect_ios, dialect_iosxr, dialect_junos,
    dialect_kubernetes, dialect_nvue, dialect_nxos, dialect_openbgpd, dialect_os10, dialect_os9,
    dialect_routeros, dialect_sense, dialect_setkey, dialect_sonic, dialect_srlinux, dialect_sros,
    dialect_vrp, dialect_vyos;

#endif
