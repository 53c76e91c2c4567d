/* What a TOML, YAML or JSON file holds.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "document.h"

#include "keys/secret.h"
#include "keys/hash.h"

#include <string.h>

/* One table merges at most this many others, so that a lookup takes bounded time. */
#define MERGED_MOST 16

struct document {
    struct node *root;
    GPtrArray *nodes;    /* all nodes, owned: a YAML alias may put one node in several places */
    GHashTable *members; /* a set of struct member *, of which none differ only in case */
};

/* Returns the hash of the table and of the name in lower case. */
static guint member_hash(gconstpointer data)
{
    const struct member *member = data;
    guint hash = g_direct_hash(member->table);
    for (const char *at = member->name; *at; at++) {
        const char lower = g_ascii_tolower(*at);
        hash = hash_bytes(hash, &lower, 1);
    }
    return hash;
}

static gboolean member_equal(gconstpointer a, gconstpointer b)
{
    const struct member *first = a, *second = b;
    return first->table == second->table && g_ascii_strcasecmp(first->name, second->name) == 0;
}

static void member_free(gpointer data)
{
    struct member *member = data;
    secret_wipe(member->name, strlen(member->name)); /* EOS has its commands there */
    g_free(member->name);
    g_free(member);
}

static void node_free(gpointer data)
{
    struct node *node = data;
    if (node->items)
        g_ptr_array_free(node->items, TRUE);
    if (node->text)
        secret_wipe(node->text, node->length);
    g_free(node->text);
    g_free(node);
}

struct document *document_new(void)
{
    struct document *document = g_new(struct document, 1);
    document->nodes = g_ptr_array_new_with_free_func(node_free);
    document->members = g_hash_table_new(member_hash, member_equal);
    document->root = document_add(document, NODE_TABLE, 1);
    return document;
}

void document_free(struct document *document)
{
    g_hash_table_destroy(document->members);
    g_ptr_array_free(document->nodes, TRUE);
    g_free(document);
}

struct node *document_root(const struct document *document)
{
    return document->root;
}

struct node *document_add(struct document *document, enum node_kind kind, unsigned line)
{
    struct node *node = g_new0(struct node, 1);
    node->kind = kind;
    node->line = line;
    if (kind == NODE_LIST)
        node->items = g_ptr_array_new();
    else if (kind == NODE_TABLE)
        node->items = g_ptr_array_new_with_free_func(member_free);
    g_ptr_array_add(document->nodes, node);
    return node;
}

struct node *document_add_text(struct document *document, enum node_kind kind, unsigned line,
                               size_t capacity)
{
    struct node *node = document_add(document, kind, line);
    node->text = g_malloc0(capacity + 1);
    return node;
}

static struct member *find(const struct document *document, const struct node *table,
                           const char *name)
{
    const struct member wanted = {.table = table, .name = (char *)name};
    gpointer found = NULL;
    g_hash_table_lookup_extended(document->members, &wanted, &found, NULL);
    return found;
}

bool document_put(struct document *document, struct node *table, const char *name,
                  struct node *node)
{
    const struct member *other = find(document, table, name);
    if (other && strcmp(other->name, name) == 0)
        return false;
    struct member *added = g_new(struct member, 1);
    *added = (struct member){table, g_strdup(name), node};
    g_ptr_array_add(table->items, added);
    if (!other)
        g_hash_table_add(document->members, added);
    return true;
}

void document_replace(struct document *document, const struct node *table, const char *name,
                      struct node *node)
{
    find(document, table, name)->node = node;
}

static struct node *own_member(const struct document *document, const struct node *table,
                               const char *name)
{
    const struct member *found = find(document, table, name);
    return found ? found->node : NULL;
}

struct node *document_member(const struct document *document, const struct node *table,
                             const char *name)
{
    struct node *found = own_member(document, table, name);
    const struct node *merged = found ? NULL : own_member(document, table, "<<"), *item;
    for (unsigned i = 0; !found && i < MERGED_MOST && (item = node_item(merged, i)); i++)
        found = own_member(document, item, name);
    return found;
}

const struct node *document_at(const struct document *document, const struct node *table,
                               const char *path)
{
    char **names = g_strsplit(path, ".", -1);
    for (unsigned i = 0; names[i] && table; i++)
        table = document_member(document, table, names[i]);
    g_strfreev(names);
    return table;
}

const struct node *node_item(const struct node *node, unsigned index)
{
    if (node && node->kind == NODE_LIST)
        return index < node->items->len ? node->items->pdata[index] : NULL;
    return node && index == 0 ? node : NULL;
}

bool node_integer(const struct node *node, char decimal[static 24])
{
    char digits[68];
    size_t length = 0;
    guint64 value;
    unsigned base = 10;
    const char *at = node->text + strspn(node->text, "+-");
    const bool minus = *node->text == '-';

    if (at - node->text > 1)
        return false;
    if (*at == '0' && at[1] != '\0') {
        base = at[1] == 'x' ? 16 : at[1] == 'b' ? 2 : 8;
        at += strchr("xob", at[1]) ? 2 : 1;
    }
    for (; *at && length < sizeof digits - 1; at++)
        if (*at != '_')
            digits[length++] = *at;
    digits[length] = '\0';
    const bool fits =
        *at == '\0' && g_ascii_string_to_unsigned(digits, base, 0, G_MAXINT64, &value, NULL);
    if (fits)
        g_snprintf(decimal, 24, "%s%" G_GUINT64_FORMAT, minus && value > 0 ? "-" : "", value);
    secret_wipe(digits, sizeof digits);
    return fits;
}

struct saying {
    struct document *document;
    const struct document_names *names;
    struct budget *budget;
};

static void say_node(const struct saying *saying, struct branch *at, const struct node *node);

static bool is_nothing(const struct node *node)
{
    return node->kind == NODE_BARE &&
           (strcmp(node->text, "~") == 0 || strcmp(node->text, "null") == 0);
}

static struct word word_of(const struct node *node)
{
    return (struct word){node->text, node->length, 0};
}

/* Returns "neighbor" for "srl_nokia-bgp:neighbor". */
static struct word member_name(const struct saying *saying, const char *name)
{
    const char *module = saying->names->module, *colon = strchr(name, ':');
    if (module && colon && g_str_has_prefix(name, module))
        name = colon + 1;
    return word_from(name);
}

static void say_table(const struct saying *saying, struct branch *at, const struct node *table)
{
    for (unsigned i = 0; i < table->items->len; i++) {
        const struct member *member = table->items->pdata[i];
        struct branch *branch =
            branch_add(at, member_name(saying, member->name), member->node->line);
        if (branch)
            say_node(saying, branch, member->node);
    }
}

static struct word number(const struct saying *saying, unsigned index, unsigned line)
{
    struct node *node = document_add_text(saying->document, NODE_BARE, line, 16);
    node->length = (size_t)g_snprintf(node->text, 16, "%u", index);
    return word_of(node);
}

static struct word item_name(const struct saying *saying, const struct node *item, unsigned index)
{
    for (const char *const *key = saying->names->keys; key && *key; key++) {
        const struct node *name = document_member(saying->document, item, *key);
        if (name && name->text)
            return word_of(name);
    }
    return number(saying, index, item->line);
}

/* Adds the items of LIST below AT. Each nested table or list is a branch, so the limit on the depth
 * of branches also limits the recursion. */
static void say_list(const struct saying *saying, struct branch *at, const struct node *list)
{
    for (unsigned i = 0; i < list->items->len; i++) {
        const struct node *item = list->items->pdata[i];
        struct branch *branch = at;
        if (item->kind == NODE_TABLE || item->kind == NODE_LIST)
            branch = branch_add(at, item_name(saying, item, i), item->line);
        if (branch)
            say_node(saying, branch, item);
    }
}

static void say_node(const struct saying *saying, struct branch *at, const struct node *node)
{
    if (!budget_spend(saying->budget, 1, node->line))
        return;
    if (node->kind == NODE_TABLE)
        say_table(saying, at, node);
    else if (node->kind == NODE_LIST)
        say_list(saying, at, node);
    else if (!is_nothing(node))
        branch_add(at, word_of(node), node->line);
}

void document_say(struct document *document, const struct node *node,
                  const struct document_names *names, struct budget *budget, struct branch *at)
{
    static const struct document_names none;
    const struct saying saying = {document, names ? names : &none, budget};
    say_node(&saying, at, node);
}
