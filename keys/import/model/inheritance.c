/* Resolves inheritance between the blocks of a configuration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "inheritance.h"

struct inheritance {
    const struct inheritance_rules *rules;
    void *data;
    GHashTable *settings; /* heir -> its settings, owned; incomplete while the heir is in PATH */
    GArray *path;         /* struct step: from the requested heir to the lender being resolved */
};

/* An heir whose lenders are being resolved. */
struct step {
    const void *heir;
    void *settings;
    GPtrArray *lenders;
    unsigned taken; /* the number of lenders whose settings the heir has */
};

struct inheritance *inheritance_new(const struct inheritance_rules *rules, void *data)
{
    struct inheritance *inheritance = g_new(struct inheritance, 1);
    *inheritance = (struct inheritance){
        .rules = rules,
        .data = data,
        .settings = g_hash_table_new_full(NULL, NULL, NULL, g_free),
        .path = g_array_new(FALSE, FALSE, sizeof(struct step)),
    };
    return inheritance;
}

void inheritance_free(struct inheritance *inheritance)
{
    g_array_free(inheritance->path, TRUE);
    g_hash_table_destroy(inheritance->settings);
    g_free(inheritance);
}

static void begin(struct inheritance *inheritance, const void *heir)
{
    const struct step step = {heir, g_malloc0(inheritance->rules->size), g_ptr_array_new(), 0};
    inheritance->rules->own(heir, step.settings, inheritance->data);
    inheritance->rules->lenders(heir, step.lenders, inheritance->data);
    g_hash_table_insert(inheritance->settings, (void *)heir, step.settings);
    g_array_append_val(inheritance->path, step);
}

/* Adds the settings of the next lender of LAST, or begins to resolve that lender. */
static void go_on(struct inheritance *inheritance, struct step *last)
{
    const void *lender = last->lenders->pdata[last->taken];
    const void *lent = g_hash_table_lookup(inheritance->settings, lender);
    if (!lent) {
        begin(inheritance, lender);
        return;
    }
    inheritance->rules->inherit(last->settings, lent);
    last->taken++;
}

/* It keeps its own path instead of recursing, because a long chain would overflow the stack. */
const void *inheritance_settings(struct inheritance *inheritance, const void *heir)
{
    GArray *path = inheritance->path;
    if (!g_hash_table_contains(inheritance->settings, heir))
        begin(inheritance, heir);
    while (path->len > 0) {
        struct step *last = &g_array_index(path, struct step, path->len - 1);
        if (last->taken < last->lenders->len) {
            go_on(inheritance, last);
        } else {
            g_ptr_array_free(last->lenders, TRUE);
            g_array_set_size(path, path->len - 1);
        }
    }
    return g_hash_table_lookup(inheritance->settings, heir);
}
