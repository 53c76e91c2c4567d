/* The tables in the Statistics menu and of `tshark -z`.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_TABLES_H
#define TCPAUTH_WIRESHARK_TABLES_H

/* Each registers the table of that name, shown by -z tcpauth,NAME. */
void tables_register_peers(void);
void tables_register_causes(void);
void tables_register_times(void);
void tables_register_rollovers(void);
void tables_register_keys(void);
void tables_register_path(void);

#endif
