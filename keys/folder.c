/* Folders of keyring files and configurations.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "folder.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct listing {
    GPtrArray *files;
    GPtrArray *problems;
    bool is_full;
};

bool folder_is(const char *path)
{
    return g_file_test(path, G_FILE_TEST_IS_DIR);
}

static void listing_skip(struct listing *listing, const char *path, const char *why)
{
    problems_add(listing->problems,
                 g_error_new(KEY_ERROR, KEY_ERROR_SKIPPED, "%s: skipped: %s", path, why));
}

/* Adds PATH, of which it takes ownership, unless there are too many files already. */
static void add_file(struct listing *listing, char *path)
{
    if (listing->files->len < FOLDER_MAX_FILES) {
        g_ptr_array_add(listing->files, path);
        return;
    }
    if (!listing->is_full)
        listing_skip(listing, path, "this and more are too many files for a keyring");
    listing->is_full = true;
    g_free(path);
}

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Returns the names in the folder PATH that are not hidden, sorted, or NULL. */
static GPtrArray *names_in(const char *path, GPtrArray *problems)
{
    GError *error = NULL;
    GDir *folder = g_dir_open(path, 0, &error);
    const char *name;
    if (!folder) {
        problems_add(problems,
                     g_error_new(KEY_ERROR, KEY_ERROR_FILE, "%s: %s", path, error->message));
        g_error_free(error);
        return NULL;
    }
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    while ((name = g_dir_read_name(folder)))
        if (*name != '.')
            g_ptr_array_add(names, g_strdup(name));
    g_dir_close(folder);
    g_ptr_array_sort(names, by_name);
    return names;
}

static const char *kind_of(const GStatBuf *status)
{
    return S_ISLNK(status->st_mode)    ? "a symbolic link"
           : S_ISFIFO(status->st_mode) ? "a pipe"
           : S_ISSOCK(status->st_mode) ? "a socket"
                                       : "a device";
}

static void listing_read(struct listing *listing, const char *path, unsigned depth);

/* Lists PATH, of which it takes ownership. */
static void list_entry(struct listing *listing, char *path, unsigned depth)
{
    GStatBuf status;
    if (g_lstat(path, &status) != 0) {
        listing_skip(listing, path, g_strerror(errno));
    } else if (S_ISREG(status.st_mode)) {
        add_file(listing, g_steal_pointer(&path));
    } else if (!S_ISDIR(status.st_mode)) {
        listing_skip(listing, path, kind_of(&status));
    } else if (depth == FOLDER_MAX_DEPTH) {
        listing_skip(listing, path, "it is too many folders deep");
    } else {
        listing_read(listing, path, depth + 1);
    }
    g_free(path);
}

/* Returns true if NAME, one of the sorted NAMES, is that of a backup of another one of them. */
static bool is_backup(const GPtrArray *names, const char *name)
{
    static const char *const frames[][2] = {{"", "~"},    {"#", "#"},    {"", ".bak"}, {"", ".old"},
                                            {"", ".sav"}, {"", ".orig"}, {"", ".swp"}};
    bool found = false;
    for (unsigned i = 0; i < G_N_ELEMENTS(frames) && !found; i++) {
        const size_t begin = strlen(frames[i][0]), both = begin + strlen(frames[i][1]);
        if (strlen(name) <= both || !g_str_has_prefix(name, frames[i][0]) ||
            !g_str_has_suffix(name, frames[i][1]))
            continue;
        char *original = g_strndup(name + begin, strlen(name) - both);
        found = bsearch(&original, names->pdata, names->len, sizeof original, by_name);
        g_free(original);
    }
    return found;
}

static void listing_read(struct listing *listing, const char *path, unsigned depth)
{
    GPtrArray *names = names_in(path, listing->problems);
    for (unsigned i = 0; names && i < names->len && !listing->is_full; i++) {
        char *entry = g_build_filename(path, names->pdata[i], NULL);
        if (is_backup(names, names->pdata[i])) {
            listing_skip(listing, entry, "it is a backup of another file here");
            g_free(entry);
        } else {
            list_entry(listing, entry, depth);
        }
    }
    if (names)
        g_ptr_array_free(names, TRUE);
}

GPtrArray *folder_list(const char *path, GPtrArray *problems)
{
    struct listing listing = {g_ptr_array_new_with_free_func(g_free), problems, false};
    listing_read(&listing, path, 1);
    return listing.files;
}
