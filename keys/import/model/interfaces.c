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

/* An interface has fewer addresses. Each peer is compared with all of them. */
#define MAX_ADDRESSES 128

struct interface {
    GArray *addresses; /* struct cidr, in the order in which they were added */
    bool has_more;     /* than MAX_ADDRESSES: which one is the nearest is unknown */
};

static struct interface *interface_new(void)
{
    struct interface *interface = g_new0(struct interface, 1);
    interface->addresses = g_array_new(FALSE, FALSE, sizeof(struct cidr));
    return interface;
}

static void interface_free(gpointer data)
{
    struct interface *interface = data;
    g_array_free(interface->addresses, TRUE);
    g_free(interface);
}

static const struct cidr *address_at(const struct interface *interface, unsigned index)
{
    return &g_array_index(interface->addresses, struct cidr, index);
}

static bool is_equal(const struct ip_address *a, const struct ip_address *b)
{
    return memcmp(a, b, sizeof *a) == 0; /* an address consists of bytes and has no padding */
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
    struct cidr added;
    if (!cidr_parse(cidr, &added))
        return;
    struct interface *interface = g_hash_table_lookup(interfaces->by_name, name);
    if (!interface) {
        interface = interface_new();
        g_hash_table_insert(interfaces->by_name, g_strdup(name), interface);
    }
    for (unsigned i = 0; i < interface->addresses->len; i++)
        if (is_equal(&address_at(interface, i)->address, &added.address) &&
            address_at(interface, i)->bits == added.bits)
            return;
    if (interface->addresses->len < MAX_ADDRESSES)
        g_array_append_val(interface->addresses, added);
    else
        interface->has_more = true;
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
    const bool is_one = cidr_parse(text, &cidr);
    for (unsigned i = interface ? interface->addresses->len : 0; i-- > 0;) {
        const struct ip_address *own = &address_at(interface, i)->address;
        if (is_one ? is_equal(own, &cidr.address) : (own->length > 4) == family)
            g_array_remove_index(interface->addresses, i);
    }
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

/* Returns the address of PEER's family that shares most leading bits with PEER, or NULL. A
 * link-local peer thus gets a link-local address, which shares more bits than any other. */
static const struct ip_address *nearest(const struct interface *interface,
                                        const struct ip_address *peer)
{
    const struct ip_address *found = NULL;
    unsigned most = 0;
    for (unsigned i = 0; i < interface->addresses->len; i++) {
        const struct ip_address *own = &address_at(interface, i)->address;
        const unsigned bits = own->length == peer->length ? common_bits(own, peer) : 0;
        if (own->length == peer->length && (!found || bits > most)) {
            found = own;
            most = bits;
        }
    }
    const bool is_other =
        found && ip_address_is_link_local(peer) && !ip_address_is_link_local(found);
    return is_other || interface->has_more ? NULL : found;
}

struct prefix interfaces_source(const struct interfaces *interfaces, const char *source,
                                const struct prefix *peer)
{
    struct cidr address;
    if (cidr_parse(source, &address))
        return address.address.length == peer->address.length
                   ? prefix_of(&address.address, 8u * address.address.length)
                   : (struct prefix){0};
    const struct interface *interface = g_hash_table_lookup(interfaces->by_name, source);
    const struct ip_address *own = interface ? nearest(interface, &peer->address) : NULL;
    return own ? prefix_of(own, 8u * own->length) : (struct prefix){0};
}

bool interfaces_far_end(const struct interfaces *interfaces, const char *name,
                        struct ip_address *address)
{
    const struct interface *interface = g_hash_table_lookup(interfaces->by_name, name);
    bool found = false;
    for (unsigned i = 0; interface && i < interface->addresses->len && !found; i++)
        found = cidr_far_end(address_at(interface, i), address);
    return found;
}
