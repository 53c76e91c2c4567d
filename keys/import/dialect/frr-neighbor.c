/* Reads the statements about neighbors in FRR and Quagga.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "frr-neighbor.h"

#include "keys/import/model/peer.h"
#include "keys/import/model/neighbor-line.h"

#include <string.h>

/* Reads the one word after "password", which may have any characters. FRR refuses more words. */
static void neighbor_line_password(const struct neighbor_line *line, const struct import *import,
                                   size_t longest)
{
    const struct word word = statement_word(line->statement, line->index + 1);

    if (line->no)
        line->neighbor->password = NULL;
    else if (neighbor_line_words(line) != 2)
        import_problem(import, line->statement->line, "a password is one word");
    else if (word.length > longest)
        import_problem(import, line->statement->line, "a password has at most %zu characters",
                       longest);
    else
        line->neighbor->password = line->statement;
}

/* Records that LINE creates its neighbor. FRR refuses earlier statements about the neighbor. An
 * excerpt may lack the line that creates it. */
static void create(const struct neighbor_line *line, const struct import *import)
{
    static const char refused[] = "FRR refuses this %s: its neighbor is created below, by line %u";
    struct neighbor *neighbor = line->neighbor;
    const struct statement *password = neighbor->password;

    if (neighbor->created > 0)
        return;
    neighbor->created = line->statement->line;
    neighbor->absent = false;
    if (password)
        import_problem(import, password->line, refused, "password", neighbor->created);
    if (neighbor->group)
        import_problem(import, neighbor->group_line, refused, "peer group", neighbor->created);
    neighbor->password = NULL;
    neighbor->any_port = false;
    neighbor_set(&neighbor->group, NULL);
    neighbor_set(&neighbor->source, NULL);
}

/* Reads "remote-as". It creates a neighbor with an address; a peer group, or a neighbor at an
 * interface, must exist already. */
static void neighbor_line_remote_as(const struct neighbor_line *line, const struct import *import)
{
    struct prefix address;
    if (peer_parse(line->neighbor->name, &address))
        create(line, import);
    line->neighbor->has_as = true;
}

/* Reads "peer-group NAME", which creates a neighbor if the group has an autonomous system. A
 * neighbor keeps its peer group until "no" removes it. */
static void neighbor_line_member(const struct neighbor_line *line,
                                 const struct neighbors *neighbors, const struct import *import)
{
    struct neighbor named = *line->neighbor;
    char *name = word_dup(statement_word(line->statement, line->index + 1));
    named.group = name;
    const struct neighbor *group = neighbors_group(neighbors, &named);

    if (!line->no && group && group->created > 0 && group->has_as)
        create(line, import);
    if (!line->no && line->neighbor->group && strcmp(line->neighbor->group, name) != 0)
        import_problem(import, line->statement->line,
                       "FRR refuses this line: its neighbor has another peer group, by line %u",
                       line->neighbor->group_line);
    else
        neighbor_line_group(line, 1);
    g_free(name);
}

/* "interface [v6only] [peer-group NAME]"; after a link-local address it is an attribute. */
static void neighbor_line_interface(const struct neighbor_line *line, const struct import *import)
{
    const unsigned v6only = neighbor_line_is(line, 1, "v6only");
    struct prefix address;

    if (!line->no && !peer_parse(line->neighbor->name, &address))
        create(line, import);
    if (line->no) {
        neighbor_remove(line->neighbor);
        return;
    }
    line->neighbor->kind = v6only ? NEIGHBOR_LINK_LOCAL : NEIGHBOR_UNNUMBERED;
    if (neighbor_line_is(line, 1 + v6only, "peer-group"))
        neighbor_line_group(line, 2 + v6only);
}

/* Forgets what LINE said of a neighbor that was removed before. */
static void refuse(const struct neighbor_line *line, const struct import *import)
{
    if (line->neighbor->password)
        import_problem(import, line->statement->line,
                       "FRR refuses this password: its neighbor was removed before");
    neighbor_remove(line->neighbor);
}

static void frr_neighbor_read_neighbor(const struct neighbor_line *line,
                                       const struct neighbors *neighbors,
                                       const struct import *import)
{
    if (neighbor_line_is(line, 0, "password"))
        neighbor_line_password(line, import, FRR_LONGEST);
    else if (neighbor_line_is(line, 0, "interface"))
        neighbor_line_interface(line, import);
    else if (neighbor_line_is(line, 0, "peer-group") && neighbor_line_words(line) > 1)
        neighbor_line_member(line, neighbors, import);
    else if (neighbor_line_is(line, 0, "peer-group") && !line->no)
        create(line, import);
    else if (neighbor_line_is(line, 0, "remote-as") && !line->no)
        neighbor_line_remote_as(line, import);
    else if (neighbor_line_is(line, 0, "update-source"))
        neighbor_line_source(line, 1);
    else if (neighbor_line_is(line, 0, "port"))
        line->neighbor->any_port = !line->no && !neighbor_line_is(line, 1, "179");
    else if (neighbor_line_is_removal(line))
        neighbor_remove(line->neighbor);
    if (line->neighbor->absent)
        refuse(line, import);
}

void frr_read_bgp(const struct statement *statement, struct neighbors *neighbors,
                  const char *instance, const struct import *import)
{
    struct neighbor_line line;
    if (neighbor_line_of(statement, "neighbor *", neighbors, instance, &line))
        frr_neighbor_read_neighbor(&line, neighbors, import);
    else if (neighbor_line_of(statement, "bgp listen range *", neighbors, instance, &line))
        neighbor_line_range(&line, import);
}

void frr_read_ldp(const struct statement *statement, struct neighbors *neighbors,
                  const struct import *import)
{
    struct neighbor_line line;
    if (neighbor_line_of(statement, "neighbor *", neighbors, NULL, &line)) {
        if (neighbor_line_is(&line, 0, "password"))
            neighbor_line_password(&line, import, G_MAXSIZE);
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
    struct neighbor_line line;
    if (!neighbor_line_of(statement, "msdp peer *", neighbors, instance, &line) &&
        !neighbor_line_of(statement, "ip msdp peer *", neighbors, instance, &line))
        return;
    if (neighbor_line_is(&line, 0, "password"))
        neighbor_line_password(&line, import, FRR_LONGEST);
    else if (neighbor_line_is(&line, 0, "source"))
        neighbor_line_source(&line, 1);
    else if (line.no && neighbor_line_words(&line) == 0)
        neighbor_remove(line.neighbor);
}

struct neighbor *frr_read_pce(const struct statement *pce, struct neighbors *neighbors)
{
    const bool group = statement_is(pce, 0, "pce-config");
    const struct statement *config = statement_find(pce, "config *");
    const struct statement *address = statement_find(pce, "address * *"); /* ... port PORT */
    char *name = word_dup(group ? statement_word(pce, 1) : statement_word(address, 2));
    char *source = word_dup(statement_word(statement_find(pce, "source-address * *"), 2));
    struct neighbor *neighbor = *name ? neighbors_get(neighbors, NULL, name) : NULL;
    if (neighbor) {
        neighbor->password = statement_find(pce, "tcp-md5-auth *");
        neighbor->any_port =
            address && statement_is(address, 3, "port") && !statement_is(address, 4, "4189");
        neighbor_set(&neighbor->source, *source ? source : NULL);
        if (config)
            neighbor_set_group(neighbor, statement_word(config, 1), config->line);
    }
    g_free(source);
    g_free(name);
    return neighbor;
}
