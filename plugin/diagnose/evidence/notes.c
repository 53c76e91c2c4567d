/* Notes on single segments.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "notes.h"

#include "twin.h"
#include "keys/hash.h"

#include <string.h>

#define MAX_NOTES (1u << 20)

struct notes {
    GHashTable *by_label; /* set of struct note, found by LABEL, its first member */
    struct bounds *bounds;
};

struct label label_of(const struct evidence *evidence)
{
    struct label label = {.number = evidence->number, .layer = evidence->layer};
    memcpy(&label.mark,
           evidence->digest ? evidence->digest : evidence->segment->bytes + HEADER_SEQUENCE_NUMBER,
           sizeof label.mark);
    return label;
}

static guint label_hash(gconstpointer data)
{
    const struct label *label = data;
    const uint64_t parts[] = {label->mark, label->number, label->layer};
    return hash_bytes(0, parts, sizeof parts);
}

static gboolean label_equal(gconstpointer a, gconstpointer b)
{
    const struct label *one = a, *other = b;
    return one->mark == other->mark && one->number == other->number && one->layer == other->layer;
}

static void note_free(gpointer data)
{
    struct note *note = data;
    twins_free(note->twins);
    g_free(note);
}

struct notes *notes_new(struct bounds *bounds)
{
    G_STATIC_ASSERT(offsetof(struct note, label) == 0);
    struct notes *notes = g_new(struct notes, 1);
    notes->by_label = g_hash_table_new_full(label_hash, label_equal, note_free, NULL);
    notes->bounds = bounds;
    return notes;
}

void notes_free(struct notes *notes)
{
    g_hash_table_destroy(notes->by_label);
    g_free(notes);
}

struct note *notes_add(struct notes *notes, const struct label *label)
{
    struct note *note = g_hash_table_lookup(notes->by_label, label);

    if (note)
        return note;
    if (g_hash_table_size(notes->by_label) == MAX_NOTES) {
        bounds_reach(notes->bounds, BOUND_NOTES);
        return NULL;
    }
    note = g_new0(struct note, 1);
    note->label = *label;
    g_hash_table_add(notes->by_label, note);
    return note;
}

const struct note *notes_find(const struct notes *notes, const struct label *label)
{
    return g_hash_table_lookup(notes->by_label, label);
}

void notes_prove(struct notes *notes, const struct label *label, const struct proof *proof)
{
    struct note *note = notes_add(notes, label);
    if (note && (!note->proof || note->proof->cause == CAUSE_NONE))
        note->proof = proof;
}

static bool tells_of_keys(const struct diagnosis *diagnosis)
{
    return diagnosis->rollover || diagnosis->key_request || diagnosis->key_change;
}

void notes_keep(struct notes *notes, const struct evidence *evidence,
                const struct diagnosis *diagnosis)
{
    const struct proof *proof = diagnosis->proof;
    const bool is_recognised =
        proof && !proof->key && !proof->frames && diagnosis->finding.verdict != VERDICT_BAD;
    const enum hint_kind hint = diagnosis->hint.kind;
    const bool is_contradicted = hint == HINT_INJECTED || hint == HINT_DATA_DIFFERS;
    if (!is_recognised && !is_contradicted && !tells_of_keys(diagnosis) && !diagnosis->will_break &&
        diagnosis->retransmissions == 0)
        return;
    const struct label label = label_of(evidence);
    struct note *note = notes_add(notes, &label);
    if (!note)
        return;
    if (is_recognised)
        note->proof = proof;
    note->rollover = diagnosis->rollover;
    note->key_request = diagnosis->key_request;
    note->key_change = diagnosis->key_change;
    note->will_break = diagnosis->will_break;
    if (is_contradicted)
        note->hint = hint;
    note->retransmissions = diagnosis->retransmissions;
}

void notes_recall(const struct notes *notes, const struct evidence *evidence,
                  struct diagnosis *diagnosis)
{
    const struct label label = label_of(evidence);
    const struct note *note = notes_find(notes, &label);
    if (!note)
        return;
    diagnosis->proof = note->proof;
    diagnosis->twins = note->twins;
    diagnosis->rollover = note->rollover;
    diagnosis->key_request = note->key_request;
    diagnosis->key_change = note->key_change;
    diagnosis->will_break = note->will_break;
    if (note->hint != HINT_NONE)
        diagnosis->hint.kind = note->hint;
    diagnosis->retransmissions = note->retransmissions;
}
