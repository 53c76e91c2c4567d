/* Tests how files of keys are read from the disk, and what is reported about those that cannot or
 * should not be read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "freed.h"
#include "read-file.h"

#include <glib/gstdio.h>
#include <string.h>

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
        struct reading reading = reading_of_file(path, NULL);
        g_test_message("%o", (unsigned)modes[i].mode);
        reading_assert_names(&reading, "a"); /* it is still read */
        if (modes[i].exposed)
            assert_problem(&reading, path, KEY_ERROR_EXPOSED, "/*: * chmod 600");
        else
            reading_assert_no_problem(&reading);
        reading_free(&reading);
        path_free(path);
    }
}

/* A configuration usually belongs to the group that runs the router. */
static void test_a_configuration_is_not_for_all(void)
{
    const struct {
        int mode;
        bool exposed;
    } modes[] = {{0600, false}, {0640, false}, {0660, false}, {0644, true}, {0641, true}};
    for (unsigned i = 0; i < G_N_ELEMENTS(modes); i++) {
        char *path = path_of("fake a", modes[i].mode);
        struct reading reading = reading_of_file(path, NULL);
        g_test_message("%o", (unsigned)modes[i].mode);
        if (modes[i].exposed)
            assert_problem(&reading, path, KEY_ERROR_EXPOSED, "/*: * chmod o=");
        else
            reading_assert_no_problem(&reading);
        reading_free(&reading);
        path_free(path);
    }
}

static void test_a_configuration_without_keys_exposes_none(void)
{
    char *path = path_of("fake a", 0644);
    struct reading reading = reading_of_file(path, NULL);

    reading_assert_names(&reading, "fake a");
    g_assert_cmpuint(reading.problems->len, ==, 1);
    reading_free(&reading);
    g_assert_true(g_file_set_contents(path, "mistakes", -1, NULL));
    g_assert_cmpint(g_chmod(path, 0644), ==, 0);
    reading = reading_of_file(path, NULL);
    g_assert_cmpuint(reading.problems->len, ==, 2);
    reading_free(&reading);
    path_free(path);
}

static void test_a_repeated_problem_is_one_with_a_count(void)
{
    char *path = path_of("mistakes", 0600);
    struct reading reading = reading_of_file(path, NULL);

    g_assert_cmpuint(reading.problems->len, ==, 2);
    g_assert_true(g_str_has_suffix(reading_message(&reading, 0), ":9: it is wrong (7 times)"));
    g_assert_true(g_str_has_suffix(reading_message(&reading, 1), ":7: it is wrong"));
    reading_free(&reading);
    path_free(path);
}

static void test_a_problem_names_the_file_and_the_line(void)
{
    char *path = path_of(GOOD "\nkey b port x", 0600);
    struct reading reading = reading_of_file(path, NULL);
    reading_assert_names(&reading, "a");
    assert_problem(&reading, path, KEY_ERROR_VALUE, "/*/a.keys:3: a port is *");
    reading_free(&reading);
    path_free(path);
}

/* Each line is a problem. */
static void test_problems_have_an_end(void)
{
    GString *text = g_string_new("key a ends * * secret 'x'\n");
    for (unsigned i = 0; i < 2 * MAX_PROBLEMS; i++)
        g_string_append(text, "key b\n");
    char *path = path_of(text->str, 0600);
    struct reading reading = reading_of_file(path, NULL);
    reading_assert_names(&reading, "a");
    g_assert_cmpuint(reading.problems->len, ==, MAX_PROBLEMS);
    g_assert_nonnull(strstr(reading_message(&reading, 0), "a.keys:2: "));
    g_assert_null(strstr(reading_message(&reading, MAX_PROBLEMS - 2), "further problems"));
    g_assert_nonnull(strstr(reading_message(&reading, MAX_PROBLEMS - 1), "further problems"));
    reading_free(&reading);
    path_free(path);
    g_string_free(text, TRUE);
}

/* A configuration that would take too much memory is rejected before it is read. */
static void test_a_configuration_of_too_many_statements(void)
{
    static const char *const parts[] = {"a\n", "a;", "{", "[,"};
    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++) {
        GString *text = g_string_new("fake a\n");
        while (text->len < strlen(parts[i]) * ((1 << 21) + 16))
            g_string_append(text, parts[i]);
        char *path = path_of(text->str, 0600);
        struct reading reading = reading_of_file(path, NULL);
        g_assert_cmpuint(keyring_size(reading.ring), ==, 0);
        assert_problem(&reading, path, KEY_ERROR_FILE, "/*: * lines and statements*");
        reading_free(&reading);
        path_free(path);
        g_string_free(text, TRUE);
    }
}

static void test_a_missing_file(void)
{
    char *path = path_of_nothing();
    struct reading reading = reading_of_file(path, NULL);
    reading_assert_names(&reading, "");
    assert_problem(&reading, path, KEY_ERROR_FILE, "*No such file*");
    reading_free(&reading);
    path_free(path);
}

static void test_an_empty_file(void)
{
    char *path = path_of("", 0600);
    struct reading reading = reading_of_file(path, NULL);
    reading_assert_names(&reading, "");
    reading_assert_no_problem(&reading);
    reading_free(&reading);
    path_free(path);
}

static void test_an_empty_folder(void)
{
    char *path = path_of_nothing(), *folder = g_path_get_dirname(path);
    struct reading reading = reading_of_file(folder, NULL);
    reading_assert_names(&reading, "");
    g_assert_cmpuint(reading.problems->len, ==, 0);
    reading_free(&reading);
    g_free(folder);
    path_free(path);
}

/* More files than are read at once. Their keys and problems come in the order of their names,
 * whichever thread reads them. A file takes the longer the earlier it is. */
static void test_a_folder_of_many_files(void)
{
    enum { FILES = 600 };
    char *folder = g_dir_make_tmp("tcpauth-XXXXXX", NULL), *paths[FILES];
    for (unsigned i = 0; i < FILES; i++) {
        char *name = g_strdup_printf("%03u.keys", i);
        GString *text = g_string_new(NULL);
        for (unsigned line = i % 100; line < 100; line++)
            g_string_append(text, "# a comment\n");
        g_string_append_printf(text, "key k%03u ends * * secret 'x'\nkey\n", i);
        paths[i] = g_build_filename(folder, name, NULL);
        g_assert_true(g_file_set_contents(paths[i], text->str, -1, NULL));
        g_assert_cmpint(g_chmod(paths[i], i % 2 ? 0600 : 0644), ==, 0);
        g_string_free(text, TRUE);
        g_free(name);
    }

    struct reading reading = reading_of_file(folder, NULL);
    g_assert_cmpuint(keyring_size(reading.ring), ==, FILES);
    g_assert_cmpuint(reading.problems->len, ==, FILES + 1);
    for (unsigned i = 0; i < FILES; i++) {
        char *name = g_strdup_printf("k%03u", i);
        g_assert_cmpstr(keyring_key(reading.ring, i)->name, ==, name);
        g_assert_true(g_str_has_prefix(reading_message(&reading, i), paths[i]));
        g_free(name);
    }
    g_assert_nonnull(strstr(reading_message(&reading, FILES), "300 of its files"));
    reading_free(&reading);
    for (unsigned i = 0; i < FILES; i++) {
        g_unlink(paths[i]);
        g_free(paths[i]);
    }
    g_assert_cmpint(g_rmdir(folder), ==, 0);
    g_free(folder);
}

/* Writes TEXT to PATH in ENCODING, after MARK. */
static void write_in(const char *path, const char *encoding, const char *mark, const char *text)
{
    char *marked = g_strconcat(mark, text, NULL);
    gsize length;
    char *encoded = g_convert(marked, -1, encoding, "UTF-8", NULL, &length, NULL);
    g_assert_true(g_file_set_contents(path, encoded, (gssize)length, NULL));
    g_assert_cmpint(g_chmod(path, 0600), ==, 0);
    g_free(encoded);
    g_free(marked);
}

/* Some programs of Windows save text as UTF-16, some of them without a byte order mark. */
static void test_utf16(void)
{
    static const char *const encodings[] = {"UTF-16LE", "UTF-16BE", "UTF-16LE", "UTF-16BE"};
    static const char text[] =
        "key a ends * * secret 'gr\xc3\xbc\xc3\x9f \xf0\x9f\x94\x91 \xe2\x82\xac'\n";
    for (unsigned i = 0; i < G_N_ELEMENTS(encodings); i++) {
        char *path = path_of_nothing();
        write_in(path, encodings[i], i < 2 ? "\xef\xbb\xbf" : "", text);
        struct reading reading = reading_of_file(path, NULL);
        reading_assert_names(&reading, "a");
        reading_assert_no_problem(&reading);
        size_t length;
        const struct key *key = reading.keys->pdata[0];
        const uint8_t *bytes = secret_bytes(key->secret, &length);
        g_assert_cmpmem(bytes, length, "gr\xc3\xbc\xc3\x9f \xf0\x9f\x94\x91 \xe2\x82\xac", 15);
        reading_free(&reading);
        path_free(path);
    }
}

/* Half a character, and a surrogate without the other. */
static void test_damaged_utf16(void)
{
    static const char bytes[] = "\xff\xfe"
                                "f\0a\0k\0e\0 \0\x3d\xd8"
                                "b\0\x3d\xd8\x3d";
    char *path = path_of_nothing();
    g_assert_true(g_file_set_contents(path, bytes, sizeof bytes - 1, NULL));
    g_assert_cmpint(g_chmod(path, 0600), ==, 0);
    struct reading reading = reading_of_file(path, NULL);
    g_assert_cmpuint(reading.keys->len, ==, 1);
    g_assert_cmpstr(((const struct key *)reading.keys->pdata[0])->name, ==,
                    "fake \xef\xbf\xbd"
                    "b\xef\xbf\xbd\xef\xbf\xbd");
    reading_free(&reading);
    path_free(path);
}

static void test_the_text_of_a_file_is_wiped(void)
{
    const char *const canaries[] = {"a canary that sings", NULL};
    char *path = path_of("key a ends * * secret 'a canary that sings'\n", 0600);
    freed_watch(canaries);
    struct reading reading = reading_of_file(path, NULL);
    reading_free(&reading);
    freed_assert_clean();
    path_free(path);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/source/a-file-is-for-its-owner-alone", test_a_file_is_for_its_owner_alone);
    g_test_add_func("/source/a-configuration-is-not-for-all", test_a_configuration_is_not_for_all);
    g_test_add_func("/source/a-configuration-without-keys-exposes-none",
                    test_a_configuration_without_keys_exposes_none);
    g_test_add_func("/source/a-repeated-problem-is-one-with-a-count",
                    test_a_repeated_problem_is_one_with_a_count);
    g_test_add_func("/source/a-problem-names-the-file-and-the-line",
                    test_a_problem_names_the_file_and_the_line);
    g_test_add_func("/source/problems-have-an-end", test_problems_have_an_end);
    g_test_add_func("/source/a-configuration-of-too-many-statements",
                    test_a_configuration_of_too_many_statements);
    g_test_add_func("/source/a-missing-file", test_a_missing_file);
    g_test_add_func("/source/an-empty-file", test_an_empty_file);
    g_test_add_func("/source/an-empty-folder", test_an_empty_folder);
    g_test_add_func("/source/a-folder-of-many-files", test_a_folder_of_many_files);
    g_test_add_func("/source/utf-16", test_utf16);
    g_test_add_func("/source/damaged-utf-16", test_damaged_utf16);
    g_test_add_func("/source/the-text-of-a-file-is-wiped", test_the_text_of_a_file_is_wiped);
    return g_test_run();
}
