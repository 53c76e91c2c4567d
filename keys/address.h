/* IP addresses and prefixes as plain values that can be masked, compared and hashed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_ADDRESS_H
#define TCPAUTH_KEYS_ADDRESS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* In network byte order. Bytes beyond LENGTH are zero, so that equal addresses are equal memory. */
struct ip_address {
    uint8_t length; /* 4, 16, or 0 for none */
    uint8_t bytes[16];
};

/* A set of addresses: those that agree with ADDRESS in the first BITS bits. Bits behind these are
 * zero. An address of length 0 with 0 bits is every address of both families ("*"). */
struct prefix {
    struct ip_address address;
    uint8_t bits;
};

/* Returns the address in LENGTH (4 or 16) bytes at BYTES. */
struct ip_address ip_address_from_bytes(const void *bytes, unsigned length);

/* Reads "192.0.2.1", "2001:db8::/32" or "*". False and ERROR (KEY_ERROR) if TEXT is none of these
 * or has bits set behind its prefix; PREFIX is untouched then. */
bool prefix_parse(const char *text, struct prefix *prefix, GError **error);

/* Returns true if PREFIX is a single address. */
bool prefix_is_address(const struct prefix *prefix);

/* Return PREFIX as prefix_parse() reads it, and ADDRESS likewise. Free the text with g_free(). */
char *prefix_text(const struct prefix *prefix);
char *ip_address_text(const struct ip_address *address);

/* Returns ADDRESS with only its first BITS bits, the others zero. BITS must not exceed the length
 * of the address. */
struct prefix prefix_of(const struct ip_address *address, unsigned bits);

#endif
