/* Reads the MSDP passwords of IOS and NX-OS.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco.h"

static struct word connect_source(const struct statement *peer)
{
    for (unsigned i = 0; i < statement_length(peer); i++)
        if (statement_is(peer, i, "connect-source"))
            return statement_word(peer, i + 1);
    return (struct word){.at = ""};
}

/* Reads "[no] ip msdp [vrf VRF] peer PEER ..." and "... password [peer] PEER ...". IOS writes
 * "peer" there, NX-OS does not. */
static void read_line(struct cisco *cisco, struct neighbors *neighbors,
                      const struct statement *statement, struct word vrf)
{
    const bool no = statement_is(statement, 0, "no");
    unsigned index = cisco_vrf(statement, no + 2, &vrf);
    const bool password = statement_is(statement, index, "password");
    const bool peer = statement_is(statement, index + password, "peer");
    if (!password && !peer)
        return;
    index += password + peer;

    char *name = word_dup(statement_word(statement, index)), *instance = neighbor_instance(vrf);
    struct neighbor *neighbor = neighbors_get(neighbors, instance, name);
    if (no && password)
        neighbor->password = NULL;
    else if (no)
        neighbor_remove(neighbor);
    else if (password)
        cisco_set_secret(cisco, neighbor, cisco_secret(statement, index + 1));
    else
        cisco_set_source(neighbor, connect_source(statement));
    g_free(instance);
    g_free(name);
}

static void read_block(struct cisco *cisco, struct neighbors *neighbors,
                       const struct statement *block, struct word vrf)
{
    for (const struct statement *statement = block->first; statement; statement = statement->next) {
        if (statement_matches(statement, "ip msdp *") ||
            statement_matches(statement, "no ip msdp *"))
            read_line(cisco, neighbors, statement, vrf);
        else if (statement_matches(statement, "vrf context *") && block == cisco->root)
            read_block(cisco, neighbors, statement, statement_word(statement, 2));
    }
}

void cisco_read_msdp(struct cisco *cisco)
{
    struct neighbors *neighbors = neighbors_new("msdp ", 639);
    read_block(cisco, neighbors, cisco->root, (struct word){.at = ""});
    cisco_add_neighbors(cisco, neighbors);
}
