/* What the diagnosis knows about one connection.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "history.h"

#include <string.h>

struct history *history_new(struct diagnosis *diagnosis)
{
    struct history *history = g_new0(struct history, 1);
    history->diagnosis = diagnosis;
    return history;
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

struct renumbered history_renumbered(struct history *history, struct direction *direction)
{
    return (struct renumbered){&direction->renumbering,
                               &history_opposite(history, direction)->renumbering};
}

static void forget(struct direction *direction)
{
    direction->opens = false;
    direction->presence = (struct presence){0};
    direction->acknowledgement = (struct acknowledgement){0};
}

void history_open(struct history *history, struct direction *direction,
                  const struct evidence *evidence)
{
    if (!segment_opens_connection(evidence->segment))
        return;
    const uint32_t isn = segment_sequence_number(evidence->segment);
    struct direction *opposite = history_opposite(history, direction);

    if (direction->opens && direction->isn == isn)
        return;                                 /* sent again */
    if (direction->opens || !opposite->opens) { /* else both ends open the same one */
        forget(direction);
        forget(opposite);
        history->opened = evidence->number;
    }
    direction->opens = true;
    direction->isn = isn;
}
