/* An item of one of RouterOS's menus, such as a connection, and its properties.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "routeros-item.h"

#include <string.h>

static const struct {
    const char *name;
    enum property property;
} names[] = {
    {"name", PROPERTY_NAME},
    {"tcp-md5-key", PROPERTY_SECRET},
    {"templates", PROPERTY_TEMPLATES},
    {"instance", PROPERTY_INSTANCE},
    {"vrf", PROPERTY_VRF},
    {"routing-table", PROPERTY_ROUTING_TABLE},
    {"remote.address", PROPERTY_REMOTE_ADDRESS},
    {"remote-address", PROPERTY_REMOTE_ADDRESS},
    {"remote.port", PROPERTY_REMOTE_PORT},
    {"remote-port", PROPERTY_REMOTE_PORT},
    {"local.address", PROPERTY_LOCAL_ADDRESS},
    {"update-source", PROPERTY_LOCAL_ADDRESS},
    {"local.port", PROPERTY_LOCAL_PORT},
    {"connect", PROPERTY_CONNECT},
    {"listen", PROPERTY_LISTEN},
    {"passive", PROPERTY_PASSIVE},
    {"address", PROPERTY_ADDRESS},
    {"interface", PROPERTY_INTERFACE},
    {"disabled", PROPERTY_DISABLED},
};

bool item_has(const struct item *item, enum property property)
{
    return item->properties[property].at != NULL;
}

char *item_text(const struct item *item, enum property property)
{
    char *text;
    size_t length;
    if (!item_has(item, property))
        return NULL;
    raw_word_value(item->properties[property], &text, &length);
    return text;
}

/* Sets one property. In "remote.address=192.0.2.1 .as=65001", ".as" is short for "remote.as": GROUP
 * keeps "remote". */
static void set_property(struct item *item, struct raw_word parameter, GString *group)
{
    struct raw_word name, value;
    if (!raw_word_cut(parameter, &name, &value))
        return;

    GString *full = g_string_new(NULL);
    if (name.length > 0 && *name.at == '.')
        g_string_append_len(full, group->str, (gssize)group->len);
    g_string_append_len(full, name.at, (gssize)name.length);
    const char *dot = strchr(full->str, '.');
    g_string_truncate(group, 0);
    g_string_append_len(group, full->str, dot ? dot - full->str : 0);

    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(full->str, names[i].name) == 0)
            item->properties[names[i].property] = value;
    g_string_free(full, TRUE);
}

void item_set(struct item *item, const struct command_reader *command, unsigned index)
{
    GString *group = g_string_new(NULL);
    for (; index < command->words->len; index++)
        set_property(item, command_reader_word(command, index), group);
    g_string_free(group, TRUE);
}
