/* Reads configurations inside other files.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "nested.h"

#include "keys/secret.h"

#include <string.h>

void nested_read(const struct dialect *dialect, struct word text, unsigned line,
                 const struct import *import)
{
    struct import inner = *import;
    inner.before += line - 1;
    dialect->read(text.at, text.length, &inner);
}

static bool is_base64(const char *text, size_t length)
{
    size_t digits = 0, pads = 0;
    for (size_t i = 0; i < length; i++) {
        const bool pad = text[i] == '=';
        if (!pad && (pads > 0 || !(g_ascii_isalnum(text[i]) || strchr("+/", text[i]))))
            return false;
        digits += !pad;
        pads += pad;
    }
    return digits > 0 && pads <= 2 && (digits + pads) % 4 == 0;
}

char *nested_decode(struct word text, size_t *length)
{
    char *copy = g_malloc(text.length + 1);
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        if (!g_ascii_isspace(text.at[i]) && text.at[i] != '\0')
            copy[count++] = text.at[i];
    copy[count] = '\0';
    if (!is_base64(copy, count)) {
        secret_wipe(copy, text.length + 1);
        g_free(copy);
        return NULL;
    }
    g_base64_decode_inplace(copy, length);
    secret_wipe(copy + *length, text.length + 1 - *length);
    return copy;
}

void nested_read_encoded(const struct dialect *dialect, struct word text, unsigned line,
                         const struct import *import)
{
    struct import inner = *import;
    size_t length;
    char *plain = nested_decode(text, &length);
    if (!plain) {
        import_problem(import, line, "this is not base64");
        return;
    }
    char *name = g_strdup_printf("%s:%u", import->name, import->before + line);
    inner.name = name;
    inner.before = 0;
    dialect->read(plain, length, &inner);
    secret_wipe(plain, length);
    g_free(name);
    g_free(plain);
}
