/* Reads BIRD's configurations: the sessions of protocols, which inherit from templates and from one
 * another.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bird.h"
#include "keys/import/dialect.h"

static const struct sign signs[] = {
    {"protocol bgp *", 60},
    {"template bgp *", 60},
    {"protocol rpki *", 60},
    {"template rpki *", 60},
    {"protocol device", 30},
    {"protocol kernel", 30},
    {"protocol static", 20},
    {"protocol direct", 20},
    {"neighbor * as *", 40},
    {"local as *", 20},
    {"local * as *", 20},
    {"router id *", 20},
    {NULL, 0},
};

struct bird_reader {
    const struct import *import;
    struct budget *budget;
    GHashTable *constants;
    GHashTable *protocols; /* word table of struct bird_protocol *; templates, too */
};

static struct word value(const struct bird_reader *reader, const struct statement *item,
                         unsigned index)
{
    return bird_value(reader->constants, statement_word(item, index));
}

/* Reads "neighbor", "local" or "remote" from the word at INDEX on: sets the address, the port, or
 * both. */
static void read_end(const struct bird_reader *reader, const struct statement *item, unsigned index,
                     struct word *address, struct word *port)
{
    static const char *const options[] = {"as", "port", "internal", "external", "onlink", NULL};
    if (statement_length(item) > index && !word_is_among(statement_word(item, index), options))
        *address = value(reader, item, index);
    for (; index < statement_length(item); index++)
        if (statement_is(item, index, "port"))
            *port = value(reader, item, index + 1);
}

static void read_authentication(struct bird_protocol *protocol, const struct statement *item)
{
    protocol->authentication = statement_is(item, 1, "md5")  ? BIRD_MD5
                               : statement_is(item, 1, "ao") ? BIRD_AO
                                                             : BIRD_UNTOLD;
}

/* Adds a problem for an included file. It may have passwords, or definitions that the rest of the
 * file uses. */
static void tell_of_include(const struct bird_reader *reader, const struct statement *item)
{
    import_problem(reader->import, item->line, "included files are not read for keys");
}

static void read_item(const struct bird_reader *reader, struct bird_protocol *protocol,
                      const struct statement *item)
{
    if (statement_is(item, 0, "neighbor"))
        read_end(reader, item, statement_is(item, 1, "range") ? 2 : 1, &protocol->remote,
                 &protocol->remote_port);
    else if (statement_is(item, 0, "remote"))
        read_end(reader, item, 1, &protocol->remote, &protocol->remote_port);
    else if (statement_is(item, 0, "port"))
        read_end(reader, item, 0, &protocol->remote, &protocol->remote_port);
    else if (statement_matches(item, "source address") || statement_matches(item, "local address"))
        read_end(reader, item, 2, &protocol->local, &protocol->local_port);
    else if (statement_is(item, 0, "local") && !statement_is(item, 1, "role"))
        read_end(reader, item, 1, &protocol->local, &protocol->local_port);
    else if (statement_is(item, 0, "vrf"))
        protocol->vrf =
            statement_is(item, 1, "default") ? (struct word){.at = ""} : value(reader, item, 1);
    else if (statement_is(item, 0, "authentication"))
        read_authentication(protocol, item);
    else if (statement_is(item, 0, "keys"))
        protocol->keys = item;
    else if (statement_is(item, 0, "password"))
        protocol->password = item;
    else if (statement_matches(item, "transport tcp"))
        for (const struct statement *child = item->first; child; child = child->next)
            read_item(reader, protocol, child);
    else if (statement_is(item, 0, "include"))
        tell_of_include(reader, item);
}

/* Copies to PROTOCOL the settings of the protocol or template that the word at INDEX names. */
static void inherit(const struct bird_reader *reader, struct bird_protocol *protocol,
                    const struct statement *statement, unsigned index)
{
    const struct bird_protocol *parent =
        word_table_get(reader->protocols, statement_word(statement, index));
    if (parent)
        *protocol = *parent;
    else
        import_problem(reader->import, statement->line,
                       "it builds upon a template that this file does not define before it");
}

/* "protocol bgp [NAME] [from PARENT]" or the same with "template". */
static void read_protocol(const struct bird_reader *reader, const struct statement *statement)
{
    static const struct bird_protocol blank = {
        .remote = {.at = ""}, .local = {.at = ""}, .vrf = {.at = ""}};
    struct bird_protocol *protocol = g_memdup2(&blank, sizeof blank);
    const bool is_named = statement_length(statement) > 2 && !statement_is(statement, 2, "from");

    if (statement_is(statement, is_named ? 3 : 2, "from"))
        inherit(reader, protocol, statement, is_named ? 4 : 3);
    protocol->rpki = statement_is(statement, 1, "rpki");
    for (const struct statement *child = statement->first; child; child = child->next)
        read_item(reader, protocol, child);
    if (statement_is(statement, 0, "protocol"))
        bird_add_keys(reader->budget, reader->constants, protocol, statement->line);
    if (is_named)
        word_table_set(reader->protocols, statement_word(statement, 2), protocol);
    else
        g_free(protocol);
}

/* Reads one statement. As in BIRD, a definition precedes its use. */
static void read_statement(const struct bird_reader *reader, const struct statement *statement)
{
    if (statement_is(statement, 0, "define"))
        bird_define(reader->constants, statement);
    else if (statement_is(statement, 0, "include"))
        tell_of_include(reader, statement);
    else if ((statement_is(statement, 0, "protocol") || statement_is(statement, 0, "template")) &&
             (statement_is(statement, 1, "bgp") || statement_is(statement, 1, "rpki")))
        read_protocol(reader, statement);
}

static void read_text(const char *text, size_t length, const struct import *import)
{
    struct statement *root =
        statement_read_braced(text, length,
                              BRACE_SLASH_COMMENTS | BRACE_SINGLE_QUOTES | BRACE_PLAIN_QUOTES |
                                  BRACE_LINE_QUOTES | BRACE_TIGHT | BRACE_PROSE);
    struct budget budget = budget_for(length, import);
    const struct bird_reader reader = {
        .import = import,
        .budget = &budget,
        .constants = word_table_new(g_free),
        .protocols = word_table_new(g_free),
    };
    for (const struct statement *child = root->first; child; child = child->next)
        read_statement(&reader, child);
    g_hash_table_destroy(reader.protocols);
    g_hash_table_destroy(reader.constants);
    import_unclosed(import, root->line);
    statement_free(root);
}

const struct dialect dialect_bird = {
    .name = "bird", .title = "BIRD", .signs = signs, .read = read_text, .braces = true};
