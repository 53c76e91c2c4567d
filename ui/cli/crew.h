/* Runs of tshark side by side.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_CREW_H
#define TCPAUTH_CLI_CREW_H

#include "tshark.h"

/* Functions that are called about runs. */
struct crew_watcher {
    void (*finished)(struct tshark_run *run,
                     void *data); /* called for each finished run, in the order of the runs */
    void (*progress)(unsigned finished, void *data); /* called with the number of finished runs */
    void *data;
};

/* Runs RUNS (struct tshark_run *) in parallel, one per processor. Starts no more runs once one has
 * found no plugin. */
void crew_run(struct tshark *tshark, const GPtrArray *runs, const struct crew_watcher *watcher);

#endif
