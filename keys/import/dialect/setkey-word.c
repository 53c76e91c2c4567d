/* The words of setkey(8)'s commands.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "setkey-word.h"

#include "keys/import/model/peer.h"

#include <string.h>

/* The most bytes that setkey accepts in a secret. */
#define LONGEST 80

bool setkey_begins(struct word word, const char *text)
{
    return !word.quote && word_begins(word, text);
}

bool setkey_port(struct word word, uint16_t *port)
{
    guint64 number = 0;
    char *text = g_strndup(word.at + 1, word.length - 1);
    text[strcspn(text, "]")] = '\0';
    const bool fits = strcmp(text, "any") == 0 ||
                      g_ascii_string_to_unsigned(text, 10, 0, G_MAXUINT16, &number, NULL);

    g_free(text);
    *port = (uint16_t)number;
    return fits;
}

bool setkey_address(struct word word, struct prefix *end)
{
    char *text = word_dup(word);
    const bool fits = !word.quote && !strchr(text, '/') && peer_parse(text, end);
    g_free(text);
    return fits;
}

bool setkey_number(struct word word, uint32_t *number)
{
    const bool hex = setkey_begins(word, "0x") || setkey_begins(word, "0X");
    char *text = g_strndup(word.at + (hex ? 2 : 0), word.length - (hex ? 2 : 0));
    guint64 value = 0;
    const bool fits = g_ascii_string_to_unsigned(text, hex ? 16 : 10, 0, G_MAXUINT32, &value, NULL);

    g_free(text);
    *number = (uint32_t)value;
    return fits;
}

/* Returns the secret that the hexadecimal DIGITS encode, or NULL if they are invalid. If their
 * number is odd, the first digit is a byte of its own. */
static struct secret *secret_from_digits(const char *digits, size_t length)
{
    char *even = g_malloc0(length + 2);
    even[0] = '0';
    memcpy(even + length % 2, digits, length);
    struct secret *secret =
        strlen(even) == length + length % 2 ? secret_from_hex(even, NULL) : NULL;

    secret_wipe(even, length + 2);
    g_free(even);
    return secret;
}

/* setkey has no escapes, so a quoted text cannot contain a quotation mark. */
struct secret *setkey_secret(struct word word)
{
    if (word.quote)
        return word.length >= 1 && word.length <= LONGEST ? secret_new(word.at, word.length) : NULL;
    if (word.length <= 2 || word.length > 2 + 2 * LONGEST ||
        !(setkey_begins(word, "0x") || setkey_begins(word, "0X")))
        return NULL;
    return secret_from_digits(word.at + 2, word.length - 2);
}
