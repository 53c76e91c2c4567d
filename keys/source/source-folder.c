/* A folder of files with keys. Each file is read in its own format, and its keys are named by its
 * router.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "source.h"

#include "keys/file.h"
#include "keys/folder.h"
#include "keys/import/import.h"
#include "keys/import/model/labels.h"
#include "keys/keyfile.h"

#include <string.h>

struct gathering {
    const char *path; /* the folder's path */
    const char *dialect;
    struct keyring *ring;
    GPtrArray *problems;
    unsigned exposed; /* number of files that other users can read */
};

static void gathering_skip(struct gathering *gathering, const char *path, const char *why)
{
    problems_add(gathering->problems,
                 g_error_new(KEY_ERROR, KEY_ERROR_SKIPPED, "%s: skipped: %s", path, why));
}

/* Returns the name of the file PATH without its folder and its ending. Free with g_free(). */
static char *stem_of(const char *path)
{
    char *name = g_path_get_basename(path), *dot = strrchr(name, '.');
    if (dot && dot > name && !g_ascii_isdigit(dot[1]))
        *dot = '\0';
    char *stem = import_name(name);
    g_free(name);
    return stem;
}

/* Names KEY by its router; if that has no name, by its file. */
static void set_name(struct key *key, const struct labels *labels, const char *stem)
{
    char *name = labels_name(labels, key);
    if (strcmp(name, key->name) == 0) {
        g_free(name);
        name = g_strconcat(stem, " ", key->name, NULL);
    }
    g_free(key->name);
    key->name = name;
}

/* Adds the KEYS of the file PATH, whose content is SOURCE. */
static void take_keys(struct gathering *gathering, const char *path, const struct source *source,
                      const struct keyring *keys)
{
    const struct text *text = &source->text;
    isns_add_all(keyring_isns(gathering->ring), keyring_isns(keys));
    if (keyring_size(keys) == 0)
        return;
    const bool is_keyring = keyfile_is_likely(text->bytes, text->length);
    const bool is_named = is_keyring || source_has_parts(source);
    struct labels *labels = is_named ? NULL : labels_new(text->bytes, text->length);
    char *stem = stem_of(path);

    for (unsigned i = 0; i < keyring_size(keys); i++) {
        struct key *key = key_copy(keyring_key(keys, i));
        if (labels)
            set_name(key, labels, stem);
        keyring_add(gathering->ring, key);
    }
    g_free(stem);
    labels_free(labels);
}

/* Adds PROBLEM, of which it takes ownership. Problems that many files share are reported once; a
 * file that is not a keyring is no problem in a folder. */
static void take_problem(struct gathering *gathering, const char *path, GError *problem)
{
    if (problem->code == KEY_ERROR_EXPOSED) {
        gathering->exposed++;
        g_error_free(problem);
    } else if (problem->code == KEY_ERROR_UNKNOWN) {
        gathering_skip(gathering, path, "neither a keyring nor a configuration known here");
        g_error_free(problem);
    } else {
        problems_add(gathering->problems, problem);
    }
}

static void gathering_parse(struct gathering *gathering, const char *path,
                            const struct source *source)
{
    GPtrArray *problems = g_ptr_array_new();
    struct keyring *keys = keyring_new();
    const struct import import = {.name = path, .ring = keys, .problems = problems};

    source_parse(source, &import, gathering->dialect);
    take_keys(gathering, path, source, keys);
    for (unsigned i = 0; i < problems->len; i++)
        take_problem(gathering, path, problems->pdata[i]);
    keyring_free(keys);
    g_ptr_array_free(problems, TRUE);
}

/* Reads the file PATH. Skips a sealed one, which would ask for a passphrase each time the folder is
 * read. */
static void read_file(struct gathering *gathering, const char *path)
{
    struct source source = {0};
    GError *error = NULL;

    if (!file_read(path, &source.text, &source.mode, &error)) {
        problems_add(gathering->problems, error);
    } else {
        source.seal = openpgp_seal(source.text.bytes, source.text.length);
        if (source.seal) {
            gathering_skip(gathering, path, "it is sealed; name it by itself");
        } else {
            source_clean(&source);
            gathering_parse(gathering, path, &source);
        }
    }
    source_clear(&source);
}

bool source_read_folder(const char *path, const char *dialect, struct keyring *ring,
                        GPtrArray *problems)
{
    struct gathering gathering = {path, dialect, ring, problems, 0};
    GPtrArray *files = folder_list(path, problems);

    for (unsigned i = 0; i < files->len; i++)
        read_file(&gathering, files->pdata[i]);
    if (gathering.exposed > 0)
        problems_add(problems, g_error_new(KEY_ERROR, KEY_ERROR_EXPOSED,
                                           "%s: other users can read %u of its files; restrict the "
                                           "folder with chmod o=",
                                           path, gathering.exposed));
    g_ptr_array_free(files, TRUE);
    return true;
}
