/* Reads the passwords and key chains of SXP, by which IOS XE and NX-OS exchange security group
 * tags.
 *
 * The commands are those of Cisco's TrustSec Configuration Guides.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco.h"

/* The defaults for connections. */
struct sxp {
    struct cisco *cisco;
    struct neighbors *neighbors;
    const struct statement *password, *chain; /* or NULL */
};

/* "[no] cts sxp default password|key-chain|source-ip ..." */
static void read_default(struct sxp *sxp, const struct statement *line)
{
    const bool no = statement_removes(line);
    if (statement_is(line, 3 + no, "password"))
        sxp->password = no ? NULL : line;
    else if (statement_is(line, 3 + no, "key-chain"))
        sxp->chain = no ? NULL : line;
    else if (statement_is(line, 3, "source-ip")) {
        char *source = word_dup(statement_word(line, 4));
        neighbors_set_source(sxp->neighbors, source);
        g_free(source);
    }
}

/* Returns the index after the last WORD in LINE, or 0 if it is not there. */
static unsigned index_after(const struct statement *line, const char *word)
{
    unsigned index = 0;
    for (unsigned i = 5; i < statement_length(line); i++)
        if (statement_is(line, i, word))
            index = i + 1;
    return index;
}

/* "password default|key-chain|none", or "password required [TYPE] PASSWORD mode ..." in NX-OS. A
 * key chain is for TCP-AO if it says so: "key chain NAME tcp". */
static void set_password(const struct sxp *sxp, struct neighbor *neighbor,
                         const struct statement *line, unsigned index)
{
    const bool chain = statement_is(line, index, "key-chain");
    const struct statement *common = chain ? sxp->chain : sxp->password;

    if (statement_is(line, index, "required")) {
        struct cisco_secret secret = cisco_secret(line, index + 1);
        const unsigned mode = index_after(line, "mode"); /* follows the password */
        const struct word last = statement_word(line, mode > index + 2 ? mode - 2 : 0);
        if (mode == index + 2)
            secret.text.length = 0;
        else if (mode > index + 2)
            secret.text.length = (size_t)(last.at + last.length - secret.text.at);
        cisco_set_secret(sxp->cisco, neighbor, secret);
    } else if (common && (chain || statement_is(line, index, "default"))) {
        struct cisco_secret secret = cisco_secret(common, 4);
        const struct branch *keys = hierarchy_root(sxp->cisco->tree);
        if (branch_get(branch_get_word(keys, secret.text), "tcp"))
            secret.kind = word_from("tcp-ao");
        cisco_set_secret(sxp->cisco, neighbor, secret);
    }
}

/* Returns the peer of LINE, whose address is at INDEX. */
static struct neighbor *peer_of(const struct sxp *sxp, const struct statement *line, unsigned index)
{
    const unsigned vrf = index_after(line, "vrf");
    char *name = word_dup(statement_word(line, index));
    char *instance = neighbor_instance(statement_word(vrf ? line : NULL, vrf));
    struct neighbor *neighbor = neighbors_get(sxp->neighbors, instance, name);
    g_free(instance);
    g_free(name);
    return neighbor;
}

/* "cts sxp connection peer ADDRESS [source ADDRESS] password ... mode ... [vrf VRF]" */
static void read_connection(const struct sxp *sxp, const struct statement *line)
{
    const unsigned source = statement_is(line, 5, "source") ? 6 : 0, password = source ? 7 : 5;
    struct neighbor *neighbor = peer_of(sxp, line, 4);

    if (source)
        cisco_set_source(neighbor, statement_word(line, source));
    if (statement_is(line, password, "password"))
        set_password(sxp, neighbor, line, password + 1);
}

/* The defaults apply to connections above them, too. */
void cisco_read_sxp(struct cisco *cisco)
{
    struct sxp sxp = {cisco, neighbors_new("sxp ", 64999), NULL, NULL};
    const struct statement *lines = cisco->root->first;
    for (const struct statement *line = lines; line; line = line->next)
        if (statement_match(line, statement_removes(line), "cts sxp default *"))
            read_default(&sxp, line);
    for (const struct statement *line = lines; line; line = line->next)
        if (statement_matches(line, "cts sxp connection peer *"))
            read_connection(&sxp, line);
        else if (statement_removes(line) && statement_match(line, 1, "cts sxp connection peer *"))
            neighbor_remove(peer_of(&sxp, line, 5));
    cisco_add_neighbors(cisco, sxp.neighbors);
}
