/* Sweeps of sequence numbers, for segments of the capture that is open.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sweeps.h"

#include "connections.h"
#include "settings.h"

static struct discoveries *discoveries;

static void forget(void)
{
    discoveries_free(discoveries);
    discoveries = NULL;
}

void sweeps_register(void)
{
    discoveries = discoveries_new();
    register_shutdown_routine(forget);
}

struct discoveries *sweeps_discoveries(void)
{
    return discoveries;
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
