/* A capture file in pcapng's format, written again with comments.
 *
 * Its blocks are copied as they are; comments are options of those of sections and of packets:
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
    uint32_t captured; /* how many bytes the packet has in the file */
    char *text;
};

struct pcapng_comments {
    GPtrArray *file;     /* char *: on the file; each at most PCAPNG_LONGEST_COMMENT bytes long */
    GHashTable *packets; /* the packet's number, from 1 -> struct pcapng_comment */
};

#define PCAPNG_LONGEST_COMMENT 65000

/* Does the file of LENGTH BYTES begin as pcapng does? */
bool pcapng_is(const uint8_t *bytes, size_t length);

/* Appends BYTES with COMMENTS added to TEXT. All else is copied as it is, also what follows a block
 * that is damaged or cut short. Returns how many packets got their comment: not those that are not
 * there, or not of the length that the comment says, or of a kind that can have none. */
unsigned pcapng_annotate(const uint8_t *bytes, size_t length,
                         const struct pcapng_comments *comments, struct text *text);

#endif
