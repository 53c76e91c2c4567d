/* The prefixes that the keys of a keyring name, found by an address that they contain.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_PREFIXES_H
#define TCPAUTH_KEYS_PREFIXES_H

#include "address.h"

struct bond;

/* A prefix. Each exists once, so its memory address identifies it. */
struct named_prefix {
    struct prefix prefix;
    unsigned count;     /* length of BONDS */
    struct bond *bonds; /* list, maintained by the keyring */
};

/* The most prefixes that can contain one address: one of each length, and "*". */
#define MAX_NEAR_PREFIXES (1 + 128 + 1)

struct prefixes;

struct prefixes *prefixes_new(void);

void prefixes_free(struct prefixes *prefixes);

/* Returns the entry of PREFIX; adds one if there is none. Owned by PREFIXES. */
struct named_prefix *prefixes_add(struct prefixes *prefixes, const struct prefix *prefix);

/* Stores in FOUND the first MOST prefixes that contain ADDRESS, the longest first. Returns how many
 * it stored. Takes at most one lookup for each prefix length. The longest prefix determines all
 * others. */
unsigned prefixes_around(const struct prefixes *prefixes, const struct ip_address *address,
                         struct named_prefix **found, unsigned most);

#endif
