/* The search for the signed sequence number, from the menu.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "search.h"

#include "plugin/epan/sweeps.h"
#include "plugin/epan/window.h"

struct search {
    struct window_task *task;
    bool stopped; /* by the user */
};

static bool go_on(void *data, double part)
{
    struct search *search = data;
    search->stopped |= !window_go_on(search->task, part);
    return !search->stopped;
}

/* Runs the search with a copy of the segment: the user may close or redissect the capture
 * meanwhile. */
static void search_for(const struct segment *segment)
{
    const struct end from = segment->from, to = segment->to;
    struct sweep *sweep = sweeps_of(segment);
    struct search search = {.task = window_begin("Searching", "sequence numbers")};
    const struct watch watch = {go_on, &search};
    struct shifts shifts;
    const bool found = sweep_run(sweep, &watch, &shifts);

    sweep_free(sweep);
    window_end(search.task);
    if (found) {
        found_shifts_add(sweeps_found_shifts(), &from, &to, shifts);
        window_dissect();
    } else if (!search.stopped) {
        window_say("No sequence or acknowledgment number gives the digest of the selected packet "
                   "with a key of its connection: something else was changed, or the sender has "
                   "another key.");
    }
}

void search_numbers_of(const struct selected_frame *frame)
{
    static bool running;

    if (running)
        return;
    if (!frame || !frame->unexplained) {
        window_say("Select a packet with a bad signature that has no cause yet, preferably a SYN.");
        return;
    }
    running = true;
    search_for(frame->unexplained);
    running = false;
}
