/* Counts the bytes that memmem() searches.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searched.h"

size_t searched_bytes;

void *__real_memmem(const void *bytes, size_t length, const void *text, size_t text_length);
void *__wrap_memmem(const void *bytes, size_t length, const void *text, size_t text_length);

void *__wrap_memmem(const void *bytes, size_t length, const void *text, size_t text_length)
{
    void *found = __real_memmem(bytes, length, text, text_length);
    searched_bytes += found ? (size_t)((const char *)found - (const char *)bytes) : length;
    return found;
}
