/* The search for the twins of a segment among those captured lately.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "quest.h"

#include <string.h>

#define MAX_ALIKE 256 /* compared, of those with the same digest or sequence number */

/* Parts may be captured this long before the segment that was split, since clocks differ. No
 * retransmission comes so soon. */
#define MAX_SKEW (100 * G_TIME_SPAN_MILLISECOND)

/* Returns how many fields are changed: the fewer, the more likely it is the same segment. */
static unsigned count_changes(uint32_t changes)
{
    unsigned count = 0;
    for (; changes; changes &= changes - 1)
        count++;
    return count;
}

/* Returns true if OTHER, which carries the digest of SNAPSHOT, can be a piece of the same split
 * segment. */
static bool is_sibling(const struct snapshot *snapshot, const struct snapshot *other)
{
    const uint32_t split =
        1u << CHANGE_SEQUENCE_NUMBER | 1u << CHANGE_FLAGS | 1u << CHANGE_LENGTH | 1u << CHANGE_DATA;
    const uint32_t changes = snapshot_changes(snapshot, other);
    const bool have_data = snapshot_data_length(snapshot) > 0 && snapshot_data_length(other) > 0;
    return changes == 0 || (have_data && (changes & ~split) == 0);
}

/* Returns true if ENTRY already has a twin at the capture point of QUEST. A segment that was split
 * may have several there, but each part only once. */
static bool has_such_a_twin(const struct quest *quest, const struct entry *entry)
{
    const struct twins *twins = entry->note ? entry->note->twins : NULL;
    for (unsigned i = 0; twins && i < twins->count; i++) {
        const struct twin *twin = &twins->list[i];
        const struct snapshot *there = twin->snapshot ? twin->snapshot : &entry->snapshot;
        if (point_equal(&twin->point, &quest->entry->point) &&
            (!snapshot_contains(&entry->snapshot, &quest->entry->snapshot) ||
             (snapshot_data_length(there) == snapshot_data_length(&quest->entry->snapshot) &&
              snapshot_sequence_number(there) ==
                  snapshot_sequence_number(&quest->entry->snapshot))))
            return true;
    }
    return false;
}

static bool is_known_part(const struct quest *quest, const struct entry *part)
{
    for (guint i = 0; quest->parts && i < quest->parts->len; i++) {
        const struct entry *known = quest->parts->pdata[i];
        if (point_equal(&known->point, &part->point) &&
            snapshot_sequence_number(&known->snapshot) == snapshot_sequence_number(&part->snapshot))
            return true;
    }
    return false;
}

/* Keeps ENTRY, a part of the segment, if it was captured just before the segment. */
static void consider_part(struct quest *quest, struct entry *entry)
{
    if (time_between(entry->time, quest->entry->time) > MAX_SKEW || is_known_part(quest, entry) ||
        (quest->parts && quest->parts->len == MAX_TWINS))
        return;
    if (!quest->parts)
        quest->parts = g_ptr_array_new();
    g_ptr_array_add(quest->parts, entry);
}

/* Returns true if ENTRY is better than the best entry so far, which came after it and has as many
 * changes. If they are from different capture points, an entry without a later twin is better: the
 * others have already reached a further point. Of retransmissions at one point, the last is better
 * if it was captured just before the segment. Otherwise the first is better: retransmissions arrive
 * in the same order everywhere. */
static bool is_better(const struct quest *quest, const struct entry *entry)
{
    const struct entry *best = quest->best;
    if (!point_equal(&best->point, &entry->point))
        return best->taken && !entry->taken;
    const int64_t since = time_between(best->time, quest->entry->time);
    return since > time_between(entry->time, best->time) / 2;
}

/* Considers ENTRY of another capture point. Call for the last entries first. */
static void quest_consider(struct quest *quest, struct entry *entry)
{
    if (has_such_a_twin(quest, entry))
        return;
    const uint32_t changes = snapshot_changes(&quest->entry->snapshot, &entry->snapshot);
    const unsigned distance = count_changes(changes);

    if (!changes_are_of_part(changes) && entry->points & quest->entry->points)
        return;
    if (snapshot_contains(&quest->entry->snapshot, &entry->snapshot)) {
        consider_part(quest, entry);
        return;
    }
    if (!quest->best || distance < quest->least ||
        (distance == quest->least && is_better(quest, entry))) {
        quest->best = entry;
        quest->least = distance;
    }
}

static void seek_digest(struct quest *quest, struct entry *entry)
{
    for (; entry && quest->looked < MAX_ALIKE; entry = entry->more[BY_DIGEST]) {
        quest->looked++;
        if (!code_equal(&entry->snapshot.code, &quest->entry->snapshot.code))
            continue;
        if (!point_equal(&entry->point, &quest->entry->point))
            quest_consider(quest, entry);
        else if (!quest->ambiguous)
            quest->ambiguous = !is_sibling(&quest->entry->snapshot, &entry->snapshot);
    }
}

/* Returns true if OTHER differs from SNAPSHOT in the signature, but not in what identifies a
 * segment. */
static bool is_stripped(const struct snapshot *snapshot, const struct snapshot *other)
{
    const uint32_t changes = snapshot_changes(snapshot, other);
    const uint32_t alien = 1u << CHANGE_SOURCE_ADDRESS | 1u << CHANGE_DESTINATION_ADDRESS |
                           1u << CHANGE_SOURCE_PORT | 1u << CHANGE_DESTINATION_PORT |
                           1u << CHANGE_LENGTH | 1u << CHANGE_FLAGS | 1u << CHANGE_DATA;
    return changes & (1u << CHANGE_MD5 | 1u << CHANGE_AO) && !(changes & alien);
}

static void seek_sequence(struct quest *quest, struct entry *entry)
{
    for (; entry && quest->looked < MAX_ALIKE; entry = entry->more[BY_SEQUENCE]) {
        quest->looked++;
        if (!point_equal(&entry->point, &quest->entry->point) &&
            is_stripped(&quest->entry->snapshot, &entry->snapshot))
            quest_consider(quest, entry);
    }
}

static void seek_sequences(struct quest *quest, const struct entries *entries, uint32_t shift)
{
    const uint32_t here = snapshot_sequence_number(&quest->entry->snapshot);
    const uint32_t numbers[] = {here, here - shift, here + shift};

    for (unsigned i = 0; i < (shift ? 3 : 1) && !quest->best; i++) {
        const uint64_t key = sequence_key(&quest->entry->snapshot, numbers[i]);
        for (unsigned age = 0; age < GENERATIONS; age++)
            seek_sequence(quest, entries_newest(entries, age, BY_SEQUENCE, key));
    }
}

void quest_find(struct quest *quest, const struct entries *entries, uint32_t shift)
{
    if (quest->entry->snapshot.code.length > 0) {
        const uint64_t key = quest->entry->keys[BY_DIGEST];
        for (unsigned age = 0; age < GENERATIONS; age++)
            seek_digest(quest, entries_newest(entries, age, BY_DIGEST, key));
        if (quest->ambiguous && (quest->least > 0 || quest->parts)) {
            quest->best = NULL;
            g_clear_pointer(&quest->parts, g_ptr_array_unref);
            return;
        }
    }
    if (!quest->best && !quest->parts)
        seek_sequences(quest, entries, shift);
}

void quest_clear(struct quest *quest)
{
    g_clear_pointer(&quest->parts, g_ptr_array_unref);
}
