/* Where the sequence numbers of a connection began, which TCP-AO's traffic keys depend on.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_NUMBERING_H
#define TCPAUTH_VERIFY_NUMBERING_H

#include "finding.h"

#include <glib.h>

/* The numbers that one end sends. */
struct numbered_end {
    uint32_t isn;
    uint32_t frame; /* the frame that shows the ISN */
    enum isn_origin origin;
    bool verified;  /* a MAC verified with this ISN */
    uint32_t heard; /* the first frame of this end that did; 0 if none did */
    GArray *marks;  /* of struct mark, by their frames; NULL at first */
};

/* The numbers of one connection, on one use of its ports. */
struct numbering {
    struct numbered_end ends[2]; /* in the order of a flow's directions */
    uint32_t proven; /* the first frame other than a SYN of which a MAC verified; 0 if none did */
};

/* Returns a new numbering, of which nothing is known. Free with numbering_free(). */
struct numbering *numbering_new(void);

/* Frees NUMBERING; NULL is ignored. */
void numbering_free(struct numbering *numbering);

/* Notes that END began with ISN, as frame NUMBER shows. What was known of END is forgotten if it
 * began with another. */
void numbered_end_begin(struct numbered_end *end, uint32_t isn, uint32_t number,
                        enum isn_origin origin);

/* Returns true if up to frame NUMBER a MAC verified with both ISNs of NUMBERING, which may be NULL.
 * A SYN does not prove them: it verifies by itself, and so when somebody sends an old one again. */
bool numbering_is_proven(const struct numbering *numbering, uint32_t number);

/* Returns the sequence number extension (SNE) of SEQUENCE, which END sends in frame NUMBER, by what
 * verified up to that frame: RFC 5925 section 6.2. The ISN of END must be known. */
uint32_t numbered_end_extension(const struct numbered_end *end, uint32_t number, uint32_t sequence);

/* Returns true if the extension of what END sends in frame NUMBER is known. If the user told the
 * ISN, nobody knows what END had sent before one of its segments verified. */
bool numbered_end_is_extended(const struct numbered_end *end, uint32_t number);

/* Notes that a segment of END with number SEQUENCE, extended to 64 bits, in frame NUMBER verified.
 * Call it in the order of the frames; a forged segment would move the extension. */
void numbered_end_note(struct numbered_end *end, uint32_t number, uint64_t sequence);

#endif
