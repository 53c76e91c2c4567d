/* The searches for the signed sequence number and for initial sequence numbers, from the menu.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "search.h"

#include "plugin/epan/settings.h"
#include "plugin/epan/sweeps.h"
#include "plugin/epan/window.h"

struct search {
    struct window_task *task;
    bool stopped; /* by the user */
};

static bool update_search(void *data, double part)
{
    struct search *search = data;
    search->stopped |= !window_update(search->task, part);
    return !search->stopped;
}

/* Runs the search with a copy of the segment: the user may close or redissect the capture
 * meanwhile. */
static void search_for(const struct segment *segment)
{
    const struct end from = segment->from, to = segment->to;
    struct sweep *sweep = sweeps_of(segment);
    struct search search = {.task = window_begin("Searching", "sequence numbers")};
    const struct sweep_progress progress = {update_search, &search};
    struct shifts shifts;
    const bool found = sweep_run(sweep, &progress, &shifts);

    sweep_free(sweep);
    window_end(search.task);
    if (found) {
        found_shifts_add(sweeps_found_shifts(), &from, &to, shifts);
        window_redissect();
    } else if (!search.stopped) {
        window_warn("No sequence or acknowledgment number gives the digest of the selected packet "
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
        window_warn(
            "Select a packet with a bad signature that has no cause yet, preferably a SYN.");
        return;
    }
    running = true;
    search_for(frame->unexplained);
    running = false;
}

/* How far the search for ISNs has come. */
struct isn_progress {
    struct window_task *task;
    int64_t asked; /* when the window was asked last */
    bool stopped;
};

/* Asks several times a second whether the user has cancelled the search. */
static bool isns_go_on(struct isn_progress *progress, double part)
{
    const int64_t now = g_get_monotonic_time();

    if (now - progress->asked >= G_USEC_PER_SEC / 10) {
        progress->asked = now;
        progress->stopped = !window_update(progress->task, part);
    }
    return !progress->stopped;
}

static bool try_isns(struct isn_search *search, struct isn_progress *progress,
                     struct ao_terms *terms)
{
    const struct tiers *tiers = isn_search_is_alone(search) ? &tiers_all_alone : &tiers_older;
    const double all = (double)tiers_guesses(tiers);
    const uint64_t rows = tiers_rows(tiers);
    double done = 0;

    for (uint64_t i = 0; i < rows && isns_go_on(progress, done / all); i++) {
        const struct amounts row = tiers_row(tiers, i);
        if (isn_search_try(search, &row, terms))
            return true;
        done += row.count;
    }
    return false;
}

/* Adds what was found to those that the user knows, which dissects the capture again. */
static void keep_isns(const struct end *from, const struct end *to, const struct ao_terms *terms)
{
    struct isns *isns = isns_new();

    isns_add(isns, &(struct isn){*from, terms->from_isn});
    isns_add(isns, &(struct isn){*to, terms->to_isn});
    settings_add_isns(isns);
    isns_free(isns);
}

static void search_isns(const struct segment *segment, uint32_t number)
{
    const struct end from = segment->from, to = segment->to;
    struct isn_search *search = sweeps_isn_search(segment, number);
    struct ao_terms terms;

    if (!search) {
        window_warn("The initial sequence numbers cannot be searched with this packet: its MAC has "
                    "fewer than 8 octets, or no key of its connection has its KeyID.");
        return;
    }
    struct isn_progress progress = {.task = window_begin("Searching", "initial sequence numbers")};
    const bool found = try_isns(search, &progress, &terms);

    isn_search_free(search);
    window_end(progress.task);
    if (found)
        keep_isns(&from, &to, &terms);
    else if (!progress.stopped)
        window_warn("No initial sequence numbers produce the MAC of the selected packet with a key "
                    "of its connection: its ends have sent too much, or have another key. Tools > "
                    "TCP Authentication > ISNs takes numbers that a router shows.");
}

void search_isns_of(const struct selected_frame *frame)
{
    static bool running;

    if (running)
        return;
    if (!frame || !frame->unnumbered) {
        window_warn("Select a packet that is Unverified because its ISNs are unknown, preferably a "
                    "short one.");
        return;
    }
    running = true;
    search_isns(frame->unnumbered, frame->frame);
    running = false;
}
