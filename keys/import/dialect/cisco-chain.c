/* Reads the key chains of Cisco's systems, for TCP-AO and for MD5.
 *
 * A block may add to the one before with its name, as when a change was pasted below a
 * configuration. IOS XR also writes each line with those around it: "key chain A key 1 key-string
 * S".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco.h"
#include "keys/import/text/statement.h"

#include <string.h>

static const char *const single[] = {
    "key-string",      "cryptographic-algorithm", "send-id",  "recv-id", "send-lifetime",
    "accept-lifetime", "accept-tolerance",        "timezone", NULL};
static const char *const texts[] = {"key-string", NULL};

/* "key chain NAME [tcp]", or a whole line of IOS XR */
void cisco_say_chain(struct cisco *cisco, const struct statement *statement)
{
    struct branch *chain =
        branch_add(hierarchy_root(cisco->tree), statement_word(statement, 2), statement->line);
    branch_say(chain, statement, 3);
    for (const struct statement *line = statement->first; line; line = line->next)
        rows_say(chain, line);
}

/* Reads "key NUMBER SendID NUMBER ReceiveID NUMBER" of the key chain NAME at INDEX of STATEMENT. */
static void say_ids(struct cisco *cisco, struct word name, const struct statement *statement,
                    unsigned index)
{
    const struct branch *chain = branch_child(hierarchy_root(cisco->tree), name);
    struct branch *key =
        branch_child(branch_child(chain, word_from("key")), statement_word(statement, index + 1));
    if (!key || statement_length(statement) < index + 6)
        return;
    branch_set(key, "send-id", statement_word(statement, index + 3), statement->line);
    branch_set(key, "recv-id", statement_word(statement, index + 5), statement->line);
}

void cisco_say_ao(struct cisco *cisco, const struct statement *statement)
{
    if (statement_is(statement, 4, "key"))
        say_ids(cisco, statement_word(statement, 3), statement, 4);
    for (const struct statement *chain = statement->first; chain; chain = chain->next) {
        for (const struct statement *line = chain->first; line; line = line->next)
            say_ids(cisco, statement_word(chain, 1), line, 0);
    }
}

/* The state for reading a lifetime word by word. */
struct lifetime_reader {
    struct cisco *cisco;
    const struct statement *line;
    unsigned next; /* the index of the next word */
    bool local;    /* its times are local */
};

/* "12:00:00 Jan 31 2026" or "12:00:00 31 january 2026" */
static bool read_time(struct lifetime_reader *reader, int64_t *time)
{
    const struct word clock = statement_word(reader->line, reader->next);
    if (!cisco_clock_read(reader->line, reader->next + 1, clock, time))
        return false;
    if (reader->local)
        *time = cisco_clock_utc(&reader->cisco->clock, *time, reader->cisco->import);
    reader->next += 4;
    return true;
}

static bool read_end(struct lifetime_reader *reader, int64_t from, int64_t *until)
{
    const bool duration = statement_is(reader->line, reader->next, "duration");
    const struct word end = statement_word(reader->line, reader->next + duration);
    uint64_t seconds;

    *until = INT64_MAX;
    if (word_is(end, "infinite") || (end.length == 0 && !duration))
        return true;
    if (!duration)
        return read_time(reader, until);
    if (!word_number(end, G_MAXINT32, &seconds))
        return false;
    *until = key_time_move(from, (int64_t)seconds);
    return true;
}

static bool read_lifetime(const struct branch *words, struct lifetime *lifetime, void *data)
{
    struct cisco *cisco = data;
    const struct branch *key = words->parent->parent;
    const struct branch *zone = branch_value(key->parent->parent, "timezone");
    const bool local = word_is(words->word, "local"), gmt = zone && word_is(zone->word, "gmt");
    struct statement *line = statement_new(NULL, words->line);
    struct lifetime_reader reader = {cisco, line, local,
                                     local || (cisco->rules & CISCO_LOCAL_TIME && !gmt)};

    for (; words; words = branch_first(words))
        statement_add_word(line, words->word);
    const bool fits =
        read_time(&reader, &lifetime->from) && read_end(&reader, lifetime->from, &lifetime->until);
    statement_free(line);
    return fits;
}

static bool read_typed(const struct branch *secret, struct key *key, const struct import *import)
{
    const struct cisco_secret read = cisco_secret_of(secret);
    return cisco_password(import, 0, &read, key);
}

static bool read_in_words(const struct branch *secret, struct key *key, const struct import *import)
{
    const struct cisco_secret read = cisco_secret_of(secret);
    return cisco_password(import, CISCO_KINDS_IN_WORDS, &read, key);
}

/* The KeyIDs are in the key; those of IOS XR, which are in the TCP-AO section, are added there. */
static const struct chain_row row = {
    .secrets = {"key-string"},
    .empty_secrets = true,
    .no_secret = "this key has no key-string",
    .algorithm = "cryptographic-algorithm",
    .no_algorithm = "the key chain tells no algorithm for it",
    .only_md5 = "without TCP-AO, its algorithm must be MD5",
    .send_id = "send-id",
    .recv_id = "recv-id",
    .bad_id = "a key id is a number from 0 to 255, or *",
    .sent = "send-lifetime",
    .accepted = "accept-lifetime",
    .read_lifetime = read_lifetime,
    .bad_time = "a lifetime is like 00:00:00 Jan 1 2026 infinite, or has an end like its start",
    .tolerance = "accept-tolerance",
    .max_tolerance = G_MAXINT32,
};

void cisco_init_chains(struct cisco *cisco)
{
    cisco->tree = hierarchy_new(&(struct hierarchy_words){.single = single, .texts = texts});
    cisco->chains =
        chains_new(&row, cisco->rules & CISCO_KINDS_IN_WORDS ? read_in_words : read_typed,
                   &cisco->budget, cisco);
}

/* Reads the words after the name of a chain. The MAC covers TCP options after
 * "include-tcp-options", in IOS XR followed by "enable" or "disable"; IOS XE ignores the same words
 * in a key of the chain. With "accept-ao-mismatch-connections", which some releases write without
 * its end, no signature is required. */
static struct chain_use use_of(const struct cisco_secret *secret, char **words)
{
    struct chain_use use = {.ao = word_is(secret->kind, "ao") || word_is(secret->kind, "tcp-ao"),
                            .options = KEY_OPTIONS_EXCLUDED};
    for (; *words; words++) {
        if (strcmp(*words, "include-tcp-options") == 0)
            use.options =
                g_strcmp0(words[1], "disable") == 0 ? KEY_OPTIONS_EXCLUDED : KEY_OPTIONS_INCLUDED;
        if (g_str_has_prefix(*words, "accept-ao-mismatch"))
            use.signature = KEY_SIGNATURE_OPTIONAL;
    }
    return use;
}

void cisco_add_chain(struct cisco *cisco, const struct peering *peering,
                     const struct cisco_secret *secret)
{
    char *text = word_dup(secret->text), **words = g_strsplit_set(text, " \t", -1);
    const struct chain_use use = use_of(secret, words);
    const char *name = words[0] ? words[0] : "";
    const struct branch *chain = branch_get(hierarchy_root(cisco->tree), name);
    if (chain)
        chains_add_copies(cisco->chains, peering, chain, &use, secret->line);
    else
        import_problem(cisco->import, secret->line, "there is no such key chain");
    g_strfreev(words);
    g_free(text);
}
