/* The words of setkey(8)'s commands, and the output of `setkey -D`: the security associations in
 * the kernel of a BSD.
 *
 *     192.0.2.1 192.0.2.2
 *             tcp mode=any spi=4096(0x00001000) reqid=0(0x00000000)
 *             A: tcp-md5  736f6d65 2073656372 6574
 *             seq=0x00000000 replay=0 flags=0x00000040 state=mature
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "setkey.h"

#include "keys/import/model/peer.h"

#include <string.h>

/* The most bytes that setkey accepts in a secret. */
#define LONGEST 80

bool setkey_begins(struct word word, const char *text)
{
    return !word.quote && word_begins(word, text);
}

/* Reads a port such as "[179]". Sets *PORT to 0 for "[any]". Returns false for any other text. */
static bool read_port(struct word word, uint16_t *port)
{
    guint64 number = 0;
    char *text = g_strndup(word.at + 1, word.length - 1);
    text[strcspn(text, "]")] = '\0';
    const bool fits = strcmp(text, "any") == 0 ||
                      g_ascii_string_to_unsigned(text, 10, 0, G_MAXUINT16, &number, NULL);

    g_free(text);
    *port = (uint16_t)number;
    return fits;
}

/* Reads an address. Returns false for a name, which setkey would resolve, and for a prefix, which
 * setkey rejects. */
static bool read_address(struct word word, struct prefix *end)
{
    char *text = word_dup(word);
    const bool fits = !word.quote && !strchr(text, '/') && peer_parse(text, end);
    g_free(text);
    return fits;
}

bool setkey_end(struct word word, struct word port_after, struct prefix *end, uint16_t *port)
{
    const char *bracket = memchr(word.at, '[', word.length);
    struct word address = word;
    if (bracket) {
        address.length = (size_t)(bracket - word.at);
        port_after = (struct word){bracket, word.length - address.length, 0};
    }
    *port = KEY_ANY_PORT;
    return (port_after.length == 0 || read_port(port_after, port)) && read_address(address, end);
}

bool setkey_number(struct word word, uint32_t *number)
{
    const bool hex = setkey_begins(word, "0x") || setkey_begins(word, "0X");
    char *text = g_strndup(word.at + (hex ? 2 : 0), word.length - (hex ? 2 : 0));
    guint64 value = 0;
    const bool fits = g_ascii_string_to_unsigned(text, hex ? 16 : 10, 0, G_MAXUINT32, &value, NULL);

    g_free(text);
    *number = (uint32_t)value;
    return fits;
}

/* Returns the secret that the hexadecimal DIGITS encode, or NULL if they are invalid. If their
 * number is odd, the first digit is a byte of its own. */
static struct secret *secret_from_digits(const char *digits, size_t length)
{
    char *even = g_malloc0(length + 2);
    even[0] = '0';
    memcpy(even + length % 2, digits, length);
    struct secret *secret =
        strlen(even) == length + length % 2 ? secret_from_hex(even, NULL) : NULL;

    secret_wipe(even, length + 2);
    g_free(even);
    return secret;
}

/* setkey has no escapes, so a quoted text cannot contain a quotation mark. */
struct secret *setkey_secret(struct word word)
{
    if (word.quote)
        return word.length >= 1 && word.length <= LONGEST && !memchr(word.at, '\n', word.length)
                   ? secret_new(word.at, word.length)
                   : NULL;
    if (word.length <= 2 || word.length > 2 + 2 * LONGEST ||
        !(setkey_begins(word, "0x") || setkey_begins(word, "0X")))
        return NULL;
    return secret_from_digits(word.at + 2, word.length - 2);
}

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

/* Opens an association if LINE names its two ends. */
static bool read_head(struct dump *dump, const struct statement *line)
{
    const struct word none = {.at = ""};
    struct association opened = {0};
    uint16_t ports[2];

    for (unsigned i = 0; i < 2; i++)
        if (!setkey_end(statement_word(line, i), none, &opened.ends[i], &ports[i]))
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
