/* The addresses that a configuration gives its router's interfaces.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "interfaces.h"

struct interfaces {
    GHashTable *addresses; /* name -> GArray of struct cidr */
};

struct interfaces *interfaces_new(void)
{
    struct interfaces *interfaces = g_new(struct interfaces, 1);
    interfaces->addresses =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    return interfaces;
}

void interfaces_free(struct interfaces *interfaces)
{
    g_hash_table_destroy(interfaces->addresses);
    g_free(interfaces);
}

void interfaces_add(struct interfaces *interfaces, const char *name, const char *cidr)
{
    struct cidr address;
    if (!cidr_parse(cidr, &address))
        return;
    GArray *addresses = g_hash_table_lookup(interfaces->addresses, name);
    if (!addresses) {
        addresses = g_array_new(FALSE, FALSE, sizeof(struct cidr));
        g_hash_table_insert(interfaces->addresses, g_strdup(name), addresses);
    }
    g_array_append_val(addresses, address);
}

static unsigned common_bits(const struct ip_address *a, const struct ip_address *b)
{
    for (unsigned i = 0; i < a->length; i++) {
        const unsigned differ = a->bytes[i] ^ b->bytes[i];
        if (differ != 0)
            return 8 * i + 8 - g_bit_storage(differ);
    }
    return 8u * a->length;
}

static bool is_link_local(const struct ip_address *address)
{
    return address->length == 16 && address->bytes[0] == 0xfe && (address->bytes[1] & 0xc0) == 0x80;
}

/* Only link-local addresses talk to each other on a link. */
static bool nearest(const GArray *addresses, const struct prefix *peer, struct cidr *address)
{
    unsigned most = 0;
    bool found = false;

    for (unsigned i = 0; addresses && i < addresses->len; i++) {
        const struct cidr *own = &g_array_index(addresses, struct cidr, i);
        if (own->address.length != peer->address.length ||
            (is_link_local(&peer->address) && !is_link_local(&own->address)))
            continue;
        const unsigned common = common_bits(&own->address, &peer->address);
        if (!found || common > most) {
            *address = *own;
            most = common;
            found = true;
        }
    }
    return found;
}

struct prefix interfaces_source(const struct interfaces *interfaces, const char *source,
                                const struct prefix *peer)
{
    struct cidr address;
    const bool known =
        cidr_parse(source, &address)
            ? address.address.length == peer->address.length
            : nearest(g_hash_table_lookup(interfaces->addresses, source), peer, &address);
    return known ? prefix_of(&address.address, 8u * address.address.length) : (struct prefix){0};
}

bool interfaces_far_end(const struct interfaces *interfaces, const char *name,
                        struct ip_address *address)
{
    const GArray *addresses = g_hash_table_lookup(interfaces->addresses, name);
    for (unsigned i = 0; addresses && i < addresses->len; i++)
        if (cidr_far_end(&g_array_index(addresses, struct cidr, i), address))
            return true;
    return false;
}
