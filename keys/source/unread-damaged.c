/* Finds keys in a configuration whose lines were damaged.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "unread-again.h"

#include "keys/hash.h"
#include "repair.h"

#include <string.h>

/* Returns the number of the line that MESSAGE is about, or 0. */
static unsigned problem_line(const struct import *import, const char *message)
{
    const size_t length = strlen(import->name);
    return strncmp(message, import->name, length) == 0 && message[length] == ':'
               ? (unsigned)g_ascii_strtoull(message + length + 1, NULL, 10)
               : 0;
}

/* Returns KEY's line and peer; the repair may have damaged what tells its other end. Free with
 * g_free(). */
static char *place_of(const struct key *key)
{
    char *peer = prefix_text(&key->ends[1]);
    char *text = g_strdup_printf("%u %s", unread_line(key), peer);
    g_free(peer);
    return text;
}

/* The keys that were read from index BEFORE on, by their lines and peers, and the lines with
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
    return is_read || g_hash_table_contains(known->lines, GUINT_TO_POINTER(unread_line(key)));
}

/* Adds a problem with REASON at the first line with a key in REPAIRED that is not KNOWN. Only LINES
 * count, or all if it is NULL. */
static void report_repaired(const struct text *repaired, const struct import *import,
                            const struct dialect *dialect, const struct known *known,
                            GHashTable *lines, const char *reason)
{
    struct keyring *ring = unread_read(dialect, repaired, repaired->length, import);
    GHashTable *missing = g_hash_table_new(NULL, NULL);
    struct import whole = *import;
    unsigned first = 0;

    for (unsigned i = 0; i < keyring_size(ring); i++) {
        const struct key *key = keyring_key(ring, i);
        const unsigned line = unread_line(key);
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
    struct text characters = {0}, breaks = {0}, ends = {0};
    GHashTable *lines = g_hash_table_new(NULL, NULL), *ended = g_hash_table_new(NULL, NULL);
    const bool has_characters = repair_characters(text, &characters),
               has_breaks = repair_breaks(text, &breaks, lines),
               has_ends = dialect->braces && repair_ends(text, &ends, ended);

    if (has_characters || has_breaks || has_ends) {
        const struct known known = known_of(import, before, at);
        if (has_characters)
            report_repaired(
                &characters, import, dialect, &known, NULL,
                "the line has a mark, a prompt, a backslash, capitals, or a space, a dash or "
                "an invisible character that is not the keyboard's");
        if (has_breaks)
            report_repaired(&breaks, import, dialect, &known, lines,
                            "the line is broken into two, or its end is missing");
        if (has_ends)
            report_repaired(&ends, import, dialect, &known, ended,
                            "the line, or the one before, has no semicolon at its end");
        g_hash_table_destroy(known.places);
        g_hash_table_destroy(known.lines);
    }
    g_hash_table_destroy(lines);
    g_hash_table_destroy(ended);
    text_clear(&characters);
    text_clear(&breaks);
    text_clear(&ends);
}
