/* IP addresses and prefixes: read from text, kept as bytes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "address.h"

#include "hash.h"
#include "problem.h"

#include <arpa/inet.h>
#include <gio/gio.h>
#include <string.h>

struct ip_address ip_address_from_bytes(const void *bytes, unsigned length)
{
    struct ip_address address = {.length = (uint8_t)length};
    memcpy(address.bytes, bytes, length);
    return address;
}

/* Changes ADDRESS, whose first *BITS bits count, to the IPv4 address that it holds if it is one
 * that is mapped into IPv6 (RFC 4291 section 2.5.5.2). Only sockets know such addresses: the
 * packets are IPv4. */
static void unmap(struct ip_address *address, guint64 *bits)
{
    static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};

    if (address->length != 16 || *bits < 8 * sizeof mapped ||
        memcmp(address->bytes, mapped, sizeof mapped) != 0)
        return;
    *address = ip_address_from_bytes(address->bytes + sizeof mapped, 4);
    *bits -= 8 * sizeof mapped;
}

static bool address_parse(const char *text, struct ip_address *address)
{
    const bool six = strchr(text, ':');
    *address = (struct ip_address){.length = six ? 16 : 4};
    return inet_pton(six ? AF_INET6 : AF_INET, text, address->bytes) == 1;
}

/* Sets PREFIX to TEXT, an address or a prefix. Returns false if it is neither. */
static bool read_prefix(const char *text, struct prefix *prefix)
{
    const size_t length = strcspn(text, "/");
    char plain[INET6_ADDRSTRLEN] = "";
    struct ip_address address;
    guint64 bits;

    if (length >= sizeof plain)
        return false;
    memcpy(plain, text, length);
    if (!address_parse(plain, &address))
        return false;
    bits = address.length * 8u;
    if (text[length] == '/' &&
        !g_ascii_string_to_unsigned(text + length + 1, 10, 0, bits, &bits, NULL))
        return false;
    if (bits <= address.length * 8u)
        unmap(&address, &bits);
    *prefix = prefix_of(&address, (unsigned)bits);
    return memcmp(&prefix->address, &address, sizeof address) == 0; /* no host bits */
}

bool prefix_parse(const char *text, struct prefix *prefix, GError **error)
{
    struct prefix read = {0};
    const bool fits = strcmp(text, "*") == 0 || read_prefix(text, &read);

    if (fits)
        *prefix = read;
    else
        g_set_error_literal(error, KEY_ERROR, KEY_ERROR_VALUE,
                            "an end is an address, a prefix without host bits, or *");
    return fits;
}

bool prefix_is_address(const struct prefix *prefix)
{
    return prefix->address.length > 0 && prefix->bits == 8 * prefix->address.length;
}

/* A prefix consists of bytes only, so it has no padding. */
guint prefix_hash(gconstpointer prefix)
{
    G_STATIC_ASSERT(sizeof(struct prefix) == 1 + 16 + 1);
    return hash_bytes(0, prefix, sizeof(struct prefix));
}

gboolean prefix_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(struct prefix)) == 0;
}

char *prefix_text(const struct prefix *prefix)
{
    const struct ip_address *address = &prefix->address;
    char text[INET6_ADDRSTRLEN];

    if (address->length == 0)
        return g_strdup("*");
    inet_ntop(address->length == 4 ? AF_INET : AF_INET6, address->bytes, text, sizeof text);
    return prefix_is_address(prefix) ? g_strdup(text)
                                     : g_strdup_printf("%s/%u", text, prefix->bits);
}

struct prefix prefix_of(const struct ip_address *address, unsigned bits)
{
    struct prefix prefix = {.address = {.length = address->length}, .bits = (uint8_t)bits};
    memcpy(prefix.address.bytes, address->bytes, bits / 8);
    if (bits % 8 != 0)
        prefix.address.bytes[bits / 8] = (uint8_t)(address->bytes[bits / 8] & (0xff00 >> bits % 8));
    return prefix;
}

char *ip_address_text(const struct ip_address *address)
{
    const struct prefix host = prefix_of(address, 8u * address->length);
    return prefix_text(&host);
}

bool ip_address_parse(const char *word, struct ip_address *address)
{
    struct prefix prefix;
    if (!prefix_parse(word, &prefix, NULL) || !prefix_is_address(&prefix))
        return false;
    *address = prefix.address;
    return true;
}

bool prefix_contains(const struct prefix *prefix, const struct ip_address *address)
{
    const unsigned whole = prefix->bits / 8u, rest = prefix->bits % 8u;
    const uint8_t *bytes = prefix->address.bytes;

    if (prefix->address.length == 0)
        return true;
    return prefix->address.length == address->length && memcmp(bytes, address->bytes, whole) == 0 &&
           (rest == 0 || ((bytes[whole] ^ address->bytes[whole]) & 0xff00 >> rest & 0xff) == 0);
}

bool ip_address_is_nat64(const struct ip_address *address)
{
    static const struct prefix well_known = {{16, {0x00, 0x64, 0xff, 0x9b}}, 96};
    return prefix_contains(&well_known, address);
}

bool ip_address_is_link_local(const struct ip_address *address)
{
    GInetAddress *parsed = g_inet_address_new_from_bytes(
        address->bytes, address->length == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
    const bool is_link_local = g_inet_address_get_is_link_local(parsed);
    g_object_unref(parsed);
    return is_link_local;
}
