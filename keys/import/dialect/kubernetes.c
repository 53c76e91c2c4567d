/* Reads the objects that configure BGP speakers of Kubernetes, in YAML or JSON: BGPPeer of MetalLB
 * and of Calico, FRRConfiguration of frr-k8s, and Cilium's BGP control plane.
 *
 * Passwords are in objects of kind Secret, which may be in the same file. The fields are those of
 * the projects' API references: metallb.io/v1beta2, frrk8s.metallb.io/v1beta1, cilium.io/v2 and
 * v2alpha1, projectcalico.org/v3.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialects.h"
#include "nested.h"
#include "keys/import/model/rows.h"
#include "keys/import/text/document.h"

#include <string.h>

/* A session without an address, on an interface. */
#define UNNUMBERED .name = "interface", .groups = true, .kind = NEIGHBOR_LINK_LOCAL

/* Rows for the root, for an object, whose "spec" is an entry, or for one of its routers. */
static const struct row lists[] = {
    {.list = "CiliumBGPPeerConfig",
     .port = "spec/transport/peerPort",
     .secrets = {"spec/authSecretRef"}},
    {.list = "",
     .name = "peerAddress",
     .source = "sourceAddress",
     .port = "peerPort",
     .secrets = {"password", "passwordSecret"}},
    {.list = "", UNNUMBERED, .port = "peerPort", .secrets = {"password", "passwordSecret"}},
    {.list = "peers",
     .name = "peer-address",
     .source = "source-address",
     .port = "peer-port",
     .secrets = {"password"}},
    {.list = "", .name = "peerIP", .port = "peerPort", .secrets = {"password/secretKeyRef"}},
    {.list = "neighbors",
     .name = "address",
     .source = "sourceaddress",
     .port = "port",
     .secrets = {"password", "passwordSecret"}},
    {.list = "neighbors", UNNUMBERED, .port = "port", .secrets = {"password", "passwordSecret"}},
    {.list = "neighbors", .name = "peerAddress", .port = "peerPort", .secrets = {"authSecretRef"}},
    {.list = "peers", .name = "peerAddress", .group = "peerConfigRef/name"},
    {0},
};

/* Returns the Secret NAME in the namespace that REFERENCE names or is in; otherwise the only Secret
 * NAME, or NULL. */
static const struct branch *find_secret(const struct branch *reference, struct word name)
{
    const struct branch *at = reference, *space = branch_value(reference, "namespace");
    for (; at->parent; at = at->parent)
        space = space ? space : branch_value(branch_get(at, "metadata"), "namespace");
    const struct branch *secrets = branch_get_word(branch_get(at, "Secret"), name);
    const struct branch *only = branch_first(secrets);
    const struct branch *found = space ? branch_get_word(secrets, space->word) : NULL;
    return found ? found : only && !branch_next(only) ? only : NULL;
}

/* Sets the decoded secret of KEY. A password made by "echo" ends with a newline: FRR drops it, but
 * for Cilium it is part of the password. */
static void set_decoded(const struct branch *data, const struct branch *reference, struct key *key,
                        const struct import *import)
{
    size_t length = 0;
    char *text = nested_decode(data->word, &length);
    const bool newline = length > 1 && text[length - 1] == '\n';
    const bool cilium = word_is(reference->word, "authSecretRef");

    if (newline && cilium)
        import_problem(import, data->line,
                       "this password ends with a newline, which is part of it");
    if (text)
        key->secret = secret_new(text, length - (newline && !cilium));
    else
        key->withheld = "the Secret that it names is not base64";
    if (text)
        secret_wipe(text, length);
    g_free(text);
}

static bool kubernetes_secret(const struct branch *secret, struct key *key,
                              const struct import *import)
{
    if (word_is(secret->word, "password"))
        return rows_plain_secret(secret, key, import);

    const struct branch *named = branch_value(secret, "name");
    const struct branch *field = branch_value(secret, "key");
    const struct branch *object =
        find_secret(secret, named ? named->word : branch_first(secret)->word);
    const struct word name = field ? field->word : word_from("password");
    const struct branch *text = branch_get_word(branch_get(object, "stringData"), name);
    const struct branch *data = branch_first(branch_get_word(branch_get(object, "data"), name));

    if (branch_first(text))
        return rows_plain_secret(text, key, import);
    if (data)
        set_decoded(data, secret, key, import);
    else
        key->withheld = object ? "the Secret that it names has no password"
                               : "the Secret that it names is not in this file";
    return true;
}

static const struct dialect_rows dialect = {.row = lists, .read = kubernetes_secret};

/* Calico's "peerIP: A:PORT" or "[A]:PORT" becomes what others have: an address and a "peerPort". */
static void split_port(struct branch *spec)
{
    const struct branch *peer = branch_value(spec, "peerIP");
    const struct word text = peer ? peer->word : (struct word){.at = ""};
    const char *colon = text.length > 0 ? memrchr(text.at, ':', text.length) : NULL;
    const bool in_brackets = colon && *text.at == '[' && colon[-1] == ']';
    if (!colon || colon == text.at ||
        (!in_brackets && memchr(text.at, ':', (size_t)(colon - text.at))))
        return;
    const struct word port = {colon + 1, text.length - (size_t)(colon + 1 - text.at), 0};
    const struct word address = {text.at + in_brackets,
                                 (size_t)(colon - text.at) - 2u * in_brackets, 0};
    branch_set(spec, "peerPort", port, peer->line);
    branch_set(spec, "peerIP", address, peer->line);
}

/* The state while the objects are added, by their kinds. */
struct objects {
    struct document *document;
    struct branch *root;
    struct budget *budget;
    unsigned count;
};

static struct word text_at(const struct objects *objects, const struct node *object,
                           const char *path, const char *otherwise)
{
    const struct node *node = document_at(objects->document, object, path);
    return node && node->text ? (struct word){node->text, node->length, 0} : word_from(otherwise);
}

/* Adds OBJECT. An object to which others refer gets a branch of its name, any other one a branch of
 * a number. */
static void say_object(struct objects *objects, const struct node *object)
{
    const struct word kind = text_at(objects, object, "kind", "");
    const struct word name = text_at(objects, object, "metadata.name", "");
    struct node *number = document_add_text(objects->document, NODE_BARE, object->line, 16);
    struct branch *at = branch_add(objects->root, kind, object->line);

    number->length = (size_t)g_snprintf(number->text, 16, "%u", objects->count++);
    if (word_is(kind, "Secret"))
        at = branch_add(branch_add(at, name, object->line),
                        text_at(objects, object, "metadata.namespace", ""), object->line);
    else
        at = branch_add(at,
                        word_is(kind, "CiliumBGPPeerConfig")
                            ? name
                            : (struct word){number->text, number->length, 0},
                        object->line);
    document_say(objects->document, object, NULL, objects->budget, at);
    if (branch_child(at, word_from("spec")))
        split_port(branch_child(at, word_from("spec")));
}

/* Adds the objects of all documents. A document is an object or a list of objects. */
static void say_objects(struct objects *objects)
{
    const struct node *document, *item;
    const struct node *documents =
        document_member(objects->document, document_root(objects->document), "documents");
    for (unsigned i = 0; (document = node_item(documents, i)); i++) {
        const struct node *items = document_member(objects->document, document, "items");
        for (unsigned j = 0; (item = node_item(items ? items : document, j)); j++)
            if (item->kind == NODE_TABLE)
                say_object(objects, item);
    }
}

/* The routers of an object, which is one itself. */
static const struct row routers[] = {
    {.block = "", .vrf = "spec/vrf", .inside = lists},
    {.list = "spec/bgp/routers", .vrf = "vrf", .inside = lists},
    {.list = "spec/bgpInstances", .vrf = "vrf", .inside = lists},
    {.list = "spec/virtualRouters", .vrf = "vrf", .inside = lists},
    {0},
};

/* Reads the configuration that is a text in OBJECT, if it has one. */
typedef void inside_reader(const struct branch *object, const struct import *import);

static void read_objects(const char *text, size_t length, const struct import *import,
                         inside_reader *inside)
{
    struct document *document = yaml_read_stream(text, length, import);
    struct rows *rows = rows_new(&dialect, length, import);

    say_objects(&(struct objects){document, rows->root, &rows->said, 0});
    rows_read(rows, rows->root, NULL);
    for (const struct branch *kind = branch_first(rows->root); kind; kind = branch_next(kind)) {
        const struct branch *object = branch_first(kind);
        for (; object && !word_is(kind->word, "Secret"); object = branch_next(object)) {
            rows_read_by(rows, routers, object, NULL);
            if (inside)
                inside(object, import);
        }
    }
    rows_import(rows);
    document_free(document);
}

static void read_config(const char *text, size_t length, const struct import *import)
{
    read_objects(text, length, import, NULL);
}

/* The configuration that a ConfigMap of MetalLB before 0.13 has: one object without a kind. */
static const struct dialect config = {.name = "metallb", .read = read_config};

static void read_inside(const struct branch *object, const struct import *import)
{
    const struct branch *raw = branch_value(branch_get(branch_get(object, "spec"), "raw"),
                                            "rawConfig"),
                        *map = branch_value(branch_get(object, "data"), "config");
    if (raw)
        nested_read(&dialect_frr, raw->word, raw->line + 1, import);
    if (map)
        nested_read(&config, map->word, map->line + 1, import);
}

static void read_kubernetes(const char *text, size_t length, const struct import *import)
{
    read_objects(text, length, import, read_inside);
}

static const struct sign signs[] = {
    {"apiVersion: metallb.io/*", 100},
    {"apiVersion: frrk8s.metallb.io/*", 100},
    {"apiVersion: cilium.io/*", 60},
    {"apiVersion: projectcalico.org/*", 60},
    {"apiVersion: \"cilium.io/*", 60},
    {"kind: BGPPeer", 60},
    {"kind: FRRConfiguration", 60},
    {"kind: CiliumBGP*", 60},
    {"passwordSecret:", 40},
    {"authSecretRef:*", 40},
    {"\"kind\": \"BGPPeer\"*", 100},
    {"\"kind\": \"FRRConfiguration\"*", 100},
    {"\"kind\": \"CiliumBGP*", 100},
    {"\"apiVersion\":\"metallb.io/*", 100},
    {"\"apiVersion\": \"metallb.io/*", 100},
    {"\"apiVersion\":\"frrk8s.metallb.io/*", 100},
    {"\"apiVersion\":\"cilium.io/*", 60},
    {"\"apiVersion\":\"projectcalico.org/*", 60},
    {"peer-address: *", 40},
    {"- peer-address: *", 40},
    {"peer-asn: *", 40},
    {"my-asn: *", 20},
    {NULL, 0},
};

const struct dialect dialect_kubernetes = {.name = "kubernetes",
                                           .title = "Kubernetes: MetalLB, frr-k8s, Cilium, Calico",
                                           .signs = signs,
                                           .read = read_kubernetes,
                                           .braces = true};
