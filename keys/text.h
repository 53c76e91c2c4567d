/* A growing text that leaves no copies in memory.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_TEXT_H
#define TCPAUTH_KEYS_TEXT_H

#include <glib.h>
#include <stddef.h>

/* Initialise to {0}, an empty text. */
struct text {
    char *bytes; /* NULL until something is added; no zero byte follows them */
    size_t length;
    size_t capacity;
};

/* Makes room for LENGTH more bytes. Returns where they go; the caller must increase TEXT's
 * length. */
char *text_room(struct text *text, size_t length);

void text_append(struct text *text, const void *bytes, size_t length);

/* Appends the string WORDS. */
void text_add(struct text *text, const char *words);

/* Appends a formatted text. It must not be a secret, since it passes through memory that is not
 * wiped. */
void text_format(struct text *text, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Ends TEXT at END, which is in its bytes, and wipes those behind. */
void text_end(struct text *text, const char *end);

/* Wipes and frees the bytes, and makes TEXT empty. */
void text_clear(struct text *text);

#endif
