/* The program's output: results to standard output, messages to standard error.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_OUTPUT_H
#define TCPAUTH_CLI_OUTPUT_H

#include "command.h"
#include "keys/text.h"

#include <stdbool.h>

/* Makes the program fail at its end if a library could not write its output. Keeps the numbers of
 * standard descriptors that are closed from other files. Call it before any file is opened. */
void output_begin(void);

/* Replaces with "?" everything in LINE that a terminal would execute instead of showing: control
 * characters, characters that change the direction of text, and bytes that are not UTF-8. File
 * names may contain any of these. */
void output_tame(char *line);

/* Writes TEXT and clears it. No copy stays in a buffer. */
void output_text(struct text *text);

/* Returns true if something could not be written. */
bool output_failed(void);

/* Returns true if standard output is a terminal. */
bool output_is_terminal(void);

/* Shows WORDS on a progress line, if standard error is a terminal. The next message replaces the
 * line. NULL removes it. */
void output_progress(const char *words);

/* Prints a message, which must not contain a secret. */
void print_message(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* Prints PROBLEMS (GError *). Returns the outcome that they cause; an exposed file causes none.
 */
enum outcome print_problems(const GPtrArray *problems);

#endif
