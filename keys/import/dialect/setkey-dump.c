/* Reads the output of `setkey -D`: the security associations in the kernel of a BSD.
 *
 *     192.0.2.1 192.0.2.2
 *             tcp mode=any spi=4096(0x00001000) reqid=0(0x00000000)
 *             A: tcp-md5  736f6d65 2073656372 6574
 *             seq=0x00000000 replay=0 flags=0x00000040 state=mature
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "setkey-dump.h"

#include "setkey-word.h"

#include <string.h>

#define MAX_DIGITS 160 /* two for each of 80 bytes, the longest key that setkey accepts */

struct dump {
    const struct import *import;
    struct associations *associations;
    struct association open;     /* the association that is being read */
    bool is_tcp, is_dead;        /* the protocol and the state of the association */
    bool in_key;                 /* the last line was part of the key, which may continue */
    char digits[MAX_DIGITS + 1]; /* the key of the association */
    size_t count; /* the number of digits, or more than MAX_DIGITS if the key is invalid */
};

/* Ends the open association, and adds it if it has a key for TCP MD5. */
static void finish(struct dump *dump)
{
    const bool has_key = dump->is_tcp && !dump->is_dead && dump->open.line > 0;
    if (has_key && dump->count > 0 && dump->count <= MAX_DIGITS)
        dump->open.secret = secret_from_hex(dump->digits, NULL);
    if (dump->open.secret)
        associations_add(dump->associations, &dump->open);
    else if (has_key)
        import_problem(dump->import, dump->open.line, "a key is 1 to 80 bytes in hexadecimal");
    secret_wipe(dump->digits, sizeof dump->digits);
    *dump = (struct dump){.import = dump->import, .associations = dump->associations};
}

static bool read_end(struct word word, struct prefix *end, uint16_t *port)
{
    const char *bracket = memchr(word.at, '[', word.length);
    struct word address = word, rest = {.at = "[any]", .length = 5};
    if (bracket) {
        address.length = (size_t)(bracket - word.at);
        rest = (struct word){bracket, word.length - address.length, 0};
    }
    return setkey_address(address, end) && setkey_port(rest, port);
}

/* Opens an association if LINE names its two ends. */
static bool read_head(struct dump *dump, const struct statement *line)
{
    struct association opened = {0};
    uint16_t ports[2];

    for (unsigned i = 0; i < 2; i++)
        if (!read_end(statement_word(line, i), &opened.ends[i], &ports[i]))
            return false;
    finish(dump);
    opened.port = ports[0] != KEY_ANY_PORT ? ports[0] : ports[1];
    dump->open = opened;
    return true;
}

/* Appends the words of LINE from the one at INDEX on to the key. Returns false if they are not
 * hexadecimal digits. */
static bool read_digits(struct dump *dump, const struct statement *line, unsigned index)
{
    for (unsigned i = index; i < statement_length(line); i++) {
        const struct word word = statement_word(line, i);
        for (size_t at = 0; at < word.length; at++)
            if (!g_ascii_isxdigit(word.at[at]))
                return false;
    }
    for (unsigned i = index; i < statement_length(line); i++) {
        const struct word word = statement_word(line, i);
        if (dump->count + word.length <= MAX_DIGITS)
            memcpy(dump->digits + dump->count, word.at, word.length);
        dump->count = MIN(dump->count + word.length, MAX_DIGITS + 1);
    }
    return true;
}

static void read_spi(struct dump *dump, struct word word)
{
    word.at += strlen("spi=");
    word.length -= strlen("spi=");
    const char *bracket = memchr(word.at, '(', word.length);
    if (bracket)
        word.length = (size_t)(bracket - word.at);
    setkey_number(word, &dump->open.spi);
}

static void read_line(struct dump *dump, const struct statement *line)
{
    if (read_head(dump, line))
        return;
    const bool in_key = dump->in_key;
    dump->in_key = false;
    if (statement_matches(line, "A: tcp-md5")) {
        dump->open.line = line->line;
        dump->in_key = read_digits(dump, line, 2);
    } else if (in_key) {
        dump->in_key = read_digits(dump, line, 0);
    }
    dump->is_tcp |= statement_is(line, 0, "tcp");
    for (unsigned i = 0; i < statement_length(line); i++) {
        const struct word word = statement_word(line, i);
        dump->is_dead |= word_is(word, "state=dead");
        if (setkey_begins(word, "spi="))
            read_spi(dump, word);
    }
}

static void read_lines(struct dump *dump, const struct statement *parent)
{
    for (const struct statement *line = parent->first; line; line = line->next) {
        read_line(dump, line);
        read_lines(dump, line);
    }
}

void setkey_read_dump(const char *text, size_t length, struct associations *associations,
                      const struct import *import)
{
    struct statement *root = statement_read_indented(text, length);
    struct dump dump = {.import = import, .associations = associations};

    read_lines(&dump, root);
    finish(&dump);
    statement_free(root);
}
