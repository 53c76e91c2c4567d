/* The local time of a Cisco router, or a switch with EOS, for the lifetimes of its keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_CISCO_CLOCK_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_CISCO_CLOCK_H

#include "keys/import/import.h"
#include "keys/import/text/statement.h"

struct cisco_clock {
    const struct statement *zone,
        *summer; /* the lines "clock timezone" and "clock summer-time", or NULL */
    bool is_read;
    GTimeZone *area;        /* NULL: local time is UTC */
    GTimeZone *summer_area; /* of the times between the next two, which are local; or NULL */
    int64_t summer_begin, summer_end;
};

/* Frees the members of CLOCK. It is usable before if all but the lines are zero. */
void cisco_clock_clear(struct cisco_clock *clock);

/* Returns TIME, which is local but was read as UTC, in UTC. Adds a problem to IMPORT, once, if the
 * time zone or its summer time cannot be read. */
int64_t cisco_clock_utc(struct cisco_clock *clock, int64_t time, const struct import *import);

/* Reads the date in the three words from INDEX on, "Jan 31 2026" or "31 january 2026", and the time
 * CLOCK, "12:00:00" or "12:00", as if they were UTC. Returns false if they are not a time. */
bool cisco_clock_read(const struct statement *line, unsigned index, struct word clock,
                      int64_t *time);

#endif
