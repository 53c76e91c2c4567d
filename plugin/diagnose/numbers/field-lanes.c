/* Tries many numbers in one field of a segment signed with TCP-AO.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "field-lanes.h"

#include "plugin/verify/ao-lanes.h"

struct field_lanes {
    struct ao_lanes *lanes;
    struct ao_guesses guesses; /* which differ in their changes alone */
    unsigned before;           /* the number in the field of the reading */
};

struct field_lanes *field_lanes_new(const struct key *key, const struct reading *reading,
                                    enum header_offset field, unsigned count,
                                    const uint8_t mac[static KEY_MAC_MIN])
{
    struct reading readings[2] = {*reading, *reading};

    readings[0].message.options_covered = true;
    readings[1].message.options_covered = false;
    struct ao_lanes *tried = ao_lanes_new(key->algorithm, key->secret, readings, 2, mac);
    if (!tried)
        return NULL;
    struct field_lanes *self = g_new0(struct field_lanes, 1);
    self->lanes = tried;
    self->guesses.field = field;
    for (unsigned i = 0; i < LANES; i++) {
        self->guesses.from[i] = reading->context.from_isn;
        self->guesses.to[i] = reading->context.to_isn;
        self->guesses.extension[i] = reading->message.sne;
    }
    self->before = header_number(reading->message.message.header, field) >> 16 & (count - 1);
    return self;
}

void field_lanes_free(struct field_lanes *self)
{
    if (!self)
        return;
    ao_lanes_free(self->lanes);
    g_free(self);
}

bool field_lanes_find(struct field_lanes *self, unsigned first, unsigned count, unsigned *number)
{
    for (unsigned at = first; at < first + count; at += LANES) {
        for (unsigned i = 0; i < LANES; i++)
            self->guesses.changes[i] = (at + i) ^ self->before;
        const uint32_t found = ao_lanes_try(self->lanes, &self->guesses);
        if (found) {
            *number = at + (unsigned)g_bit_nth_lsf(found, -1);
            return true;
        }
    }
    return false;
}
