/* The fuzz target of the reader of keys named by FUZZ_READ. It does everything that tcpauth does
 * with a file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "target.h"

#include "keys/import/dialect/dialects.h"
#include "keys/keyfile.h"
#include "keys/overlap.h"
#include "keys/source/source.h"
#include "keys/tcb.h"

/* Readers other than dialects, with the same interface. Each target uses at most one of them. */
G_GNUC_UNUSED static void read_native(const char *text, size_t length, const struct import *import)
{
    keyfile_parse(text, length, import->name, import->ring, import->problems);
}

G_GNUC_UNUSED static void read_any(const char *text, size_t length, const struct import *import)
{
    struct source source = {0};
    text_room(&source.text, 1);
    text_append(&source.text, text, length);
    source_clean(&source);
    source_parse(&source, import, NULL);
    source_clear(&source);
}

G_GNUC_UNUSED static void read_seal(const char *text, size_t length, const struct import *import)
{
    (void)import;
    seal_free(openpgp_seal(text, length));
}

G_GNUC_UNUSED static void read_connections(const char *text, size_t length,
                                           const struct import *import)
{
    char *whole = g_strndup(text, length);
    tcb_read(whole, keyring_isns(import->ring));
    g_free(whole);
}

static struct import new_import(void)
{
    return (struct import){
        .name = "f",
        .ring = keyring_new(),
        .problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free),
    };
}

static void free_import(struct import *import)
{
    g_ptr_array_free(import->problems, TRUE);
    keyring_free(import->ring);
}

/* Every key must apply to some connection, and every problem must name its line. */
static void assert_sound(const struct import *import)
{
    for (unsigned i = 0; i < keyring_size(import->ring); i++) {
        const struct key *key = keyring_key(import->ring, i);
        g_assert_true(key_check(key, NULL));
        g_assert_true(!key->secret != !key->withheld);
        g_assert_true(g_str_has_prefix(key->origin, "f:"));
    }
    for (unsigned i = 0; i < import->problems->len; i++) {
        const GError *problem = import->problems->pdata[i];
        g_assert_true(g_str_has_prefix(problem->message, "f:"));
        g_assert_true(g_utf8_validate(problem->message, -1, NULL));
    }
}

/* Writes what "tcpauth import" would, which has no entry for a key without a secret. */
static void write_keys(const struct keyring *ring, struct text *text, GPtrArray *written)
{
    for (unsigned i = 0; i < keyring_size(ring); i++) {
        const struct key *key = keyring_key(ring, i);
        if (!key->secret)
            continue;
        keyfile_write(text, key, NULL);
        text_add(text, "\n");
        g_ptr_array_add(written, (void *)key);
    }
    for (unsigned i = 0; i < isns_size(keyring_isns(ring)); i++)
        keyfile_write_isn(text, isns_at(keyring_isns(ring), i));
}

static void assert_writable(const struct keyring *ring)
{
    struct text text = {0};
    GPtrArray *written = g_ptr_array_new();
    write_keys(ring, &text, written);

    struct import again = new_import();
    text_room(&text, 1); /* readers always get an address, even of an empty text */
    keyfile_parse(text.bytes, text.length, again.name, again.ring, again.problems);
    for (unsigned i = 0; i < again.problems->len; i++)
        g_assert_no_error((const GError *)again.problems->pdata[i]);
    g_assert_cmpuint(keyring_size(again.ring), ==, written->len);
    g_assert_cmpuint(isns_size(keyring_isns(again.ring)), ==, isns_size(keyring_isns(ring)));
    for (unsigned i = 0; i < written->len; i++) {
        const struct key *key = written->pdata[i], *copy = keyring_key(again.ring, i);
        g_assert_cmpstr(copy->name, ==, key->name);
        g_assert_cmpint(overlap_of(key, copy), ==, OVERLAP_SAME);
    }
    g_ptr_array_free(written, TRUE);
    text_clear(&text);
    free_import(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct import import = new_import();
    struct source source = {0};
    text_room(&source.text, 1); /* readers always get an address, even of an empty text */
    text_append(&source.text, data, size);
    source_clean(&source);
    FUZZ_READ(source.text.bytes, source.text.length, &import);
    assert_sound(&import);
    if (keyring_size(import.ring) > 0)
        assert_writable(import.ring);
    free_import(&import);
    source_clear(&source);
    return 0;
}
