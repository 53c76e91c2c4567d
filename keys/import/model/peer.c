/* The two ends of a session.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "peer.h"

#include "cidr.h"

#include <string.h>

bool peer_parse(const char *text, struct prefix *peer)
{
    struct cidr cidr;
    char *plain = g_strndup(text, strcspn(text, "%")); /* a zone may be "GigabitEthernet0/0" */
    const bool fits = cidr_parse(plain, &cidr);

    g_free(plain);
    if (fits)
        *peer = cidr_network(&cidr);
    return fits;
}

static bool is_unspecified(const struct ip_address *address)
{
    const struct ip_address none = {.length = address->length};
    return memcmp(address, &none, sizeof none) == 0;
}

struct prefix peer_source(const char *text, const struct prefix *peer)
{
    struct prefix source;
    const bool known = peer_parse(text, &source) && !is_unspecified(&source.address) &&
                       (peer->address.length == 0 || source.address.length == peer->address.length);
    return known ? source : (struct prefix){0};
}
