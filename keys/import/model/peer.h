/* Whom a session is with, and from where: addresses as routers write them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_PEER_H
#define TCPAUTH_KEYS_IMPORT_MODEL_PEER_H

#include "keys/address.h"

/* Reads an address or a prefix. What no packet tells is dropped: the zone of an IPv6 address
 * ("fe80::1%eth0") and bits behind a prefix. False if TEXT is neither; PEER is untouched then. */
bool peer_parse(const char *text, struct prefix *peer);

/* Returns the end from which sessions with PEER begin that begin at the address TEXT: every address
 * ("*") if TEXT is no address, is the unspecified one or is of the other family. */
struct prefix peer_source(const char *text, const struct prefix *peer);

/* Returns "192.0.2.1", "2001:db8::/32" or "*", always in the same spelling. Free with g_free(). */
char *peer_text(const struct prefix *peer);

/* Returns what a key for sessions with PEER is called: "192.0.2.1 vrf RED", without the last two
 * words if VRF is NULL or empty. Free with g_free(). */
char *peer_name(const struct prefix *peer, const char *vrf);

#endif
