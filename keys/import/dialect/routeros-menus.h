/* The contents of RouterOS's menus after a script or export, for the menus on which keys depend.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_ROUTEROS_MENUS_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_ROUTEROS_MENUS_H

#include "keys/import/import.h"
#include "routeros-item.h"

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
