/* Sweeps of sequence numbers, for segments of the capture that is open.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sweeps.h"

#include "connections.h"
#include "settings.h"

static struct found_shifts *found;

static void forget(void)
{
    found_shifts_free(found);
    found = NULL;
}

void sweeps_register(void)
{
    found = found_shifts_new();
    register_shutdown_routine(forget);
}

struct found_shifts *sweeps_found_shifts(void)
{
    return found;
}

struct sweep *sweeps_of(const struct segment *segment)
{
    struct connection *connection = connections_between(&segment->from, &segment->to);
    const struct signature_options options = option_walk(segment);
    const struct evidence evidence = {
        .segment = segment,
        .options = &options,
        .digest = options.digest,
        .candidates = connection_candidates(connection),
        .keyring = settings_keyring(),
    };
    return diagnose_sweep(*connection_history(connection), &evidence);
}
