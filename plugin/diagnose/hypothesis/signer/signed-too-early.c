/* The signer computed the digest before it inserted the signature into the header.
 *
 * The signed header is then shorter than any header with a signature. It has the segment's other
 * options, or any smaller length, since a broken signer may also count wrongly. The length in the
 * pseudo-header is that of the shorter segment or of this one. Some signers hash the options as
 * well.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#include "plugin/verify/option.h"

#include <string.h>

#define MIN_WORDS 5 /* words of 32 bits, RFC 9293 section 3.1 */
#define LENGTHS   (HEADER_WORDS_SIGNED - MIN_WORDS)
#define WITH_NOPS 1 /* bits of the last guesses' indices */
#define AS_SENT   2
#define GUESSES   (2 * LENGTHS + 4)

/* Proposes a header of WORDS. If AS_SENT, the pseudo-header has the segment's own length. */
static void shorten_options(unsigned words, bool as_sent, struct proposal *proposal)
{
    const uint32_t length = proposal->message.length;

    proposal_set_original(proposal, ORIGINAL_HEADER_LENGTH, 4 * words);
    if (as_sent)
        proposal->message.length = length;
}

/* Writes all options except the signature to OPTIONS, without NOPs unless WITH_NOPS. Returns their
 * length in bytes. */
static size_t other_options(const struct evidence *evidence, bool with_nops, uint8_t *options)
{
    const uint8_t *at = evidence->segment->bytes + TCP_HEADER_LENGTH;
    const uint8_t *end = evidence->segment->bytes + segment_header_length(evidence->segment);
    const uint8_t *signature = evidence->digest - 2;
    size_t written = 0;

    while (at < end && *at != OPTION_END_OF_LIST) {
        const bool is_nop = *at == OPTION_NO_OPERATION;
        const size_t length = is_nop || at + 1 == end ? 1 : at[1];
        if (length == 0 || length > (size_t)(end - at))
            break;
        if (at != signature && (with_nops || !is_nop)) {
            memcpy(options + written, at, length);
            written += length;
        }
        at += length;
    }
    return written;
}

/* Proposes that the other options were hashed, padded with zeros to a whole word. */
static void hash_options(const struct evidence *evidence, unsigned guess, struct proposal *proposal)
{
    memset(proposal->room, 0, sizeof proposal->room);
    const size_t length = other_options(evidence, guess & WITH_NOPS, proposal->room);
    const unsigned words = (unsigned)(length + 3) / 4;

    shorten_options(MIN_WORDS + words, guess & AS_SENT, proposal);
    proposal->message.options = (struct span){proposal->room, 4 * (size_t)words};
}

static bool signed_too_early_propose(const struct evidence *evidence, unsigned index,
                                     struct proposal *proposal)
{
    if (index < 2 * LENGTHS)
        shorten_options(MIN_WORDS + index / 2, index % 2, proposal);
    else
        hash_options(evidence, index - 2 * LENGTHS, proposal);
    return index < GUESSES;
}

const struct hypothesis hypothesis_signed_too_early = {
    .cause = CAUSE_SIGNED_TOO_EARLY,
    .signing = SIGNING_MD5,
    .propose = signed_too_early_propose,
};
