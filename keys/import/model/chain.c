/* Key chains in the tree of a configuration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "chain.h"

#include "ao-algorithm.h"
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
    GHashTable *keys;     /* struct branch *, a chain -> GPtrArray of struct chain_key *, owned */
    GHashTable *reported; /* struct branch *: what became a problem, which is told once */
};

/* A key as the chain tells it. */
struct chain_key {
    struct key *key; /* without name, ends and port */
    struct word number;
    const struct chain_direction *direction;
    const struct branch *entry;
    const char *no_ao; /* why it cannot serve TCP-AO, or NULL */
    bool is_ao;        /* it serves TCP-AO, even if its session does not say so */
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

static void chain_key_free(gpointer data)
{
    struct chain_key *key = data;
    key_free(key->key);
    g_free(key);
}

struct chains *chains_new(const struct chain_row *row, secret_reader read, struct budget *budget)
{
    struct chains *chains = g_new(struct chains, 1);
    *chains = (struct chains){
        .row = row,
        .read = read,
        .import = budget->import,
        .budget = budget,
        .keys = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref),
        .reported = g_hash_table_new(NULL, NULL),
    };
    return chains;
}

void chains_free(struct chains *chains)
{
    g_hash_table_destroy(chains->reported);
    g_hash_table_destroy(chains->keys);
    g_free(chains);
}

static void report_once(const struct chains *chains, const struct branch *at, const char *message)
{
    if (g_hash_table_add(chains->reported, (void *)at))
        import_problem(chains->import, at->line, "%s", message);
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

static bool set_ids(const struct chains *chains, struct chain_key *read)
{
    const struct chain_row *row = chains->row;
    const struct branch *entry = read->entry, *number = row->numbers_are_ids ? entry : NULL;
    struct key *key = read->key;

    if (!set_id(chains, number ? number : branch_value_at(entry, row->send_id), &key->send_id))
        return false;
    if (number)
        key->recv_id = key->send_id;
    else if (!set_id(chains, branch_value_at(entry, row->recv_id), &key->recv_id))
        return false;
    if (!read->direction->sends)
        key->send_id = KEY_ANY_ID;
    if (!read->direction->accepts)
        key->recv_id = KEY_ANY_ID;
    return true;
}

/* "md5" and SR OS's "message-digest" are the algorithm of RFC 2385 where they are none of TCP-AO.
 */
static void set_algorithm(const struct chain_row *row, struct chain_key *read)
{
    const struct branch *value = branch_value_at(read->entry, row->algorithm);
    const struct branch *kind = branch_value_at(read->entry, row->kind);
    const struct word none = {.at = ""}, name = value ? value->word : none;
    const bool md5 = name.length == 0 || word_is(name, "md5") || word_is(name, "message-digest");

    read->is_ao = row->kind ? kind && word_is(kind->word, "ao") : row->only_ao || !md5;
    if (row->kind && name.length == 0)
        read->key->algorithm = KEY_HMAC_SHA_1_96;
    else if ((read->is_ao || row->kind) && !ao_algorithm_set(read->key, name.at, name.length))
        read->no_ao = ao_algorithm_unknown;
}

static void set_options(const struct chain_row *row, struct chain_key *read)
{
    const struct branch *options = branch_value_at(read->entry, row->options);
    if (row->options)
        read->key->options = options && word_is(options->word, "enabled") ? KEY_OPTIONS_INCLUDED
                                                                          : KEY_OPTIONS_EXCLUDED;
}

static bool set_time(const struct chains *chains, const struct branch *value, int64_t *time)
{
    if (!value || chains->row->read_time(value, time))
        return true;
    import_problem(chains->import, value->line, "%s", chains->row->bad_time);
    return false;
}

static const struct branch *find_secret(const struct chain_row *row, const struct branch *entry)
{
    const struct branch *secret = NULL;
    for (unsigned i = 0; !secret && i < G_N_ELEMENTS(row->secrets) && row->secrets[i]; i++)
        secret = branch_at(entry, row->secrets[i]);
    return secret && (row->no_secret || branch_first(secret)) ? secret : NULL;
}

static bool read_key(const struct chains *chains, struct chain_key *read,
                     const struct branch *secret)
{
    const struct branch *entry = read->entry, *value = branch_first(secret);
    struct key *key = import_key(chains->import, (value ? value : secret)->line, "");

    read->key = key;
    set_algorithm(chains->row, read);
    set_options(chains->row, read);
    return set_time(chains, branch_value_at(entry, chains->row->begin), &key->from) &&
           set_time(chains, branch_value_at(entry, chains->row->end), &key->until) &&
           set_ids(chains, read) && chains->read(secret, key, chains->import);
}

static void add_key(const struct chains *chains, const struct chain_direction *direction,
                    const struct branch *entry, GPtrArray *keys)
{
    const struct branch *secret = find_secret(chains->row, entry);
    struct chain_key *read;

    if (!secret && chains->row->no_secret)
        import_problem(chains->import, entry->line, "%s", chains->row->no_secret);
    if (!secret)
        return;
    read = g_new0(struct chain_key, 1);
    read->number = entry->word;
    read->entry = entry;
    read->direction = direction;
    if (read_key(chains, read, secret))
        g_ptr_array_add(keys, read);
    else
        chain_key_free(read);
}

static gint compare_moments(gconstpointer a, gconstpointer b)
{
    const int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

/* Returns the earliest of MOMENTS, which are sorted, that is later than MOMENT; INT64_MAX if there
 * is none. */
static int64_t next_moment(const GArray *moments, int64_t moment)
{
    unsigned low = 0, high = moments->len;
    while (low < high) {
        const unsigned middle = low + (high - low) / 2;
        if (g_array_index(moments, int64_t, middle) > moment)
            high = middle;
        else
            low = middle + 1;
    }
    return low < moments->len ? g_array_index(moments, int64_t, low) : INT64_MAX;
}

/* Of all keys that have begun the youngest is used, so that each ends when the next begins. */
static void end_keys(const GPtrArray *keys, unsigned first)
{
    GArray *begins = g_array_new(FALSE, FALSE, sizeof(int64_t));
    for (unsigned i = first; i < keys->len; i++)
        g_array_append_val(begins, ((struct chain_key *)keys->pdata[i])->key->from);
    g_array_sort(begins, compare_moments);
    for (unsigned i = first; i < keys->len; i++) {
        struct key *key = ((struct chain_key *)keys->pdata[i])->key;
        key->until = MIN(key->until, next_moment(begins, key->from));
        key_set_sent(key, key->from, key->until);
    }
    g_array_free(begins, TRUE);
}

/* A receiver accepts a key before and after its time. */
static void widen(const struct chains *chains, const struct branch *chain, struct chain_key *read)
{
    const char *path = chains->row->tolerance;
    const struct branch *own = branch_value_at(read->entry, path);
    const struct branch *told = own ? own : branch_value_at(chain, path);
    int64_t seconds = chains->row->usual_tolerance;

    if (told) {
        char *text = word_dup(told->word);
        seconds = (int64_t)MIN(g_ascii_strtoull(text, NULL, 10), G_MAXUINT32);
        g_free(text);
    }
    const bool forever = told && word_is(told->word, "forever");
    read->key->from = forever ? INT64_MIN : key_time_move(read->key->from, -seconds);
    read->key->until = forever ? INT64_MAX : key_time_move(read->key->until, seconds);
}

static void read_direction(const struct chains *chains, const struct branch *chain,
                           const struct chain_direction *direction, GPtrArray *keys)
{
    const struct branch *entry = branch_first(branch_at(chain, direction->list));
    const unsigned first = keys->len;
    for (; entry; entry = branch_next(entry))
        add_key(chains, direction, entry, keys);
    if (chains->row->begin)
        end_keys(keys, first);
    for (unsigned i = first; i < keys->len && direction->accepts; i++)
        widen(chains, chain, keys->pdata[i]);
}

static const GPtrArray *keys_of(const struct chains *chains, const struct branch *chain)
{
    static const struct chain_direction both[] = {{"key", NULL, true, true}, {0}};
    const struct chain_direction *directions = chains->row->directions;
    GPtrArray *keys = g_hash_table_lookup(chains->keys, chain);
    if (keys)
        return keys;
    keys = g_ptr_array_new_with_free_func(chain_key_free);
    for (directions = directions ? directions : both; directions->list; directions++)
        read_direction(chains, chain, directions, keys);
    g_hash_table_insert(chains->keys, (void *)chain, keys);
    return keys;
}

/* A virtual router may have key chains of its own: those nearest above REFERENCE count. */
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

static void add_copy(const struct peering *peering, const struct import *import,
                     const struct branch *chain, const struct chain_key *read, bool ao)
{
    struct key *key = peering_copy(peering, read->key);
    key_read_chain(key, chain->word, read->number);
    if (read->direction->suffix)
        import_tell_apart(key, read->direction->suffix, NULL);
    if (!ao) {
        key->algorithm = KEY_MD5;
        key->mac_length = 0;
        key->options = KEY_ANY_OPTIONS;
        key->send_id = key->recv_id = KEY_ANY_ID;
    } else if (read->no_ao) {
        import_withhold(key, read->no_ao);
    }
    import_add(import, key);
}

void chains_add_keys(struct chains *chains, const struct peering *peering,
                     const struct branch *reference, const struct branch *algorithm)
{
    const bool ao = algorithm && word_is(algorithm->word, "ao");
    if (algorithm && !ao && !word_is(algorithm->word, "md5")) {
        report_once(chains, algorithm, enhanced);
        return;
    }
    const struct branch *chain = find_chain(chains, reference), *name = branch_first(reference);
    if (!chain) {
        report_once(chains, name, "this key chain does not exist");
        return;
    }
    const GPtrArray *keys = keys_of(chains, chain);
    const bool for_ao = is_for_ao(chains->row, chain);
    if (!budget_spend(chains->budget, keys->len, name->line))
        return;
    for (unsigned i = 0; i < keys->len; i++) {
        const struct chain_key *read = keys->pdata[i];
        if (read->is_ao && !for_ao)
            report_once(chains, chain, enhanced);
        else
            add_copy(peering, chains->import, chain, read, ao || read->is_ao);
    }
}
