/* Tests that files are replaced whole, for their owner alone, and by one writer at a time.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/file.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

static void test_a_pipe_is_read_to_its_end(void)
{
    int ends[2];
    g_assert_cmpint(pipe(ends), ==, 0);
    const pid_t child = fork();
    if (child == 0) {
        for (unsigned i = 0; i < 100000; i++)
            if (write(ends[1], "0123456789", 10) != 10)
                _exit(1);
        _exit(0);
    }
    close(ends[1]);
    char *path = g_strdup_printf("/dev/fd/%d", ends[0]);
    struct text text = {0};
    unsigned mode = 1;
    g_assert_true(file_read(path, &text, &mode, NULL));
    g_assert_cmpuint(text.length, ==, 1000000);
    g_assert_cmpuint(mode, ==, 0);
    text_clear(&text);
    close(ends[0]);
    waitpid(child, NULL, 0);
    g_free(path);
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

/* Each of several processes adds to a number in a file, many times. */
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

/* A killed holder leaves the file of its lock, but not the lock. */
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
    g_test_add_func("/file/what-cannot-be-written-stays", test_what_cannot_be_written_stays);
    g_test_add_func("/file/a-pipe-is-read-to-its-end", test_a_pipe_is_read_to_its_end);
    g_test_add_func("/file/links-lead-to-their-target", test_links_lead_to_their_target);
    g_test_add_func("/file/a-lock-is-held-by-one", test_a_lock_is_held_by_one);
    g_test_add_func("/file/a-lock-goes-with-its-holder", test_a_lock_goes_with_its_holder);
    const int failed = g_test_run();
    g_assert_cmpint(g_rmdir(folder), ==, 0); /* nothing is left behind */
    g_free(folder);
    return failed;
}
