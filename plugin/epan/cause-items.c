/* Why a signature is bad or missing, as the packet tree shows it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cause-items.h"

#include "plugin/diagnose/cure.h"
#include "plugin/diagnose/numbers/renumbering.h"

/* Shows the signed values that PROOF found. */
static void show_originals(const struct proof *proof, const struct segment *segment,
                           const struct item_position *position)
{
    for (unsigned i = ORIGINAL_NONE + 1; i < ORIGINALS; i++) {
        if (!(proof->originals & ~proof->implied & 1u << i))
            continue;
        if (i == ORIGINAL_SOURCE)
            field_add_address(position, i, &proof->source);
        else if (i == ORIGINAL_DESTINATION)
            field_add_address(position, i, &proof->destination);
        else
            field_add_number(position, FIELD_WAS + i, proof_original(proof, i, segment->bytes));
    }
}

void cause_items_show_cures(const struct item_position *position, enum cause cause)
{
    field_add_text(position, FIELD_CURE, cause_cure(cause));
    for (const struct cure *cure = cures_of_cause(cause); cure->platform; cure++) {
        GString *text = g_string_new(NULL);
        g_string_printf(text, "%s: %s", cure->platform, cure->apply);
        if (cure->keep)
            g_string_append_printf(text, "; to make it last: %s", cure->keep);
        if (cure->check)
            g_string_append_printf(text, "; to check: %s", cure->check);
        field_add_text(position, FIELD_CURE, text->str);
        g_string_free(text, TRUE);
    }
}

/* Links the other pieces in FRAMES, or those near frame NUMBER if there are many. */
static void show_pieces(const GArray *frames, uint32_t number, const struct item_position *position)
{
    const uint32_t *numbers = &g_array_index(frames, uint32_t, 0);
    guint own = 0, linked = 0;

    while (own < frames->len && numbers[own] != number)
        own++;
    for (guint i = 0; i < frames->len; i++) {
        const bool is_linked = piece_is_linked(frames->len, own, i);
        if (is_linked && numbers[i] != number)
            field_add_number(position, FIELD_PIECE, numbers[i]);
        linked += is_linked;
    }
    if (linked == frames->len)
        return;
    proto_item *item = field_add_number(position, FIELD_PIECES, frames->len);
    proto_item_append_text(item, ": %u more than are linked here", frames->len - linked);
}

void cause_items_show_proof(const struct proof *proof, const struct segment *segment,
                            uint32_t number, const struct item_position *position)
{
    char *sentence = proof_text(proof);
    proto_item *item = field_add_text(position, FIELD_CAUSE, cause_name(proof->cause));
    proto_item_append_text(item, ": %s", sentence);
    g_free(sentence);
    if (proof->key)
        proto_item_append_text(item, " (proven with key %s)", proof->key->name);
    else
        proto_item_append_text(item, " (recognised without a key)");
    field_add_text(position, FIELD_CURE, proof_cure(proof));
    show_originals(proof, segment, position);
    if (proof->frames)
        show_pieces(proof->frames, number, position);
}

void cause_items_show_hint(const struct hint *hint, const struct item_position *position)
{
    char *text = hint_text(hint);
    if (text)
        field_add_text(position, FIELD_HINT, text);
    g_free(text);
}
