/* The successive connections between one pair of ends, and how each is signed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_INCARNATIONS_H
#define TCPAUTH_VERIFY_INCARNATIONS_H

#include "usage.h"

#include <glib.h>

struct isn_sample;
struct numbering;
struct segment;

/* What TCP-AO needs to know of an incarnation; most connections have no use for it. */
struct ao_state {
    struct numbering *numbering; /* NULL until flow_learn() */
    struct numbering
        *before; /* the proven numbering of an earlier incarnation, which owns it; or NULL */
    struct isn_sample
        *sample;        /* a segment that waits for a second one to be searched with; or NULL */
    uint32_t continued; /* the first frame that shows that the connection goes on although another
                           one was opened on its ports; 0 if there is none */
    uint8_t searches;   /* how often the ISNs were searched: see young.h */
    uint32_t searched;  /* the sequence number of the segment that they were searched with last */
};

/* One use of a pair of ends: from the SYN that opens it until the SYN that opens the next. */
struct incarnation {
    uint32_t first_frame; /* 0 if it was open when the capture began */
    uint32_t isn;
    uint16_t link; /* on which it was opened: see struct opening */
    struct usage usage;
    bool is_known;       /* a SYN or a signed segment of it was captured */
    struct ao_state *ao; /* NULL until incarnation_ao() */
};

/* The incarnations before the latest one. */
struct earlier {
    GArray *list; /* struct incarnation, in the order of their first frames */
    guint found;  /* how many of LIST begin before the frame of the last lookup */
};

/* Returns what is known of INCARNATION for TCP-AO; creates it, empty, at the first call. Owned by
 * INCARNATION. */
struct ao_state *incarnation_ao(struct incarnation *incarnation);

/* Returns the numbering of INCARNATION; NULL if it has none or if INCARNATION is NULL. */
static inline const struct numbering *incarnation_numbering(const struct incarnation *incarnation)
{
    return incarnation && incarnation->ao ? incarnation->ao->numbering : NULL;
}

/* Returns the numbering of an earlier incarnation that segments other than SYNs may still have in
 * frame NUMBER, or NULL. Anybody can send a SYN, or replay a good one. So the earlier connection is
 * taken to continue until another segment of this one verifies. */
struct numbering *incarnation_before(const struct incarnation *incarnation, uint32_t number);

/* Initialise to {0}. Small, since each connection has them, and most have one. */
struct incarnations {
    struct incarnation latest;
    struct earlier *earlier; /* NULL if there are none */
};

void incarnations_clear(struct incarnations *incarnations);

/* How a segment opens a connection. */
struct opening {
    uint32_t isn;   /* the initial sequence number of the end that opened it */
    bool is_answer; /* the ISN of the other end differs from that of the latest incarnation */
    uint16_t link;  /* stands for the VLAN and the interface that the segment was captured on */
};

/* Notes that frame NUMBER opens another connection. Returns false if the latest incarnation has the
 * ISNs of OPENING, as far as they are known. Call in the order of the frames. */
bool incarnations_open(struct incarnations *incarnations, uint32_t number,
                       const struct opening *opening);

/* Returns the incarnation that frame NUMBER belongs to, or NULL if none is known. It is valid until
 * another is opened. The lookup takes constant time for the latest incarnation and for frames in
 * order, otherwise logarithmic time. */
struct incarnation *incarnations_find(struct incarnations *incarnations, uint32_t number);

/* Returns the last incarnation before frame NUMBER that was opened on LINK; NULL if that is the one
 * of incarnations_find(), or if it is none of the last few. Routing instances may have the same
 * addresses, so connections with the same ends may exist at once, each on a VLAN or an interface of
 * its own. */
struct incarnation *incarnations_parallel(struct incarnations *incarnations, uint32_t number,
                                          uint16_t link);

/* Returns the last incarnation before that of incarnations_find() for frame NUMBER that SEGMENT,
 * which goes in DIRECTION, may belong to by its numbers: the SYN of SEGMENT, a SYN-ACK, opened it,
 * or it continues at the same time. Returns NULL if it is none of the last few. So connections in
 * tunnels of any kind, or on links with the same name, are found, too. */
struct incarnation *incarnations_continued(struct incarnations *incarnations, uint32_t number,
                                           const struct segment *segment, uint8_t direction);

/* Returns the incarnation without known ISNs that SEGMENT of TCP-AO, in frame NUMBER, belongs to if
 * its numbers are strange to the proven ones of the incarnation that incarnations_find() returns:
 * another one exists at the same time, and its handshake was not captured. Returns NULL if the
 * numbers are not strange. In the first pass, LEARNS is true: such an incarnation is added if there
 * is none. It is valid until another is opened or added. */
struct incarnation *incarnations_stranger(struct incarnations *incarnations, uint32_t number,
                                          const struct segment *segment, uint8_t direction,
                                          bool learns);

#endif
