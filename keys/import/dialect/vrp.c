/* Reads keys out of configurations of Huawei VRP, and of HPE Comware as far as it has the same
 * commands.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "vrp.h"

#include "dialects.h"
#include "keys/import/model/key-words.h"

#include <stdio.h>
#include <string.h>

#define SESSION \
    .source = "source", .secrets = {"password", "keychain", "tcp-ao"}, .algorithm = "signs"

static void note_removal(struct neighbor *neighbor, const struct branch *entry)
{
    neighbor->removed = branch_get(entry, "removed");
}

static const struct protocol rpki = {"rpki ", 323};
static const struct row peers[] = {
    {.list = "session", .group = "group", .more = note_removal, SESSION}, {0}};
static const struct row caches[] = {{.list = "session", .port = "port", .calls = true, SESSION},
                                    {0}};
static const struct row neighbors[] = {{.list = "session", .any = "all", .apart = true, SESSION},
                                       {0}};

/* Each protocol is read by itself, since a peer of one may have the name of a peer of another. */
static const struct row protocols[][2] = {
    {{.list = "bgp", .vrf = "vrf", .inside = peers, .protocol = &protocol_bgp}},
    {{.list = "msdp", .vrf = "vrf", .inside = peers, .protocol = &protocol_msdp}},
    {{.list = "rpki", .vrf = "vrf", .inside = caches, .protocol = &rpki}},
    {{.list = "ldp", .vrf = "vrf", .inside = neighbors, .protocol = &protocol_ldp}},
};

/* Returns the number of seconds by which the router's clock is ahead of UTC: "clock timezone NAME
 * add 08:00:00". The times of a chain may be in UTC. */
static int zone_of(const struct branch *chain)
{
    const struct branch *mode = branch_value(chain, "time");
    const struct branch *clock = branch_value(chain->parent->parent, "clock");
    char sign[6] = "";
    int hours = 0, minutes = 0;
    char *text = clock ? word_dup(clock->word) : NULL;
    if (text)
        sscanf(text, "timezone %*s %5s %2d:%2d", sign, &hours, &minutes);
    g_free(text);
    if (mode && word_begins(mode->word, "mode utc"))
        return 0;
    return (strcmp(sign, "minus") == 0 ? -60 : 60) * (hours * 60 + minutes);
}

/* Reads a time such as "12:00 2026-07-01". Returns the text after it, or NULL. */
static const char *read_moment(const char *text, int zone, int64_t *time)
{
    const char *end = moment_read(text, "%H:%M %Y-%m-%d", time);
    if (end)
        *time = key_time_move(*time, -zone);
    return end;
}

/* Reads "to 15:00 2026-07-01", which includes that minute, or "duration 90", in minutes. */
static bool read_end(const char *text, int zone, struct lifetime *lifetime)
{
    unsigned minutes = 0;
    if (strcmp(text, " duration infinite") == 0)
        return true;
    if (g_str_has_prefix(text, " to ") && read_moment(text + 4, zone, &lifetime->until))
        lifetime->until = key_time_move(lifetime->until, 60);
    else if (sscanf(text, " duration %8u", &minutes) == 1 && minutes > 0)
        lifetime->until = key_time_move(lifetime->from, 60 * (int64_t)minutes);
    else
        return false;
    return true;
}

/* Extends LIFETIME by the receiver's tolerance, which is in minutes unless the line has
 * "seconds". */
static void widen(const struct branch *chain, struct lifetime *lifetime)
{
    const struct branch *line = branch_value(chain, "receive-tolerance");
    char *text = line ? word_dup(line->word) : g_strdup("0");
    const bool seconds = g_str_has_prefix(text, "seconds ");
    const char *number = text + (seconds ? strlen("seconds ") : 0);
    const int64_t tolerance =
        (int64_t)MIN(g_ascii_strtoull(number, NULL, 10), 864000) * (seconds ? 1 : 60);

    if (strcmp(text, "infinite") == 0)
        *lifetime = (struct lifetime){INT64_MIN, INT64_MAX};
    lifetime->from = key_time_move(lifetime->from, -tolerance);
    lifetime->until = key_time_move(lifetime->until, tolerance);
    g_free(text);
}

/* Reads "send-time ..." or "receive-time ...". Ignores periodic times ("daily", "day" ...), which a
 * key of the keyring cannot have. */
static bool read_lifetime(const struct branch *words, struct lifetime *lifetime,
                          void *data G_GNUC_UNUSED)
{
    const struct branch *line = words->parent, *chain = line->parent->parent->parent;
    char *text = word_dup(words->word);
    const bool utc = g_str_has_prefix(text, "utc ");
    const char *begin = text + (utc ? strlen("utc ") : 0);
    const int zone = utc ? 0 : zone_of(chain);
    bool fine = true;

    if (g_ascii_isdigit(*begin)) {
        const char *end = read_moment(begin, zone, &lifetime->from);
        fine = end && read_end(end, zone, lifetime);
    }
    if (fine && word_is(line->word, "receive-time"))
        widen(chain, lifetime);
    g_free(text);
    return fine;
}

static const struct chain_direction keys[] = {{"key-id", NULL, true, true}, {0}};

static const struct chain_row chain = {
    .words = {"tcp-ao", "keychain"},
    .lists = {"policy"},
    .name = "binding",
    .no_chain = "this TCP-AO policy or its key chain does not exist",
    .directions = keys,
    .secrets = {"key-string"},
    .algorithm = "algorithm",
    .only_ao = true,
    .options = "option-authentication",
    .options_open = true,
    .send_id = "send-id",
    .recv_id = "receive-id",
    .bad_id = "a key id is a number from 0 to 255, or *",
    .sent = "send-time",
    .accepted = "receive-time",
    .lifetimes_alike = true,
    .read_lifetime = read_lifetime,
    .bad_time = "the times of this key are malformed",
};

/* Returns true if WORD is enciphered as before V200R001: each 16 bytes became 24 characters from
 * "!" to "a". */
static bool is_old_cipher(struct word word)
{
    if (word.length < 24 || word.length % 4 != 0)
        return false;
    for (size_t i = 0; i < word.length; i++)
        if (word.at[i] < '!' || word.at[i] > 'a')
            return false;
    return true;
}

/* Returns true if WORD is enciphered. A secret after "cipher" need not be: it may be typed in clear
 * text. */
static bool is_ciphered(struct word word)
{
    static const char *const marks[] = {"%^%#", "%+%#", "%@%@", "%$%$", "%#%#",
                                        "@%@%", "!@#$", "$c$",  "$1$",  "$1a$"};
    for (unsigned i = 0; i < G_N_ELEMENTS(marks); i++)
        if (word_begins(word, marks[i]))
            return true;
    return is_old_cipher(word);
}

static bool vrp_secret(const struct branch *secret, struct key *key, const struct import *import)
{
    const struct branch *value = branch_first(secret), *kind = branch_first(value);
    struct word word = value->word;

    if (kind && word_is(kind->word, "disabled"))
        return false;
    if (word.length >= 2 && *word.at == '"' && word.at[word.length - 1] == '"')
        word = (struct word){word.at + 1, word.length - 2, '"'};
    if ((!kind || word_is(kind->word, "cipher")) && is_ciphered(word))
        key->withheld = "ciphered secrets need the router's own key";
    else if (!key_read_secret(key, word))
        import_problem(import, value->line, "this secret is empty");
    return key->secret || key->withheld;
}

static const struct dialect_rows dialect = {.chain = &chain, .read = vrp_secret};

/* Sets the source of the LDP sessions outside of any VPN instance to the LSR ID, unless it may be
 * another one. */
static void set_ldp_source(const struct vrp *vrp)
{
    const struct branch *ldp = branch_get(vrp->rows->root, "ldp");
    const struct branch *session = branch_value(branch_get(ldp, ""), "session");
    for (; session && !vrp->other_transport && vrp->lsr_id.length > 0;
         session = branch_next(session))
        branch_set((struct branch *)session, "source", vrp->lsr_id, 0);
}

static void read_vrp(const char *text, size_t length, const struct import *import)
{
    struct statement *statements = statement_read_indented(text, length);
    struct vrp vrp = {.rows = rows_new(&dialect, length, import),
                      .names = g_string_chunk_new(256),
                      .unread = g_ptr_array_new(),
                      .lsr_id = {.at = ""}};

    vrp_say(&vrp, statements);
    set_ldp_source(&vrp);
    for (unsigned i = 0; i < G_N_ELEMENTS(protocols); i++) {
        rows_add_keys(vrp.rows); /* of the protocol before */
        rows_read_by(vrp.rows, protocols[i], vrp.rows->root, NULL);
    }
    for (unsigned i = 0; i < vrp.unread->len; i++)
        import_problem(import, ((const struct statement *)vrp.unread->pdata[i])->line,
                       "the peers of an ip-prefix list are not read");
    rows_import(vrp.rows);
    g_ptr_array_free(vrp.unread, TRUE);
    g_string_chunk_free(vrp.names);
    statement_free(statements);
}

static const struct sign signs[] = {
    {"sysname *", 60},
    {"ipv4-family *", 40},
    {"ipv6-family *", 40},
    {"peer * as-number *", 60},
    {"peer * connect-interface *", 60},
    {"peer * group *", 30},
    {"peer * password cipher *", 60},
    {"peer * password simple *", 60},
    {"group * external", 30},
    {"group * internal", 30},
    {"keychain * mode *", 60},
    {"md5-authentication *", 40},
    {"md5-password *", 60},
    {"mpls lsr-id *", 30},
    {"tcp ao *", 20},
    {"undo *", 20},
    {NULL, 0},
};

const struct dialect dialect_vrp = {
    .name = "vrp", .title = "Huawei VRP and HPE Comware", .signs = signs, .read = read_vrp};
