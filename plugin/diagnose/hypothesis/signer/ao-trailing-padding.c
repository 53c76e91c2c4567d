/* The sender's MAC covers the options without the padding at their end.
 *
 * Known of IOS XE with include-tcp-options: CSCvx41293, CSCvx80537.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#include "plugin/verify/option.h"

#include <string.h>

static bool is_padding(uint8_t byte)
{
    return byte == OPTION_NO_OPERATION || byte == OPTION_END_OF_LIST;
}

/* Returns how many bytes of padding end OPTIONS. They must be after BEHIND, where TCP-AO ends. */
static size_t padding_of(const struct span *options, size_t behind)
{
    size_t end = options->length;
    while (end > behind && is_padding(options->bytes[end - 1]))
        end--;
    return options->length - end;
}

/* Proposes that the last LENGTH bytes of the options were zero. */
static void zero_padding(struct proposal *proposal, size_t length)
{
    struct span *options = &proposal->message.options;
    memcpy(proposal->room, options->bytes, options->length);
    memset(proposal->room + options->length - length, 0, length);
    options->bytes = proposal->room;
}

/* Proposes options without the NOPs before TCP-AO. */
static void drop_nops_before(struct proposal *proposal)
{
    struct span *options = &proposal->message.options;
    const size_t at = proposal->ao.option;
    size_t before = at;

    while (before > 0 && options->bytes[before - 1] == OPTION_NO_OPERATION)
        before--;
    proposal->skip |= before == at;
    memcpy(proposal->room, options->bytes, before);
    memcpy(proposal->room + before, options->bytes + at, options->length - at);
    *options = (struct span){proposal->room, options->length - (at - before)};
    proposal->ao.option = before;
}

static bool ao_trailing_padding_propose(const struct evidence *evidence, unsigned index,
                                        struct proposal *proposal)
{
    static const char *const words[] = {
        "the padding after the last option is left out",
        "the padding after the last option is left out, in the lengths, too",
        "the padding after the last option was zero",
        "the NOPs before TCP-AO are left out",
    };
    struct span *options = &proposal->message.options;
    const size_t padding = padding_of(options, proposal->ao.option + AO_HEADER_LENGTH +
                                                   evidence->options->signature.length);
    const uint32_t length = 4 * (uint32_t)(proposal->message.header[HEADER_DATA_OFFSET] >> 4);

    if (index >= G_N_ELEMENTS(words))
        return false;
    proposal->detail = words[index];
    proposal->skip = padding == 0 && index < 3;
    if (index == 3)
        drop_nops_before(proposal);
    else if (index == 2)
        zero_padding(proposal, padding);
    else
        options->length -= padding;
    if (index == 1) {
        proposal->skip |= padding < 4;
        proposal_set_original(proposal, ORIGINAL_HEADER_LENGTH,
                              length - (uint32_t)(padding / 4 * 4));
    }
    return true;
}

const struct hypothesis hypothesis_ao_trailing_padding = {
    .cause = CAUSE_AO_TRAILING_PADDING,
    .signing = SIGNING_AO,
    .propose = ao_trailing_padding_propose,
};
