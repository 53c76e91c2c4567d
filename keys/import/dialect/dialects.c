/* The table of dialects.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialects.h"

const struct dialect *const dialects[] = {
    &dialect_bird,       &dialect_eos,      &dialect_exabgp, &dialect_fortios,  &dialect_frr,
    &dialect_freertr,    &dialect_gobgp,    &dialect_ios,    &dialect_iosxr,    &dialect_junos,
    &dialect_kubernetes, &dialect_nvue,     &dialect_nxos,   &dialect_openbgpd, &dialect_os10,
    &dialect_os9,        &dialect_routeros, &dialect_sense,  &dialect_setkey,   &dialect_sonic,
    &dialect_srlinux,    &dialect_sros,     &dialect_vrp,    &dialect_vyos,     NULL,
};
