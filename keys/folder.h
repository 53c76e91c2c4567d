/* Folders of keyring files and configurations.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_FOLDER_H
#define TCPAUTH_KEYS_FOLDER_H

#include "problem.h"

#include <stdbool.h>

/* The maximum number of files that are read from a folder, and the maximum depth of folders. */
#define FOLDER_MAX_FILES 65536
#define FOLDER_MAX_DEPTH 8

/* Returns true if PATH is a folder, or a symbolic link to one. */
bool folder_is(const char *path);

/* Returns the paths (char *) of the regular files in the folder PATH and in folders below it,
 * sorted. Hidden files and folders are omitted silently. Appends to PROBLEMS what else is omitted:
 * symbolic links, pipes, devices, backups of files that are there ("x~" beside "x"), and what is
 * too deep or too much (KEY_ERROR_SKIPPED), and folders that cannot be listed (KEY_ERROR_FILE).
 * Free with g_ptr_array_free(). */
GPtrArray *folder_list(const char *path, GPtrArray *problems);

#endif
