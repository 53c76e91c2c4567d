/* An item of one of RouterOS's menus, such as a connection, and the properties on which keys
 * depend.
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

enum property {
    PROPERTY_NAME,
    PROPERTY_SECRET,
    PROPERTY_TEMPLATES,
    PROPERTY_INSTANCE,
    PROPERTY_VRF,
    PROPERTY_ROUTING_TABLE,
    PROPERTY_REMOTE_ADDRESS,
    PROPERTY_REMOTE_PORT,
    PROPERTY_LOCAL_ADDRESS, /* or interface */
    PROPERTY_LOCAL_PORT,
    PROPERTY_CONNECT,
    PROPERTY_LISTEN,
    PROPERTY_PASSIVE,
    PROPERTY_ADDRESS,
    PROPERTY_INTERFACE,
    PROPERTY_DISABLED,
    PROPERTIES,
};

/* An item of a menu. */
struct item {
    enum menu menu;
    struct raw_word properties[PROPERTIES]; /* the last value of each; .at is NULL if it has none */
    unsigned line;                          /* the line that adds the item */
    bool removed;
};

/* Sets the properties of ITEM that the words of COMMAND name, from the one at INDEX on. */
void item_set(struct item *item, const struct command_reader *command, unsigned index);

/* item_has() returns true if ITEM has PROPERTY. item_text() returns the text of PROPERTY, or NULL
 * if there is none in the file; free with g_free(). Do not use item_text() for secrets. */
bool item_has(const struct item *item, enum property property);
char *item_text(const struct item *item, enum property property);

#endif
