/* The dialects by name, for the table of them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_DIALECTS_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_DIALECTS_H

#include "keys/import/dialect.h"

extern const struct dialect dialect_bird;
extern const struct dialect dialect_eos;
extern const struct dialect dialect_exabgp;
extern const struct dialect dialect_fortios;
extern const struct dialect dialect_freertr;
extern const struct dialect dialect_frr;
extern const struct dialect dialect_gobgp;
extern const struct dialect dialect_ios;
extern const struct dialect dialect_iosxr;
extern const struct dialect dialect_junos;
extern const struct dialect dialect_kubernetes;
extern const struct dialect dialect_nvue;
extern const struct dialect dialect_nxos;
extern const struct dialect dialect_openbgpd;
extern const struct dialect dialect_os10;
extern const struct dialect dialect_os9;
extern const struct dialect dialect_routeros;
extern const struct dialect dialect_sense;
extern const struct dialect dialect_setkey;
extern const struct dialect dialect_sonic;
extern const struct dialect dialect_srlinux;
extern const struct dialect dialect_sros;
extern const struct dialect dialect_vrp;
extern const struct dialect dialect_vyos;

#endif
