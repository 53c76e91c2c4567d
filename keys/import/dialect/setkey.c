/* Reads commands for setkey(8) of FreeBSD and ipsec-tools, by which the operating system holds the
 * keys instead of the router, and the output of `setkey -D`:
 *
 *     add [-46n] SOURCE DESTINATION tcp SPI [-m any] -A tcp-md5 "secret";
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialects.h"

#include "setkey.h"

#include <string.h>

struct setkey_reader {
    const struct import *import;
    struct associations *associations;
    const struct statement *statement;
    unsigned index, stop; /* the unread words of the command */
    unsigned begun;       /* the line of its first word */
    const char *counted;  /* the position up to which LINE counts lines */
    unsigned line;
};

/* Returns the line of AT, which must not precede the AT of an earlier call. */
static unsigned line_of(struct setkey_reader *reader, const char *at)
{
    for (; reader->counted < at; reader->counted++)
        reader->line += *reader->counted == '\n';
    return reader->line;
}

/* Returns the next word of the command without consuming it, or the empty word at its end. */
static struct word peek(const struct setkey_reader *reader)
{
    return reader->index < reader->stop ? statement_word(reader->statement, reader->index)
                                        : (struct word){.at = ""};
}

static struct word next(struct setkey_reader *reader)
{
    const struct word word = peek(reader);
    reader->index += reader->index < reader->stop;
    return word;
}

/* Skips options such as "-4" and "-n46". */
static void skip_options(struct setkey_reader *reader)
{
    while (setkey_begins(peek(reader), "-"))
        next(reader);
}

/* Reads an end: "192.0.2.1", "192.0.2.1[179]" or "192.0.2.1 [179]". */
static bool read_end(struct setkey_reader *reader, struct prefix *end, uint16_t *port)
{
    const struct word address = next(reader), none = {.at = ""};
    const bool apart = !memchr(address.at, '[', address.length) && setkey_begins(peek(reader), "[");
    return setkey_end(address, apart ? next(reader) : none, end, port);
}

/* Moves past "-A tcp-md5". Returns false if the command has no such words. */
static bool find_algorithm(struct setkey_reader *reader)
{
    while (reader->index < reader->stop)
        if (word_is(next(reader), "-A") && word_is(peek(reader), "tcp-md5")) {
            next(reader);
            return true;
        }
    return false;
}

/* Reads the words with which "add", "delete" and "deleteall" begin. Sets *FAULT if they are
 * invalid. Returns false if the command is not about TCP. */
static bool read_head(struct setkey_reader *reader, struct association *association,
                      const char **fault)
{
    uint16_t ports[2];
    skip_options(reader);
    const bool from = read_end(reader, &association->ends[0], &ports[0]);
    const bool to = read_end(reader, &association->ends[1], &ports[1]);

    association->port = ports[0] != KEY_ANY_PORT ? ports[0] : ports[1];
    if (!from || !to)
        *fault = "its ends must be two addresses, written as numbers";
    else if (association->ends[0].address.length != association->ends[1].address.length)
        *fault = "both ends must be IPv4 or both IPv6";
    return word_is(next(reader), "tcp");
}

static void read_add(struct setkey_reader *reader)
{
    struct association association = {0};
    const char *fault = NULL;

    if (!read_head(reader, &association, &fault))
        return;
    if (!setkey_number(next(reader), &association.spi) && !fault)
        fault = "its SPI must be a number";
    if (!find_algorithm(reader))
        fault = "-A tcp-md5 is missing";
    const struct word word = peek(reader);
    association.line = word.length > 0 ? line_of(reader, word.at) : reader->begun;
    if (!fault && !(association.secret = setkey_secret(word)))
        fault = "a secret is \"1 to 80 bytes\" on one line, or 0x and their digits";
    if (!fault && !associations_add(reader->associations, &association))
        fault = "these addresses and this SPI were added before, so setkey refuses to";
    if (fault)
        import_problem(reader->import, association.line, "%s", fault);
}

static void read_delete(struct setkey_reader *reader)
{
    struct association association = {0};
    const char *fault = NULL;

    if (read_head(reader, &association, &fault) && !fault &&
        setkey_number(next(reader), &association.spi))
        associations_delete(reader->associations, &association, false);
}

static void read_delete_all(struct setkey_reader *reader)
{
    struct association association = {0};
    const char *fault = NULL;

    if (read_head(reader, &association, &fault) && !fault)
        associations_delete(reader->associations, &association, true);
}

static void read_flush(struct setkey_reader *reader)
{
    if (peek(reader).length == 0 || word_is(peek(reader), "tcp"))
        associations_flush(reader->associations);
}

static const struct {
    const char *word;
    void (*read)(struct setkey_reader *);
} commands[] = {
    {"add", read_add},     {"delete", read_delete}, {"deleteall", read_delete_all},
    {"flush", read_flush}, {"spdadd", NULL},        {"spdflush", NULL},
};

static bool begins_line(const struct statement *statement, unsigned index)
{
    const char *at = statement_word(statement, index).at;
    while (at > statement->text.at && (at[-1] == ' ' || at[-1] == '\t'))
        at--;
    return at == statement->text.at || at[-1] == '\n';
}

/* Returns the index of the command that begins with the word at INDEX, or the number of commands if
 * none does. */
static unsigned command_at(const struct statement *statement, unsigned index)
{
    unsigned i = 0;
    while (i < G_N_ELEMENTS(commands) && !statement_is(statement, index, commands[i].word))
        i++;
    return begins_line(statement, index) ? i : G_N_ELEMENTS(commands);
}

/* Runs the commands in STATEMENT. Only the first word of a line may begin a command, so a forgotten
 * ";", or the lines of a shell script around the commands, do not spoil the next one. */
static void read_statement(struct setkey_reader *reader, const struct statement *statement)
{
    const unsigned length = statement_length(statement);
    unsigned next_at = 0;

    reader->statement = statement;
    for (unsigned at = 0; at < length; at = next_at) {
        const unsigned command = command_at(statement, at);
        next_at = at + 1;
        while (next_at < length && command_at(statement, next_at) == G_N_ELEMENTS(commands))
            next_at++;
        reader->index = at + 1;
        reader->stop = next_at;
        reader->begun = line_of(reader, statement_word(statement, at).at);
        if (command < G_N_ELEMENTS(commands) && commands[command].read)
            commands[command].read(reader);
    }
    for (const struct statement *child = statement->first; child; child = child->next)
        read_statement(reader, child);
}

static void read_setkey(const char *text, size_t length, const struct import *import)
{
    struct statement *root = statement_read_braced(text, length, BRACE_PLAIN_QUOTES);
    struct setkey_reader reader = {
        .import = import, .associations = associations_new(), .counted = text, .line = 1};

    read_statement(&reader, root);
    setkey_read_dump(text, length, reader.associations, import);
    associations_import(reader.associations, import);
    associations_free(reader.associations);
    statement_free(root);
}

static const struct sign signs[] = {
    {"add * * tcp *", 100},
    {"add -* * * tcp *", 100},
    {"spdadd *", 60},
    {"add * * esp *", 60},
    {"add * * ah *", 60},
    {"spdflush*", 40},
    {"flush*", 25},
    {"A: tcp-md5 *", 60},
    {"tcp mode=* spi=*", 60},
    {"esp mode=* spi=*", 60},
    {"ah mode=* spi=*", 60},
    {"No SAD entries.", 60},
    {NULL, 0},
};

const struct dialect dialect_setkey = {
    .name = "setkey",
    .title = "setkey (FreeBSD, ipsec-tools), and what setkey -D prints",
    .signs = signs,
    .read = read_setkey,
    .braces = true,
};
