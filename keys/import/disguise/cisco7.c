/* Decodes and encodes Cisco's "type 7" obfuscation.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "disguise.h"

/* The pad with which the bytes are XORed, cyclically, from the index that the encoded text begins
 * with. All of Cisco's systems use it. */
static const char pad[] = "dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87";

#define PAD_LENGTH (sizeof pad - 1)

static bool is_hex(struct word word)
{
    for (size_t i = 0; i < word.length; i++)
        if (!g_ascii_isxdigit(word.at[i]))
            return false;
    return word.length % 2 == 0;
}

static unsigned hex_byte(const char *at)
{
    return (unsigned)g_ascii_xdigit_value(at[0]) << 4 | (unsigned)g_ascii_xdigit_value(at[1]);
}

/* Cisco's systems accept only printable characters. Another vendor's "7" (Dell's) decodes to
 * arbitrary bytes. */
static bool is_printable(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!g_ascii_isprint(bytes[i]))
            return false;
    return true;
}

/*   0   2   4         2 * length + 2
 *   +---+---+--- ~ ---+
 *   | s | secret[i] ^ pad[s + i] |     s in decimal, the bytes in hexadecimal digits
 *   +---+---+--- ~ ---+
 */
struct secret *disguise_cisco7(struct word word)
{
    if (word.length < 4 || !is_hex(word) || !g_ascii_isdigit(word.at[0]) ||
        !g_ascii_isdigit(word.at[1]))
        return NULL;

    const size_t length = word.length / 2 - 1;
    const size_t start =
        (size_t)(g_ascii_digit_value(word.at[0]) * 10 + g_ascii_digit_value(word.at[1]));
    if (start >= DISGUISE_CISCO7_STARTS)
        return NULL;

    char *bytes = g_malloc(length);
    for (size_t i = 0; i < length; i++)
        bytes[i] =
            (char)(hex_byte(word.at + 2 + 2 * i) ^ (unsigned char)pad[(start + i) % PAD_LENGTH]);
    struct secret *secret = is_printable(bytes, length) ? secret_new(bytes, length) : NULL;
    secret_wipe(bytes, length);
    g_free(bytes);
    return secret;
}

struct secret *disguise_as_cisco7(const uint8_t *bytes, size_t length, unsigned start)
{
    const size_t size = 2 + 2 * length + 1;
    char *text = g_malloc(size);

    g_snprintf(text, (gulong)size, "%02u", start);
    for (size_t i = 0; i < length; i++)
        g_snprintf(text + 2 + 2 * i, 3, "%02X",
                   bytes[i] ^ (unsigned char)pad[(start + i) % PAD_LENGTH]);
    struct secret *secret = secret_new(text, size - 1);
    secret_wipe(text, size);
    g_free(text);
    return secret;
}
