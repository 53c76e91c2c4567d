/* Which keys the ends of a TCP-AO connection sign with, and which they ask each other for.
 *
 * Each segment has the KeyID of the key that signs it and, as RNextKeyID, that of the key which its
 * sender wants the other end to sign with: RFC 5925 sections 2.2, 6.1 and 7.5.2. The two directions
 * are independent of each other. The sequence numbers tell what is captured late.
 *
 * Anybody can send a KeyID. From the first segment on that a key verifies, only such segments
 * count; one that a key signed with other settings is one, too. Before, and where there is no key,
 * all segments count, and what they show is not proven.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_KEY_IDS_H
#define TCPAUTH_DIAGNOSE_LEARNT_KEY_IDS_H

#include "plugin/diagnose/evidence/bounds.h"
#include "plugin/diagnose/evidence/diagnosis.h"
#include "plugin/diagnose/evidence/evidence.h"

/* An end asks the other one to sign with another key. */
struct key_request {
    uint32_t number;   /* of the first frame that asks */
    int64_t time;      /* of that */
    uint8_t key_id;    /* asked for */
    uint32_t followed; /* the first frame that the other end signs with it; 0 if none was seen */
    int64_t delay;     /* microseconds between the two, if FOLLOWED */
};

enum key_change_kind {
    KEY_FOLLOWED,     /* the other end asked for the new key */
    KEY_CHANGED,      /* no segment of the other end was captured that tells what it asks for */
    KEY_NOT_ASKED,    /* the other end did not ask for it in this capture */
    KEY_BACK,         /* likewise, and the end signed with it before */
    KEY_NOT_FOLLOWED, /* no change: the end has the request and still signs with the old key */
};

/* An end signs with another key than before, or does not although it is asked to. */
struct key_change {
    enum key_change_kind kind;
    uint32_t number; /* of the frame that shows it */
    uint8_t old_id, new_id;
    const struct key *old, *new;       /* that sign; owned by the keyring; or NULL */
    bool is_proven;                    /* a key signed the frame's segment */
    const struct key_request *request; /* of KEY_FOLLOWED and KEY_NOT_FOLLOWED; else NULL */
};

/* Returns the key that signed the segment of FINDING, whether or not its receiver accepts that;
 * NULL if none is known. */
const struct key *key_signer(const struct finding *finding);

/* Returns what CHANGE says of the end FROM and the other end TO, such as "A now signs with key 62,
 * as B asked in frame 11". Free with g_free(). */
char *key_change_sentence(const struct key_change *change, const struct ip_address *from,
                          const struct ip_address *to);

/* Returns which keys CHANGE is about, such as "key changed from NAME to NAME". Free with g_free().
 */
char *key_change_text(const struct key_change *change);

/* Returns the name of KEY or, if that is NULL, "KeyID 62" of KEY_ID. Free with g_free(). */
char *key_title(const struct key *key, uint8_t key_id);

/* Returns the seconds of DELAY, such as "0.020". Free with g_free(). */
char *key_delay_text(int64_t delay);

/* The keys of one connection. */
struct key_ids;

/* Returns new key ids, of which none is known. BOUNDS must outlive them. Free with key_ids_free().
 */
struct key_ids *key_ids_new(struct bounds *bounds);

/* Frees IDS with all requests and changes; NULL is ignored. */
void key_ids_free(struct key_ids *ids);

/* Notes the segment of EVIDENCE, on which DIAGNOSIS has the verdict and the twins, and whose header
 * was captured. SIDE, 0 or 1, is the end that sent it. Sets in DIAGNOSIS the request and the change
 * that begin with it; IDS owns both, and a later segment may follow the request. */
void key_ids_note(struct key_ids *ids, unsigned side, const struct evidence *evidence,
                  struct diagnosis *diagnosis);

#endif
