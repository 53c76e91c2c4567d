/* Reads tcpauth's preferences from the preferences file of a profile.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "profile.h"

#include "keys/file.h"

#include <string.h>

#define LINE "\ntcpauth.keyring:" /* the start of the line that sets the preference */

/* Returns the value of the preference in TEXT, the content of a preferences file, or NULL if it is
 * not set there. Free with g_free(). */
static char *keyring_in(const struct text *text)
{
    char *lines = g_strdup_printf("\n%.*s", (int)text->length, text->bytes);
    const char *line = strstr(lines, LINE);
    char *value = NULL;

    if (line) {
        const char *start = line + strlen(LINE);
        value = g_strstrip(g_strndup(start, strcspn(start, "\r\n")));
    }
    g_free(lines);
    return value;
}

char *profile_keyring(const char *preferences)
{
    struct text text = {0};
    unsigned mode;
    const bool is_read = file_exists(preferences) && file_read(preferences, &text, &mode, NULL);
    char *keyring = is_read && text.length > 0 ? keyring_in(&text) : NULL;

    text_clear(&text);
    return keyring;
}
