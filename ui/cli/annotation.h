/* Writes a capture again with the results as comments, for readers without the plugin.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_ANNOTATION_H
#define TCPAUTH_CLI_ANNOTATION_H

#include "command.h"
#include "tshark.h"

/* Returns true if TARGET may be written. Prints a message and returns false if it is the same file
 * as CAPTURE. */
bool annotation_check(const char *capture, const char *target);

/* Returns a run that lists the contents of the comments. Free with tshark_run_free(). */
struct tshark_run *annotation_run(const char *capture);

/* A capture and its results. */
struct annotation {
    struct tshark *tshark;
    const char *capture, *target;
    const char *verdict;           /* the comment on the file */
    const struct tshark_run *list; /* the finished run of annotation_run() */
};

/* Writes the capture with comments, atomically. Prints a message on error. */
enum outcome annotation_write(const struct annotation *annotation);

#endif
