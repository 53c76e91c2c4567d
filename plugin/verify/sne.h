/* The sequence number extension (SNE), RFC 5925 section 6.2: the high 32 bits of a 64-bit sequence
 * number whose low 32 bits are on the wire.
 *
 * As in RFC 9187, the high bits are those that bring the number nearest to the latest known one. So
 * a retransmission across a wrap has the extension of its own number.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_SNE_H
#define TCPAUTH_VERIFY_SNE_H

#include <stdint.h>

/* One direction of a connection. */
struct sne {
    uint64_t latest; /* the greatest number, extended to 64 bits, of a segment that verified */
};

/* Returns the state after a SYN with sequence number ISN, whose extension is 0. */
static inline struct sne sne_begin(uint32_t isn)
{
    return (struct sne){isn};
}

/* Returns NUMBER extended to 64 bits: of all numbers with these low 32 bits, the one nearest to the
 * latest. */
static inline uint64_t sne_extend(const struct sne *sne, uint32_t number)
{
    return sne->latest + (uint64_t)(int64_t)(int32_t)(number - (uint32_t)sne->latest);
}

/* Returns the extension of NUMBER. */
static inline uint32_t sne_of(const struct sne *sne, uint32_t number)
{
    return (uint32_t)(sne_extend(sne, number) >> 32);
}

/* Notes EXTENDED, the sequence number of a segment that verified, extended to 64 bits. Call only
 * for such segments: a forged one would move the extension. */
static inline void sne_note(struct sne *sne, uint64_t extended)
{
    if ((int64_t)(extended - sne->latest) > 0)
        sne->latest = extended;
}

#endif
