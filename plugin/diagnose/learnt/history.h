/* What the diagnosis knows about one connection.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_HISTORY_H
#define TCPAUTH_DIAGNOSE_LEARNT_HISTORY_H

#include "acknowledgement.h"
#include "conduct.h"
#include "key-ids.h"
#include "plugin/diagnose/evidence/code.h"
#include "plugin/diagnose/evidence/notes.h"
#include "plugin/diagnose/unsigned/sign-history.h"
#include "plugin/diagnose/numbers/renumbering.h"
#include "rollover.h"
#include "plugin/diagnose/search/search.h"
#include "plugin/diagnose/points/split.h"
#include "plugin/diagnose/evidence/windows.h"

/* What is known of a sender by the segments that it signed. */
struct signer {
    struct windows windows;
    struct conduct conduct;
    const struct key *key;                  /* of the last good segment; or NULL */
    struct acknowledgement acknowledgement; /* since the connection was opened */
};

/* How bad segments were searched for what happened to them. */
struct searches {
    struct search first;        /* as they come */
    struct search late;         /* when the whole capture is known */
    struct search numbers;      /* among the sequence numbers alone, when more is known of these */
    unsigned sweeps;            /* how many were made, or as many as may be if one was in vain */
    unsigned failed_beginnings; /* truncated segments of which nothing was proven */
    struct split *split;        /* the latest pieces; or NULL */
    struct code dataless;       /* of the last bad segment without data; zero at first */
};

/* A flood of SYNs makes as many of these as it has SYNs: what most connections do not need is in
 * memory of its own. */
struct direction {
    struct signer *signer;          /* NULL until direction_signer() */
    struct searches *searches;      /* NULL until direction_searches() */
    unsigned mss;                   /* that its sender announced; 0 if that is not known */
    uint32_t shift;                 /* see pairing_note() */
    struct renumbering renumbering; /* of its sender's numbers */

    /* Since the connection was opened: */
    bool opens; /* it has sent a SYN, with this initial sequence number */
    uint32_t isn;
    struct sign_history sign_history;
};

/* Return what DIRECTION has of these, which is empty if it is asked for the first time. */
struct signer *direction_signer(struct direction *direction);
struct searches *direction_searches(struct direction *direction);

struct investigation;

struct history {
    struct investigation *investigation; /* that it belongs to */
    struct direction directions[2]; /* what the end with the lower address or port sends, first */
    struct peering *peering;        /* of the ends; NULL until a segment is judged */
    struct key_ids *key_ids;        /* of TCP-AO; NULL until a segment is signed so */
    uint32_t opened;                /* the number of the frame that opened it; 0 if none did */
    bool met;                       /* a segment was examined */
};

struct history *history_new(struct investigation *investigation);

void history_free(struct history *history);

/* Returns the direction in which SEGMENT goes. */
struct direction *history_direction(struct history *history, const struct segment *segment);

/* Returns the other direction. */
struct direction *history_opposite(struct history *history, const struct direction *direction);

/* Returns what is known of the sequence numbers of both ends, as segments in DIRECTION have
 * them. */
struct renumbered history_renumbered(struct history *history, struct direction *direction);

/* Returns the conduct of the sender in DIRECTION. */
struct conducts history_conducts(struct history *history, struct direction *direction);

/* Forgets what was seen of the connection before, if the segment of EVIDENCE, which goes in
 * DIRECTION, opens another one on the same ports. */
void history_open(struct history *history, struct direction *direction,
                  const struct evidence *evidence);

/* Learns how much data the sender of SEGMENT, which was captured whole, takes in one; warns in
 * DIAGNOSIS if SEGMENT has more than its receiver takes. */
void history_measure(struct history *history, const struct segment *segment,
                     struct diagnosis *diagnosis);

/* Learns from EVIDENCE's segment, whose verdict is in DIAGNOSIS, and adds to that what only
 * shows as segments come. If it is good or bad, HISTORY has its peering. */
void history_learn(struct history *history, const struct evidence *evidence,
                   struct diagnosis *diagnosis);

#endif
