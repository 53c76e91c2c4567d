/* Tests files that have the configurations of several routers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "read-file.h"

#include <string.h>

/* Each configuration in a file is read by itself, and a note says so. The second line of each is
 * the name of a key. */
static void test_a_file_with_two_routers(void)
{
    char *path = path_of("hostname A\nfake a\nhostname B\nfake b\n", 0600);
    struct reading reading = reading_of_file(path, NULL);

    reading_assert_names(&reading, "A hostname A A fake a B hostname B B fake b");
    assert_problem(&reading, path, KEY_ERROR_UNSURE, "*: it has keys of 2 routers, *");
    g_assert_cmpstr(strrchr(((const struct key *)reading.keys->pdata[3])->origin, ':'), ==, ":4");
    reading_free(&reading);
    path_free(path);
}

/* Prompts show that another router follows, too. */
static void test_prompts_of_two_routers(void)
{
    char *path = path_of("A(config)#fake a\nA(config)#fake b\nB(config)#fake c\n", 0600);
    struct reading reading = reading_of_file(path, NULL);

    g_assert_cmpuint(reading.keys->len, ==, 3);
    assert_problem(&reading, path, KEY_ERROR_UNSURE, "*: it has keys of 2 routers, *");
    reading_free(&reading);
    path_free(path);
}

/* So does the name of a file that grep has before lines. */
static void test_files_that_grep_found(void)
{
    char *path = path_of("c/A:fake a\nc/A:fake b\nc/B:fake c\n", 0600);
    struct reading reading = reading_of_file(path, NULL);

    reading_assert_names(&reading, "fake a fake b fake c");
    assert_problem(&reading, path, KEY_ERROR_UNSURE, "*: it has keys of 2 routers, *");
    reading_free(&reading);
    path_free(path);
}

/* The names of two routers in lines of any order show only that there are two. If there are
 * prompts, they show where each begins. */
static void test_two_routers_without_a_border(void)
{
    char *path = path_of("fake a\nset x\nset system host-name A\nset system host-name B\n", 0600);
    struct reading reading = reading_of_file(path, NULL);
    assert_problem(&reading, path, KEY_ERROR_UNSURE,
                   "*:4: this is the name or AS number of another router, *");
    g_assert_cmpuint(reading.keys->len, ==, 4);
    reading_free(&reading);
    path_free(path);

    path = path_of("u@A# fake a\nu@A# set system host-name A\nu@B# fake b\n"
                   "u@B# set system host-name B\n",
                   0600);
    reading = reading_of_file(path, NULL);
    reading_assert_names(&reading, "A      fake a A      set system host-name A B      fake b "
                                   "B      set system host-name B");
    reading_free(&reading);
    path_free(path);
}

/* A part of an unknown format is a problem only if it may have keys. */
static void test_a_file_with_an_unknown_part(void)
{
    char *path = path_of("==> a <==\nfake a\n==> b <==\nnothing\n", 0600);
    struct reading reading = reading_of_file(path, NULL);
    reading_assert_no_problem(&reading);
    reading_free(&reading);
    path_free(path);

    path = path_of("==> a <==\nfake a\n==> b <==\n\npassword x\n", 0600);
    reading = reading_of_file(path, NULL);
    assert_problem(&reading, path, KEY_ERROR_SYNTAX, "*:3: the format of *");
    reading_free(&reading);
    path_free(path);
}

/* None of the parts need be a configuration. */
static void test_unknown_parts(void)
{
    char *path = path_of("a/b: x\nc/d: y\n", 0600);
    struct reading reading = reading_of_file(path, NULL);
    assert_problem(&reading, path, KEY_ERROR_SYNTAX, "*:1: the format of the configuration *");
    reading_free(&reading);
    path_free(path);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/source-parts/a-file-with-two-routers", test_a_file_with_two_routers);
    g_test_add_func("/source-parts/prompts-of-two-routers", test_prompts_of_two_routers);
    g_test_add_func("/source-parts/files-that-grep-found", test_files_that_grep_found);
    g_test_add_func("/source-parts/two-routers-without-a-border",
                    test_two_routers_without_a_border);
    g_test_add_func("/source-parts/a-file-with-an-unknown-part", test_a_file_with_an_unknown_part);
    g_test_add_func("/source-parts/unknown-parts", test_unknown_parts);
    return g_test_run();
}
