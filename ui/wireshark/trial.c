/* Tries keys on the open capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "trial.h"

#include "habits.h"
#include "plugin/epan/connections.h"
#include "plugin/epan/settings.h"
#include "plugin/epan/tap.h"
#include "plugin/epan/window.h"
#include "plugin/verify/verify.h"
#include "plugin/verify/young.h"

#include <epan/tap.h>

/* The keys of one ring, and what was found with them. */
struct bench {
    const struct keyring *ring;
    struct connections *connections;
    struct trial trial;
    struct habits habits; /* of those who sign with the keys */
};

struct trials {
    struct bench benches[KEY_ALGORITHMS];
    unsigned count;
    struct hasher *hasher;
    uint64_t search_budget; /* see young.h; common to all, so that it bounds the time */
};

/* Opens and notes the connection of FLOW's segment as the first pass does. */
static void flow_note(struct flow *flow, const struct segment *segment, enum signing signing)
{
    const struct unsigned_counts none = {.direction = flow->direction};
    struct opening opening;

    if (flow_opens(flow, segment, signing, &opening))
        connection_open(flow, &opening);
    connection_note(flow, segment, signing, &none);
}

static bool any_of_kind(const struct candidates *candidates, enum signing signing)
{
    for (unsigned i = 0; i < candidates->count; i++)
        if (schemes[candidates->keys[i]->algorithm].signing == signing)
            return true;
    return false;
}

static void bench_try(struct trials *trials, struct bench *bench, const struct segment *segment,
                      uint32_t number)
{
    const struct signature_options options = option_walk(segment);
    const enum signing signing = verify_signing(&options);
    struct flow flow = connections_flow(bench->connections, segment, number);

    flow_note(&flow, segment, signing);
    if (!any_of_kind(flow.candidates, signing))
        return;
    flow.search_budget = &trials->search_budget;
    const struct finding finding = verify_signed(segment, &options, &flow, trials->hasher);
    flow_learn(&flow, segment, &finding);
    bench->trial.matching++;
    bench->trial.verified += finding.verdict == VERDICT_GOOD;
    bench->trial.unnumbered += finding.reason == REASON_ISN_UNKNOWN;
    if (finding_is_proven(&finding))
        habits_note(&bench->habits, segment, &options.signature, &finding);
}

static enum signing bench_signing(const struct bench *bench)
{
    const bool any = keyring_size(bench->ring) > 0;
    return any ? schemes[keyring_key(bench->ring, 0)->algorithm].signing : SIGNING_NONE;
}

static tap_packet_status try_segment(void *data, packet_info *pinfo, epan_dissect_t *dissection,
                                     const void *publication, tap_flags_t flags)
{
    struct trials *trials = data;
    const struct publication *published = publication;
    const struct finding *finding = &published->diagnosis.finding;
    (void)dissection, (void)flags;

    if (finding->verdict == VERDICT_NOT_PRESENT)
        return TAP_PACKET_DONT_REDRAW;
    for (unsigned i = 0; i < trials->count; i++) {
        struct bench *bench = &trials->benches[i];
        bench->trial.is_signed++;
        bench->trial.of_kind += finding->signing == bench_signing(bench);
        bench_try(trials, bench, &published->segment, pinfo->num);
    }
    return TAP_PACKET_DONT_REDRAW;
}

/* Begins a bench for RING. */
static void bench_begin(struct trials *trials, const struct keyring *ring)
{
    trials->benches[trials->count++] = (struct bench){
        .ring = ring,
        .connections = connections_new(ring, false),
    };
}

/* Tries all benches. A part of the packets would give a wrong result, so nothing is known then. */
static void trials_run(struct trials *trials)
{
    trials->hasher = hasher_new();
    trials->search_budget = YOUNG_BUDGET;
    const bool all = window_has_capture() && window_collect(TAP_NAME, trials, try_segment);
    for (unsigned i = 0; i < trials->count; i++) {
        struct bench *bench = &trials->benches[i];
        if (!all) {
            bench->trial = (struct trial){0};
            bench->habits = (struct habits){0};
        }
        bench->trial.is_complete = all;
    }
    hasher_free(trials->hasher);
}

struct trial trial_of(const struct keyring *ring)
{
    struct trials trials = {.count = 0};

    bench_begin(&trials, ring);
    trials_run(&trials);
    connections_free(trials.benches[0].connections);
    return trials.benches[0].trial;
}

/* Returns a ring with a copy of KEY for ALGORITHM, and with all ISNs that the user knows. */
static struct keyring *ring_with(const struct key *key, enum key_algorithm algorithm)
{
    const struct keyring *known = settings_keyring();
    struct keyring *ring = keyring_new();
    struct key *copy = key_copy(key);

    copy->algorithm = algorithm;
    keyring_add(ring, copy);
    if (known) /* a capture is open */
        isns_add_all(keyring_isns(ring), keyring_isns(known));
    return ring;
}

/* Returns true if A's keys explain more of the capture than B's. */
static bool bench_is_better(const struct bench *a, const struct bench *b)
{
    if (a->habits.proven != b->habits.proven)
        return a->habits.proven > b->habits.proven;
    if (a->trial.verified != b->trial.verified)
        return a->trial.verified > b->trial.verified;
    return a->trial.matching > b->trial.matching;
}

static const struct bench *best_bench(const struct trials *trials)
{
    const struct bench *best = &trials->benches[0];
    for (unsigned i = 1; i < trials->count; i++)
        if (bench_is_better(&trials->benches[i], best))
            best = &trials->benches[i];
    return best;
}

struct trial trial_fit(struct key *key, bool any_algorithm)
{
    struct trials trials = {.count = 0};
    struct keyring *rings[KEY_ALGORITHMS];

    for (unsigned i = 0; i < KEY_ALGORITHMS; i++) {
        if (!any_algorithm && i != key->algorithm)
            continue;
        rings[trials.count] = ring_with(key, i);
        bench_begin(&trials, rings[trials.count]);
    }
    trials_run(&trials);
    const struct bench *best = best_bench(&trials);
    struct trial trial = best->trial;
    trial.verified = best->habits.proven; /* as it will be with the habits */
    key->algorithm = keyring_key(best->ring, 0)->algorithm;
    habits_set(&best->habits, key);
    for (unsigned i = 0; i < trials.count; i++) {
        connections_free(trials.benches[i].connections);
        keyring_free(rings[i]);
    }
    return trial;
}

bool trial_failed(const struct trial *trial)
{
    return trial->of_kind > 0 && trial->verified == 0 &&
           (trial->matching == 0 || trial->unnumbered < trial->matching);
}

static const char *plural(unsigned count)
{
    return count == 1 ? "" : "s";
}

/* Appends how KEY signs, if it is for TCP-AO. */
static void append_ways(GString *text, const struct key *key)
{
    if (key->algorithm == KEY_MD5)
        return;
    g_string_append_printf(text, " Algorithm: %s", key_algorithm_names[key->algorithm]);
    if (key->send_id != KEY_ANY_ID)
        g_string_append_printf(text, ", SendID %d", key->send_id);
    if (key->recv_id != KEY_ANY_ID)
        g_string_append_printf(text, ", RecvID %d", key->recv_id);
    if (key->options != KEY_ANY_OPTIONS)
        g_string_append_printf(text, ", other options %s", key_options_names[key->options]);
    g_string_append_c(text, '.');
}

char *trial_text(const struct trial *trial, const struct key *key)
{
    if (trial->of_kind == 0)
        return g_strdup("");
    if (trial->matching == 0)
        return g_strdup_printf("No signed segment (of %u) is between the ends of this key.",
                               trial->of_kind);
    GString *text = g_string_new(NULL);
    g_string_printf(text, "This key verifies %u of %u signed segment%s between its ends.",
                    trial->verified, trial->matching, plural(trial->matching));
    if (trial->verified > 0)
        append_ways(text, key);
    if (trial->unnumbered > 0)
        g_string_append_printf(text,
                               " %u of them cannot be checked: the initial sequence numbers "
                               "(ISNs) of their connections are unknown.",
                               trial->unnumbered);
    return g_string_free(text, FALSE);
}
