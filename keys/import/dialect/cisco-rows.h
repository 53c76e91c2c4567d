/* Reads the sessions of Cisco's systems that nest their lines, by rows.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_CISCO_ROWS_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_CISCO_ROWS_H

#include "cisco.h"
#include "keys/import/model/rows.h"

/* Adds the keys of the sessions in the text of LENGTH bytes that CISCO was read from: those that
 * each of PROTOCOLS describes, which end with NULL, after the other. */
void cisco_read_rows(struct cisco *cisco, size_t length, const struct row *const *protocols);

#endif
