/* The initial sequence numbers (ISNs) known to the user, for connections whose handshake was not
 * captured.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_ISNS_H
#define TCPAUTH_KEYS_ISNS_H

#include "address.h"

#include <stdbool.h>
#include <stdint.h>

/* One end of a connection. */
struct end {
    struct ip_address address;
    uint16_t port;
};

/* The ISN of END in one of its connections. */
struct isn {
    struct end end;
    uint32_t number;
};

struct isns;

/* Returns an empty set. Free with isns_free(). */
struct isns *isns_new(void);

/* Frees ISNS. Does nothing if ISNS is NULL. */
void isns_free(struct isns *isns);

/* Adds ISN to ISNS. Returns false if ISNS already has it. */
bool isns_add(struct isns *isns, const struct isn *isn);

/* Adds the ISNs of OTHER to ISNS. */
void isns_add_all(struct isns *isns, const struct isns *other);

unsigned isns_size(const struct isns *isns);

/* Returns the ISN at INDEX, counting from 0, in the order of addition. Owned by ISNS and valid
 * until the next isns_add(). */
const struct isn *isns_at(const struct isns *isns, unsigned index);

/* Returns how many ISNs END has, one for each of its connections. Stores them in *NUMBERS in the
 * order of addition; they are owned by ISNS and valid until the next isns_add(). Takes constant
 * time. */
unsigned isns_of(const struct isns *isns, const struct end *end, const uint32_t **numbers);

#endif
