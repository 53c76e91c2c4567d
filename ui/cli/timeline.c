/* Finds keys for the same connections by their validity.
 *
 * The keys are in runs, each sorted by the start of validity, and each longer than the next. A new
 * key begins a run of its own; runs of equal length are merged.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "timeline.h"

#include "keys/overlap.h"

/* Of several keys, the one whose validity ends last (or first), and the one of those with another
 * secret; NULL if there is none. */
struct extremes {
    const struct key *key, *other;
};

/* A key in a run. */
struct run_entry {
    const struct key *key;
    struct extremes last;  /* of this key and those before it, the last to end */
    struct extremes first; /* of this key and those after it, the first to end */
};

struct timeline {
    GPtrArray *runs; /* struct GArray of struct run_entry */
};

struct timeline *timeline_new(void)
{
    struct timeline *timeline = g_new(struct timeline, 1);
    timeline->runs = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    return timeline;
}

void timeline_free(struct timeline *timeline)
{
    g_ptr_array_free(timeline->runs, TRUE);
    g_free(timeline);
}

typedef bool beyond(const struct key *key, const struct key *other);

static bool ends_later(const struct key *key, const struct key *other)
{
    return !other || key->until > other->until;
}

static bool ends_earlier(const struct key *key, const struct key *other)
{
    return !other || key->until < other->until;
}

/* Returns EXTREMES after adding KEY to the keys. */
static struct extremes extremes_joined(struct extremes extremes, const struct key *key,
                                       beyond *is_beyond)
{
    const bool same = extremes.key && overlap_alike(key->secret, extremes.key->secret);
    if (is_beyond(key, extremes.key))
        return (struct extremes){key, same ? extremes.other : extremes.key};
    if (!same && is_beyond(key, extremes.other))
        extremes.other = key;
    return extremes;
}

static gint by_beginning(gconstpointer a, gconstpointer b)
{
    const struct run_entry *one = a, *other = b;
    return (one->key->from > other->key->from) - (one->key->from < other->key->from);
}

static void sort_run(GArray *run)
{
    struct run_entry *entries = (struct run_entry *)(void *)run->data;
    struct extremes last = {0}, first = {0};

    g_array_sort(run, by_beginning);
    for (guint i = 0; i < run->len; i++)
        entries[i].last = last = extremes_joined(last, entries[i].key, ends_later);
    for (guint i = run->len; i-- > 0;)
        entries[i].first = first = extremes_joined(first, entries[i].key, ends_earlier);
}

void timeline_add(struct timeline *timeline, const struct key *key)
{
    GPtrArray *runs = timeline->runs;
    GArray *run = g_array_new(FALSE, FALSE, sizeof(struct run_entry));
    const struct run_entry entry = {.key = key};

    g_array_append_val(run, entry);
    for (; runs->len > 0; g_ptr_array_set_size(runs, (gint)runs->len - 1)) {
        const GArray *before = runs->pdata[runs->len - 1];
        if (before->len > run->len)
            break;
        g_array_append_vals(run, before->data, before->len);
    }
    sort_run(run);
    g_ptr_array_add(runs, run);
}

/* Returns how many keys of RUN begin before TIME. */
static guint count_before(const GArray *run, int64_t time)
{
    guint low = 0, high = run->len;
    while (low < high) {
        const guint middle = low + (high - low) / 2;
        if (g_array_index(run, struct run_entry, middle).key->from < time)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Returns the one of EXTREMES whose secret is not KEY's, or NULL. */
static const struct key *conflicting_key(struct extremes extremes, const struct key *key)
{
    return overlap_alike(extremes.key->secret, key->secret) ? extremes.other : extremes.key;
}

static const struct key *rival_in(const GArray *run, const struct key *key)
{
    const guint before = count_before(run, key->from);
    const guint not_behind = key->from < INT64_MAX ? count_before(run, key->from + 1) : run->len;
    const struct key *around = NULL, *within = NULL;

    if (not_behind > 0)
        around = conflicting_key(g_array_index(run, struct run_entry, not_behind - 1).last, key);
    if (before < run->len)
        within = conflicting_key(g_array_index(run, struct run_entry, before).first, key);
    return around && around->until >= key->until   ? around
           : within && within->until <= key->until ? within
                                                   : NULL;
}

const struct key *timeline_conflict(const struct timeline *timeline, const struct key *key)
{
    const struct key *rival = NULL;
    for (guint i = 0; !rival && i < timeline->runs->len; i++)
        rival = rival_in(timeline->runs->pdata[i], key);
    return rival;
}
