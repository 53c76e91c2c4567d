/* Several fields were rewritten at once, typically by a firewall that translates addresses and
 * randomises sequence numbers, or options whose values cannot be guessed, such as timestamps. Tries
 * those of the same segment as it was captured elsewhere.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#include "plugin/verify/option.h"

#include <string.h>

#define NUMBERS (1u << ORIGINAL_SEQUENCE_NUMBER | 1u << ORIGINAL_ACKNOWLEDGMENT_NUMBER)
#define PORTS   (1u << ORIGINAL_SOURCE_PORT | 1u << ORIGINAL_DESTINATION_PORT)
#define ENDS    (1u << ORIGINAL_SOURCE | 1u << ORIGINAL_DESTINATION)

#define OTHER_FIELDS \
    "other fields were rewritten, too, as the same segment shows elsewhere in the capture"

/* The 16-bit fields, from which the whole original is taken. */
static const struct {
    enum original original;
    enum header_offset offset;
} fields[] = {
    {ORIGINAL_SOURCE_PORT, HEADER_SOURCE_PORT},
    {ORIGINAL_DESTINATION_PORT, HEADER_DESTINATION_PORT},
    {ORIGINAL_WINDOW, HEADER_WINDOW},
    {ORIGINAL_URGENT_POINTER, HEADER_URGENT_POINTER},
};

static uint16_t field_at(const uint8_t *header, enum header_offset offset)
{
    return (uint16_t)(header[offset] << 8 | header[offset + 1]);
}

/* Sets ORIGINAL, a number at OFFSET, to how much more it is in WAS. */
static void put_number_of(struct proposal *proposal, const uint8_t *was, enum original original,
                          enum header_offset offset)
{
    const uint32_t more =
        header_number(was, offset) - header_number(proposal->message.header, offset);
    if (more != 0)
        proposal_set_original(proposal, original, more);
}

static void put_header(struct proposal *proposal, const uint8_t *was)
{
    const uint8_t *header = proposal->message.header;
    const unsigned length = (was[HEADER_DATA_OFFSET] >> 4) * 4u;

    for (unsigned i = 0; i < G_N_ELEMENTS(fields); i++)
        if (field_at(header, fields[i].offset) != field_at(was, fields[i].offset))
            proposal_set_original(proposal, fields[i].original, field_at(was, fields[i].offset));
    put_number_of(proposal, was, ORIGINAL_SEQUENCE_NUMBER, HEADER_SEQUENCE_NUMBER);
    put_number_of(proposal, was, ORIGINAL_ACKNOWLEDGMENT_NUMBER, HEADER_ACKNOWLEDGMENT_NUMBER);
    if (header_flags(header) != header_flags(was))
        proposal_set_original(proposal, ORIGINAL_FLAGS, header_flags(was));
    if ((header[HEADER_DATA_OFFSET] >> 4) * 4u != length)
        proposal_set_original(proposal, ORIGINAL_HEADER_LENGTH, length);
}

static void put_addresses(struct proposal *proposal, const struct snapshot *was)
{
    const struct message *message = &proposal->message;
    const bool from = memcmp(&message->from, &was->from.address, sizeof message->from) != 0;
    const bool to = memcmp(&message->to, &was->to.address, sizeof message->to) != 0;

    if (from || to)
        proposal_set_addresses(proposal, from ? &was->from.address : NULL,
                               to ? &was->to.address : NULL);
}

/* Returns the cause that ORIGINALS have in common with simpler changes. */
static enum cause cause_of(uint32_t originals)
{
    static const struct {
        enum original original;
        enum cause cause;
    } causes[] = {
        {ORIGINAL_SOURCE_PORT, CAUSE_SOURCE_PORT},
        {ORIGINAL_DESTINATION_PORT, CAUSE_DESTINATION_PORT},
        {ORIGINAL_SEQUENCE_NUMBER, CAUSE_SEQUENCE_NUMBER},
        {ORIGINAL_ACKNOWLEDGMENT_NUMBER, CAUSE_SEQUENCE_NUMBER},
        {ORIGINAL_WINDOW, CAUSE_WINDOW},
        {ORIGINAL_FLAGS, CAUSE_FLAGS},
        {ORIGINAL_URGENT_POINTER, CAUSE_URGENT_POINTER},
        {ORIGINAL_HEADER_LENGTH, CAUSE_DATA_OFFSET},
    };

    if ((originals & ENDS) == ENDS)
        return CAUSE_BOTH_ADDRESSES;
    if (originals & ENDS)
        return originals & 1u << ORIGINAL_SOURCE ? CAUSE_SOURCE_ADDRESS : CAUSE_DESTINATION_ADDRESS;
    for (unsigned i = 0; i < G_N_ELEMENTS(causes); i++)
        if (originals & 1u << causes[i].original)
            return causes[i].cause;
    return CAUSE_NONE;
}

/* Returns words for what was rewritten besides the field of the cause; NULL if nothing was. */
static const char *words_for(uint32_t originals)
{
    const bool is_one = (originals & (originals - 1)) == 0 || !(originals & ~NUMBERS);
    const bool both = originals & PORTS && originals & NUMBERS;

    if (is_one)
        return NULL;
    if (!(originals & ENDS) || originals & ~(ENDS | PORTS | NUMBERS))
        return OTHER_FIELDS;
    return both                  ? "the port and the sequence number were rewritten, too"
           : originals & PORTS   ? "the port was rewritten, too"
           : originals & NUMBERS ? "the sequence number was rewritten, too"
                                 : NULL;
}

/* Puts the options that WAS has in PROPOSAL. Proposes nothing if they are the same. */
static void put_options(struct proposal *proposal, const struct snapshot *was)
{
    struct span *options = &proposal->message.options;
    const size_t length = was->options_length;

    proposal->skip |=
        length == options->length && memcmp(was->options, options->bytes, length) == 0;
    memcpy(proposal->room, was->options, length);
    *options = (struct span){proposal->room, length};
    proposal->ao.option =
        option_find(was->options, length, OPTION_AO, AO_HEADER_LENGTH + was->code.length);
    proposal->skip |= proposal->ao.option == length;
}

/* Guess 0 is other fields, guess 1 other options as well. Without EVIDENCE's elsewhere, a proof by
 * guess 1 is not proposed again. */
static bool several_changes_propose(const struct evidence *evidence, unsigned index,
                                    struct proposal *proposal)
{
    const unsigned guesses = proposal->signing == SIGNING_AO ? 2 : 1;

    if (index >= guesses || !evidence->elsewhere)
        return false;
    put_addresses(proposal, evidence->elsewhere);
    put_header(proposal, evidence->elsewhere->header);
    if (index == 0)
        proposal->skip |= proposal->originals == 0;
    else
        put_options(proposal, evidence->elsewhere);
    proposal->cause = cause_of(proposal->originals);
    proposal->detail = words_for(proposal->originals);
    if (index > 0 && !(proposal->originals & ~(1u << ORIGINAL_HEADER_LENGTH))) {
        proposal->cause = CAUSE_AO_OPTION_CHANGED;
        proposal->detail = "the same segment has other options elsewhere in the capture";
    } else if (index > 0) {
        proposal->detail = OTHER_FIELDS;
    }
    if (proposal->originals & ENDS && proposal->originals & NUMBERS)
        proposal->cure = "exempt the session from NAT and from randomised numbers";
    return true;
}

const struct hypothesis hypothesis_several_changes = {
    .cause = CAUSE_BOTH_ADDRESSES,
    .propose = several_changes_propose,
};
