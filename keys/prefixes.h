/* The prefixes that the keys of a keyring name, found by an address in them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_PREFIXES_H
#define TCPAUTH_KEYS_PREFIXES_H

#include "address.h"

struct bond;

/* One of them; each exists once, so that its address in memory identifies it. */
struct named_prefix {
    struct prefix prefix;
    unsigned count;     /* the number of BONDS */
    struct bond *bonds; /* a list, maintained by the keyring */
};

/* The most prefixes that one address can be in: one of each length, and "*". */
#define PREFIXES_MOST (1 + 128 + 1)

struct prefixes;

struct prefixes *prefixes_new(void);

void prefixes_free(struct prefixes *prefixes);

/* Returns the entry of PREFIX, which is added if it is new. The result is owned by PREFIXES. */
struct named_prefix *prefixes_add(struct prefixes *prefixes, const struct prefix *prefix);

/* Stores the first MOST prefixes that contain ADDRESS in FOUND, the longest first, and returns how
 * many it stored. Looks up at most one prefix of each length, whatever PREFIXES holds. The longest
 * prefix determines all others. */
unsigned prefixes_around(const struct prefixes *prefixes, const struct ip_address *address,
                         struct named_prefix **found, unsigned most);

#endif
