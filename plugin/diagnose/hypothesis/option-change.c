/* Guesses at an option of a SYN that was rewritten, overwritten with NOPs or removed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "option-change.h"

#include "plugin/verify/option.h"

#include <string.h>

#define MAX_SHIFT 14 /* of the window scale, RFC 7323 section 2.3 */

/* An option that may have been removed or overwritten. */
struct lost {
    uint8_t bytes[4];
    uint8_t length; /* of BYTES */
    bool scales;    /* its last byte is the shift count of the window scale, 0 to MAX_SHIFT */
    const char *blanked, *removed;
};

#define MSS_LOST     "the MSS was overwritten with NOPs", "the MSS was removed"
#define SACK_REMOVED NULL, "SACK-permitted was removed"

#define NOP OPTION_NO_OPERATION

static const struct lost all[] = {
    {{OPTION_SACK_PERMITTED, 2}, 2, false, "SACK-permitted was overwritten with NOPs", NULL},
    {{OPTION_WINDOW_SCALE, 3}, 3, true, "the window scale was overwritten with NOPs", NULL},
    {{OPTION_MSS, 4, 1460 >> 8, 1460 & 0xff}, 4, false, MSS_LOST},
    {{OPTION_MSS, 4, 1440 >> 8, 1440 & 0xff}, 4, false, MSS_LOST},
    {{OPTION_MSS, 4, 8960 >> 8, 8960 & 0xff}, 4, false, MSS_LOST},
    {{NOP, NOP, OPTION_SACK_PERMITTED, 2}, 4, false, SACK_REMOVED},
    {{OPTION_SACK_PERMITTED, 2, NOP, NOP}, 4, false, SACK_REMOVED},
    {{NOP, OPTION_WINDOW_SCALE, 3}, 4, true, NULL, "the window scale was removed"},
};

#define LOST    G_N_ELEMENTS(all)
#define SHIFTS  (MAX_SHIFT + 1)
#define OFFSETS MAX_OPTIONS_LENGTH
#define BLANKED (LOST * SHIFTS * OFFSETS)
_Static_assert(OPTION_CHANGES == SHIFTS + 2 * BLANKED, "the number of all changes");

/* Returns true if there are LENGTH bytes of NOPs at AT. */
static bool is_blank(const struct span *options, size_t at, size_t length)
{
    for (size_t i = at; i < at + length; i++)
        if (i >= options->length || options->bytes[i] != OPTION_NO_OPERATION)
            return false;
    return true;
}

/* Returns true if an option begins or ends at AT. */
static bool is_border(const struct span *options, size_t at)
{
    size_t border = 0;
    while (border < at && border < options->length) {
        const uint8_t *option = options->bytes + border;
        const bool is_single = *option == OPTION_NO_OPERATION || *option == OPTION_END_OF_LIST;
        const size_t length = is_single || border + 1 == options->length ? 1 : option[1];
        border += MAX(length, 1);
    }
    return border == at;
}

/* Writes LOST at AT in PROPOSAL's room; a window scale has the shift count SHIFT. */
static void put_option(struct proposal *proposal, const struct lost *lost, size_t at,
                       unsigned shift)
{
    memcpy(proposal->room + at, lost->bytes, lost->length);
    if (lost->scales)
        proposal->room[at + lost->length - 1] = (uint8_t)shift;
}

static void blank_option(struct proposal *proposal, const struct lost *lost, size_t at,
                         unsigned shift)
{
    struct span *options = &proposal->message.options;

    proposal->skip =
        !lost->blanked || !is_blank(options, at, lost->length) || !is_border(options, at);
    if (proposal->skip)
        return;
    memmove(proposal->room, options->bytes, options->length);
    put_option(proposal, lost, at, shift);
    options->bytes = proposal->room;
    proposal->detail = lost->blanked;
}

static void insert_option(struct proposal *proposal, const struct lost *lost, size_t at,
                          unsigned shift)
{
    struct span *options = &proposal->message.options;
    const size_t length = options->length + lost->length;

    proposal->skip = !lost->removed || at > options->length || length > MAX_OPTIONS_LENGTH ||
                     !is_border(options, at);
    if (proposal->skip)
        return;
    memmove(proposal->room + at + lost->length, options->bytes + at, options->length - at);
    memmove(proposal->room, options->bytes, at);
    put_option(proposal, lost, at, shift);
    *options = (struct span){proposal->room, length};
    proposal_set_original(proposal, ORIGINAL_HEADER_LENGTH, TCP_HEADER_LENGTH + (uint32_t)length);
    if (at <= proposal->ao.option)
        proposal->ao.option += lost->length;
    proposal->detail = lost->removed;
}

void option_change(struct proposal *proposal, unsigned index)
{
    if (index < SHIFTS) {
        proposal_set_original(proposal, ORIGINAL_WINDOW_SCALE, index);
        return;
    }
    const unsigned guess = index - SHIFTS, rest = guess % BLANKED;
    const struct lost *lost = &all[rest / SHIFTS / OFFSETS];
    const unsigned shift = rest % SHIFTS;
    const size_t at = rest / SHIFTS % OFFSETS;

    if (shift > 0 && !lost->scales)
        proposal->skip = true;
    else if (guess < BLANKED)
        blank_option(proposal, lost, at, shift);
    else
        insert_option(proposal, lost, at, shift);
}
