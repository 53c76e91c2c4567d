/* What one statement says of a neighbor, as in "no neighbor 192.0.2.1 password".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_SAID_H
#define TCPAUTH_KEYS_IMPORT_SAID_H

#include "neighbors.h"
#include "statement.h"

struct said {
    const struct statement *statement;
    struct neighbor *neighbor;
    unsigned index; /* of the first word behind its name, from where words are counted below */
    bool no;        /* it takes back what it says */
};

/* Does STATEMENT read like PATTERN, of which the last word is the neighbor's name, or like "no" and
 * PATTERN? Then SAID is of that neighbor of INSTANCE. */
bool said_of(const struct statement *statement, const char *pattern, struct neighbors *neighbors,
             const char *instance, struct said *said);

/* Returns how many words stand behind the name. */
unsigned said_words(const struct said *said);

bool said_is(const struct said *said, unsigned index, const char *word);

/* Sets where the neighbor's sessions begin: the word at INDEX. */
void said_source(const struct said *said, unsigned index);

/* Sets the neighbor's peer group: the word at INDEX. */
void said_group(const struct said *said, unsigned index);

#endif
