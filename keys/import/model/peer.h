/* The two ends of a session: addresses as routers write them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_PEER_H
#define TCPAUTH_KEYS_IMPORT_MODEL_PEER_H

#include "keys/address.h"

/* Reads an address or a prefix. Drops the zone of an IPv6 address ("fe80::1%eth0") and the bits
 * after a prefix. Returns false if TEXT is neither; PEER is then unchanged. */
bool peer_parse(const char *text, struct prefix *peer);

/* Returns the router's end of sessions with PEER, where TEXT is its address. Returns every address
 * ("*") if TEXT is not an address, is the unspecified address or is of the other family. */
struct prefix peer_source(const char *text, const struct prefix *peer);

#endif
