/* Progress and cancellation of a sweep without a window: a percentage on the terminal, and Ctrl-C.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_PROGRESS_H
#define TCPAUTH_EPAN_PROGRESS_H

#include "plugin/diagnose/numbers/sweep.h"

/* Runs SWEEP as sweep_run() does, and returns what it returns. Shows the progress only if standard
 * error is a terminal. Ctrl-C ends the sweep, then has its usual effect on the program. */
bool progress_run(struct sweep *sweep, struct shifts *shifts);

#endif
