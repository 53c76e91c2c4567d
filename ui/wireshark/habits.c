/* How the segments are signed that one key verifies.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "habits.h"

#include <string.h>

static void habit_note(struct habit *habit, int value)
{
    habit->varies |= habit->known && habit->value != value;
    habit->known = true;
    habit->value = value;
}

/* Returns the value of HABIT; OTHERWISE if it is unknown or varies. */
static int habit_value(const struct habit *habit, int otherwise)
{
    return habit->known && !habit->varies ? habit->value : otherwise;
}

static bool prefix_is(const struct prefix *prefix, const struct ip_address *address)
{
    return prefix_is_address(prefix) &&
           memcmp(&prefix->address, address, sizeof prefix->address) == 0;
}

void habits_note(struct habits *habits, const struct segment *segment,
                 const struct signature *signature, const struct finding *finding)
{
    habits->proven++;
    for (unsigned end = 0; end < 2; end++)
        if (prefix_is(&finding->key->ends[end], &segment->from.address))
            habit_note(&habits->key_ids[end], signature->key_id);
    if (!finding->ao.bare)
        habit_note(&habits->options_covered, finding->ao.options_covered);
    habit_note(&habits->mac_length, signature->length);
}

void habits_set(const struct habits *habits, struct key *key)
{
    if (key->algorithm == KEY_MD5)
        return;
    key->send_id = habit_value(&habits->key_ids[0], KEY_ANY_ID);
    key->recv_id = habit_value(&habits->key_ids[1], KEY_ANY_ID);
    const int covered = habit_value(&habits->options_covered, -1);
    if (covered >= 0)
        key->options = covered ? KEY_OPTIONS_INCLUDED : KEY_OPTIONS_EXCLUDED;
    const unsigned length = (unsigned)habit_value(&habits->mac_length, 0);
    if (length > 0 && length != key_mac_length(key))
        key->mac_length = (uint8_t)length;
}
