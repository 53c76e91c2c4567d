/* The subcommands of tcpauth, and their exit codes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_COMMAND_H
#define TCPAUTH_CLI_COMMAND_H

#include <glib.h>

/* The program's exit codes. If several apply, the highest one is used. */
enum outcome {
    OUTCOME_FINE = 0,
    OUTCOME_FOUND = 1,    /* something is wrong with keys, or does not exist */
    OUTCOME_UNJUDGED = 2, /* something could not be checked; only `judge` uses this */
    OUTCOME_FILE = 3,     /* a file cannot be read, written or locked */
    OUTCOME_MISUSE = 3,   /* the command line is wrong, for any command */
};

#define ANY_NUMBER G_MAXUINT

struct command {
    const char *name;
    const char *arguments; /* as shown in the usage: "[NAME...]" */
    const char *summary;
    unsigned min_arguments, max_arguments; /* the minimum and the maximum number of arguments */
    const GOptionEntry *options;           /* the last has no name */
    char *(*describe)(void); /* returns what --help shows after the options; NULL for nothing */
    enum outcome (*run)(char **arguments);
};

extern const struct command command_add;
extern const struct command command_check;
extern const struct command command_export;
extern const struct command command_help;
extern const struct command command_import;
extern const struct command command_judge;
extern const struct command command_list;
extern const struct command command_remove;
extern const struct command command_seal;
extern const struct command command_unseal;
extern const struct command command_which;

#endif
