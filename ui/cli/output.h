/* What the program says: results to standard output, complaints to standard error.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_OUTPUT_H
#define TCPAUTH_CLI_OUTPUT_H

#include "command.h"
#include "keys/text.h"

#include <stdbool.h>

/* Makes the program fail at its end if a library could not write. Call it first. */
void output_begin(void);

/* Replaces by "?" what of LINE a terminal would obey and not show: control characters, those that
 * turn the direction of text, and bytes that are not UTF-8. File names may hold anything. */
void output_tame(char *line);

/* Writes TEXT and clears it. No buffer keeps a copy. */
void output_text(struct text *text);

/* Returns true if something could not be written. */
bool output_failed(void);

/* Does a person look at what is written? */
bool output_is_terminal(void);

/* Shows how far a long command is on standard error, if that is a terminal, in a line of its own
 * that what is said next replaces. NULL takes it away. */
void output_progress(const char *words);

/* Writes a line that must not hold a secret. */
void complain(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* Complains of PROBLEMS (GError *); what they mean for the outcome: that a file is exposed,
 * nothing.
 */
enum outcome complain_of(const GPtrArray *problems);

#endif
