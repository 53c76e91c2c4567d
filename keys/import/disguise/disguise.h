/* The disguises that routers put on secrets and that can be taken off without a key.
 *
 * None of them is encryption: each router knows how to undo its own, and so does whoever reads
 * this.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DISGUISE_DISGUISE_H
#define TCPAUTH_KEYS_IMPORT_DISGUISE_DISGUISE_H

#include "keys/secret.h"
#include "keys/import/text/statement.h"

/* Each returns the secret that was disguised as WORD, or NULL if WORD is no such disguise. */

/* Decodes Cisco "type 7": "062506324f41584b5643" hides "Cisco1234". */
struct secret *disguise_cisco7(struct word word);

/* The other way: what a Cisco makes of LENGTH bytes if it takes START, by chance, from the numbers
 * below DISGUISE_CISCO7_STARTS. */
#define DISGUISE_CISCO7_STARTS 16
struct secret *disguise_as_cisco7(const uint8_t *bytes, size_t length, unsigned start);

/* Junos "$9$": "$9$LbHX-wg4Z" hides "lc". */
struct secret *disguise_junos9(struct word word);

/* Decodes Arista "type 7", whose key is PEER: the neighbor's address or the peer group's name. */
struct secret *disguise_arista7(struct word word, struct word peer);

#endif
