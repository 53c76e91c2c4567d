/* A fast hash in place of MD5 and its lanes, which counts what is computed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_TEST_COUNTED_MD5_H
#define TCPAUTH_DIAGNOSE_TEST_COUNTED_MD5_H

#include "plugin/diagnose/hypothesis/hypothesis.h"
#include "plugin/diagnose/numbers/md5-lanes.h"
#include "plugin/verify/md5.h"

struct md5 {
    uint64_t low, high;
    unsigned digests;
};

/* Returns the number of digests computed since the last call. A batch of lanes counts as as many
 * digests as it takes the time of. */
unsigned counted_digests(void);

/* How many batches were made. */
extern unsigned counted_batches;

/* How many messages were made from a segment, and how many guesses had other addresses. */
extern unsigned long counted_messages, counted_readdressed;

/* The numbers that were signed last, so that the lanes need not try all. */
extern uint16_t counted_numbers[3];

#endif
