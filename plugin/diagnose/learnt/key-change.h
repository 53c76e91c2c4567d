/* A change of the key that an end of a TCP-AO connection signs with, or a request for one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_KEY_CHANGE_H
#define TCPAUTH_DIAGNOSE_LEARNT_KEY_CHANGE_H

#include "keys/key.h"

/* A request of one end to the other to sign with another key. */
struct key_request {
    uint32_t number;       /* the first frame that requests it */
    int64_t time;          /* the time of that frame */
    uint8_t key_id;        /* of the requested key */
    const struct key *key; /* the requested key; owned by the keyring; NULL if it has none */
    uint32_t
        followed;    /* the first frame that the other end signs with it; 0 if none was captured */
    int64_t delay;   /* microseconds between the two frames, if FOLLOWED */
    bool is_refused; /* the other end received it, and signed with the old key */
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

#endif
