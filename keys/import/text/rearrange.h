/* The commands of Junos and VyOS that rearrange a configuration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_REARRANGE_H
#define TCPAUTH_KEYS_IMPORT_TEXT_REARRANGE_H

#include "hierarchy.h"
#include "keys/import/import.h"

/* Carries out "rename PATH to NAME", which begins at INDEX of STATEMENT: the branch to which PATH
 * leads below AT gets the last word of NAME. Adds a problem to IMPORT for "copy PATH to NAME"
 * and "replace pattern ...", which are not carried out. Returns false for other statements. */
bool rearrange(struct branch *at, const struct statement *statement, unsigned index,
               const struct import *import);

#endif
