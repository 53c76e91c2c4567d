/* IP addresses and prefixes: read by GIO, kept as bytes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "address.h"

#include "key.h"

#include <gio/gio.h>
#include <string.h>

struct ip_address ip_address_from_bytes(const void *bytes, unsigned length)
{
    struct ip_address address = {.length = (uint8_t)length};
    memcpy(address.bytes, bytes, length);
    return address;
}

bool prefix_parse(const char *text, struct prefix *prefix, GError **error)
{
    if (strcmp(text, "*") == 0) {
        *prefix = (struct prefix){0};
        return true;
    }
    /* GIO's own message would repeat the text, which may be a secret in the wrong place. */
    GInetAddressMask *mask = g_inet_address_mask_new_from_string(text, NULL);
    if (!mask) {
        g_set_error_literal(error, KEY_ERROR, KEY_ERROR_VALUE,
                            "an end is an address, a prefix without host bits, or *");
        return false;
    }
    GInetAddress *address = g_inet_address_mask_get_address(mask);
    prefix->address = ip_address_from_bytes(g_inet_address_to_bytes(address),
                                            (unsigned)g_inet_address_get_native_size(address));
    prefix->bits = (uint8_t)g_inet_address_mask_get_length(mask);
    g_object_unref(mask);
    return true;
}

struct prefix prefix_of(const struct ip_address *address, unsigned bits)
{
    struct prefix prefix = {.address = {.length = address->length}, .bits = (uint8_t)bits};
    memcpy(prefix.address.bytes, address->bytes, bits / 8);
    if (bits % 8 != 0)
        prefix.address.bytes[bits / 8] = (uint8_t)(address->bytes[bits / 8] & (0xff00 >> bits % 8));
    return prefix;
}
