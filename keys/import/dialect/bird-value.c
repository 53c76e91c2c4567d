/* Reads the values in BIRD's configurations, and the constants for them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bird-value.h"

#include <string.h>

/* Byte strings of at least this many bytes need no "hex:" before them. */
#define PLAIN_BYTES 10

void bird_define(GHashTable *constants, const struct statement *statement)
{
    if (statement_length(statement) != 4 || !statement_is(statement, 2, "="))
        return;
    const struct word value = bird_value(constants, statement_word(statement, 3));
    word_table_set(constants, statement_word(statement, 1), g_memdup2(&value, sizeof value));
}

bool bird_is_name(struct word word)
{
    if (word.quote == '\'')
        return true;
    if (word.quote || word.length == 0 || g_ascii_isdigit(*word.at))
        return false;
    for (size_t i = 0; i < word.length; i++)
        if (!g_ascii_isalnum(word.at[i]) && word.at[i] != '_')
            return false;
    return true;
}

struct word bird_value(GHashTable *constants, struct word word)
{
    if (!bird_is_name(word))
        return word;
    const struct word *value = word_table_get(constants, word);
    return value ? *value : word;
}

/* Reads pairs of hexadecimal digits, with or without colons between them. Returns NULL if WORD is
 * anything else or has fewer than LEAST pairs. */
static struct secret *bytes_from(struct word word, size_t least)
{
    uint8_t *bytes = g_malloc(word.length + 1);
    size_t length = 0, i = 0;
    bool fine = true;

    while (i < word.length && fine) {
        i += length > 0 && word.at[i] == ':';
        fine =
            i + 1 < word.length && g_ascii_isxdigit(word.at[i]) && g_ascii_isxdigit(word.at[i + 1]);
        if (fine)
            bytes[length++] = (uint8_t)(g_ascii_xdigit_value(word.at[i]) << 4 |
                                        g_ascii_xdigit_value(word.at[i + 1]));
        i += 2;
    }
    struct secret *secret = fine && length >= least ? secret_new(bytes, length) : NULL;
    secret_wipe(bytes, word.length + 1);
    g_free(bytes);
    return secret;
}

struct secret *bird_secret(struct word word)
{
    if (word.quote == '"')
        return secret_new(word.at, word.length);
    if (word.quote)
        return NULL;
    if (word.length > 4 && memcmp(word.at, "hex:", 4) == 0)
        return bytes_from((struct word){word.at + 4, word.length - 4, 0}, 1);
    return bytes_from(word, PLAIN_BYTES);
}
