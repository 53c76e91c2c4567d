/* Sweeps of sequence numbers, for segments of the capture that is open.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sweeps.h"

#include "connections.h"
#include "settings.h"

#include <epan/packet.h>

static struct found_shifts *found;

static void forget_sweeps(void)
{
    found_shifts_free(found);
    found = NULL;
}

void sweeps_register(void)
{
    found = found_shifts_new();
    register_shutdown_routine(forget_sweeps);
}

struct found_shifts *sweeps_found_shifts(void)
{
    return found;
}

struct sweep *sweeps_of(const struct segment *segment)
{
    const struct flow flow =
        connections_flow(connections_of_capture(), segment, 0); /* 0: any incarnation will do */
    const struct signature_options options = option_walk(segment);
    const struct evidence evidence = {
        .segment = segment,
        .options = &options,
        .digest = option_digest(&options),
        .flow = &flow,
        .keyring = settings_keyring(),
    };
    return diagnose_sweep(*flow.history, &evidence);
}

struct isn_search *sweeps_isn_search(const struct segment *segment, uint32_t number)
{
    const struct flow flow = connections_flow(connections_of_capture(), segment, number);
    const struct signature_options options = option_walk(segment);

    if (!isn_search_proves(options.signature.length))
        return NULL;
    struct isn_sample *sample = isn_sample_new(segment, &options.signature, flow.direction);
    struct isn_search *search = isn_search_new(sample, NULL, &flow, ISN_KEYS_CONFIGURED);
    isn_sample_free(sample);
    return search;
}
