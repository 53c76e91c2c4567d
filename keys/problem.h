/* What can be wrong with keys and their files, as GErrors.
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
    KEY_ERROR_INCOMPLETE, /* a key without ends or secret, or that can serve no connection */
    KEY_ERROR_SYNTAX,     /* a line that cannot be read */
    KEY_ERROR_FILE,       /* a file that cannot be read or written */
    KEY_ERROR_LOCKED,     /* a file that another process is writing */
    KEY_ERROR_EXPOSED,    /* a file that others may read */
    KEY_ERROR_SEALED,     /* a file that cannot be opened, or sealed, with OpenPGP */
    KEY_ERROR_UNKNOWN,    /* a file in a format that is not known */
    KEY_ERROR_UNSURE,     /* a file that may be in another format than it was read in */
    KEY_ERROR_SKIPPED,    /* what is in a folder and is not read */
};

/* The most problems that are told of files. */
#define PROBLEMS_MOST 65536

/* Adds PROBLEM to PROBLEMS (GError *), or frees it if PROBLEMS_MOST are there; the last of these
 * says that there are more. Takes ownership of PROBLEM. */
void problems_add(GPtrArray *problems, GError *problem);

#endif
