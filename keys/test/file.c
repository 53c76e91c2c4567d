/* Tests that files are replaced atomically, are accessible only to their owner, and have one writer
 * at a time.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/file.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static char *folder;

static char *path_of(const char *name)
{
    return g_build_filename(folder, name, NULL);
}

static void assert_holds(const char *path, const char *expected)
{
    struct text text = {0};
    unsigned mode;
    g_assert_true(file_read(path, &text, &mode, NULL));
    g_assert_cmpmem(text.bytes, text.length, expected, strlen(expected));
    g_assert_cmpuint(mode, ==, 0600);
    text_clear(&text);
}

static void replace(const char *path, const char *content)
{
    struct text text = {0};
    GError *error = NULL;
    text_add(&text, content);
    g_assert_true(file_replace(path, &text, &error));
    g_assert_no_error(error);
    text_clear(&text);
}

static void test_a_file_is_made_and_replaced(void)
{
    char *path = path_of("a"), *left = path_of(".a.new");
    const mode_t before = umask(0);
    replace(path, "one");
    assert_holds(path, "one");
    g_assert_cmpint(g_chmod(path, 0666), ==, 0);
    g_assert_true(g_file_set_contents(left, "of a writer that was killed", -1, NULL));
    replace(path, "two, and longer");
    assert_holds(path, "two, and longer");
    g_assert_false(file_exists(left));
    umask(before);
    g_unlink(path);
    g_free(left);
    g_free(path);
}

static void test_what_cannot_be_written_stays(void)
{
    char *path = path_of("missing/a");
    struct text text = {0};
    GError *error = NULL;
    g_assert_false(file_replace(path, &text, &error));
    g_assert_error(error, KEY_ERROR, KEY_ERROR_FILE);
    g_assert_nonnull(strstr(error->message, path));
    g_clear_error(&error);
    g_assert_null(file_lock(path, &error));
    g_assert_error(error, KEY_ERROR, KEY_ERROR_FILE);
    g_clear_error(&error);
    g_free(path);
}

/* The secrets written until the disk is full do not stay there. */
static void test_a_full_disk_leaves_nothing(void)
{
    char *path = path_of("a"), *left = path_of(".a.new");
    struct text text = {0};
    struct rlimit limit;
    GError *error = NULL;

    text_append(&text, "0123456789", 10);
    g_assert_cmpint(getrlimit(RLIMIT_FSIZE, &limit), ==, 0);
    const struct rlimit full = {.rlim_cur = 5, .rlim_max = limit.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &full), ==, 0);
    const bool replaced = file_replace(path, &text, &error);
    g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &limit), ==, 0);
    g_assert_false(replaced);
    g_assert_error(error, KEY_ERROR, KEY_ERROR_FILE);
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    g_assert_false(g_file_test(left, G_FILE_TEST_EXISTS));
    g_clear_error(&error);
    text_clear(&text);
    g_free(left);
    g_free(path);
}

/* Reads standard input, to which another process writes LENGTH bytes, or as many as are read. */
static bool read_from_pipe(size_t length, struct text *text, unsigned *mode, GError **error)
{
    const int before = dup(STDIN_FILENO);
    int ends[2];
    g_assert_cmpint(pipe(ends), ==, 0);
    const pid_t child = fork();
    if (child == 0) {
        char *bytes = g_malloc0(length);
        signal(SIGPIPE, SIG_DFL);
        close(ends[0]);
        close(STDIN_FILENO);
        for (ssize_t written = 1; length > 0 && written > 0; length -= (size_t)written)
            written = write(ends[1], bytes, length);
        _exit(0);
    }
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    const bool done = file_read_standard_input(text, mode, error);
    dup2(before, STDIN_FILENO); /* no process reads the pipe from here on */
    close(before);
    waitpid(child, NULL, 0);
    return done;
}

static void test_standard_input_is_read_to_its_end(void)
{
    struct text text = {0};
    unsigned mode = 1;
    g_assert_true(read_from_pipe(1000000, &text, &mode, NULL));
    g_assert_cmpuint(text.length, ==, 1000000);
    g_assert_cmpuint(mode, ==, 0);
    text_clear(&text);
}

static void assert_refused(bool done, GError *error, const char *name, const char *reason)
{
    g_assert_false(done);
    g_assert_error(error, KEY_ERROR, KEY_ERROR_FILE);
    g_test_message("%s", error->message);
    g_assert_nonnull(strstr(error->message, name));
    g_assert_nonnull(strstr(error->message, reason));
    g_error_free(error);
}

static void assert_unread(const char *path, const char *reason)
{
    struct text text = {0};
    GError *error = NULL;
    unsigned mode;
    const bool done = file_read(path, &text, &mode, &error);
    assert_refused(done, error, path, reason);
    g_assert_cmpuint(text.capacity, <=, FILE_LARGEST + 1);
    text_clear(&text);
}

static void test_standard_input_has_a_limit(void)
{
    struct text text = {0};
    GError *error = NULL;
    unsigned mode;
    const bool done = read_from_pipe(2 * FILE_LARGEST, &text, &mode, &error);
    assert_refused(done, error, FILE_STANDARD_INPUT, "larger than 64 MiB");
    g_assert_cmpuint(text.length, ==, FILE_LARGEST + 1);
    text_clear(&text);
}

/* One of these never ends, and the others have no writer. */
static void test_only_regular_files_are_read(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char *fifo = path_of("fifo"), *link = path_of("link"), *named = path_of("socket");
    const int listening = socket(AF_UNIX, SOCK_STREAM, 0);
    int ends[2];

    g_assert_cmpint(mkfifo(fifo, 0600), ==, 0);
    g_assert_cmpint(symlink("fifo", link), ==, 0);
    g_strlcpy(address.sun_path, named, sizeof address.sun_path);
    g_assert_cmpint(bind(listening, (struct sockaddr *)&address, sizeof address), ==, 0);
    g_assert_cmpint(pipe(ends), ==, 0);
    char *open_pipe = g_strdup_printf("/dev/fd/%d", ends[0]);
    assert_unread(fifo, "a pipe, not a regular file");
    assert_unread(link, "a pipe, not a regular file");
    assert_unread(open_pipe, "a pipe, not a regular file");
    assert_unread(named, "");
    assert_unread(folder, "a directory, not a regular file");
    assert_unread("/dev/zero", "a device, not a regular file");
    close(ends[0]), close(ends[1]), close(listening);
    g_unlink(fifo), g_unlink(link), g_unlink(named);
    g_free(open_pipe), g_free(named), g_free(link), g_free(fifo);
}

/* Creates a sparse file of LENGTH bytes. */
static void make_sparse(const char *path, off_t length)
{
    const int descriptor = g_open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    g_assert_cmpint(ftruncate(descriptor, length), ==, 0);
    close(descriptor);
}

static void test_a_large_file_is_refused(void)
{
    char *path = path_of("large");
    struct text text = {0};
    GError *error = NULL;
    unsigned mode;

    make_sparse(path, (off_t)FILE_LARGEST);
    g_assert_true(file_read(path, &text, &mode, NULL));
    g_assert_cmpuint(text.length, ==, FILE_LARGEST);
    text_append(&text, "x", 1);
    const bool replaced = file_replace(path, &text, &error);
    assert_refused(replaced, error, path, "larger than 64 MiB");
    text_clear(&text);
    make_sparse(path, (off_t)FILE_LARGEST + 1);
    assert_unread(path, "larger than 64 MiB");
    make_sparse(path, (off_t)1 << 40);
    assert_unread(path, "larger than 64 MiB");
    g_unlink(path);
    g_free(path);
}

/* The kernel reports no size for its own files. */
static void test_a_file_without_a_size_is_read(void)
{
    struct text text = {0};
    unsigned mode;
    g_assert_true(file_read("/proc/self/status", &text, &mode, NULL));
    g_assert_cmpuint(text.length, >, 0);
    text_clear(&text);
}

static void test_links_lead_to_their_target(void)
{
    char *target = path_of("target"), *first = path_of("first"), *second = path_of("second");
    char *loop = path_of("loop");
    g_assert_cmpint(symlink("target", first), ==, 0);
    g_assert_cmpint(symlink(first, second), ==, 0);
    g_assert_cmpint(symlink(loop, loop), ==, 0);
    char *found = file_target(second), *itself = file_target(target), *lost = file_target(loop);
    g_assert_cmpstr(found, ==, target);
    g_assert_cmpstr(itself, ==, target);
    g_assert_nonnull(lost);
    g_unlink(first), g_unlink(second), g_unlink(loop);
    g_free(lost), g_free(itself), g_free(found);
    g_free(loop), g_free(second), g_free(first), g_free(target);
}

/* Several processes increment a number in a file many times. */
static void test_a_lock_is_held_by_one(void)
{
    const unsigned processes = 4, times = 200;
    char *path = path_of("count");
    replace(path, "0");
    for (unsigned i = 0; i < processes; i++)
        if (fork() == 0) {
            for (unsigned n = 0; n < times; n++) {
                struct file_lock *lock = file_lock(path, NULL);
                char *content;
                g_assert_nonnull(lock);
                g_assert_true(g_file_get_contents(path, &content, NULL, NULL));
                char *next = g_strdup_printf("%d", atoi(content) + 1);
                replace(path, next);
                g_free(next), g_free(content);
                file_unlock(lock);
            }
            _exit(0);
        }
    for (unsigned i = 0; i < processes; i++) {
        int status;
        wait(&status);
        g_assert_cmpint(status, ==, 0);
    }
    assert_holds(path, "800");
    g_unlink(path);
    g_free(path);
}

static void set_time(const char *path, time_t seconds, long nanoseconds)
{
    const struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {seconds, nanoseconds}};
    g_assert_cmpint(utimensat(AT_FDCWD, path, times, 0), ==, 0);
}

/* Another program may have changed a file if its size or any part of its time is another. */
static void test_what_was_changed(void)
{
    char *path = path_of("changed");
    replace(path, "one");
    set_time(path, 1000, 5);
    struct file_lock *lock = file_lock(path, NULL);
    g_assert_true(file_is_as_locked(lock, NULL));
    set_time(path, 1001, 5);
    g_assert_false(file_is_as_locked(lock, NULL));
    set_time(path, 1000, 6);
    g_assert_false(file_is_as_locked(lock, NULL));
    replace(path, "four");
    set_time(path, 1000, 5);
    g_assert_false(file_is_as_locked(lock, NULL));
    file_unlock(lock);
    g_unlink(path);
    g_free(path);
}

/* A killed process leaves the lock file, but not the lock. */
static void test_a_lock_goes_with_its_holder(void)
{
    char *path = path_of("b"), *lock_path = path_of(".b.lock");
    const pid_t child = fork();
    if (child == 0) {
        file_lock(path, NULL);
        _exit(0);
    }
    waitpid(child, NULL, 0);
    g_assert_true(file_exists(lock_path));
    struct file_lock *lock = file_lock(path, NULL);
    g_assert_nonnull(lock);
    file_unlock(lock);
    g_assert_false(file_exists(lock_path));
    g_free(lock_path);
    g_free(path);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    folder = g_dir_make_tmp("tcpauth-XXXXXX", NULL);
    g_test_add_func("/file/a-file-is-made-and-replaced", test_a_file_is_made_and_replaced);
    g_test_add_func("/file/a-full-disk-leaves-nothing", test_a_full_disk_leaves_nothing);
    g_test_add_func("/file/what-cannot-be-written-stays", test_what_cannot_be_written_stays);
    g_test_add_func("/file/standard-input-is-read-to-its-end",
                    test_standard_input_is_read_to_its_end);
    g_test_add_func("/file/standard-input-has-a-limit", test_standard_input_has_a_limit);
    g_test_add_func("/file/only-regular-files-are-read", test_only_regular_files_are_read);
    g_test_add_func("/file/a-large-file-is-refused", test_a_large_file_is_refused);
    g_test_add_func("/file/a-file-without-a-size-is-read", test_a_file_without_a_size_is_read);
    g_test_add_func("/file/links-lead-to-their-target", test_links_lead_to_their_target);
    g_test_add_func("/file/a-lock-is-held-by-one", test_a_lock_is_held_by_one);
    g_test_add_func("/file/what-was-changed", test_what_was_changed);
    g_test_add_func("/file/a-lock-goes-with-its-holder", test_a_lock_goes_with_its_holder);
    const int failed = g_test_run();
    g_assert_cmpint(g_rmdir(folder), ==, 0); /* nothing is left behind */
    g_free(folder);
    return failed;
}
