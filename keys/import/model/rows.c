/* Reads the sessions from the tree of a configuration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rows.h"

#include "peer.h"
#include "key-words.h"

#include <string.h>

const struct protocol protocol_bgp = {"", 179}, protocol_ldp = {"ldp ", 646},
                      protocol_msdp = {"msdp ", 639};

struct rows *rows_new(const struct dialect_rows *dialect, size_t length,
                      const struct import *import)
{
    struct rows *rows = g_new0(struct rows, 1);
    rows->dialect = dialect;
    rows->import = import;
    rows->hierarchy = hierarchy_new(&dialect->words);
    rows->root = hierarchy_root(rows->hierarchy);
    rows->neighbors = neighbors_new("", 179);
    rows->interfaces = interfaces_new();
    rows->said = rows->read = budget_for(length, import);
    if (dialect->chain)
        rows->chains = chains_new(dialect->chain, dialect->read, &rows->read, NULL);
    return rows;
}

/* An entry, and the entries around it. */
struct level {
    const struct branch *at;
    const struct level *above; /* the entry around it, or NULL if AT is the protocol */
};

/* Rows being read. */
struct reading {
    struct rows *rows;
    const struct row *row;
    const struct protocol *protocol;
    const char *instance;
};

/* The branches that may have a session's settings, the nearest first: the entry, its membership in
 * a peer group, that group, and the branches around the entry. */
#define MAX_LEVELS 8
struct levels {
    unsigned count;
    const struct branch *at[MAX_LEVELS];
};

/* Returns the address or name VALUE; a mask may follow an address. Free with g_free(). */
static char *text_of(const struct branch *value)
{
    const struct branch *mask = branch_first(value);
    struct prefix prefix;
    return mask && prefix_from_words(value->word, mask->word, &prefix) ? prefix_text(&prefix)
                                                                       : word_dup(value->word);
}

/* Sets the source of NEIGHBOR to VALUE: an address or the name of an interface, which may be two
 * words. */
static void set_source(struct neighbor *neighbor, const struct branch *value)
{
    char *words = branch_text(value), *name = interface_name(word_from(words));
    if (*name)
        neighbor_set(&neighbor->source, name);
    g_free(name);
    g_free(words);
}

/* Returns the value at PATH below ENTRY, or NULL. If there are several, the last one counts. */
static const struct branch *value_at(const struct branch *entry, const char *path)
{
    const struct branch *value = branch_value_at(entry, path), *next = value;
    for (; next; next = branch_next(next))
        value = next;
    return value && value->word.length > 0 ? value : NULL;
}

static bool names_chain(const struct dialect_rows *dialect, const struct branch *secret)
{
    for (unsigned i = 0; dialect->chain && i < G_N_ELEMENTS(dialect->chain->words); i++)
        if (dialect->chain->words[i] && word_is(secret->word, dialect->chain->words[i]))
            return true;
    return false;
}

/* Returns true if SECRET stands for none, and none is inherited instead. */
static bool refuses(const struct dialect_rows *dialect, const struct branch *secret)
{
    const struct branch *value = dialect->refuses ? branch_first(secret) : NULL;
    return value && word_is(value->word, dialect->refuses);
}

static const struct branch *find_secret(const struct reading *reading, const struct branch *at)
{
    const struct dialect_rows *dialect = reading->rows->dialect;
    const char *const *paths = reading->row->secrets;
    for (unsigned i = 0; i < G_N_ELEMENTS(reading->row->secrets) && paths[i]; i++) {
        const struct branch *secret = branch_at(at, paths[i]);
        if (refuses(dialect, secret))
            continue;
        if (branch_first(secret) || (secret && dialect->hidden && !names_chain(dialect, secret)))
            return secret;
    }
    return NULL;
}

/* Returns the peer group that MEMBER names for an entry that is APART. Returns NULL and adds a
 * problem if there is no such group. */
static const struct branch *find_lender(const struct reading *reading, const struct level *level,
                                        const struct branch *member)
{
    const struct level *top = level;
    while (top->above)
        top = top->above;
    const struct branch *group =
        branch_get_word(branch_at(top->at, reading->row->lenders), member->word);
    if (!group)
        branch_report(member, reading->rows->import, "this group does not exist");
    return group;
}

static struct levels levels_of(const struct reading *reading, const struct level *level)
{
    const struct row *row = reading->row;
    struct levels levels = {1, {level->at}};
    const struct branch *member = row->lenders ? value_at(level->at, row->group) : NULL;
    if (member) {
        levels.at[levels.count++] = member;
        levels.at[levels.count++] = find_lender(reading, level, member);
    }
    for (level = row->apart || row->around ? level->above : NULL;
         level && levels.count < MAX_LEVELS; level = level->above)
        levels.at[levels.count++] = level->at;
    return levels;
}

static const struct branch *nearest(const struct levels *levels, const char *path)
{
    const struct branch *value = NULL;
    for (unsigned i = 0; !value && i < levels->count; i++)
        value = value_at(levels->at[i], path);
    return value;
}

static const struct branch *nearest_secret(const struct reading *reading,
                                           const struct levels *levels)
{
    const struct branch *secret = NULL;
    for (unsigned i = 0; !secret && i < levels->count; i++)
        secret = find_secret(reading, levels->at[i]);
    return secret;
}

/* Returns the value at the first of the paths to a source that leads to one. */
static const struct branch *nearest_source(const struct reading *reading,
                                           const struct levels *levels)
{
    const struct branch *source = nearest(levels, reading->row->source);
    for (unsigned i = 0; !source && i < G_N_ELEMENTS(reading->row->sources); i++)
        source = nearest(levels, reading->row->sources[i]);
    return source;
}

static void set_port(const struct reading *reading, const struct branch *value,
                     struct neighbor *neighbor)
{
    char *text = word_dup(value->word);
    neighbor->any_port = !reading->row->calls && strcmp(text, "179") != 0;
    if (reading->row->calls) {
        struct key *key = import_key(reading->rows->import, value->line, "");
        import_set(reading->rows->import, value->line, key, KEY_PORT, text);
        neighbor->port = key->port;
        key_free(key);
    }
    g_free(text);
}

/* Sets *GROUP and *LINE to the peer group of KIND that the value at PATH names. The group's name
 * includes its kind, since groups of two kinds may have one name. */
static void set_inherited(const struct branch *entry, const char *path, const char *kind,
                          char **group, unsigned *line)
{
    const struct branch *value = value_at(entry, path);
    g_clear_pointer(group, g_free);
    if (value) {
        *group = g_strdup_printf("%s %.*s", kind, (int)value->word.length, value->word.at);
        *line = value->line;
    }
}

static void set_inheritance(const struct reading *reading, const struct branch *entry,
                            struct neighbor *neighbor)
{
    const struct row *row = reading->row;
    set_inherited(entry, row->inherits[0], row->kinds[0], &neighbor->group, &neighbor->group_line);
    set_inherited(entry, row->inherits[1], row->kinds[1], &neighbor->second_group,
                  &neighbor->second_line);
    neighbor->group_kind = row->kinds[0];
    neighbor->second_kind = row->kinds[1];
    neighbor->refused_kinds = 0;
    for (unsigned i = 0; i < G_N_ELEMENTS(row->secrets) && row->secrets[i]; i++)
        if (refuses(reading->rows->dialect, branch_at(entry, row->secrets[i])))
            neighbor->refused_kinds |= 1u << i;
}

/* Returns the bit of the path in ROW's secrets that ends with the word of SECRET. */
static unsigned kind_of(const struct row *row, const struct branch *secret)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(row->secrets) && row->secrets[i]; i++)
        if (word_is(secret->word, row->secrets[i]))
            return 1u << i;
    return 0;
}

static void set_group(const struct reading *reading, const struct level *level,
                      struct neighbor *neighbor)
{
    const struct row *row = reading->row;
    const struct branch *group = row->lenders ? NULL : value_at(level->at, row->group);
    if (group && !word_is(group->word, "none")) {
        neighbor_set_group(neighbor, group->word, branch_at(level->at, row->group)->line);
    } else if (row->common) {
        const struct branch *secret = find_secret(reading, level->above->at);
        neighbor->password = secret ? secret : neighbor->password;
        set_source(neighbor, value_at(level->above->at, row->source));
    }
}

static void read_neighbor(const struct reading *reading, const struct level *level,
                          struct neighbor *neighbor)
{
    const struct row *row = reading->row;
    struct levels levels = levels_of(reading, level);
    const struct branch *source = nearest_source(reading, &levels);
    if (row->around)
        levels.count = 1;
    const struct branch *port = nearest(&levels, row->port);
    const struct branch *secret = nearest_secret(reading, &levels);

    neighbor->label = reading->protocol->label;
    neighbor->port = reading->protocol->port;
    neighbor->apart = row->apart;
    neighbor->algorithm = nearest(&levels, row->algorithm);
    if (row->inherits[0])
        set_inheritance(reading, level->at, neighbor);
    else
        set_group(reading, level, neighbor);
    neighbor->any_port = false;
    if (port)
        set_port(reading, port, neighbor);
    neighbor->kind = row->kind;
    if (source && reading->rows->dialect->find_source)
        source = reading->rows->dialect->find_source(source);
    set_source(neighbor, source);
    if (secret) {
        neighbor->password = secret;
        neighbor->password_kind = kind_of(row, secret);
    }
    if (row->more)
        row->more(neighbor, level->at);
}

/* Returns true if TEXT is an address, or if ROW's entries need not have one. */
static bool is_address(const struct row *row, const char *text)
{
    struct prefix prefix;
    return (!row->name && !row->apart) || row->groups || peer_parse(text, &prefix);
}

/* Adds a neighbor for any peer. Its name is that of the outermost entry below the protocol. */
static void read_anyone(const struct reading *reading, const struct level *level)
{
    const struct level *outer = level;
    while (outer->above && outer->above->above)
        outer = outer->above;
    char *text = word_dup(outer->at->word);
    struct neighbor *neighbor = neighbors_add(reading->rows->neighbors, reading->instance, text);
    read_neighbor(reading, level, neighbor);
    neighbor->kind = NEIGHBOR_ANY;
    g_free(text);
}

static char *name_text(const struct row *row, const struct branch *name)
{
    struct prefix prefix;
    if (row->peer)
        return g_strdup(row->peer);
    if (row->lends)
        return g_strdup_printf("%s %.*s", row->lends, (int)name->word.length, name->word.at);
    if (row->apart && prefix_from_words(name->word, (struct word){.at = ""}, &prefix))
        return prefix_text(&prefix);
    return row->name ? text_of(name) : word_dup(name->word);
}

/* Returns the line of SECRET's value, or of SECRET if it has no value; 0 if SECRET is NULL. */
static unsigned secret_line(const struct branch *secret)
{
    const struct branch *value = branch_first(secret);
    return value ? value->line : secret ? secret->line : 0;
}

static void read_name(const struct reading *reading, const struct level *level,
                      const struct branch *name)
{
    const struct row *row = reading->row;
    struct neighbors *neighbors = reading->rows->neighbors;
    struct prefix network;
    if (name->word.length == 0)
        return;
    if (row->any && word_is(name->word, row->any)) {
        read_anyone(reading, level);
        return;
    }
    char *text = name_text(row, name);
    if (row->range && !peer_parse(text, &network)) {
        import_problem(reading->rows->import, name->line, "the range is no network");
        g_free(text);
        return;
    }
    struct neighbor *neighbor =
        (row->apart ? neighbors_add : neighbors_get)(neighbors, reading->instance, text);
    read_neighbor(reading, level, neighbor);
    if (!is_address(row, text)) {
        neighbor->kind = NEIGHBOR_ANY;
        neighbor->misnamed = row->apart ? secret_line(neighbor->password) : name->line;
    }
    g_free(text);
}

static void read_session(const struct reading *reading, const struct level *level)
{
    const struct row *row = reading->row;
    const struct branch *name = row->name ? branch_value_at(level->at, row->name) : level->at;
    if (row->off && branch_at(level->at, row->off))
        return;
    for (; name; name = row->name ? branch_next(name) : NULL)
        read_name(reading, level, name);
}

static void add_keys(const struct peering *peering, const struct import *import, void *data)
{
    struct rows *rows = data;
    const struct branch *secret = peering->owner->password;

    if (peering->owner->misnamed > 0) {
        import_problem(import, peering->owner->misnamed, "the peer of this key is no IP address");
        return;
    }
    if (rows->dialect->add) {
        rows->dialect->add(rows, peering, secret);
        return;
    }
    if (names_chain(rows->dialect, secret)) {
        chains_add_keys(rows->chains, peering, secret, peering->owner->algorithm);
        return;
    }
    struct key *key = peering_key(peering, import, secret_line(secret));
    import_add_if(import, key, rows->dialect->read(secret, key, import));
}

void rows_add_keys(struct rows *rows)
{
    neighbors_visit(rows->neighbors, rows->interfaces, rows->import, add_keys, rows);
    neighbors_free(rows->neighbors);
    rows->neighbors = neighbors_new("", 179);
}

/* Adds the keys of the sessions read so far, which are all sessions of one router, and forgets its
 * interfaces. */
static void finish_router(struct rows *rows)
{
    rows_add_keys(rows);
    interfaces_free(rows->interfaces);
    rows->interfaces = interfaces_new();
}

/* Returns the name of the instance in which ENTRY is or which it is, empty if there is none. ROW's
 * NAME may be the path to the name of an instance. */
static struct word instance_name(const struct row *row, const struct branch *entry)
{
    const struct branch *told = row->vrf ? branch_value_at(entry, row->vrf) : entry;
    if (row->instance && value_at(entry, row->name))
        told = value_at(entry, row->name);
    return told && (row->vrf || row->instance) ? told->word : (struct word){.at = ""};
}

/* Returns "vrf NAME", followed by the instance around it, or NULL if there is none. Free with
 * g_free(). */
static char *instance_of(const struct reading *reading, const struct branch *entry)
{
    const struct row *row = reading->row;
    const struct word name = instance_name(row, entry);
    if (name.length == 0 || (row->main && word_is(name, row->main)))
        return g_strdup(reading->instance);
    return g_strdup_printf("%s %.*s%s%s", row->vrf ? "vrf" : row->instance, (int)name.length,
                           name.at, reading->instance ? " " : "",
                           reading->instance ? reading->instance : "");
}

static void read_rows(const struct reading *reading, const struct row *row,
                      const struct level *level);

static void read_inside(const struct reading *reading, const struct level *level)
{
    const struct row *row = reading->row;
    const struct level top = {level->at, NULL};
    char *instance = instance_of(reading, level->at);
    struct reading inner = *reading;

    inner.instance = instance;
    inner.protocol = row->protocol ? row->protocol : reading->protocol;
    if (row->enter)
        row->enter(reading->rows, level->at);
    read_rows(&inner, row->inside,
              row->protocol || row->instance || row->vrf || row->enter ? &top : level);
    if (row->enter)
        finish_router(reading->rows);
    else if (row->apart)
        rows_add_keys(reading->rows);
    g_free(instance);
}

static void read_entry(const struct reading *reading, const struct level *level)
{
    if (reading->row->inside)
        read_inside(reading, level);
    else
        read_session(reading, level);
}

/* Reads the entries below LEVEL by ROW and the rows after it. */
static void read_rows(const struct reading *reading, const struct row *row,
                      const struct level *level)
{
    struct reading inner = *reading;
    for (; row->list || row->block; row++) {
        const struct branch *entry = branch_at(level->at, row->block ? row->block : row->list);
        inner.row = row;
        for (entry = row->block ? entry : branch_first(entry); entry;
             entry = row->block ? NULL : branch_next(entry))
            read_entry(&inner, &(struct level){entry, level});
    }
}

void rows_read_by(struct rows *rows, const struct row *row, const struct branch *at,
                  const char *instance)
{
    const struct reading reading = {rows, NULL, &protocol_bgp, instance};
    if (at)
        read_rows(&reading, row, &(struct level){at, NULL});
}

void rows_read(struct rows *rows, const struct branch *at, const char *instance)
{
    rows_read_by(rows, rows->dialect->row, at, instance);
}

void rows_import(struct rows *rows)
{
    finish_router(rows);
    neighbors_free(rows->neighbors);
    interfaces_free(rows->interfaces);
    g_clear_pointer(&rows->chains, chains_free);
    hierarchy_free(rows->hierarchy);
    g_clear_pointer(&rows->document, document_free);
    g_free(rows);
}
