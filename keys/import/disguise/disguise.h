/* Decodes the obfuscations of secrets by routers that need no secret key to reverse.
 *
 * None of them protects a secret: anyone who knows the algorithm can reverse it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DISGUISE_DISGUISE_H
#define TCPAUTH_KEYS_IMPORT_DISGUISE_DISGUISE_H

#include "keys/secret.h"
#include "keys/import/text/statement.h"

/* Each decoder returns the secret that WORD encodes, or NULL if WORD is not a valid encoding. Free
 * with secret_free(). */

/* Decodes Cisco "type 7": "062506324f41584b5643" encodes "Cisco1234". */
struct secret *disguise_cisco7(struct word word);

/* Encodes LENGTH bytes as Cisco "type 7". A router chooses START at random; it is less than
 * DISGUISE_CISCO7_STARTS. Free the result with secret_free(). */
#define DISGUISE_CISCO7_STARTS 16
struct secret *disguise_as_cisco7(const uint8_t *bytes, size_t length, unsigned start);

/* Decodes Junos "$9$": "$9$LbHX-wg4Z" encodes "lc". */
struct secret *disguise_junos9(struct word word);

/* Decodes Arista "type 7", whose key is PEER: the neighbor's address or the peer group's name. */
struct secret *disguise_arista7(struct word word, struct word peer);

#endif
