/* Reads secrets from the user or a file. A secret is never an argument, which other users can see.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ask.h"

#include "keys/file.h"
#include "output.h"
#include "terminal.h"

#include <string.h>

enum outcome ask_secret_lines(const char *path, struct text *text)
{
    GError *error = NULL;
    unsigned mode;

    if (!(strcmp(path, "-") == 0 ? file_read_standard_input(text, &mode, &error)
                                 : file_read(path, text, &mode, &error))) {
        print_message("%s", error->message);
        g_error_free(error);
        return OUTCOME_FILE;
    }
    if ((mode & 077) != 0)
        print_message("note: %s: readable by other users", path);
    return OUTCOME_FINE;
}

static enum outcome read_file(const char *path, struct text *text)
{
    const enum outcome outcome = ask_secret_lines(path, text);
    if (text->length > 0 && text->bytes[text->length - 1] == '\n') {
        text->length--;
        if (text->length > 0 && text->bytes[text->length - 1] == '\r')
            text->length--;
    }
    return outcome;
}

static enum outcome ask_twice(struct text *text)
{
    struct text again = {0};
    enum outcome outcome = OUTCOME_FINE;

    if (!terminal_exists()) {
        print_message("no terminal to ask for the secret; use --secret-file");
        outcome = OUTCOME_MISUSE;
    } else if (!terminal_ask("Secret: ", text) || !terminal_ask("Again: ", &again)) {
        print_message("the input ended before the secret");
        outcome = OUTCOME_FOUND;
    } else if (text->length != again.length ||
               (text->length > 0 && memcmp(text->bytes, again.bytes, text->length) != 0)) {
        print_message("the two secrets differ");
        outcome = OUTCOME_FOUND;
    }
    text_clear(&again);
    return outcome;
}

enum outcome ask_secret(const char *file, struct text *text)
{
    return file ? read_file(file, text) : ask_twice(text);
}
