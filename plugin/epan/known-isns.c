/* The initial sequence numbers (ISNs) known to the user, in the preference tcpauth.isns.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "known-isns.h"

#include "keys/keyfile.h"

#include <string.h>

/* Returns TEXT as isn lines of a keyring file. Free with g_string_free(). */
static GString *lines_of(const char *text)
{
    GString *lines = g_string_new(NULL);
    char **entries = g_strsplit(text, ";", -1);

    for (char **entry = entries; *entry; entry++) {
        g_strstrip(g_strdelimit(*entry, "\r\n", ' '));
        const bool is_line = g_str_has_prefix(*entry, "isn ");
        if (**entry)
            g_string_append(lines, is_line ? "" : "isn ");
        g_string_append_printf(lines, "%s\n", *entry);
    }
    g_strfreev(entries);
    return lines;
}

void known_isns_read(const char *text, struct keyring *ring, GPtrArray *problems)
{
    GString *lines = lines_of(text);
    keyfile_parse(lines->str, lines->len, "preference tcpauth.isns", ring, problems);
    g_string_free(lines, TRUE);
}

/* Returns a keyring with those ISNs in TEXT that can be read. Free with keyring_free(). */
static struct keyring *ring_of(const char *text)
{
    struct keyring *ring = keyring_new();
    GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);

    known_isns_read(text, ring, problems);
    g_ptr_array_free(problems, TRUE);
    return ring;
}

char *known_isns_add(const char *text, const struct isns *isns)
{
    struct keyring *ring = ring_of(text);
    GString *all = g_string_new(text);

    for (unsigned i = 0; i < isns_size(isns); i++) {
        const struct isn *isn = isns_at(isns, i);
        if (!isns_add(keyring_isns(ring), isn))
            continue;
        char *address = ip_address_text(&isn->end.address);
        g_string_append_printf(all, "%s%s %u %" G_GUINT32_FORMAT, all->len > 0 ? "; " : "", address,
                               isn->end.port, isn->number);
        g_free(address);
    }
    keyring_free(ring);
    return g_string_free(all, FALSE);
}
