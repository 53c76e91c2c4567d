/* The last bad or unsigned segments of a direction, until a good one has other data at their
 * sequence numbers.
 *
 * TCP sends the same data again, never other data. So if a good segment and a bad one differ, the
 * bad one has data that its alleged sender never sent.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_CONTRADICTIONS_H
#define TCPAUTH_DIAGNOSE_LEARNT_CONTRADICTIONS_H

#include "plugin/diagnose/evidence/notes.h"
#include "plugin/diagnose/evidence/sample.h"

#define MAX_DOUBTFUL 8 /* a power of two, see ring_grow() */

/* A bad or unsigned segment that nothing explains. */
struct doubtful {
    struct label label;
    struct text text;
    uint8_t hint; /* the enum hint_kind of what it is once it is contradicted */
};

struct contradictions {
    unsigned count;         /* of all that were added */
    struct doubtful list[]; /* the last ones, in a ring: most directions have one at most */
};

/* Adds the segment of EVIDENCE to *CONTRADICTIONS, which is NULL at first, if it has data that
 * could be contradicted. HINT is HINT_DATA_DIFFERS if the segment is bad, or HINT_INJECTED if it is
 * not signed. Free *CONTRADICTIONS with g_free(). */
void contradictions_add(struct contradictions **contradictions, const struct evidence *evidence,
                        enum hint_kind hint);

/* How many segments a good one is the first to contradict. */
struct contradicted {
    unsigned bad, injected;
};

/* Sets the hint in NOTES for each segment in CONTRADICTIONS, which may be NULL, that the good
 * segment of EVIDENCE contradicts. Returns how many of these no earlier one had contradicted. */
struct contradicted contradictions_settle(const struct contradictions *contradictions,
                                          const struct evidence *evidence, struct notes *notes);

#endif
