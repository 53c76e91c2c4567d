/* Candidate passwords: a keyring in memory, which is never written to disk.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_CANDIDATES_H
#define TCPAUTH_CLI_CANDIDATES_H

#include "command.h"

struct candidates {
    unsigned lines; /* number of lines that are not empty */
    int keyring; /* descriptor of a keyring with a key "line N" for each such line; -1 if there is
                    none */
};

/* Reads FILE, or standard input if FILE is "-", which has a password in each line. Prints a message
 * if it cannot be read or has no password. */
enum outcome candidates_read(const char *file, struct candidates *candidates);

/* Wipes and closes the keyring in memory. */
void candidates_clear(struct candidates *candidates);

#endif
