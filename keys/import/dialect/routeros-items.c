/* The entries of RouterOS's menus, and their properties.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "routeros.h"

#include "keys/hash.h"

#include <string.h>

/* The names of properties in version 6, and in version 7. */
static const char *const renamed[][2] = {
    {"remote-address", "remote.address"},
    {"remote-port", "remote.port"},
    {"update-source", "local.address"},
};

struct item *item_new(enum menu menu, unsigned line)
{
    struct item *item = g_new0(struct item, 1);
    item->menu = menu;
    item->line = line;
    item->properties = g_hash_table_new_full(hash_text, g_str_equal, g_free, g_free);
    return item;
}

void item_free(struct item *item)
{
    g_hash_table_destroy(item->properties);
    g_free(item);
}

const struct raw_word *item_property(const struct item *item, const char *name)
{
    return g_hash_table_lookup(item->properties, name);
}

char *item_text(const struct item *item, const char *name)
{
    return raw_word_text(item_property(item, name));
}

/* "remote.address=192.0.2.1 .as=65001" is short for remote.as. GROUP is "remote" from there on.
 * "!tcp-md5-key" removes a property. */
static void set_property(struct item *item, struct raw_word parameter, GString *group)
{
    struct raw_word name, value;
    if (parameter.length > 0 && *parameter.at == '!') {
        char *gone = g_strndup(parameter.at + 1, parameter.length - 1);
        g_hash_table_remove(item->properties, gone);
        g_free(gone);
    }
    if (!raw_word_cut(parameter, &name, &value))
        return;

    GString *full = g_string_new(NULL);
    if (name.length > 0 && *name.at == '.')
        g_string_append_len(full, group->str, (gssize)group->len);
    g_string_append_len(full, name.at, (gssize)name.length);
    const char *dot = strchr(full->str, '.');
    g_string_truncate(group, 0);
    g_string_append_len(group, full->str, dot ? dot - full->str : 0);

    for (unsigned i = 0; i < G_N_ELEMENTS(renamed); i++)
        if (strcmp(full->str, renamed[i][0]) == 0)
            g_string_assign(full, renamed[i][1]);
    g_hash_table_replace(item->properties, g_string_free(full, FALSE),
                         g_memdup2(&value, sizeof value));
}

void item_set(struct item *item, const struct command_reader *command, unsigned index)
{
    GString *group = g_string_new(NULL);
    for (; index < command->words->len; index++)
        set_property(item, command_reader_word(command, index), group);
    g_string_free(group, TRUE);
}

void item_copy(struct item *item, const struct item *from)
{
    GHashTableIter iter;
    gpointer name, value;
    g_hash_table_iter_init(&iter, from->properties);
    while (g_hash_table_iter_next(&iter, &name, &value))
        if (strcmp(name, "name") != 0 && !item_property(item, name))
            g_hash_table_insert(item->properties, g_strdup(name),
                                g_memdup2(value, sizeof(struct raw_word)));
}
