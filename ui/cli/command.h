/* A subcommand of tcpauth, and how it can end.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_COMMAND_H
#define TCPAUTH_CLI_COMMAND_H

#include <glib.h>

/* The program's exit codes. If several apply, the highest one is used. */
enum outcome {
    OUTCOME_FINE = 0,
    OUTCOME_FOUND = 1,    /* something is wrong with keys, or is not there */
    OUTCOME_UNJUDGED = 2, /* something could not be checked, by `judge` alone */
    OUTCOME_FILE = 3,     /* a file cannot be read, written or locked */
    OUTCOME_MISUSE = 3,   /* the command line is wrong, with any command */
};

#define ANY_NUMBER G_MAXUINT

struct command {
    const char *name;
    const char *arguments; /* for people: "[NAME...]" */
    const char *summary;
    unsigned least, most;        /* how many arguments there may be */
    const GOptionEntry *options; /* the last has no name */
    char *(*describe)(void);     /* returns what --help shows below the options; NULL: nothing */
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
