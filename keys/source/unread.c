/* Finds keys that are in a configuration, but not among those that were read from it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "unread-again.h"

#include <string.h>

unsigned unread_line(const struct key *key)
{
    const char *colon = strrchr(key->origin, ':');
    return colon ? (unsigned)g_ascii_strtoull(colon + 1, NULL, 10) : 0;
}

struct keyring *unread_read(const struct dialect *dialect, const struct text *text, size_t length,
                            const struct import *import)
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

/* The lines between the first and the last of the keys in a keyring. */
struct extent {
    unsigned first, last; /* 0 if there are no keys */
};

static struct extent extent_of(const struct keyring *ring, unsigned before)
{
    struct extent extent = {0, 0};
    for (unsigned i = before; i < keyring_size(ring); i++) {
        const unsigned line = unread_line(keyring_key(ring, i));
        extent.first = extent.first == 0 ? line : MIN(extent.first, line);
        extent.last = MAX(extent.last, line);
    }
    return extent;
}

/* Adds a problem if DIALECT reads keys before or after those in READ, but none among them, as two
 * systems that are alike would do. Returns true if it did. */
static bool report_as(const struct dialect *dialect, const struct text *text,
                      const struct import *import, const struct recognition *found,
                      struct extent read)
{
    struct keyring *ring = unread_read(dialect, text, text->length, import);
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
