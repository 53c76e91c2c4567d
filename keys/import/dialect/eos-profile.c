/* EOS's profiles of shared secrets.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "eos-profile.h"

#include "cisco-clock.h"
#include "eos-secret.h"
#include "keys/import/model/key-chain.h"
#include "keys/import/model/key-words.h"

#include <stdio.h>

struct profiles {
    struct budget *budget;
    struct cisco_clock clock;
    GHashTable *chains; /* char *: name -> struct key_chain *, owned */
};

struct profiles *profiles_new(struct budget *budget)
{
    struct profiles *profiles = g_new0(struct profiles, 1);
    profiles->budget = budget;
    profiles->chains =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)key_chain_free);
    return profiles;
}

void profiles_free(struct profiles *profiles)
{
    cisco_clock_clear(&profiles->clock);
    g_hash_table_destroy(profiles->chains);
    g_free(profiles);
}

void profiles_set_zone(struct profiles *profiles, const struct statement *clock)
{
    profiles->clock.zone = clock;
}

/* The line of a secret. */
struct secret_line {
    const struct statement *statement;
    struct cisco_clock *clock; /* if its times are local, otherwise NULL */
    const struct import *import;
};

/* "2026-12-31 23:59:59" or "12/31/2026 23:59:59" in the two words from NEXT on. */
static bool read_moment(const struct secret_line *line, unsigned *next, int64_t *moment)
{
    const struct statement *statement = line->statement;
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
    if (fits && line->clock)
        *moment = cisco_clock_utc(line->clock, *moment, line->import);
    return fits;
}

/* Reads "infinite", or a beginning and an end, which may be "infinite". Extends the validity of
 * KEY. */
static bool read_lifetime(const struct secret_line *line, unsigned next, struct key *key)
{
    const struct statement *statement = line->statement;
    const unsigned first = next;
    int64_t from = INT64_MIN, until = INT64_MAX;
    if (!statement_is(statement, next, "infinite") &&
        (!read_moment(line, &next, &from) ||
         (!statement_is(statement, next, "infinite") && !read_moment(line, &next, &until))))
        return false;
    key->from = MIN(key->from, from);
    key->until = MAX(key->until, until);
    if (statement_is(statement, first - 1, "transmit-lifetime"))
        key_set_sent(key, from, until);
    return true;
}

/* Reads both lifetimes of a key. KEY is valid from the beginning of the earlier to the end of the
 * later one, because it may sign or be accepted in either. */
static bool read_lifetimes(const struct secret_line *line, unsigned index, struct key *key)
{
    const struct statement *statement = line->statement;
    bool fits = true;
    key->from = INT64_MAX;
    key->until = INT64_MIN;
    for (; index < statement_length(statement); index++)
        if (statement_is(statement, index, "receive-lifetime") ||
            statement_is(statement, index, "transmit-lifetime"))
            fits = fits && read_lifetime(line, index + 1, key);
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

static bool read_secret(struct profiles *profiles, const struct statement *statement,
                        const struct import *import, struct key *key)
{
    const struct word none = {.at = ""}, type = statement_word(statement, 2);
    const bool typed = eos_is_type(type) && !begins_lifetimes(statement_word(statement, 3));
    const struct word word = statement_word(statement, 2 + typed);
    const bool fits =
        key_read(import, statement->line, key, KEY_SEND_ID, statement_word(statement, 1));

    const bool local = statement_is(statement, statement_length(statement) - 1, "local-time");
    const struct secret_line line = {statement, local ? &profiles->clock : NULL, import};
    key->recv_id = key->send_id;
    if (begins_lifetimes(word) || !read_lifetimes(&line, 3 + typed, key)) {
        import_problem(import, statement->line, "the secret or its lifetime cannot be read");
        return false;
    }
    eos_set_secret(key, typed ? type : none, word, none);
    return fits;
}

static struct key_chain *chain_of(struct profiles *profiles, const char *name)
{
    struct key_chain *chain = g_hash_table_lookup(profiles->chains, name);
    if (!chain) {
        char *own = g_strdup(name);
        chain = key_chain_new(word_from(own));
        g_hash_table_insert(profiles->chains, own, chain);
    }
    return chain;
}

static void remove_id(struct key_chain *chain, int id)
{
    for (unsigned i = 0; i < chain->keys->len; i++) {
        const struct chain_key *key = chain->keys->pdata[i];
        if (key->key->send_id == id) {
            g_ptr_array_remove_index(chain->keys, i);
            return;
        }
    }
}

void profiles_remove(struct profiles *profiles, const char *name, struct word id)
{
    struct key_chain *chain = g_hash_table_lookup(profiles->chains, name);
    uint64_t number;
    if (id.length == 0)
        g_hash_table_remove(profiles->chains, name);
    else if (chain && word_number(id, 255, &number))
        remove_id(chain, (int)number);
}

void profiles_add(struct profiles *profiles, const char *name, const struct statement *statement,
                  const struct import *import)
{
    struct key_chain *chain = chain_of(profiles, name);
    const struct chain_key read = {.key = import_key(import, statement->line, ""),
                                   .number = statement_word(statement, 1)};
    if (read_secret(profiles, statement, import, read.key)) {
        remove_id(chain, read.key->send_id); /* as EOS does */
        key_chain_add(chain, &read);
    } else {
        key_free(read.key);
    }
}

/* Completes a key of a profile. EOS has no option to exclude TCP options from the MAC. */
static bool finish_key(struct key *key, const struct chain_key *origin G_GNUC_UNUSED, void *data)
{
    key->options = KEY_OPTIONS_INCLUDED;
    key_read_algorithm(key, *(const struct word *)data);
    return true;
}

bool profiles_add_keys(const struct profiles *profiles, const struct peering *peering,
                       const struct statement *statement, unsigned index,
                       const struct import *import)
{
    char *name = word_dup(statement_word(statement, index + 2));
    const struct key_chain *chain = g_hash_table_lookup(profiles->chains, name);
    struct word algorithm = statement_word(statement, index + 4);

    g_free(name);
    if (!chain)
        import_problem(import, statement->line, "this profile of shared secrets does not exist");
    else
        key_chain_add_keys(chain, peering, profiles->budget, statement->line, finish_key,
                           &algorithm);
    return chain;
}
