/* RouterOS's commands: their words, the values that these stand for, and the contents of the menus
 * on which keys depend, after a script or export.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_ROUTEROS_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_ROUTEROS_H

#include "keys/import/import.h"

/* A word as it is written, with its quotes, escapes and continuations of lines. Brackets and all
 * between them belong to one word. */
struct raw_word {
    const char *at;
    size_t length;
    unsigned line;
};

struct command_reader {
    const char *at, *end;
    unsigned line;
    GArray *words; /* struct raw_word: the words of the current command */
};

/* Reads the commands in LENGTH bytes of TEXT, which begins at LINE and must outlive READER. Free
 * with command_reader_clear(). */
void command_reader_init(struct command_reader *reader, const char *text, size_t length,
                         unsigned line);
void command_reader_clear(struct command_reader *reader);

/* Moves to the next command. Returns false if there is none. */
bool command_reader_next(struct command_reader *reader);

/* Returns the word at INDEX of the current command, or an empty word if it has fewer words. */
struct raw_word command_reader_word(const struct command_reader *reader, unsigned index);

/* Returns true if WORD, as written, is TEXT. */
bool raw_word_is(struct raw_word word, const char *text);

/* Splits "name=value" into NAME and VALUE. Returns false if WORD has another form. */
bool raw_word_cut(struct raw_word word, struct raw_word *name, struct raw_word *value);

enum raw_value {
    RAW_VALUE_TEXT,
    RAW_VALUE_COMPUTED, /* by a script when it runs: "$secret", [...] or (...) */
    RAW_VALUE_BROKEN,   /* an escape that RouterOS does not have, or quotes that do not end */
};

/* Decodes WORD. Sets *TEXT to its value, *LENGTH bytes with a zero byte after them, or to NULL if
 * WORD is not RAW_VALUE_TEXT. Wipe *TEXT if it is a secret, and free it with g_free(). */
enum raw_value raw_word_value(struct raw_word word, char **text, size_t *length);

/* Returns the text that WORD stands for, or NULL if there is none or WORD is NULL. Free with
 * g_free(). Do not use it for secrets. */
char *raw_word_text(const struct raw_word *word);

enum menu {
    MENU_PEERS,       /* /routing bgp peer, of version 6 */
    MENU_CONNECTIONS, /* /routing/bgp/connection, of version 7 */
    MENU_TEMPLATES,   /* /routing/bgp/template */
    MENU_INSTANCES,   /* /routing/bgp/instance */
    MENU_ADDRESSES,   /* /ip/address and /ipv6/address */
    MENUS,
};

struct item {
    enum menu menu;
    GHashTable *properties; /* char *: the name in version 7 -> struct raw_word *, the last value */
    unsigned line;          /* where it was added */
    bool removed;
};

/* Returns a new item without properties. Free with item_free(). */
struct item *item_new(enum menu menu, unsigned line);
void item_free(struct item *item);

/* Sets the properties that the words of COMMAND from INDEX on name. */
void item_set(struct item *item, const struct command_reader *command, unsigned index);

/* Gives ITEM the properties of FROM that it has not, except the name. */
void item_copy(struct item *item, const struct item *from);

/* Returns the value of the property NAME, or NULL if ITEM has none. */
const struct raw_word *item_property(const struct item *item, const char *name);

/* Returns the text of the property NAME, as raw_word_text() does. */
char *item_text(const struct item *item, const char *name);

struct menus;

/* Reads LENGTH bytes of TEXT, which must outlive the menus. Adds a problem if a command sets a
 * secret of an unknown item. Free with menus_free(). */
struct menus *menus_read(const char *text, size_t length, const struct import *import);
void menus_free(struct menus *menus);

/* Returns the items of MENU (struct item *), including removed ones, in the order in which they
 * were added. */
const GPtrArray *menus_items(const struct menus *menus, enum menu menu);

/* Returns the item of MENU that is called NAME, or NULL. */
const struct item *menus_find(const struct menus *menus, enum menu menu, const char *name);

#endif
