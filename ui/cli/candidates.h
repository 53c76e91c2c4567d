/* Passwords of which one may sign: keys that no file on a disk ever holds.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_CANDIDATES_H
#define TCPAUTH_CLI_CANDIDATES_H

#include "command.h"

struct candidates {
    unsigned lines; /* that are not empty */
    int keyring; /* a descriptor of a keyring with a key "line N" for each; -1 if there is none */
};

/* Reads FILE, "-" being standard input, which has a password in each line. Complains if it cannot
 * be read or has none. */
enum outcome candidates_read(const char *file, struct candidates *candidates);

/* Wipes and closes the keyring. */
void candidates_clear(struct candidates *candidates);

#endif
