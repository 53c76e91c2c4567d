/* Reads the text of SR OS, of its classic CLI or its MD-CLI, into a hierarchy.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sros-text.h"

#include "keys/import/text/statement.h"
#include "keys/import/line.h"
#include "keys/import/text/transcript.h"

#include <string.h>

/* Returns true if the LENGTH bytes of TEXT are the MD-CLI's: a line of them ends with an opening
 * brace, or begins with "configure {" or "/configure", or is a context line. */
static bool is_md_cli(const char *text, size_t length)
{
    static const char *const begins[] = {"configure {", "/configure ", "[ ", NULL};
    const char *end = text + length;

    for (const char *line = text, *next; line < end; line = next + 1) {
        next = line_end(line, end);
        line = line_skip_spaces(line, next);
        if (line_ends(line, line_trim(line, next), "{") || line_begins_any(line, next, begins))
            return true;
    }
    return false;
}

/* Returns the end of the word at AT: the next space, or the closing quote if it is QUOTED. */
static const char *word_end(const char *at, const char *end, bool quoted)
{
    while (at < end && (quoted ? *at != '"' : !g_ascii_isspace(*at)))
        at += quoted && *at == '\\' && at + 1 < end ? 2 : 1;
    return at;
}

/* Splits the lines of the classic CLI into words; a word in quotes may contain spaces. Drops
 * "create", which only permits the line to create its object. */
static void cut_words(struct statement *statement)
{
    const char *at = statement->text.at, *end = at + statement->text.length;

    statement->length = 0;
    while (at < end) {
        const bool quoted = *at == '"' && word_end(at + 1, end, true) < end;
        const char *start = at + quoted, *stop = word_end(start, end, quoted);
        const struct word word = {start, (size_t)(stop - start), quoted ? '"' : 0};

        if (quoted || !word_is(word, "create"))
            statement_add_word(statement, word);
        for (at = stop + quoted; at < end && g_ascii_isspace(*at);)
            at++;
    }
    for (struct statement *line = statement->first; line; line = line->next)
        cut_words(line);
}

struct statement *sros_text_read(const char *text, size_t length)
{
    if (is_md_cli(text, length))
        return statement_read_braced(text, length, BRACE_NEWLINE_ENDS | BRACE_LINE_QUOTES);

    struct statement *lines = statement_read_indented(text, length);
    for (struct statement *line = lines->first; line; line = line->next)
        cut_words(line);
    return lines;
}

static bool is_passed_over(struct word word)
{
    static const char *const words[] = {"card", "filter", "log", "policy-options",
                                        "port", "qos",    NULL};
    return word_is_among(word, words);
}

/* Returns true if the word at INDEX is "configure", after which a path begins at the root, wherever
 * the line is. */
static bool is_configure(const struct statement *statement, unsigned index)
{
    return statement_is(statement, index, "configure") ||
           statement_is(statement, index, "/configure");
}

/* Returns true for what a terminal shows around a configuration: the command "info", a prompt such
 * as "*A:PE1>config>router#", or a ruler. */
static bool is_decoration(const struct statement *statement)
{
    const struct word word = statement_word(statement, 0);
    const size_t cpm = word.length > 0 && *word.at == '*';
    return word_begins(word, "-----") || word_begins(word, "=====") || word_is(word, "info") ||
           (word.length > cpm + 1 && g_ascii_isupper(word.at[cpm]) && word.at[cpm + 1] == ':' &&
            memchr(word.at, '#', word.length));
}

/* Returns the index of the word "delete" in the middle of STATEMENT, or 0. */
static unsigned delete_index(const struct statement *statement)
{
    for (unsigned i = 1; i < statement_length(statement); i++)
        if (statement_is(statement, i, "delete") && !statement_word(statement, i).quote)
            return i;
    return 0;
}

static void say_statement(struct branch *root, struct branch *at, const struct statement *statement)
{
    const bool gone = statement_is(statement, 0, "no") || statement_is(statement, 0, "delete");
    unsigned index = gone;
    struct branch *block = at;

    if (is_configure(statement, index)) {
        block = at = root;
        index++;
    }
    if (at == root && is_passed_over(statement_word(statement, index)))
        return;
    const unsigned verb = gone ? 0 : delete_index(statement); /* "router bgp delete neighbor A" */
    if (gone || verb > 0) {
        struct branch *from = verb > 0 ? branch_find_to(at, statement, index, verb) : at;
        branch_remove(branch_find(from, statement, verb > 0 ? verb + 1 : index));
        return;
    }
    if (!statement_is(statement, 0, "exit") && !is_decoration(statement))
        block = branch_say(at, statement, index).block;
    for (const struct statement *line = statement->first; line; line = line->next)
        say_statement(root, block, line);
}

void sros_text_say(struct branch *root, const struct statement *text)
{
    struct branch *at = root;
    for (const struct statement *line = text->first; line; line = line->next) {
        struct branch *context = transcript_context(root, line);
        if (context)
            at = context;
        else
            say_statement(root, at, line);
    }
}
