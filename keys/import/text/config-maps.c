/* Finds the configuration files in ConfigMaps of Kubernetes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "config-maps.h"

#include "keys/import/line.h"

#include <stdbool.h>
#include <string.h>

static bool contains(const char *text, size_t length, const char *part)
{
    return memmem(text, length, part, strlen(part)) != NULL;
}

/* Returns true if the line from AT to END is the name of a file, whose text follows. */
static bool is_file_name(const char *at, const char *end)
{
    static const char *const suffixes[] = {".conf: |", ".conf: |-", ".cfg: |", ".cfg: |-"};
    while (end > at && g_ascii_isspace(end[-1]))
        end--;
    while (at < end && *at == ' ')
        at++;
    for (unsigned i = 0; i < G_N_ELEMENTS(suffixes); i++) {
        const size_t length = strlen(suffixes[i]);
        if ((size_t)(end - at) > length && memcmp(end - length, suffixes[i], length) == 0)
            return !memchr(at, ' ', (size_t)(end - at) - length);
    }
    return false;
}

void config_maps_find(const char *text, size_t length, GArray *lines)
{
    static const char *const objects[] = {"kind: BGP", "kind: CiliumBGP", "kind: FRRConfiguration"};
    const char *end = text + length;
    unsigned number = 1;

    if (!contains(text, length, "kind: ConfigMap"))
        return;
    for (unsigned i = 0; i < G_N_ELEMENTS(objects); i++)
        if (contains(text, length, objects[i]))
            return;
    for (const char *at = text, *next; at < end; at = next + 1) {
        next = line_end(at, end);
        number++;
        if (is_file_name(at, next) && next < end)
            g_array_append_val(lines, number);
    }
}
