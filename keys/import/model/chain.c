/* Reads key chains from the tree of a configuration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "chain.h"

#include "key-chain.h"
#include "key-words.h"

#include <string.h>

static const char enhanced[] =
    "this is the TCP Enhanced Authentication Option, an older draft than "
    "TCP-AO, which cannot be verified";

struct chains {
    const struct chain_row *row;
    secret_reader read;
    const struct import *import;
    struct budget *budget;
    void *data;
    GHashTable *known; /* struct branch *, a chain -> struct key_chain *, owned */
};

const struct branch *branch_at(const struct branch *at, const char *path)
{
    while (at && *path) {
        const size_t length = strcspn(path, "/");
        at = branch_get_word(at, (struct word){.at = path, .length = length});
        path += length + (path[length] == '/');
    }
    return at;
}

const struct branch *branch_value_at(const struct branch *at, const char *path)
{
    return path ? branch_first(branch_at(at, path)) : NULL;
}

char *branch_text(const struct branch *word)
{
    GString *text = g_string_new(NULL);
    for (; word; word = branch_first(word))
        g_string_append_printf(text, "%s%.*s", text->len > 0 ? " " : "", (int)word->word.length,
                               word->word.at);
    return g_string_free(text, FALSE);
}

void branch_report(const struct branch *branch, const struct import *import, const char *message)
{
    if (branch_mark_reported(branch))
        import_problem(import, branch->line, "%s", message);
}

struct chains *chains_new(const struct chain_row *row, secret_reader read, struct budget *budget,
                          void *data)
{
    struct chains *chains = g_new(struct chains, 1);
    *chains = (struct chains){
        .row = row,
        .read = read,
        .import = budget->import,
        .budget = budget,
        .data = data,
        .known = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)key_chain_free),
    };
    return chains;
}

void chains_free(struct chains *chains)
{
    g_hash_table_destroy(chains->known);
    g_free(chains);
}

static bool set_id(const struct chains *chains, const struct branch *value, int *id)
{
    uint64_t number = 0;
    const bool fits = value && word_number(value->word, 255, &number);
    if (fits)
        *id = (int)number;
    else if (value)
        import_problem(chains->import, value->line, "%s", chains->row->bad_id);
    return fits || !value;
}

static bool set_ids(const struct chains *chains, const struct branch *entry,
                    const struct chain_direction *direction, struct key *key)
{
    const struct chain_row *row = chains->row;
    const struct branch *number = row->numbers_are_ids ? entry : NULL;

    if (!set_id(chains, number ? number : branch_value_at(entry, row->send_id), &key->send_id))
        return false;
    if (number)
        key->recv_id = key->send_id;
    else if (!set_id(chains, branch_value_at(entry, row->recv_id), &key->recv_id))
        return false;
    if (!direction->sends)
        key->send_id = KEY_ANY_ID;
    if (!direction->accepts)
        key->recv_id = KEY_ANY_ID;
    return true;
}

/* Sets the algorithm of READ. "md5" and SR OS's "message-digest" are the algorithm of RFC 2385,
 * unless the key is for TCP-AO. */
static void set_algorithm(const struct chain_row *row, struct chain_key *read)
{
    const struct branch *value = branch_value_at(read->entry, row->algorithm);
    const struct branch *kind = branch_value_at(read->entry, row->kind);
    const struct word none = {.at = ""}, name = value ? value->word : none;
    const bool md5 = name.length == 0 || word_is(name, "message-digest") ||
                     (name.length == 3 && g_ascii_strncasecmp(name.at, "md5", 3) == 0);

    read->is_ao = row->kind ? kind && word_is(kind->word, "ao") : row->only_ao || !md5;
    if (row->kind && name.length == 0)
        read->key->algorithm = KEY_HMAC_SHA_1_96;
    else if (row->algorithm && (read->is_ao || row->kind || row->only_md5) &&
             !ao_algorithm_set(read->key, name))
        read->no_ao =
            name.length == 0 && row->no_algorithm ? row->no_algorithm : ao_algorithm_unknown;
}

static void set_options(const struct chain_row *row, struct chain_key *read)
{
    const struct branch *options = branch_value_at(read->entry, row->options);
    const bool on = options && word_begins(options->word, "enable");
    const bool off = !row->options_open || (options && word_begins(options->word, "disable"));
    if (row->options && (on || off))
        read->key->options = on ? KEY_OPTIONS_INCLUDED : KEY_OPTIONS_EXCLUDED;
}

static bool set_time(const struct chains *chains, const struct branch *value, int64_t *time)
{
    if (!value || chains->row->read_time(value, time))
        return true;
    import_problem(chains->import, value->line, "%s", chains->row->bad_time);
    return false;
}

static bool set_lifetime(const struct chains *chains, const struct branch *words,
                         struct lifetime *lifetime)
{
    *lifetime = (struct lifetime){INT64_MIN, INT64_MAX};
    if (!words || words->word.length == 0 ||
        chains->row->read_lifetime(words, lifetime, chains->data))
        return true;
    import_problem(chains->import, words->line, "%s", chains->row->bad_time);
    return false;
}

/* Sets when KEY is sent, and its validity: when segments signed with it may be in transit, in
 * either direction. */
static bool set_lifetimes(const struct chains *chains, const struct branch *entry, struct key *key)
{
    const struct branch *send = branch_value_at(entry, chains->row->sent);
    const struct branch *accept = branch_value_at(entry, chains->row->accepted);
    struct lifetime sent, accepted;

    if (!set_lifetime(chains, send, &sent) || !set_lifetime(chains, accept, &accepted))
        return false;
    key_set_sent(key, sent.from, sent.until);
    if (chains->row->lifetimes_alike && (!send || !accept))
        sent = accepted = send ? sent : accepted;
    key->from = MIN(sent.from, accepted.from);
    key->until = MAX(sent.until, accepted.until);
    return true;
}

static const struct branch *find_secret(const struct chain_row *row, const struct branch *entry)
{
    const struct branch *secret = NULL;
    for (unsigned i = 0; !secret && i < G_N_ELEMENTS(row->secrets) && row->secrets[i]; i++)
        secret = branch_at(entry, row->secrets[i]);
    return secret && (row->no_secret || row->empty_secrets || branch_first(secret)) ? secret : NULL;
}

static bool read_key(const struct chains *chains, const struct chain_direction *direction,
                     const struct branch *secret, struct chain_key *read)
{
    const struct branch *entry = read->entry;
    struct key *key = read->key;

    set_algorithm(chains->row, read);
    set_options(chains->row, read);
    return set_time(chains, branch_value_at(entry, chains->row->begin), &key->from) &&
           set_time(chains, branch_value_at(entry, chains->row->end), &key->until) &&
           (!chains->row->read_lifetime || set_lifetimes(chains, entry, key)) &&
           set_ids(chains, entry, direction, key) && chains->read(secret, key, chains->import);
}

static void add_key(const struct chains *chains, const struct chain_direction *direction,
                    const struct branch *entry, struct key_chain *keys)
{
    const struct branch *secret = find_secret(chains->row, entry), *value = branch_first(secret);
    struct chain_key read = {.number = entry->word, .suffix = direction->suffix, .entry = entry};

    if (!secret && chains->row->no_secret)
        import_problem(chains->import, entry->line, "%s", chains->row->no_secret);
    if (!secret)
        return;
    read.key = import_key(chains->import, (value ? value : secret)->line, "");
    if (read_key(chains, direction, secret, &read))
        key_chain_add(keys, &read);
    else
        key_free(read.key);
}

/* Returns how many seconds a receiver accepts a key before and after its validity; -1: always. */
static int64_t tolerance_of(const struct chains *chains, const struct branch *chain,
                            const struct branch *entry)
{
    const char *path = chains->row->tolerance;
    const struct branch *own = branch_value_at(entry, path);
    const struct branch *told = own ? own : branch_value_at(chain, path);
    uint64_t seconds = 0;

    if (!told)
        return chains->row->usual_tolerance;
    if (!word_number(told->word, G_MAXUINT32, &seconds) && told->word.length > 0 &&
        g_ascii_isdigit(*told->word.at))
        seconds = G_MAXUINT32;
    if (chains->row->max_tolerance > 0 && seconds > chains->row->max_tolerance)
        seconds = 0;
    const bool always = word_is(told->word, "forever") || word_is(told->word, "infinite");
    return always ? -1 : (int64_t)seconds;
}

static bool is_off(const struct chain_row *row, const struct branch *entry)
{
    bool off = false;
    for (unsigned i = 0; i < G_N_ELEMENTS(row->off) && row->off[i]; i++)
        off |= branch_at(entry, row->off[i]) != NULL;
    return off;
}

static void read_direction(const struct chains *chains, const struct branch *chain,
                           const struct chain_direction *direction, struct key_chain *keys)
{
    const struct branch *entry = branch_first(branch_at(chain, direction->list));
    const unsigned first = keys->keys->len;
    for (; entry; entry = branch_next(entry))
        if (!is_off(chains->row, entry))
            add_key(chains, direction, entry, keys);
    if (chains->row->begin)
        key_chain_end_keys(keys, first);
    for (unsigned i = first; i < keys->keys->len && direction->accepts; i++) {
        const struct chain_key *key = keys->keys->pdata[i];
        key_widen(key->key, tolerance_of(chains, chain, key->entry));
    }
}

static const struct key_chain *keys_of(const struct chains *chains, const struct branch *chain)
{
    static const struct chain_direction both[] = {{"key", NULL, true, true}, {0}};
    const struct chain_direction *directions = chains->row->directions;
    struct key_chain *keys = g_hash_table_lookup(chains->known, chain);
    if (keys)
        return keys;
    bool is_empty = true;
    const struct branch *name = branch_value_at(chain, chains->row->name);
    keys = key_chain_new(name ? name->word : chain->word);
    for (directions = directions ? directions : both; directions->list; directions++) {
        is_empty &= !branch_value_at(chain, directions->list);
        read_direction(chains, chain, directions, keys);
    }
    if (is_empty)
        import_problem(chains->import, chain->line, "this key chain has no keys");
    g_hash_table_insert(chains->known, (void *)chain, keys);
    return keys;
}

/* Returns the chain that REFERENCE names, or NULL. A virtual router may have key chains of its own:
 * the nearest list above REFERENCE with that name counts. */
static const struct branch *find_chain(const struct chains *chains, const struct branch *reference)
{
    const char *const *lists = chains->row->lists;
    const struct word name = branch_first(reference)->word;
    const struct branch *chain = NULL;
    for (const struct branch *at = reference->parent; at && !chain; at = at->parent)
        for (unsigned i = 0; !chain && i < G_N_ELEMENTS(chains->row->lists) && lists[i]; i++)
            chain = branch_get_word(branch_at(at, lists[i]), name);
    return chain;
}

static bool is_for_ao(const struct chain_row *row, const struct branch *chain)
{
    return !row->ao_options[0] || branch_at(chain, row->ao_options[0]) ||
           branch_at(chain, row->ao_options[1]);
}

/* The use of a chain by a session. */
struct use {
    const struct chains *chains;
    const struct branch *chain;
    const struct chain_use *session;
    bool can_ao; /* the chain is suitable for TCP-AO */
};

static bool finish_key(struct key *key, const struct chain_key *origin, void *data)
{
    const struct use *use = data;
    const struct chain_row *row = use->chains->row;
    if (origin->is_ao && !use->can_ao) {
        branch_report(use->chain, use->chains->import, enhanced);
        return false;
    }
    if (row->only_md5 && origin->is_ao && !use->session->ao) {
        import_problem(use->chains->import, branch_at(origin->entry, row->algorithm)->line, "%s",
                       row->only_md5);
        return false;
    }
    if (!use->session->ao && !origin->is_ao) {
        key_use_for_md5(key);
        return true;
    }
    if (origin->no_ao)
        import_withhold(key, origin->no_ao);
    if (use->session->algorithm.at)
        key_read_algorithm(key, use->session->algorithm);
    if (use->session->options != KEY_ANY_OPTIONS)
        key->options = use->session->options;
    key->signature = use->session->signature;
    return true;
}

void chains_add_copies(struct chains *chains, const struct peering *peering,
                       const struct branch *chain, const struct chain_use *session, unsigned line)
{
    struct use use = {chains, chain, session, is_for_ao(chains->row, chain)};
    key_chain_add_keys(keys_of(chains, chain), peering, chains->budget, line, finish_key, &use);
}

void chains_add_keys(struct chains *chains, const struct peering *peering,
                     const struct branch *reference, const struct branch *algorithm)
{
    const struct branch *chain = find_chain(chains, reference), *name = branch_first(reference);
    const struct chain_use use = {.ao = algorithm && word_is(algorithm->word, "ao")};

    if (algorithm && !use.ao && !word_is(algorithm->word, "md5")) {
        branch_report(algorithm, chains->import, enhanced);
    } else if (!chain) {
        branch_report(name, chains->import,
                      chains->row->no_chain ? chains->row->no_chain
                                            : "this key chain does not exist");
    } else {
        chains_add_copies(chains, peering, chain, &use, name->line);
    }
}
