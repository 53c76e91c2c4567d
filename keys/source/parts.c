/* A file with the configurations of several routers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "parts.h"

#include "keys/import/model/labels.h"
#include "keys/import/text/routers.h"

#include <string.h>

static gint by_number(gconstpointer a, gconstpointer b)
{
    const unsigned one = *(const unsigned *)a, other = *(const unsigned *)b;
    return (one > other) - (one < other);
}

/* Sorts LINES, and removes repeated ones. */
static void sort_lines(GArray *lines)
{
    guint kept = 0;

    g_array_sort(lines, by_number);
    for (guint i = 0; i < lines->len; i++) {
        const unsigned line = g_array_index(lines, unsigned, i);
        if (kept == 0 || line != g_array_index(lines, unsigned, kept - 1))
            g_array_index(lines, unsigned, kept++) = line;
    }
    g_array_set_size(lines, kept);
}

/* A part of a file, as a text that owns no bytes, and the number of lines before it. */
struct part {
    struct text text;
    unsigned before;
};

/* Returns the part INDEX of TEXT, in which further parts begin at the first COUNT of LINES. BEFORE
 * is the part before it, if there is one. */
static struct part part_at(const struct text *text, const GArray *lines, guint index, guint count,
                           const struct part *before)
{
    const unsigned line = index > 0 ? g_array_index(lines, unsigned, index - 1) : 1,
                   next = index < count ? g_array_index(lines, unsigned, index) : 0;
    char *start = index > 0 ? before->text.bytes + before->text.length : text->bytes, *at = start;
    char *end = text->bytes + text->length;
    for (unsigned number = line; at < end && number < next; number++) {
        char *newline = memchr(at, '\n', (size_t)(end - at));
        at = newline ? newline + 1 : end;
    }
    at = next > 0 ? at : end;
    const size_t length = (size_t)(at - start);
    return (struct part){{start, length, length}, line - 1};
}

/* Finds configurations in TEXT; see host_names_find(). */
typedef unsigned part_finder(const char *text, size_t length, GArray *lines);

static unsigned find_files(const char *text, size_t length, GArray *lines)
{
    config_maps_find(text, length, lines);
    return 0;
}

static unsigned find_routers(const char *text, size_t length, GArray *lines)
{
    routers_find(text, length, lines);
    return 0;
}

/* Adds to LINES those that FIND finds in each of the parts of TEXT between them. Returns the first
 * line that FIND returned, or 0. */
static unsigned find_in_parts(const struct text *text, GArray *lines, part_finder *find)
{
    const guint count = lines->len;
    unsigned returned = 0;
    struct part part;

    for (guint i = 0; i <= count; i++) {
        const guint before = lines->len;
        part = part_at(text, lines, i, count, &part);
        const unsigned line = find(part.text.bytes, part.text.length, lines);
        for (guint j = before; j < lines->len; j++)
            g_array_index(lines, unsigned, j) += part.before;
        returned = returned == 0 && line > 0 ? line + part.before : returned;
    }
    sort_lines(lines);
    return returned;
}

GArray *parts_find(const struct text *text, GArray *lines, unsigned *mixed)
{
    sort_lines(lines);
    find_in_parts(text, lines, find_files);
    find_in_parts(text, lines, find_routers);
    *mixed = find_in_parts(text, lines, host_names_find);
    if (lines->len > 0)
        return lines;
    g_array_free(lines, TRUE);
    return NULL;
}

/* Returns true if PART may have keys, although its format is unknown. */
static bool may_have_keys(const struct part *part)
{
    static const char *const words[] = {"password", "secret", "key-", "-key", "md5"};
    for (unsigned i = 0; i < G_N_ELEMENTS(words); i++)
        if (memmem(part->text.bytes, part->text.length, words[i], strlen(words[i])))
            return true;
    return false;
}

/* Adds the keys in FROM to RING, named by the router of PART. */
static void take_keys(const struct keyring *from, const struct part *part, struct keyring *ring)
{
    struct labels *labels = labels_new(part->text.bytes, part->text.length);
    for (unsigned i = 0; i < keyring_size(from); i++) {
        struct key *key = key_copy(keyring_key(from, i));
        char *name = labels_name(labels, key);
        g_free(key->name);
        key->name = name;
        keyring_add(ring, key);
    }
    labels_free(labels);
}

/* Reads PART. A part without keys, such as a letter around a configuration, need not be one. */
static bool read_part(const struct part *part, const struct import *import, const char *dialect,
                      part_reader *read, struct recognition *found, bool *has_secrets)
{
    struct import inner = *import;
    struct keyring *ring = keyring_new();
    bool done = true;

    inner.ring = ring;
    inner.before += part->before;
    *found = dialect ? (struct recognition){0}
                     : dialect_recognition(part->text.bytes, part->text.length);
    if (dialect || found->dialect)
        done = read(&part->text, &inner, dialect, found, has_secrets);
    else if (may_have_keys(part))
        import_problem(&inner, 1, "the format of the configuration that begins here is unknown");
    take_keys(ring, part, import->ring);
    keyring_free(ring);
    return done;
}

bool parts_read(const struct text *text, const GArray *lines, const struct import *import,
                const char *dialect, part_reader *read, struct recognition *found,
                bool *has_secrets)
{
    const guint at = import->problems->len;
    struct part part;
    unsigned with_keys = 0, known = 0;
    bool done = true;

    for (guint i = 0; i <= lines->len && done; i++) {
        const unsigned before = keyring_size(import->ring);
        part = part_at(text, lines, i, lines->len, &part);
        done = read_part(&part, import, dialect, read, found, has_secrets);
        with_keys += keyring_size(import->ring) > before;
        known += dialect || found->dialect;
    }
    if (known == 0 && import->problems->len == at)
        import_problem(import, 1, "the format of the configuration that begins here is unknown");
    if (with_keys > 1)
        g_ptr_array_add(
            import->problems,
            g_error_new(KEY_ERROR, KEY_ERROR_UNSURE,
                        "%s: it has keys of %u routers, each of which is read by itself",
                        import->name, with_keys));
    return done;
}
