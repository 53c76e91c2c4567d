/* The walk over a segment's TCP options, in search of signatures.
 *
 * RFC 9293 section 3.1: an option is one byte (end of list, no operation) or
 *
 *     +--------+--------+------------ ... -+
 *     |  kind  | length | length - 2 bytes |
 *     +--------+--------+------------ ... -+
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "option.h"

#define OPTION_AO_MIN   4  /* kind, length, KeyID, RNextKeyID */
#define OPTION_AO_USUAL 16 /* with the MACs of RFC 5926; longer MACs are in use, too */

/* An option during the walk. Its length, the header and the captured bytes may all disagree. */
struct position {
    const uint8_t *option;
    size_t in_header; /* bytes from here to the end of the header */
    size_t captured;  /* how many of these were captured */
    unsigned length;  /* as the option states; 0 if its length byte is missing */
};

static enum reason defect_at(const struct position *at)
{
    if (at->captured < 2) /* the length byte is missing from the header, or only from the capture */
        return at->in_header < 2 ? REASON_BEYOND_HEADER : REASON_NONE;
    if (at->option[0] == OPTION_MD5 ? at->length != OPTION_MD5_LENGTH : at->length < OPTION_AO_MIN)
        return REASON_LENGTH;
    return at->length > at->in_header ? REASON_BEYOND_HEADER : REASON_NONE;
}

/* Returns the signature in OPTION, which must be well-formed and captured whole. */
static struct signature signature_at(const uint8_t *option)
{
    if (option[0] == OPTION_MD5)
        return (struct signature){.kind = OPTION_MD5,
                                  .length = DIGEST_LENGTH,
                                  .mac = option + OPTION_MD5_LENGTH - DIGEST_LENGTH};
    return (struct signature){
        .kind = OPTION_AO,
        .key_id = option[2],
        .rnext_key_id = option[3],
        .length = (uint8_t)(option[1] - OPTION_AO_MIN),
        .mac = option + OPTION_AO_MIN,
    };
}

static void note_signature(struct signature_options *found, const struct position *at)
{
    const enum reason defect = defect_at(at);
    const bool md5 = at->option[0] == OPTION_MD5;

    if (md5)
        found->md5++;
    else
        found->ao++;
    if (found->defect == REASON_NONE)
        found->defect = defect;
    const bool is_first =
        found->signature.kind == 0 || (md5 && found->signature.kind != OPTION_MD5);
    if (is_first && defect == REASON_NONE && at->captured >= 2 && at->length <= at->captured)
        found->signature = signature_at(at->option);
}

static void note_option(struct signature_options *found, const struct position *at)
{
    switch (at->option[0]) {
    case OPTION_MD5:
    case OPTION_AO:
        note_signature(found, at);
        break;
    case OPTION_SACK:
        found->sack = true;
        break;
    case OPTION_EXPERIMENT:
    case OPTION_EXPERIMENT_TOO:
        if (!found->experiment && at->length >= 2 && at->length <= at->captured)
            found->experiment = at->option;
        break;
    }
}

/* Returns true if the length of the option makes sense. If it does not, the option may contain
 * others. */
static bool is_sound(const struct position *at)
{
    static const uint8_t lengths[] = {[OPTION_MSS] = 4,
                                      [OPTION_WINDOW_SCALE] = 3,
                                      [OPTION_SACK_PERMITTED] = 2,
                                      [OPTION_TIMESTAMPS] = 10};
    const uint8_t kind = at->option[0];
    const unsigned right = kind < G_N_ELEMENTS(lengths) ? lengths[kind] : 0;

    return at->captured < 2 ||
           (at->length >= 2 && at->length <= at->in_header && (right == 0 || at->length == right));
}

/* Returns the kind of a signature in the header after OFFSET that the walk did not reach, or 0 if
 * there is none. */
static uint8_t hidden_behind(const struct segment *segment, size_t offset)
{
    const size_t header = segment_header_length(segment);

    for (offset++; offset + 2 <= header && header <= segment->captured; offset++) {
        const uint8_t *option = segment->bytes + offset;
        const size_t room = header - offset;
        if (option[0] == OPTION_MD5 && option[1] == OPTION_MD5_LENGTH && option[1] <= room)
            return OPTION_MD5;
        if (option[0] == OPTION_AO && OPTION_AO_USUAL <= option[1] && option[1] <= room)
            return OPTION_AO;
    }
    return 0;
}

/* Returns the length of the run of end-of-list options at OFFSET, before END. */
static unsigned count_zeros(const struct segment *segment, size_t offset, size_t end)
{
    unsigned zeros = 0;
    while (offset + zeros < end && segment->bytes[offset + zeros] == OPTION_END_OF_LIST)
        zeros++;
    return zeros;
}

struct signature_options option_walk(const struct segment *segment)
{
    struct signature_options found = {0};
    unsigned blanks = 0;
    const size_t header = segment_header_length(segment);
    const size_t end = MIN(header, segment->captured);
    size_t offset = TCP_HEADER_LENGTH, broken = 0;

    while (offset < end && segment->bytes[offset] != OPTION_END_OF_LIST) {
        if (segment->bytes[offset] == OPTION_NO_OPERATION) {
            blanks++;
            found.blanks = MAX(found.blanks, blanks);
            offset++;
            continue;
        }
        blanks = 0;
        const struct position at = {
            .option = segment->bytes + offset,
            .in_header = header - offset,
            .captured = end - offset,
            .length = end - offset >= 2 ? segment->bytes[offset + 1] : 0,
        };
        note_option(&found, &at);
        if (!found.broken && !is_sound(&at)) {
            found.broken = true;
            broken = offset;
        }
        if (at.length < 2 && at.captured >= 2)
            break;
        offset += MAX(at.length, 1);
    }
    found.zeros = count_zeros(segment, offset, end);
    if (found.md5 == 0 && found.ao == 0)
        found.hidden = hidden_behind(segment, found.broken ? broken : offset);
    found.cut = offset >= end && header > segment->captured;
    if (found.defect == REASON_NONE && found.md5 > 0 && found.ao > 0)
        found.defect = REASON_MD5_AND_AO;
    else if (found.defect == REASON_NONE && (found.md5 > 1 || found.ao > 1))
        found.defect = REASON_REPEATED;
    return found;
}

size_t option_find(const uint8_t *options, size_t length, uint8_t kind, size_t size)
{
    size_t at = 0;

    while (at + size <= length && options[at] != OPTION_END_OF_LIST) {
        const bool is_single = options[at] == OPTION_NO_OPERATION;
        if (!is_single && options[at] == kind && options[at + 1] == size)
            return at;
        if (!is_single && (at + 1 == length || options[at + 1] < 2))
            break;
        at += is_single ? 1 : options[at + 1];
    }
    return length;
}
