/* Reads the sessions of Cisco's systems that nest their lines, by rows.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_CISCO_ROWS_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_CISCO_ROWS_H

#include "cisco.h"
#include "keys/import/model/rows.h"

/* The function of dialect_rows that adds the keys of a session. */
void cisco_add_secret(const struct rows *rows, const struct peering *peering,
                      const struct branch *secret);

/* Adds the keys of the sessions that DIALECT describes in the text of LENGTH bytes that CISCO was
 * read from: those of each of PROTOCOLS, which end with NULL, after the other. */
void cisco_read_rows(struct cisco *cisco, const struct dialect_rows *dialect, size_t length,
                     const struct row *const *protocols);

#endif
