/* Reads what the statements of FRR and Quagga say of neighbors.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "frr-neighbor.h"

#include "peer.h"
#include "said.h"

#include <string.h>

/* The one word behind "password", whatever characters it has. With a word more the statement is
 * none. */
static void said_password(const struct said *said, const struct import *import, size_t longest)
{
    const struct word word = statement_word(said->statement, said->index + 1);

    if (said->no)
        said->neighbor->password = NULL;
    else if (said_words(said) != 2)
        import_problem(import, said->statement->line, "a password is one word");
    else if (word.length > longest)
        import_problem(import, said->statement->line, "a password has at most %zu characters",
                       longest);
    else
        said->neighbor->password = said->statement;
}

/* FRR refuses what is said of a neighbor above the line that creates it. An excerpt may lack that
 * line. */
static void create(const struct said *said, const struct import *import)
{
    static const char refused[] = "FRR refuses this %s: its neighbor is created below, by line %u";
    struct neighbor *neighbor = said->neighbor;
    const struct statement *password = neighbor->password;

    if (neighbor->created > 0)
        return;
    neighbor->created = said->statement->line;
    if (password)
        import_problem(import, password->line, refused, "password", neighbor->created);
    if (neighbor->group)
        import_problem(import, neighbor->group_line, refused, "peer group", neighbor->created);
    neighbor->password = NULL;
    neighbor->any_port = false;
    neighbor_set(&neighbor->group, NULL);
    neighbor_set(&neighbor->source, NULL);
}

/* It creates a neighbor that has an address; a peer group, or a neighbor at an interface, has to be
 * there before. */
static void said_remote_as(const struct said *said, const struct import *import)
{
    struct prefix address;
    if (peer_parse(said->neighbor->name, &address))
        create(said, import);
    said->neighbor->has_as = true;
}

/* "peer-group NAME" creates a neighbor if the group tells its autonomous system. */
static void said_member(const struct said *said, const struct neighbors *neighbors,
                        const struct import *import)
{
    struct neighbor named = *said->neighbor;
    char *name = word_dup(statement_word(said->statement, said->index + 1));
    named.group = name;
    const struct neighbor *group = neighbors_group(neighbors, &named);

    if (!said->no && group && group->created > 0 && group->has_as)
        create(said, import);
    said_group(said, 1);
    g_free(name);
}

/* "interface [v6only] [peer-group NAME]"; behind a link-local address it is a property. */
static void said_interface(const struct said *said, const struct import *import)
{
    const unsigned v6only = said_is(said, 1, "v6only");
    struct prefix address;

    if (!said->no && !peer_parse(said->neighbor->name, &address))
        create(said, import);
    if (said->no) {
        neighbor_remove(said->neighbor);
        return;
    }
    said->neighbor->kind = v6only ? NEIGHBOR_LINK_LOCAL : NEIGHBOR_UNNUMBERED;
    if (said_is(said, 1 + v6only, "peer-group"))
        said_group(said, 2 + v6only);
}

/* Does "no" with this behind it remove the neighbor? */
static bool said_all(const struct said *said)
{
    struct prefix address;
    if (said_is(said, 0, "remote-as"))
        return peer_parse(said->neighbor->name, &address);
    return said_words(said) == 0 || said_is(said, 0, "peer-group");
}

static void read_neighbor(const struct said *said, const struct neighbors *neighbors,
                          const struct import *import)
{
    if (said_is(said, 0, "password"))
        said_password(said, import, FRR_LONGEST);
    else if (said_is(said, 0, "interface"))
        said_interface(said, import);
    else if (said_is(said, 0, "peer-group") && said_words(said) > 1)
        said_member(said, neighbors, import);
    else if (said_is(said, 0, "peer-group") && !said->no)
        create(said, import);
    else if (said_is(said, 0, "remote-as") && !said->no)
        said_remote_as(said, import);
    else if (said_is(said, 0, "update-source"))
        said_source(said, 1);
    else if (said_is(said, 0, "port"))
        said->neighbor->any_port = !said->no && !said_is(said, 1, "179");
    else if (said->no && said_all(said))
        neighbor_remove(said->neighbor);
}

/* "bgp listen range NETWORK peer-group NAME" */
static void read_range(const struct said *said, const struct import *import)
{
    struct prefix network;
    if (!peer_parse(said->neighbor->name, &network))
        import_problem(import, said->statement->line, "the range is no network");
    else if (said->no)
        neighbor_remove(said->neighbor);
    else if (said_is(said, 0, "peer-group"))
        said_group(said, 1);
}

void frr_read_bgp(const struct statement *statement, struct neighbors *neighbors,
                  const char *instance, const struct import *import)
{
    struct said said;
    if (said_of(statement, "neighbor *", neighbors, instance, &said))
        read_neighbor(&said, neighbors, import);
    else if (said_of(statement, "bgp listen range *", neighbors, instance, &said))
        read_range(&said, import);
}

void frr_read_ldp(const struct statement *statement, struct neighbors *neighbors,
                  const struct import *import)
{
    struct said said;
    if (said_of(statement, "neighbor *", neighbors, NULL, &said)) {
        if (said_is(&said, 0, "password"))
            said_password(&said, import, G_MAXSIZE);
    } else if (statement_matches(statement, "discovery transport-address *")) {
        char *address = word_dup(statement_word(statement, 2));
        if (!strchr(address, ':'))
            neighbors_set_source(neighbors, address);
        g_free(address);
    }
}

void frr_read_msdp(const struct statement *statement, struct neighbors *neighbors,
                   const char *instance, const struct import *import)
{
    struct said said;
    if (!said_of(statement, "msdp peer *", neighbors, instance, &said) &&
        !said_of(statement, "ip msdp peer *", neighbors, instance, &said))
        return;
    if (said_is(&said, 0, "password"))
        said_password(&said, import, FRR_LONGEST);
    else if (said_is(&said, 0, "source"))
        said_source(&said, 1);
    else if (said.no && said_words(&said) == 0)
        neighbor_remove(said.neighbor);
}
