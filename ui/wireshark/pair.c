/* Texts for connections in tables.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pair.h"

#include "plugin/epan/window.h"

#include <string.h>

bool pair_is_forward(const struct segment *segment)
{
    const struct end *from = &segment->from, *to = &segment->to;
    const int order = memcmp(&from->address, &to->address, sizeof from->address);
    return order < 0 || (order == 0 && from->port <= to->port);
}

char *pair_text(const struct segment *segment)
{
    const bool forward = pair_is_forward(segment);
    char *first = ip_address_text(forward ? &segment->from.address : &segment->to.address);
    char *second = ip_address_text(forward ? &segment->to.address : &segment->from.address);
    char *text = g_strdup_printf("%s <-> %s", first, second);

    g_free(second);
    g_free(first);
    return text;
}

const char *pair_sum(const char *pair)
{
    return window_shown() ? pair : "all";
}

/* The character makes the group of sums sort before all addresses. */
const char *pair_sum_group(const char *pair)
{
    return window_shown() ? "(Totals)" : pair;
}

char *pair_sum_direction(const char *protocol, const char *from, const char *to, bool is_forward)
{
    if (window_shown())
        return g_strdup_printf("%s -> %s (%s)", from, to, protocol);
    return g_strdup_printf("%s %s", protocol, is_forward ? "->" : "<-");
}

char *pair_direction(const struct segment *segment)
{
    if (pair_is_forward(segment))
        return g_strdup_printf("%u -> %u", segment->from.port, segment->to.port);
    return g_strdup_printf("%u <- %u", segment->to.port, segment->from.port);
}

char *pair_sender(const struct segment *segment)
{
    return ip_address_text(&segment->from.address);
}
