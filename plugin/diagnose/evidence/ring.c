/* A ring of the last few items, whose memory grows with their number.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ring.h"

#include <stdbool.h>

void *ring_grow(void *ring, size_t head, unsigned count, unsigned most, size_t size)
{
    const bool is_full = count > 0 && count < most && (count & (count - 1)) == 0;
    if (!ring)
        return g_malloc0(head + size);
    return is_full ? g_realloc(ring, head + 2 * (gsize)count * size) : ring;
}
