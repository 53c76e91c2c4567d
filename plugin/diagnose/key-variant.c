/* The sender's key is what comes of typing, pasting or storing the configured one wrongly.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hypothesis.h"

#include "keys/import/disguise.h"

#include <string.h>

/* What makes another secret of a configured one: bytes before and behind it, a length to which it
 * is cut or padded with zeros, or something else; and how the sender's key then differs. */
struct variant {
    const char *before, *behind;
    size_t cut, pad;
    struct secret *(*make)(const uint8_t *bytes, size_t length);
    const char *difference;
};

static struct secret *taken(GByteArray *bytes)
{
    struct secret *secret = secret_new(bytes->data, bytes->len);
    secret_wipe(bytes->data, bytes->len);
    g_byte_array_unref(bytes);
    return secret;
}

/* A copy with room for TO bytes: an array that grew would leave secrets behind. */
static GByteArray *room_for(const void *bytes, size_t length, size_t to)
{
    GByteArray *copy = g_byte_array_sized_new((guint)MAX(length, to));
    return g_byte_array_append(copy, bytes, (guint)length);
}

static struct secret *converted(const uint8_t *bytes, size_t length, int (*convert)(int))
{
    GByteArray *copy = room_for(bytes, length, length);
    for (size_t i = 0; i < length; i++)
        copy->data[i] = (uint8_t)convert(copy->data[i]);
    return taken(copy);
}

static int to_lower(int byte)
{
    return g_ascii_tolower((gchar)byte) & 0xff;
}

static int to_upper(int byte)
{
    return g_ascii_toupper((gchar)byte) & 0xff;
}

static int invert(int byte)
{
    return g_ascii_isupper((gchar)byte) ? to_lower(byte) : to_upper(byte);
}

static struct secret *lower(const uint8_t *bytes, size_t length)
{
    return converted(bytes, length, to_lower);
}

static struct secret *upper(const uint8_t *bytes, size_t length)
{
    return converted(bytes, length, to_upper);
}

/* As Caps Lock has it. */
static struct secret *inverted(const uint8_t *bytes, size_t length)
{
    return converted(bytes, length, invert);
}

/* Without the first FRONT bytes and the last BACK ones. */
static struct secret *inner(const uint8_t *bytes, size_t length, size_t front, size_t back)
{
    return length > front + back ? secret_new(bytes + front, length - front - back) : NULL;
}

static struct secret *without_end(const uint8_t *bytes, size_t length)
{
    size_t end = length;
    while (end > 0 && (g_ascii_isspace(bytes[end - 1]) || bytes[end - 1] == 0))
        end--;
    return end < length ? inner(bytes, length, 0, length - end) : NULL;
}

static struct secret *without_quotes(const uint8_t *bytes, size_t length)
{
    const bool quoted = length > 2 && bytes[0] == bytes[length - 1] && strchr("\"'", bytes[0]);
    return quoted ? inner(bytes, length, 1, 1) : NULL;
}

static struct secret *without_type(const uint8_t *bytes, size_t length)
{
    const bool typed = length > 2 && g_ascii_isdigit(bytes[0]) && bytes[1] == ' ';
    return typed ? inner(bytes, length, 2, 0) : NULL;
}

static struct secret *as_hex(const uint8_t *bytes, size_t length, const char *digits)
{
    GByteArray *text = room_for(NULL, 0, 2 * length);
    for (size_t i = 0; i < length; i++) {
        const char pair[] = {digits[bytes[i] >> 4], digits[bytes[i] & 15]};
        g_byte_array_append(text, (const guint8 *)pair, sizeof pair);
    }
    return taken(text);
}

static struct secret *lower_hex(const uint8_t *bytes, size_t length)
{
    return as_hex(bytes, length, "0123456789abcdef");
}

static struct secret *upper_hex(const uint8_t *bytes, size_t length)
{
    return as_hex(bytes, length, "0123456789ABCDEF");
}

/* What READ makes of the secret, taken as text that READ understands. */
static struct secret *from_text(const uint8_t *bytes, size_t length,
                                struct secret *(*read)(const char *, GError **))
{
    char *text = g_strndup((const char *)bytes, length);
    struct secret *secret = strlen(text) == length ? read(text, NULL) : NULL;
    secret_wipe(text, length);
    g_free(text);
    return secret;
}

static struct secret *from_hex(const uint8_t *bytes, size_t length)
{
    const size_t prefix = length > 2 && bytes[0] == '0' && (bytes[1] | 0x20) == 'x' ? 2 : 0;
    return from_text(bytes + prefix, length - prefix, secret_from_hex);
}

static struct secret *as_base64(const uint8_t *bytes, size_t length)
{
    char *text = g_base64_encode(bytes, length);
    struct secret *secret = secret_new(text, strlen(text));
    secret_wipe(text, strlen(text));
    g_free(text);
    return secret;
}

static struct secret *from_base64(const uint8_t *bytes, size_t length)
{
    return from_text(bytes, length, secret_from_base64);
}

/* What the secret hides, taken as a disguised one. */
static struct secret *from_cisco7(const uint8_t *bytes, size_t length)
{
    return disguise_cisco7((struct word){.at = (const char *)bytes, .length = length});
}

static struct secret *from_junos9(const uint8_t *bytes, size_t length)
{
    return disguise_junos9((struct word){.at = (const char *)bytes, .length = length});
}

static const struct variant variants[] = {
    {.behind = "\n", .difference = "it ends with a line feed"},
    {.behind = "\r\n", .difference = "it ends with a carriage return and a line feed"},
    {.behind = "\r", .difference = "it ends with a carriage return"},
    {.behind = " ", .difference = "it ends with a blank"},
    {.behind = "\t", .difference = "it ends with a tab"},
    {.before = " ", .difference = "it begins with a blank"},
    {.before = "\"", .behind = "\"", .difference = "its double quotes belong to it"},
    {.before = "'", .behind = "'", .difference = "its single quotes belong to it"},
    {.before = "0 ", .difference = "it begins with \"0 \", meant as the type of the password"},
    {.before = "7 ", .difference = "it begins with \"7 \", meant as the type of the password"},
    {.make = without_end, .difference = "it lacks the blanks or line ends at the end"},
    {.make = without_quotes, .difference = "it lacks the quotes"},
    {.make = without_type, .difference = "it lacks the number and blank at the beginning"},
    {.make = lower, .difference = "it is in lower case"},
    {.make = upper, .difference = "it is in upper case"},
    {.make = lower_hex, .difference = "it is the hexadecimal text of the configured one"},
    {.make = upper_hex,
     .difference = "it is the hexadecimal text of the configured one, in capitals"},
    {.make = from_hex, .difference = "the configured one was read as hexadecimal"},
    {.make = as_base64, .difference = "it is the base64 text of the configured one"},
    {.make = from_base64, .difference = "the configured one was read as base64"},
    {.make = from_cisco7, .difference = "it is what the configured one hides, a Cisco type 7 text"},
    {.make = from_junos9, .difference = "it is what the configured one hides, a Junos $9$ text"},
    {.make = inverted, .difference = "its capital and small letters are exchanged"},
    {.cut = 8, .difference = "it was cut after 8 bytes"},
    {.cut = 16, .difference = "it was cut after 16 bytes"},
    {.cut = 20, .difference = "it was cut after 20 bytes"},
    {.cut = 24, .difference = "it was cut after 24 bytes"},
    {.cut = 25, .difference = "it was cut after 25 bytes"},
    {.cut = 63, .difference = "it was cut after 63 bytes"},
    {.cut = 64, .difference = "it was cut after 64 bytes"},
    {.cut = 79, .difference = "it was cut after 79 bytes"},
    {.cut = 80, .difference = "it was cut after 80 bytes"},
    {.pad = 1, .difference = "it ends with a zero byte"},
    {.pad = 16, .difference = "it is padded with zeros to 16 bytes"},
    {.pad = 20, .difference = "it is padded with zeros to 20 bytes"},
    {.pad = 64, .difference = "it is padded with zeros to 64 bytes"},
    {.pad = 80, .difference = "it is padded with zeros to 80 bytes"},
};

static struct secret *with_ends(const struct variant *variant, const uint8_t *bytes, size_t length)
{
    const char *before = variant->before ? variant->before : "";
    const char *behind = variant->behind ? variant->behind : "";
    const size_t front = strlen(before), back = strlen(behind);
    GByteArray *result = room_for(before, front, front + length + back);
    g_byte_array_append(result, bytes, (guint)length);
    return taken(g_byte_array_append(result, (const guint8 *)behind, (guint)back));
}

/* Padded to a length, of which 1 stands for one byte more; NULL if it is as long already. */
static struct secret *padded(const uint8_t *bytes, size_t length, size_t pad)
{
    const uint8_t zeros[80] = {0};
    const size_t to = pad == 1 ? length + 1 : pad;
    if (length >= to)
        return NULL;
    return taken(g_byte_array_append(room_for(bytes, length, to), zeros, (guint)(to - length)));
}

/* VARIANT of SECRET, or NULL if it has no such. */
static struct secret *vary(const struct variant *variant, const struct secret *secret)
{
    size_t length;
    const uint8_t *bytes = secret_bytes(secret, &length);

    if (variant->make)
        return variant->make(bytes, length);
    if (variant->cut > 0)
        return length > variant->cut ? secret_new(bytes, variant->cut) : NULL;
    return variant->pad > 0 ? padded(bytes, length, variant->pad)
                            : with_ends(variant, bytes, length);
}

/* Copied out of a router's configuration, disguise and all: first the text that stands in ours,
 * then what Cisco's systems may have made of the secret. */
#define DISGUISES (1 + DISGUISE_CISCO7_STARTS)

static struct secret *disguised(const struct key *key, unsigned disguise, const char **difference)
{
    size_t length;
    const uint8_t *bytes = secret_bytes(key->secret, &length);

    *difference = "it is the disguised text of a configuration (type 7 or $9$), taken as it stands";
    if (disguise > 0)
        return disguise_as_cisco7(bytes, length, disguise - 1);
    if (!key->disguise)
        return NULL;
    bytes = secret_bytes(key->disguise, &length);
    return secret_new(bytes, length);
}

static bool propose(const struct evidence *evidence, unsigned place, struct proposal *proposal)
{
    const unsigned of_each = G_N_ELEMENTS(variants) + DISGUISES, which = place % of_each;
    if (place / of_each >= evidence->candidates->count)
        return false;
    const struct key *key = evidence->candidates->keys[place / of_each];

    proposal_sign(proposal, key);
    if (!proposal->vain && which < G_N_ELEMENTS(variants)) {
        proposal->detail = variants[which].difference;
        proposal->secret = vary(&variants[which], key->secret);
    } else if (!proposal->vain) {
        proposal->secret = disguised(key, which - G_N_ELEMENTS(variants), &proposal->detail);
    }
    proposal->vain |= !proposal->secret;
    return true;
}

const struct hypothesis hypothesis_key_variant = {
    .cause = CAUSE_KEY_VARIANT,
    .propose = propose,
};
