/* Reads the key chains of Junos, and its secrets.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "junos-keychain.h"

#include "keys/import/model/ao-algorithm.h"
#include "keys/import/disguise/disguise.h"

#include <stdio.h>
#include <string.h>

static bool begins_with(struct word word, const char *text)
{
    return word.length >= strlen(text) && memcmp(word.at, text, strlen(text)) == 0;
}

static void disguised(struct key *key, struct word word)
{
    key->secret = disguise_junos9(word);
    if (key->secret)
        key->disguise = secret_from_word(word);
}

bool junos_secret_set(const struct import *import, struct key *key, unsigned line,
                      const struct branch *secret)
{
    if (!secret)
        key->withheld = "the configuration was shown without its secrets";
    else if (begins_with(secret->word, "$8$"))
        key->withheld = "$8$ secrets need the router's master password";
    else if (begins_with(secret->word, "$9$"))
        disguised(key, secret->word);
    else if (!(key->withheld = secret_removed(secret->word)) && secret->word.length > 0)
        key->secret = secret_from_word(secret->word);

    if (!key->secret && !key->withheld)
        import_problem(import, line, "this secret is empty or its $9$ form is damaged");
    return key->secret || key->withheld;
}

/* "2026-7-1.12:00:00 +0200": seconds and zone may be missing. */
static bool read_time(struct word word, int64_t *time)
{
    char *text = word_dup(word), sign = '+';
    int year, month, day, hour, minute, second = 0, zone_hour = 0, zone_minute = 0, at = 0;
    bool fine =
        sscanf(text, "%4d-%2d-%2d.%2d:%2d%n", &year, &month, &day, &hour, &minute, &at) == 5;

    if (fine && text[at] == ':') {
        int more = 0;
        fine = sscanf(text + at, ":%2d%n", &second, &more) == 1;
        at += more;
    }
    if (fine && text[at] != '\0' && strcmp(text + at, " UTC") != 0)
        fine = sscanf(text + at, " %c%2d%2d", &sign, &zone_hour, &zone_minute) == 3 &&
               (sign == '+' || sign == '-');
    fine = fine && moment_from(year, month, day, hour, minute, second, time);
    if (fine)
        *time = key_time_move(*time, (sign == '-' ? 60 : -60) * (zone_hour * 60 + zone_minute));
    g_free(text);
    return fine;
}

static bool read_number(const struct branch *value, unsigned most, int64_t *number)
{
    char *text = word_dup(value->word);
    guint64 parsed = 0;
    const bool fine = g_ascii_string_to_unsigned(text, 10, 0, most, &parsed, NULL);
    g_free(text);
    *number = (int64_t)parsed;
    return fine;
}

static bool read_id(const struct import *import, const struct branch *ao, const char *word, int *id)
{
    const struct branch *value = branch_value(ao, word);
    int64_t number;
    if (!value)
        return true;
    if (!read_number(value, 255, &number)) {
        import_problem(import, value->line, "a key id is a number from 0 to 255");
        return false;
    }
    *id = (int)number;
    return true;
}

/* What concerns TCP-AO alone. */
static bool read_ao(const struct import *import, const struct branch *entry, struct junos_key *key)
{
    const struct branch *ao = branch_get(entry, "ao-attribute");
    const struct branch *algorithm = branch_value(entry, "algorithm");
    const struct branch *mac = branch_value(ao, "cryptographic-algorithm");
    const struct branch *options = branch_value(ao, "tcp-ao-option");

    key->ao = algorithm && word_is(algorithm->word, "ao");
    key->algorithm = KEY_HMAC_SHA_1_96;
    key->unusable = NULL;
    if (mac && !ao_algorithm_parse(mac->word.at, mac->word.length, &key->algorithm))
        key->unusable = ao_algorithm_unknown;
    key->options =
        options && word_is(options->word, "enabled") ? KEY_OPTIONS_INCLUDED : KEY_OPTIONS_EXCLUDED;
    key->send_id = key->recv_id = KEY_ANY_ID;
    return read_id(import, ao, "send-id", &key->send_id) &&
           read_id(import, ao, "recv-id", &key->recv_id);
}

static bool read_key(const struct import *import, const struct branch *entry, struct junos_key *key)
{
    const struct branch *secret = branch_get(entry, "secret");
    const struct branch *start = branch_value(entry, "start-time");

    if (!secret) {
        import_problem(import, entry->line, "this key of a key chain has no secret");
        return false;
    }
    key->secret = branch_first(secret);
    key->line = key->secret ? key->secret->line : secret->line;
    key->from = INT64_MIN;
    key->until = INT64_MAX;
    if (start && !read_time(start->word, &key->from)) {
        import_problem(import, start->line, "a start-time is like 2026-7-1.12:00:00 +0000");
        return false;
    }
    return read_ao(import, entry, key);
}

/* A key is replaced by the one that starts next. */
static void end_keys(GArray *keys)
{
    GArray *begins = g_array_new(FALSE, FALSE, sizeof(int64_t));
    for (unsigned i = 0; i < keys->len; i++)
        g_array_append_val(begins, g_array_index(keys, struct junos_key, i).from);
    moments_sort(begins);
    for (unsigned i = 0; i < keys->len; i++) {
        struct junos_key *key = &g_array_index(keys, struct junos_key, i);
        key->until = MIN(key->until, moments_next(begins, key->from));
        key->send_from = key->from;
        key->send_until = key->until;
    }
    g_array_free(begins, TRUE);
}

/* Clocks may differ by so many seconds. */
static void widen(GArray *keys, int64_t tolerance)
{
    for (unsigned i = 0; i < keys->len; i++) {
        struct junos_key *key = &g_array_index(keys, struct junos_key, i);
        key->from = key_time_move(key->from, -tolerance);
        key->until = key_time_move(key->until, tolerance);
    }
}

GArray *junos_keychain_read(const struct import *import, const struct branch *chain)
{
    GArray *keys = g_array_new(FALSE, FALSE, sizeof(struct junos_key));
    const struct branch *entry = branch_first(branch_get(chain, "key"));
    const struct branch *tolerance = branch_value(chain, "tolerance");
    int64_t seconds = 0;

    for (; entry; entry = branch_next(entry)) {
        struct junos_key key;
        if (!read_key(import, entry, &key))
            continue;
        key.chain = chain->word;
        key.number = entry->word;
        g_array_append_val(keys, key);
    }
    end_keys(keys);
    if (tolerance && read_number(tolerance, 999999999, &seconds))
        widen(keys, seconds);
    return keys;
}
