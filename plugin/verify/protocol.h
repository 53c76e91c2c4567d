/* The protocols whose sessions are signed by custom.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_PROTOCOL_H
#define TCPAUTH_VERIFY_PROTOCOL_H

#include <stdint.h>

/* Returns the name of the protocol on TCP port PORT if its sessions are signed by custom, such as
 * "BGP"; otherwise NULL. Returns a static string; do not free it. */
const char *protocol_name(uint16_t port);

#endif
