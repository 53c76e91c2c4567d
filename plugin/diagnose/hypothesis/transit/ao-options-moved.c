/* The options that the MAC covers were put in another order, or have other padding between them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#include "plugin/verify/option.h"

#include <string.h>

#define MAX_OPTIONS 5   /* MSS, SACK-permitted, timestamps, window scale, TCP-AO */
#define ORDERS      120 /* of as many options */

/* How senders align options to four bytes. */
enum alignment {
    NOPS_BEFORE,      /* each option ends at a multiple of four: BSD, Windows, most routers */
    NOPS_BUT_IN_PAIR, /* the same, but SACK-permitted fills the gap before the timestamps: Linux */
    NOPS_BEHIND,
    NOPS_AT_END,
    ZEROS_AT_END,
    ALIGNMENTS, /* their number */
};

/* The options of a segment without their padding. */
struct list {
    struct span options[MAX_OPTIONS];
    unsigned count;
};

/* Stores the options of BYTES in LIST. Returns false if there are too many, or if one is
 * malformed. */
static bool list_options(const struct span *bytes, struct list *list)
{
    for (size_t at = 0; at < bytes->length && bytes->bytes[at] != OPTION_END_OF_LIST;) {
        if (bytes->bytes[at] == OPTION_NO_OPERATION) {
            at++;
            continue;
        }
        const size_t length = at + 1 < bytes->length ? bytes->bytes[at + 1] : 0;
        if (length < 2 || length > bytes->length - at || list->count == MAX_OPTIONS)
            return false;
        list->options[list->count++] = (struct span){bytes->bytes + at, length};
        at += length;
    }
    return true;
}

/* Puts LIST in its order ORDER; order 0 is the one it has. Returns false if there is none. */
static bool reorder(struct list *list, unsigned order)
{
    for (unsigned i = 0; i < list->count; i++) {
        const unsigned left = list->count - i, pick = order % left;
        const struct span picked = list->options[i + pick];

        order /= left;
        memmove(&list->options[i + 1], &list->options[i], pick * sizeof picked);
        list->options[i] = picked;
    }
    return order == 0;
}

static size_t padding_to(size_t end)
{
    return (4 - end % 4) % 4;
}

/* Returns how many NOPs precede option INDEX of LIST if it is written at AT. */
static size_t nops_before(const struct list *list, unsigned index, size_t at,
                          enum alignment alignment)
{
    size_t length = list->options[index].length;

    if (alignment > NOPS_BUT_IN_PAIR)
        return 0;
    if (alignment == NOPS_BUT_IN_PAIR && index + 1 < list->count &&
        list->options[index].bytes[0] == OPTION_SACK_PERMITTED &&
        list->options[index + 1].bytes[0] == OPTION_TIMESTAMPS)
        length += list->options[index + 1].length;
    return padding_to(at + length);
}

/* Appends COUNT bytes VALUE to the LENGTH bytes in ROOM, up to its end. Returns the new length,
 * which is greater than MAX_OPTIONS_LENGTH if they do not fit. */
static size_t pad(uint8_t *room, size_t length, uint8_t value, size_t count)
{
    if (length + count <= MAX_OPTIONS_LENGTH)
        memset(room + length, value, count);
    return length + count;
}

/* Writes LIST with ALIGNMENT to PROPOSAL's room, and notes where TCP-AO is. Returns the length. */
static size_t write_options(struct proposal *proposal, const struct list *list,
                            enum alignment alignment)
{
    const uint8_t *ao = proposal->message.options.bytes + proposal->ao.option;
    size_t at = 0;

    for (unsigned i = 0; i < list->count; i++) {
        const struct span *option = &list->options[i];

        at = pad(proposal->room, at, OPTION_NO_OPERATION, nops_before(list, i, at, alignment));
        if (at + option->length > MAX_OPTIONS_LENGTH)
            return MAX_OPTIONS_LENGTH + 1;
        memcpy(proposal->room + at, option->bytes, option->length);
        if (option->bytes == ao)
            proposal->ao.option = at;
        at += option->length;
        if (alignment == NOPS_BEHIND)
            at = pad(proposal->room, at, OPTION_NO_OPERATION, padding_to(at));
    }
    return pad(proposal->room, at,
               alignment == ZEROS_AT_END ? OPTION_END_OF_LIST : OPTION_NO_OPERATION,
               padding_to(at));
}

static bool ao_options_moved_propose(const struct evidence *evidence, unsigned index,
                                     struct proposal *proposal)
{
    struct span *options = &proposal->message.options;
    struct list list = {0};

    if (index >= ORDERS * ALIGNMENTS || !evidence_has_covered(evidence) ||
        !list_options(options, &list))
        return false;
    if (!reorder(&list, index / ALIGNMENTS))
        return false;
    const size_t length = write_options(proposal, &list, index % ALIGNMENTS);
    proposal->skip =
        length > MAX_OPTIONS_LENGTH ||
        (length == options->length && memcmp(proposal->room, options->bytes, length) == 0);
    if (proposal->skip)
        return true;
    if (length != options->length)
        proposal_set_original(proposal, ORIGINAL_HEADER_LENGTH,
                              TCP_HEADER_LENGTH + (uint32_t)length);
    *options = (struct span){proposal->room, length};
    proposal->detail = index < ALIGNMENTS ? "the padding between the options was changed"
                                          : "the options were put in another order";
    return true;
}

const struct hypothesis hypothesis_ao_options_moved = {
    .cause = CAUSE_AO_OPTION_CHANGED,
    .signing = SIGNING_AO,
    .propose = ao_options_moved_propose,
};
