/* The sequence number extension, RFC 5925 section 6.2: the upper half of the 64-bit number that a
 * TCP sequence number is the lower half of.
 *
 * The half that is not on the wire follows from the nearest number that is known, as RFC 9187 has
 * it, so retransmissions across a wrap have the extension of their own number.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_SNE_H
#define TCPAUTH_VERIFY_SNE_H

#include <stdint.h>

/* One direction of a connection. */
struct sne {
    uint64_t latest; /* the greatest number, extended, of a segment that verified */
};

/* Returns the state at a SYN with sequence number ISN, whose extension is 0. */
static inline struct sne sne_begin(uint32_t isn)
{
    return (struct sne){isn};
}

/* Returns NUMBER extended to 64 bits: of all that have this lower half, the nearest to the latest.
 */
static inline uint64_t sne_extend(const struct sne *sne, uint32_t number)
{
    return sne->latest + (uint64_t)(int64_t)(int32_t)(number - (uint32_t)sne->latest);
}

/* Returns the extension of NUMBER. */
static inline uint32_t sne_of(const struct sne *sne, uint32_t number)
{
    return (uint32_t)(sne_extend(sne, number) >> 32);
}

/* Notes the sequence number of a segment that verified, extended to 64 bits. A forged one would
 * move the extension. */
static inline void sne_note(struct sne *sne, uint64_t extended)
{
    if ((int64_t)(extended - sne->latest) > 0)
        sne->latest = extended;
}

#endif
