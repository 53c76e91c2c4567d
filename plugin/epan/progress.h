/* How a sweep is watched where there is no window: its progress on the terminal, Ctrl-C to end it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_PROGRESS_H
#define TCPAUTH_EPAN_PROGRESS_H

#include "plugin/diagnose/numbers/sweep.h"

/* Runs SWEEP as sweep_run() does. Nothing is told if standard error is no terminal. Ctrl-C ends the
 * sweep, and then does to the program what it would have done otherwise. */
bool progress_run(struct sweep *sweep, struct shifts *shifts);

#endif
