/* The prompt of a command line: see transcript.h for those that are recognised.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_PROMPT_H
#define TCPAUTH_KEYS_IMPORT_TEXT_PROMPT_H

#include "statement.h"

/* A line with a prompt. */
struct prompt {
    char *line, *end; /* the line, without its end */
    unsigned number;  /* of the line */
    struct word host; /* the router's name, or empty if the prompt does not show it clearly */
    char *command;    /* what follows the prompt */
    char *mark;       /* a character that is removed although it is in the command; or NULL */
    struct word mode; /* where it acts: "config-router", ">config>router"; empty at the top */
    bool is_nested;   /* the command is indented by its depth; otherwise, the prompt is blanked */
    unsigned depth;   /* the number of spaces before the command */
    bool is_void;     /* the router refused the command, or it was discarded */
};

/* Finds the prompt of a line, whose start and end are in PROMPT, and sets its host, command, mark
 * and mode, and whether it is nested. Returns false if there is none. */
bool prompt_find(struct prompt *prompt);

/* Return the end of the spaces and tabs at AT, and of the characters that are alphanumeric or in
 * OTHERS. */
char *prompt_skip_spaces(char *at, const char *end);
char *prompt_skip_name(char *at, const char *end, const char *others);

#endif
