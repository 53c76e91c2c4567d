/* Finds keys that are in a configuration, but not among those that were read from it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "unread.h"

#include "keys/import/line.h"
#include "repair.h"
#include "keys/import/text/statement.h"
#include "keys/hash.h"

#include <string.h>

/* Returns the line of KEY in its file. */
static unsigned line_of(const struct key *key)
{
    const char *colon = strrchr(key->origin, ':');
    return colon ? (unsigned)g_ascii_strtoull(colon + 1, NULL, 10) : 0;
}

/* The lines between the first and the last of the keys in a keyring. */
struct extent {
    unsigned first, last; /* 0 if there are no keys */
};

static struct extent extent_of(const struct keyring *ring, unsigned before)
{
    struct extent extent = {0, 0};
    for (unsigned i = before; i < keyring_size(ring); i++) {
        const unsigned line = line_of(keyring_key(ring, i));
        extent.first = extent.first == 0 ? line : MIN(extent.first, line);
        extent.last = MAX(extent.last, line);
    }
    return extent;
}

/* Returns the keys that DIALECT reads from the first LENGTH bytes of TEXT. */
static struct keyring *read_as(const struct dialect *dialect, const struct text *text,
                               size_t length, const struct import *import)
{
    struct keyring *ring = keyring_new();
    GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    struct import other = *import;

    other.ring = ring;
    other.problems = problems;
    dialect->read(text->bytes, length, &other);
    g_ptr_array_free(problems, TRUE);
    return ring;
}

/* Adds a problem if DIALECT reads keys before or after those in READ, but none among them, as two
 * systems that are alike would do. Returns true if it did. */
static bool report_as(const struct dialect *dialect, const struct text *text,
                      const struct import *import, const struct recognition *found,
                      struct extent read)
{
    struct keyring *ring = read_as(dialect, text, text->length, import);
    const struct extent extent = extent_of(ring, 0);
    const bool apart = extent.first > 0 &&
                       (read.first == 0 || extent.last < read.first || extent.first > read.last);
    struct import whole = *import;

    whole.before = 0; /* the line is that in the file */
    if (apart)
        import_problem(&whole, extent.first,
                       "this is not read: the file was read as %s, but this looks like another "
                       "system; split the file",
                       found->dialect->title);
    keyring_free(ring);
    return apart;
}

void unread_report(const struct text *text, const struct import *import,
                   const struct recognition *found, unsigned before)
{
    const struct extent read = extent_of(import->ring, before);
    bool reported = false;
    for (unsigned i = 0; dialects[i] && !reported; i++)
        if (found->sure & (uint64_t)1 << i && dialects[i] != found->dialect &&
            !(dialects[i]->like_cisco && found->dialect->like_cisco))
            reported = report_as(dialects[i], text, import, found, read);
}

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
        value = memmem(at, (size_t)(end - at), words[i], strlen(words[i]));
        value = value ? value + strlen(words[i]) : NULL;
    }
    return value;
}

void unread_report_set_again(const struct text *text, const struct import *import)
{
    const char *end = text->bytes + text->length;
    GHashTable *lines = g_hash_table_new_full(hash_text, g_str_equal, g_free, NULL);
    unsigned number = 1;
    for (const char *at = text->bytes, *next; at < end; at = next + 1, number++) {
        next = line_end(at, end);
        const char *value = find_value(at, next);
        if (line_begins(at, next, "delete "))
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
    struct keyring *ring = read_as(dialect, text, (size_t)(again - text->bytes), import);
    GHashTable *keys = keys_by_name(import, before);
    struct import whole = *import;

    whole.before = 0;
    for (unsigned i = 0; i < keyring_size(ring); i++) {
        const struct key *key = keyring_key(ring, i), *other = g_hash_table_lookup(keys, key->name);
        if (other && !has_secret_of(key, other))
            import_problem(&whole, line_of(key),
                           "line %u replaces this key, after its block began again; if that is "
                           "the configuration of another router, split the file",
                           line_of(other));
    }
    g_hash_table_destroy(keys);
    keyring_free(ring);
}

/* Returns the number of the line that MESSAGE is about, or 0. */
static unsigned problem_line(const struct import *import, const char *message)
{
    const size_t length = strlen(import->name);
    return strncmp(message, import->name, length) == 0 && message[length] == ':'
               ? (unsigned)g_ascii_strtoull(message + length + 1, NULL, 10)
               : 0;
}

/* Returns KEY's line and ends. Free with g_free(). */
static char *place_of(const struct key *key)
{
    char *one = prefix_text(&key->ends[0]), *other = prefix_text(&key->ends[1]);
    char *text = g_strdup_printf("%u %s %s", line_of(key), one, other);
    g_free(one);
    g_free(other);
    return text;
}

/* The keys that were read from index BEFORE on, by their lines and ends, and the lines with
 * problems from index AT on. */
struct known {
    GHashTable *places; /* char *, owned */
    GHashTable *lines;  /* numbers */
};

static struct known known_of(const struct import *import, unsigned before, guint at)
{
    const struct known known = {g_hash_table_new_full(hash_text, g_str_equal, g_free, NULL),
                                g_hash_table_new(NULL, NULL)};
    for (unsigned i = before; i < keyring_size(import->ring); i++)
        g_hash_table_add(known.places, place_of(keyring_key(import->ring, i)));
    for (guint i = at; i < import->problems->len; i++)
        g_hash_table_add(known.lines,
                         GUINT_TO_POINTER(problem_line(
                             import, ((const GError *)import->problems->pdata[i])->message)));
    return known;
}

static bool is_known(const struct known *known, const struct key *key)
{
    char *place = place_of(key);
    const bool is_read = g_hash_table_contains(known->places, place);
    g_free(place);
    return is_read || g_hash_table_contains(known->lines, GUINT_TO_POINTER(line_of(key)));
}

/* Adds a problem with REASON at the first line with a key in REPAIRED that is not KNOWN. Only LINES
 * count, or all if it is NULL. */
static void report_repaired(const struct text *repaired, const struct import *import,
                            const struct dialect *dialect, const struct known *known,
                            GHashTable *lines, const char *reason)
{
    struct keyring *ring = read_as(dialect, repaired, repaired->length, import);
    GHashTable *missing = g_hash_table_new(NULL, NULL);
    struct import whole = *import;
    unsigned first = 0;

    for (unsigned i = 0; i < keyring_size(ring); i++) {
        const struct key *key = keyring_key(ring, i);
        const unsigned line = line_of(key);
        const unsigned inner = line - import->before;
        if (is_known(known, key) ||
            (lines && !g_hash_table_contains(lines, GUINT_TO_POINTER(inner))))
            continue;
        g_hash_table_add(missing, GUINT_TO_POINTER(line));
        first = first == 0 ? line : MIN(first, line);
    }
    const unsigned others = g_hash_table_size(missing) - (first > 0);
    char *more = others == 0
                     ? g_strdup("")
                     : g_strdup_printf(", and %u other line%s", others, others == 1 ? "" : "s");
    whole.before = 0;
    if (first > 0)
        import_problem(&whole, first, "this may have a key, which is not read: %s%s", reason, more);
    g_free(more);
    g_hash_table_destroy(missing);
    keyring_free(ring);
}

void unread_report_damaged(const struct text *text, const struct import *import,
                           const struct dialect *dialect, unsigned before, guint at)
{
    struct text characters = {0}, breaks = {0};
    GHashTable *lines = g_hash_table_new(NULL, NULL);
    const bool has_characters = repair_characters(text, &characters),
               has_breaks = repair_breaks(text, &breaks, lines);

    if (has_characters || has_breaks) {
        const struct known known = known_of(import, before, at);
        if (has_characters)
            report_repaired(&characters, import, dialect, &known, NULL,
                            "the line has a mark before it, capitals, or a space, a dash or an "
                            "invisible character that is not the keyboard's");
        if (has_breaks)
            report_repaired(&breaks, import, dialect, &known, lines,
                            "the line is broken into two, or its end is missing");
        g_hash_table_destroy(known.places);
        g_hash_table_destroy(known.lines);
    }
    g_hash_table_destroy(lines);
    text_clear(&characters);
    text_clear(&breaks);
}

/* Returns true if one of WORDS, which end with NULL, is between AT and END. */
static bool has_one(const char *at, const char *end, const char *const *words)
{
    bool found = false;
    for (; *words && !found; words++)
        found = memmem(at, (size_t)(end - at), *words, strlen(*words));
    return found;
}

/* Returns the first of the words for a peer between AT and END, or END. */
static const char *find_peer(const char *at, const char *end)
{
    const char *neighbor = memmem(at, (size_t)(end - at), "neighbor", 8),
               *peer = memmem(at, (size_t)(end - at), "peer", 4);
    return neighbor && (!peer || neighbor < peer) ? neighbor : peer ? peer : end;
}

/* Returns true if the line between AT and END has the password of a neighbor, in the words of most
 * systems, and does not remove it. */
static bool has_password(const char *at, const char *end)
{
    static const char *const ours[] = {
        "auth-password", "auth_password",  "md5-password",  "tcp-md5-key",
        "md5sig",        "passwordSecret", "authSecretRef", NULL};
    static const char *const secrets[] = {"password", "authentication-key", "md5", NULL};
    static const char *const others[] = {"no ", "undo ", "delete ", "unset ", "!", "#", "default "};
    while (at < end && g_ascii_isspace(*at))
        at++;
    for (unsigned i = 0; i < G_N_ELEMENTS(others); i++)
        if (line_begins(at, end, others[i]))
            return false;
    return has_one(at, end, ours) || has_one(find_peer(at, end), end, secrets);
}

/* Returns the number of the first line of TEXT with the password of a neighbor on an earlier line,
 * if no line is indented, as IOS XR and NX-OS need it; otherwise 0. */
static unsigned find_unindented(const struct text *text)
{
    const char *end = text->bytes + text->length;
    unsigned line = 1, found = 0;
    bool has_neighbor = false;
    for (const char *at = text->bytes, *next; at < end; at = next + 1, line++) {
        next = line_end(at, end);
        if (at < next && g_ascii_isspace(*at) && *at != '\r')
            return 0;
        has_neighbor |= line_begins(at, next, "neighbor ");
        if (found == 0 && has_neighbor && line_begins(at, next, "password "))
            found = line;
    }
    return found;
}

void unread_report_none(const struct text *text, const struct import *import)
{
    const char *end = text->bytes + text->length;
    static const char *const peers[] = {"neighbor", "peerAddress", NULL};
    static const char *const values[] = {"password: ", "\"password\":", NULL}; /* of YAML, JSON */
    const unsigned unindented = find_unindented(text);
    unsigned line = 1;
    bool has_peer = false;
    if (unindented > 0) {
        import_problem(import, unindented,
                       "no key is read, since the lines have lost their indentation");
        return;
    }
    for (const char *at = text->bytes, *next; at < end; at = next + 1, line++) {
        next = line_end(at, end);
        has_peer |= has_one(at, next, peers);
        if (!has_password(at, next) && !(has_peer && has_one(at, next, values)))
            continue;
        import_problem(import, line,
                       "no key is read, although this line looks like one with a key");
        return;
    }
}
