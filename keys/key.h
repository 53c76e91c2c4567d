/* One key: a secret, the connections to which it applies, its validity, and its origin.
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
    KEY_HMAC_SHA_256_96,  /* like SHA-1 in RFC 5926; Linux, BIRD, GoBGP and IOS XE have it */
    KEY_HMAC_SHA_256_128, /* the same, with a MAC of 16 octets */
    KEY_HKDF_SHA_256_128, /* HMAC-SHA256-128 of draft-ietf-tcpm-tcp-ao-algs-07 */
    KEY_KMAC256_128,      /* of the same draft */
    KEY_HMAC_MD5_96,      /* this and the next three: like SHA-1 in RFC 5926 */
    KEY_HMAC_SHA_224_96,
    KEY_HMAC_SHA_384_96,
    KEY_HMAC_SHA_512_96,
    KEY_ALGORITHMS, /* their number */
};

/* The shortest and the longest MAC of TCP-AO: a TCP header has room for 40 octets of options, of
 * which 4 belong to the option itself (RFC 5925 section 2.2). */
#define KEY_MAC_MIN 4
#define KEY_MAC_MAX 36

/* The TCP option flag of TCP-AO (RFC 5925 section 3.1): whether the MAC covers the other
 * options. */
enum key_options {
    KEY_ANY_OPTIONS, /* unknown */
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
    char *origin; /* human-readable position: "session.keys:12" */
    struct prefix ends[2];
    struct ip_address
        signed_as[2];   /* the addresses of the ends before NAT; of length 0 without NAT */
    uint16_t port;      /* of either end, or KEY_ANY_PORT */
    uint8_t mac_length; /* octets, if not that of the algorithm; otherwise 0 */
    enum key_algorithm algorithm;
    struct secret *secret;   /* NULL if it is unknown */
    struct secret *disguise; /* its obfuscated text in a router's configuration; or NULL */
    const char *withheld; /* why the secret is unknown, as a static human-readable string; NULL if
                             it is known */
    int send_id, recv_id; /* TCP-AO's KeyIDs from the first end's point of view, or KEY_ANY_ID */
    enum key_options options;
    enum key_preference preference;
    int64_t from, until;               /* microseconds since 1970; from <= time < until */
    struct key_membership *membership; /* attributes that few keys have: see key_chain(); or NULL */
    enum key_signature signature;
    unsigned index; /* index in its keyring, set by keyring_add() */
};

/* The attributes that key_set() can set; the same in the key table and in keyring files. */
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
    KEY_INSTANCE,
};

/* Returns a new key named NAME that applies to every connection at any time and has no secret yet.
 * Free with key_free(). */
struct key *key_new(const char *name, const char *origin);

/* Returns a copy of KEY with its secret. Free with key_free(). */
struct key *key_copy(const struct key *key);

/* Frees KEY and wipes its secret. Does nothing if KEY is NULL. */
void key_free(struct key *key);

/* Sets one attribute of KEY from TEXT. A name is any text that can be shown in one line. An end is
 * "192.0.2.1", "2001:db8::/32" or "*", the address that it signs as is an address or "*". A port, a
 * MAC length or a key id is a decimal number or "*". Options, preference and signature are one of
 * key_options_names and the similar arrays. A chain and a routing instance are names, a key's
 * number in its chain is a decimal number. A time is an ISO 8601 time with seconds, or only its
 * date, in UTC unless it has a zone.
 *
 * Returns false and sets ERROR (domain KEY_ERROR) if TEXT is not valid; KEY is then unchanged. The
 * error never repeats TEXT, which may be a misplaced secret. */
bool key_set(struct key *key, enum key_attribute attribute, const char *text, GError **error);

/* Returns true if KEY is complete. Returns false and sets ERROR (KEY_ERROR_INCOMPLETE) if KEY has
 * neither a secret nor a reason for having none, or can apply to no connection: its ends are of
 * different families, its validity ends before it begins, or its MAC is longer than its algorithm
 * computes. */
bool key_check(const struct key *key, GError **error);

/* The first and the last valid second, in microseconds since 1970: those of the years 1 and 9999 in
 * UTC. Neither ISO 8601 nor GLib's calendar has other years. */
#define KEY_TIME_FIRST (-62135596800 * (int64_t)G_USEC_PER_SEC)
#define KEY_TIME_LAST  (253402300799 * (int64_t)G_USEC_PER_SEC)

/* Sets *TIME, in microseconds since 1970, from a text as in key_set(). If the zone moves the time
 * out of the years 1 to 9999, *TIME is KEY_TIME_FIRST or KEY_TIME_LAST. Returns false and sets
 * ERROR (domain KEY_ERROR) if TEXT is not a time. */
bool key_time_parse(const char *text, int64_t *time, GError **error);

/* Returns TIME plus SECONDS; KEY_TIME_FIRST or KEY_TIME_LAST if that is outside the years 1 to
 * 9999. INT64_MIN and INT64_MAX, which stand for no limit, are returned unchanged. Use this for
 * every sum of a time and a duration. */
int64_t key_time_move(int64_t time, int64_t seconds);

/* Returns the time zone NAME ("Europe/Berlin", "CET"), or NULL if this system has none. Free with
 * key_area_free(), which accepts NULL. */
GTimeZone *key_area_new(const char *name);

/* Returns the time zone that RULE describes as POSIX's variable TZ does
 * ("STD-1DST,M3.5.0,M10.5.0/3"), or NULL if RULE is not valid. RULE must not be text from a file.
 * Free with key_area_free(). */
GTimeZone *key_area_from_rule(const char *rule);
void key_area_free(GTimeZone *area);

/* Returns TIME, which is local in AREA but was read as UTC, in UTC. */
int64_t key_time_from_area(int64_t time, GTimeZone *area);

/* Returns TIME in UTC, in the notation that key_time_parse() reads. A time outside the years 1 to
 * 9999 becomes their first or last second. Free with g_free(). */
char *key_time_text(int64_t time);

/* The names of the algorithms. Case does not matter when they are read. */
extern const char *const key_algorithm_names[KEY_ALGORITHMS];

/* "*", "included" and "excluded". */
extern const char *const key_options_names[KEY_OPTIONS_COUNT];

/* Returns the length of KEY's MAC, or of its digest if KEY is for MD5, in octets. */
unsigned key_mac_length(const struct key *key);

/* "*", "preferred" and "deprecated". */
extern const char *const key_preference_names[KEY_PREFERENCES];

/* "required" and "optional". */
extern const char *const key_signature_names[KEY_SIGNATURES];

/* Returns the name of KEY's key chain, as configured on the router, or NULL. */
const char *key_chain(const struct key *key);

/* Returns the routing instance of KEY's sessions, such as "vrf RED", or NULL if it is not known. */
const char *key_instance(const struct key *key);

/* Returns KEY's number in its chain, or KEY_ANY_NUMBER. */
int64_t key_number(const struct key *key);

/* Returns "key 1 of chain NAME", or "chain NAME" if the number is not known. Returns NULL if KEY is
 * in no chain. Free with g_free(). */
char *key_place_text(const struct key *key);

/* Return when a router begins and ceases to sign with KEY, in microseconds since 1970. These are
 * KEY's from and until, between which a receiver accepts it, unless key_set() or key_set_sent() set
 * other times. */
int64_t key_send_from(const struct key *key);
int64_t key_send_until(const struct key *key);

/* Sets when a router signs with KEY. INT64_MIN and INT64_MAX stand for KEY's from and until. */
void key_set_sent(struct key *key, int64_t from, int64_t until);

/* The time of a frame without a time stamp, such as a Simple Packet Block of pcapng has. */
#define KEY_TIME_UNKNOWN 0

/* Returns true if a router signs with KEY at TIME. Each key is used at KEY_TIME_UNKNOWN. */
bool key_is_sent_at(const struct key *key, int64_t time);

/* Returns true if KEY is valid at TIME. Each key is valid at KEY_TIME_UNKNOWN. */
bool key_is_valid_at(const struct key *key, int64_t time);

/* Returns true if KEY, which must apply to a connection between FROM and TO, signs segments from
 * FROM to TO with the KeyID ID. The SendID of either end is the RecvID of the other: RFC 5925
 * section 3.1. */
bool key_has_id(const struct key *key, const struct ip_address *from, const struct ip_address *to,
                uint8_t id);

/* Returns the KeyID with which KEY signs segments from FROM to TO; KEY_ANY_ID if it is not
 * configured, or if KEY signs no such segments. */
int key_id_from(const struct key *key, const struct ip_address *from, const struct ip_address *to);

/* Returns how many bits of the two addresses KEY determines: the more, the more specific it is. */
unsigned key_specificity(const struct key *key);

#endif
