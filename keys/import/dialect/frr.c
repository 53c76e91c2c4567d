/* Reads the configurations of FRR and Quagga.
 *
 * They ignore indentation, and leave a section when another begins. So does this reader.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialects.h"
#include "frr-neighbor.h"
#include "keys/import/model/key-words.h"
#include "keys/import/model/neighbor-line.h"

enum section {
    SECTION_OTHER,
    SECTION_INTERFACE,
    SECTION_BGP,
    SECTION_LDP,
    SECTION_PIM,
    SECTION_VRF,
};

struct frr {
    const struct import *import;
    enum section section;
    char *name; /* the section's name: that of an interface, "vrf RED", or NULL */
    struct interfaces *interfaces;
    struct neighbors *bgp, *ldp, *msdp, *pcep;
    GHashTable *pces; /* word table of struct neighbor *, by "pce NAME" and "pce-config NAME" */
};

static void begin(struct frr *frr, enum section section, char *name)
{
    frr->section = section;
    g_free(frr->name);
    frr->name = name;
}

/* Returns "vrf NAME" or "view NAME" from STATEMENT, or NULL if it has neither or the VRF is the
 * default one. Free with g_free(). */
static char *instance_of(const struct statement *statement)
{
    for (unsigned i = 0; i + 1 < statement_length(statement); i++) {
        const bool vrf = statement_is(statement, i, "vrf");
        if (vrf ? !statement_is(statement, i + 1, "default") : statement_is(statement, i, "view")) {
            char *name = word_dup(statement_word(statement, i + 1));
            char *instance = g_strconcat(vrf ? "vrf " : "view ", name, NULL);
            g_free(name);
            return instance;
        }
    }
    return NULL;
}

/* Returns true if STATEMENT begins a section. "interface" inside a section belongs to LDP and
 * begins none. */
static bool begins_section(struct frr *frr, const struct statement *statement)
{
    const bool inside = statement->parent->parent != NULL;

    if (statement_matches(statement, "interface *") && !inside)
        begin(frr, SECTION_INTERFACE, word_dup(statement_word(statement, 1)));
    else if (statement_matches(statement, "router bgp"))
        begin(frr, SECTION_BGP, instance_of(statement));
    else if (statement_matches(statement, "router pim"))
        begin(frr, SECTION_PIM, instance_of(statement));
    else if (statement_matches(statement, "vrf *"))
        begin(frr, SECTION_VRF, instance_of(statement));
    else if (statement_matches(statement, "exit-vrf"))
        begin(frr, SECTION_OTHER, NULL);
    else if (statement_matches(statement, "mpls ldp"))
        begin(frr, SECTION_LDP, NULL);
    else if (statement_matches(statement, "router *") || statement_matches(statement, "l2vpn *"))
        begin(frr, SECTION_OTHER, NULL);
    else
        return false;
    return true;
}

/* Returns true for MSDP before release 10.2, which is in a VRF or outside of any section. */
static bool is_old_msdp(const struct statement *statement)
{
    return statement_matches(statement, "ip msdp *") ||
           statement_matches(statement, "no ip msdp *");
}

/* Reads "no router bgp ..." and the like, which removes the neighbors of a protocol, those of an
 * instance if it has any. */
static void remove_neighbors(struct frr *frr, const struct statement *statement)
{
    char *instance = instance_of(statement);
    if (statement_match(statement, 1, "router bgp"))
        neighbors_remove_in(frr->bgp, instance);
    else if (statement_match(statement, 1, "router pim"))
        neighbors_remove_in(frr->msdp, instance);
    else if (statement_match(statement, 1, "vrf *") && statement_length(statement) == 3)
        neighbors_remove_in(frr->msdp, instance);
    else if (statement_match(statement, 1, "mpls ldp") && statement_length(statement) == 3)
        neighbors_remove_all(frr->ldp);
    else if (statement_match(statement, 1, "pcep") ||
             (statement_match(statement, 1, "segment-routing") &&
              statement_length(statement) == 2)) /* "no segment-routing on" is of IS-IS and OSPF */
        neighbors_remove_all(frr->pcep);
    else if (word_table_get(frr->pces, statement_rest(statement, 1)))
        neighbor_remove(word_table_get(frr->pces, statement_rest(statement, 1)));
    else
        interfaces_read(frr->interfaces, statement);
    g_free(instance);
}

static void read_statement(struct frr *frr, const struct statement *statement)
{
    if (is_old_msdp(statement)) {
        frr_read_msdp(statement, frr->msdp, frr->section == SECTION_VRF ? frr->name : NULL,
                      frr->import);
        return;
    }
    if (statement_removes(statement))
        remove_neighbors(frr, statement);
    if (statement_matches(statement, "pce *") || statement_matches(statement, "pce-config *"))
        word_table_set(frr->pces, statement_rest(statement, 0), frr_read_pce(statement, frr->pcep));
    switch (frr->section) {
    case SECTION_OTHER:
    case SECTION_VRF:
        break;
    case SECTION_INTERFACE:
        interfaces_read_line(frr->interfaces, frr->name, statement);
        break;
    case SECTION_BGP:
        frr_read_bgp(statement, frr->bgp, frr->name, frr->import);
        break;
    case SECTION_LDP:
        frr_read_ldp(statement, frr->ldp, frr->import);
        break;
    case SECTION_PIM:
        frr_read_msdp(statement, frr->msdp, frr->name, frr->import);
        break;
    }
}

static void read_block(struct frr *frr, const struct statement *block)
{
    for (const struct statement *statement = block->first; statement; statement = statement->next) {
        if (!begins_section(frr, statement))
            read_statement(frr, statement);
        neighbor_line_report_foreign(statement, frr->import);
        read_block(frr, statement);
    }
}

static void add_key(const struct peering *peering, const struct import *import, void *data)
{
    const struct statement *statement = peering->owner->password;
    const struct word word = statement_word(statement, statement_length(statement) - 1);
    const size_t *longest = data;
    struct key *key = peering_key(peering, import, statement->line);

    key->secret = secret_new(word.at, MIN(word.length, *longest));
    import_add(import, key);
}

static void add_keys(const struct frr *frr)
{
    size_t longest = FRR_LONGEST, ldp_longest = FRR_LDP_LONGEST;
    neighbors_visit(frr->bgp, frr->interfaces, frr->import, add_key, &longest);
    neighbors_visit(frr->ldp, frr->interfaces, frr->import, add_key, &ldp_longest);
    neighbors_visit(frr->msdp, frr->interfaces, frr->import, add_key, &longest);
    neighbors_visit(frr->pcep, frr->interfaces, frr->import, add_key, &longest);
}

static void frr_read(const char *text, size_t length, const struct import *import)
{
    struct statement *root = statement_read_indented(text, length);
    struct frr frr = {
        .import = import,
        .section = SECTION_BGP, /* an excerpt may begin inside it */
        .interfaces = interfaces_new(),
        .bgp = neighbors_new("", 179),
        .ldp = neighbors_new("ldp ", 646),
        .msdp = neighbors_new("msdp ", 639),
        .pcep = neighbors_new("pcep ", 4189),
        .pces = word_table_new(NULL),
    };

    read_block(&frr, root);
    add_keys(&frr);
    g_free(frr.name);
    neighbors_free(frr.bgp);
    neighbors_free(frr.ldp);
    neighbors_free(frr.msdp);
    neighbors_free(frr.pcep);
    g_hash_table_destroy(frr.pces);
    interfaces_free(frr.interfaces);
    statement_free(root);
}

static const struct sign signs[] = {
    {"frr version *", 100},
    {"frr defaults *", 100},
    {"service integrated-vtysh-config", 100},
    {"agentx", 30},
    {"log syslog *", 20},
    {"log file *", 20},
    {"no bgp ebgp-requires-policy", 80},
    {"no bgp network import-check", 60},
    {"router bgp * vrf *", 60},
    {"router bgp * view *", 60},
    {"router bgp *", 25},
    {"neighbor * remote-as *", 15},
    {"neighbor * peer-group *", 5},
    {"neighbor * password *", 20},
    {"neighbor * interface v6only", 60},
    {"neighbor * interface remote-as *", 60},
    {"neighbor * interface peer-group *", 60},
    {"router ospf*", 25},
    {"router isis *", 25},
    {"router pim*", 25},
    {"mpls ldp", 25},
    {"discovery transport-address *", 10},
    {"msdp peer * password *", 60},
    {"tcp-md5-auth *", 60},
    {"pce-config *", 60},
    {"exit-vrf", 30},
    /* and the lines of similar dialects */
    {"neighbor * password * *", -60},
    {"neighbor * peer group", -100},
    {"version *", -60},
    {"boot-start-marker", -100},
    {"service timestamps *", -100},
    {"spanning-tree *", -60},
    {"management *", -60},
    {"feature *", -100},
    {NULL, 0},
};

const struct dialect dialect_frr = {
    .name = "frr", .title = "FRR and Quagga", .signs = signs, .read = frr_read, .like_cisco = true};
