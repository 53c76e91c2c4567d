/* IP addresses and prefixes as plain values that can be masked, compared and hashed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_ADDRESS_H
#define TCPAUTH_KEYS_ADDRESS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* In network byte order. Bytes after LENGTH are zero, so equal addresses are equal in memory. */
struct ip_address {
    uint8_t length; /* 4, 16, or 0 for no address */
    uint8_t bytes[16];
};

/* A set of addresses: those that agree with ADDRESS in the first BITS bits; its other bits are
 * zero. An address of length 0 with 0 bits stands for all addresses of both families ("*"). */
struct prefix {
    struct ip_address address;
    uint8_t bits;
};

/* Returns the address in LENGTH (4 or 16) bytes at BYTES. */
struct ip_address ip_address_from_bytes(const void *bytes, unsigned length);

/* Sets *PREFIX from TEXT, such as "192.0.2.1", "2001:db8::/32" or "*". An IPv4 address mapped into
 * IPv6, such as "::ffff:192.0.2.1", becomes the IPv4 address. Returns false and sets ERROR
 * (domain KEY_ERROR) if TEXT is none of these, or has bits set after the prefix; PREFIX is then
 * unchanged. */
bool prefix_parse(const char *text, struct prefix *prefix, GError **error);

/* Returns true if PREFIX is a single address. */
bool prefix_is_address(const struct prefix *prefix);

/* Sets *ADDRESS from WORD, a single address. Returns false if WORD is not an address; ADDRESS is
 * then unchanged. */
bool ip_address_parse(const char *word, struct ip_address *address);

/* Return PREFIX and ADDRESS in the notation that prefix_parse() reads. Free with g_free(). */
char *prefix_text(const struct prefix *prefix);
char *ip_address_text(const struct ip_address *address);

/* Hash and compare struct prefix *. Usable as GHashFunc and GEqualFunc. */
guint prefix_hash(gconstpointer prefix);
gboolean prefix_equal(gconstpointer prefix, gconstpointer other);

/* Returns the prefix of the first BITS bits of ADDRESS. BITS must not exceed the length of the
 * address. */
struct prefix prefix_of(const struct ip_address *address, unsigned bits);

/* Returns true if ADDRESS is in PREFIX. */
bool prefix_contains(const struct prefix *prefix, const struct ip_address *address);

/* Returns true if ADDRESS, which has a length, is a different host on each link: it is in
 * 169.254.0.0/16 (RFC 3927) or fe80::/10 (RFC 4291 section 2.5.6). */
bool ip_address_is_link_local(const struct ip_address *address);

/* Returns true if ADDRESS is one that NAT64 gives to a host of IPv4: it is in 64:ff9b::/96 (RFC
 * 6052 section 2.1). */
bool ip_address_is_nat64(const struct ip_address *address);

#endif
