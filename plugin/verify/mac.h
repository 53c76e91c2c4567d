/* A keyed message authentication code (MAC), which TCP-AO signs with and derives its keys with.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_MAC_H
#define TCPAUTH_VERIFY_MAC_H

#include "message.h"

enum mac_function {
    MAC_HMAC_MD5, /* this one and the next five: RFC 2104 */
    MAC_HMAC_SHA_1,
    MAC_HMAC_SHA_224,
    MAC_HMAC_SHA_256,
    MAC_HMAC_SHA_384,
    MAC_HMAC_SHA_512,
    MAC_AES_128_CMAC, /* RFC 4493, with a key of 16 octets */
    MAC_KMAC256,      /* NIST SP 800-185 section 4, 128 bits, no customization */
    MAC_KMAC256_KDF,  /* NIST SP 800-56C section 4.1: derives 256 bits, the key being the secret */
    MAC_FUNCTIONS,    /* how many there are */
};

#define MAC_MAX_LENGTH 64 /* octets, of any function */

/* A handle that has its key. It computes the MACs of any number of messages: opening one costs more
 * than a short message. */
struct mac;

/* Returns how many octets the MACs of FUNCTION have. */
size_t mac_length(enum mac_function function);

/* Returns true if this system's libgcrypt has FUNCTION and allows it: MD5 is forbidden in FIPS
 * mode, and KMAC256 is missing before libgcrypt 1.11. */
bool mac_is_available(enum mac_function function);

/* Returns a handle with KEY, or NULL if libgcrypt lacks or forbids FUNCTION or refuses KEY. Free
 * with mac_free(). */
struct mac *mac_new(enum mac_function function, const struct span *key);

/* Gives MAC another key, at less cost than a new handle. Returns false on error: MAC then computes
 * nothing until a key is accepted. */
bool mac_set_key(struct mac *mac, const struct span *key);

/* Frees MAC and wipes its key. Does nothing if MAC is NULL. */
void mac_free(struct mac *mac);

/* The bytes that a MAC covers, one span after the other. */
struct mac_input {
    const struct span *spans;
    unsigned count;
};

/* Writes the MAC of INPUT to RESULT and returns its length, mac_length(). Returns 0 if libgcrypt
 * fails: RESULT is then all zero. */
size_t mac_compute(struct mac *mac, const struct mac_input *input,
                   uint8_t result[static MAC_MAX_LENGTH]);

#endif
