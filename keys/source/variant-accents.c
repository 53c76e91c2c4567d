/* Secrets whose letters beyond ASCII were typed or stored in another way.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "variant-accents.h"

#include "variant-bytes.h"

#define MAX_LENGTH 4 /* bytes of a character in UTF-8 */

/* A secret that is being rewritten, character by character. */
struct rewriting {
    GByteArray *result;
    bool is_possible; /* no character was found that prevents it */
    gunichar last;    /* a character that may still get an accent; 0 if there is none */
};

typedef void rewrite_character(struct rewriting *rewriting, gunichar character);

/* Appends CHARACTER in UTF-8. */
static void append(struct rewriting *rewriting, gunichar character)
{
    char text[6];
    const int length = g_unichar_to_utf8(character, text);
    g_byte_array_append(rewriting->result, (const guint8 *)text, (guint)length);
    secret_wipe(text, sizeof text);
}

/* Returns the LENGTH BYTES with each character rewritten. A decomposed character has at most
 * G_UNICHAR_MAX_DECOMPOSITION_LENGTH parts. */
static struct secret *with_each_character(const uint8_t *bytes, size_t length,
                                          rewrite_character *rewrite)
{
    const size_t most = length * MAX_LENGTH * G_UNICHAR_MAX_DECOMPOSITION_LENGTH;
    const char *text = (const char *)bytes, *end = text + length;
    struct rewriting rewriting = {.is_possible = true};
    bool is_ascii = true;

    for (size_t i = 0; i < length; i++)
        is_ascii &= bytes[i] < 0x80;
    if (is_ascii || !g_utf8_validate_len(text, length, NULL))
        return NULL;
    rewriting.result = variant_room(NULL, 0, most);
    for (; text < end; text = g_utf8_next_char(text))
        rewrite(&rewriting, g_utf8_get_char(text));
    if (rewriting.last)
        append(&rewriting, rewriting.last);
    struct secret *secret = variant_secret(rewriting.result);
    if (rewriting.is_possible)
        return secret;
    secret_free(secret);
    return NULL;
}

static void compose(struct rewriting *rewriting, gunichar character)
{
    gunichar both;

    if (rewriting->last && g_unichar_compose(rewriting->last, character, &both)) {
        rewriting->last = both;
        return;
    }
    if (rewriting->last)
        append(rewriting, rewriting->last);
    rewriting->last = character;
}

static void decompose(struct rewriting *rewriting, gunichar character)
{
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    const gsize count = g_unichar_fully_decompose(character, FALSE, parts, G_N_ELEMENTS(parts));

    for (gsize i = 0; i < count; i++)
        append(rewriting, parts[i]);
    secret_wipe(parts, sizeof parts);
}

/* Appends the letter of CHARACTER without its accents. */
static void drop_accent(struct rewriting *rewriting, gunichar character)
{
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    g_unichar_fully_decompose(character, FALSE, parts, G_N_ELEMENTS(parts));

    if (parts[0] < 0x80)
        append(rewriting, parts[0]);
    else
        rewriting->is_possible &= g_unichar_combining_class(parts[0]) > 0;
    secret_wipe(parts, sizeof parts);
}

static void lose(struct rewriting *rewriting, gunichar character)
{
    if (character < 0x80)
        append(rewriting, character);
}

/* Code page 850 has the characters of latin-1 from 0xa0 on, at these bytes. */
static void encode_in_cp850(struct rewriting *rewriting, gunichar character)
{
    static const guint8 bytes[] = {
        0xff, 0xad, 0xbd, 0x9c, 0xcf, 0xbe, 0xdd, 0xf5, 0xf9, 0xb8, 0xa6, 0xae, 0xaa, 0xf0,
        0xa9, 0xee, 0xf8, 0xf1, 0xfd, 0xfc, 0xef, 0xe6, 0xf4, 0xfa, 0xf7, 0xfb, 0xa7, 0xaf,
        0xac, 0xab, 0xf3, 0xa8, 0xb7, 0xb5, 0xb6, 0xc7, 0x8e, 0x8f, 0x92, 0x80, 0xd4, 0x90,
        0xd2, 0xd3, 0xde, 0xd6, 0xd7, 0xd8, 0xd1, 0xa5, 0xe3, 0xe0, 0xe2, 0xe5, 0x99, 0x9e,
        0x9d, 0xeb, 0xe9, 0xea, 0x9a, 0xed, 0xe8, 0xe1, 0x85, 0xa0, 0x83, 0xc6, 0x84, 0x86,
        0x91, 0x87, 0x8a, 0x82, 0x88, 0x89, 0x8d, 0xa1, 0x8c, 0x8b, 0xd0, 0xa4, 0x95, 0xa2,
        0x93, 0xe4, 0x94, 0xf6, 0x9b, 0x97, 0xa3, 0x96, 0x81, 0xec, 0xe7, 0x98,
    };
    const guint8 ascii = (guint8)character;
    const bool is_latin1 = 0xa0 <= character && character <= 0xff;

    rewriting->is_possible &= character < 0x80 || is_latin1;
    g_byte_array_append(rewriting->result, is_latin1 ? &bytes[character - 0xa0] : &ascii, 1);
}

struct secret *accents_composed(const uint8_t *bytes, size_t length)
{
    return with_each_character(bytes, length, compose);
}

struct secret *accents_decomposed(const uint8_t *bytes, size_t length)
{
    return with_each_character(bytes, length, decompose);
}

struct secret *accents_dropped(const uint8_t *bytes, size_t length)
{
    return with_each_character(bytes, length, drop_accent);
}

struct secret *accents_lost(const uint8_t *bytes, size_t length)
{
    return with_each_character(bytes, length, lose);
}

struct secret *accents_in_cp850(const uint8_t *bytes, size_t length)
{
    return with_each_character(bytes, length, encode_in_cp850);
}
