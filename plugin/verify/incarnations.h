/* The connections that used one pair of ends, one after the other, and how each is signed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_INCARNATIONS_H
#define TCPAUTH_VERIFY_INCARNATIONS_H

#include "usage.h"

#include <glib.h>

struct numbering;

/* One use of a pair of ends, from the SYN that opens it to the SYN that opens the next. */
struct incarnation {
    uint32_t first_frame; /* 0 if it was open when the capture began */
    uint32_t isn;
    struct usage usage;
    struct numbering *numbering; /* NULL until verify_learn() */
    struct numbering *before;    /* the proven one of an earlier use, which owns it; or NULL */
};

/* Returns the numbering of an earlier use of the ports that segments other than SYNs may still have
 * in frame NUMBER, or NULL: anybody can send a SYN, or a good one again, so the earlier use goes on
 * until another segment of this one verifies. */
struct numbering *incarnation_before(const struct incarnation *incarnation, uint32_t number);

/* Initialise to {0}. */
struct incarnations {
    struct incarnation latest; /* meaningless unless ANY */
    bool any;
    GArray *earlier; /* struct incarnation, by their first frames; NULL if there are none */
    guint found;     /* how many of EARLIER begin before the frame that was looked up last */
};

void incarnations_clear(struct incarnations *incarnations);

/* Notes that frame NUMBER opens another connection with initial sequence number ISN. Returns false
 * if the latest has that number. Call in the order of the frames. */
bool incarnations_open(struct incarnations *incarnations, uint32_t number, uint32_t isn);

/* Returns the incarnation that frame NUMBER belongs to, or NULL if none is known. It stays valid
 * until another is opened. Takes constant time for the latest one, and for frames in their order;
 * logarithmic time for others. */
struct incarnation *incarnations_find(struct incarnations *incarnations, uint32_t number);

#endif
