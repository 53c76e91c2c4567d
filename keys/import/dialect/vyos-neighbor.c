/* Reads what VyOS says of neighbors and interfaces.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "vyos-neighbor.h"

#include "keys/import/model/peer.h"

static char *text_of(const struct branch *branch)
{
    return word_dup(branch->word);
}

/* The value said last behind WORD. */
static const struct branch *last_value(const struct branch *at, const char *word)
{
    const struct branch *last = NULL;
    for (const struct branch *value = branch_value(at, word); value; value = branch_next(value))
        last = value;
    return last;
}

static void set_text(char **text, const struct branch *value)
{
    char *word = value ? text_of(value) : NULL;
    if (word)
        neighbor_set(text, word);
    g_free(word);
}

static void set_group(struct neighbor *neighbor, const struct branch *at)
{
    const struct branch *group = last_value(at, "peer-group");
    set_text(&neighbor->group, group);
    if (group)
        neighbor->group_line = group->line;
}

/* "interface [v6only] [peer-group NAME]" */
static void read_unnumbered(struct neighbor *neighbor, const struct branch *interface)
{
    const struct branch *v6only = branch_get(interface, "v6only");
    if (!interface)
        return;
    neighbor->kind = v6only ? NEIGHBOR_LINK_LOCAL : NEIGHBOR_UNNUMBERED;
    set_group(neighbor, interface);
    set_group(neighbor, v6only);
}

static struct neighbor *vyos_neighbor_read_neighbor(struct neighbors *neighbors,
                                                    const char *instance,
                                                    const struct branch *branch)
{
    char *name = text_of(branch);
    struct neighbor *neighbor = neighbors_get(neighbors, instance, name);
    const struct branch *port = last_value(branch, "port");

    g_free(name);
    neighbor->password = last_value(branch, "password");
    neighbor->any_port = port && !word_is(port->word, "179");
    set_text(&neighbor->source, last_value(branch, "update-source"));
    return neighbor;
}

static void read_range(struct vyos *vyos, const char *instance, const struct branch *range)
{
    struct prefix network;
    char *name = text_of(range);

    if (peer_parse(name, &network))
        set_group(neighbors_get(vyos->bgp, instance, name), range);
    else
        import_problem(vyos->import, range->line, "the range is no network");
    g_free(name);
}

static bool is_number(struct word word)
{
    size_t digits = 0;
    while (digits < word.length && g_ascii_isdigit(word.at[digits]))
        digits++;
    return digits > 0 && digits == word.length;
}

/* AT is "bgp", or the number of the autonomous system that used to stand behind it. */
static void read_bgp(struct vyos *vyos, const char *instance, const struct branch *at)
{
    const struct branch *range = branch_value(branch_get(at, "listen"), "range");
    const struct branch *group = branch_value(at, "peer-group");
    const struct branch *neighbor = branch_value(at, "neighbor");

    for (; group; group = branch_next(group))
        vyos_neighbor_read_neighbor(vyos->bgp, instance, group);
    for (; neighbor; neighbor = branch_next(neighbor)) {
        struct neighbor *read = vyos_neighbor_read_neighbor(vyos->bgp, instance, neighbor);
        set_group(read, neighbor);
        read_unnumbered(read, branch_get(neighbor, "interface"));
    }
    for (; range; range = branch_next(range))
        read_range(vyos, instance, range);
    for (const struct branch *as = branch_first(at); as; as = branch_next(as))
        if (is_number(as->word))
            read_bgp(vyos, instance, as);
}

static void read_ldp(struct vyos *vyos, const struct branch *ldp)
{
    const struct branch *neighbor = branch_value(ldp, "neighbor");
    const struct branch *source =
        last_value(branch_get(ldp, "discovery"), "transport-ipv4-address");

    for (; neighbor; neighbor = branch_next(neighbor))
        vyos_neighbor_read_neighbor(vyos->ldp, NULL, neighbor);
    if (source) {
        char *address = text_of(source);
        neighbors_set_source(vyos->ldp, address);
        g_free(address);
    }
}

static void read_vrfs(struct vyos *vyos, const struct branch *root)
{
    const struct branch *vrf = branch_value(branch_get(root, "vrf"), "name");
    for (; vrf; vrf = branch_next(vrf)) {
        char *name = text_of(vrf), *instance = g_strconcat("vrf ", name, NULL);
        read_bgp(vyos, instance, branch_get(branch_get(vrf, "protocols"), "bgp"));
        g_free(instance);
        g_free(name);
    }
}

/* The parts of "eth0" that have their own tag ("vif 100") are called "eth0.100". */
static void read_interface(struct vyos *vyos, const struct branch *interface, const char *name)
{
    static const char *const parts[] = {"vif", "vif-s", "vif-c"};
    const struct branch *address = branch_value(interface, "address");

    for (; address; address = branch_next(address)) {
        char *text = text_of(address);
        interfaces_add(vyos->interfaces, name, text);
        g_free(text);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++) {
        const struct branch *part = branch_value(interface, parts[i]);
        for (; part; part = branch_next(part)) {
            char *tag = text_of(part), *part_name = g_strconcat(name, ".", tag, NULL);
            read_interface(vyos, part, part_name);
            g_free(part_name);
            g_free(tag);
        }
    }
}

static void read_interfaces(struct vyos *vyos, const struct branch *interfaces)
{
    for (const struct branch *type = branch_first(interfaces); type; type = branch_next(type))
        for (const struct branch *one = branch_first(type); one; one = branch_next(one)) {
            char *name = text_of(one);
            read_interface(vyos, one, name);
            g_free(name);
        }
}

void vyos_read_neighbors(struct vyos *vyos, const struct branch *root)
{
    const struct branch *protocols = branch_get(root, "protocols");
    read_interfaces(vyos, branch_get(root, "interfaces"));
    read_bgp(vyos, NULL, branch_get(protocols, "bgp"));
    read_bgp(vyos, NULL, branch_get(root, "bgp"));
    read_bgp(vyos, NULL, root);
    read_ldp(vyos, branch_get(branch_get(protocols, "mpls"), "ldp"));
    read_vrfs(vyos, root);
}
