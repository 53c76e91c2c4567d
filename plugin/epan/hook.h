/* From Wireshark's frames to segments: where tcpauth sees TCP.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_HOOK_H
#define TCPAUTH_EPAN_HOOK_H

void hook_register(int protocol);

/* Puts the hook in front of TCP and of its signature options; to be called when all dissectors have
 * registered. */
void hook_attach(void);

#endif
