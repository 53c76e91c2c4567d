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

static const struct member *find(const struct document *document, const struct node *table,
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
