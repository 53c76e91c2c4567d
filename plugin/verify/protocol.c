/* The protocols whose sessions are signed by custom.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "protocol.h"

#include <stddef.h>

const char *protocol_name(uint16_t port)
{
    switch (port) {
    case 179:
        return "BGP"; /* RFC 4271 section 8 */
    case 323:
        return "RPKI-RTR"; /* RFC 8210 section 9.3 */
    case 639:
        return "MSDP"; /* RFC 3618 section 11 */
    case 646:
        return "LDP"; /* RFC 5036 section 2.9 */
    default:
        return NULL;
    }
}
