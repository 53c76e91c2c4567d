/* Addresses and networks as routers write them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "peer.h"

#include <arpa/inet.h>
#include <string.h>

static bool length_parse(const char *text, unsigned most, unsigned *bits)
{
    guint64 value;
    if (!g_ascii_string_to_unsigned(text, 10, 0, most, &value, NULL))
        return false;
    *bits = (unsigned)value;
    return true;
}

bool cidr_parse(const char *text, struct cidr *cidr)
{
    const size_t length = strcspn(text, "/");
    char plain[INET6_ADDRSTRLEN] = "";
    struct prefix host;

    if (length >= sizeof plain || *text == '*')
        return false;
    memcpy(plain, text, length);
    if (!prefix_parse(plain, &host, NULL))
        return false;
    *cidr = (struct cidr){host.address, host.bits};
    return text[length] == '\0' || length_parse(text + length + 1, host.bits, &cidr->bits);
}

/* In a network of 30 bits, the routers have the middle two of its four addresses. */
bool cidr_far_end(const struct cidr *cidr, struct ip_address *address)
{
    const unsigned last = cidr->address.bytes[3] & 3;
    if (cidr->address.length != 4 || (cidr->bits != 31 && cidr->bits != 30) ||
        (cidr->bits == 30 && last != 1 && last != 2))
        return false;
    *address = cidr->address;
    address->bytes[3] ^= cidr->bits == 31 ? 1 : 3;
    return true;
}

bool peer_parse(const char *text, struct prefix *peer)
{
    struct cidr cidr;
    char *plain = g_strndup(text, strcspn(text, "%")); /* a zone may be "GigabitEthernet0/0" */
    const bool fits = cidr_parse(plain, &cidr);

    g_free(plain);
    if (fits)
        *peer = prefix_of(&cidr.address, cidr.bits);
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
