/* Vectors: each instruction works on many numbers at once, one in each lane.
 *
 * A function that uses them is inlined into a function for each kind of vectors, and the widest
 * that the processor has is called.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_LANES_H
#define TCPAUTH_VERIFY_LANES_H

#include <stdint.h>

#define LANES 16

typedef uint32_t lanes __attribute__((vector_size(4 * LANES)));

#define ALL(number) ((number) - (lanes){0}) /* lanes that all have this number */

/* The sanitizers' checks of each lane would take minutes to compile, and most of the time of a
 * search. A function declared so only reaches lanes at constant places. */
#define PLAIN  __attribute__((no_sanitize("address", "undefined")))
#define INLINE static inline __attribute__((always_inline)) PLAIN

enum vectors { VECTORS_ANY, VECTORS_AVX2, VECTORS_AVX512, VECTORS };

/* What a function must be declared with to use these vectors; without effect elsewhere. */
#ifdef __x86_64__
#define FOR_AVX2   __attribute__((target("avx2")))
#define FOR_AVX512 __attribute__((target("avx512f")))
#else
#define FOR_AVX2
#define FOR_AVX512
#endif

/* Returns the widest vectors of this processor. */
static inline enum vectors vectors_widest(void)
{
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx512f"))
        return VECTORS_AVX512;
    if (__builtin_cpu_supports("avx2"))
        return VECTORS_AVX2;
#endif
    return VECTORS_ANY;
}

#endif
