/* Joins the pieces of split segments.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pieces.h"

#include <string.h>

#define MAX_HELD (8u << 20) /* bytes of the splits of all connections */

/* Joins the pieces if they seem to be complete, and checks the digest of the whole. */
static void join_pieces(struct engine *engine, struct split *split, const struct evidence *evidence,
                        bool anyway)
{
    if (!split_is_complete(split, anyway))
        return;
    GByteArray *bytes = g_byte_array_new();
    const struct segment whole = split_segment(split, evidence->segment, bytes);
    const struct signature_options options = option_walk(&whole);
    struct evidence of_whole = *evidence;

    of_whole.segment = &whole;
    of_whole.options = &options;
    of_whole.digest = option_digest(&options);
    const struct proposal proposal = proposal_of(&of_whole);
    const struct key *key = engine_spend(engine, &of_whole, &proposal.message, 1)
                                ? engine_try(engine, &of_whole, &proposal)
                                : NULL;
    if (key) {
        struct proof *proof = split_proof(split);
        proof->cause = CAUSE_SPLIT;
        proof->key = key;
        proof->originals = 1u << ORIGINAL_LENGTH;
        proof->numbers[ORIGINAL_LENGTH] = proposal.message.length;
        g_free(proof->header); /* that of an earlier proof, with fewer pieces */
        proof->header = g_memdup2(proposal.message.header, TCP_HEADER_LENGTH);
    }
    g_byte_array_unref(bytes);
}

bool pieces_are_constant(struct investigation *investigation, struct direction *direction,
                         const struct evidence *evidence)
{
    struct searches *searches = direction_searches(&investigation->histories, direction);
    struct split *split = searches->split;
    const struct code code = code_of(&evidence->options->signature);

    if (kind_of(evidence->segment) == KIND_DATA)
        return memcmp(searches->dataless, code.bytes, sizeof searches->dataless) == 0;
    memcpy(searches->dataless, code.bytes, sizeof searches->dataless);
    if (split && split_carries(split, evidence))
        split_refute(split);
    return true;
}

/* Notes the proof of SPLIT on another piece, and on the first one. */
static void note_piece(struct investigation *investigation, struct split *split,
                       const struct evidence *evidence)
{
    const struct label own = label_of(evidence), first = split_first(split);

    if (!notes_add(investigation->notes, &first) || !notes_add(investigation->notes, &own))
        return;
    split_keep_proof(split, investigation->splits);
    notes_prove(investigation->notes, &first, split_proof(split));
    notes_prove(investigation->notes, &own, split_proof(split));
}

/* Frees the split at SLOT, if there is one. */
static void drop_split(struct holdings *holdings, struct split **slot)
{
    if (!*slot)
        return;
    holdings->size -= split_size(*slot);
    g_queue_unlink(&holdings->queue, split_link(*slot));
    split_free(*slot);
    *slot = NULL;
}

/* Puts a new split at SLOT, which begins with EVIDENCE's segment. */
static void hold_split(struct holdings *holdings, struct split **slot,
                       const struct evidence *evidence)
{
    *slot = split_new(evidence);
    split_link(*slot)->data = slot;
    g_queue_push_tail_link(&holdings->queue, split_link(*slot));
    holdings->size += split_size(*slot);
}

static void make_room(struct investigation *investigation)
{
    struct holdings *holdings = &investigation->holdings;
    while (holdings->size > MAX_HELD && holdings->queue.length > 1) {
        bounds_reach(&investigation->bounds, BOUND_PIECES);
        drop_split(holdings, holdings->queue.head->data);
    }
}

/* Adds the segment of EVIDENCE, which carries the digest of SPLIT. Returns false if it is not one
 * of the pieces. */
static bool pieces_add(struct investigation *investigation, struct split *split,
                       const struct evidence *evidence)
{
    const size_t size = split_size(split);

    if (!split_add(split, evidence))
        return false;
    investigation->holdings.size += split_size(split) - size;
    note_piece(investigation, split, evidence);
    return true;
}

const struct proof *pieces_gather(struct investigation *investigation, struct direction *direction,
                                  const struct evidence *evidence)
{
    struct engine *engine = &investigation->engine;
    struct searches *searches = direction_searches(&investigation->histories, direction);
    struct split *split = searches->split;

    if (split && split_carries(split, evidence) && split_is_within(split, evidence))
        return NULL;
    if (split && split_carries(split, evidence) && !split_precedes(split, evidence)) {
        if (!pieces_add(investigation, split, evidence))
            return NULL;
    } else {
        if (split)
            join_pieces(engine, split, evidence, true);
        drop_split(&investigation->holdings, &searches->split);
        hold_split(&investigation->holdings, &searches->split, evidence);
        split = searches->split;
    }
    join_pieces(engine, split, evidence, false);
    const struct proof *proof = split_kept_proof(split);
    make_room(investigation);
    return proof;
}
