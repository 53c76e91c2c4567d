/* The shifts of sequence numbers that sweeps found.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "found-shifts.h"

#include <string.h>

/* The list is short: each search takes the user's time. */
struct found_shift {
    struct end from, to;
    uint32_t shift; /* of the sequence numbers of FROM */
};

struct found_shifts {
    GArray *list; /* of struct found_shift */
};

struct found_shifts *found_shifts_new(void)
{
    struct found_shifts *found = g_new(struct found_shifts, 1);
    found->list = g_array_new(FALSE, FALSE, sizeof(struct found_shift));
    return found;
}

void found_shifts_free(struct found_shifts *found)
{
    if (!found)
        return;
    g_array_free(found->list, TRUE);
    g_free(found);
}

static void keep_shift(struct found_shifts *found, const struct found_shift *known)
{
    if (known->shift != 0)
        g_array_append_vals(found->list, known, 1);
}

void found_shifts_add(struct found_shifts *found, const struct end *from, const struct end *to,
                      struct shifts shifts)
{
    keep_shift(found, &(struct found_shift){*from, *to, shifts.own});
    keep_shift(found, &(struct found_shift){*to, *from, shifts.other});
}

bool found_shifts_is_empty(const struct found_shifts *found)
{
    return found->list->len == 0;
}

static bool is_end(const struct end *one, const struct end *other)
{
    return one->port == other->port &&
           memcmp(&one->address, &other->address, sizeof one->address) == 0;
}

void found_shifts_find(const struct found_shifts *found, const struct end *from,
                       const struct end *to, struct renumbering *renumbering)
{
    for (guint i = 0; i < found->list->len; i++) {
        const struct found_shift *known = &g_array_index(found->list, struct found_shift, i);
        if (is_end(&known->from, from) && is_end(&known->to, to))
            renumbering_note(renumbering, known->shift);
    }
}
