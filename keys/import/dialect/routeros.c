/* Reads the exports and scripts of MikroTik's RouterOS, versions 6 and 7.
 *
 *     /routing bgp connection
 *     add local.address=192.0.2.1 .role=ebgp name=peer1 remote.address=192.0.2.2/32 .as=65001 \
 *         tcp-md5-key="secret" templates=default
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialects.h"

#include "keys/import/model/inheritance.h"
#include "keys/import/model/interfaces.h"
#include "keys/import/model/neighbors.h"
#include "keys/import/model/peer.h"
#include "routeros.h"

#include <string.h>

#define BGP_PORT 179

struct routeros_reader {
    const struct import *import;
    struct menus *menus;
    struct interfaces *interfaces;
    struct inheritance *templates; /* struct item * inherit struct settings */
};

/* The values of the properties that may be inherited: the item's own, or those of the first of its
 * templates and their templates. NULL if none has the property. */
struct settings {
    const struct raw_word *secret, *vrf, *instance;
};

static void own_settings(const void *heir, void *settings, void *menus G_GNUC_UNUSED)
{
    *(struct settings *)settings = (struct settings){
        .secret = item_property(heir, "tcp-md5-key"),
        .vrf = item_property(heir, "vrf"),
        .instance = item_property(heir, "instance"),
    };
}

/* Adds the templates of an item. A connection that names no template has "default". */
static void add_templates(const void *heir, GPtrArray *lenders, void *menus)
{
    const struct item *item = heir;
    char *templates = item_text(item, "templates");
    const char *otherwise = item->menu == MENU_CONNECTIONS ? "default" : "";
    char **names = g_strsplit(templates ? templates : otherwise, ",", -1);

    for (unsigned i = 0; names[i]; i++) {
        const struct item *template = menus_find(menus, MENU_TEMPLATES, names[i]);
        if (template)
            g_ptr_array_add(lenders, (void *)template);
    }
    g_strfreev(names);
    g_free(templates);
}

static void inherit(void *data, const void *lent)
{
    struct settings *settings = data;
    const struct settings *template = lent;
    settings->secret = settings->secret ? settings->secret : template->secret;
    settings->vrf = settings->vrf ? settings->vrf : template->vrf;
    settings->instance = settings->instance ? settings->instance : template->instance;
}

static const struct inheritance_rules rules = {sizeof(struct settings), own_settings, add_templates,
                                               inherit};

/* Returns the VRF of PEER, or NULL for the main one. In version 7 it is set in the connection, its
 * template or (since 7.20) its instance; in version 6 it is the routing table of the instance. Free
 * with g_free(). */
static char *vrf_of(const struct routeros_reader *reader, const struct item *peer)
{
    const struct settings *settings = inheritance_settings(reader->templates, peer);
    char *vrf = raw_word_text(settings->vrf), *name = raw_word_text(settings->instance);
    const struct item *instance =
        menus_find(reader->menus, MENU_INSTANCES, name ? name : "default");

    g_free(name);
    if (!vrf && instance)
        vrf = item_text(instance, peer->menu == MENU_PEERS ? "routing-table" : "vrf");
    if (vrf && strcmp(vrf, "main") == 0)
        g_clear_pointer(&vrf, g_free);
    return vrf;
}

static bool says(const struct item *item, const char *property, const char *text)
{
    const struct raw_word *value = item_property(item, property);
    return value && raw_word_is(*value, text);
}

static uint16_t port_of(const struct item *peer, const char *property)
{
    char *text = item_text(peer, property);
    guint64 port = BGP_PORT;
    if (text)
        g_ascii_string_to_unsigned(text, 10, 1, G_MAXUINT16, &port, NULL);
    g_free(text);
    return (uint16_t)port;
}

/* Returns the port to which either end connects, the remote one or the router's own. */
static uint16_t listening_port(const struct item *peer)
{
    const uint16_t local = port_of(peer, "local.port"), remote = port_of(peer, "remote.port");
    if (says(peer, "listen", "no"))
        return remote;
    if (says(peer, "connect", "no") || says(peer, "passive", "yes"))
        return local;
    return local == remote ? local : KEY_ANY_PORT;
}

static struct prefix source_of(const struct routeros_reader *reader, const struct item *item,
                               const struct prefix *peer)
{
    char *text = item_text(item, "local.address");
    struct prefix source = {0};

    if (text && peer_parse(text, &source))
        source = peer_source(text, peer);
    else if (text)
        source = interfaces_source(reader->interfaces, text, peer);
    g_free(text);
    return source;
}

/* Reads the remote address. Without one, any host that connects is a peer. */
static bool remote_of(const struct item *item, struct prefix *peer)
{
    char *text = item_text(item, "remote.address");
    bool fits = !item_property(item, "remote.address");

    *peer = (struct prefix){0};
    if (text && (strcmp(text, "::") == 0 || strcmp(text, "0.0.0.0") == 0 || *text == '\0'))
        fits = true;
    else if (text)
        fits = peer_parse(text, peer);
    g_free(text);
    return fits;
}

/* Reads a secret. RouterOS does not sign if the secret is empty. */
static bool read_secret(const struct routeros_reader *reader, struct raw_word word, struct key *key)
{
    char *text;
    size_t length;

    switch (raw_word_value(word, &text, &length)) {
    case RAW_VALUE_COMPUTED:
        key->withheld = "a script computes the key when it runs";
        return true;
    case RAW_VALUE_BROKEN:
        import_problem(reader->import, word.line,
                       "this key has quotes that do not end, or an escape that is none");
        return false;
    case RAW_VALUE_TEXT:
        break;
    }
    if (length > 0)
        key->secret = secret_new(text, length);
    secret_wipe(text, length);
    g_free(text);
    return key->secret != NULL;
}

/* Returns a new key for the sessions of ITEM with PEER, found at LINE. */
static struct key *key_of(const struct routeros_reader *reader, const struct item *item,
                          const struct prefix *peer, unsigned line)
{
    char *vrf = vrf_of(reader, item), *text = prefix_text(peer);
    char *instance = neighbor_instance(word_from(vrf ? vrf : ""));
    char *name = g_strjoin(" ", text, instance, NULL);
    struct key *key = import_key(reader->import, line, name);

    import_set_instance(key, instance);
    g_free(name);
    g_free(instance);
    g_free(text);
    g_free(vrf);
    return key;
}

static void read_peer(const struct routeros_reader *reader, const struct item *item)
{
    const struct settings *settings = inheritance_settings(reader->templates, item);
    const struct raw_word *secret = settings->secret;
    struct prefix peer;
    if (!secret)
        return;

    const bool remote_fits = remote_of(item, &peer);
    struct key *key = key_of(reader, item, &peer, secret->line);

    key->ends[0] = source_of(reader, item, &peer);
    key->ends[1] = peer;
    key->port = listening_port(item);
    if (!read_secret(reader, *secret, key)) {
        key_free(key);
    } else if (!remote_fits) {
        import_problem(reader->import, item->line,
                       "the remote address is not an address or prefix");
        key_free(key);
    } else {
        import_add(reader->import, key);
    }
}

static void read_address(const struct routeros_reader *reader, const struct item *item)
{
    char *name = item_text(item, "interface"), *cidr = item_text(item, "address");
    if (name && cidr && !says(item, "disabled", "yes"))
        interfaces_add(reader->interfaces, name, cidr);
    g_free(cidr);
    g_free(name);
}

static void read_items(const struct routeros_reader *reader, enum menu menu,
                       void (*read)(const struct routeros_reader *, const struct item *))
{
    const GPtrArray *items = menus_items(reader->menus, menu);
    for (unsigned i = 0; i < items->len; i++) {
        const struct item *item = items->pdata[i];
        if (!item->removed)
            read(reader, item);
    }
}

static void read_routeros(const char *text, size_t length, const struct import *import)
{
    struct menus *menus = menus_read(text, length, import);
    const struct routeros_reader reader = {.import = import,
                                           .menus = menus,
                                           .interfaces = interfaces_new(),
                                           .templates = inheritance_new(&rules, menus)};
    read_items(&reader, MENU_ADDRESSES, read_address);
    read_items(&reader, MENU_PEERS, read_peer);
    read_items(&reader, MENU_CONNECTIONS, read_peer);
    inheritance_free(reader.templates);
    interfaces_free(reader.interfaces);
    menus_free(menus);
}

static const struct sign signs[] = {
    {"# * * by RouterOS*", 100}, {"/routing bgp *", 80}, {"/routing/bgp*", 80},
    {"/system identity", 30},    {"/ip address", 30},    {"/ip *", 15},
    {"/ipv6 address", 30},       {"/interface *", 20},   {NULL, 0},
};

const struct dialect dialect_routeros = {
    .name = "routeros",
    .title = "RouterOS (MikroTik)",
    .signs = signs,
    .read = read_routeros,
};
