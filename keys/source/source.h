/* Reads keys from keyring files and from routers' configurations.
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

/* The name of our own format, for use in place of a dialect's. */
#define SOURCE_NATIVE "native"

/* Adds the keys of the file PATH, or of standard input if PATH is NULL, to RING. DIALECT names the
 * format; if NULL, the format is detected. Appends a GError (domain KEY_ERROR) to PROBLEMS for each
 * problem; it names the file and line, never a secret. A key that cannot be read is skipped; a file
 * that other users can read is still used. Returns false and adds no keys if the file cannot be
 * opened. */
bool source_read(const char *path, const char *dialect, struct keyring *ring, GPtrArray *problems);

/* Does the same for each file in the folder PATH, see folder_list(), detecting the format of each.
 * source_read() calls this for a folder. The keys of a configuration are named by its router.
 * Sealed files are skipped. */
bool source_read_folder(const char *path, const char *dialect, struct keyring *ring,
                        GPtrArray *problems);

/* A file that was read. Initialise to {0}. */
struct source {
    struct text text;  /* its content */
    unsigned mode;     /* its permissions: see file_read() */
    struct seal *seal; /* how it is encrypted, or NULL if it is not */
    GArray *parts;     /* unsigned: the lines at which further configurations begin; or NULL */
    unsigned mixed;    /* a line of one that begins at an unknown line before it; 0: none */
};

/* Makes the text of SOURCE readable for all readers: converts UTF-16, removes the prompts of a
 * terminal and the like from a configuration, and spells out its abbreviated words. Finds where
 * further configurations begin in it. */
void source_clean(struct source *source);

/* Reads PATH into SOURCE as source_read() does. Returns false and appends a problem to PROBLEMS on
 * error. All keyring files are read through this function. A sealed file is decrypted, which may
 * ask the user; if that fails, the problem is KEY_ERROR_SEALED. Call source_clear() in any case. */
bool source_load(const char *path, struct source *source, GPtrArray *problems);

/* Does the same without source_clean(), for a text that may be written again. */
bool source_load_exactly(const char *path, struct source *source, GPtrArray *problems);

/* Adds the keys of SOURCE, filled by source_load(), in the format DIALECT, as IMPORT says.
 * source_read() combines both. If SOURCE has several configurations, each is read by itself, and
 * their keys are named by their routers. */
bool source_parse(const struct source *source, const struct import *import, const char *dialect);

/* Returns true if SOURCE has several configurations. */
bool source_has_parts(const struct source *source);

/* Wipes and frees the contents of SOURCE. */
void source_clear(struct source *source);

/* Returns the dialect of TEXT; NULL for our own format and for unknown ones. */
const struct dialect *source_recognise(const struct text *text);

#endif
