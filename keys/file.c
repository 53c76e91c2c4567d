/* Reads whole files, and replaces files atomically.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATIENCE (10 * G_USEC_PER_SEC)
#define PAUSE    (5 * 1000)

/* Sets ERROR from errno, which is about PATH. Returns false. */
static bool file_fail(GError **error, const char *path)
{
    g_set_error(error, KEY_ERROR, KEY_ERROR_FILE, "%s: %s", path, g_strerror(errno));
    return false;
}

/* Sets ERROR to a message that PATH is larger than FILE_LARGEST. Returns false. */
static bool fail_too_large(const char *path, GError **error)
{
    g_set_error(error, KEY_ERROR, KEY_ERROR_FILE, "%s: it is larger than %zu MiB", path,
                FILE_LARGEST >> 20);
    return false;
}

/* Reads until the end, or until there is one byte too many: files grow, and some do not report
 * their size. */
static bool read_all(int descriptor, struct text *text)
{
    ssize_t count;
    do {
        char *room = text_room(text, 1);
        const size_t space = text->capacity - text->length;
        count = read(descriptor, room, MIN(space, FILE_LARGEST + 1 - text->length));
        if (count > 0)
            text->length += (size_t)count;
    } while ((count > 0 && text->length <= FILE_LARGEST) || (count < 0 && errno == EINTR));
    return count >= 0;
}

/* Appends the content of DESCRIPTOR to TEXT. STATUS is its fstat(); PATH is for messages. */
static bool read_descriptor(int descriptor, const struct stat *status, const char *path,
                            struct text *text, GError **error)
{
    const size_t size = S_ISREG(status->st_mode) ? (size_t)status->st_size : 0;
    if (size > FILE_LARGEST)
        return fail_too_large(path, error);
    text_room(text, size + 1); /* one byte more, so that the end is noticed */
    if (!read_all(descriptor, text))
        return file_fail(error, path);
    return text->length <= FILE_LARGEST || fail_too_large(path, error);
}

/* Returns true if STATUS is that of a regular file. */
static bool is_regular(const struct stat *status, const char *path, GError **error)
{
    if (S_ISREG(status->st_mode))
        return true;
    g_set_error(error, KEY_ERROR, KEY_ERROR_FILE, "%s: it is %s, not a regular file", path,
                S_ISDIR(status->st_mode)    ? "a directory"
                : S_ISFIFO(status->st_mode) ? "a pipe"
                                            : "a device");
    return false;
}

/* Returns true if DESCRIPTOR is a regular file. Checks the open file, since the path may lead to
 * another one by now. */
static bool check_kind(int descriptor, struct stat *status, const char *path, GError **error)
{
    return fstat(descriptor, status) == 0 ? is_regular(status, path, error)
                                          : file_fail(error, path);
}

/* Without O_NONBLOCK, opening a pipe would wait for a writer. */
bool file_read(const char *path, struct text *text, unsigned *mode, GError **error)
{
    struct stat status;
    const int descriptor = g_open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
    if (descriptor < 0)
        return file_fail(error, path);

    const bool done = check_kind(descriptor, &status, path, error) &&
                      read_descriptor(descriptor, &status, path, text, error);
    *mode = done ? status.st_mode & 07777 : 0;
    close(descriptor);
    return done;
}

bool file_read_standard_input(struct text *text, unsigned *mode, GError **error)
{
    struct stat status;
    if (fstat(STDIN_FILENO, &status) != 0)
        return file_fail(error, FILE_STANDARD_INPUT);
    *mode = S_ISREG(status.st_mode) ? status.st_mode & 07777 : 0;
    return read_descriptor(STDIN_FILENO, &status, FILE_STANDARD_INPUT, text, error);
}

char *file_target(const char *path)
{
    char *target = g_strdup(path), *link;
    for (unsigned links = 0; links < 40 && (link = g_file_read_link(target, NULL)); links++) {
        char *folder = g_path_get_dirname(target);
        g_free(target);
        target = g_path_is_absolute(link) ? g_strdup(link) : g_build_filename(folder, link, NULL);
        g_free(folder);
        g_free(link);
    }
    return target;
}

bool file_exists(const char *path)
{
    return g_file_test(path, G_FILE_TEST_EXISTS);
}

/* Returns the path of a hidden file beside TARGET. Free with g_free(). */
static char *path_beside(const char *target, const char *ending)
{
    char *folder = g_path_get_dirname(target), *name = g_path_get_basename(target);
    char *hidden = g_strconcat(".", name, ending, NULL);
    char *path = g_build_filename(folder, hidden, NULL);
    g_free(hidden);
    g_free(name);
    g_free(folder);
    return path;
}

struct file_lock {
    char *path;
    int descriptor;
    char *target;
    struct stat status; /* of the target, when the lock was taken; all zero if it did not exist */
};

/* True if the previous holder has already unlinked the lock file. */
static bool is_removed(int descriptor)
{
    struct stat status;
    return fstat(descriptor, &status) != 0 || status.st_nlink == 0;
}

/* Tries once to take the lock. Returns its descriptor; or -1, and errno is EWOULDBLOCK if the lock
 * is held. */
static int try_lock(const char *path)
{
    const int descriptor = g_open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return -1;
    int fault = flock(descriptor, LOCK_EX | LOCK_NB) != 0 ? errno : 0;
    if (!fault && is_removed(descriptor))
        fault = EWOULDBLOCK;
    if (!fault)
        return descriptor;
    close(descriptor);
    errno = fault;
    return -1;
}

/* Returns the status of TARGET; all zero if it does not exist. */
static struct stat status_of(const char *target)
{
    struct stat status;
    return stat(target, &status) == 0 ? status : (struct stat){0};
}

struct file_lock *file_lock(const char *target, GError **error)
{
    const gint64 deadline = g_get_monotonic_time() + PATIENCE;
    char *path = path_beside(target, ".lock");
    int descriptor;

    while ((descriptor = try_lock(path)) < 0 && errno == EWOULDBLOCK &&
           g_get_monotonic_time() < deadline)
        g_usleep(PAUSE);
    if (descriptor >= 0) {
        struct file_lock *lock = g_new(struct file_lock, 1);
        *lock =
            (struct file_lock){.path = path, .descriptor = descriptor, .target = g_strdup(target)};
        lock->status = status_of(target);
        return lock;
    }
    if (errno == EWOULDBLOCK)
        g_set_error(error, KEY_ERROR, KEY_ERROR_LOCKED, "%s: another process is writing it",
                    target);
    else
        g_set_error(error, KEY_ERROR, KEY_ERROR_FILE, "%s: cannot create the lock %s: %s", target,
                    path, g_strerror(errno));
    g_free(path);
    return NULL;
}

void file_unlock(struct file_lock *lock)
{
    g_unlink(lock->path); /* while the lock is held: see is_removed() */
    close(lock->descriptor);
    g_free(lock->target);
    g_free(lock->path);
    g_free(lock);
}

bool file_is_as_locked(const struct file_lock *lock, GError **error)
{
    /* no inodes: some network file systems have another number each time */
    const struct stat then = lock->status, now = status_of(lock->target);
    if (now.st_size == then.st_size && now.st_mtim.tv_sec == then.st_mtim.tv_sec &&
        now.st_mtim.tv_nsec == then.st_mtim.tv_nsec)
        return true;
    g_set_error(error, KEY_ERROR, KEY_ERROR_FILE,
                "%s: another program has changed it meanwhile, so it was not written; try again",
                lock->target);
    return false;
}

static bool write_all(int descriptor, const struct text *text)
{
    size_t written = 0;
    while (written < text->length) {
        const ssize_t count = write(descriptor, text->bytes + written, text->length - written);
        if (count >= 0)
            written += (size_t)count;
        else if (errno != EINTR)
            return false;
    }
    return true;
}

/* Gives the file the owner of TARGET. Root may write another user's file, which must stay that
 * user's. */
static bool keep_owner(int descriptor, const char *target)
{
    struct stat status;
    if (stat(target, &status) != 0)
        return errno == ENOENT;
    return (status.st_uid == geteuid() && status.st_gid == getegid()) ||
           fchown(descriptor, status.st_uid, status.st_gid) == 0 || status.st_uid == geteuid();
}

/* Returns true if TARGET does not exist or is a regular file, without other hard links: these would
 * keep the old content. To rename a file over a device would remove that, for root /dev/null. */
static bool may_be_replaced(const char *target, GError **error)
{
    struct stat status;
    if (stat(target, &status) != 0)
        return true;
    if (!is_regular(&status, target, error))
        return false;
    if (status.st_nlink < 2)
        return true;
    g_set_error(error, KEY_ERROR, KEY_ERROR_FILE,
                "%s: the file has other names (hard links), which would keep what it holds now; "
                "make them symbolic links",
                target);
    return false;
}

static bool write_new(const char *path, const char *target, const struct text *text)
{
    const int descriptor = g_open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return false;
    const bool done = fchmod(descriptor, 0600) == 0 && keep_owner(descriptor, target) &&
                      write_all(descriptor, text) && fsync(descriptor) == 0;
    const int fault = errno;
    const bool closed = close(descriptor) == 0;
    if (!done)
        errno = fault;
    return done && closed;
}

/* Writes the folder of TARGET to the disk, so that the new name survives a crash. Errors are
 * ignored: some file systems do not support this for folders, or forbid to open one. */
static void sync_folder(const char *target)
{
    char *folder = g_path_get_dirname(target);
    const int descriptor = g_open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (descriptor >= 0) {
        (void)fsync(descriptor);
        close(descriptor);
    }
    g_free(folder);
}

bool file_replace(const char *target, const struct text *text, GError **error)
{
    return text->length <= FILE_LARGEST ? file_replace_large(target, text, error)
                                        : fail_too_large(target, error);
}

bool file_replace_large(const char *target, const struct text *text, GError **error)
{
    if (!may_be_replaced(target, error))
        return false;
    char *path = path_beside(target, ".new");
    g_unlink(path);
    const bool done = write_new(path, target, text) && g_rename(path, target) == 0;

    if (!done) {
        file_fail(error, target);
        g_unlink(path);
    } else {
        sync_folder(target);
    }
    g_free(path);
    return done;
}

bool file_make_folder(const char *path, GError **error)
{
    char *folder = g_path_get_dirname(path);
    const bool done = g_mkdir_with_parents(folder, 0700) == 0 || file_fail(error, folder);
    g_free(folder);
    return done;
}
