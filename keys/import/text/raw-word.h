/* The words of RouterOS's commands, and the values that they stand for.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_RAW_WORD_H
#define TCPAUTH_KEYS_IMPORT_TEXT_RAW_WORD_H

#include <glib.h>
#include <stdbool.h>

/* A word as it is written, with its quotes, escapes and continuations of lines. Brackets and all
 * between them belong to one word. */
struct raw_word {
    const char *at;
    size_t length;
    unsigned line;
};

struct command_reader {
    const char *at, *end;
    unsigned line;
    GArray *words; /* struct raw_word: the words of the current command */
};

/* Reads the commands in LENGTH bytes of TEXT, which begins at LINE and must outlive READER. Free
 * with command_reader_clear(). */
void command_reader_init(struct command_reader *reader, const char *text, size_t length,
                         unsigned line);
void command_reader_clear(struct command_reader *reader);

/* Moves to the next command. Returns false if there is none. */
bool command_reader_next(struct command_reader *reader);

/* Returns the word at INDEX of the current command, or an empty word if it has fewer words. */
struct raw_word command_reader_word(const struct command_reader *reader, unsigned index);

/* Returns true if WORD, as written, is TEXT. */
bool raw_word_is(struct raw_word word, const char *text);

/* Splits "name=value" into NAME and VALUE. Returns false if WORD has another form. */
bool raw_word_cut(struct raw_word word, struct raw_word *name, struct raw_word *value);

enum raw_value {
    RAW_VALUE_TEXT,
    RAW_VALUE_COMPUTED, /* by a script when it runs: "$secret", [...] or (...) */
    RAW_VALUE_BROKEN,   /* an escape that RouterOS does not have, or quotes that do not end */
};

/* Decodes WORD. Sets *TEXT to its value, *LENGTH bytes with a zero byte after them, or to NULL if
 * WORD is not RAW_VALUE_TEXT. Wipe *TEXT if it is a secret, and free it with g_free(). */
enum raw_value raw_word_value(struct raw_word word, char **text, size_t *length);

/* Returns the text that WORD stands for, or NULL if there is none or WORD is NULL. Free with
 * g_free(). Do not use it for secrets. */
char *raw_word_text(const struct raw_word *word);

#endif
