/* EOS's profiles of shared secrets.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "eos-profile.h"

#include "keys/import/model/ao-algorithm.h"
#include "eos-secret.h"
#include "keys/import/model/key-words.h"

#include <stdio.h>

struct profiles {
    struct budget *budget;
    GHashTable *secrets; /* name -> GPtrArray of struct secret_line, owned */
};

/* A line of a profile that could be read. */
struct secret_line {
    unsigned line;
    struct key *key; /* without name and ends */
};

static void secret_line_free(struct secret_line *line)
{
    key_free(line->key);
    g_free(line);
}

struct profiles *profiles_new(struct budget *budget)
{
    struct profiles *profiles = g_new(struct profiles, 1);
    profiles->budget = budget;
    profiles->secrets =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    return profiles;
}

void profiles_free(struct profiles *profiles)
{
    g_hash_table_destroy(profiles->secrets);
    g_free(profiles);
}

/* "2026-12-31 23:59:59" or "12/31/2026 23:59:59" in the two words from NEXT on. */
static bool read_moment(const struct statement *statement, unsigned *next, int64_t *moment)
{
    char *date = word_dup(statement_word(statement, *next));
    char *time = word_dup(statement_word(statement, *next + 1));
    int year, month, day, hour, minute, second;
    const bool fits = (sscanf(date, "%4d-%2d-%2d", &year, &month, &day) == 3 ||
                       sscanf(date, "%2d/%2d/%4d", &month, &day, &year) == 3) &&
                      sscanf(time, "%2d:%2d:%2d", &hour, &minute, &second) == 3 &&
                      moment_from(year, month, day, hour, minute, second, moment);

    g_free(date);
    g_free(time);
    *next += 2;
    return fits;
}

/* "infinite", or a beginning and an end, which may be "infinite"; widens what KEY is valid. */
static bool read_lifetime(const struct statement *statement, unsigned next, struct key *key)
{
    const unsigned first = next;
    int64_t from = INT64_MIN, until = INT64_MAX;
    if (!statement_is(statement, next, "infinite") &&
        (!read_moment(statement, &next, &from) ||
         (!statement_is(statement, next, "infinite") && !read_moment(statement, &next, &until))))
        return false;
    key->from = MIN(key->from, from);
    key->until = MAX(key->until, until);
    if (statement_is(statement, first - 1, "transmit-lifetime"))
        key_set_sent(key, from, until);
    return true;
}

/* A segment may have been signed, or accepted, with the key: the longest of both lifetimes counts.
 * The switch's own time zone ("local-time") is taken for UTC. */
static bool read_lifetimes(const struct statement *statement, unsigned index, struct key *key)
{
    bool fits = true;
    key->from = INT64_MAX;
    key->until = INT64_MIN;
    for (; index < statement_length(statement); index++)
        if (statement_is(statement, index, "receive-lifetime") ||
            statement_is(statement, index, "transmit-lifetime"))
            fits = fits && read_lifetime(statement, index + 1, key);
    if (key->until == INT64_MIN) {
        key->from = INT64_MIN;
        key->until = INT64_MAX;
    }
    return fits;
}

static bool begins_lifetimes(struct word word)
{
    return word.length == 0 || word_is(word, "receive-lifetime") ||
           word_is(word, "transmit-lifetime") || word_is(word, "infinite");
}

static bool read_secret(const struct statement *statement, const struct import *import,
                        struct key *key)
{
    const struct word none = {.at = ""}, type = statement_word(statement, 2);
    const bool typed = eos_is_type(type) && !begins_lifetimes(statement_word(statement, 3));
    const struct word word = statement_word(statement, 2 + typed);
    const bool fits =
        key_read(import, statement->line, key, KEY_SEND_ID, statement_word(statement, 1));

    key->recv_id = key->send_id;
    if (begins_lifetimes(word) || !read_lifetimes(statement, 3 + typed, key)) {
        import_problem(import, statement->line, "the secret or its lifetime cannot be read");
        return false;
    }
    eos_set_secret(key, typed ? type : none, word, none);
    return fits;
}

static GPtrArray *secrets_of(struct profiles *profiles, const char *name)
{
    GPtrArray *secrets = g_hash_table_lookup(profiles->secrets, name);
    if (!secrets) {
        secrets = g_ptr_array_new_with_free_func((GDestroyNotify)secret_line_free);
        g_hash_table_insert(profiles->secrets, g_strdup(name), secrets);
    }
    return secrets;
}

/* Takes away the line with the same number as KEY, as EOS does. */
static void replace(GPtrArray *secrets, const struct key *key)
{
    for (unsigned i = 0; i < secrets->len; i++) {
        const struct secret_line *line = secrets->pdata[i];
        if (line->key->send_id == key->send_id) {
            g_ptr_array_remove_index(secrets, i);
            return;
        }
    }
}

void profiles_add(struct profiles *profiles, const char *name, const struct statement *statement,
                  const struct import *import)
{
    GPtrArray *secrets = secrets_of(profiles, name);
    struct key *key = import_key(import, statement->line, name);
    if (!read_secret(statement, import, key)) {
        key_free(key);
        return;
    }
    replace(secrets, key);
    struct secret_line *line = g_new(struct secret_line, 1);
    *line = (struct secret_line){statement->line, key};
    g_ptr_array_add(secrets, line);
}

static void set_algorithm(const struct statement *statement, unsigned index, struct key *key)
{
    const struct word name = statement_word(statement, index);
    key->options = KEY_OPTIONS_INCLUDED; /* EOS has no word for it */
    key_read_algorithm(key, name);
}

static struct key *key_for(const struct peering *peering, const struct secret_line *line,
                           const struct import *import)
{
    struct key *key = peering_key(peering, import, line->line);
    char number[4];

    g_snprintf(number, sizeof number, "%u", (uint8_t)line->key->send_id);
    import_tell_apart(key, line->key->name, number);
    import_set_chain(key, line->key->name, number);
    key_set_sent(key, key_send_from(line->key), key_send_until(line->key));
    key->send_id = line->key->send_id;
    key->recv_id = line->key->recv_id;
    key->from = line->key->from;
    key->until = line->key->until;
    key->withheld = line->key->withheld;
    if (line->key->secret) {
        size_t length;
        const uint8_t *bytes = secret_bytes(line->key->secret, &length);
        key->secret = secret_new(bytes, length);
    }
    return key;
}

bool profiles_add_keys(const struct profiles *profiles, const struct peering *peering,
                       const struct statement *statement, unsigned index,
                       const struct import *import)
{
    char *name = word_dup(statement_word(statement, index + 2));
    const GPtrArray *secrets = g_hash_table_lookup(profiles->secrets, name);

    g_free(name);
    if (!secrets) {
        import_problem(import, statement->line, "this profile of shared secrets does not exist");
        return false;
    }
    if (!budget_spend(profiles->budget, secrets->len, statement->line))
        return false;
    for (unsigned i = 0; i < secrets->len; i++) {
        struct key *key = key_for(peering, secrets->pdata[i], import);
        set_algorithm(statement, index + 4, key);
        import_add(import, key);
    }
    return true;
}
