/* The prefixes that the keys of a keyring name, found by an address that they contain.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "prefixes.h"

#include <string.h>

struct prefixes {
    GHashTable *entries;      /* set of struct named_prefix, found by PREFIX, the first member */
    bool lengths[2][1 + 128]; /* the prefix lengths in use, for IPv4 and IPv6 */
};

struct prefixes *prefixes_new(void)
{
    struct prefixes *prefixes = g_new0(struct prefixes, 1);
    G_STATIC_ASSERT(offsetof(struct named_prefix, prefix) == 0);
    prefixes->entries = g_hash_table_new_full(prefix_hash, prefix_equal, g_free, NULL);
    return prefixes;
}

void prefixes_free(struct prefixes *prefixes)
{
    g_hash_table_destroy(prefixes->entries);
    g_free(prefixes);
}

struct named_prefix *prefixes_add(struct prefixes *prefixes, const struct prefix *prefix)
{
    struct named_prefix *entry = g_hash_table_lookup(prefixes->entries, prefix);

    if (!entry) {
        entry = g_new0(struct named_prefix, 1);
        entry->prefix = *prefix;
        g_hash_table_add(prefixes->entries, entry);
        if (prefix->address.length > 0)
            prefixes->lengths[prefix->address.length == 16][prefix->bits] = true;
    }
    return entry;
}

unsigned prefixes_around(const struct prefixes *prefixes, const struct ip_address *address,
                         struct named_prefix **found, unsigned most)
{
    static const struct prefix any;
    const bool *lengths = prefixes->lengths[address->length == 16];
    unsigned count = 0;

    for (unsigned bits = 8u * address->length + 1; bits-- > 0 && count < most;) {
        if (!lengths[bits])
            continue;
        const struct prefix prefix = prefix_of(address, bits);
        if ((found[count] = g_hash_table_lookup(prefixes->entries, &prefix)))
            count++;
    }
    if (count < most && (found[count] = g_hash_table_lookup(prefixes->entries, &any)))
        count++;
    return count;
}
