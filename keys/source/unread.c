/* Finds keys that are in a configuration, but not among those that were read from it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "unread-again.h"

#include "keys/import/line.h"

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

static const char *skip_spaces(const char *at, const char *end)
{
    while (at < end && g_ascii_isspace(*at))
        at++;
    return at;
}

/* Returns what follows "no " and the like at the start of the line between AT and END, or NULL if
 * the line removes nothing. */
static const char *after_removal(const char *at, const char *end)
{
    static const char *const words[] = {"no ", "undo ", "delete ", "unset ", "default "};
    at = skip_spaces(at, end);
    for (unsigned i = 0; i < G_N_ELEMENTS(words); i++)
        if (line_begins(at, end, words[i]))
            return at + strlen(words[i]);
    return NULL;
}

/* Returns true if the line between AT and END has the password of a neighbor, in the words of most
 * systems. */
static bool has_password(const char *at, const char *end)
{
    static const char *const ours[] = {
        "auth-password", "auth_password",  "md5-password",  "tcp-md5-key",
        "md5sig",        "passwordSecret", "authSecretRef", NULL};
    static const char *const secrets[] = {"password", "authentication-key", "md5", NULL};
    at = skip_spaces(at, end);
    const bool is_comment = at < end && (*at == '!' || *at == '#');
    return !is_comment && (has_one(at, end, ours) || has_one(find_peer(at, end), end, secrets));
}

/* Returns true if a line that removes what is between AT and END removes a password, a neighbor or
 * all of them. */
static bool removes_password(const char *at, const char *end)
{
    static const char *const peers[] = {"neighbor ", "peer "};
    if (line_begins(at, end, "router bgp") || line_begins(at, end, "protocols bgp") ||
        has_password(at, end))
        return true;
    if (line_begins(at, end, "bgp ")) /* of VRP; those of Cisco have settings after it */
        return end - at > 4 && g_ascii_isdigit(at[4]);
    for (unsigned i = 0; i < G_N_ELEMENTS(peers); i++)
        if (line_begins(at, end, peers[i]))
            return !memchr(at + strlen(peers[i]), ' ', (size_t)(end - at) - strlen(peers[i]));
    return false;
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
    static const char *const peers[] = {"neighbor", "peerAddress", NULL};
    static const char *const values[] = {"password: ", "\"password\":", NULL}; /* of YAML, JSON */
    const char *end = text->bytes + text->length;
    const unsigned unindented = find_unindented(text);
    unsigned line = 1, found = 0; /* FOUND is one that no later line removes */
    bool has_peer = false;

    for (const char *at = text->bytes, *next; at < end; at = next + 1, line++) {
        next = line_end(at, end);
        const char *removed = after_removal(at, next);
        has_peer |= has_one(at, next, peers);
        if (removed && removes_password(removed, next))
            found = 0;
        else if (!removed && found == 0 &&
                 (has_password(at, next) || (has_peer && has_one(at, next, values))))
            found = line;
    }
    if (unindented > 0)
        import_problem(import, unindented,
                       "no key is read, since the lines have lost their indentation");
    else if (found > 0)
        import_problem(import, found,
                       "no key is read, although this line looks like one with a key");
}
