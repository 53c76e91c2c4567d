/* A capture written again with what was found as its comments, for those who have no plugin.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_ANNOTATION_H
#define TCPAUTH_CLI_ANNOTATION_H

#include "command.h"
#include "tshark.h"

/* Complains and returns false if CAPTURE cannot be written again to TARGET, since these are the
 * same file. */
bool annotation_check(const char *capture, const char *target);

/* Returns the run that lists what annotation_write() makes comments of. Free with
 * tshark_run_free(). */
struct tshark_run *annotation_run(const char *capture);

/* A capture and what is known about it. */
struct annotation {
    struct tshark *tshark;
    const char *capture, *target;
    const char *verdict;           /* the comment on the file */
    const struct tshark_run *list; /* the run of annotation_run(), done */
};

/* Writes it, at once for all others. Complains of what cannot be done. */
enum outcome annotation_write(const struct annotation *annotation);

#endif
