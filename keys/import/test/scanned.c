/* Counts the bytes that memchr() searches.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "scanned.h"

size_t scanned_bytes;

void *__real_memchr(const void *bytes, int byte, size_t length);
void *__wrap_memchr(const void *bytes, int byte, size_t length);

void *__wrap_memchr(const void *bytes, int byte, size_t length)
{
    void *found = __real_memchr(bytes, byte, length);
    scanned_bytes += found ? (size_t)((const char *)found - (const char *)bytes) : length;
    return found;
}
