/* Reads files of keys from the disk for the tests, with simple dialects that replace all others.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_TEST_READ_FILE_H
#define TCPAUTH_KEYS_TEST_READ_FILE_H

#include "keys/source/source.h"
#include "reading.h"

#define GOOD "key a ends * * secret 'x'\n" /* a keyring */

/* Reads the file or folder at PATH in DIALECT, or NULL for the one that its contents show. */
struct reading reading_of_file(const char *path, const char *dialect);

/* Return the path of a file in a new folder, which does not exist or has TEXT and MODE. Free with
 * path_free(), which removes both. */
char *path_of_nothing(void);
char *path_of(const char *text, int mode);
void path_free(char *path);

/* Asserts that there is one problem, with CODE, whose message has PATH and matches PATTERN. */
void assert_problem(const struct reading *reading, const char *path, enum key_error code,
                    const char *pattern);

#endif
