/* The protocols whose sessions are signed by custom.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "protocol.h"

#include <stddef.h>

const char *protocol_name(uint16_t port)
{
    switch (port) {
    case PORT_BGP:
        return "BGP";
    case PORT_RPKI_RTR:
        return "RPKI-RTR";
    case PORT_MSDP:
        return "MSDP";
    case PORT_LDP:
        return "LDP";
    default:
        return NULL;
    }
}
