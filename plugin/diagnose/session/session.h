/* What the segments between two peers show together: counts for each direction, over all
 * connections between them.
 *
 * An engineer asks about a session, not about segments. SYN retries come from new ports, and a
 * session that breaks comes up again, so connections between the same two addresses for the same
 * service belong together.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SESSION_SESSION_H
#define TCPAUTH_DIAGNOSE_SESSION_SESSION_H

#include "plugin/diagnose/evidence/diagnosis.h"
#include "plugin/verify/segment.h"

/* How often something was seen, and where first and last. */
struct occurrence {
    unsigned count;
    uint32_t first_frame, last_frame;
    int64_t first_time, last_time; /* microseconds since 1970 */
};

/* A change that was captured on both of its sides. */
struct crossing {
    bool known;
    uint32_t before, behind; /* the interfaces, counted from 0 */
};

/* How often one cause was found. */
struct cause_tally {
    struct occurrence seen;
    unsigned proven;           /* how many of these with a key */
    const struct proof *proof; /* the first one; owned by the diagnosis */
    struct crossing crossing;  /* the first one */
};

/* All that one of the two peers sent. */
struct sender {
    struct ip_address address;
    struct occurrence verdicts[VERDICT_NONE];
    struct occurrence reasons[REASONS]; /* where no cause is proven with a key */
    struct cause_tally causes[CAUSES];
    struct occurrence signature;   /* of segments with a signature, whatever the verdict */
    struct occurrence unexplained; /* Bad, and no cause is known */
    struct occurrence unproven;    /* Bad, and no cause is proven with a key */
    struct occurrence unchecked;   /* Unverified, likewise */
    struct occurrence missing;     /* Not present, and no cause says where the signature went */
    struct occurrence lost;        /* Bad, between a segment under one key and one under the next */
    struct occurrence pending;     /* the latest of UNEXPLAINED, since the last good segment */
    struct occurrence settled;     /* those of UNEXPLAINED before that */
    unsigned tried;                /* the most keys that were tried on one segment */
    unsigned syns, unsigned_syns;  /* without ACK */
    unsigned attempts;             /* to open a connection; SYNs sent again are not counted */
    uint32_t largest_good, smallest_bad; /* bytes of data; UINT32_MAX if none is bad */
    const struct key *key;           /* the first that verified a segment; else the first tried */
    const struct key *latest_key;    /* the last that verified a segment, or NULL */
    const struct rollover *rollover; /* the latest; owned by the diagnosis; or NULL */
    unsigned rollovers;
    struct hint hint;         /* the latest at a bad segment */
    unsigned accepted;        /* how often the other peer acknowledged signed segments anew */
    unsigned retransmissions; /* the most of one good segment that nobody acknowledged */
    unsigned mss;             /* that it announced; 0 if that is not known */
    struct occurrence will_break;
    unsigned will_break_accepted; /* how many of these were acknowledged */
    uint32_t longest_will_break;  /* bytes of data */
};

/* Two peers and a service. */
struct session {
    uint16_t port;            /* of the service */
    struct sender senders[2]; /* the lower address first */
    unsigned connections;
    int64_t first_time, last_time; /* of all segments, microseconds since 1970 */
};

/* All sessions of a capture. */
struct sessions;

struct sessions *sessions_new(void);

/* Frees all sessions with it. Does nothing if SESSIONS is NULL. */
void sessions_free(struct sessions *sessions);

/* Counts the segment SEGMENT of frame NUMBER, of which DIAGNOSIS tells. Call it once for each
 * segment with a verdict, in the order of frames. Segments quoted in ICMP errors are left out. */
void sessions_note(struct sessions *sessions, const struct segment *segment,
                   const struct diagnosis *diagnosis, uint32_t number);

/* Returns the session at INDEX, counting from 0, in the order in which they began; NULL if there
 * are no more. The result is owned by SESSIONS. */
const struct session *sessions_at(const struct sessions *sessions, unsigned index);

/* Returns the session between FROM and TO, in either order, or NULL. The result is owned by
 * SESSIONS. */
const struct session *sessions_between(const struct sessions *sessions, const struct end *from,
                                       const struct end *to);

/* Returns how many segments belong to none of the sessions, since there are too many. */
unsigned sessions_left_out(const struct sessions *sessions);

/* Returns the segments of SENDER with VERDICT. */
static inline unsigned sender_count(const struct sender *sender, enum verdict verdict)
{
    return sender->verdicts[verdict].count;
}

/* Returns all segments of SENDER with a verdict. */
unsigned sender_total(const struct sender *sender);

/* Returns true if the key that SENDER seems to sign with is one of TCP-AO. */
static inline bool sender_signs_with_ao(const struct sender *sender)
{
    return sender->key && sender->key->algorithm != KEY_MD5;
}

/* Returns true if all bad segments of SENDER carry more data than all good ones. */
bool sender_has_size_limit(const struct sender *sender);

#endif
