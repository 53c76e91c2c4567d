/* Resolves inheritance between the blocks of a configuration, such as peer groups and templates.
 *
 * It resolves each block once, so the time is proportional to the text. That holds even if many
 * blocks share a lender, inherit deeply, or inherit in a circle.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_INHERITANCE_H
#define TCPAUTH_KEYS_IMPORT_MODEL_INHERITANCE_H

#include <glib.h>

/* Callbacks by which a dialect describes its blocks. DATA is the parameter of inheritance_new(). */
struct inheritance_rules {
    size_t size; /* the size of a block's settings, which are zeroed at first */

    /* Fills SETTINGS with the settings of HEIR itself. */
    void (*own)(const void *heir, void *settings, void *data);

    /* Adds to LENDERS the existing blocks from which HEIR inherits, the strongest first. */
    void (*lenders)(const void *heir, GPtrArray *lenders, void *data);

    /* Adds to SETTINGS what only LENT has. */
    void (*inherit)(void *settings, const void *lent);
};

struct inheritance;

/* Returns a new inheritance. RULES and what DATA points to must outlive it. Free with
 * inheritance_free(). */
struct inheritance *inheritance_new(const struct inheritance_rules *rules, void *data);
void inheritance_free(struct inheritance *inheritance);

/* Returns the settings of HEIR: its own and those of its lenders, which inherit in the same way. In
 * a circle, the last block inherits only the first one's own settings. The result is owned by
 * INHERITANCE and valid until inheritance_free(). */
const void *inheritance_settings(struct inheritance *inheritance, const void *heir);

#endif
