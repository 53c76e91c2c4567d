/* The segments that were captured lately, each to be found by its digest or its sequence number.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "entries.h"

#include "plugin/diagnose/evidence/ring.h"
#include "keys/hash.h"

#include <string.h>

#define GENERATION 32768 /* entries; the last one or two generations are remembered */
#define MAX_LOOKED 1024  /* entries that are compared with a segment to be found elsewhere */
#define FIRST_ONES 4096  /* entries remembered until a second capture point appears */

struct generation {
    GPtrArray *entries;
    GHashTable *newest[ENTRY_KEYS]; /* key -> struct entry */
};

struct entries {
    struct generation ages[GENERATIONS]; /* the younger one first */

    /* As long as only one capture point has appeared, as in most files, there is nothing to pair:
     * entries wait in a ring of at most FIRST_ONES. */
    struct entry *waiting;
    unsigned waited; /* how many have entered the ring */
    bool any_second; /* a second capture point has appeared */
    struct bounds *bounds;
};

static struct generation generation_new(void)
{
    struct generation generation = {.entries = g_ptr_array_new_with_free_func(g_free)};
    for (unsigned i = 0; i < ENTRY_KEYS; i++)
        generation.newest[i] = g_hash_table_new(hash_number, g_int64_equal);
    return generation;
}

static void generation_clear(struct generation *generation)
{
    for (unsigned i = 0; i < ENTRY_KEYS; i++)
        g_hash_table_destroy(generation->newest[i]);
    g_ptr_array_free(generation->entries, TRUE);
}

struct entries *entries_new(struct bounds *bounds)
{
    struct entries *entries = g_new(struct entries, 1);
    *entries = (struct entries){
        .ages = {generation_new(), generation_new()},
        .bounds = bounds,
    };
    return entries;
}

void entries_free(struct entries *entries)
{
    for (unsigned age = 0; age < GENERATIONS; age++)
        generation_clear(&entries->ages[age]);
    g_free(entries->waiting);
    g_free(entries);
}

static uint64_t mixed_hash(uint64_t key, const void *bytes, size_t length)
{
    const uint8_t *at = bytes;
    for (size_t i = 0; i < length; i++)
        key = (key ^ at[i]) * 0x100000001b3; /* hash of Fowler, Noll and Vo (FNV) */
    return key;
}

/* Returns the key for ends and SEQUENCE_NUMBER. A SYN has 0 in its place, since its number may have
 * been changed to any other. */
uint64_t sequence_key(const struct snapshot *snapshot, uint32_t sequence_number)
{
    const uint32_t number = snapshot->header[HEADER_FLAGS] & FLAG_SYN ? 0 : sequence_number;
    uint64_t key = mixed_hash(0xcbf29ce484222325, &number, sizeof number);
    key = mixed_hash(key, &snapshot->from.address, sizeof snapshot->from.address);
    key = mixed_hash(key, &snapshot->to.address, sizeof snapshot->to.address);
    return mixed_hash(key, snapshot->header, HEADER_SEQUENCE_NUMBER);
}

/* Returns the bit of POINT. With more than 64 capture points, some share a bit. */
static uint64_t point_bit(const struct point *point)
{
    return (uint64_t)1 << (point->section * 31 + point->interface) % 64;
}

struct entry entry_of(const struct evidence *evidence, bool is_good)
{
    return (struct entry){
        .snapshot = snapshot_of(evidence->segment, evidence->options),
        .label = label_of(evidence),
        .point = evidence->point,
        .time = evidence->segment->time,
        .is_good = is_good,
        .points = point_bit(&evidence->point),
    };
}

struct entry *entry_copy(const struct entry *entry)
{
    struct entry *copy = g_memdup2(entry, sizeof *entry);
    memcpy(&copy->keys[BY_DIGEST], copy->snapshot.code.bytes, sizeof copy->keys[BY_DIGEST]);
    copy->keys[BY_SEQUENCE] =
        sequence_key(&copy->snapshot, snapshot_sequence_number(&copy->snapshot));
    return copy;
}

/* Returns true if a segment of GENERATION has no twin. */
static bool any_waits(const struct generation *generation)
{
    for (guint i = 0; i < generation->entries->len; i++)
        if (!((const struct entry *)generation->entries->pdata[i])->note)
            return true;
    return false;
}

void entries_add(struct entries *entries, struct entry *entry)
{
    struct generation *young = &entries->ages[0], *old = &entries->ages[1];

    if (young->entries->len == GENERATION) {
        if (any_waits(old))
            bounds_reach(entries->bounds, BOUND_TWINS);
        generation_clear(old);
        *old = *young;
        *young = generation_new();
    }
    g_ptr_array_add(young->entries, entry);
    for (unsigned i = entry->snapshot.code.length > 0 ? BY_DIGEST : BY_SEQUENCE; i < ENTRY_KEYS;
         i++) {
        entry->more[i] = g_hash_table_lookup(young->newest[i], &entry->keys[i]);
        g_hash_table_replace(young->newest[i], &entry->keys[i], entry);
    }
}

bool entries_wait(struct entries *entries, const struct entry *entry)
{
    if (entries->any_second)
        return false;
    if (entries->waited == 0 || point_equal(&entries->waiting[0].point, &entry->point)) {
        entries->waiting =
            ring_grow(entries->waiting, 0, entries->waited, FIRST_ONES, sizeof *entry);
        entries->waiting[entries->waited++ % FIRST_ONES] = *entry;
        return true;
    }
    if (entries->waited > FIRST_ONES)
        bounds_reach(entries->bounds, BOUND_TWINS);
    for (unsigned i = entries->waited - MIN(entries->waited, FIRST_ONES); i < entries->waited; i++)
        entries_add(entries, entry_copy(&entries->waiting[i % FIRST_ONES]));
    g_clear_pointer(&entries->waiting, g_free);
    entries->any_second = true;
    return false;
}

struct entry *entries_newest(const struct entries *entries, unsigned age, enum entry_key by,
                             uint64_t key)
{
    return g_hash_table_lookup(entries->ages[age].newest[by], &key);
}

/* Returns true if ONE and OTHER are of one segment that was changed. */
static bool was_changed(const struct snapshot *one, const struct snapshot *other)
{
    return code_equal(&one->code, &other->code) && one->data == other->data &&
           snapshot_data_length(one) == snapshot_data_length(other) &&
           snapshot_changes(one, other) != 0;
}

/* Puts ENTRY, which precedes *BEST, NULL at first, in its place if it is of SNAPSHOT's segment and
 * better: the newest good one; otherwise the newest, for a copy that is bad as well need not show
 * what was signed. Returns true if there can be no better one. */
static bool improve(const struct entry **best, const struct entry *entry,
                    const struct snapshot *snapshot)
{
    if ((!*best || entry->is_good) && was_changed(&entry->snapshot, snapshot))
        *best = entry;
    return *best && (*best)->is_good;
}

const struct entry *entries_elsewhere(const struct entries *entries,
                                      const struct snapshot *snapshot)
{
    const struct entry *best = NULL;
    unsigned looked = 0;
    uint64_t key;

    memcpy(&key, snapshot->code.bytes, sizeof key);
    for (unsigned i = entries->waited; !entries->any_second && i-- > 0 && looked++ < MAX_LOOKED;)
        if (improve(&best, &entries->waiting[i % FIRST_ONES], snapshot))
            return best;
    for (unsigned age = 0; age < GENERATIONS; age++)
        for (const struct entry *entry = entries_newest(entries, age, BY_DIGEST, key);
             entry && looked++ < MAX_LOOKED; entry = entry->more[BY_DIGEST])
            if (improve(&best, entry, snapshot))
                return best;
    return best;
}
