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

/* What one file of the folder has. */
struct reading {
    const char *path;
    struct keyring *keys;
    struct labels *labels; /* the names of its router, or NULL if its keys keep their names */
    GPtrArray *problems;
};

/* Files are read by several threads, a batch at a time, so that the memory is bounded. A thread
 * takes longer to start than to read a few files. */
#define BATCH            256
#define MAX_THREADS      4
#define FILES_PER_THREAD 16

struct gathering {
    const char *dialect;
    struct keyring *ring;
    GPtrArray *problems;
    unsigned exposed; /* number of files that other users can read */

    struct reading batch[BATCH];
    gint count; /* of the files in it */
    gint next;  /* the first of them that no thread has taken; accessed atomically */
};

static GError *skipped(const char *path, const char *why)
{
    return g_error_new(KEY_ERROR, KEY_ERROR_SKIPPED, "%s: skipped: %s", path, why);
}

static void reading_parse(struct reading *reading, const struct source *source, const char *dialect)
{
    const struct text *text = &source->text;
    const struct import import = {
        .name = reading->path, .ring = reading->keys, .problems = reading->problems};

    source_parse(source, &import, dialect);
    if (keyring_size(reading->keys) > 0 && !source_has_parts(source) &&
        !keyfile_is_likely(text->bytes, text->length))
        reading->labels = labels_new(text->bytes, text->length);
}

/* Reads the file of READING. Skips a sealed one, which would ask for a passphrase each time the
 * folder is read. */
static void read_file(struct reading *reading, const char *dialect)
{
    struct source source = {0};
    GError *error = NULL;

    reading->keys = keyring_new();
    reading->problems = g_ptr_array_new();
    if (!file_read(reading->path, &source.text, &source.mode, &error)) {
        problems_add(reading->problems, error);
    } else {
        source.seal = openpgp_seal(source.text.bytes, source.text.length);
        if (source.seal) {
            problems_add(reading->problems,
                         skipped(reading->path, "it is sealed; name it by itself"));
        } else {
            source_clean(&source);
            reading_parse(reading, &source, dialect);
        }
    }
    source_clear(&source);
}

static gpointer read_files(gpointer data)
{
    struct gathering *gathering = data;
    gint i;

    while ((i = g_atomic_int_add(&gathering->next, 1)) < gathering->count)
        read_file(&gathering->batch[i], gathering->dialect);
    return NULL;
}

/* Reads the files of the batch. A thread that cannot be started is done without. */
static void read_batch(struct gathering *gathering)
{
    const unsigned useful = (unsigned)gathering->count / FILES_PER_THREAD,
                   threads = MIN(MIN(useful, g_get_num_processors()), MAX_THREADS);
    GThread *others[MAX_THREADS] = {NULL};

    gathering->next = 0;
    for (unsigned i = 1; i < threads; i++)
        others[i] = g_thread_try_new("keys", read_files, gathering, NULL);
    read_files(gathering);
    for (unsigned i = 1; i < threads; i++)
        if (others[i])
            g_thread_join(others[i]);
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

static void take_keys(struct gathering *gathering, const struct reading *reading)
{
    char *stem = stem_of(reading->path);

    isns_add_all(keyring_isns(gathering->ring), keyring_isns(reading->keys));
    for (unsigned i = 0; i < keyring_size(reading->keys); i++) {
        struct key *key = key_copy(keyring_key(reading->keys, i));
        if (reading->labels)
            set_name(key, reading->labels, stem);
        keyring_add(gathering->ring, key);
    }
    g_free(stem);
}

/* Adds PROBLEM, of which it takes ownership. Problems that many files share are reported once; a
 * file that is not a keyring is no problem in a folder. */
static void take_problem(struct gathering *gathering, const char *path, GError *problem)
{
    if (problem->code == KEY_ERROR_EXPOSED) {
        gathering->exposed++;
        g_error_free(problem);
    } else if (problem->code == KEY_ERROR_UNKNOWN) {
        problems_add(gathering->problems,
                     skipped(path, "neither a keyring nor a configuration known here"));
        g_error_free(problem);
    } else {
        problems_add(gathering->problems, problem);
    }
}

/* Takes over what READING has, and clears it. */
static void take_reading(struct gathering *gathering, struct reading *reading)
{
    take_keys(gathering, reading);
    for (unsigned i = 0; i < reading->problems->len; i++)
        take_problem(gathering, reading->path, reading->problems->pdata[i]);
    labels_free(reading->labels);
    keyring_free(reading->keys);
    g_ptr_array_free(reading->problems, TRUE);
    *reading = (struct reading){0};
}

bool source_read_folder(const char *path, const char *dialect, struct keyring *ring,
                        GPtrArray *problems)
{
    struct gathering gathering = {.dialect = dialect, .ring = ring, .problems = problems};
    GPtrArray *files = folder_list(path, problems);

    for (unsigned at = 0; at < files->len; at += (unsigned)gathering.count) {
        gathering.count = (gint)MIN(files->len - at, BATCH);
        for (gint i = 0; i < gathering.count; i++)
            gathering.batch[i].path = files->pdata[at + (unsigned)i];
        read_batch(&gathering);
        for (gint i = 0; i < gathering.count; i++)
            take_reading(&gathering, &gathering.batch[i]);
    }
    if (gathering.exposed > 0)
        problems_add(problems, g_error_new(KEY_ERROR, KEY_ERROR_EXPOSED,
                                           "%s: other users can read %u of its files; restrict the "
                                           "folder with chmod o=",
                                           path, gathering.exposed));
    g_ptr_array_free(files, TRUE);
    return true;
}
