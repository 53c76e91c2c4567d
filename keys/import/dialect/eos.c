/* Reads the configurations of Arista's EOS.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialects.h"
#include "eos-secret.h"
#include "keys/import/model/neighbor-line.h"
#include "keys/import/text/statement.h"
#include "keys/import/text/document.h"

#include <string.h>

enum section {
    SECTION_OTHER,
    SECTION_UNREAD, /* of a protocol whose passwords are reported, not read */
    SECTION_INTERFACE,
    SECTION_BGP,
    SECTION_PROFILE,
};

struct eos {
    const struct import *import;
    enum section section;
    struct word name; /* of the interface or the profile */
    char *instance;   /* of BGP: "vrf RED", or NULL */
    struct interfaces *interfaces;
    struct neighbors *neighbors;
    struct profiles *profiles;
    GHashTable *refused; /* const struct statement *: passwords that cannot be read */
};

static void eos_read_neighbor(const struct neighbor_line *line)
{
    const unsigned group = neighbor_line_group_words(line, 0);

    if (neighbor_line_is(line, 0, "password"))
        line->neighbor->password = line->no ? NULL : line->statement;
    else if (group > 0 && neighbor_line_words(line) > group)
        neighbor_line_group(line, group);
    else if (neighbor_line_is(line, 0, "update-source"))
        neighbor_line_source(line, 1);
    else if (neighbor_line_is(line, 0, "transport") && neighbor_line_is(line, 1, "remote-port"))
        line->neighbor->any_port = !line->no && !neighbor_line_is(line, 2, "179");
    else if (line->no && (neighbor_line_words(line) == 0 || group > 0))
        neighbor_remove(line->neighbor);
}

/* "neighbor interface Ethernet1-4 peer-group NAME" */
static void read_interface_neighbor(const struct neighbor_line *line)
{
    const unsigned group = neighbor_line_group_words(line, 0);
    line->neighbor->kind = NEIGHBOR_LINK_LOCAL;
    if (line->no)
        neighbor_remove(line->neighbor);
    else if (group > 0)
        neighbor_line_group(line, group);
}

static void read_bgp(const struct eos *eos, const struct statement *statement)
{
    struct neighbor_line line;
    if (neighbor_line_of(statement, "neighbor interface *", eos->neighbors, eos->instance, &line))
        read_interface_neighbor(&line);
    else if (neighbor_line_of(statement, "neighbor *", eos->neighbors, eos->instance, &line))
        eos_read_neighbor(&line);
    else if (neighbor_line_of(statement, "bgp listen range *", eos->neighbors, eos->instance,
                              &line))
        neighbor_line_range(&line, eos->import);
}

static void begin(struct eos *eos, enum section section, struct word name)
{
    eos->section = section;
    eos->name = name;
    neighbor_set(&eos->instance, NULL);
}

/* Begins a VRF inside BGP. */
static void begin_vrf(struct eos *eos, const struct statement *statement)
{
    char *name = word_dup(statement_word(statement, 1));
    g_free(eos->instance);
    eos->instance = strcmp(name, "default") == 0 ? NULL : g_strconcat("vrf ", name, NULL);
    g_free(name);
}

static void remove_vrf(const struct eos *eos, const struct statement *statement)
{
    char *instance = neighbor_instance(statement_word(statement, 2));
    neighbors_remove_in(eos->neighbors, instance);
    g_free(instance);
}

static bool begins_section(struct eos *eos, const struct statement *statement)
{
    const struct word second = statement_word(statement, 1);

    if (statement_matches(statement, "interface *"))
        begin(eos, SECTION_INTERFACE, second);
    else if (statement_matches(statement, "router bgp"))
        begin(eos, SECTION_BGP, second);
    else if (statement_matches(statement, "session shared-secret profile *"))
        begin(eos, SECTION_PROFILE, statement_word(statement, 3));
    else if (statement_matches(statement, "mpls ldp") ||
             statement_matches(statement, "router msdp"))
        begin(eos, SECTION_UNREAD, second);
    else if (statement_matches(statement, "no session shared-secret profile *"))
        profiles_remove(eos->profiles, statement_word(statement, 4), (struct word){.at = ""});
    else if (statement_removes(statement) && statement_match(statement, 1, "router bgp"))
        neighbors_remove_all(eos->neighbors);
    else if (statement_removes(statement) && statement_match(statement, 1, "interface *"))
        interfaces_read(eos->interfaces, statement);
    else if (statement_removes(statement) && eos->section == SECTION_BGP &&
             statement_match(statement, 1, "vrf *"))
        remove_vrf(eos, statement);
    else if (statement_matches(statement, "router *") ||
             statement_matches(statement, "management *"))
        begin(eos, SECTION_OTHER, second);
    else if (eos->section == SECTION_BGP && statement_matches(statement, "vrf *"))
        begin_vrf(eos, statement);
    else
        return false;
    return true;
}

static void read_address(const struct eos *eos, const struct statement *statement)
{
    char *name = word_dup(eos->name);
    interfaces_read_line(eos->interfaces, name, statement);
    g_free(name);
}

static void read_statement(struct eos *eos, const struct statement *statement)
{
    switch (eos->section) {
    case SECTION_OTHER:
        break;
    case SECTION_UNREAD:
        if (statement_matches(statement, "password *") ||
            statement_matches(statement, "neighbor * password"))
            import_problem(eos->import, statement->line,
                           "passwords of LDP and MSDP are not read from EOS");
        break;
    case SECTION_INTERFACE:
        read_address(eos, statement);
        break;
    case SECTION_BGP:
        read_bgp(eos, statement);
        break;
    case SECTION_PROFILE:
        if (statement_matches(statement, "secret * *"))
            profiles_add(eos->profiles, eos->name, statement);
        else if (statement_matches(statement, "no secret *"))
            profiles_remove(eos->profiles, eos->name, statement_word(statement, 2));
        break;
    }
}

/* Reads the lines of BLOCK. A section ends where the next begins, so lines without their
 * indentation are read too. A VRF ends with the block in it, if it has one. */
static void read_block(struct eos *eos, const struct statement *block)
{
    for (const struct statement *statement = block->first; statement; statement = statement->next) {
        const bool holds = statement->first != NULL;
        char *instance = holds ? g_strdup(eos->instance) : NULL;

        if (!begins_section(eos, statement))
            read_statement(eos, statement);
        neighbor_line_report_foreign(statement, eos->import);
        read_block(eos, statement);
        if (holds)
            neighbor_set(&eos->instance, instance);
        g_free(instance);
    }
}

/* "neighbor NAME password [TYPE] WORD", or "... shared-secret profile NAME algorithm NAME" */
static bool add_keys(const struct peering *peering, const struct statement *statement,
                     const struct profiles *profiles, const struct import *import)
{
    const unsigned words = statement_length(statement);
    const struct word first = statement_word(statement, 3);
    const bool typed = words == 5 && eos_is_type(first);

    if (word_is(first, "shared-secret"))
        return profiles_add_keys(profiles, peering, statement, 3);
    if (words != 4 && !typed) {
        import_problem(import, statement->line, "a password is one word, or its type and a word");
        return false;
    }
    struct key *key = peering_key(peering, import, statement->line);
    eos_set_secret(key, typed ? first : (struct word){.at = ""},
                   statement_word(statement, words - 1), statement_word(statement, 1));
    import_add(import, key);
    return true;
}

/* Adds the keys of PEERING. A peer group's password that cannot be read is one problem, however
 * many neighbors inherit it. */
static void visit_peering(const struct peering *peering, const struct import *import, void *data)
{
    const struct eos *eos = data;
    const struct statement *statement = peering->owner->password;

    if (!g_hash_table_contains(eos->refused, statement) &&
        !add_keys(peering, statement, eos->profiles, import))
        g_hash_table_add(eos->refused, (void *)statement);
}

static void add_commands(struct statement *parent, const struct node *at);

static void add_command(struct statement *parent, const struct member *command)
{
    struct statement *statement = statement_new(parent, command->node->line);
    for (const char *at = command->name, *end; *at; at = end + strspn(end, " ")) {
        end = at + strcspn(at, " ");
        statement_add_word(statement, (struct word){at, (size_t)(end - at), 0});
    }
    if (command->node->kind == NODE_TABLE)
        add_commands(statement, command->node);
}

/* Adds the commands below AT to PARENT. Each is the name of a member of "cmds"; its value is null
 * or has the commands inside. eAPI has them in the list "result". */
static void add_commands(struct statement *parent, const struct node *at)
{
    for (unsigned i = 0; i < at->items->len; i++) {
        const struct member *member = at->items->pdata[i];
        const struct node *item;
        if (strcmp(member->name, "cmds") != 0 && strcmp(member->name, "result") != 0)
            add_command(parent, member);
        else
            for (unsigned j = 0; (item = node_item(member->node, j)); j++)
                if (item->kind == NODE_TABLE)
                    add_commands(parent, item);
    }
}

/* Returns true if TEXT may be JSON, and not a text with JSON in a banner. */
static bool may_be_json(const char *text, size_t length)
{
    static const char member[] = "\"cmds\"";
    return memmem(text, length, member, strlen(member));
}

static void eos_read(const char *text, size_t length, const struct import *whole)
{
    struct import inner = *whole;
    const struct import *import = &inner;
    struct word json = {text, length, 0};
    struct document *document = may_be_json(text, length) && yaml_enter_json(&json, &inner)
                                    ? yaml_read(json.at, json.length, import)
                                    : NULL;
    struct statement *root =
        document ? statement_new(NULL, 0) : statement_read_indented(text, length);
    struct budget budget = budget_for(length, import);
    if (document)
        add_commands(root, document_root(document));
    struct eos eos = {
        .import = import,
        .section = SECTION_BGP, /* an excerpt may begin inside it */
        .interfaces = interfaces_new(),
        .neighbors = neighbors_new("", 179),
        .profiles = profiles_new(&budget),
        .refused = g_hash_table_new(NULL, NULL),
    };

    profiles_set_zone(eos.profiles, statement_find(root, "clock timezone *"));
    read_block(&eos, root);
    neighbors_visit(eos.neighbors, eos.interfaces, import, visit_peering, &eos);
    g_free(eos.instance);
    g_hash_table_destroy(eos.refused);
    profiles_free(eos.profiles);
    neighbors_free(eos.neighbors);
    interfaces_free(eos.interfaces);
    statement_free(root);
    g_clear_pointer(&document, document_free);
}

static const struct sign signs[] = {
    {"\"cmds\":*", 100},
    {"{\"comments\":*", 40},
    {"{\"jsonrpc\":*", 40},
    {"! device: *", 100},
    {"! boot system flash:*", 100},
    {"transceiver qsfp *", 60},
    {"service routing protocols model *", 100},
    {"management api *", 100},
    {"session shared-secret profile *", 100},
    {"neighbor * password shared-secret *", 100},
    {"neighbor * peer group", 100},
    {"neighbor * peer group *", 100},
    {"neighbor interface *", 60},
    {"neighbor * password 7 $1c$*", 100},
    {"neighbor * password 8a *", 100},
    {"neighbor * maximum-routes *", 60},
    {"interface Ethernet1", 10},
    {"vrf instance *", 60},
    {"router bgp *", 25},
    {"neighbor * remote-as *", 5},
    {"neighbor * password *", 10},
    {"neighbor * password 7 *", 10},
    {"neighbor * password 0 *", 10},
    {"   neighbor *", 20},
    /* and the lines of similar dialects */
    {"frr version *", -100},
    {"exit-address-family", -40},
    {"boot-start-marker", -100},
    {"feature *", -60},
    {NULL, 0},
};

const struct dialect dialect_eos = {
    .name = "eos", .title = "Arista EOS", .signs = signs, .read = eos_read, .like_cisco = true};
