/* What one end sent and the other never acknowledged while the two signed with different keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "losses.h"

#include "rollover.h"

#include <string.h>

#define MAX_WAITING       8  /* verified transmissions that no rollover counts */
#define MAX_TRANSMISSIONS 64 /* the oldest is then taken as no longer acknowledged */

struct transmission {
    uint16_t ports[2];         /* of the sender and the receiver; 0 once its connection is gone */
    uint32_t to;               /* the sequence number after it */
    const struct key *key;     /* the key that verifies it, or NULL */
    struct rollover *rollover; /* the roll-over that counts it, or NULL */
};

void losses_clear(struct losses *losses)
{
    if (losses->transmissions)
        g_array_free(losses->transmissions, TRUE);
    *losses = (struct losses){0};
}

static struct transmission *transmission_at(const struct losses *losses, guint index)
{
    return &g_array_index(losses->transmissions, struct transmission, index);
}

static guint transmission_count(const struct losses *losses)
{
    return losses->transmissions ? losses->transmissions->len : 0;
}

/* Returns true if A is B or before B as sequence numbers: RFC 9293 section 3.4. */
static bool is_until(uint32_t a, uint32_t b)
{
    return (int32_t)(b - a) >= 0;
}

static bool same_ports(const uint16_t *one, const uint16_t *other)
{
    return one[0] == other[0] && one[1] == other[1];
}

/* Removes the oldest verified transmission that no rollover counts; if there is none and too many
 * are kept, the oldest of all.
 */
static void make_room(struct losses *losses)
{
    if (transmission_count(losses) < MAX_WAITING)
        return;
    for (guint i = 0; i < transmission_count(losses); i++)
        if (transmission_at(losses, i)->key && !transmission_at(losses, i)->rollover) {
            g_array_remove_index(losses->transmissions, i);
            return;
        }
    if (transmission_count(losses) < MAX_TRANSMISSIONS)
        return;
    losses->dropped += !transmission_at(losses, 0)->rollover;
    g_array_remove_index(losses->transmissions, 0);
}

void losses_send(struct losses *losses, const struct segment *segment, const struct key *key,
                 struct rollover *rollover)
{
    const struct transmission transmission = {
        .ports = {segment->from.port, segment->to.port},
        .to = segment_sequence_number(segment) + segment_span(segment),
        .key = key,
        .rollover = rollover,
    };

    if (segment_span(segment) == 0 || (same_ports(losses->ports, transmission.ports) &&
                                       is_until(transmission.to, losses->acknowledged)))
        return;
    if (!losses->transmissions)
        losses->transmissions = g_array_new(FALSE, FALSE, sizeof transmission);
    make_room(losses);
    g_array_append_val(losses->transmissions, transmission);
    if (rollover)
        rollover->lost++;
}

struct rollover *losses_acknowledge(struct losses *losses, const struct segment *segment)
{
    const uint16_t ports[2] = {segment->to.port, segment->from.port};
    const uint32_t number = header_number(segment->bytes, HEADER_ACKNOWLEDGMENT_NUMBER);
    struct rollover *changed = NULL;

    /* An RST that answers a SYN acknowledges its number, but does not accept the SYN. */
    if ((segment->bytes[HEADER_FLAGS] & (FLAG_ACK | FLAG_RST)) != FLAG_ACK)
        return NULL;
    memcpy(losses->ports, ports, sizeof ports);
    losses->acknowledged = number;
    for (guint i = transmission_count(losses); i-- > 0;) {
        const struct transmission *transmission = transmission_at(losses, i);
        if (!same_ports(transmission->ports, ports) || !is_until(transmission->to, number))
            continue;
        if (transmission->rollover) {
            changed = transmission->rollover;
            changed->lost--;
        }
        g_array_remove_index(losses->transmissions, i);
    }
    return changed;
}

void losses_charge(struct losses *losses, const struct key *key, struct rollover *rollover)
{
    for (guint i = 0; i < transmission_count(losses); i++) {
        struct transmission *transmission = transmission_at(losses, i);
        const bool is_meant =
            key ? transmission->key && transmission->key != key : !transmission->key;
        if (transmission->rollover || !is_meant)
            continue;
        transmission->rollover = rollover;
        rollover->lost++;
    }
    if (key)
        return;
    rollover->lost += losses->dropped;
    losses->dropped = 0;
}

void losses_forget(struct losses *losses)
{
    losses->dropped = 0;
    for (guint i = transmission_count(losses); i-- > 0;)
        if (!transmission_at(losses, i)->key && !transmission_at(losses, i)->rollover)
            g_array_remove_index(losses->transmissions, i);
}

void losses_reopen(struct losses *losses, const uint16_t ports[static 2])
{
    if (same_ports(losses->ports, ports))
        memset(losses->ports, 0, sizeof losses->ports);
    for (guint i = 0; i < transmission_count(losses); i++)
        if (same_ports(transmission_at(losses, i)->ports, ports))
            memset(transmission_at(losses, i)->ports, 0, sizeof transmission_at(losses, i)->ports);
}
