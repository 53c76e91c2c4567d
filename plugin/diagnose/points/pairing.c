/* Finds the twin of each segment in a file with several capture points.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pairing.h"

#include "plugin/diagnose/evidence/twin.h"

#include <string.h>

#define GENERATION 32768 /* entries; the last one or two generations are remembered */
#define FIRST_ONES 4096  /* entries remembered until a second capture point appears */
#define MAX_ALIKE  256   /* compared, of those with the same digest or sequence number */

/* Parts may be captured this long before the segment that was split, since clocks differ. No
 * retransmission comes so soon. */
#define MAX_SKEW (100 * G_TIME_SPAN_MILLISECOND)

enum sought { BY_DIGEST, BY_PLACE, WAYS };

struct entry {
    struct imprint imprint;
    struct label label;
    struct point point;
    struct note *note;        /* NULL if it has no twin */
    int64_t time;             /* when it was captured */
    bool is_good;             /* a key verifies it */
    uint64_t points;          /* a bit for each capture point at which it was seen so far */
    bool taken;               /* a later entry is its twin */
    uint64_t keys[WAYS];      /* the keys under which it is found; others may have the same */
    struct entry *more[WAYS]; /* the entry before it with this key; or NULL */
};

struct generation {
    GPtrArray *entries;
    GHashTable *newest[WAYS]; /* key -> struct entry */
};

struct pairing {
    struct generation young, old;

    /* As long as only one capture point has appeared, as in most files, there is nothing to pair:
     * entries wait in a ring of FIRST_ONES. NULL after that. */
    struct entry *waiting;
    unsigned waited; /* how many have entered the ring */
    struct notes *notes;
    struct bounds *bounds;
};

static struct generation generation_new(void)
{
    struct generation generation = {.entries = g_ptr_array_new_with_free_func(g_free)};
    for (unsigned i = 0; i < WAYS; i++)
        generation.newest[i] = g_hash_table_new(g_int64_hash, g_int64_equal);
    return generation;
}

static void generation_clear(struct generation *generation)
{
    for (unsigned i = 0; i < WAYS; i++)
        g_hash_table_destroy(generation->newest[i]);
    g_ptr_array_free(generation->entries, TRUE);
}

struct pairing *pairing_new(struct notes *notes, struct bounds *bounds)
{
    struct pairing *pairing = g_new(struct pairing, 1);
    *pairing = (struct pairing){
        .young = generation_new(),
        .old = generation_new(),
        .waiting = g_new(struct entry, FIRST_ONES),
        .notes = notes,
        .bounds = bounds,
    };
    return pairing;
}

void pairing_free(struct pairing *pairing)
{
    generation_clear(&pairing->young);
    generation_clear(&pairing->old);
    g_free(pairing->waiting);
    g_free(pairing);
}

static uint64_t mixed(uint64_t key, const void *bytes, size_t length)
{
    const uint8_t *at = bytes;
    for (size_t i = 0; i < length; i++)
        key = (key ^ at[i]) * 0x100000001b3; /* hash of Fowler, Noll and Vo (FNV) */
    return key;
}

/* Returns the key for ends and SEQUENCE_NUMBER. A SYN has 0 in its place, since its number may have
 * been changed to any other. */
static uint64_t place_key(const struct imprint *imprint, uint32_t sequence_number)
{
    const uint32_t place = imprint->header[HEADER_FLAGS] & FLAG_SYN ? 0 : sequence_number;
    uint64_t key = mixed(0xcbf29ce484222325, &place, sizeof place);
    key = mixed(key, &imprint->from.address, sizeof imprint->from.address);
    key = mixed(key, &imprint->to.address, sizeof imprint->to.address);
    return mixed(key, imprint->header, HEADER_SEQUENCE_NUMBER);
}

static bool same_point(const struct point *one, const struct point *other)
{
    return one->section == other->section && one->interface == other->interface;
}

/* Returns how many fields are changed: the fewer, the more likely it is the same segment. */
static unsigned count(uint32_t changes)
{
    unsigned count = 0;
    for (; changes; changes &= changes - 1)
        count++;
    return count;
}

static bool is_part(uint32_t changes)
{
    return changes & 1u << CHANGE_LENGTH;
}

/* Returns true if OTHER, which carries the digest of IMPRINT, can be a piece of the same split
 * segment. */
static bool is_sibling(const struct imprint *imprint, const struct imprint *other)
{
    const uint32_t split =
        1u << CHANGE_SEQUENCE_NUMBER | 1u << CHANGE_FLAGS | 1u << CHANGE_LENGTH | 1u << CHANGE_DATA;
    const uint32_t changes = imprint_changes(imprint, other);
    const bool have_data = imprint_data_length(imprint) > 0 && imprint_data_length(other) > 0;
    return changes == 0 || (have_data && (changes & ~split) == 0);
}

/* The search for the twin of one entry. */
struct quest {
    const struct entry *entry; /* the entry, which has no twin yet */
    const struct imprint *imprint;
    const struct point *point;
    struct entry *best;
    GPtrArray *parts; /* struct entry: parts of the segment that were captured before it; or NULL */
    unsigned least;   /* how many changes BEST has */
    unsigned looked;  /* how many entries were compared */
    bool worn;        /* different segments carry its digest, so the digest proves nothing */
};

/* Returns the bit of POINT. With more than 64 capture points, some share a bit. */
static uint64_t point_bit(const struct point *point)
{
    return (uint64_t)1 << (point->section * 31 + point->interface) % 64;
}

/* Returns true if ENTRY already has a twin at the capture point of QUEST. A segment that was split
 * may have several there, but each part only once. */
static bool has_such_a_twin(const struct quest *quest, const struct entry *entry)
{
    const GArray *twins = entry->note ? entry->note->twins->list : NULL;
    for (guint i = 0; twins && i < twins->len; i++) {
        const struct twin *twin = &g_array_index(twins, struct twin, i);
        if (same_point(&twin->point, quest->point) &&
            (!imprint_contains(&entry->imprint, quest->imprint) ||
             (imprint_data_length(&twin->imprint) == imprint_data_length(quest->imprint) &&
              imprint_sequence_number(&twin->imprint) == imprint_sequence_number(quest->imprint))))
            return true;
    }
    return false;
}

static bool is_known_part(const struct quest *quest, const struct entry *part)
{
    for (guint i = 0; quest->parts && i < quest->parts->len; i++) {
        const struct entry *known = quest->parts->pdata[i];
        if (same_point(&known->point, &part->point) &&
            imprint_sequence_number(&known->imprint) == imprint_sequence_number(&part->imprint))
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
    if (!same_point(&best->point, &entry->point))
        return best->taken && !entry->taken;
    const int64_t since = time_between(best->time, quest->entry->time);
    return since > time_between(entry->time, best->time) / 2;
}

/* Considers ENTRY of another capture point. Call for the last entries first. */
static void consider(struct quest *quest, struct entry *entry)
{
    const uint32_t changes = imprint_changes(quest->imprint, &entry->imprint);
    const unsigned distance = count(changes);

    if (has_such_a_twin(quest, entry) ||
        (!is_part(changes) && entry->points & quest->entry->points))
        return;
    if (imprint_contains(quest->imprint, &entry->imprint)) {
        consider_part(quest, entry);
        return;
    }
    if (!quest->best || distance < quest->least ||
        (distance == quest->least && is_better(quest, entry))) {
        quest->best = entry;
        quest->least = distance;
    }
}

static void seek_digest(struct quest *quest, const struct generation *generation, uint64_t key)
{
    struct entry *entry = g_hash_table_lookup(generation->newest[BY_DIGEST], &key);
    for (; entry && quest->looked < MAX_ALIKE; entry = entry->more[BY_DIGEST]) {
        quest->looked++;
        if (!code_equal(&entry->imprint.code, &quest->imprint->code))
            continue;
        if (!same_point(&entry->point, quest->point))
            consider(quest, entry);
        else if (!is_sibling(quest->imprint, &entry->imprint))
            quest->worn = true;
    }
}

/* Returns true if OTHER differs from IMPRINT in the signature, but not in what identifies a
 * segment. */
static bool is_stripped(const struct imprint *imprint, const struct imprint *other)
{
    const uint32_t changes = imprint_changes(imprint, other);
    const uint32_t alien = 1u << CHANGE_SOURCE_ADDRESS | 1u << CHANGE_DESTINATION_ADDRESS |
                           1u << CHANGE_SOURCE_PORT | 1u << CHANGE_DESTINATION_PORT |
                           1u << CHANGE_LENGTH | 1u << CHANGE_FLAGS | 1u << CHANGE_DATA;
    return changes & (1u << CHANGE_MD5 | 1u << CHANGE_AO) && !(changes & alien);
}

static void seek_place(struct quest *quest, const struct generation *generation, uint64_t key)
{
    struct entry *entry = g_hash_table_lookup(generation->newest[BY_PLACE], &key);
    for (; entry && quest->looked < MAX_ALIKE; entry = entry->more[BY_PLACE]) {
        quest->looked++;
        if (!same_point(&entry->point, quest->point) &&
            is_stripped(quest->imprint, &entry->imprint))
            consider(quest, entry);
    }
}

static void seek_places(struct quest *quest, const struct pairing *pairing, uint32_t shift)
{
    const uint32_t here = imprint_sequence_number(quest->imprint);
    const uint32_t places[] = {here, here - shift, here + shift};

    for (unsigned i = 0; i < (shift ? 3 : 1) && !quest->best; i++) {
        const uint64_t key = place_key(quest->imprint, places[i]);
        seek_place(quest, &pairing->young, key);
        seek_place(quest, &pairing->old, key);
    }
}

/* Sets the best twin and the parts in QUEST. */
static void find(const struct pairing *pairing, struct quest *quest, uint32_t shift)
{
    if (quest->imprint->code.length > 0) {
        seek_digest(quest, &pairing->young, quest->entry->keys[BY_DIGEST]);
        seek_digest(quest, &pairing->old, quest->entry->keys[BY_DIGEST]);
        if (quest->worn && (quest->least > 0 || quest->parts)) {
            quest->best = NULL;
            g_clear_pointer(&quest->parts, g_ptr_array_unref);
            return;
        }
    }
    if (!quest->best && !quest->parts)
        seek_places(quest, pairing, shift);
}

/* Ensures that ENTRY's segment has a note with a list of twins. Returns false if there are too many
 * notes. */
static bool note_twins(struct pairing *pairing, struct entry *entry)
{
    struct note *note = notes_add(pairing->notes, &entry->label);

    if (note && !note->twins) {
        note->twins = g_new(struct twins, 1);
        note->twins->point = entry->point;
        note->twins->list = g_array_new(FALSE, FALSE, sizeof(struct twin));
    }
    entry->note = note;
    return note != NULL;
}

/* Returns true if the longer of ONE and OTHER was signed, and the shorter is a part of it. The one
 * that a key verifies was signed; if that does not decide it, the one captured first. */
static bool was_split(const struct entry *one, const struct entry *other)
{
    const bool longer = imprint_data_length(&one->imprint) > imprint_data_length(&other->imprint);
    const struct entry *whole = longer ? one : other, *part = longer ? other : one;
    if (whole->is_good != part->is_good)
        return whole->is_good;
    return whole->label.number < part->label.number;
}

static void link_twin(struct pairing *pairing, struct entry *entry, const struct entry *twin)
{
    if (entry->note->twins->list->len == MAX_TWINS) {
        bounds_reach(pairing->bounds, BOUND_COPIES);
        return;
    }
    const struct twin other = {
        .number = twin->label.number,
        .point = twin->point,
        .imprint = twin->imprint,
        .changes = imprint_changes(&entry->imprint, &twin->imprint),
        .is_split = was_split(entry, twin),
    };
    g_array_append_val(entry->note->twins->list, other);
}

/* Notes that ENTRY and TWIN are the same segment. */
static void link_both(struct pairing *pairing, struct entry *entry, struct entry *twin)
{
    if (!note_twins(pairing, entry) || !note_twins(pairing, twin))
        return;
    link_twin(pairing, entry, twin);
    link_twin(pairing, twin, entry);
    twin->taken = true;
    if (!is_part(imprint_changes(&entry->imprint, &twin->imprint)))
        entry->points = twin->points |= entry->points;
}

/* Returns true if a segment of GENERATION has no twin. */
static bool any_waits(const struct generation *generation)
{
    for (guint i = 0; i < generation->entries->len; i++)
        if (!((const struct entry *)generation->entries->pdata[i])->note)
            return true;
    return false;
}

static void keep(struct pairing *pairing, struct entry *entry)
{
    if (pairing->young.entries->len == GENERATION) {
        if (any_waits(&pairing->old))
            bounds_reach(pairing->bounds, BOUND_TWINS);
        generation_clear(&pairing->old);
        pairing->old = pairing->young;
        pairing->young = generation_new();
    }
    g_ptr_array_add(pairing->young.entries, entry);
    for (unsigned i = entry->imprint.code.length > 0 ? BY_DIGEST : BY_PLACE; i < WAYS; i++) {
        entry->more[i] = g_hash_table_lookup(pairing->young.newest[i], &entry->keys[i]);
        g_hash_table_replace(pairing->young.newest[i], &entry->keys[i], entry);
    }
}

static void describe(struct entry *entry, const struct evidence *evidence, bool is_good)
{
    *entry = (struct entry){
        .imprint = imprint_of(evidence->segment, evidence->options),
        .label = label_of(evidence),
        .point = evidence->point,
        .time = evidence->segment->time,
        .is_good = is_good,
        .points = point_bit(&evidence->point),
    };
}

static struct entry *entry_copy(const struct entry *entry)
{
    struct entry *copy = g_memdup2(entry, sizeof *entry);
    memcpy(&copy->keys[BY_DIGEST], copy->imprint.code.bytes, sizeof copy->keys[BY_DIGEST]);
    copy->keys[BY_PLACE] = place_key(&copy->imprint, imprint_sequence_number(&copy->imprint));
    return copy;
}

/* Puts ENTRY into the ring and returns true. If it is the first of a second capture point, empties
 * the ring instead and returns false, as it does from then on. */
static bool waits(struct pairing *pairing, const struct entry *entry)
{
    if (!pairing->waiting)
        return false;
    if (pairing->waited == 0 || same_point(&pairing->waiting[0].point, &entry->point)) {
        pairing->waiting[pairing->waited++ % FIRST_ONES] = *entry;
        return true;
    }
    if (pairing->waited > FIRST_ONES)
        bounds_reach(pairing->bounds, BOUND_TWINS);
    for (unsigned i = pairing->waited - MIN(pairing->waited, FIRST_ONES); i < pairing->waited; i++)
        keep(pairing, entry_copy(&pairing->waiting[i % FIRST_ONES]));
    g_free(pairing->waiting);
    pairing->waiting = NULL;
    return false;
}

/* Links ENTRY with its twins among the earlier entries. */
static void pair(struct pairing *pairing, struct entry *entry, uint32_t *shift)
{
    struct quest quest = {.entry = entry, .imprint = &entry->imprint, .point = &entry->point};

    find(pairing, &quest, *shift);
    if (quest.best) {
        link_both(pairing, entry, quest.best);
        if (!is_part(imprint_changes(&entry->imprint, &quest.best->imprint)))
            *shift = imprint_sequence_number(&entry->imprint) -
                     imprint_sequence_number(&quest.best->imprint);
    }
    for (guint i = quest.parts ? quest.parts->len : 0; i-- > 0;)
        link_both(pairing, entry, quest.parts->pdata[i]);
    if (quest.parts)
        g_ptr_array_unref(quest.parts);
}

const struct twins *pairing_note(struct pairing *pairing, const struct evidence *evidence,
                                 bool is_good, uint32_t *shift)
{
    const struct segment *segment = evidence->segment;
    struct entry described;
    if (!evidence->point.known || segment->quoted || segment->fragment ||
        evidence->options->defect != REASON_NONE ||
        segment->captured < segment_header_length(segment))
        return NULL;
    describe(&described, evidence, is_good);
    if (waits(pairing, &described))
        return NULL;

    struct entry *entry = entry_copy(&described);
    pair(pairing, entry, shift);
    keep(pairing, entry);
    return entry->note ? entry->note->twins : NULL;
}
