/* The windows of the segments in one direction of a connection.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "windows.h"

#include <string.h>

void window_list_add(struct window_list *list, uint16_t window)
{
    unsigned index = 0;

    while (index < list->count && list->values[index] != window)
        index++;
    if (index == list->count && list->count < WINDOWS)
        list->count++;
    if (index == WINDOWS)
        index--;
    memmove(list->values + 1, list->values, index * sizeof list->values[0]);
    list->values[0] = window;
}

bool windows_at(const struct windows *windows, unsigned index, uint16_t *window)
{
    static const struct window_list none;
    const struct window_list *proven = windows->proven ? windows->proven : &none;
    const struct window_list *seen = windows->seen ? windows->seen : &none;

    if (index >= proven->count + seen->count)
        return false;
    *window = index < proven->count ? proven->values[index] : seen->values[index - proven->count];
    return true;
}

bool windows_other_at(const struct windows *windows, uint16_t captured, unsigned index,
                      uint16_t *window)
{
    for (unsigned i = 0; windows_at(windows, i, window); i++)
        if (*window != captured && index-- == 0)
            return true;
    return false;
}
