/* Reads the key chains of Huawei VRP that sign with TCP-AO.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "vrp-keychain.h"

#include "keys/import/model/ao-algorithm.h"
#include "keys/import/model/key-words.h"
#include "vrp-secret.h"

#include <stdio.h>
#include <string.h>

struct span {
    int64_t from, until;
};

/* Reads a time such as "12:00 2026-07-01" from the word at INDEX on. */
static bool read_moment(const struct statement *statement, unsigned index, int zone, int64_t *time)
{
    char *clock = word_dup(statement_word(statement, index));
    char *date = word_dup(statement_word(statement, index + 1));
    int year, month, day, hour, minute;
    const bool fine = sscanf(clock, "%2d:%2d", &hour, &minute) == 2 &&
                      sscanf(date, "%4d-%2d-%2d", &year, &month, &day) == 3 &&
                      moment_from(year, month, day, hour, minute, 0, time);

    if (fine)
        *time = key_time_move(*time, -zone);
    g_free(date);
    g_free(clock);
    return fine;
}

/* Reads "to 15:00 2026-07-01", which includes that minute, or "duration 90", in minutes. */
static bool read_end(const struct statement *statement, unsigned index, int zone, struct span *span)
{
    if (statement_is(statement, index, "to")) {
        const bool fine = read_moment(statement, index + 1, zone, &span->until);
        span->until = key_time_move(span->until, 60);
        return fine;
    }
    if (!statement_is(statement, index, "duration"))
        return false;
    if (statement_is(statement, index + 1, "infinite"))
        return true;
    uint64_t minutes = 0;
    const bool fine =
        word_number(statement_word(statement, index + 1), 26280000, &minutes) && minutes > 0;
    span->until = key_time_move(span->from, 60 * (int64_t)minutes);
    return fine;
}

/* Reads a validity period. Ignores periodic times ("daily", "day" ...), which a key of the keyring
 * cannot have. */
static bool read_span(const struct statement *statement, int zone, struct span *span)
{
    const bool utc = statement_is(statement, 1, "utc");
    const struct word first = statement_word(statement, 1 + utc);

    *span = (struct span){INT64_MIN, INT64_MAX};
    if (first.length == 0 || !g_ascii_isdigit(*first.at))
        return true;
    return read_moment(statement, 1 + utc, utc ? 0 : zone, &span->from) &&
           read_end(statement, 3 + utc, utc ? 0 : zone, span);
}

/* Extends SPAN by the receiver's tolerance, which is in minutes unless the line has "seconds". */
static void widen(const struct statement *chain, struct span *span)
{
    const struct statement *line = statement_find(chain, "receive-tolerance *");
    if (!line)
        return;
    if (statement_is(line, 1, "infinite")) {
        *span = (struct span){INT64_MIN, INT64_MAX};
        return;
    }
    const bool seconds = statement_is(line, 1, "seconds");
    char *text = word_dup(statement_word(line, 1 + seconds));
    const int64_t tolerance =
        (int64_t)MIN(g_ascii_strtoull(text, NULL, 10), 864000) * (seconds ? 1 : 60);
    g_free(text);
    span->from = key_time_move(span->from, -tolerance);
    span->until = key_time_move(span->until, tolerance);
}

/* Sets the validity of KEY: when segments signed with ENTRY may be in transit, in either
 * direction. */
static bool read_validity(const struct import *import, const struct statement *chain,
                          const struct statement *entry, int zone, struct key *key)
{
    const struct statement *send = statement_find(entry, "send-time *");
    const struct statement *receive = statement_find(entry, "receive-time *");
    struct span sent, received;

    if (statement_find(chain, "time mode utc"))
        zone = 0;
    if ((send && !read_span(send, zone, &sent)) ||
        (receive && !read_span(receive, zone, &received))) {
        import_problem(import, entry->line, "the times of this key are malformed");
        return false;
    }
    if (send)
        key_set_sent(key, sent.from, sent.until);
    if (receive)
        widen(chain, &received);
    if (send || receive) {
        sent = send ? sent : received;
        received = receive ? received : sent;
        key->from = MIN(sent.from, received.from);
        key->until = MAX(sent.until, received.until);
    }
    return true;
}

/* Sets the KeyID that follows WORD in ENTRY, a "key-id" of the policy: "send-id 1 receive-id 2" may
 * be one line or two. */
static bool set_id(const struct import *import, const struct statement *entry, const char *word,
                   enum key_attribute attribute, struct key *key)
{
    for (unsigned i = 0; i < entry->children->len; i++) {
        const struct statement *statement = entry->children->pdata[i];
        for (unsigned j = 0; j + 1 < statement_length(statement); j++)
            if (statement_is(statement, j, word))
                return key_read(import, statement->line, key, attribute,
                                statement_word(statement, j + 1));
    }
    return true;
}

/* Returns the first statement "key-id NUMBER" in CHAIN for each NUMBER. */
static GHashTable *entries_of(const struct statement *chain)
{
    GHashTable *entries = word_table_new(NULL);
    for (unsigned i = 0; i < chain->children->len; i++) {
        const struct statement *entry = chain->children->pdata[i];
        const struct word number = statement_word(entry, 1);
        if (statement_is(entry, 0, "key-id") && !word_table_get(entries, number))
            word_table_set(entries, number, entry);
    }
    return entries;
}

static bool read_key(const struct import *import, const struct statement *ids,
                     const struct statement *entry, int zone, struct key *key)
{
    key_read_algorithm(key, statement_word(statement_find(entry, "algorithm *"), 1));
    if (statement_find(ids, "option-authentication disable"))
        key->options = KEY_OPTIONS_EXCLUDED;
    else if (statement_find(ids, "option-authentication enable"))
        key->options = KEY_OPTIONS_INCLUDED;
    return read_validity(import, entry->parent, entry, zone, key) &&
           set_id(import, ids, "send-id", KEY_SEND_ID, key) &&
           set_id(import, ids, "receive-id", KEY_RECV_ID, key) &&
           (key->withheld ||
            vrp_secret_set(import, key, statement_find(entry, "key-string *"), 1, 2));
}

struct key_chain *vrp_keychain_read(const struct import *import, const struct statement *policy,
                                    const struct statement *chain, int zone)
{
    struct key_chain *keys = key_chain_new(statement_word(chain, 1));
    GHashTable *entries = entries_of(chain);
    for (unsigned i = 0; i < policy->children->len; i++) {
        const struct statement *ids = policy->children->pdata[i];
        struct chain_key read = {.number = statement_word(ids, 1)};
        const struct statement *entry =
            statement_is(ids, 0, "key-id") ? word_table_get(entries, read.number) : NULL;
        const struct statement *secret = statement_find(entry, "key-string *");

        if (!secret)
            continue;
        read.key = import_key(import, secret->line, "");
        if (read_key(import, ids, entry, zone, read.key))
            key_chain_add(keys, &read);
        else
            key_free(read.key);
    }
    g_hash_table_destroy(entries);
    return keys;
}
