/* The settings of a session in ExaBGP's configuration, and its keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_EXABGP_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_EXABGP_H

#include "keys/import/import.h"
#include "keys/import/text/statement.h"

enum exabgp_kind { EXABGP_UNTOLD, EXABGP_TEXT, EXABGP_BASE64 };

/* The settings of a neighbor, template or group; unset ones are empty or zero. */
struct exabgp_settings {
    struct word peer, local, md5_ip;
    struct word listen, connect; /* ports */
    const struct statement *password, *ao_password;
    enum exabgp_kind kind, ao_kind; /* of the passwords */
    struct word ao_id, ao_algorithm;
};

/* Adds the keys of a session. */
void exabgp_add_keys(const struct import *import, const struct exabgp_settings *settings);

#endif
