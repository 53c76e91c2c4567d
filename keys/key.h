/* One key: a secret, whom it serves, when, and where it came from.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_KEY_H
#define TCPAUTH_KEYS_KEY_H

#include "address.h"
#include "problem.h"
#include "secret.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum key_algorithm {
    KEY_MD5,              /* RFC 2385; all others are for TCP-AO */
    KEY_HMAC_SHA_1_96,    /* RFC 5926 section 3.2.1 */
    KEY_AES_128_CMAC_96,  /* RFC 5926 section 3.2.2 */
    KEY_HMAC_SHA_256_96,  /* as RFC 5926 has SHA-1: Linux, BIRD, GoBGP, IOS XE */
    KEY_HMAC_SHA_256_128, /* likewise, with a MAC of 16 octets */
    KEY_HKDF_SHA_256_128, /* HMAC-SHA256-128 of draft-ietf-tcpm-tcp-ao-algs-07 */
    KEY_KMAC256_128,      /* of the same draft */
    KEY_HMAC_MD5_96,      /* as RFC 5926 has SHA-1, likewise the next three */
    KEY_HMAC_SHA_224_96,
    KEY_HMAC_SHA_384_96,
    KEY_HMAC_SHA_512_96,
    KEY_ALGORITHMS, /* how many there are */
};

/* The shortest and the longest MAC that TCP-AO is configured with: a TCP header has room for 40
 * octets of options, and 4 of them are not the MAC's (RFC 5925 section 2.2). */
#define KEY_MAC_MIN 4
#define KEY_MAC_MAX 36

/* TCP-AO's TCP option flag (RFC 5925 section 3.1): what its MAC covers besides TCP-AO itself. */
enum key_options {
    KEY_ANY_OPTIONS, /* not known */
    KEY_OPTIONS_INCLUDED,
    KEY_OPTIONS_EXCLUDED,
    KEY_OPTIONS_COUNT,
};

/* Which key a router should sign with if it has several. */
enum key_preference {
    KEY_NO_PREFERENCE,
    KEY_PREFERRED,
    KEY_DEPRECATED,
    KEY_PREFERENCES,
};

/* Whether the receiver drops an unsigned segment. */
enum key_signature {
    KEY_SIGNATURE_REQUIRED,
    KEY_SIGNATURE_OPTIONAL,
    KEY_SIGNATURES,
};

#define KEY_ANY_PORT   0
#define KEY_ANY_ID     (-1)
#define KEY_ANY_NUMBER (-1)

struct key_membership;

struct key {
    char *name;
    char *origin; /* where it stands, for people: "session.keys:12" */
    struct prefix ends[2];
    struct ip_address signed_as[2]; /* of the ends where NAT shows others; no length if none is */
    uint16_t port;                  /* of either end, or KEY_ANY_PORT */
    uint8_t mac_length;             /* in octets, if it is not the algorithm's own; or 0 */
    enum key_algorithm algorithm;
    struct secret *secret;   /* NULL if it could not be known */
    struct secret *disguise; /* the text that hid it in a router's configuration; or NULL */
    const char *withheld;    /* why not, in static words for people; NULL if it is known */
    int send_id, recv_id;    /* TCP-AO's KeyIDs as the first end has them, or KEY_ANY_ID */
    enum key_options options;
    enum key_preference preference;
    int64_t from, until;               /* microseconds since 1970; from <= time < until */
    struct key_membership *membership; /* what few keys have: see key_chain(); or NULL */
    enum key_signature signature;
    unsigned place; /* in its keyring, set by keyring_add() */
};

/* What key_set() can set from text, the same in the key table and in keyring files. */
enum key_attribute {
    KEY_NAME,
    KEY_FIRST_END,
    KEY_SECOND_END,
    KEY_FIRST_SIGNED_AS,
    KEY_SECOND_SIGNED_AS,
    KEY_PORT,
    KEY_ALGORITHM,
    KEY_MAC_LENGTH,
    KEY_SEND_ID,
    KEY_RECV_ID,
    KEY_OPTIONS,
    KEY_FROM,
    KEY_UNTIL,
    KEY_SEND_FROM,
    KEY_SEND_UNTIL,
    KEY_PREFERENCE,
    KEY_SIGNATURE,
    KEY_CHAIN,
    KEY_NUMBER,
};

/* Returns a new key named NAME that serves every connection at any time and has no secret yet. Free
 * with key_free(). */
struct key *key_new(const char *name, const char *origin);

/* Returns a copy of KEY, secret included. Free with key_free(). */
struct key *key_copy(const struct key *key);

/* Frees KEY and wipes its secret; NULL is ignored. */
void key_free(struct key *key);

/* Sets one attribute from its text. A name is what can be shown in one line; an end is "192.0.2.1",
 * "2001:db8::/32" or "*"; what it signs as an address or "*"; a port, MAC length or key id a
 * decimal number or "*"; options, preference and signature
 * are of key_options_names and the like; a chain is a name, a key's number in it a decimal number;
 * a time ISO 8601, seconds and all, or its date alone, UTC unless it names a zone. False and ERROR
 * (KEY_ERROR) if TEXT is not such; the error never repeats TEXT, which may be a secret that slipped
 * into the wrong place. KEY is unchanged then. */
bool key_set(struct key *key, enum key_attribute attribute, const char *text, GError **error);

/* Returns false and sets ERROR (KEY_ERROR_INCOMPLETE) if KEY has no secret, and not by being
 * withheld, or can serve no connection: its ends are of two families, its validity ends before it
 * begins, or its MAC is longer than what its algorithm computes. */
bool key_check(const struct key *key, GError **error);

/* The first and the last second that a time can be, in microseconds since 1970: those of the years
 * 1 and 9999 in UTC, since neither ISO 8601 nor GLib's calendar has others. */
#define KEY_TIME_FIRST (-62135596800 * (int64_t)G_USEC_PER_SEC)
#define KEY_TIME_LAST  (253402300799 * (int64_t)G_USEC_PER_SEC)

/* Reads a time as key_set() does, in microseconds since 1970. A zone may move it out of the years 1
 * to 9999: *TIME is then KEY_TIME_FIRST or KEY_TIME_LAST. */
bool key_time_parse(const char *text, int64_t *time, GError **error);

/* Returns TIME moved by SECONDS, or KEY_TIME_FIRST or KEY_TIME_LAST if that leaves the years 1 to
 * 9999. INT64_MIN and INT64_MAX, which are no limits, stay what they are. Every sum of a time and a
 * duration is computed here. */
int64_t key_time_move(int64_t time, int64_t seconds);

/* Returns TIME as key_time_parse() reads it, in UTC. What is outside of the years 1 to 9999 is
 * written as their first or last second. Free with g_free(). */
char *key_time_text(int64_t time);

/* The names of the algorithms, which are read in any case of letters. */
extern const char *const key_algorithm_names[KEY_ALGORITHMS];

/* "*", "included" and "excluded". */
extern const char *const key_options_names[KEY_OPTIONS_COUNT];

/* Returns the length of KEY's MAC, or of its digest if KEY is for MD5, in octets. */
unsigned key_mac_length(const struct key *key);

/* "*", "preferred" and "deprecated". */
extern const char *const key_preference_names[KEY_PREFERENCES];

/* "required" and "optional". */
extern const char *const key_signature_names[KEY_SIGNATURES];

/* Returns the name of the key chain that KEY is of, as the router has it, or NULL. */
const char *key_chain(const struct key *key);

/* Returns KEY's number in its chain, or KEY_ANY_NUMBER. */
int64_t key_number(const struct key *key);

/* Return when a router begins and ceases to sign with KEY, in microseconds since 1970. Unless
 * key_set() or key_set_sent() gave another time, these are KEY's from and until, the time in which
 * a receiver accepts it. */
int64_t key_send_from(const struct key *key);
int64_t key_send_until(const struct key *key);

/* Sets when a router signs with KEY. INT64_MIN and INT64_MAX stand for KEY's from and until. */
void key_set_sent(struct key *key, int64_t from, int64_t until);

/* Returns true if TIME is in the time in which a router signs with KEY. */
bool key_is_sent_at(const struct key *key, int64_t time);

bool key_is_valid_at(const struct key *key, int64_t time);

/* Does KEY serve connections between these two ports? */
bool key_fits_ports(const struct key *key, uint16_t port, uint16_t other_port);

/* Returns true if a TCP-AO signature from an end at FROM to one at TO that KEY makes has the KeyID
 * ID. The SendID of either end is the RecvID of the other: RFC 5925 section 3.1. */
bool key_has_id(const struct key *key, const struct ip_address *from, const struct ip_address *to,
                uint8_t id);

/* Returns how many bits of the two addresses KEY prescribes: the more, the more specific. */
unsigned key_specificity(const struct key *key);

#endif
