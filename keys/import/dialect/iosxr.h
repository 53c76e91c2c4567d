/* The parts of IOS XR's reader.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_IOSXR_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_IOSXR_H

#include "cisco.h"

/* Add the keys of LDP, MSDP and PCEP sessions. */
void iosxr_read_ldp(struct cisco *cisco);
void iosxr_read_msdp(struct cisco *cisco);
void iosxr_read_pcep(struct cisco *cisco);

#endif
