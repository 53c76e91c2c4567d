/* Decides when the user is asked to unlock a sealed keyring file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "unlock.h"

#include "keys/folder.h"
#include "keys/import/import.h"
#include "keys/source/source.h"
#include "window.h"

#include <epan/packet.h>
#include <sys/stat.h>

/* A file is unchanged if all of these are. */
struct identity {
    char *path;
    const char *dialect;
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec modified, changed;
};

/* The sealed file that was read last, and the result. */
static struct {
    struct identity identity; /* its path is NULL if no file is remembered */
    struct keyring *ring;     /* NULL if the file is locked */
    GPtrArray *problems;      /* of GError * */
} last;

static struct identity identify_file(const char *path, const char *dialect)
{
    struct identity identity = {.path = g_strdup(path), .dialect = dialect};
    struct stat status;
    if (stat(path, &status) == 0) {
        identity.device = status.st_dev;
        identity.inode = status.st_ino;
        identity.size = status.st_size;
        identity.modified = status.st_mtim;
        identity.changed = status.st_ctim;
    }
    return identity;
}

static bool same_time(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

static bool is_last(const struct identity *identity)
{
    const struct identity *other = &last.identity;
    return g_strcmp0(identity->path, other->path) == 0 &&
           g_strcmp0(identity->dialect, other->dialect) == 0 && identity->device == other->device &&
           identity->inode == other->inode && identity->size == other->size &&
           same_time(&identity->modified, &other->modified) &&
           same_time(&identity->changed, &other->changed);
}

void unlock_forget(void)
{
    g_free(last.identity.path);
    last.identity.path = NULL;
    keyring_free(last.ring);
    last.ring = NULL;
    if (last.problems)
        g_ptr_array_free(last.problems, TRUE);
    last.problems = NULL;
}

/* Adds the remembered keys to RING and copies of the remembered problems to PROBLEMS. */
static void recount_keys(struct keyring *ring, GPtrArray *problems)
{
    for (unsigned i = 0; last.ring && i < keyring_size(last.ring); i++)
        keyring_add(ring, key_copy(keyring_key(last.ring, i)));
    if (last.ring)
        isns_add_all(keyring_isns(ring), keyring_isns(last.ring));
    for (unsigned i = 0; i < last.problems->len; i++)
        g_ptr_array_add(problems, g_error_copy(last.problems->pdata[i]));
}

static bool is_locked(const GPtrArray *problems)
{
    for (unsigned i = 0; i < problems->len; i++)
        if (g_error_matches(problems->pdata[i], KEY_ERROR, KEY_ERROR_SEALED))
            return true;
    return false;
}

/* Returns true if a capture is being opened. A capture that is redissected already has its
 * frames. */
static bool is_opening(void)
{
    const ws_info_t *shown = window_shown();
    return shown && (shown->cf_state == FILE_CLOSED || shown->cf_count == 0);
}

static void say_how_to_retry(GPtrArray *problems)
{
    if (window_shown())
        g_ptr_array_add(problems,
                        g_error_new_literal(KEY_ERROR, KEY_ERROR_SEALED,
                                            "To try again: Tools > TCP Authentication > Unlock "
                                            "Keyring, or reload the capture."));
}

/* Reads the file into LAST, which takes ownership of IDENTITY. Returns true if the file is
 * sealed. */
static bool read_anew(struct identity identity)
{
    struct source source = {0};

    unlock_forget();
    last.identity = identity;
    last.ring = keyring_new();
    last.problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    const struct import import = {
        .name = identity.path, .ring = last.ring, .problems = last.problems};
    if (folder_is(identity.path))
        source_read_folder(identity.path, identity.dialect, last.ring, last.problems);
    else if (source_load(identity.path, &source, last.problems))
        source_parse(&source, &import, identity.dialect);
    const bool sealed = source.seal != NULL;
    source_clear(&source);
    if (is_locked(last.problems)) {
        say_how_to_retry(last.problems);
        keyring_free(last.ring);
        last.ring = NULL;
    }
    return sealed;
}

enum unlocking unlock_read(const char *path, const char *dialect, struct keyring *ring,
                           GPtrArray *problems)
{
    struct identity identity = identify_file(path, dialect);
    const bool known = is_last(&identity) && (last.ring || !is_opening());

    if (known)
        g_free(identity.path);
    const bool sealed = known || read_anew(identity);
    recount_keys(ring, problems);
    const bool locked = !last.ring;
    if (!sealed)
        unlock_forget();
    return !locked ? UNLOCK_DONE : known ? UNLOCK_FAILED_BEFORE : UNLOCK_FAILED;
}

void unlock_again(void)
{
    if (!last.ring)
        unlock_forget();
}

void unlock_register(void)
{
    register_shutdown_routine(unlock_forget);
}
