/* A subcommand of tcpauth, and how it can end.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_COMMAND_H
#define TCPAUTH_CLI_COMMAND_H

#include <glib.h>

/* The program's exit codes. Of several, the greatest counts. */
enum outcome {
    OUTCOME_FINE = 0,
    OUTCOME_FOUND = 1,    /* something is wrong with keys, or is not there */
    OUTCOME_MISUSE = 2,   /* of the command line */
    OUTCOME_UNJUDGED = 2, /* by `judge`, whose own misuse is OUTCOME_FILE */
    OUTCOME_FILE = 3,     /* a file cannot be read, written or locked */
};

#define ANY_NUMBER G_MAXUINT

struct command {
    const char *name;
    const char *arguments; /* for people: "[NAME...]" */
    const char *summary;
    unsigned least, most;        /* how many arguments there may be */
    const GOptionEntry *options; /* the last has no name */
    enum outcome (*run)(char **arguments);
    enum outcome misuse; /* what a wrong command line ends with, if not OUTCOME_MISUSE */
};

extern const struct command command_add;
extern const struct command command_check;
extern const struct command command_export;
extern const struct command command_import;
extern const struct command command_judge;
extern const struct command command_list;
extern const struct command command_remove;
extern const struct command command_seal;
extern const struct command command_unseal;
extern const struct command command_which;

#endif
