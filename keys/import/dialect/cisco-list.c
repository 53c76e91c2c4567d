/* Reads the addresses that an access list or a prefix list permits.
 *
 * It ignores lines that deny: an unused key does no harm.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco.h"

#include <string.h>

/* Sets *NUMBER to the IPv4 address in WORD. Returns false if WORD is not one. */
static bool read_number(struct word word, guint32 *number)
{
    struct prefix prefix;
    char *text = word_dup(word);
    const bool fits =
        prefix_parse(text, &prefix, NULL) && prefix.address.length == 4 && prefix.bits == 32;
    g_free(text);
    if (fits)
        *number = (guint32)prefix.address.bytes[0] << 24 | (guint32)prefix.address.bytes[1] << 16 |
                  (guint32)prefix.address.bytes[2] << 8 | prefix.address.bytes[3];
    return fits;
}

/* Returns the shortest prefix that covers ADDRESS and WILDCARD, as text. Free with g_free(). */
static char *wildcard_prefix(guint32 address, guint32 wildcard)
{
    const unsigned bits = wildcard == 0 ? 32 : 31 - g_bit_nth_msf(wildcard, -1);
    const guint32 mask = bits == 0 ? 0 : ~(guint32)0 << (32 - bits);
    address &= mask;
    return g_strdup_printf(bits == 32 ? "%u.%u.%u.%u" : "%u.%u.%u.%u/%u", address >> 24,
                           address >> 16 & 255, address >> 8 & 255, address & 255, bits);
}

/* Returns the index of the first word after "permit" and "ip" or "ipv4"; 0 if LINE does not
 * permit. */
static unsigned permitted_index(const struct statement *line)
{
    for (unsigned i = 0; i < 6; i++)
        if (statement_is(line, i, "permit"))
            return i + 1 + (statement_is(line, i + 1, "ip") || statement_is(line, i + 1, "ipv4"));
    return 0;
}

static void each_in_line(const struct statement *line, unsigned index,
                         void (*add)(const char *, void *), void *data)
{
    const struct word word = statement_word(line, index), next = statement_word(line, index + 1);
    guint32 address, wildcard;

    char *text = word_is(word, "any") ? g_strdup("*")
                 : read_number(word, &address) && read_number(next, &wildcard)
                     ? wildcard_prefix(address, wildcard)
                     : word_dup(word_is(word, "host") ? next : word);
    add(text, data);
    g_free(text);
}

void cisco_each_permitted(struct cisco *cisco, struct word name, unsigned line,
                          void (*add)(const char *permitted, void *data), void *data)
{
    const GPtrArray *lines = word_table_get(cisco->lists, name);
    if (!lines)
        import_problem(cisco->import, line, "there is no such list of addresses");
    for (unsigned i = 0; lines && i < lines->len && budget_spend(&cisco->budget, 1, line); i++) {
        const unsigned index = permitted_index(lines->pdata[i]);
        if (index > 0)
            each_in_line(lines->pdata[i], index, add, data);
    }
}
