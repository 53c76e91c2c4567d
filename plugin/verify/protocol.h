/* The protocols whose sessions are signed by custom.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_PROTOCOL_H
#define TCPAUTH_VERIFY_PROTOCOL_H

#include <stdint.h>

/* The registered TCP ports of these protocols. */
enum {
    PORT_BGP = 179,      /* RFC 4271 section 8 */
    PORT_RPKI_RTR = 323, /* RFC 8210 section 9.3 */
    PORT_MSDP = 639,     /* RFC 3618 section 11 */
    PORT_LDP = 646,      /* RFC 5036 section 2.9 */
};

/* Returns the name of the protocol on TCP port PORT if its sessions are signed by custom, such as
 * "BGP"; otherwise NULL. Returns a static string; do not free it. */
const char *protocol_name(uint16_t port);

#endif
