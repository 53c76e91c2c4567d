/* The bytes of an input, read as instructions; zeros follow them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_FUZZ_TAPE_H
#define TCPAUTH_DIAGNOSE_FUZZ_TAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tape {
    const uint8_t *bytes;
    size_t length, at;
};

static inline uint8_t tape_byte(struct tape *tape)
{
    return tape->at < tape->length ? tape->bytes[tape->at++] : 0;
}

static inline bool tape_ends(const struct tape *tape)
{
    return tape->at >= tape->length;
}

#endif
