/* The addresses that a segment may have had before NAT changed them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "addresses.h"

#include "keys/hash.h"

#include <string.h>

#define MAX_SEEN 1024

struct addresses {
    GArray *seen, *configured; /* struct ip_address */
    GHashTable *known;         /* set of struct ip_address with those of both arrays */
};

static guint address_hash(gconstpointer data)
{
    return hash_bytes(0, data, sizeof(struct ip_address));
}

static gboolean address_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(struct ip_address)) == 0;
}

struct addresses *addresses_new(void)
{
    struct addresses *addresses = g_new(struct addresses, 1);
    addresses->seen = g_array_new(FALSE, FALSE, sizeof(struct ip_address));
    addresses->configured = g_array_new(FALSE, FALSE, sizeof(struct ip_address));
    addresses->known = g_hash_table_new_full(address_hash, address_equal, g_free, NULL);
    return addresses;
}

void addresses_free(struct addresses *addresses)
{
    g_hash_table_destroy(addresses->known);
    g_array_free(addresses->configured, TRUE);
    g_array_free(addresses->seen, TRUE);
    g_free(addresses);
}

static void addresses_add(struct addresses *addresses, GArray *list,
                          const struct ip_address *address)
{
    if (address->length == 0 || g_hash_table_contains(addresses->known, address))
        return;
    g_hash_table_add(addresses->known, g_memdup2(address, sizeof *address));
    g_array_append_val(list, *address);
}

void addresses_configure(struct addresses *addresses, const struct keyring *ring)
{
    for (unsigned i = 0; i < keyring_size(ring); i++) {
        const struct key *key = keyring_key(ring, i);
        for (unsigned end = 0; end < G_N_ELEMENTS(key->ends); end++) {
            if (prefix_is_address(&key->ends[end]))
                addresses_add(addresses, addresses->configured, &key->ends[end].address);
            addresses_add(addresses, addresses->configured, &key->signed_as[end]);
        }
    }
}

void addresses_see(struct addresses *addresses, const struct ip_address *address)
{
    if (addresses->seen->len < MAX_SEEN)
        addresses_add(addresses, addresses->seen, address);
}

static const struct ip_address *address_at(const GArray *list, unsigned index)
{
    return index < list->len ? &g_array_index(list, struct ip_address, index) : NULL;
}

const struct ip_address *addresses_at(const struct addresses *addresses, unsigned index)
{
    const unsigned configured = addresses->configured->len;
    return index < configured ? address_at(addresses->configured, index)
                              : address_at(addresses->seen, index - configured);
}

const struct ip_address *addresses_chosen(const struct addresses *addresses, unsigned index)
{
    return address_at(index % 2 == 0 ? addresses->configured : addresses->seen, index / 2);
}

unsigned addresses_choice(const struct addresses *addresses)
{
    return MIN(2 * MAX(addresses->configured->len, addresses->seen->len), FEW_ADDRESSES);
}
