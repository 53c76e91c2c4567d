/* What one of two peers sent, over all connections between them: counts.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SESSION_SENDER_H
#define TCPAUTH_DIAGNOSE_SESSION_SENDER_H

#include "plugin/diagnose/evidence/diagnosis.h"
#include "plugin/verify/segment.h"

/* How often something was seen, and when first and last. */
struct occurrence {
    unsigned count;
    uint32_t first_frame, last_frame;
    int64_t first_time, last_time; /* microseconds since 1970 */
};

/* A change that was captured on both sides of a device. */
struct crossing {
    bool known;
    uint32_t before, behind; /* the interfaces on its two sides, counting from 0 */
};

/* What the searches for initial sequence numbers (ISNs) had as results. */
struct isn_searches {
    bool found, failed;
    uint32_t least, most; /* if FOUND: octets sent before the frame in which they were found */
    uint32_t frame; /* if FOUND: that frame; 0 if it differs, or is always a connection's first */
};

/* How often a cause was found. */
struct cause_tally {
    struct occurrence seen;
    unsigned proven;           /* how many of these with a key */
    const struct proof *proof; /* the first proof; owned by the diagnosis */
    struct crossing crossing;  /* the first crossing */
    uint8_t key_id;            /* of the first segment, if that is signed with TCP-AO */
};

/* What one peer sent since the other last acknowledged any of it. */
struct silence {
    struct occurrence good;     /* good segments that await an acknowledgment */
    uint32_t shortest, longest; /* the bytes of data of these */
    unsigned others;            /* segments that are not good */
    unsigned bad;               /* those of OTHERS that are bad */
    unsigned retransmissions;   /* the greatest number for one good segment */
    unsigned syns;              /* those of GOOD without ACK */
    unsigned attempts;          /* to open a connection, since the other last sent an RST */
};

/* The last segment whose cause is AO_KEY_UNKNOWN_TO_PEER, until it is acknowledged, or anything in
 * a later connection. */
struct refused_segment {
    bool is_known;        /* there is one */
    uint32_t isn;         /* that of its connection */
    uint32_t next;        /* the sequence number after it */
    unsigned connections; /* of the session so far */
};

/* Everything that one of the two peers sent. */
struct sender {
    struct ip_address address;
    struct occurrence verdicts[VERDICT_NONE];
    struct occurrence reasons[REASONS]; /* of segments without a cause proven with a key */
    struct cause_tally causes[CAUSES];
    struct occurrence signature;   /* segments with a signature, whatever the verdict */
    struct occurrence unexplained; /* Bad, and no cause is known */
    struct occurrence unproven;    /* Bad, and no cause is proven with a key */
    struct occurrence pending;     /* those of UNEXPLAINED since the last good segment */
    struct {
        struct occurrence unexplained, unproven, pending;
    } before;                    /* these three without the last unexplained segment */
    struct occurrence unchecked; /* Unverified, and no cause explains why */
    struct occurrence missing;   /* Not present, and no cause explains where the signature went */
    bool signs_from_start;       /* the first segment with a signature opens a connection */
    unsigned injected;           /* those of MISSING that another host sent, as their data shows */
    struct occurrence
        lost; /* Bad, between the last segment under one key and the first under the next */
    struct occurrence settled;                   /* those of UNEXPLAINED before that */
    unsigned resets, settled_resets;             /* the RSTs in UNEXPLAINED and in SETTLED */
    unsigned contradicted, settled_contradicted; /* likewise, those with other data than good
                                                    segments have at their sequence numbers */
    uint32_t last_proven;  /* the frame of the last bad segment whose cause is proven with a key */
    unsigned opened_since; /* unexplained SYNs since the last good segment */
    unsigned tried;        /* the greatest number of keys tried on one segment */
    unsigned syns, unsigned_syns;        /* without ACK */
    unsigned attempts;                   /* to open a connection; retransmitted SYNs do not count */
    unsigned less_specific;              /* good segments, whose key is not the most specific one */
    uint32_t largest_good, smallest_bad; /* bytes of data; UINT32_MAX if no segment is bad */
    const struct key *key; /* the first that verified a segment; otherwise the first tried */
    const struct key
        *refuted_key; /* of the last unexplained segment: that with its KeyID; or NULL */
    const struct key *latest_key; /* the last that verified a segment, or NULL */
    enum key_options covers;      /* the other options, under LATEST_KEY; or KEY_ANY_OPTIONS */
    bool is_changed_elsewhere;    /* a good segment was, at another capture point */
    enum verdict last; /* of a good, an unexplained or an unsigned segment; Bad before them */
    unsigned turns;    /* how often LAST changed */
    const struct rollover *rollover; /* the last one; owned by the diagnosis; or NULL */
    unsigned rollovers;
    struct occurrence refused_requests; /* for another key, without those that it followed later */
    struct isn_searches isns;
    struct hint hint; /* on the last bad segment with a hint */
    unsigned
        accepted; /* how often the other peer acknowledged signed segments for the first time */
    uint32_t longest_accepted; /* bytes of data: that of good segments up to an acknowledgment */
    unsigned accepted_bad;     /* how often since its last good segment the other peer acknowledged
                                  only segments that are not good */
    unsigned accepted_before;  /* how often before its first good segment it did so */
    bool goes_on;              /* it acknowledges something in a connection that it opened */
    unsigned bad_accepted; /* how often in the capture it acknowledged only segments that are bad */
    struct silence silence;
    struct refused_segment refused;
    unsigned mss; /* the MSS that it announced; 0 if unknown */
    struct occurrence will_break;
    unsigned will_break_accepted; /* how many segments in WILL_BREAK were acknowledged */
    uint32_t longest_will_break;  /* bytes of data */
};

/* Counts SEGMENT of frame NUMBER, which SENDER sent, with its DIAGNOSIS. Call in the order of the
 * frames. */
void sender_note(struct sender *sender, const struct segment *segment,
                 const struct diagnosis *diagnosis, uint32_t number);

/* Counts the good SEGMENT, for which SENDER awaits an acknowledgment, in SENDER's silence. Call
 * after sender_note(). */
void sender_wait(struct sender *sender, const struct segment *segment,
                 const struct diagnosis *diagnosis, uint32_t number);

/* Returns the number of SENDER's segments with VERDICT. */
static inline unsigned sender_count(const struct sender *sender, enum verdict verdict)
{
    return sender->verdicts[verdict].count;
}

/* Returns the number of SENDER's segments with any verdict. */
unsigned sender_total(const struct sender *sender);

/* Returns true if the key of SENDER is one of TCP-AO. */
static inline bool sender_signs_with_ao(const struct sender *sender)
{
    return sender->key && sender->key->algorithm != KEY_MD5;
}

/* Returns true if every bad segment of SENDER carries more data than every good one. */
bool sender_has_size_limit(const struct sender *sender);

#endif
