/* The keys that the ends of a TCP-AO connection sign with, and those that they request.
 *
 * Each segment has the KeyID of the key that signs it. Its RNextKeyID is the KeyID that its sender
 * wants the other end to sign with: RFC 5925 sections 2.2, 6.1 and 7.5.2. The two directions are
 * independent. Sequence numbers show which segments were captured late.
 *
 * Anybody can send a KeyID. Once a key has verified a segment, only segments that a key signed
 * count, including those that a key signed with other settings. Before that, or without a key, all
 * segments count, and nothing is proven.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_KEY_IDS_H
#define TCPAUTH_DIAGNOSE_LEARNT_KEY_IDS_H

#include "plugin/diagnose/evidence/bounds.h"
#include "plugin/diagnose/evidence/diagnosis.h"
#include "plugin/diagnose/evidence/evidence.h"

/* A request of one end to the other to sign with another key. */
struct key_request {
    uint32_t number; /* the first frame that requests it */
    int64_t time;    /* the time of that frame */
    uint8_t key_id;  /* the requested key */
    uint32_t
        followed;  /* the first frame that the other end signs with it; 0 if none was captured */
    int64_t delay; /* microseconds between the two frames, if FOLLOWED */
};

enum key_change_kind {
    KEY_FOLLOWED,     /* the other end had requested the new key */
    KEY_CHANGED,      /* no captured segment of the other end shows what it requests */
    KEY_NOT_ASKED,    /* the other end did not request it in this capture */
    KEY_BACK,         /* not requested either, and this end signed with it before */
    KEY_NOT_FOLLOWED, /* no change: the end received the request and still signs with the old key */
};

/* A change of the key that an end signs with, or a request that it does not follow. */
struct key_change {
    enum key_change_kind kind;
    uint32_t number; /* the frame that shows it */
    uint8_t old_id, new_id;
    const struct key *old, *new;       /* the keys; owned by the keyring; or NULL */
    bool is_proven;                    /* a key verified the frame's segment */
    const struct key_request *request; /* for KEY_FOLLOWED and KEY_NOT_FOLLOWED; otherwise NULL */
};

/* Returns the key that signed the segment of FINDING, whether or not its receiver accepts it; NULL
 * if that is unknown. */
const struct key *key_signer(const struct finding *finding);

/* Returns a sentence on CHANGE of the end FROM, TO being the other end: "A now signs with key 62,
 * as B asked in frame 11". Free with g_free(). */
char *key_change_sentence(const struct key_change *change, const struct ip_address *from,
                          const struct ip_address *to);

/* Returns the keys of CHANGE, as in "key changed from NAME to NAME". Free with g_free().
 */
char *key_change_text(const struct key_change *change);

/* Returns the name of KEY; if KEY is NULL, "KeyID 62" for KEY_ID 62. Free with g_free(). */
char *key_title(const struct key *key, uint8_t key_id);

/* Returns DELAY, in microseconds, as seconds, such as "0.020". Free with g_free(). */
char *key_delay_text(int64_t delay);

/* The key changes and requests of one connection. */
struct key_ids;

/* Returns new key ids, without any. BOUNDS must outlive them. Free with key_ids_free().
 */
struct key_ids *key_ids_new(struct bounds *bounds);

/* Frees IDS with all requests and changes. Does nothing if IDS is NULL. */
void key_ids_free(struct key_ids *ids);

/* Records the segment of EVIDENCE, whose header must be captured, with the verdict and the twins in
 * DIAGNOSIS. SIDE, 0 or 1, is the end that sent it. Sets in DIAGNOSIS the request and the change
 * that begin with the segment. IDS owns both; a later segment may complete the request. */
void key_ids_note(struct key_ids *ids, unsigned side, const struct evidence *evidence,
                  struct diagnosis *diagnosis);

/* Returns the frame since which SIDE signs with a key that the other end did not request, if the
 * other end has acknowledged nothing since; otherwise 0. */
uint32_t key_ids_unaccepted(const struct key_ids *ids, unsigned side);

#endif
