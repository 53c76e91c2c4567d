/* Reads the key chains of SR OS, and its secrets.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sros-keychain.h"

#include "keys/import/model/ao-algorithm.h"

#include <stdio.h>
#include <string.h>

/* How long, in seconds, a key is accepted before and after its time unless the chain tells. */
#define TOLERANCE 300

/* What stands behind a secret that is not in clear text: as a word of its own, or in the quotes. */
static const char *const marks[] = {"hash", "hash2", "custom"};

static bool has_mark(const struct branch *secret)
{
    const struct word word = secret->word;
    for (unsigned i = 0; i < G_N_ELEMENTS(marks); i++) {
        const size_t length = strlen(marks[i]);
        const char *end = word.at + word.length;
        if (branch_get(secret, marks[i]) ||
            (word.quote && word.length > length + 1 && end[-(ptrdiff_t)length - 1] == ' ' &&
             memcmp(end - length, marks[i], length) == 0))
            return true;
    }
    return false;
}

bool sros_secret_set(const struct import *import, struct key *key, const struct branch *secret)
{
    if (has_mark(secret))
        key->withheld = "hashed secrets need the router that made them";
    else if (!(key->withheld = secret_removed(secret->word)) && secret->word.length > 0)
        key->secret = secret_from_word(secret->word);

    if (!key->secret && !key->withheld)
        import_problem(import, secret->line, "this secret is empty");
    return key->secret || key->withheld;
}

/* The classic CLI's "2026/07/01 12:00:00 UTC". */
static bool read_classic_time(const struct branch *date, int64_t *time)
{
    const struct branch *clock = branch_first(date);
    int year, month, day, hour = 0, minute = 0, second = 0;
    char *text = word_dup(date->word);
    bool fine = sscanf(text, "%4d/%2d/%2d", &year, &month, &day) == 3;

    g_free(text);
    if (fine && clock) {
        text = word_dup(clock->word);
        fine = sscanf(text, "%2d:%2d:%2d", &hour, &minute, &second) >= 2;
        g_free(text);
    }
    return fine && moment_from(year, month, day, hour, minute, second, time);
}

/* The MD-CLI's "2026-07-01T12:00:00.0+02:00", or "now" and "forever", which set no limit. */
static bool read_time(const struct branch *line, int64_t *time)
{
    if (word_is(line->word, "now") || word_is(line->word, "forever"))
        return true;
    if (memchr(line->word.at, '/', line->word.length))
        return read_classic_time(line, time);

    char *text = word_dup(line->word);
    const bool fine = key_time_parse(text, time, NULL);
    g_free(text);
    return fine;
}

static bool read_limit(const struct import *import, const struct branch *entry, const char *word,
                       int64_t *time)
{
    const struct branch *line = branch_value(entry, word);
    if (!line || read_time(line, time))
        return true;
    import_problem(import, line->line, "this is no time");
    return false;
}

static void read_algorithm(const struct branch *entry, struct sros_key *key)
{
    const struct branch *algorithm = branch_value(entry, "algorithm");
    key->algorithm = KEY_HMAC_SHA_1_96;
    if (!algorithm || word_is(algorithm->word, "message-digest"))
        key->algorithm = KEY_MD5;
    else if (!ao_algorithm_parse(algorithm->word.at, algorithm->word.length, &key->algorithm))
        key->unusable = ao_algorithm_unknown;
}

/* The entry's number is its key id. */
static bool read_id(const struct import *import, const struct branch *entry, int *id)
{
    char *text = word_dup(entry->word);
    guint64 number = 0;
    const bool fine = g_ascii_string_to_unsigned(text, 10, 0, 255, &number, NULL);

    g_free(text);
    *id = (int)number;
    if (!fine)
        import_problem(import, entry->line, "the number of a key chain's entry is from 0 to 255");
    return fine;
}

static bool read_entry(const struct import *import, const struct branch *entry,
                       struct sros_key *key)
{
    const struct branch *classic = branch_value(entry, "key");
    int id;

    *key =
        (struct sros_key){.number = entry->word,
                          .secret = classic ? classic : branch_value(entry, "authentication-key"),
                          .from = INT64_MIN,
                          .until = INT64_MAX};
    if (!key->secret || !read_id(import, entry, &id))
        return false;
    read_algorithm(entry, key);
    key->send_id = key->recv_id = id;
    return read_limit(import, entry, "begin-time", &key->from) &&
           read_limit(import, entry, "end-time", &key->until);
}

/* Of all keys that have begun the youngest is used, so that each ends when the next begins. */
static void end_keys(GArray *keys, guint first)
{
    GArray *begins = g_array_new(FALSE, FALSE, sizeof(int64_t));
    for (unsigned i = first; i < keys->len; i++)
        g_array_append_val(begins, g_array_index(keys, struct sros_key, i).from);
    moments_sort(begins);
    for (unsigned i = first; i < keys->len; i++) {
        struct sros_key *key = &g_array_index(keys, struct sros_key, i);
        key->until = MIN(key->until, moments_next(begins, key->from));
        key->send_from = key->from;
        key->send_until = key->until;
    }
    g_array_free(begins, TRUE);
}

/* A receiver accepts a key before and after its time. */
static void widen(struct sros_key *key, const struct branch *entry)
{
    const struct branch *line = branch_value(entry, "tolerance");
    int64_t seconds = TOLERANCE;

    if (line && word_is(line->word, "forever")) {
        key->from = INT64_MIN;
        key->until = INT64_MAX;
        return;
    }
    if (line) {
        char *text = word_dup(line->word);
        seconds = (int64_t)MIN(g_ascii_strtoull(text, NULL, 10), G_MAXUINT32);
        g_free(text);
    }
    key->from = key_time_move(key->from, -seconds);
    key->until = key_time_move(key->until, seconds);
}

/* The entries of one direction. */
static void read_entries(const struct import *import, const struct branch *direction, bool sends,
                         bool receives, GArray *keys)
{
    const struct branch *entry = branch_first(branch_get(direction, "entry"));
    GPtrArray *entries = g_ptr_array_new();
    const guint first = keys->len;

    for (; entry; entry = branch_next(entry)) {
        struct sros_key key;
        if (!read_entry(import, entry, &key))
            continue;
        if (!sends)
            key.send_id = KEY_ANY_ID;
        if (!receives)
            key.recv_id = KEY_ANY_ID;
        g_array_append_val(keys, key);
        g_ptr_array_add(entries, (void *)entry);
    }
    end_keys(keys, first);
    for (unsigned i = 0; receives && i < entries->len; i++)
        widen(&g_array_index(keys, struct sros_key, first + i), entries->pdata[i]);
    g_ptr_array_free(entries, TRUE);
}

GArray *sros_keychain_read(const struct import *import, const struct branch *chain)
{
    GArray *keys = g_array_new(FALSE, FALSE, sizeof(struct sros_key));
    const struct branch *classic = branch_get(chain, "direction");
    const struct branch *apart = branch_get(classic, "uni");

    read_entries(import, branch_get(classic, "bi"), true, true, keys);
    read_entries(import, branch_get(apart, "receive"), false, true, keys);
    read_entries(import, branch_get(apart, "send"), true, false, keys);
    read_entries(import, branch_get(chain, "bidirectional"), true, true, keys);
    read_entries(import, branch_get(chain, "receive"), false, true, keys);
    read_entries(import, branch_get(chain, "send"), true, false, keys);
    for (unsigned i = 0; i < keys->len; i++)
        g_array_index(keys, struct sros_key, i).chain = chain->word;
    return keys;
}
