/* The words of RouterOS's commands, and the values that they stand for.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "raw-word.h"

#include "keys/secret.h"

#include <string.h>

void command_reader_init(struct command_reader *reader, const char *text, size_t length,
                         unsigned line)
{
    *reader = (struct command_reader){.at = text, .end = text + length, .line = line};
    reader->words = g_array_new(FALSE, FALSE, sizeof(struct raw_word));
}

void command_reader_clear(struct command_reader *reader)
{
    g_array_free(reader->words, TRUE);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Returns the length of the continuation at AT: a backslash, the end of its line, and the
 * indentation of the next line. Returns 0 if there is no continuation. */
static size_t continuation(const char *at, const char *end)
{
    const char *start = at;
    if (at == end || *at++ != '\\')
        return 0;
    if (at < end && *at == '\r')
        at++;
    if (at == end || *at++ != '\n')
        return 0;
    while (at < end && is_blank(*at))
        at++;
    return (size_t)(at - start);
}

/* Moves past a continuation, an escape or one character. */
static void step(struct command_reader *reader)
{
    const size_t length = continuation(reader->at, reader->end);
    reader->line += length > 0;
    if (length > 0)
        reader->at += length;
    else if (*reader->at == '\\' && reader->end - reader->at > 1 && !strchr("\r\n", reader->at[1]))
        reader->at += 2;
    else
        reader->at++;
}

static bool at_any(const struct command_reader *reader, const char *characters)
{
    return reader->at < reader->end && *reader->at != '\0' && strchr(characters, *reader->at);
}

static bool at_line_end(const struct command_reader *reader)
{
    return reader->at == reader->end || *reader->at == '\n';
}

/* Moves past the closing quote, or to the end of the line if there is none. */
static void skip_quoted(struct command_reader *reader)
{
    for (reader->at++; !at_line_end(reader); step(reader))
        if (*reader->at == '"') {
            reader->at++;
            return;
        }
}

/* Moves past the closing bracket, or to the end of the line if there is none. */
static void skip_brackets(struct command_reader *reader)
{
    unsigned depth = 0;
    while (!at_line_end(reader)) {
        if (*reader->at == '"') {
            skip_quoted(reader);
            continue;
        }
        depth += at_any(reader, "[(");
        depth -= at_any(reader, "])");
        step(reader);
        if (depth == 0)
            return;
    }
}

static void skip_blanks_and_comment(struct command_reader *reader)
{
    while (reader->at < reader->end &&
           (is_blank(*reader->at) || continuation(reader->at, reader->end) > 0))
        step(reader);
    if (at_any(reader, "#"))
        while (!at_line_end(reader))
            reader->at++;
}

static void read_word(struct command_reader *reader)
{
    struct raw_word word = {.at = reader->at, .line = reader->line};
    while (!at_line_end(reader) && !is_blank(*reader->at) && !at_any(reader, ";{}")) {
        if (*reader->at == '"')
            skip_quoted(reader);
        else if (at_any(reader, "[("))
            skip_brackets(reader);
        else
            step(reader);
    }
    word.length = (size_t)(reader->at - word.at);
    g_array_append_val(reader->words, word);
}

/* A brace ends a command as a newline does, because it encloses further commands. */
bool command_reader_next(struct command_reader *reader)
{
    g_array_set_size(reader->words, 0);
    while (true) {
        skip_blanks_and_comment(reader);
        if (reader->at == reader->end)
            return reader->words->len > 0;
        if (at_any(reader, "\n;{}")) {
            reader->line += *reader->at++ == '\n';
            if (reader->words->len > 0)
                return true;
        } else {
            read_word(reader);
        }
    }
}

struct raw_word command_reader_word(const struct command_reader *reader, unsigned index)
{
    if (index >= reader->words->len)
        return (struct raw_word){.at = ""};
    return g_array_index(reader->words, struct raw_word, index);
}

bool raw_word_is(struct raw_word word, const char *text)
{
    return word.length == strlen(text) && memcmp(word.at, text, word.length) == 0;
}

bool raw_word_cut(struct raw_word word, struct raw_word *name, struct raw_word *value)
{
    size_t length = 0;
    while (length < word.length && !strchr("=\"[(", word.at[length]))
        length++;
    if (length == word.length || word.at[length] != '=')
        return false;
    *name = (struct raw_word){word.at, length, word.line};
    *value = (struct raw_word){word.at + length + 1, word.length - length - 1, word.line};
    return true;
}

/* Decodes the escape at AT, without its backslash: one character such as "n", or a byte in two
 * hexadecimal digits ("3F"). Stores the BYTE and the LENGTH of the escape. Returns false if
 * RouterOS does not have that escape. */
static bool unescape(const char *at, const char *end, char *byte, size_t *length)
{
    static const char names[] = "\"\\$?_nrtabfv", bytes[] = "\"\\$? \n\r\t\a\b\f\v";
    const char *name = at < end && *at != '\0' ? strchr(names, *at) : NULL;

    if (name) {
        *byte = bytes[name - names];
        *length = 1;
        return true;
    }
    if (end - at < 2 || !g_ascii_isxdigit(at[0]) || !g_ascii_isxdigit(at[1]))
        return false;
    *byte = (char)(g_ascii_xdigit_value(at[0]) << 4 | g_ascii_xdigit_value(at[1]));
    *length = 2;
    return true;
}

/* Decodes the bytes from AT up to END. TEXT must have room for as many bytes. */
static enum raw_value decode(const char *at, const char *end, bool quoted, char *text,
                             size_t *length)
{
    while (at < end) {
        size_t passed = continuation(at, end);
        if (passed > 0) {
            at += passed;
            continue;
        }
        if (*at == '$' || (!quoted && (*at == '[' || *at == '(')))
            return RAW_VALUE_COMPUTED;
        if (*at == '"')
            return RAW_VALUE_BROKEN;
        if (*at != '\\') {
            text[(*length)++] = *at++;
        } else if (unescape(at + 1, end, &text[*length], &passed)) {
            at += 1 + passed;
            ++*length;
        } else {
            return RAW_VALUE_BROKEN;
        }
    }
    return RAW_VALUE_TEXT;
}

enum raw_value raw_word_value(struct raw_word word, char **text, size_t *length)
{
    const char *at = word.at, *end = word.at + word.length;
    enum raw_value kind = RAW_VALUE_BROKEN;

    at += continuation(at, end);
    const bool quoted = at < end && *at == '"';
    char *decoded = g_malloc0(word.length + 1);
    *length = 0;
    if (!quoted)
        kind = decode(at, end, false, decoded, length);
    else if (end - at > 1 && end[-1] == '"')
        kind = decode(at + 1, end - 1, true, decoded, length);

    *text = kind == RAW_VALUE_TEXT ? decoded : NULL;
    if (kind != RAW_VALUE_TEXT) {
        secret_wipe(decoded, word.length + 1);
        g_free(decoded);
    }
    return kind;
}

char *raw_word_text(const struct raw_word *word)
{
    char *text = NULL;
    size_t length;
    if (word)
        raw_word_value(*word, &text, &length);
    return text;
}
