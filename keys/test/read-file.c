/* Reads files of keys from the disk for the tests, with simple dialects that replace all others.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "read-file.h"

#include "keys/import/dialect.h"

#include <glib/gstdio.h>
#include <string.h>

/* Reads each line as the name of a key, if it begins with "other" or if it does not. */
static void read_names(const char *text, size_t length, const struct import *import, bool other)
{
    char *copy = g_strndup(text, length), **lines = g_strsplit(copy, "\n", -1);
    for (unsigned i = 0; lines[i] && *lines[i]; i++) {
        if (g_str_has_prefix(lines[i], "other") != other)
            continue;
        struct key *key = import_key(import, i + 1, lines[i]);
        key->secret = secret_new("x", 1);
        import_add(import, key);
    }
    g_strfreev(lines);
    g_free(copy);
}

/* Replaces all dialects. */
static void read_fake(const char *text, size_t length, const struct import *import)
{
    read_names(text, length, import, false);
}

static void read_other(const char *text, size_t length, const struct import *import)
{
    read_names(text, length, import, true);
}

/* Reads a key whose secret is the last line, as a router that takes commands has it. */
static void read_last(const char *text, size_t length, const struct import *import)
{
    char *copy = g_strndup(text, length), **lines = g_strsplit(copy, "\n", -1);
    const unsigned count = g_strv_length(lines);
    if (count > 2) {
        struct key *key = import_key(import, count - 1, "peer");
        key->secret = secret_new(lines[count - 2], strlen(lines[count - 2]));
        import_add(import, key);
    }
    g_strfreev(lines);
    g_free(copy);
}

/* Reads a key from each line "peer NAME password SECRET" and from each line "then SECRET;" if the
 * one before ends with a semicolon, and finds "PEER" wrong. "local" sets the router's address. */
static void read_peers(const char *text, size_t length, const struct import *import)
{
    char *copy = g_strndup(text, length), **lines = g_strsplit(copy, "\n", -1);
    struct prefix local = {0};
    for (unsigned i = 0; lines[i]; i++) {
        char **words = g_strsplit(g_strstrip(lines[i]), " ", -1);
        if (strcmp(words[0] ? words[0] : "", "local") == 0)
            g_assert_true(prefix_parse("192.0.2.9", &local, NULL));
        if (strcmp(words[0] ? words[0] : "", "PEER") == 0)
            import_problem(import, i + 1, "it is wrong");
        const bool is_then =
            g_str_has_prefix(lines[i], "then ") && i > 0 && g_str_has_suffix(lines[i - 1], ";");
        if (is_then || (g_strv_length(words) == 4 && strcmp(words[0], "peer") == 0)) {
            struct key *key = import_key(import, i + 1, words[1]);
            key->secret = secret_new(words[is_then ? 1 : 3], strlen(words[is_then ? 1 : 3]));
            key->ends[0] = local;
            import_add(import, key);
        }
        g_strfreev(words);
    }
    g_strfreev(lines);
    g_free(copy);
}

/* Each "e" is one problem, everything else another. */
static void read_mistakes(const char *text, size_t length, const struct import *import)
{
    for (size_t i = 0; i < length; i++)
        import_problem(import, text[i] == 'e' ? 7 : 9, "it is wrong");
}

static const struct sign signs[] = {
    {"fake *", 100}, {"key chain *", 100}, {"both", 50}, {"weak *", DIALECT_SURE - 1}, {NULL, 0}};
static const struct sign mistake_signs[] = {{"mistakes", 100}, {"both", 50}, {NULL, 0}};
static const struct sign other_signs[] = {{"other *", 60}, {NULL, 0}};
static const struct sign peer_signs[] = {{"peers", 100}, {"peers;", 100}, {NULL, 0}};
static const struct sign last_signs[] = {{"last", 100}, {NULL, 0}};
static const struct dialect fake = {
    .name = "fake", .title = "Fake", .signs = signs, .read = read_fake};
static const struct dialect mistakes = {
    .name = "mistakes", .title = "Mistakes", .signs = mistake_signs, .read = read_mistakes};
static const struct dialect other = {
    .name = "other", .title = "Other", .signs = other_signs, .read = read_other};
static const struct dialect last = {
    .name = "last", .title = "Last", .signs = last_signs, .read = read_last};
static const struct dialect peers = {
    .name = "peers", .title = "Peers", .signs = peer_signs, .read = read_peers, .braces = true};
const struct dialect *const dialects[] = {&fake, &mistakes, &other, &last, &peers, NULL};

struct reading reading_of_file(const char *path, const char *dialect)
{
    struct reading reading = reading_new();
    source_read(path, dialect, reading.ring, reading.problems);
    reading_find_keys(&reading);
    return reading;
}

char *path_of_nothing(void)
{
    char *folder = g_dir_make_tmp("tcpauth-XXXXXX", NULL);
    char *path = g_build_filename(folder, "a.keys", NULL);
    g_free(folder);
    return path;
}

char *path_of(const char *text, int mode)
{
    char *path = path_of_nothing();
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    g_assert_cmpint(g_chmod(path, mode), ==, 0);
    return path;
}

void path_free(char *path)
{
    char *folder = g_path_get_dirname(path);
    g_unlink(path);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
    g_free(folder);
    g_free(path);
}

void assert_problem(const struct reading *reading, const char *path, enum key_error code,
                    const char *pattern)
{
    g_assert_cmpuint(reading->problems->len, ==, 1);
    g_assert_error((GError *)reading->problems->pdata[0], KEY_ERROR, (int)code);
    g_assert_nonnull(strstr(reading_message(reading, 0), path));
    g_assert_true(g_pattern_match_simple(pattern, reading_message(reading, 0)));
}
