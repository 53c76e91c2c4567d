/* Recognises passwords that a tool removed from a configuration before saving it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "removed.h"

#include <string.h>

/* The marks by which RANCID, Oxidized, VyOS's strip-private and similar tools replace a password.
 */
static const char *const marks[] = {
    "<removed>", "<secret removed>",        "<secret hidden>", "<password removed>",
    "<hidden>",  "<configuration removed>", "xxxxxx",
};

bool removed_is(const struct secret *secret)
{
    size_t length;
    const uint8_t *bytes = secret_bytes(secret, &length);
    for (unsigned i = 0; i < G_N_ELEMENTS(marks); i++)
        if (length == strlen(marks[i]) && memcmp(bytes, marks[i], length) == 0)
            return true;
    return false;
}

static bool has(const char *line, size_t length, const char *word)
{
    return memmem(line, length, word, strlen(word)) != NULL;
}

/* Returns true if LINE had a password that a key could use. Other secrets, such as SNMP communities
 * and users' passwords, do not count. */
static bool is_removed(const char *line, size_t length)
{
    static const char *const words[] = {"neighbor",   "peer",         "authentication-key",
                                        "key-string", "md5-password", "tcp-md5-key",
                                        "ldp",        "msdp"};
    bool marked = false, ours = false;
    if (!memchr(line, '<', length) && !has(line, length, "xxxxxx"))
        return false;
    for (unsigned i = 0; i < G_N_ELEMENTS(marks); i++)
        marked |= has(line, length, marks[i]);
    for (unsigned i = 0; marked && i < G_N_ELEMENTS(words); i++)
        ours |= has(line, length, words[i]);
    return ours;
}

unsigned removed_count(const char *text, size_t length, unsigned *line)
{
    const char *end = text + length;
    unsigned count = 0, number = 0;
    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        const char *line_end = newline ? newline : end;
        number++;
        if (is_removed(text, (size_t)(line_end - text)) && count++ == 0)
            *line = number;
        text = newline ? newline + 1 : end;
    }
    return count;
}
