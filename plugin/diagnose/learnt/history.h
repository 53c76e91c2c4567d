/* What the diagnosis knows about one connection.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_HISTORY_H
#define TCPAUTH_DIAGNOSE_LEARNT_HISTORY_H

#include "acknowledgement.h"
#include "conduct.h"
#include "contradictions.h"
#include "key-ids.h"
#include "plugin/diagnose/evidence/code.h"
#include "plugin/diagnose/evidence/notes.h"
#include "plugin/diagnose/unsigned/sign-history.h"
#include "plugin/diagnose/numbers/renumbering.h"
#include "refusal.h"
#include "rollover.h"
#include "plugin/diagnose/search/search.h"
#include "plugin/diagnose/points/split.h"
#include "plugin/diagnose/evidence/windows.h"

/* The searches for what happened to bad segments. A flood makes as many as it has segments, so what
 * most do not need is allocated separately. */
struct searches {
    struct search first;             /* in the first pass, segment by segment */
    struct split *split;             /* the last pieces; or NULL */
    struct contradictions *doubtful; /* the last bad segments that nothing explains; or NULL */
    struct window_list *windows;  /* as they were signed, of those segments that were changed; NULL
                                     if there are none */
    uint8_t late_failures[KINDS]; /* of the searches when the whole capture is known */
    uint8_t sweeps;               /* how many were made; the maximum once one failed */
    uint8_t failed_beginnings;    /* truncated segments for which nothing was proven */
    uint8_t failed_restorations;  /* the last unsigned segments, in which no signature was found */
    bool is_verified;             /* a bad segment was searched for after a good one */
    uint8_t dataless[CODE_MIN];   /* the code of the last bad segment without data */
};

/* What is known of a sender from the segments that it signed. A connection has two, and most need
 * no more. */
struct signer {
    struct window_list windows; /* as they arrived */
    struct conduct conduct;
    const struct key *key;                   /* that of the last good segment; or NULL */
    struct acknowledgement *acknowledgement; /* since the connection was opened; NULL until a good
                                                segment has something to acknowledge */
    struct searches *searches;               /* NULL until direction_searches() */
};

/* One direction of a connection. A flood of SYNs makes as many as it has SYNs, so what most
 * connections do not need is allocated separately. */
struct direction {
    struct signer *signer;          /* NULL until direction_signer() */
    struct renumbering renumbering; /* of its sender's numbers */
    uint32_t shift;                 /* see pairing_note() */
    uint16_t mss;                   /* announced by its sender; 0 if unknown */

    /* Since the connection was opened: */
    bool is_captured; /* a segment of it was */
    uint32_t opened;  /* the frame in which its sender opened it with this ISN; 0 if none did */
    uint32_t isn;
    struct sign_history sign_history;
};

/* Returns the windows of DIRECTION, valid as long as it is. */
struct windows direction_windows(const struct direction *direction);

struct investigation;

/* The histories of a capture. */
struct histories {
    struct investigation *investigation;                /* that learns them */
    struct pool *all, *directions, *signers, *searches; /* owned */
};

/* Return what DIRECTION has of signed segments; create it, empty, at the first call. HISTORIES own
 * the results. */
struct signer *direction_signer(const struct histories *histories, struct direction *direction);
struct searches *direction_searches(const struct histories *histories, struct direction *direction);

struct history {
    const struct histories *owner;
    struct direction *directions[2]; /* first what the end with the lower address (or port) sends;
                                        NULL until history_direction() or history_renumbered() */
    struct peering *peering;         /* of the two ends; NULL until a segment is checked */
    struct key_ids *key_ids;         /* of TCP-AO; NULL until a segment is signed with it */
};

/* Initialises HISTORIES, which belong to INVESTIGATION. Free with histories_clear(). */
void histories_init(struct histories *histories, struct investigation *investigation);

void histories_clear(struct histories *histories);

/* Returns a new history. HISTORIES owns it. */
struct history *histories_add(const struct histories *histories);

/* Returns true if nothing was learnt of HISTORY's connection yet. */
bool history_is_empty(const struct history *history);

/* Returns true if something was learnt of both directions. */
bool history_is_mutual(const struct history *history);

/* Returns the frame that opened the connection; 0 if none did. */
uint32_t history_opened(const struct history *history);

/* Returns the direction of SEGMENT. Creates it, empty, at the first call. */
struct direction *history_direction(struct history *history, const struct segment *segment);

/* Returns the opposite of DIRECTION, an empty one if nothing was learnt of it. */
const struct direction *history_facing(const struct history *history,
                                       const struct direction *direction);

/* Returns what is known of the sequence numbers of both ends, those of the sender in DIRECTION
 * first. Creates the opposite of DIRECTION, empty, if nothing was learnt of it. */
struct renumbered history_renumbered(struct history *history, struct direction *direction);

/* Return the conduct of the sender in DIRECTION, and of the one in the opposite direction. */
struct conducts history_conducts(const struct history *history, const struct direction *direction);
struct conducts history_facing_conducts(const struct history *history,
                                        const struct direction *direction);

/* Learns the MSS that SEGMENT, which was captured whole and goes in DIRECTION, announces. Sets the
 * warning in DIAGNOSIS if SEGMENT is longer than its receiver's MSS allows. */
void history_measure(struct history *history, struct direction *direction,
                     const struct segment *segment, struct diagnosis *diagnosis);

/* Learns from EVIDENCE's segment, which goes in DIRECTION, with the verdict in DIAGNOSIS. Adds to
 * DIAGNOSIS what depends on earlier segments. HISTORY must have its peering if the verdict is good
 * or bad. */
void history_learn(struct history *history, struct direction *direction,
                   const struct evidence *evidence, struct diagnosis *diagnosis);

#endif
