/* Copies a pcapng capture file with comments added.
 *
 * Blocks are copied unchanged, except that comments become options of section headers and packets:
 * draft-ietf-opsawg-pcapng.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_PCAPNG_H
#define TCPAUTH_CLI_PCAPNG_H

#include "keys/text.h"

#include <stdbool.h>
#include <stdint.h>

/* A comment on a packet. */
struct pcapng_comment {
    uint32_t captured; /* bytes of the packet in the file */
    char *text;
};

struct pcapng_comments {
    GPtrArray *file;     /* char *, on the file, each of at most PCAPNG_LONGEST_COMMENT bytes */
    GHashTable *packets; /* number of the packet, counting from 1 -> struct pcapng_comment */
};

#define PCAPNG_LONGEST_COMMENT 65000

/* Returns true if LENGTH bytes of BYTES begin as pcapng. */
bool pcapng_is(const uint8_t *bytes, size_t length);

/* Appends BYTES to TEXT with COMMENTS added. Everything else is copied unchanged, including what
 * follows a damaged or truncated block. Returns how many packets got their comment. A packet gets
 * none if it does not exist, has another length than its comment says, or is of a kind without
 * options. */
unsigned pcapng_annotate(const uint8_t *bytes, size_t length,
                         const struct pcapng_comments *comments, struct text *text);

#endif
