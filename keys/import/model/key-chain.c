/* Key chains: keys that follow one another.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "key-chain.h"

#include "key-words.h"

static void chain_key_free(gpointer data)
{
    struct chain_key *key = data;
    key_free(key->key);
    g_free(key);
}

struct key_chain *key_chain_new(struct word name)
{
    struct key_chain *chain = g_new(struct key_chain, 1);
    chain->name = name;
    chain->keys = g_ptr_array_new_with_free_func(chain_key_free);
    return chain;
}

void key_chain_free(struct key_chain *chain)
{
    g_ptr_array_free(chain->keys, TRUE);
    g_free(chain);
}

void key_chain_add(struct key_chain *chain, const struct chain_key *key)
{
    g_ptr_array_add(chain->keys, g_memdup2(key, sizeof *key));
}

static struct key *key_at(const struct key_chain *chain, unsigned index)
{
    return ((const struct chain_key *)chain->keys->pdata[index])->key;
}

static gint compare_moments(gconstpointer a, gconstpointer b)
{
    const int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

/* Returns the earliest of the sorted MOMENTS after MOMENT, or INT64_MAX if there is none. */
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

void key_chain_end_keys(struct key_chain *chain, unsigned first)
{
    GArray *begins = g_array_new(FALSE, FALSE, sizeof(int64_t));
    for (unsigned i = first; i < chain->keys->len; i++)
        g_array_append_val(begins, key_at(chain, i)->from);
    g_array_sort(begins, compare_moments);
    for (unsigned i = first; i < chain->keys->len; i++) {
        struct key *key = key_at(chain, i);
        key->until = MIN(key->until, next_moment(begins, key->from));
        key_set_sent(key, key->from, key->until);
    }
    g_array_free(begins, TRUE);
}

void key_widen(struct key *key, int64_t seconds)
{
    key->from = seconds < 0 ? INT64_MIN : key_time_move(key->from, -seconds);
    key->until = seconds < 0 ? INT64_MAX : key_time_move(key->until, seconds);
}

void key_use_for_md5(struct key *key)
{
    key->algorithm = KEY_MD5;
    key->mac_length = 0;
    key->options = KEY_ANY_OPTIONS;
    key->send_id = key->recv_id = KEY_ANY_ID;
}

void key_chain_add_keys(const struct key_chain *chain, const struct peering *peering,
                        struct budget *budget, unsigned line, key_finisher finish, void *data)
{
    if (!budget_spend(budget, chain->keys->len, line))
        return;
    for (unsigned i = 0; i < chain->keys->len; i++) {
        struct key *key = peering_copy(peering, key_at(chain, i));
        const struct chain_key *origin = chain->keys->pdata[i];
        key_read_chain(key, chain->name, origin->number);
        if (origin->suffix)
            import_tell_apart(key, origin->suffix, NULL);
        import_add_if(budget->import, key, !finish || finish(key, origin, data));
    }
}
