/* What the segments between two peers show together: counts for each direction, over all
 * connections between them.
 *
 * An engineer asks about a session, not about segments. Retried SYNs come from new ports, and a
 * session that breaks comes up again. So all connections between two addresses for one service
 * belong together.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SESSION_SESSION_H
#define TCPAUTH_DIAGNOSE_SESSION_SESSION_H

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

/* How often a cause was found. */
struct cause_tally {
    struct occurrence seen;
    unsigned proven;           /* how many of these with a key */
    const struct proof *proof; /* the first proof; owned by the diagnosis */
    struct crossing crossing;  /* the first crossing */
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
    struct occurrence unchecked;   /* Unverified, and no cause explains why */
    struct occurrence missing;     /* Not present, and no cause explains where the signature went */
    struct occurrence
        lost; /* Bad, between the last segment under one key and the first under the next */
    struct occurrence pending;           /* those of UNEXPLAINED since the last good segment */
    struct occurrence settled;           /* those of UNEXPLAINED before that */
    unsigned tried;                      /* the greatest number of keys tried on one segment */
    unsigned syns, unsigned_syns;        /* without ACK */
    unsigned attempts;                   /* to open a connection; retransmitted SYNs do not count */
    uint32_t largest_good, smallest_bad; /* bytes of data; UINT32_MAX if no segment is bad */
    const struct key *key;        /* the first that verified a segment; otherwise the first tried */
    const struct key *latest_key; /* the last that verified a segment, or NULL */
    const struct rollover *rollover; /* the last one; owned by the diagnosis; or NULL */
    unsigned rollovers;
    struct hint hint; /* on the last bad segment with a hint */
    unsigned
        accepted; /* how often the other peer acknowledged signed segments for the first time */
    unsigned retransmissions; /* the greatest number for one good, unacknowledged segment */
    unsigned mss;             /* the MSS that it announced; 0 if unknown */
    struct occurrence will_break;
    unsigned will_break_accepted; /* how many segments in WILL_BREAK were acknowledged */
    uint32_t longest_will_break;  /* bytes of data */
};

/* Two peers and a service. */
struct session {
    uint16_t port;            /* of the service */
    struct sender senders[2]; /* the lower address first */
    unsigned connections;
    int64_t first_time, last_time; /* of all its segments, in microseconds since 1970 */
};

/* All sessions of a capture. */
struct sessions;

struct sessions *sessions_new(void);

/* Frees SESSIONS with all sessions. Does nothing if SESSIONS is NULL. */
void sessions_free(struct sessions *sessions);

/* Counts SEGMENT of frame NUMBER, with its DIAGNOSIS. Call once for each segment with a verdict, in
 * the order of the frames. Ignores segments quoted in ICMP errors. */
void sessions_note(struct sessions *sessions, const struct segment *segment,
                   const struct diagnosis *diagnosis, uint32_t number);

/* Returns the session at INDEX, counting from 0, in the order in which they began; NULL if there
 * are no more. Owned by SESSIONS. */
const struct session *sessions_at(const struct sessions *sessions, unsigned index);

/* Returns the session between FROM and TO, in either order, or NULL. Owned by SESSIONS. */
const struct session *sessions_between(const struct sessions *sessions, const struct end *from,
                                       const struct end *to);

/* Returns how many segments were not counted since there are too many sessions. */
unsigned sessions_left_out(const struct sessions *sessions);

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
