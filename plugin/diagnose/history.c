/* What the diagnosis knows about one connection.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "history.h"

#include <string.h>

struct history *history_new(void)
{
    return g_new0(struct history, 1);
}

void history_free(struct history *history)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(history->directions); i++)
        split_free(history->directions[i].split);
    g_free(history);
}

struct direction *history_direction(struct history *history, const struct segment *segment)
{
    if (history->first.address.length == 0)
        history->first = segment->from;
    const bool is_first =
        history->first.port == segment->from.port &&
        memcmp(&history->first.address, &segment->from.address, sizeof segment->from.address) == 0;
    return &history->directions[is_first ? 0 : 1];
}

struct direction *history_opposite(struct history *history, const struct direction *direction)
{
    return &history->directions[direction == history->directions ? 1 : 0];
}
