/* Tests that changes of a keyring file change nothing else in it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/source/store.h"
#include "freed.h"
#include "keys/file.h"
#include "keys/import/dialect.h"

#include <glib/gstdio.h>
#include <string.h>

static void read_nothing(const char *text, size_t length, const struct import *import)
{
    (void)text, (void)length, (void)import;
}

static const struct sign signs[] = {{"router bgp *", 100}, {NULL, 0}};
static const struct dialect router = {
    .name = "router", .title = "Router", .signs = signs, .read = read_nothing};
const struct dialect *const dialects[] = {&router, NULL};

static char *folder, *path;

static void put(const char *text, size_t length)
{
    g_assert_true(g_file_set_contents(path, text, (gssize)length, NULL));
}

static void assert_holds(const char *expected, size_t length)
{
    struct text text = {0};
    unsigned mode;
    g_assert_true(file_read(path, &text, &mode, NULL));
    g_assert_cmpmem(text.bytes, text.length, expected, length);
    text_clear(&text);
}

/* Opens the file, which may have entries that cannot be read. */
static struct store *open_store(void)
{
    GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    struct store *store = store_open(path, problems);
    g_ptr_array_free(problems, TRUE);
    g_assert_nonnull(store);
    return store;
}

static void save(struct store *store)
{
    GError *error = NULL;
    g_assert_true(store_save(store, &error));
    g_assert_no_error(error);
    store_close(store);
}

static void add(const char *name)
{
    struct store *store = open_store();
    struct key *key = key_new(name, "test");
    key->secret = secret_new("secret", 6);
    store_add(store, key, NULL);
    save(store);
}

static void remove_all_named(const char *name)
{
    struct store *store = open_store();
    for (unsigned i = 0; i < store_size(store); i++)
        if (strcmp(store_key(store, i)->name, name) == 0)
            store_remove(store, i);
    save(store);
}

#define TEXT(text) text, sizeof text - 1
#define KEY(name)  "key " name " ends * * secret 'x'\n"

static const struct {
    const char *rule, *before;
    size_t before_length;
    const char *after; /* without the keys named "gone" */
    size_t after_length;
} cuts[] = {
    {"the only entry", TEXT(KEY("gone")), TEXT("")},
    {"the first", TEXT(KEY("gone") KEY("a")), TEXT(KEY("a"))},
    {"the last", TEXT(KEY("a") KEY("gone")), TEXT(KEY("a"))},
    {"one between", TEXT(KEY("a") KEY("gone") KEY("b")), TEXT(KEY("a") KEY("b"))},
    {"two in a row", TEXT(KEY("a") KEY("gone") KEY("gone") KEY("b")), TEXT(KEY("a") KEY("b"))},
    {"all", TEXT(KEY("gone") "\n" KEY("gone") "\n" KEY("gone")), TEXT("")},
    {"comments around it stay", TEXT("# head\n\n# before\n" KEY("gone") "# behind\n" KEY("a")),
     TEXT("# head\n\n# before\n# behind\n" KEY("a"))},
    {"comments in its lines go", TEXT("key gone # x\n # y\n ends * *\n secret 'x' # z\n# stays\n"),
     TEXT("# stays\n")},
    {"a blank line of two goes", TEXT(KEY("a") "\n" KEY("gone") "\n" KEY("b")),
     TEXT(KEY("a") "\n" KEY("b"))},
    {"one alone stays", TEXT(KEY("a") "\n" KEY("gone") KEY("b")), TEXT(KEY("a") "\n" KEY("b"))},
    {"an entry that cannot be read stays", TEXT("key x port y\n" KEY("gone") "key z\n"),
     TEXT("key x port y\nkey z\n")},
    {"what is no entry stays", TEXT("nonsense\n" KEY("gone") KEY("a")),
     TEXT("nonsense\n" KEY("a"))},
    {"a byte order mark stays", TEXT("\xef\xbb\xbf" KEY("gone") KEY("a")),
     TEXT("\xef\xbb\xbf" KEY("a"))},
    {"indentation goes", TEXT("  \t" KEY("gone") "  " KEY("a")), TEXT("  " KEY("a"))},
    {"line ends of DOS", TEXT("# a\r\nkey gone ends * * secret 'x'\r\n# b\r\n"),
     TEXT("# a\r\n# b\r\n")},
    {"no line end at the end", TEXT(KEY("a") "key gone ends * * secret 'x'"),
     TEXT("key a ends * * secret 'x'")},
};

static void test_cuts(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(cuts); i++) {
        g_test_message("%s", cuts[i].rule);
        put(cuts[i].before, cuts[i].before_length);
        remove_all_named("gone");
        assert_holds(cuts[i].after, cuts[i].after_length);
    }
}

/* Returns a text of what keyring files consist of, and of other things. */
static GString *random_text(void)
{
    static const char *const pieces[] = {"key a ends * * secret 'x'",
                                         "key",
                                         "key b port y",
                                         "# comment",
                                         "\n",
                                         "\n",
                                         "\n\n",
                                         "\r\n",
                                         " ",
                                         "\t",
                                         "'",
                                         "\"",
                                         "ends * *",
                                         "secret",
                                         "hex 00",
                                         "'quoted'",
                                         "\\",
                                         "\xff",
                                         "\xef\xbb\xbf",
                                         "key ' '",
                                         "#",
                                         "\f",
                                         "z\x01"};
    GString *text = g_string_new(NULL);
    const int count = g_test_rand_int_range(0, 12);
    for (int i = 0; i < count; i++) {
        g_string_append(text, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
        if (g_test_rand_int_range(0, 20) == 0)
            g_string_append_c(text, '\0');
    }
    return text;
}

static void test_to_add_and_remove_changes_nothing(void)
{
    for (unsigned i = 0; i < 300; i++) { /* each iteration writes to the disk */
        GString *text = random_text();
        char *shown = g_strescape(text->str, NULL);
        g_test_message("%s", shown);
        put(text->str, text->len);
        add("new");
        remove_all_named("new");
        assert_holds(text->str, text->len);
        g_free(shown);
        g_string_free(text, TRUE);
    }
}

static void test_what_is_added_is_appended(void)
{
    put(TEXT("# a comment"));
    add("new");
    assert_holds(TEXT("# a comment\n\nkey new\n    ends       * *\n    secret     \"secret\""));
    put(TEXT(KEY("a")));
    add("new");
    assert_holds(TEXT(KEY("a") "\nkey new\n    ends       * *\n    secret     \"secret\"\n"));
    g_unlink(path);
    add("new");
    assert_holds(TEXT("key new\n    ends       * *\n    secret     \"secret\"\n"));
}

static void add_isn(uint32_t number)
{
    const struct isn isn = {{ip_address_from_bytes("\xc0\0\2\1", 4), 179}, number};
    struct store *store = open_store();
    store_add_isn(store, &isn);
    save(store);
}

static void test_each_number_is_appended_once(void)
{
    put(TEXT("# a comment"));
    add_isn(7);
    assert_holds(TEXT("# a comment\nisn 192.0.2.1 179 7\n"));
    add_isn(8);
    add_isn(7);
    assert_holds(TEXT("# a comment\nisn 192.0.2.1 179 7\nisn 192.0.2.1 179 8\n"));
    put(TEXT(""));
    add_isn(7);
    assert_holds(TEXT("isn 192.0.2.1 179 7\n"));
}

static void test_a_configuration_is_not_edited(void)
{
    GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    put(TEXT("router bgp 64500\n"));
    g_assert_null(store_open(path, problems));
    g_assert_cmpuint(problems->len, ==, 1);
    g_assert_error((GError *)problems->pdata[0], KEY_ERROR, KEY_ERROR_FILE);
    assert_holds(TEXT("router bgp 64500\n"));
    g_ptr_array_free(problems, TRUE);
}

static void test_what_is_not_saved_is_not_written(void)
{
    put(TEXT(KEY("a")));
    struct store *store = open_store();
    store_remove(store, 0);
    store_close(store);
    assert_holds(TEXT(KEY("a")));
}

/* Editors do not know the lock. */
static void assert_not_overwritten(const char *by_then)
{
    GError *error = NULL;
    struct store *store = open_store();
    struct key *key = key_new("new", "test");
    key->secret = secret_new("secret", 6);
    store_add(store, key, NULL);
    put(by_then, strlen(by_then));
    g_assert_false(store_save(store, &error));
    g_assert_error(error, KEY_ERROR, KEY_ERROR_FILE);
    g_clear_error(&error);
    store_close(store);
    assert_holds(by_then, strlen(by_then));
}

static void test_what_another_program_wrote_stays(void)
{
    put(TEXT(KEY("a")));
    assert_not_overwritten(KEY("a") KEY("b"));
    g_unlink(path);
    assert_not_overwritten(KEY("b"));
    add("new");
}

static void test_no_block_keeps_a_secret(void)
{
    const char *const canaries[] = {"a canary that sings", NULL};
    put(TEXT("key a ends * * secret 'a canary that sings'\nkey b ends * * secret 'x'\n"));
    freed_watch(canaries);
    add("c");
    remove_all_named("b");
    remove_all_named("a");
    freed_assert_clean();
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    folder = g_dir_make_tmp("tcpauth-XXXXXX", NULL);
    path = g_build_filename(folder, "keys", NULL);
    g_test_add_func("/store/cuts", test_cuts);
    g_test_add_func("/store/to-add-and-remove-changes-nothing",
                    test_to_add_and_remove_changes_nothing);
    g_test_add_func("/store/what-is-added-is-appended", test_what_is_added_is_appended);
    g_test_add_func("/store/each-number-is-appended-once", test_each_number_is_appended_once);
    g_test_add_func("/store/a-configuration-is-not-edited", test_a_configuration_is_not_edited);
    g_test_add_func("/store/what-is-not-saved-is-not-written",
                    test_what_is_not_saved_is_not_written);
    g_test_add_func("/store/what-another-program-wrote-stays",
                    test_what_another_program_wrote_stays);
    g_test_add_func("/store/no-block-keeps-a-secret", test_no_block_keeps_a_secret);
    const int failed = g_test_run();
    g_unlink(path);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
    g_free(path);
    g_free(folder);
    return failed;
}
