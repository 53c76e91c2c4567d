/* The menu Tools > TCP Authentication.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_MENU_H
#define TCPAUTH_WIRESHARK_MENU_H

/* Adds the entries. They have no effect in tshark. */
void menu_register(void);

#endif
