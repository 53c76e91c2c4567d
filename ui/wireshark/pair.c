/* Who talks to whom, in the words of the tables.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pair.h"

#include "plugin/epan/window.h"

#include <string.h>

/* Does SEGMENT go from the first address to the second? */
static bool goes_on(const struct segment *segment)
{
    const struct end *from = &segment->from, *to = &segment->to;
    const int order = memcmp(&from->address, &to->address, sizeof from->address);
    return order < 0 || (order == 0 && from->port <= to->port);
}

char *pair_text(const struct segment *segment)
{
    const bool on = goes_on(segment);
    char *first = ip_address_text(on ? &segment->from.address : &segment->to.address);
    char *second = ip_address_text(on ? &segment->to.address : &segment->from.address);
    char *text = g_strdup_printf("%s <-> %s", first, second);

    g_free(second);
    g_free(first);
    return text;
}

const char *pair_sum(const char *pair)
{
    return window_shown() ? pair : "all";
}

char *pair_direction(const struct segment *segment)
{
    if (goes_on(segment))
        return g_strdup_printf("%u -> %u", segment->from.port, segment->to.port);
    return g_strdup_printf("%u <- %u", segment->to.port, segment->from.port);
}

char *pair_sender(const struct segment *segment)
{
    return ip_address_text(&segment->from.address);
}
