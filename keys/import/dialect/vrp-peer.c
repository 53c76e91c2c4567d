/* Reads the statements about peers and peer groups in Huawei VRP and HPE Comware.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "vrp-peer.h"

#include "keys/import/model/peer.h"
#include "keys/import/model/key-words.h"

#include <string.h>

unsigned vrp_verb(const struct statement *statement, unsigned index)
{
    const struct word word = statement_word(statement, index + 2);
    return index + 2 + (word.length > 0 && g_ascii_isdigit(*word.at));
}

unsigned vrp_word_after(const struct statement *statement, const char *word)
{
    for (unsigned i = 1; i < statement_length(statement); i++)
        if (statement_is(statement, i - 1, word))
            return i;
    return 0;
}

/* Returns the name at INDEX; with HAS_BITS, a prefix whose length or mask is the next word. Free
 * with g_free(). */
static char *name_at(const struct statement *statement, unsigned index, bool has_bits)
{
    const struct word name = statement_word(statement, index);
    const struct word bits = statement_word(statement, index + 1);
    struct prefix prefix;

    return has_bits && prefix_from_words(name, bits, &prefix) ? peer_text(&prefix) : word_dup(name);
}

void vrp_set_source(struct neighbor *peer, const struct statement *statement, unsigned verb)
{
    char *address = word_dup(statement_word(statement, statement_length(statement) - 1));
    struct cidr cidr;

    if (!cidr_parse(address, &cidr)) {
        g_free(address);
        address = interface_name(statement_rest(statement, verb + 1));
    }
    neighbor_set(&peer->source, address);
    g_free(address);
}

/* Reads "peer NAME VERB ...", after "undo" if UNDO. */
static void read_peer(struct neighbors *neighbors, const char *instance,
                      const struct statement *statement, bool undo)
{
    const unsigned verb = vrp_verb(statement, undo);
    char *name = name_at(statement, undo + 1u, verb > undo + 2u);
    struct neighbor *peer = neighbors_get(neighbors, instance, name), *range;

    g_free(name);
    if (undo && verb >= statement_length(statement)) {
        neighbor_remove(peer);
    } else if (statement_is(statement, verb, "password") ||
               statement_is(statement, verb, "keychain") ||
               statement_is(statement, verb, "tcp-ao")) {
        peer->password = undo ? NULL : statement;
    } else if (statement_is(statement, verb, "connect-interface") ||
               statement_is(statement, verb, "source-address")) {
        if (undo)
            neighbor_set(&peer->source, NULL);
        else
            vrp_set_source(peer, statement, verb);
    } else if (statement_is(statement, verb, "group") && (undo || !peer->group)) {
        neighbor_set_group(peer,
                           undo ? (struct word){.at = ""} : statement_word(statement, verb + 1),
                           statement->line);
    } else if (statement_is(statement, verb, "listen-net")) {
        name = name_at(statement, verb + 1, true);
        range = neighbors_get(neighbors, instance, name);
        neighbor_set(&range->group, peer->name);
        if (undo)
            neighbor_remove(range);
        g_free(name);
    }
}

void vrp_peer_read(struct neighbors *neighbors, struct word vrf, const struct statement *statement)
{
    const bool undo = statement_is(statement, 0, "undo");
    char *instance = neighbor_instance(vrf);

    if (statement_is(statement, undo, "peer") && statement_length(statement) > undo + 1u) {
        read_peer(neighbors, instance, statement, undo);
    } else if (statement_is(statement, undo, "group")) {
        char *name = name_at(statement, undo + 1u, false);
        struct neighbor *group = neighbors_get(neighbors, instance, name);
        if (undo)
            neighbor_remove(group);
        g_free(name);
    }
    g_free(instance);
}
