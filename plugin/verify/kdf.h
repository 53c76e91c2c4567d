/* The key derivation function (KDF) of TCP-AO, which makes traffic keys of a master key.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_KDF_H
#define TCPAUTH_VERIFY_KDF_H

#include "traffic-key.h"

/* What the input of RFC 5926 section 3.1.1 consists of, besides the context. */
struct kdf_derivation {
    const char *fault; /* how it differs from the RFC, in static words; NULL of row 0, the RFC's */
    struct {
        uint8_t length, value;
    } counter;
    struct span label;
    uint8_t size_length; /* in octets, of the number that says how long the key is to be */
    bool size_in_octets; /* not in bits */
    bool no_ports;       /* the context has no ports */
    bool plain;          /* nothing is derived: the master key is the traffic key */
};

/* The RFC's, and what signers may do who misread it. */
#define KDF_DERIVATIONS 11
extern const struct kdf_derivation kdf_derivations[KDF_DERIVATIONS];

/* A master key, ready to derive any number of traffic keys: a search tries millions. */
struct kdf;

/* Returns true if this system's libgcrypt can derive and use the traffic keys of ALGORITHM, which
 * must be one of TCP-AO. */
bool kdf_is_available(enum key_algorithm algorithm);

/* Returns the KDF of ALGORITHM with MASTER_KEY, or NULL if libgcrypt lacks or forbids it or refuses
 * that key. Free with kdf_free(). */
struct kdf *kdf_new(enum key_algorithm algorithm, const struct secret *master_key);

/* Frees KDF and wipes its key. Does nothing if KDF is NULL. */
void kdf_free(struct kdf *kdf);

/* Writes the traffic key of CONTEXT to KEY; wipe it with traffic_key_wipe(). Returns false if
 * libgcrypt fails: KEY is then wiped. */
bool kdf_derive(struct kdf *kdf, const struct traffic_context *context, struct traffic_key *key);

#endif
