/* A statement about a neighbor, such as "no neighbor 192.0.2.1 password".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_MODEL_NEIGHBOR_LINE_H
#define TCPAUTH_KEYS_IMPORT_MODEL_NEIGHBOR_LINE_H

#include "neighbors.h"
#include "keys/import/text/statement.h"

struct neighbor_line {
    const struct statement *statement;
    struct neighbor *neighbor;
    unsigned index; /* the index of the first word after the name; indices below count from it */
    bool no;        /* it begins with "no" or "default", which removes a setting */
};

/* Returns true if STATEMENT matches PATTERN, or "no" or "default" and PATTERN. The last word of
 * PATTERN is the neighbor's name. Sets LINE to the statement of that neighbor in INSTANCE. */
bool neighbor_line_of(const struct statement *statement, const char *pattern,
                      struct neighbors *neighbors, const char *instance,
                      struct neighbor_line *line);

/* Returns the number of words after the name. */
unsigned neighbor_line_words(const struct neighbor_line *line);

bool neighbor_line_is(const struct neighbor_line *line, unsigned index, const char *word);

/* Sets the source of the neighbor's sessions to the word at INDEX. */
void neighbor_line_source(const struct neighbor_line *line, unsigned index);

/* Sets the neighbor's peer group to the word at INDEX. */
void neighbor_line_group(const struct neighbor_line *line, unsigned index);

/* Returns the number of words of "peer-group" or EOS's "peer group" at INDEX; 0 if it is not there.
 */
unsigned neighbor_line_group_words(const struct neighbor_line *line, unsigned index);

/* Reads "bgp listen range NETWORK ... peer-group NAME", NETWORK being the neighbor. Adds a problem
 * if that is no network. */
void neighbor_line_range(const struct neighbor_line *line, const struct import *import);

/* Returns true if the line removes its neighbor or peer group, as IOS and FRR understand it: "no"
 * and the name alone, its "peer-group", or its "remote-as", which a peer group survives. */
bool neighbor_line_is_removal(const struct neighbor_line *line);

/* Adds a problem for each password in the lines below STATEMENT if that is "neighbor NAME" alone,
 * and for STATEMENT if it is "neighbor NAME authentication-key ..." or the like. Other systems have
 * these, those that use these functions have none. */
void neighbor_line_report_foreign(const struct statement *statement, const struct import *import);

#endif
