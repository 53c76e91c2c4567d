/* What was read of a keyring file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_TEST_READING_H
#define TCPAUTH_KEYS_TEST_READING_H

#include "keys/keyfile.h"

struct reading {
    struct keyring *ring;
    GPtrArray *problems; /* GError * */
    GPtrArray *keys;     /* const struct key *; equally specific ones in the order of the file */
};

/* Reads LENGTH bytes of TEXT as a file called "f". The keys must apply to 192.0.2.1 and port 179,
 * since they are found as candidates. */
struct reading reading_of_text(const char *text, size_t length);

/* Do the same in two steps: return an empty reading, whose ring and problems are to be filled; then
 * find its keys. */
struct reading reading_new(void);
void reading_find_keys(struct reading *reading);

void reading_free(struct reading *reading);

/* Returns the message of problem I. */
const char *reading_message(const struct reading *reading, unsigned i);

void reading_assert_no_problem(const struct reading *reading);

/* Asserts that the keys have these names, separated by spaces. */
void reading_assert_names(const struct reading *reading, const char *expected);

#endif
