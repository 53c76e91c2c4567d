/* Tests how keyring files on disk are read, and what is said about those that cannot or should not
 * be.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "freed.h"
#include "reading.h"

#include <glib/gstdio.h>
#include <string.h>

#define GOOD "key a ends * * secret 'x'\n"

static char *path_of_nothing(void)
{
    char *folder = g_dir_make_tmp("tcpauth-XXXXXX", NULL);
    char *path = g_build_filename(folder, "a.keys", NULL);
    g_free(folder);
    return path;
}

static char *path_of(const char *text, int mode)
{
    char *path = path_of_nothing();
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    g_assert_cmpint(g_chmod(path, mode), ==, 0);
    return path;
}

static void path_free(char *path)
{
    char *folder = g_path_get_dirname(path);
    g_unlink(path);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
    g_free(folder);
    g_free(path);
}

/* One problem, whose message begins with the path and goes on as PATTERN says. */
static void assert_problem(const struct reading *reading, const char *path, enum key_error code,
                           const char *pattern)
{
    g_assert_cmpuint(reading->problems->len, ==, 1);
    g_assert_error((GError *)reading->problems->pdata[0], KEY_ERROR, (int)code);
    g_assert_nonnull(strstr(reading_message(reading, 0), path));
    g_assert_true(g_pattern_match_simple(pattern, reading_message(reading, 0)));
}

static void test_a_file_is_for_its_owner_alone(void)
{
    const struct {
        int mode;
        bool exposed;
    } modes[] = {
        {0600, false}, {0400, false}, {0700, false}, {0640, true}, {0620, true},
        {0610, true},  {0604, true},  {0602, true},  {0601, true}, {0644, true},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(modes); i++) {
        char *path = path_of(GOOD, modes[i].mode);
        struct reading reading = reading_of_file(path);
        g_test_message("%o", (unsigned)modes[i].mode);
        reading_assert_names(&reading, "a"); /* it is read nevertheless */
        if (modes[i].exposed)
            assert_problem(&reading, path, KEY_ERROR_EXPOSED, "/*: * chmod 600 *");
        else
            reading_assert_no_problem(&reading);
        reading_free(&reading);
        path_free(path);
    }
}

static void test_a_missing_file(void)
{
    char *path = path_of_nothing();
    struct reading reading = reading_of_file(path);
    reading_assert_names(&reading, "");
    assert_problem(&reading, path, KEY_ERROR_FILE, "*No such file*");
    reading_free(&reading);
    path_free(path);
}

static void test_a_folder_in_place_of_a_file(void)
{
    char *path = path_of_nothing(), *folder = g_path_get_dirname(path);
    struct reading reading = reading_of_file(folder);
    reading_assert_names(&reading, "");
    assert_problem(&reading, folder, KEY_ERROR_FILE, "*directory*");
    reading_free(&reading);
    g_free(folder);
    path_free(path);
}

static void test_an_empty_file(void)
{
    char *path = path_of("", 0600);
    struct reading reading = reading_of_file(path);
    reading_assert_names(&reading, "");
    reading_assert_no_problem(&reading);
    reading_free(&reading);
    path_free(path);
}

static void test_a_problem_names_the_file_and_the_line(void)
{
    char *path = path_of(GOOD "\nkey b port x", 0600);
    struct reading reading = reading_of_file(path);
    reading_assert_names(&reading, "a");
    assert_problem(&reading, path, KEY_ERROR_VALUE, "/*/a.keys:3: a port is *");
    reading_free(&reading);
    path_free(path);
}

static void test_the_text_of_a_file_is_wiped(void)
{
    const char *const canaries[] = {"a canary that sings", NULL};
    char *path = path_of("key a ends * * secret 'a canary that sings'\n", 0600);
    freed_watch(canaries);
    struct reading reading = reading_of_file(path);
    reading_free(&reading);
    freed_assert_clean();
    path_free(path);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keyfile-read/a-file-is-for-its-owner-alone",
                    test_a_file_is_for_its_owner_alone);
    g_test_add_func("/keyfile-read/a-missing-file", test_a_missing_file);
    g_test_add_func("/keyfile-read/a-folder-in-place-of-a-file", test_a_folder_in_place_of_a_file);
    g_test_add_func("/keyfile-read/an-empty-file", test_an_empty_file);
    g_test_add_func("/keyfile-read/a-problem-names-the-file-and-the-line",
                    test_a_problem_names_the_file_and_the_line);
    g_test_add_func("/keyfile-read/the-text-of-a-file-is-wiped", test_the_text_of_a_file_is_wiped);
    return g_test_run();
}
