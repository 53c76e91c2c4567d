/* Reads the configuration of GoBGP's gobgpd, in TOML, YAML or JSON:
 *
 * [[neighbors]] [neighbors.config] neighbor-address = "192.0.2.2" auth-password = "secret"
 *
 * "tcp-ao.config.keychain" names a key chain for TCP-AO, which is elsewhere in the file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialects.h"

#include "keys/import/budget.h"
#include "keys/import/line.h"
#include "gobgp-keychain.h"
#include "keys/import/model/peer.h"
#include "keys/import/text/document.h"
#include "keys/hash.h"

#include <string.h>

#define BGP_PORT 179

/* The kernel refuses longer passwords. */
#define LONGEST 80

struct gobgp_reader {
    const struct import *import;
    struct document *document;
    GHashTable *groups; /* name -> const struct node * */
    GHashTable *chains; /* likewise */
    GHashTable *known;  /* such a chain -> struct key_chain *, owned: its keys */
    struct budget *budget;
};

/* One session, or all of a range of peers. */
struct session {
    const struct node *neighbor; /* or NULL for a range, which has only its group's settings */
    const struct node *group;    /* or NULL */
    struct prefix peer;
    const char *instance; /* "vrf RED", or NULL */
    unsigned line;
};

/* Returns the text at PATH, or NULL if there is none. */
static const char *text_at(const struct gobgp_reader *reader, const struct node *table,
                           const char *path)
{
    const struct node *node = document_at(reader->document, table, path);
    return node && node->kind == NODE_TEXT ? node->text : NULL;
}

/* Returns true if NODE is null: YAML's "~", "null" or no value, as if the name were missing. */
static bool is_nothing(const struct node *node)
{
    return node->kind == NODE_BARE && (*node->text == '\0' || strcmp(node->text, "~") == 0 ||
                                       g_ascii_strcasecmp(node->text, "null") == 0);
}

/* Returns the setting at PATH of the neighbor, even an empty one, otherwise that of its group. */
static const struct node *setting(const struct gobgp_reader *reader, const struct session *session,
                                  const char *path)
{
    const struct node *own = document_at(reader->document, session->neighbor, path);
    return own && !is_nothing(own) ? own : document_at(reader->document, session->group, path);
}

static long integer_at(const struct gobgp_reader *reader, const struct session *session,
                       const char *path, long otherwise)
{
    const struct node *node = setting(reader, session, path);
    char decimal[24];
    return node && node->kind == NODE_BARE && node_integer(node, decimal) ? atol(decimal)
                                                                          : otherwise;
}

/* Returns the port to which either end connects: the peer's or the router's own. An own port of -1
 * means that the router does not listen. */
static uint16_t listening_port(const struct gobgp_reader *reader, const struct session *session)
{
    const struct session global = {.neighbor = document_root(reader->document)};
    const struct node *passive = setting(reader, session, "transport.config.passive-mode");
    long own = integer_at(reader, &global, "global.config.port", 0);
    long other = integer_at(reader, session, "transport.config.remote-port", 0);

    own = own == 0 ? BGP_PORT : own;
    other = other == 0 ? BGP_PORT : other;
    if (own < 0)
        own = other;
    if (!session->neighbor || (passive && passive->text && strcmp(passive->text, "true") == 0))
        other = own;
    return own == other && own <= G_MAXUINT16 ? (uint16_t)own : KEY_ANY_PORT;
}

static bool read_secret(const struct gobgp_reader *reader, const struct node *node, struct key *key)
{
    char decimal[24];
    size_t length = node->length;

    if (node->kind == NODE_BARE && node_integer(node, decimal)) {
        key->secret = secret_new(decimal, strlen(decimal));
        secret_wipe(decimal, sizeof decimal);
    } else if (node->kind == NODE_BARE) {
        key->withheld = "without quotes this is no text, and GoBGP makes its own of it";
    } else if (node->kind != NODE_TEXT) {
        import_problem(reader->import, node->line, "a password is a text");
    } else if (length > LONGEST) {
        import_problem(reader->import, node->line, "a password has no more than %d bytes", LONGEST);
    } else {
        key->secret = secret_new(node->text, length);
    }
    return key->secret || key->withheld;
}

/* Returns the password, or NULL if there is none or it is empty. */
static const struct node *password_of(const struct gobgp_reader *reader,
                                      const struct session *session)
{
    const struct node *password = setting(reader, session, "config.auth-password");
    if (!password || is_nothing(password) || (password->text && password->length == 0))
        return NULL;
    return password;
}

/* Returns the attributes of SESSION for its keys, whose name is NAME. */
static struct peering peering_of(const struct gobgp_reader *reader, const struct session *session,
                                 const char *name)
{
    const struct node *local = setting(reader, session, "transport.config.local-address");
    struct peering peering = {.name = (char *)name,
                              .instance = session->instance,
                              .port = listening_port(reader, session)};

    if (local && local->text)
        peering.ends[0] = peer_source(local->text, &session->peer);
    peering.ends[1] = session->peer;
    return peering;
}

static void read_password(const struct gobgp_reader *reader, const struct peering *peering,
                          const struct node *password)
{
    struct key *key = peering_key(peering, reader->import, password->line);
    import_add_if(reader->import, key, read_secret(reader, password, key));
}

/* Returns the name of the key chain that signs the session, or NULL. */
static const struct node *chain_of(const struct gobgp_reader *reader, const struct session *session)
{
    const struct node *name = setting(reader, session, "tcp-ao.config.keychain");
    return name && !is_nothing(name) && name->text && *name->text != '\0' ? name : NULL;
}

/* Returns the ID of the key to sign with first, under its new or its old name; -1 if there is
 * none. */
static long preferred_id(const struct gobgp_reader *reader, const struct session *session)
{
    const long id = integer_at(reader, session, "tcp-ao.config.send-id", -1);
    return id >= 0 ? id : integer_at(reader, session, "tcp-ao.config.preferred-send-id", -1);
}

static bool finish_key(struct key *key, const struct chain_key *origin G_GNUC_UNUSED, void *data)
{
    if (key->send_id == *(const long *)data)
        key->preference = KEY_PREFERRED;
    return true;
}

static const struct key_chain *keys_of(const struct gobgp_reader *reader, const struct node *chain)
{
    struct key_chain *keys = g_hash_table_lookup(reader->known, chain);
    if (!keys) {
        const struct gobgp_keychain keychain = {reader->document, reader->import};
        keys = gobgp_keychain_read(&keychain, chain);
        g_hash_table_insert(reader->known, (gpointer)chain, keys);
    }
    return keys;
}

static void read_chain(const struct gobgp_reader *reader, const struct session *session,
                       const struct peering *peering, const struct node *named)
{
    const struct node *chain = g_hash_table_lookup(reader->chains, named->text);
    long preferred = preferred_id(reader, session);
    if (chain)
        key_chain_add_keys(keys_of(reader, chain), peering, reader->budget, named->line, finish_key,
                           &preferred);
    else
        import_problem(reader->import, named->line, "there is no key chain of this name");
}

/* Adds the keys of a session, which has a key chain or a password. PEER is its name without its
 * instance. */
static void read_session(const struct gobgp_reader *reader, const struct session *session,
                         const char *peer)
{
    const struct node *password = password_of(reader, session), *chain = chain_of(reader, session);
    char *name = g_strjoin(" ", peer, session->instance, NULL);
    const struct peering peering = peering_of(reader, session, name);
    if (chain)
        read_chain(reader, session, &peering, chain);
    else if (password)
        read_password(reader, &peering, password);
    g_free(name);
}

/* Returns the group that TABLE names, or NULL. Adds a problem if there is no such group. */
static const struct node *group_of(const struct gobgp_reader *reader, const struct node *table)
{
    const struct node *name = document_at(reader->document, table, "config.peer-group");
    if (!name || !name->text || *name->text == '\0')
        return NULL;
    const struct node *group = g_hash_table_lookup(reader->groups, name->text);
    if (!group)
        import_problem(reader->import, name->line, "there is no peer group of this name");
    return group;
}

/* Reads a session with ADDRESS. If ADDRESS is NULL or no address, adds PROBLEM for a key. */
static void read_peer(const struct gobgp_reader *reader, struct session *session,
                      const char *address, const char *problem)
{
    if (address && peer_parse(address, &session->peer)) {
        char *peer = prefix_text(&session->peer);
        read_session(reader, session, peer);
        g_free(peer);
    } else if (password_of(reader, session) || chain_of(reader, session)) {
        import_problem(reader->import, session->line, "%s", problem);
    }
}

/* Reads a neighbor. One with an interface instead of an address has a link-local address. */
static void gobgp_read_neighbor(const struct gobgp_reader *reader, const struct node *neighbor)
{
    const struct node *address = document_at(reader->document, neighbor, "config.neighbor-address");
    const char *interface = text_at(reader, neighbor, "config.neighbor-interface");
    const char *vrf = text_at(reader, neighbor, "config.vrf");
    char *instance = neighbor_instance(word_from(vrf ? vrf : ""));
    struct session session = {.neighbor = neighbor,
                              .group = group_of(reader, neighbor),
                              .instance = instance,
                              .line = neighbor->line};

    if (!address && interface && peer_parse("fe80::/10", &session.peer))
        read_session(reader, &session, interface);
    else
        read_peer(reader, &session, address ? address->text : NULL, "this neighbor has no address");
    g_free(instance);
}

static void read_dynamic_neighbor(const struct gobgp_reader *reader, const struct node *neighbor)
{
    struct session session = {.group = group_of(reader, neighbor), .line = neighbor->line};
    read_peer(reader, &session, text_at(reader, neighbor, "config.prefix"),
              "these neighbors have no prefix");
}

/* Returns the items of LIST by their names, which are at PATH. If two have the same name, the first
 * one counts. */
static GHashTable *items_by_name(const struct document *document, const char *list,
                                 const char *path)
{
    GHashTable *items = g_hash_table_new(hash_text, g_str_equal);
    const struct node *all = document_member(document, document_root(document), list), *item;
    for (unsigned i = 0; (item = node_item(all, i)); i++) {
        const struct node *name = document_at(document, item, path);
        if (name && name->text && !g_hash_table_contains(items, name->text))
            g_hash_table_insert(items, name->text, (gpointer)item);
    }
    return items;
}

static void read_all(const struct gobgp_reader *reader, const char *name,
                     void (*read)(const struct gobgp_reader *, const struct node *))
{
    const struct node *root = document_root(reader->document), *item;
    const struct node *list = document_member(reader->document, root, name);
    for (unsigned i = 0; (item = node_item(list, i)); i++)
        read(reader, item);
}

/* Returns true if TEXT is TOML: its first line besides comments begins with "[" or "name =". */
static bool is_toml(const char *text, size_t length)
{
    const char *at = text, *end = text + length;
    while (at < end && (g_ascii_isspace(*at) || *at == '#')) {
        if (*at == '#')
            while (at < end && *at != '\n')
                at++;
        else
            at++;
    }
    if (at < end && *at == '[')
        return true;
    while (at < end && !strchr("=:{\n", *at))
        at++;
    return at < end && *at == '=';
}

/* Returns true if the line between AT and END is the header of a table, "[a.b]" or "[[a]]". */
static bool is_header(const char *at, const char *end)
{
    at = line_skip_spaces(at, end);
    end = line_trim(at, end);
    if (end - at < 3 || *at != '[' || end[-1] != ']')
        return false;
    while (at < end && (g_ascii_isalnum(*at) || (*at && strchr("[]._-", *at))))
        at++;
    return at == end;
}

/* Returns the rest of TEXT from its first table on, which is TOML, and sets *LINES to the number of
 * lines before it, such as those of a letter. Returns the whole TEXT if it has no tables or is TOML
 * itself. */
static struct word skip_letter(const char *text, size_t length, unsigned *lines)
{
    const char *start = is_toml(text, length) ? text + length : text, *end = text + length;
    unsigned count = 0;
    for (const char *at = start, *next; at < end; at = next + 1, count++) {
        next = line_end(at, end);
        if (is_header(at, next)) {
            *lines = count;
            return (struct word){at, (size_t)(end - at), 0};
        }
    }
    return (struct word){text, length, 0};
}

static void read_gobgp(const char *text, size_t length, const struct import *import)
{
    struct import inner = *import;
    struct budget budget = budget_for(length, &inner);
    unsigned lines = 0;
    const struct word rest = skip_letter(text, length, &lines);
    inner.before += lines;
    struct document *document =
        (is_toml(rest.at, rest.length) ? toml_read : yaml_read)(rest.at, rest.length, &inner);
    const struct gobgp_reader reader = {
        .import = &inner,
        .document = document,
        .groups = items_by_name(document, "peer-groups", "config.peer-group-name"),
        .chains = items_by_name(document, "keychains", "config.name"),
        .known = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)key_chain_free),
        .budget = &budget,
    };
    read_all(&reader, "neighbors", gobgp_read_neighbor);
    read_all(&reader, "dynamic-neighbors", read_dynamic_neighbor);
    g_hash_table_destroy(reader.known);
    g_hash_table_destroy(reader.chains);
    g_hash_table_destroy(reader.groups);
    document_free(document);
}

static const struct sign signs[] = {
    {"[[neighbors]]", 60},
    {"[neighbors.config]", 60},
    {"[[peer-groups]]", 60},
    {"[[dynamic-neighbors]]", 60},
    {"[global.config]", 60},
    {"neighbors = [*", 40},
    {"neighbor-address*", 40},
    {"[[keychains]]", 60},
    {"[keychains.config]", 60},
    {"keychains:", 20},
    {"secret-key*", 25},
    {"receive-id*", 25},
    {"auth-password*", 40},
    {"dynamic-neighbors:", 40},
    {"neighbors:", 20},
    {"peer-groups:", 20},
    {"- config:", 20},
    {"global:", 25},
    {"{\"global\":*", 40},
    {"\"neighbor-address\":*", 40},
    {"\"auth-password\":*", 40},
    {"\"neighbors\":*", 30},
    {"\"openconfig-*", -200}, /* whose members have the same names */
    {"\"network-instances\":*", -200},
    {NULL, 0},
};

const struct dialect dialect_gobgp = {
    .name = "gobgp",
    .title = "GoBGP",
    .signs = signs,
    .read = read_gobgp,
};
