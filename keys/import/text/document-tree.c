/* What a JSON, YAML, TOML or XML file holds, as a tree of branches.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "document-tree.h"

#include <string.h>

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
    const struct saying saying = {document, names, budget};
    say_node(&saying, at, node);
}
