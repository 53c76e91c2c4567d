/* What the diagnosis knows about one connection.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_HISTORY_H
#define TCPAUTH_DIAGNOSE_HISTORY_H

#include "acknowledgement.h"
#include "conduct.h"
#include "notes.h"
#include "presence.h"
#include "renumbering.h"
#include "rollover.h"
#include "search.h"
#include "split.h"

struct direction {
    struct search search;
    unsigned sweeps;            /* how many were made, or as many as may be if one was in vain */
    struct search late;         /* when the whole capture is known */
    struct search numbers;      /* among the sequence numbers alone, when more is known of these */
    struct split *split;        /* the latest pieces; or NULL */
    unsigned failed_beginnings; /* truncated segments of which nothing was proven */
    unsigned mss;               /* that its sender announced; 0 if that is not known */

    /* The digest of the last bad segment without data; zero at first. */
    uint8_t dataless[DIGEST_LENGTH];

    uint32_t shift;                 /* see pairing_note() */
    struct renumbering renumbering; /* of its sender's numbers */
    struct windows windows;
    struct conduct conduct;
    const struct key *key; /* of the last good segment; or NULL */

    /* Since the connection was opened: */
    bool opens; /* it has sent a SYN, with this initial sequence number */
    uint32_t isn;
    struct presence presence;
    struct acknowledgement acknowledgement;
};

struct diagnosis;

struct history {
    struct diagnosis *diagnosis; /* that it belongs to */
    struct end first; /* who sends in the first of DIRECTIONS; its address has no length at first */
    struct direction directions[2];
    uint32_t opened;         /* the number of the frame that opened it; 0 if none did */
    struct peering *peering; /* of the ends; NULL until a segment is judged */
};

struct history *history_new(struct diagnosis *diagnosis);

void history_free(struct history *history);

/* The direction in which SEGMENT goes. */
struct direction *history_direction(struct history *history, const struct segment *segment);

/* The other one. */
struct direction *history_opposite(struct history *history, const struct direction *direction);

/* What is known of the sequence numbers of both ends, as segments in DIRECTION have them. */
struct renumbered history_renumbered(struct history *history, struct direction *direction);

/* The conduct of the sender in DIRECTION. */
struct conducts history_conducts(struct history *history, struct direction *direction);

/* Forgets what was seen of the connection before, if the segment of EVIDENCE, which goes in
 * DIRECTION, opens another one on the same ports. */
void history_open(struct history *history, struct direction *direction,
                  const struct evidence *evidence);

/* Learns how much data the sender of SEGMENT, which was captured whole, takes in one; warns in
 * FINDING if SEGMENT has more than its receiver takes. */
void history_measure(struct history *history, const struct segment *segment,
                     struct finding *finding);

/* Learns from EVIDENCE's segment, on which FINDING is the verdict, and adds to that what only shows
 * as segments come. If it is good or bad, HISTORY has its peering. */
void history_learn(struct history *history, const struct evidence *evidence,
                   struct finding *finding);

#endif
