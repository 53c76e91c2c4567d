/* The key derivation function (KDF) of TCP-AO, which derives traffic keys from a master key.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_KDF_H
#define TCPAUTH_VERIFY_KDF_H

#include "traffic-key.h"

/* The parts of the input of RFC 5926 section 3.1.1, besides the context. */
struct kdf_derivation {
    const char
        *fault; /* how this differs from the RFC, a static string; NULL for row 0, the RFC's */
    struct {
        uint8_t length, value;
    } counter;
    struct span label;
    uint8_t size_length; /* octets of the number that gives the length of the key */
    bool size_in_octets; /* the length is in octets instead of bits */
    bool no_ports;       /* the context has no ports */
    bool plain;          /* no derivation: the master key is used as the traffic key */
};

/* The RFC's derivation, and those of signers that misread it. */
#define KDF_DERIVATIONS 11
extern const struct kdf_derivation kdf_derivations[KDF_DERIVATIONS];

/* Returns the algorithm that computes the MACs of ALGORITHM: HMAC-SHA-256 has two names, which
 * differ only in the length of the MAC. */
static inline enum key_algorithm kdf_algorithm(enum key_algorithm algorithm)
{
    return algorithm == KEY_HMAC_SHA_256_128 ? KEY_HMAC_SHA_256_96 : algorithm;
}

/* A master key, ready to derive any number of traffic keys; a search derives millions. */
struct kdf;

/* Returns true if this system's libgcrypt supports the KDF and the MAC of ALGORITHM, which must be
 * one of TCP-AO. */
bool kdf_is_available(enum key_algorithm algorithm);

/* Returns the KDF of ALGORITHM with MASTER_KEY. Returns NULL if libgcrypt lacks, forbids or rejects
 * ALGORITHM or the key. Free with kdf_free(). */
struct kdf *kdf_new(enum key_algorithm algorithm, const struct secret *master_key);

/* Replaces the master key of KDF, at less cost than a new KDF. Returns false if libgcrypt rejects
 * the key; KDF then derives nothing until a key is accepted. */
bool kdf_set_key(struct kdf *kdf, const struct secret *master_key);

#define KDF_INPUT_LENGTH 64

/* Writes to BYTES what ALGORITHM's KDF hashes with the master key. Returns its length. RFC 5869
 * section 2.3 has the block counter after the context; in NIST SP 800-56C it is before the master
 * key, see mac.c. */
size_t kdf_input(enum key_algorithm algorithm, const struct traffic_context *context,
                 uint8_t bytes[static KDF_INPUT_LENGTH]);

/* Frees KDF and wipes its key. Does nothing if KDF is NULL. */
void kdf_free(struct kdf *kdf);

/* Writes the traffic key of CONTEXT to KEY; wipe it with traffic_key_wipe(). Returns false if
 * libgcrypt fails; KEY is then wiped. */
bool kdf_derive(struct kdf *kdf, const struct traffic_context *context, struct traffic_key *key);

#endif
