/* Finds keys in a configuration that later lines of it replaced.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "unread-again.h"

#include "keys/hash.h"
#include "keys/import/line.h"
#include "keys/import/text/statement.h"

#include <string.h>

/* Returns true if a block that begins with the line at AT is one of which a router prints one. */
static bool is_block(const char *at, const char *end)
{
    return line_begins(at, end, "router bgp") || line_begins(at, end, "config router bgp") ||
           line_begins(at, end, "bgp ") || line_begins(at, end, "protocols {");
}

/* Returns the first line of TEXT that is the same as one before and begins a block of BGP, or NULL.
 * Each of them has the word PART. */
static const char *find_again(const struct text *text, const char *part)
{
    const char *end = text->bytes + text->length;
    struct word first = {0};

    for (const char *at = text->bytes, *stop; at < end; at = stop + 1) {
        stop = line_end(at, end);
        const struct word line = {at, (size_t)(stop - at), 0};
        if (!is_block(at, stop) || !memmem(at, line.length, part, strlen(part)))
            continue;
        if (first.at && word_equal(&first, &line))
            return at;
        first = first.at ? first : line;
    }
    return NULL;
}

static bool has_secret_of(const struct key *one, const struct key *other)
{
    return one->secret && other->secret ? secret_equal(one->secret, other->secret)
                                        : one->secret == other->secret;
}

/* Returns the keys of IMPORT from index BEFORE on by their names (char * to const struct key *). A
 * name of several keys has NULL. */
static GHashTable *keys_by_name(const struct import *import, unsigned before)
{
    GHashTable *keys = g_hash_table_new(hash_text, g_str_equal);
    for (unsigned i = before; i < keyring_size(import->ring); i++) {
        const struct key *key = keyring_key(import->ring, i);
        const bool is_another = g_hash_table_contains(keys, key->name);
        g_hash_table_insert(keys, key->name, is_another ? NULL : (void *)key);
    }
    return keys;
}

/* Returns the value in the command between AT and END that sets a secret, or NULL if it is none. */
static const char *find_value(const char *at, const char *end)
{
    static const char *const words[] = {" authentication-key ", " password ", " md5-password ",
                                        " secret "};
    const char *value = NULL;
    for (unsigned i = 0; i < G_N_ELEMENTS(words) && !value && line_begins(at, end, "set "); i++) {
        value = line_find(at, end, words[i]);
        value = value ? value + strlen(words[i]) : NULL;
    }
    return value;
}

/* Returns true if commands after the line between AT and END may be about something else than the
 * same commands before it. */
static bool is_turn(const char *at, const char *end)
{
    static const char *const words[] = {"delete ", "edit ", "[ ", "up", "top", "exit"};
    bool is = false;
    for (unsigned i = 0; i < G_N_ELEMENTS(words) && !is; i++)
        is = line_begins(at, end, words[i]);
    return is;
}

void unread_report_set_again(const struct text *text, const struct import *import)
{
    const char *end = text->bytes + text->length;
    GHashTable *lines = g_hash_table_new_full(hash_text, g_str_equal, g_free, NULL);
    unsigned number = 1;
    for (const char *at = text->bytes, *next; at < end; at = next + 1, number++) {
        next = line_end(at, end);
        const char *value = find_value(at, next);
        if (is_turn(at, next))
            g_hash_table_remove_all(lines);
        if (!value)
            continue;
        char *path = g_strndup(at, (size_t)(value - at));
        const char *before = g_hash_table_lookup(lines, path);
        if (before && (line_end(before, end) - before != next - value ||
                       memcmp(before, value, (size_t)(next - value)) != 0))
            import_problem(import, number,
                           "this replaces the key that a line before it set; if that is the "
                           "configuration of another router, split the file");
        g_hash_table_insert(lines, path, (void *)value);
    }
    g_hash_table_destroy(lines);
}

void unread_report_replaced(const struct text *text, const struct import *import,
                            const struct dialect *dialect, unsigned before)
{
    const char *bgp = find_again(text, "bgp"), *again = bgp ? bgp : find_again(text, "protocols {");
    if (!again)
        return;
    struct keyring *ring = unread_read(dialect, text, (size_t)(again - text->bytes), import);
    GHashTable *keys = keys_by_name(import, before);
    struct import whole = *import;

    whole.before = 0;
    for (unsigned i = 0; i < keyring_size(ring); i++) {
        const struct key *key = keyring_key(ring, i), *other = g_hash_table_lookup(keys, key->name);
        if (other && !has_secret_of(key, other))
            import_problem(&whole, unread_line(key),
                           "line %u replaces this key, after its block began again; if that is "
                           "the configuration of another router, split the file",
                           unread_line(other));
    }
    g_hash_table_destroy(keys);
    keyring_free(ring);
}
