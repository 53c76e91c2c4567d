/* Decodes the obfuscation of Junos that begins with "$9$".
 *
 * Its alphabet of 65 characters is a ring. Two to four characters encode a byte, each by its
 * distance from the character before. The weight of a distance depends on the byte's index.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "disguise.h"

#include <string.h>

#define MARK "$9$"

/* The first character is random. Further random characters follow it: three if it is of the first
 * family, none if it is of the last. */
static const char *const families[] = {
    "QzF3n6/9CAtpu0O",
    "B1IREhcSyrleKvMW8LXx",
    "7N-dVbwsY2g4oaJZGUDj",
    "iHkq.mPf5T",
};
#define FAMILIES G_N_ELEMENTS(families)
#define LETTERS  65

/* The weights of the distances, by the byte's index modulo 7; 0 ends a row. */
static const unsigned char worths[7][4] = {
    {1, 4, 32}, {1, 16, 32}, {1, 8, 32}, {1, 64}, {1, 32}, {1, 4, 16, 128}, {1, 32, 64},
};

/* Returns the position of LETTER on the ring and sets *FAMILY, or returns -1 if LETTER is not on
 * it. */
static int place_of(char letter, unsigned *family)
{
    int start = 0;
    for (*family = 0; letter && *family < FAMILIES; ++*family) {
        const char *found = strchr(families[*family], letter);
        if (found)
            return start + (int)(found - families[*family]);
        start += (int)strlen(families[*family]);
    }
    return -1;
}

/* Decodes one byte from the COUNT characters at AT. *BEFORE is the position on the ring of the
 * character before them; the function updates it. */
static bool read_byte(const char *at, const unsigned char *worth, unsigned count, int *before,
                      unsigned char *byte)
{
    unsigned sum = 0, family;
    for (unsigned i = 0; i < count; i++) {
        const int place = place_of(at[i], &family);
        if (place < 0)
            return false;
        sum += (unsigned)((place - *before + LETTERS - 1) % LETTERS) * worth[i];
        *before = place;
    }
    *byte = (unsigned char)sum;
    return sum <= 255;
}

static bool read_bytes(const char *at, const char *end, int before, unsigned char *bytes,
                       size_t *length)
{
    for (*length = 0; at < end; ++*length) {
        const unsigned char *worth = worths[*length % G_N_ELEMENTS(worths)];
        const unsigned count = worth[2] == 0 ? 2 : worth[3] == 0 ? 3 : 4;
        if ((size_t)(end - at) < count || !read_byte(at, worth, count, &before, &bytes[*length]))
            return false;
        at += count;
    }
    return *length > 0;
}

struct secret *disguise_junos9(struct word word)
{
    const char *at = word.at + strlen(MARK), *end = word.at + word.length;
    unsigned family;

    if (word.length <= strlen(MARK) || memcmp(word.at, MARK, strlen(MARK)) != 0)
        return NULL;
    const int first = place_of(*at, &family);
    if (first < 0 || (size_t)(end - at) < FAMILIES - family)
        return NULL;
    const char *start = at + FAMILIES - family;
    while (++at < start)
        if (place_of(*at, &family) < 0)
            return NULL;

    unsigned char *bytes = g_malloc(word.length);
    size_t length;
    const bool fine = read_bytes(start, end, first, bytes, &length);
    struct secret *secret = fine ? secret_new(bytes, length) : NULL;
    secret_wipe(bytes, word.length);
    g_free(bytes);
    return secret;
}
