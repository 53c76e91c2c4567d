/* How much both ends of a connection may have sent before one of its segments, in the order in
 * which a search for the initial sequence numbers (ISNs) tries it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_AMOUNTS_H
#define TCPAUTH_VERIFY_AMOUNTS_H

#include <stdint.h>

/* A row of guesses, in octets of data: the first guess, and the difference between one guess and
 * the next. */
struct amounts {
    uint32_t sender, receiver;
    int32_t sender_step, receiver_step;
    uint32_t count;
};

/* Guesses of one kind, in rows. */
struct tier {
    struct amounts (*row)(const struct tier *tier, uint32_t index);
    uint32_t rows;
    uint32_t first, most; /* octets sent by an end */
    uint32_t apart, step; /* of a band: how far the other end's amount may be from it */
};

/* The guesses of a search: tiers, one after the other. */
struct tiers {
    const struct tier *list;
    unsigned count;
};

/* About 1.5 million guesses, which take half a second with HMAC-SHA-1 and some seconds with other
 * algorithms: both ends have sent at most 1,000 octets, or both have sent the same data and
 * messages of 19 octets, BGP's keep-alives. */
extern const struct tiers tiers_young;

/* About a thousand times as many guesses: both ends have sent at most 10,000 octets, or at most a
 * million that differ by at most 500. */
extern const struct tiers tiers_older;

/* The guesses if one end's ISN is known and only the other's amount is unknown, which is stored as
 * the sender's: up to 1.5 million octets, and all amounts. */
extern const struct tiers tiers_young_alone, tiers_all_alone;

/* Returns the number of guesses in TIERS. */
uint64_t tiers_guesses(const struct tiers *tiers);

/* Returns the number of rows in TIERS. */
uint64_t tiers_rows(const struct tiers *tiers);

/* Returns the row at INDEX, counting from 0. */
struct amounts tiers_row(const struct tiers *tiers, uint64_t index);

#endif
