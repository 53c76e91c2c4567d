/* The initial sequence numbers of a connection, from which TCP-AO derives its traffic keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_NUMBERING_H
#define TCPAUTH_VERIFY_NUMBERING_H

#include "finding.h"
#include "segment.h"

#include <glib.h>

/* The sequence numbers that one end sends. */
struct numbered_end {
    uint32_t isn;
    uint32_t frame; /* the frame that shows the ISN */
    enum isn_origin origin;
    uint32_t sent; /* if the ISN was searched: octets sent before FRAME ... */
    bool at_start; /* ... and whether that is the connection's first frame */
    bool verified; /* a MAC verified with this ISN */
    bool ended;    /* the end sends nothing after the number FINAL */
    uint32_t final;
    uint32_t heard;  /* the first frame of this end that verified; 0 if none did */
    uint64_t latest; /* the greatest number that verified so far, or the ISN, extended to 64 bits */
    uint32_t next;   /* the number after all captured segments, which may be forged ... */
    bool captured;   /* ... and whether there is one */
    uint32_t acknowledged; /* the last acknowledgment number for it that verified ... */
    bool answered;         /* ... and whether there is one */
    GArray *marks;         /* struct mark, in the order of their frames; NULL at first */
    const struct key *key; /* the key that verified last, owned by the keyring; NULL at first */
};

#define MAX_SYN_DATA UINT16_MAX /* octets: those of an IP packet */

/* The sequence numbers of one incarnation of a connection. */
struct numbering {
    struct numbered_end ends[2]; /* in the order of a flow's directions */
    uint32_t proven; /* the first frame other than a SYN whose MAC verified; 0 if there is none */
    bool reset;      /* an RST verified */
};

/* Returns a new numbering that knows nothing yet. Free with numbering_free(). */
struct numbering *numbering_new(void);

/* Frees NUMBERING. Does nothing if NUMBERING is NULL. */
void numbering_free(struct numbering *numbering);

/* Notes that frame NUMBER shows the ISN of END, known from ORIGIN. If END had another ISN,
 * everything else known of END is forgotten. */
void numbered_end_begin(struct numbered_end *end, uint32_t isn, uint32_t number,
                        enum isn_origin origin);

/* Notes that SEGMENT, which goes in DIRECTION, verified: its FIN or RST may close the connection.
 */
void numbering_close(struct numbering *numbering, uint8_t direction, const struct segment *segment);

/* Returns true if the connection was closed and SEGMENT, which goes in DIRECTION, has numbers that
 * are not among its last. Then it belongs to a later connection. */
bool numbering_is_over(const struct numbering *numbering, uint8_t direction,
                       const struct segment *segment);

/* Returns true if SEGMENT, which goes in DIRECTION and acknowledges something, has numbers of both
 * ends that NUMBERING may have: from its ISNs to soon after the greatest that verified. */
bool numbering_spans(const struct numbering *numbering, uint8_t direction,
                     const struct segment *segment);

/* Returns true if SEGMENT, which goes in DIRECTION, has neither number near those of NUMBERING: it
 * belongs to another connection, or follows a gap of the capture. */
bool numbering_is_strange(const struct numbering *numbering, uint8_t direction,
                          const struct segment *segment);

/* Returns true if SEGMENT, which goes in DIRECTION, has or acknowledges data that no segment of
 * NUMBERING had before: whoever replays a captured segment cannot do that. */
bool numbering_advances(const struct numbering *numbering, uint8_t direction,
                        const struct segment *segment);

/* Returns true if a MAC verified with both ISNs of NUMBERING in a frame up to NUMBER. NUMBERING may
 * be NULL. A SYN does not prove the ISNs: it verifies by itself, even when it is replayed. */
bool numbering_is_proven(const struct numbering *numbering, uint32_t number);

/* Returns the sequence number extension (SNE) of SEQUENCE, which END sends in frame NUMBER: RFC
 * 5925 section 6.2. It follows from what verified up to that frame. The ISN of END must be
 * known. */
uint32_t numbered_end_extension(const struct numbered_end *end, uint32_t number, uint32_t sequence);

/* Returns true if the extension of what END sends in frame NUMBER is known. If the ISN is from the
 * user, nobody knows how much END had sent until one of its segments verifies. */
bool numbered_end_is_extended(const struct numbered_end *end, uint32_t number);

/* Returns true if END, whose ISN must be known, sent something before SEQUENCE that was not
 * captured: SEQUENCE is far from its latest number, does not follow what was captured, or
 * was acknowledged long ago. Nobody knows then how often its numbers wrapped. Call in the first
 * pass; later ones know what was proven. */
bool numbered_end_leaps(const struct numbered_end *end, uint32_t sequence);

/* Returns the extension of SEQUENCE if END sent it after its latest number and after as many
 * WRAPS more as are possible. */
uint32_t numbered_end_wrapped(const struct numbered_end *end, uint32_t sequence, unsigned wraps);

/* Notes that END sent SPAN numbers from SEQUENCE on, whether or not they verified. */
void numbered_end_note_captured(struct numbered_end *end, uint32_t sequence, uint32_t span);

/* Notes that a segment which verified acknowledges what END sent before NUMBER. */
void numbered_end_note_acknowledged(struct numbered_end *end, uint32_t number);

/* Notes that frame NUMBER of END verified, with sequence number SEQUENCE extended to 64 bits. Call
 * in the order of the frames, and only for segments that verified: a forged one would move the
 * extension. */
void numbered_end_note(struct numbered_end *end, uint32_t number, uint64_t sequence);

#endif
