/* A capture between two routers, whose segments are signed without any code of the program.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_TEST_STORY_H
#define TCPAUTH_DIAGNOSE_TEST_STORY_H

#include "plugin/diagnose/diagnose.h"

#define OPTIONS 24 /* bytes: NOPs, a signature and four more bytes */
#define HEADER  (TCP_HEADER_LENGTH + OPTIONS)

/* What is hashed, in this order, with the secret after it or before it. */
struct signer {
    GBytes *from, *to;
    uint32_t length;
    uint8_t header[TCP_HEADER_LENGTH];
    uint8_t options[OPTIONS];
    size_t options_length;
    bool hashes_options, key_first;
    uint8_t data[3000];
    size_t data_length;
    const char *secret;
};

/* A capture between two routers. ARRIVED is what arrives; its digest is that of SIGNED. */
struct story {
    bool ipv6;
    struct hasher *hasher;
    struct found_shifts *found;
    struct investigation *investigation;
    struct history *history;
    struct keyring *keyring;
    struct key *key;
    GPtrArray *keys;
    struct candidates candidates;
    struct flow flow; /* has the candidates */
    unsigned frames;
    struct signer arrived, signed_one;
};

/* A captured segment. */
struct arrival {
    uint8_t bytes[HEADER + 3000];
    struct segment segment;
    struct signature_options options;
    struct evidence evidence;
    struct diagnosis diagnosis;
};

/* The fixture of a test with addresses of either family. */
void story_begin_ipv4(struct story *story, gconstpointer data);
void story_begin_ipv6(struct story *story, gconstpointer data);
void story_end(struct story *story, gconstpointer data);

/* Returns the address of host NUMBER. The first two are the captured routers. Returns a static
 * value; do not free it. */
GBytes *story_host(const struct story *story, unsigned number);

struct ip_address story_address(GBytes *bytes);

/* Writes NUMBER to SIZE bytes at AT. */
void story_put(uint8_t *at, unsigned size, uint32_t number);

/* Adds a key between the two routers. */
void story_add_key(struct story *story, const char *name, const char *secret);

/* Makes the first key name PORT. */
void story_name_port(struct story *story, uint16_t port);

/* Writes the digest of what SIGNER hashes to DIGEST. */
void signer_sign(const struct signer *signer, uint8_t *digest);

/* Captures what SIGNER sends, with DIGEST, and checks its signature. Sets *ARRIVAL. */
void story_arrive(struct story *story, const struct signer *signer, const uint8_t *digest,
                  struct arrival *arrival);

/* Asserts that what is shown of ARRIVAL has the received digest. */
void story_assert_shown(const struct story *story, const struct arrival *arrival);

/* Proves CAUSE for the segment that arrives, continues the capture, and checks what is shown
 * then. */
void story_prove(struct story *story, enum cause cause);

#endif
