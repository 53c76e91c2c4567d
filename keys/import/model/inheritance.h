/* Who inherits what from whom: peer groups, templates and the other blocks by which configurations
 * lend to each other.
 *
 * Every dialect resolves these here, each block once, so that the time is in proportion to the
 * text, however many blocks share lenders, how deep they inherit, or if they do so in a circle.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_INHERITANCE_H
#define TCPAUTH_KEYS_IMPORT_MODEL_INHERITANCE_H

#include <glib.h>

/* What a dialect knows of its blocks. DATA is that of inheritance_new(). */
struct inheritance_rules {
    size_t size; /* of a block's settings, which begin zeroed */

    /* Fills SETTINGS with what HEIR says itself. */
    void (*own)(const void *heir, void *settings, void *data);

    /* Adds to LENDERS the blocks from which HEIR inherits, the strongest first; not those that the
     * configuration does not have. */
    void (*lenders)(const void *heir, GPtrArray *lenders, void *data);

    /* Adds what LENT has and SETTINGS lacks. */
    void (*inherit)(void *settings, const void *lent);
};

struct inheritance;

/* Returns a new inheritance. RULES and what DATA points to must outlive it. Free with
 * inheritance_free(). */
struct inheritance *inheritance_new(const struct inheritance_rules *rules, void *data);
void inheritance_free(struct inheritance *inheritance);

/* Returns the settings of HEIR: its own, and what its lenders have, which inherit in the same way.
 * In a circle, the last lends what it says itself to the first. The result is valid until
 * inheritance_free(). */
const void *inheritance_settings(struct inheritance *inheritance, const void *heir);

#endif
