/* Segments for the tests, as two ends send them. What is not set is zero.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_TEST_SENT_H
#define TCPAUTH_DIAGNOSE_TEST_SENT_H

#include "plugin/diagnose/hypothesis/hypothesis.h"

#include <string.h>

#define MAX_BYTES 2000

static const struct candidates no_candidates;

struct sent {
    uint8_t bytes[MAX_BYTES];
    struct segment segment;
    struct signature_options options;
    struct flow flow; /* no candidates, until a test sets them */
    struct evidence evidence;
};

/* Begins a segment in frame NUMBER at MILLISECONDS, from 192.0.2.1(40001) to 192.0.2.2(179) or, if
 * BACK, in the other direction. */
static inline void sent_begin(struct sent *sent, uint32_t number, int64_t milliseconds, bool back)
{
    const struct end client = {ip_address_from_bytes("\xc0\0\2\1", 4), 40001};
    const struct end server = {ip_address_from_bytes("\xc0\0\2\2", 4), 179};

    memset(sent, 0, sizeof *sent);
    sent->bytes[HEADER_DATA_OFFSET] = TCP_HEADER_LENGTH / 4 << 4;
    sent->segment = (struct segment){
        .from = back ? server : client,
        .to = back ? client : server,
        .time = (1000000 + milliseconds) * 1000,
        .bytes = sent->bytes,
        .captured = TCP_HEADER_LENGTH,
        .length = TCP_HEADER_LENGTH,
    };
    sent->flow = (struct flow){.candidates = &no_candidates};
    sent->evidence = (struct evidence){
        .segment = &sent->segment,
        .number = number,
        .options = &sent->options,
        .flow = &sent->flow,
    };
}

/* Adds LENGTH bytes of OPTIONS, a multiple of 4, and walks through them. */
static inline void sent_options(struct sent *sent, const void *options, size_t length)
{
    memcpy(sent->bytes + TCP_HEADER_LENGTH, options, length);
    sent->bytes[HEADER_DATA_OFFSET] = (uint8_t)((TCP_HEADER_LENGTH + length) / 4 << 4);
    sent->segment.captured = sent->segment.length = TCP_HEADER_LENGTH + length;
    sent->options = option_walk(&sent->segment);
}

/* Adds an MD5 signature and the NOPs that align it. */
static inline void sent_sign(struct sent *sent)
{
    static const uint8_t signature[20] = {1, 1, OPTION_MD5, OPTION_MD5_LENGTH, 0xd1};
    sent_options(sent, signature, sizeof signature);
}

/* Adds a signature of TCP-AO. */
static inline void sent_sign_ao(struct sent *sent)
{
    static const uint8_t signature[16] = {OPTION_AO, sizeof signature, 0, 0, 0xd1};
    sent_options(sent, signature, sizeof signature);
}

/* Sets the flags and the length of the data, which are zero at first. */
static inline void sent_is(struct sent *sent, unsigned flags, size_t data)
{
    sent->bytes[HEADER_FLAGS] = (uint8_t)flags;
    sent->segment.captured += data;
    sent->segment.length += data;
}

static inline void sent_put(struct sent *sent, enum header_offset offset, uint32_t number)
{
    const uint32_t bytes = g_htonl(number);
    memcpy(sent->bytes + offset, &bytes, sizeof bytes);
}

#endif
