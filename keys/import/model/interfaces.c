/* The addresses of a router's interfaces.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "interfaces.h"

#include "keys/hash.h"

#include <string.h>

struct interfaces {
    GHashTable *by_name; /* char *, owned -> struct interface *, owned */
};

/* An address, and the number of addresses that its interface had before it. */
struct own {
    struct cidr cidr;
    unsigned order;
};

struct interface {
    GArray *addresses;   /* struct own; those that were removed, too, unless it is sorted */
    unsigned added;      /* the number of addresses that were added */
    unsigned removed[2]; /* IPv4, IPv6: all with a smaller order were removed */
    GHashTable *gone;    /* struct prefix *, owned -> the number added when it was removed */
    bool is_sorted;      /* by the addresses' bytes */
    GTree *firsts;       /* struct prefix *, owned -> index of the first address in it, if known */
    bool has_far_end;
    struct ip_address far_end;
};

static gint compare_prefixes(gconstpointer a, gconstpointer b, gpointer data G_GNUC_UNUSED)
{
    return memcmp(a, b, sizeof(struct prefix)); /* a prefix consists of bytes and has no padding */
}

static struct interface *interface_new(void)
{
    struct interface *interface = g_new0(struct interface, 1);
    interface->addresses = g_array_new(FALSE, FALSE, sizeof(struct own));
    interface->gone = g_hash_table_new_full(prefix_hash, prefix_equal, g_free, NULL);
    interface->firsts = g_tree_new_full(compare_prefixes, NULL, g_free, NULL);
    return interface;
}

static void interface_free(gpointer data)
{
    struct interface *interface = data;
    g_array_free(interface->addresses, TRUE);
    g_hash_table_destroy(interface->gone);
    g_tree_destroy(interface->firsts);
    g_free(interface);
}

struct interfaces *interfaces_new(void)
{
    struct interfaces *interfaces = g_new(struct interfaces, 1);
    interfaces->by_name = g_hash_table_new_full(hash_text, g_str_equal, g_free, interface_free);
    return interfaces;
}

void interfaces_free(struct interfaces *interfaces)
{
    g_hash_table_destroy(interfaces->by_name);
    g_free(interfaces);
}

void interfaces_add(struct interfaces *interfaces, const char *name, const char *cidr)
{
    struct own own;
    if (!cidr_parse(cidr, &own.cidr))
        return;
    struct interface *interface = g_hash_table_lookup(interfaces->by_name, name);
    if (!interface) {
        interface = interface_new();
        g_hash_table_insert(interfaces->by_name, g_strdup(name), interface);
    }
    own.order = interface->added++;
    g_array_append_val(interface->addresses, own);
    interface->is_sorted = false;
    interface->has_far_end = interface->has_far_end || cidr_far_end(&own.cidr, &interface->far_end);
}

char *interface_name(struct word words)
{
    char *name = word_dup(words), *to = name;
    for (const char *from = name; *from; from++)
        if (!g_ascii_isspace(*from))
            *to++ = g_ascii_tolower(*from);
    *to = '\0';
    return name;
}

/* Returns true if LINE's address is not a local address of sessions. The router does not use a
 * "secondary" address, "sub" in VRP, as a source; "eui-64" marks an incomplete address. */
static bool is_qualified(const struct statement *line)
{
    const unsigned last = statement_length(line) - 1;
    return statement_is(line, last, "secondary") || statement_is(line, last, "sub") ||
           statement_is(line, last, "eui-64");
}

/* Removes the address TEXT of interface NAME, or all of FAMILY if TEXT is no address. */
static void remove_address(const struct interfaces *interfaces, const char *name, bool family,
                           const char *text)
{
    struct interface *interface = g_hash_table_lookup(interfaces->by_name, name);
    struct cidr cidr;
    if (!interface)
        return;
    interface->is_sorted = interface->has_far_end = false;
    if (!cidr_parse(text, &cidr)) {
        interface->removed[family] = interface->added;
        return;
    }
    const struct prefix prefix = prefix_of(&cidr.address, 8u * cidr.address.length);
    g_hash_table_insert(interface->gone, g_memdup2(&prefix, sizeof prefix),
                        GUINT_TO_POINTER(interface->added));
}

/* Reads the address at INDEX of LINE, if there is one. A mask follows it where a second address
 * replaces the first one, unless it is qualified. */
static void read_address(struct interfaces *interfaces, const char *name,
                         const struct statement *line, unsigned index)
{
    const bool removes = statement_removes(line);
    index += removes;
    if (!statement_match(line, index, "ip address") &&
        !statement_match(line, index, "ipv4 address") &&
        !statement_match(line, index, "ipv6 address"))
        return;
    char *address = word_dup(statement_word(line, index + 2));
    const struct word mask = statement_word(line, index + 3);
    const bool family = statement_is(line, index, "ipv6");
    if (removes)
        remove_address(interfaces, name, family, address);
    else if (memchr(mask.at, '.', mask.length) && !is_qualified(line))
        remove_address(interfaces, name, family, "");
    if (!removes)
        interfaces_add(interfaces, name, address);
    g_free(address);
}

void interfaces_read_line(struct interfaces *interfaces, const char *name,
                          const struct statement *line)
{
    read_address(interfaces, name, line, 0);
}

void interfaces_read(struct interfaces *interfaces, const struct statement *statement)
{
    const bool removes = statement_removes(statement);
    if (!statement_match(statement, removes, "interface *"))
        return;
    char *name =
        interface_name(removes ? statement_rest(statement, 2) : statement_rest(statement, 1));
    char *first = interface_name(statement_word(statement, 1));
    char *literal = word_dup(statement_word(statement, 2));
    if (removes) {
        g_hash_table_remove(interfaces->by_name, name);
        g_hash_table_remove(interfaces->by_name, literal);
    } else if (!is_qualified(statement)) { /* "interface NAME ipv4 address ADDRESS", the formal
                                              output of IOS XR */
        read_address(interfaces, first, statement, 2);
    }
    for (const struct statement *line = statement->first; line; line = line->next)
        if (!is_qualified(line))
            interfaces_read_line(interfaces, name, line);
    g_free(literal);
    g_free(first);
    g_free(name);
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

static const struct own *own_at(const struct interface *interface, unsigned index)
{
    return &g_array_index(interface->addresses, struct own, index);
}

/* Sorts the addresses of each family together. */
static gint compare_addresses(gconstpointer a, gconstpointer b)
{
    const struct own *one = a, *other = b;
    return memcmp(&one->cidr.address, &other->cidr.address, sizeof one->cidr.address);
}

static bool is_removed(const struct interface *interface, const struct own *own)
{
    const struct ip_address *address = &own->cidr.address;
    const struct prefix prefix = prefix_of(address, 8u * address->length);
    const gpointer gone = g_hash_table_lookup(interface->gone, &prefix);
    return own->order < interface->removed[address->length > 4] ||
           own->order < GPOINTER_TO_UINT(gone);
}

static void sort(struct interface *interface)
{
    GArray *kept = interface->is_sorted ? NULL : g_array_new(FALSE, FALSE, sizeof(struct own));
    if (!kept)
        return;
    for (unsigned i = 0; i < interface->addresses->len; i++)
        if (!is_removed(interface, own_at(interface, i)))
            g_array_append_vals(kept, own_at(interface, i), 1);
    g_array_free(interface->addresses, TRUE);
    interface->addresses = kept;
    g_array_sort(interface->addresses, compare_addresses);
    g_tree_remove_all(interface->firsts);
    interface->is_sorted = true;
}

/* Returns the index of the first address that does not sort before ADDRESS, or the number of
 * addresses if there is none. */
static unsigned position(const struct interface *interface, const struct ip_address *address)
{
    const struct own wanted = {.cidr.address = *address};
    unsigned low = 0, high = interface->addresses->len;
    while (low < high) {
        const unsigned middle = low + (high - low) / 2;
        if (compare_addresses(own_at(interface, middle), &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Returns true if there is an address at INDEX and it shares BITS leading bits with ADDRESS. */
static bool shares(const struct interface *interface, unsigned index,
                   const struct ip_address *address, unsigned bits)
{
    if (index >= interface->addresses->len)
        return false;
    const struct ip_address *own = &own_at(interface, index)->cidr.address;
    return own->length == address->length && common_bits(own, address) >= bits;
}

/* Returns the first added of the addresses in PREFIX, which are adjacent to INDEX. Each prefix is
 * searched once. */
static const struct own *first_in(const struct interface *interface, unsigned index,
                                  const struct prefix *prefix)
{
    gpointer known;
    if (g_tree_lookup_extended(interface->firsts, prefix, NULL, &known))
        return own_at(interface, GPOINTER_TO_UINT(known));
    while (shares(interface, index - 1, &prefix->address, prefix->bits))
        index--;
    unsigned first = index;
    for (; shares(interface, index, &prefix->address, prefix->bits); index++)
        if (own_at(interface, index)->order < own_at(interface, first)->order)
            first = index;
    g_tree_insert(interface->firsts, g_memdup2(prefix, sizeof *prefix), GUINT_TO_POINTER(first));
    return own_at(interface, first);
}

/* Returns the address of PEER's family that shares most leading bits with PEER, or NULL. It is next
 * to PEER in the sorted list. A link-local peer thus gets a link-local address, which shares more
 * bits than any other. */
static const struct own *nearest(struct interface *interface, const struct prefix *peer)
{
    const struct ip_address *address = &peer->address;
    sort(interface);
    const unsigned behind = position(interface, address), before = behind - 1;
    const bool has_before = shares(interface, before, address, 0);
    const bool has_behind = shares(interface, behind, address, 0);
    if (!has_before && !has_behind)
        return NULL;
    const unsigned bits =
        has_before ? common_bits(&own_at(interface, before)->cidr.address, address) : 0;
    const unsigned bits_behind =
        has_behind ? common_bits(&own_at(interface, behind)->cidr.address, address) : 0;
    const struct prefix prefix = prefix_of(address, MAX(bits, bits_behind));
    const struct own *own =
        first_in(interface, has_behind && bits_behind >= bits ? behind : before, &prefix);
    return ip_address_is_link_local(address) && !ip_address_is_link_local(&own->cidr.address) ? NULL
                                                                                              : own;
}

struct prefix interfaces_source(const struct interfaces *interfaces, const char *source,
                                const struct prefix *peer)
{
    struct cidr address;
    if (cidr_parse(source, &address))
        return address.address.length == peer->address.length
                   ? prefix_of(&address.address, 8u * address.address.length)
                   : (struct prefix){0};
    struct interface *interface = g_hash_table_lookup(interfaces->by_name, source);
    const struct own *own = interface ? nearest(interface, peer) : NULL;
    return own ? prefix_of(&own->cidr.address, 8u * own->cidr.address.length) : (struct prefix){0};
}

bool interfaces_far_end(const struct interfaces *interfaces, const char *name,
                        struct ip_address *address)
{
    const struct interface *interface = g_hash_table_lookup(interfaces->by_name, name);
    if (!interface || !interface->has_far_end)
        return false;
    *address = interface->far_end;
    return true;
}
