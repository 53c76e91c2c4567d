/* Progress and cancellation of a sweep without a window.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "progress.h"

#include <signal.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;

static void note_interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

static bool show_progress(void *data, double part)
{
    int *told = data; /* the percentage shown last, or -1 if standard error is not a terminal */
    const int now = (int)(100 * part);

    if (*told >= 0 && now > *told && !interrupted) {
        g_printerr("\rSearching for a rewritten sequence number: %d %%", now);
        *told = now;
    }
    return !interrupted;
}

bool progress_run(struct sweep *sweep, struct shifts *shifts)
{
    const struct sigaction ours = {.sa_handler = note_interrupt, .sa_flags = SA_RESTART};
    struct sigaction theirs;
    int told = isatty(STDERR_FILENO) ? 0 : -1;
    const struct sweep_progress progress = {show_progress, &told};

    interrupted = 0;
    sigaction(SIGINT, &ours, &theirs);
    const bool found = sweep_run(sweep, &progress, shifts);
    sigaction(SIGINT, &theirs, NULL);
    if (told > 0)
        g_printerr("\r%50s\r", "");
    if (interrupted)
        raise(SIGINT);
    return found;
}
