/* An entry of a RouterOS menu, such as a connection, and its properties.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_ROUTEROS_ITEM_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_ROUTEROS_ITEM_H

#include "routeros-words.h"

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

#endif
