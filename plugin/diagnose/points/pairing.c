/* Finds the twin of each segment in a file with several capture points.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pairing.h"

#include "quest.h"

/* After so many searches for a segment elsewhere in vain, only one of several is made: a flood of
 * bad segments is nowhere else. */
#define MANY_MISSES  256
#define SEARCH_EVERY 64

/* In a file that does not name capture points, segments are remembered only to be found elsewhere:
 * so many at first, which may be those of a handshake, and all once one was searched for. */
#define FIRST_REMEMBERED 256

struct pairing {
    struct entries *entries;
    struct notes *notes;
    struct bounds *bounds;
    unsigned remembered; /* segments without a capture point, up to FIRST_REMEMBERED */
    bool any_search;
    unsigned misses; /* searches in vain since the last one that found something */
};

struct pairing *pairing_new(struct notes *notes, struct bounds *bounds)
{
    struct pairing *pairing = g_new(struct pairing, 1);
    *pairing = (struct pairing){.entries = entries_new(bounds), .notes = notes, .bounds = bounds};
    return pairing;
}

void pairing_free(struct pairing *pairing)
{
    entries_free(pairing->entries);
    g_free(pairing);
}

/* Ensures that ENTRY's segment has a note with a list of twins. Returns false if there are too many
 * notes. */
static bool note_twins(struct pairing *pairing, struct entry *entry)
{
    struct note *note = notes_add(pairing->notes, &entry->label);

    if (note && !note->twins) {
        note->twins = g_new0(struct twins, 1);
        note->twins->point = entry->point;
    }
    entry->note = note;
    return note != NULL;
}

/* Returns true if the longer of ONE and OTHER was signed, and the shorter is a part of it. The one
 * that a key verifies was signed; if that does not decide it, the one captured first. */
static bool was_split(const struct entry *one, const struct entry *other)
{
    const bool longer =
        snapshot_data_length(&one->snapshot) > snapshot_data_length(&other->snapshot);
    const struct entry *whole = longer ? one : other, *part = longer ? other : one;
    if (whole->is_good != part->is_good)
        return whole->is_good;
    return whole->label.number < part->label.number;
}

static void link_twin(struct pairing *pairing, struct entry *entry, const struct entry *twin)
{
    if (entry->note->twins->count == MAX_TWINS) {
        bounds_reach(pairing->bounds, BOUND_COPIES);
        return;
    }
    const uint32_t changes = snapshot_changes(&entry->snapshot, &twin->snapshot);
    const struct twin other = {
        .number = twin->label.number,
        .point = twin->point,
        .changes = changes,
        .is_split = was_split(entry, twin),
        .snapshot = changes ? g_memdup2(&twin->snapshot, sizeof twin->snapshot) : NULL,
    };
    twins_add(entry->note->twins, &other);
}

/* Notes that ENTRY and TWIN are the same segment. */
static void link_both(struct pairing *pairing, struct entry *entry, struct entry *twin)
{
    if (!note_twins(pairing, entry) || !note_twins(pairing, twin))
        return;
    link_twin(pairing, entry, twin);
    link_twin(pairing, twin, entry);
    twin->taken = true;
    if (!changes_are_of_part(snapshot_changes(&entry->snapshot, &twin->snapshot)))
        entry->points = twin->points |= entry->points;
}

/* Links ENTRY with its twins among the earlier entries. */
static void pair_entries(struct pairing *pairing, struct entry *entry, uint32_t *shift)
{
    struct quest quest = {.entry = entry};

    quest_find(&quest, pairing->entries, *shift);
    if (quest.best) {
        link_both(pairing, entry, quest.best);
        if (!changes_are_of_part(snapshot_changes(&entry->snapshot, &quest.best->snapshot)))
            *shift = snapshot_sequence_number(&entry->snapshot) -
                     snapshot_sequence_number(&quest.best->snapshot);
    }
    for (guint i = quest.parts ? quest.parts->len : 0; i-- > 0;)
        link_both(pairing, entry, quest.parts->pdata[i]);
    quest_clear(&quest);
}

/* Returns how much greater than in WAS the number at OFFSET is in HERE. */
static uint32_t number_ahead(const struct snapshot *here, const struct snapshot *was,
                             enum header_offset offset)
{
    return header_number(here->header, offset) - header_number(was->header, offset);
}

const struct snapshot *pairing_elsewhere(struct pairing *pairing, const struct evidence *evidence,
                                         bool *is_sent_again)
{
    const unsigned misses = pairing->misses++;
    pairing->any_search = true;
    if (misses >= MANY_MISSES && misses % SEARCH_EVERY != 0)
        return NULL;
    const struct snapshot here = snapshot_of(evidence->segment, evidence->options);
    if (here.code.length == 0 || !here.data)
        return NULL;
    const struct entry *found = entries_elsewhere(pairing->entries, &here);
    if (!found)
        return NULL;
    pairing->misses = 0;
    *is_sent_again =
        point_equal(&found->point, &evidence->point) && found->time != KEY_TIME_UNKNOWN &&
        was_sent_again(time_between(found->time, evidence->segment->time),
                       number_ahead(&here, &found->snapshot, HEADER_SEQUENCE_NUMBER),
                       number_ahead(&here, &found->snapshot, HEADER_ACKNOWLEDGMENT_NUMBER));
    return &found->snapshot;
}

/* Returns true if a segment captured at POINT is to be remembered. */
static bool is_remembered(struct pairing *pairing, const struct point *point)
{
    if (point->known || pairing->any_search)
        return true;
    if (pairing->remembered == FIRST_REMEMBERED)
        return false;
    pairing->remembered++;
    return true;
}

const struct twins *pairing_note(struct pairing *pairing, const struct evidence *evidence,
                                 bool is_good, uint32_t *shift)
{
    const struct segment *segment = evidence->segment;
    if (segment->quoted || segment->fragment || evidence->options->defect != REASON_NONE ||
        segment->captured < segment_header_length(segment) ||
        !is_remembered(pairing, &evidence->point))
        return NULL;

    const struct entry described = entry_of(evidence, is_good);
    if (entries_wait(pairing->entries, &described))
        return NULL;
    struct entry *entry = entry_copy(&described);
    pair_entries(pairing, entry, shift);
    entries_add(pairing->entries, entry);
    return entry->note ? entry->note->twins : NULL;
}
