/* How much both ends of a connection may have sent.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "amounts.h"

#include <glib.h>

/* Returns a row of guesses that both ends have sent at most MOST: a diagonal of a square, along
 * which their sum grows. */
static struct amounts square_row(const struct tier *tier, uint32_t index)
{
    const uint32_t low = index > tier->most ? index - tier->most : 0, high = MIN(index, tier->most);
    return (struct amounts){low, index - low, 1, -1, high - low + 1};
}

/* Returns a row of guesses that one end has sent FIRST to MOST octets, and the other up to APART
 * more or less. */
static struct amounts band_row(const struct tier *tier, uint32_t index)
{
    const uint32_t amount = tier->first + index;
    return (struct amounts){amount, amount - tier->apart, 0, (int32_t)tier->step,
                            2 * tier->apart / tier->step + 1};
}

/* Returns a row of guesses at the amount of one end. */
static struct amounts line_row(const struct tier *tier, uint32_t index)
{
    return (struct amounts){index * tier->step, 0, 1, 0, tier->step};
}

#define SQUARE(end)                                           \
    {                                                         \
        .row = square_row, .rows = 2 * (end) + 1, .most = end \
    }
#define BAND(begin, end, distance, every)                                          \
    {                                                                              \
        .row = band_row, .rows = (end) - (begin) + 1, .first = begin, .most = end, \
        .apart = distance, .step = every                                           \
    }
#define LINE(count, length)                            \
    {                                                  \
        .row = line_row, .rows = count, .step = length \
    }

#define KEEPALIVE 19 /* octets of a BGP KEEPALIVE: RFC 4271 section 4.4 */

static const struct tier young[] = {SQUARE(1000),
                                    BAND(1001 - 5 * KEEPALIVE, 45000, 5 * KEEPALIVE, KEEPALIVE)};
static const struct tier older[] = {SQUARE(10000), BAND(10001 - 500, 1000000, 500, 1)};
static const struct tier young_alone[] = {LINE(1500, 1000)};
static const struct tier all_alone[] = {LINE(1 << 16, 1 << 16)};

#define TIERS(list)              \
    {                            \
        list, G_N_ELEMENTS(list) \
    }
const struct tiers tiers_young = TIERS(young), tiers_older = TIERS(older),
                   tiers_young_alone = TIERS(young_alone), tiers_all_alone = TIERS(all_alone);

static uint64_t guesses_of(const struct tier *tier)
{
    const uint64_t side = (uint64_t)tier->most + 1;
    return tier->row == square_row ? side * side : (uint64_t)tier->rows * tier->row(tier, 0).count;
}

uint64_t tiers_guesses(const struct tiers *tiers)
{
    uint64_t guesses = 0;
    for (unsigned i = 0; i < tiers->count; i++)
        guesses += guesses_of(&tiers->list[i]);
    return guesses;
}

uint64_t tiers_rows(const struct tiers *tiers)
{
    uint64_t rows = 0;
    for (unsigned i = 0; i < tiers->count; i++)
        rows += tiers->list[i].rows;
    return rows;
}

struct amounts tiers_row(const struct tiers *tiers, uint64_t index)
{
    const struct tier *tier = tiers->list;

    for (; index >= tier->rows; tier++)
        index -= tier->rows;
    return tier->row(tier, (uint32_t)index);
}
