/* A keyed message authentication code (MAC). TCP-AO uses it to sign segments and to derive keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_MAC_H
#define TCPAUTH_VERIFY_MAC_H

#include "message.h"

enum mac_function {
    MAC_HMAC_MD5, /* this and the next five: RFC 2104 */
    MAC_HMAC_SHA_1,
    MAC_HMAC_SHA_224,
    MAC_HMAC_SHA_256,
    MAC_HMAC_SHA_384,
    MAC_HMAC_SHA_512,
    MAC_AES_128_CMAC, /* RFC 4493, with a key of 16 octets */
    MAC_KMAC256,      /* NIST SP 800-185 section 4, 128 bits, without customization */
    MAC_KMAC256_KDF,  /* NIST SP 800-56C section 4.1: derives 256 bits from a secret, which is the
                         key */
    MAC_FUNCTIONS,    /* their number */
};

#define MAC_MAX_LENGTH 64 /* octets of the longest MAC */

/* A MAC function with its key. It computes the MACs of any number of messages: opening a handle
 * costs more than a short message. */
struct mac;

/* Returns the length of FUNCTION's MACs in octets. */
size_t mac_length(enum mac_function function);

/* Returns true if this system's libgcrypt has FUNCTION and allows it. FIPS mode forbids MD5, and
 * libgcrypt has KMAC256 only since 1.11. */
bool mac_is_available(enum mac_function function);

/* Returns a handle with KEY. Returns NULL if libgcrypt lacks or forbids FUNCTION or rejects KEY.
 * Free with mac_free(). */
struct mac *mac_new(enum mac_function function, const struct span *key);

/* Replaces the key of MAC, at less cost than a new handle. Returns false on error; MAC then
 * computes nothing until a key is accepted. */
bool mac_set_key(struct mac *mac, const struct span *key);

/* Frees MAC and wipes its key. Does nothing if MAC is NULL. */
void mac_free(struct mac *mac);

/* The bytes that a MAC covers: spans, one after the other. */
struct mac_input {
    const struct span *spans;
    unsigned count;
};

/* Writes the MAC of INPUT to RESULT. Returns its length, mac_length(). Returns 0 if libgcrypt
 * fails; RESULT is then all zeros. */
size_t mac_compute(struct mac *mac, const struct mac_input *input,
                   uint8_t result[static MAC_MAX_LENGTH]);

#endif
