/* Where keys come from: keyring files and the configurations of routers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_SOURCE_SOURCE_H
#define TCPAUTH_KEYS_SOURCE_SOURCE_H

#include "keys/keyring.h"
#include "keys/openpgp.h"
#include "keys/text.h"

#include <stdbool.h>

struct dialect;
struct import;

/* By this name one forces our own format, as one forces a dialect by its. */
#define SOURCE_NATIVE "native"

/* Adds the keys of the file PATH, or of standard input if PATH is NULL, to RING. DIALECT names what
 * it is written in; NULL: its content tells. Whatever is wrong is appended to PROBLEMS (GError *,
 * KEY_ERROR), naming file and line and never a secret: what cannot be read costs that key only, a
 * file that others may read is used nevertheless, and one that cannot be opened adds nothing. False
 * if it could not be. */
bool source_read(const char *path, const char *dialect, struct keyring *ring, GPtrArray *problems);

/* Does the same for each file in the folder PATH, see folder_list(), whose format its own content
 * tells. source_read() calls it if PATH is a folder. A key of a configuration is named by its
 * router. Sealed files are skipped. */
bool source_read_folder(const char *path, const char *dialect, struct keyring *ring,
                        GPtrArray *problems);

/* A file as it was read: what it says, its permissions (see file_read()), and how it is sealed;
 * SEAL is NULL if it is open. Begins as {0}. */
struct source {
    struct text text;
    unsigned mode;
    struct seal *seal;
};

/* Reads PATH as source_read() does, or appends what is wrong to PROBLEMS, and false then. This is
 * the only way in which keyring files are read. A sealed one is opened, which may ask the user; a
 * problem of KEY_ERROR_SEALED if it could not be. SOURCE is to be cleared in any case. */
bool source_load(const char *path, struct source *source, GPtrArray *problems);

/* Adds the keys of what source_load() read, as IMPORT says: source_read() is both in one. */
bool source_parse(const struct source *source, const struct import *import, const char *dialect);

/* Wipes and frees what is in it. */
void source_clear(struct source *source);

/* Returns the dialect that TEXT is written in; NULL for our own format, and for what nobody
 * knows. */
const struct dialect *source_recognise(const struct text *text);

#endif
