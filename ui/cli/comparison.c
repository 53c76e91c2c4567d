/* Compares the configured keys with those that the kernel has.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "comparison.h"

#include "flaw.h"
#include "keys/source/variant.h"

#include <string.h>

#define PREFIX_LENGTHS 129 /* from 0 to 128 bits */

/* The state of a configured key in the kernel. If several apply, the last one counts. */
enum state {
    STATE_MISSING,
    STATE_DIFFERENT,
    STATE_SAME,
};

struct comparison {
    const struct keyring *configured;
    enum state *states;          /* states of the configured keys, by index */
    const struct key **compared; /* the kernel's keys that they were last compared with, or NULL */
    GHashTable
        *by_end; /* struct prefix * -> GArray * of unsigned: the indices of keys with that end */
    bool lengths[2][PREFIX_LENGTHS]; /* prefix lengths that occur, for IPv4 and IPv6 */
};

static bool is_part(const struct prefix *part, const struct prefix *whole)
{
    return whole->bits <= part->bits && prefix_contains(whole, &part->address);
}

static void index_end(struct comparison *comparison, const struct prefix *end, unsigned index)
{
    GArray *indices = g_hash_table_lookup(comparison->by_end, end);
    if (!indices) {
        indices = g_array_new(FALSE, FALSE, sizeof(unsigned));
        g_hash_table_insert(comparison->by_end, g_memdup2(end, sizeof *end), indices);
    }
    g_array_append_val(indices, index);
    comparison->lengths[end->address.length == 16][end->bits] = true;
}

static void free_indices(void *indices)
{
    g_array_free(indices, TRUE);
}

static struct comparison comparison_of(const struct keyring *configured, int64_t time)
{
    const unsigned count = keyring_size(configured);
    struct comparison comparison = {
        .configured = configured,
        .states = g_new0(enum state, count + 1),
        .compared = g_new0(const struct key *, count + 1),
        .by_end = g_hash_table_new_full(prefix_hash, prefix_equal, g_free, free_indices),
    };
    for (unsigned i = 0; i < count; i++) {
        const struct key *key = keyring_key(configured, i);
        if (key->algorithm != KEY_MD5 || !key_is_valid_at(key, time))
            continue;
        index_end(&comparison, &key->ends[0], i);
        if (!prefix_equal(&key->ends[0], &key->ends[1]))
            index_end(&comparison, &key->ends[1], i);
    }
    return comparison;
}

static void comparison_clear(struct comparison *comparison)
{
    g_hash_table_destroy(comparison->by_end);
    g_free(comparison->compared);
    g_free(comparison->states);
}

/* Returns true if KEY is configured for the connections of HELD. The kernel's first end is its own;
 * it is any if a listener has no address. Then the first end does not identify a key whose other
 * end is any, too. */
static bool key_fits(const struct key *key, const struct key *held)
{
    if (key->port != KEY_ANY_PORT && key->port != held->port)
        return false;
    for (unsigned i = 0; i < 2; i++) {
        const struct prefix *peer = &key->ends[i], *own = &key->ends[1 - i];
        if (is_part(&held->ends[1], peer) &&
            (is_part(&held->ends[0], own) ||
             (peer->address.length > 0 && is_part(own, &held->ends[0]))))
            return true;
    }
    return false;
}

/* Compares HELD with the configured key at INDEX, and stores its state. Returns true if that key is
 * for the same connections. */
static bool comparison_compare(struct comparison *comparison, unsigned index,
                               const struct key *held)
{
    const struct key *key = keyring_key(comparison->configured, index);
    if (!key_fits(key, held))
        return false;
    if (key->secret && secret_equal(key->secret, held->secret))
        comparison->states[index] = STATE_SAME;
    else if (comparison->states[index] == STATE_MISSING)
        comparison->states[index] = STATE_DIFFERENT;
    comparison->compared[index] = held;
    return true;
}

static bool compare_at(struct comparison *comparison, const struct prefix *end,
                       const struct key *held)
{
    const GArray *indices = g_hash_table_lookup(comparison->by_end, end);
    bool any = false;
    for (unsigned i = 0; indices && i < indices->len; i++)
        any |= comparison_compare(comparison, g_array_index(indices, unsigned, i), held);
    return any;
}

/* Compares HELD with the configured keys whose prefix for its peer is longest, since the kernel
 * uses the longest prefix, too. Returns true if there is one. */
static bool compare_held(struct comparison *comparison, const struct key *held)
{
    const struct prefix *peer = &held->ends[1], everything = {0};
    const bool *lengths = comparison->lengths[peer->address.length == 16];

    for (int bits = peer->bits; bits >= 0; bits--) {
        const struct prefix end = prefix_of(&peer->address, (unsigned)bits);
        if (lengths[bits] && compare_at(comparison, &end, held))
            return true;
    }
    return compare_at(comparison, &everything, held);
}

static struct flaw *flaws_add(GPtrArray *flaws, const char *kind, const struct key *key, char *text)
{
    struct flaw *flaw = g_new0(struct flaw, 1);
    *flaw = (struct flaw){
        .kind = kind,
        .where = g_strdup(key->origin),
        .name = g_strdup(key->name),
        .text = text,
    };
    g_ptr_array_add(flaws, flaw);
    return flaw;
}

static void tell_difference(const struct key *key, const struct key *held, GPtrArray *flaws)
{
    const char *difference = key->secret ? variant_difference(key, held->secret) : NULL;
    if (!key->secret)
        flaws_add(
            flaws, "kernel-unknown", key,
            g_strdup_printf("%s has a key for it, which cannot be compared: the secret here is not "
                            "known",
                            held->origin))
            ->is_note = true;
    else
        flaws_add(flaws, "kernel-different", key,
                  g_strdup_printf("%s has another secret for it%s%s", held->origin,
                                  difference ? ": " : "", difference ? difference : ""));
}

static void comparison_tell(const struct comparison *comparison, unsigned index, GPtrArray *flaws)
{
    const struct key *key = keyring_key(comparison->configured, index);
    switch (comparison->states[index]) {
    case STATE_SAME:
        flaws_add(flaws, "kernel-same", key, g_strdup("the kernel has the same key"))->is_note =
            true;
        break;
    case STATE_DIFFERENT:
        tell_difference(key, comparison->compared[index], flaws);
        break;
    case STATE_MISSING:
        flaws_add(flaws, "kernel-missing", key,
                  g_strdup("no socket of the kernel has a key for it"));
        break;
    }
}

void comparison_add(const struct keyring *configured, const struct keyring *held, int64_t time,
                    GPtrArray *flaws)
{
    struct comparison comparison = comparison_of(configured, time);
    GPtrArray *left = g_ptr_array_new();

    for (unsigned i = 0; i < keyring_size(held); i++)
        if (!compare_held(&comparison, keyring_key(held, i)))
            g_ptr_array_add(left, (void *)keyring_key(held, i));
    for (unsigned i = 0; i < keyring_size(configured); i++) {
        const struct key *key = keyring_key(configured, i);
        if (key->algorithm == KEY_MD5 && key_is_valid_at(key, time))
            comparison_tell(&comparison, i, flaws);
    }
    for (unsigned i = 0; i < left->len; i++)
        flaws_add(flaws, "kernel-left", left->pdata[i], g_strdup("it is configured nowhere"));
    g_ptr_array_free(left, TRUE);
    comparison_clear(&comparison);
}
