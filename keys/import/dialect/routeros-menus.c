/* Runs the commands of a RouterOS script or export, as far as they change menus that have keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "routeros.h"

#include "keys/hash.h"

#include <string.h>

struct menus {
    const struct import *import;
    GPtrArray *items[MENUS];    /* struct item *, owned */
    GHashTable *by_name[MENUS]; /* name -> struct item * */
    GString *path;              /* the current menu: "routing bgp peer" */
    const struct command_reader *command;
};

static const struct {
    const char *path;
    enum menu menu;
} paths[] = {
    {"routing bgp peer", MENU_PEERS},         {"routing bgp connection", MENU_CONNECTIONS},
    {"routing bgp template", MENU_TEMPLATES}, {"routing bgp instance", MENU_INSTANCES},
    {"ip address", MENU_ADDRESSES},           {"ipv6 address", MENU_ADDRESSES},
};

static struct raw_word word(const struct menus *menus, unsigned index)
{
    return command_reader_word(menus->command, index);
}

/* Records the name of ITEM. If two items have the same name, which RouterOS does not allow, the
 * first one counts. */
static void remember_name(struct menus *menus, enum menu menu, struct item *item)
{
    char *name = item_text(item, "name");
    if (name && !g_hash_table_contains(menus->by_name[menu], name))
        g_hash_table_insert(menus->by_name[menu], name, item);
    else
        g_free(name);
}

static struct item *add_item(struct menus *menus, enum menu menu, unsigned line)
{
    struct item *item = item_new(menu, line);
    g_ptr_array_add(menus->items[menu], item);
    return item;
}

/* No entry has more properties: a limit to what one line can copy. */
#define MAX_PROPERTIES 100

/* Gives ITEM the properties of the one that "copy-from" names. */
static void copy_named(const struct menus *menus, enum menu menu, struct item *item)
{
    char *name = item_text(item, "copy-from");
    const struct item *from = name ? g_hash_table_lookup(menus->by_name[menu], name) : NULL;
    if (from && g_hash_table_size(from->properties) <= MAX_PROPERTIES)
        item_copy(item, from);
    else if (name && menu != MENU_ADDRESSES)
        import_problem(menus->import, item->line, "which entry this one copies cannot be told");
    g_free(name);
}

/* Sets the properties of ITEM. A bare key is left out if a word that is no property follows: it
 * lacks its quotes. */
static void set_properties(const struct menus *menus, struct item *item, unsigned index)
{
    struct raw_word name, value;
    bool is_key = false;

    item_set(item, menus->command, index);
    for (; index < menus->command->words->len; index++) {
        const bool is_property = raw_word_cut(word(menus, index), &name, &value);
        if (is_key && !is_property && *word(menus, index).at != '!') {
            import_problem(menus->import, word(menus, index).line,
                           "a key with spaces must be in quotes");
            g_hash_table_remove(item->properties, "tcp-md5-key");
        }
        is_key =
            is_property && raw_word_is(name, "tcp-md5-key") && value.length > 0 && *value.at != '"';
    }
}

static void do_add(struct menus *menus, enum menu menu, unsigned index)
{
    struct item *item = add_item(menus, menu, word(menus, index).line);
    set_properties(menus, item, index);
    copy_named(menus, menu, item);
    remember_name(menus, menu, item);
}

/* Returns NAME of "[ find name=NAME ]", "default" for "[ find where default=yes ]", or NULL for any
 * other condition. Free with g_free(). */
static char *found_name(struct raw_word brackets)
{
    struct command_reader inner;
    struct raw_word name, value;
    char *text = NULL;
    size_t length;

    if (brackets.length < 2)
        return NULL;
    command_reader_init(&inner, brackets.at + 1, brackets.length - 2, brackets.line);
    command_reader_next(&inner);
    const unsigned index = raw_word_is(command_reader_word(&inner, 1), "where") ? 2 : 1;
    if (raw_word_is(command_reader_word(&inner, 0), "find") && inner.words->len == index + 1 &&
        raw_word_cut(command_reader_word(&inner, index), &name, &value)) {
        if (raw_word_is(name, "name"))
            raw_word_value(value, &text, &length);
        else if (raw_word_is(name, "default") && raw_word_is(value, "yes"))
            text = g_strdup("default");
    }
    command_reader_clear(&inner);
    return text;
}

/* Returns the item that "set" or "remove" changes, given by its name or by "[ find ... ]"; NULL if
 * it is not clear which. Templates and instances called "default" always exist. */
static struct item *target(struct menus *menus, enum menu menu, unsigned index)
{
    struct raw_word target = word(menus, index), number, value;
    char *name = NULL;
    size_t length;

    if (raw_word_cut(target, &number, &value) && raw_word_is(number, "numbers"))
        target = value;
    if (target.length > 0 && *target.at == '[')
        name = found_name(target);
    else
        raw_word_value(target, &name, &length);
    if (!name)
        return NULL;
    struct item *item = g_hash_table_lookup(menus->by_name[menu], name);
    if (!item && strcmp(name, "default") == 0 &&
        (menu == MENU_TEMPLATES || menu == MENU_INSTANCES)) {
        item = add_item(menus, menu, target.line);
        g_hash_table_insert(menus->by_name[menu], g_strdup(name), item);
    }
    g_free(name);
    return item;
}

static void do_set(struct menus *menus, enum menu menu, unsigned index)
{
    struct item *known = target(menus, menu, index), *item = known ? known : item_new(menu, 0);
    set_properties(menus, item, index + 1);
    const struct raw_word *secret = known ? NULL : item_property(item, "tcp-md5-key");
    if (secret)
        import_problem(menus->import, secret->line,
                       "which connection this key is set for cannot be told");
    if (!known)
        item_free(item);
}

/* Removes an item, or with "remove [ find ]" all items of the menu. */
static void do_remove(struct menus *menus, enum menu menu, unsigned index)
{
    struct item *item = target(menus, menu, index);
    const struct raw_word brackets = word(menus, index);

    if (item) {
        char *name = item_text(item, "name");
        item->removed = true;
        if (name)
            g_hash_table_remove(menus->by_name[menu], name);
        g_free(name);
    } else if (raw_word_is(brackets, "[find]") || raw_word_is(brackets, "[ find ]")) {
        g_hash_table_remove_all(menus->by_name[menu]);
        g_ptr_array_set_size(menus->items[menu], 0);
    }
}

/* Verbs without a function change nothing here. They are listed so that they are not taken for
 * menus. */
static const struct {
    const char *name;
    void (*run)(struct menus *, enum menu, unsigned);
} verbs[] = {
    {"add", do_add},   {"set", do_set},   {"remove", do_remove}, {"print", NULL},
    {"export", NULL},  {"find", NULL},    {"get", NULL},         {"enable", NULL},
    {"disable", NULL}, {"comment", NULL}, {"move", NULL},        {"unset", NULL},
    {"info", NULL},    {"warning", NULL}, {"error", NULL},       {"debug", NULL},
};

/* Returns the index of the verb of LENGTH bytes at AT, or the number of verbs if there is none. */
static unsigned verb_at(const char *at, size_t length)
{
    unsigned i = 0;
    while (i < G_N_ELEMENTS(verbs) &&
           !(strlen(verbs[i].name) == length && memcmp(verbs[i].name, at, length) == 0))
        i++;
    return i;
}

/* Appends the menus named in WORD_, such as "bgp", to PATH; "/routing/bgp" replaces PATH. Returns
 * the verb at the end of WORD_, or the number of verbs if there is none. */
static unsigned append_path(GString *path, struct raw_word word_)
{
    const char *at = word_.at, *end = word_.at + word_.length;
    if (at < end && *at == '/')
        g_string_truncate(path, 0);
    while (at < end) {
        const char *slash = memchr(at, '/', (size_t)(end - at));
        const size_t length = (size_t)((slash ? slash : end) - at);
        const unsigned verb = verb_at(at, length);

        if (verb < G_N_ELEMENTS(verbs))
            return verb;
        if (length > 0 && path->len > 0)
            g_string_append_c(path, ' ');
        g_string_append_len(path, at, (gssize)length);
        at += length + (slash != NULL);
    }
    return G_N_ELEMENTS(verbs);
}

static void run(struct menus *menus, unsigned verb, const char *path, unsigned index)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(paths); i++)
        if (verbs[verb].run && strcmp(path, paths[i].path) == 0)
            verbs[verb].run(menus, paths[i].menu, index);
}

/* Reports a key in the output of "print", which is no command. */
static void report_output(const struct menus *menus)
{
    struct raw_word name, value;
    for (unsigned i = 0; i < menus->command->words->len; i++)
        if (raw_word_cut(word(menus, i), &name, &value) && raw_word_is(name, "tcp-md5-key") &&
            value.length > 0 && !raw_word_is(value, "\"\""))
            import_problem(menus->import, value.line,
                           "this is not read, as it is no command; \"export\" shows commands");
}

/* Runs a command. A path alone selects the current menu; a path with a verb after it does not. */
static void read_command(struct menus *menus)
{
    const unsigned count = menus->command->words->len;
    const struct raw_word first = word(menus, 0);
    unsigned verb = verb_at(first.at, first.length), index = 1;

    if (verb < G_N_ELEMENTS(verbs)) {
        run(menus, verb, menus->path->str, index);
        return;
    }
    if (*first.at != '/') {
        report_output(menus);
        return;
    }
    GString *path = g_string_new(NULL);
    for (index = 0; index < count && verb == G_N_ELEMENTS(verbs); index++)
        verb = append_path(path, word(menus, index));
    if (verb < G_N_ELEMENTS(verbs)) {
        run(menus, verb, path->str, index);
        g_string_free(path, TRUE);
    } else {
        g_string_free(menus->path, TRUE);
        menus->path = path;
    }
}

struct menus *menus_read(const char *text, size_t length, const struct import *import)
{
    struct menus *menus = g_new0(struct menus, 1);
    struct command_reader command;

    menus->import = import;
    menus->path = g_string_new(NULL);
    for (unsigned i = 0; i < MENUS; i++) {
        menus->items[i] = g_ptr_array_new_with_free_func((GDestroyNotify)item_free);
        menus->by_name[i] = g_hash_table_new_full(hash_text, g_str_equal, g_free, NULL);
    }
    command_reader_init(&command, text, length, 1);
    menus->command = &command;
    while (command_reader_next(&command))
        read_command(menus);
    command_reader_clear(&command);
    return menus;
}

void menus_free(struct menus *menus)
{
    for (unsigned i = 0; i < MENUS; i++) {
        g_hash_table_destroy(menus->by_name[i]);
        g_ptr_array_free(menus->items[i], TRUE);
    }
    g_string_free(menus->path, TRUE);
    g_free(menus);
}

const GPtrArray *menus_items(const struct menus *menus, enum menu menu)
{
    return menus->items[menu];
}

const struct item *menus_find(const struct menus *menus, enum menu menu, const char *name)
{
    return g_hash_table_lookup(menus->by_name[menu], name);
}
