/* Problems with keys and their files, as GErrors.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_PROBLEM_H
#define TCPAUTH_KEYS_PROBLEM_H

#include <glib.h>

#define KEY_ERROR (key_error_quark())
GQuark key_error_quark(void);

enum key_error {
    KEY_ERROR_VALUE,      /* a value that cannot be read */
    KEY_ERROR_INCOMPLETE, /* a key without ends or secret, or one that can apply to no connection */
    KEY_ERROR_SYNTAX,     /* a line that cannot be read */
    KEY_ERROR_FILE,       /* a file that cannot be read or written */
    KEY_ERROR_LOCKED,     /* another process is writing the file */
    KEY_ERROR_EXPOSED,    /* a file that other users can read */
    KEY_ERROR_SEALED,     /* a file that cannot be decrypted or encrypted with OpenPGP */
    KEY_ERROR_UNKNOWN,    /* a file in an unknown format */
    KEY_ERROR_UNSURE,     /* a file that may be in another format than it was read in */
    KEY_ERROR_SKIPPED,    /* something in a folder that is not read */
};

/* The maximum number of problems that are reported about files. */
#define MAX_PROBLEMS 65536

/* Adds PROBLEM, of which it takes ownership, to PROBLEMS (GError *), unless it has MAX_PROBLEMS
 * already; the last of these says that there are more. */
void problems_add(GPtrArray *problems, GError *problem);

#endif
