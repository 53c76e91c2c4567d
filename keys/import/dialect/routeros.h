/* The contents of RouterOS's menus on which keys depend, after a script or export.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_ROUTEROS_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_ROUTEROS_H

#include "keys/import/import.h"
#include "keys/import/text/raw-word.h"

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
