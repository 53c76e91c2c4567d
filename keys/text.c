/* A growing text that leaves no copies in memory.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text.h"

#include "secret.h"

#include <string.h>

#define MIN_CAPACITY 256

/* Does not use g_realloc(), which may leave a copy behind. */
static void text_grow(struct text *text, size_t capacity)
{
    char *bytes = g_malloc(capacity);
    if (text->length > 0)
        memcpy(bytes, text->bytes, text->length);
    if (text->bytes)
        secret_wipe(text->bytes, text->length);
    g_free(text->bytes);
    text->bytes = bytes;
    text->capacity = capacity;
}

char *text_room(struct text *text, size_t length)
{
    if (text->capacity - text->length < length)
        text_grow(text, MAX(text->length + length, MAX(2 * text->capacity, MIN_CAPACITY)));
    return text->bytes + text->length;
}

void text_append(struct text *text, const void *bytes, size_t length)
{
    if (length == 0)
        return;
    memcpy(text_room(text, length), bytes, length);
    text->length += length;
}

void text_add(struct text *text, const char *words)
{
    text_append(text, words, strlen(words));
}

void text_format(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *words = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    text_add(text, words);
    g_free(words);
}

void text_end(struct text *text, const char *end)
{
    const size_t length = (size_t)(end - text->bytes);
    if (length < text->length)
        secret_wipe(text->bytes + length, text->length - length);
    text->length = length;
}

void text_clear(struct text *text)
{
    if (text->bytes)
        secret_wipe(text->bytes, text->length);
    g_free(text->bytes);
    *text = (struct text){0};
}
