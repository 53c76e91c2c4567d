/* What the diagnosis knows about one connection.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_HISTORY_H
#define TCPAUTH_DIAGNOSE_HISTORY_H

#include "search.h"
#include "split.h"

struct direction {
    struct search search;
    struct split *split; /* the latest pieces; or NULL */
    unsigned mss;        /* that its sender announced; 0 if that is not known */

    /* The digest of the last bad segment without data; zero at first. */
    uint8_t dataless[DIGEST_LENGTH];

    uint32_t shift; /* see pairing_note() */
};

struct history {
    struct end first; /* who sends in the first of DIRECTIONS; its address has no length at first */
    struct direction directions[2];
};

struct history *history_new(void);

void history_free(struct history *history);

/* The direction in which SEGMENT goes. */
struct direction *history_direction(struct history *history, const struct segment *segment);

/* The other one. */
struct direction *history_opposite(struct history *history, const struct direction *direction);

#endif
