/* Segments that carry the same digest or MAC: pieces of a segment that was signed whole and then
 * split.
 *
 * Splitting copies all options, and so the digest, into each piece. It leaves FIN and PSH only in
 * the last piece, and CWR only in the first.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "split.h"

#include "plugin/diagnose/evidence/code.h"
#include "plugin/diagnose/evidence/ring.h"

#include <string.h>

/* The longest segment in pieces of 48 bytes, the smallest MSS that Linux accepts. */
#define MAX_PIECES  1366
#define PIECES_ROOM 2048 /* a power of two, see ring_grow() */

#define MAX_HEADER_LENGTH 60 /* bytes: 15 words */

struct piece {
    uint32_t sequence_number, number;  /* of the frame */
    uint8_t header[MAX_HEADER_LENGTH]; /* with a checksum of zero, and with all options */
    uint8_t *data;                     /* owned; NULL if it was not captured whole */
    size_t length;                     /* of the data, by the length in the IP header */
};

struct split {
    struct code code; /* that of each piece */
    struct label first;
    struct piece *pieces; /* by sequence number, each number once */
    guint count;          /* of PIECES */
    size_t length;        /* the data of all pieces, in bytes */
    guint tried;          /* how many pieces there were when they were last joined */
    bool refuted;         /* the digest alone is no evidence: other segments carry it too */
    struct proof *proof;  /* NULL until split_proof() */
    bool kept;            /* the proof is owned elsewhere */
    GList link;
};

static struct piece *piece_at(const struct split *split, guint index)
{
    return &split->pieces[index];
}

/* Puts PIECE, of which it takes ownership, at INDEX. */
static void put_piece(struct split *split, guint index, const struct piece *piece)
{
    split->pieces = ring_grow(split->pieces, 0, split->count, PIECES_ROOM, sizeof *piece);
    memmove(&split->pieces[index + 1], &split->pieces[index],
            (split->count - index) * sizeof *piece);
    split->pieces[index] = *piece;
    split->count++;
    split->length += piece->length;
}

static struct piece piece_of(const struct evidence *evidence)
{
    const struct span data = segment_data(evidence->segment);
    struct piece piece = {
        .sequence_number = segment_sequence_number(evidence->segment),
        .number = evidence->number,
        .data = segment_is_cut_short(evidence->segment) ? NULL : g_memdup2(data.bytes, data.length),
        .length = data.length,
    };
    memcpy(piece.header, evidence->segment->bytes, segment_header_length(evidence->segment));
    memset(piece.header + HEADER_CHECKSUM, 0, 2);
    return piece;
}

struct split *split_new(const struct evidence *evidence)
{
    const struct piece piece = piece_of(evidence);
    struct split *split = g_new0(struct split, 1);

    split->code = code_of(&evidence->options->signature);
    split->first = label_of(evidence);
    put_piece(split, 0, &piece);
    return split;
}

void split_free(struct split *split)
{
    if (!split)
        return;
    if (split->proof && !split->kept)
        split_proof_free(split->proof);
    for (guint i = 0; i < split->count; i++)
        g_free(split->pieces[i].data);
    g_free(split->pieces);
    g_free(split);
}

void split_proof_free(gpointer data)
{
    struct proof *proof = data;
    if (proof->frames)
        g_array_free(proof->frames, TRUE);
    g_free(proof->header);
    g_free(proof);
}

void split_keep_proof(struct split *split, GPtrArray *kept)
{
    if (!split->kept)
        g_ptr_array_add(kept, split->proof);
    split->kept = true;
}

size_t split_size(const struct split *split)
{
    return sizeof *split + sizeof(struct proof) + split->count * sizeof(struct piece) +
           split->length;
}

GList *split_link(struct split *split)
{
    return &split->link;
}

bool split_carries(const struct split *split, const struct evidence *evidence)
{
    const struct code code = code_of(&evidence->options->signature);
    return code_equal(&split->code, &code);
}

bool split_precedes(const struct split *split, const struct evidence *evidence)
{
    const struct piece *whole = piece_at(split, 0);
    const size_t length = segment_data(evidence->segment).length;
    const uint32_t offset = segment_sequence_number(evidence->segment) - whole->sequence_number;

    return split->count == 1 && length < split->length && offset + length <= split->length;
}

/* Returns the index for a piece with SEQUENCE_NUMBER. Sets *KNOWN to whether there is one. */
static guint piece_find(const struct split *split, uint32_t sequence_number, bool *known)
{
    guint index = split->count;
    while (index > 0 &&
           (int32_t)(piece_at(split, index - 1)->sequence_number - sequence_number) >= 0)
        index--;
    *known = index < split->count && piece_at(split, index)->sequence_number == sequence_number;
    return index;
}

bool split_is_within(const struct split *split, const struct evidence *evidence)
{
    const uint32_t from = segment_sequence_number(evidence->segment);
    const size_t length = segment_data(evidence->segment).length;
    bool known;
    const guint index = piece_find(split, from, &known);
    if (index == split->count)
        return false;
    const struct piece *piece = piece_at(split, index);
    const size_t size = piece->length;
    return size < length && (size_t)(piece->sequence_number - from) + size <= length;
}

/* Returns true if the piece at INDEX follows the one before it without a gap or overlap. */
static bool piece_follows(const struct split *split, guint index)
{
    const struct piece *piece = piece_at(split, index - 1);
    return piece->sequence_number + (uint32_t)piece->length ==
           piece_at(split, index)->sequence_number;
}

/* Returns true if both headers can be of one segment: they differ only in what splitting
 * changes. */
static bool is_sibling(const struct piece *one, const struct piece *other)
{
    const uint8_t changed = FLAG_FIN | FLAG_PSH | FLAG_CWR;
    struct piece a = *one, b = *other;
    memset(a.header + HEADER_SEQUENCE_NUMBER, 0, 4);
    memset(b.header + HEADER_SEQUENCE_NUMBER, 0, 4);
    a.header[HEADER_FLAGS] |= changed;
    b.header[HEADER_FLAGS] |= changed;
    return memcmp(a.header, b.header, TCP_HEADER_LENGTH) == 0;
}

static bool piece_end(const struct piece *piece)
{
    return piece->header[HEADER_FLAGS] & (FLAG_FIN | FLAG_PSH);
}

/* Returns true if the piece at INDEX, or the one before it, has FIN or PSH although another piece
 * follows. */
static bool ends_too_early(const struct split *split, guint index)
{
    return (index > 0 && piece_end(piece_at(split, index - 1))) ||
           (index + 1 < split->count && piece_end(piece_at(split, index)));
}

/* Adds the frame of the piece at INDEX to the proof. If two pieces join, that is enough to
 * recognise the cause. */
static void tell_pieces(struct split *split, guint index)
{
    struct proof *proof = split->proof;
    if (ends_too_early(split, index))
        split_refute(split);
    if (!split->refuted && ((index > 0 && piece_follows(split, index)) ||
                            (index + 1 < split->count && piece_follows(split, index + 1))))
        proof->cause = CAUSE_SPLIT;
    if (!proof->frames) {
        proof->frames = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        g_array_append_val(proof->frames, piece_at(split, 1 - index)->number);
    }
    g_array_insert_val(proof->frames, index, piece_at(split, index)->number);
}

/* Returns true if PART and OTHER have the same data where they overlap, or do not overlap, as far
 * as both were captured. */
static bool pieces_agree(const struct piece *part, const struct piece *other)
{
    const int64_t at = (int32_t)(part->sequence_number - other->sequence_number);
    const int64_t from = MAX(at, 0);
    const int64_t to = MIN(at + (int64_t)part->length, (int64_t)other->length);

    return from >= to || !part->data || !other->data ||
           memcmp(part->data + (from - at), other->data + from, (size_t)(to - from)) == 0;
}

/* Returns true if PIECE is a part of the segment that all pieces of SPLIT are proven to have
 * been. */
static bool is_part(const struct split *split, const struct piece *piece)
{
    const struct piece *first = piece_at(split, 0);
    const uint32_t offset = piece->sequence_number - first->sequence_number;

    for (guint i = 0; i < split->count; i++)
        if (!pieces_agree(piece, piece_at(split, i)))
            return false;
    return is_sibling(piece, first) && offset + piece->length <= split->length;
}

/* Adds PIECE, of which it takes ownership, or refutes SPLIT. */
static void insert_piece(struct split *split, struct piece *piece)
{
    bool known;
    const guint index = piece_find(split, piece->sequence_number, &known);
    const size_t length = split->length + (known ? 0 : piece->length);
    const bool possible =
        is_sibling(piece, piece_at(split, 0)) && length <= UINT16_MAX && split->count < MAX_PIECES;

    if (!possible)
        split_refute(split);
    if (known || !possible) {
        g_free(piece->data);
        return;
    }
    put_piece(split, index, piece);
    tell_pieces(split, index);
}

bool split_add(struct split *split, const struct evidence *evidence)
{
    struct piece piece = piece_of(evidence);

    if (split_proof(split)->key) {
        const bool any = is_part(split, &piece);
        g_free(piece.data);
        return any;
    }
    insert_piece(split, &piece);
    return true;
}

void split_refute(struct split *split)
{
    split->refuted = true;
    if (split->proof && !split->proof->key)
        split->proof->cause = CAUSE_NONE;
}

bool split_is_complete(const struct split *split, bool anyway)
{
    const guint count = split->count;
    if (count < 2 || count == split->tried)
        return false;
    for (guint i = 0; i < count; i++)
        if (!piece_at(split, i)->data || (i > 0 && !piece_follows(split, i)))
            return false;
    const struct piece *first = piece_at(split, 0), *last = piece_at(split, count - 1);
    return anyway || piece_end(last) || last->length < first->length;
}

struct segment split_segment(struct split *split, const struct segment *piece, GByteArray *bytes)
{
    const struct piece *first = piece_at(split, 0), *last = piece_at(split, split->count - 1);
    struct segment whole = *piece;

    g_byte_array_append(bytes, first->header, (guint)(first->header[HEADER_DATA_OFFSET] >> 4) * 4);
    for (guint i = 0; i < split->count; i++)
        g_byte_array_append(bytes, split->pieces[i].data, (guint)split->pieces[i].length);
    bytes->data[HEADER_FLAGS] |= last->header[HEADER_FLAGS] & (FLAG_FIN | FLAG_PSH);
    whole.bytes = bytes->data;
    whole.captured = whole.length = bytes->len;
    whole.truncated = false;
    split->tried = split->count;
    return whole;
}

const struct proof *split_kept_proof(const struct split *split)
{
    return split->kept ? split->proof : NULL;
}

struct label split_first(const struct split *split)
{
    return split->first;
}

struct proof *split_proof(struct split *split)
{
    if (!split->proof)
        split->proof = g_new0(struct proof, 1);
    return split->proof;
}
