/* Reads RouterOS's comment on a peer.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "labels-item.h"

#include "keys/import/line.h"

#include <glib.h>
#include <string.h>

/* Returns the length of the "\" that continues the line before NEWLINE, with a carriage return
 * after it; 0 if the line is not continued. */
static size_t continuation(const char *at, const char *newline)
{
    const size_t length = (size_t)(newline - at);
    const size_t carriage = length > 0 && newline[-1] == '\r' ? 1 : 0;
    return length > carriage && newline[-1 - (ptrdiff_t)carriage] == '\\' ? carriage + 1 : 0;
}

const char *labels_item_end(const char *at, const char *end)
{
    const char *newline = line_end(at, end);
    while (newline < end && continuation(at, newline) > 0) {
        at = newline + 1;
        newline = line_end(at, end);
    }
    return newline;
}

void labels_item_join(char *command, size_t length)
{
    const char *end = command + length;
    char *to = command;

    for (const char *at = command; at < end;) {
        const char *newline = line_end(at, end);
        const size_t extra = newline < end ? continuation(at, newline) : 0;
        const size_t kept = (size_t)(newline - at) - extra;
        memmove(to, at, kept);
        to += kept;
        at = newline < end ? newline + 1 : end;
        at += strspn(at, " \t");
    }
    *to = '\0';
}

/* Returns the value at *AT without its quotes and backslashes, and moves *AT past it and the spaces
 * that follow. Returns NULL unless the value is WANTED, because others may be secrets. Free with
 * g_free(). */
static char *take_value(const char **at, bool wanted)
{
    GString *value = wanted ? g_string_new(NULL) : NULL;
    const char *end = *at;

    for (bool quoted = false; *end && (quoted || *end != ' '); end++) {
        if (*end == '"') {
            quoted = !quoted;
            continue;
        }
        if (*end == '\\' && end[1])
            end++;
        if (value)
            g_string_append_c(value, *end);
    }
    *at = end + strspn(end, " ");
    return value ? g_string_free(value, FALSE) : NULL;
}

bool labels_item_read(const char *line, char **peer, char **comment)
{
    struct {
        const char *name;
        char **value;
    } properties[] = {{"remote.address=", peer}, {"remote-address=", peer}, {"comment=", comment}};

    *peer = *comment = NULL;
    for (const char *at = line; *at;) {
        char **value = NULL;
        for (unsigned i = 0; i < G_N_ELEMENTS(properties) && !value; i++)
            if (g_str_has_prefix(at, properties[i].name)) {
                value = properties[i].value;
                at += strlen(properties[i].name);
            }
        char *text = take_value(&at, value && !*value);
        if (text)
            *value = text;
    }
    return *peer && *comment;
}
