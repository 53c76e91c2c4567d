/* Decodes UTF-16 without a copy that is not wiped.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "utf16.h"

#include <stdbool.h>

/* The UTF-8 form of a code unit has at most three bytes, that of two surrogates four. */
#define MAX_BYTES 3

/* Stands for half a character. */
#define REPLACEMENT 0xfffd

struct units {
    const unsigned char *bytes;
    size_t count;
    bool little; /* the least significant byte comes first */
};

static gunichar unit_at(const struct units *units, size_t index)
{
    const unsigned char *unit = units->bytes + 2 * index;
    return (gunichar)(units->little ? unit[0] | unit[1] << 8 : unit[0] << 8 | unit[1]);
}

static bool is_surrogate(gunichar unit, gunichar first)
{
    return first <= unit && unit < first + 0x400;
}

/* Returns the character at *INDEX and moves *INDEX to its last code unit. A surrogate without the
 * other is replaced. */
static gunichar character_at(const struct units *units, size_t *index)
{
    const gunichar unit = unit_at(units, *index);
    const gunichar next = *index + 1 < units->count ? unit_at(units, *index + 1) : 0;
    if (is_surrogate(unit, 0xd800) && is_surrogate(next, 0xdc00)) {
        ++*index;
        return 0x10000 + ((unit - 0xd800) << 10 | (next - 0xdc00));
    }
    return is_surrogate(unit, 0xd800) || is_surrogate(unit, 0xdc00) ? REPLACEMENT : unit;
}

/* Without a mark, so many ASCII characters tell UTF-16 from a text with zero bytes. */
#define CERTAIN 8

/* Returns true if UNITS begin with ASCII characters in their byte order. */
static bool are_ascii(const struct units *units)
{
    for (size_t i = 0; i < CERTAIN; i++)
        if (i >= units->count || unit_at(units, i) == 0 || unit_at(units, i) > 0x7f)
            return false;
    return true;
}

void utf16_decode(struct text *text)
{
    struct units units = {(const unsigned char *)text->bytes, text->length / 2, false};
    const gunichar mark = 0xfeff, swapped = 0xfffe;
    const gunichar first = units.count > 0 ? unit_at(&units, 0) : 0;
    const bool has_mark = first == mark || first == swapped;
    struct text plain = {0};

    units.little = first == swapped || (first & 0xff) == 0;
    if (!has_mark && !are_ascii(&units))
        return;
    text_room(&plain, MAX_BYTES * (units.count + 1)); /* one more for half a unit at the end */
    for (size_t i = has_mark; i < units.count; i++)
        plain.length +=
            (size_t)g_unichar_to_utf8(character_at(&units, &i), plain.bytes + plain.length);
    if (text->length % 2 == 1)
        plain.length += (size_t)g_unichar_to_utf8(REPLACEMENT, plain.bytes + plain.length);
    text_clear(text);
    *text = plain;
}
