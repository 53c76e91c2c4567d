/* The hook between Wireshark's TCP dissector and tcpauth.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_HOOK_H
#define TCPAUTH_EPAN_HOOK_H

void hook_register(int protocol);

/* Puts the hook before TCP. Call once all dissectors are registered. */
void hook_attach(void);

#endif
