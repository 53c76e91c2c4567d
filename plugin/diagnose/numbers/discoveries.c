/* Shifts of sequence numbers that were found by a sweep.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "discoveries.h"

#include <string.h>

/* There are no more than somebody had the patience to search for. */
struct discovery {
    struct end from, to;
    uint32_t shift; /* of the sequence numbers of FROM */
};

struct discoveries {
    GArray *list; /* struct discovery */
};

struct discoveries *discoveries_new(void)
{
    struct discoveries *discoveries = g_new(struct discoveries, 1);
    discoveries->list = g_array_new(FALSE, FALSE, sizeof(struct discovery));
    return discoveries;
}

void discoveries_free(struct discoveries *discoveries)
{
    if (!discoveries)
        return;
    g_array_free(discoveries->list, TRUE);
    g_free(discoveries);
}

static void add(struct discoveries *discoveries, const struct discovery *discovery)
{
    if (discovery->shift != 0)
        g_array_append_vals(discoveries->list, discovery, 1);
}

void discoveries_add(struct discoveries *discoveries, const struct end *from, const struct end *to,
                     struct shifts shifts)
{
    add(discoveries, &(struct discovery){*from, *to, shifts.own});
    add(discoveries, &(struct discovery){*to, *from, shifts.other});
}

static bool is_end(const struct end *one, const struct end *other)
{
    return one->port == other->port &&
           memcmp(&one->address, &other->address, sizeof one->address) == 0;
}

void discoveries_recall(const struct discoveries *discoveries, const struct end *from,
                        const struct end *to, struct renumbering *renumbering)
{
    for (guint i = 0; i < discoveries->list->len; i++) {
        const struct discovery *discovery = &g_array_index(discoveries->list, struct discovery, i);
        if (is_end(&discovery->from, from) && is_end(&discovery->to, to))
            renumbering_note(renumbering, discovery->shift);
    }
}
