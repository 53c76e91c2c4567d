/* Secrets that result from typing, pasting or storing a secret wrongly.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "variant.h"

#include "keys/import/disguise/disguise.h"
#include "variant-accents.h"
#include "variant-bytes.h"
#include "variant-encoded.h"
#include "variant-typed.h"

#include <string.h>

/* A text, and what is written in its place. */
struct pair {
    const char *plain, *written;
};

/* A rule that makes another secret from a configured one. It adds texts before and after it or, if
 * LACKS, removes them; cuts it at a byte; cuts it, or pads it with zeros, to a length; replaces
 * PAIRS, which end with an empty one, or, if LACKS, the reverse; or calls a function. DIFFERENCE
 * says how the sender's key then differs. */
struct variant {
    const char *before, *behind;
    const struct pair *pairs;
    bool lacks;
    char stop;
    size_t cut, pad;
    struct secret *(*make)(const uint8_t *bytes, size_t length);
    const char *difference;
};

static const struct pair html[] = {{"&", "&amp;"},   {"<", "&lt;"},   {">", "&gt;"},
                                   {"\"", "&quot;"}, {"'", "&#39;"},  {"'", "&#039;"},
                                   {"'", "&#x27;"},  {"'", "&apos;"}, {0}};
static const struct pair html_php[] = {{"&", "&amp;"},   {"<", "&lt;"},   {">", "&gt;"},
                                       {"\"", "&quot;"}, {"'", "&#039;"}, {0}};
static const struct pair html_python[] = {{"&", "&amp;"},   {"<", "&lt;"},   {">", "&gt;"},
                                          {"\"", "&quot;"}, {"'", "&#x27;"}, {0}};
static const struct pair xml[] = {{"&", "&amp;"},   {"<", "&lt;"},   {">", "&gt;"},
                                  {"\"", "&quot;"}, {"'", "&apos;"}, {0}};
static const struct pair html_attribute[] = {
    {"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {0}};
static const struct pair html_text[] = {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {0}};
static const struct pair coded_spaces[] = {{" ", "%20"}, {0}};
static const struct pair plus_signs[] = {{" ", "+"}, {0}};
static const struct pair two_spaces[] = {{"  ", " "}, {0}};
/* What word processors, chats and web pages make of signs in ASCII. */
static const struct pair fixed_spaces[] = {{" ", "\xc2\xa0"}, {0}};
static const struct pair dashes[] = {{"-", "\xe2\x80\x93"}, {0}};
static const struct pair apostrophes[] = {{"'", "\xe2\x80\x99"}, {0}};
static const struct pair typeset[] = {{"'", "\xe2\x80\x99"},
                                      {"\"", "\xe2\x80\x9d"},
                                      {"-", "\xe2\x80\x93"},
                                      {"--", "\xe2\x80\x94"},
                                      {"-", "\xe2\x80\x91"},
                                      {"...", "\xe2\x80\xa6"},
                                      {"'", "\xe2\x80\x98"},
                                      {"\"", "\xe2\x80\x9c"},
                                      {"\"", "\xe2\x80\x9e"},
                                      {" ", "\xc2\xa0"},
                                      {0}};
static const struct pair dollars[] = {{"$", "$$"}, {0}};
static const struct pair percents[] = {{"%", "%%"}, {0}};
static const struct pair backslashes[] = {{"\\", "\\\\"}, {0}};
static const struct pair escapes[] = {
    {"\\", "\\\\"}, {"\n", "\\n"}, {"\r", "\\r"}, {"\t", "\\t"}, {"\"", "\\\""}, {"'", "\\'"}, {0}};
static const struct pair json[] = {{"\\", "\\\\"}, {"\"", "\\\""}, {"/", "\\/"}, {0}};
static const struct pair quoted[] = {{"\\", "\\\\"}, {"\"", "\\\""}, {0}};
static const struct pair shell[] = {
    {"\\", "\\\\"}, {"\"", "\\\""}, {"'", "\\'"}, {"$", "\\$"}, {"`", "\\`"}, {"!", "\\!"},
    {"&", "\\&"},   {";", "\\;"},   {"#", "\\#"}, {" ", "\\ "}, {"(", "\\("}, {")", "\\)"},
    {"<", "\\<"},   {">", "\\>"},   {"|", "\\|"}, {"*", "\\*"}, {"?", "\\?"}, {0}};

/* Returns the secret with PAIRS replaced or, if READ, in reverse. */
static struct secret *with_pairs_replaced(const uint8_t *bytes, size_t length,
                                          const struct pair *pairs, bool read)
{
    enum { MAX_LENGTH = 6 }; /* of a replacement */
    GByteArray *result = variant_room(NULL, 0, MAX_LENGTH * length);

    for (size_t i = 0; i < length;) {
        const struct pair *pair = pairs;
        size_t size = 0;
        for (; pair->plain; pair++) {
            const char *old = read ? pair->written : pair->plain;
            size = strlen(old);
            if (size <= length - i && memcmp(old, bytes + i, size) == 0)
                break;
        }
        const char *new = read ? pair->plain : pair->written;
        if (new)
            g_byte_array_append(result, (const guint8 *)new, (guint)strlen(new));
        else
            g_byte_array_append(result, bytes + i, 1);
        i += new ? size : 1;
    }
    return variant_secret(result);
}

static struct secret *cut_at(const uint8_t *bytes, size_t length, char stop)
{
    const uint8_t *at = memchr(bytes, stop, length);
    return at ? variant_part(bytes, length, 0, (size_t)(bytes + length - at)) : NULL;
}

static const struct variant variants[] = {
    {.behind = "\n", .difference = "it ends with a newline"},
    {.behind = "\r\n", .difference = "it ends with a carriage return and a newline"},
    {.behind = "\r", .difference = "it ends with a carriage return"},
    {.behind = " ", .difference = "it ends with a space"},
    {.behind = "\t", .difference = "it ends with a tab"},
    {.before = " ", .difference = "it begins with a space"},
    {.before = "\"", .behind = "\"", .difference = "it includes the double quotes"},
    {.before = "'", .behind = "'", .difference = "it includes the single quotes"},
    {.before = "0 ", .difference = "it begins with \"0 \", which means the type of a password"},
    {.before = "7 ", .difference = "it begins with \"7 \", which means the type of a password"},
    {.make = typed_without_end, .difference = "it lacks the spaces or newlines at its end"},
    {.make = typed_without_quotes, .difference = "it lacks the quotes"},
    {.make = typed_without_type,
     .difference = "it lacks the number and the space at its beginning"},
    {.make = typed_in_lower_case, .difference = "it is in lower case"},
    {.make = typed_in_upper_case, .difference = "it is in upper case"},
    {.make = encoded_as_hex, .difference = "it is the hexadecimal text of the configured one"},
    {.make = encoded_as_upper_hex,
     .difference = "it is the hexadecimal text of the configured one, in upper case"},
    {.make = encoded_as_prefixed_hex,
     .difference = "it is \"0x\" and the hexadecimal text of the configured one"},
    {.make = encoded_from_hex, .difference = "the configured one was read as hexadecimal"},
    {.make = encoded_as_base64, .difference = "it is the base64 text of the configured one"},
    {.make = encoded_from_base64, .difference = "the configured one was read as base64"},
    {.make = encoded_from_cisco7,
     .difference = "the configured key is a Cisco type 7 string, and the sender uses the password "
                   "it encodes"},
    {.make = encoded_from_junos9,
     .difference =
         "the configured key is a Junos $9$ string, and the sender uses the password it encodes"},
    {.make = typed_in_other_case, .difference = "its capital and small letters are exchanged"},
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
    {.behind = "  ", .difference = "it ends with two spaces"},
    {.behind = ";", .difference = "it ends with a semicolon"},
    {.behind = ",", .difference = "it ends with a comma"},
    {.before = "\t", .difference = "it begins with a tab"},
    {.before = "\xef\xbb\xbf", .difference = "it begins with a byte order mark"},
    {.before = "\"", .difference = "it begins with a double quote"},
    {.behind = "\"", .difference = "it ends with a double quote"},
    {.before = "6 ", .difference = "it begins with \"6 \", which means the type of a password"},
    {.before = "clear ", .difference = "it begins with \"clear \", a word of the configuration"},
    {.before = "encrypted ",
     .difference = "it begins with \"encrypted \", a word of the configuration"},
    {.behind = " ", .lacks = true, .difference = "it lacks a space at the end"},
    {.behind = ";", .lacks = true, .difference = "it lacks the semicolon at the end"},
    {.behind = ",", .lacks = true, .difference = "it lacks the comma at the end"},
    {.before = "\xef\xbb\xbf", .lacks = true, .difference = "it lacks the byte order mark"},
    {.before = "\"", .lacks = true, .difference = "it lacks the double quote at the beginning"},
    {.behind = "\"", .lacks = true, .difference = "it lacks the double quote at the end"},
    {.before = "clear ", .lacks = true, .difference = "it lacks \"clear \" at the beginning"},
    {.before = "encrypted ",
     .lacks = true,
     .difference = "it lacks \"encrypted \" at the beginning"},
    {.make = typed_without_front,
     .difference = "it lacks the spaces or line ends at the beginning"},
    {.make = typed_without_margins, .difference = "it lacks the spaces or line ends at both ends"},
    {.make = typed_without_first, .difference = "it lacks the first letter"},
    {.make = typed_without_last, .difference = "it lacks the last letter"},
    {.make = typed_twice, .difference = "it is the configured one twice"},
    {.make = typed_half, .difference = "the configured one is the same text twice"},
    {.make = typed_with_first_upper, .difference = "its first letter is a capital"},
    {.make = typed_with_first_lower, .difference = "its first letter is small"},
    {.make = typed_as_name, .difference = "its first letter is a capital, all others are small"},
    {.stop = ' ', .difference = "it was cut at a space"},
    {.stop = '#', .difference = "it was cut at #, as before a comment"},
    {.stop = ';', .difference = "it was cut at a semicolon"},
    {.stop = '!', .difference = "it was cut at !, as before a comment"},
    {.stop = '$', .difference = "it was cut at $"},
    {.stop = '&', .difference = "it was cut at &"},
    {.stop = '"', .difference = "it was cut at a double quote"},
    {.stop = '\'', .difference = "it was cut at a single quote"},
    {.stop = ',', .difference = "it was cut at a comma"},
    {.stop = '|', .difference = "it was cut at |"},
    {.stop = '\\', .difference = "it was cut at a backslash"},
    {.make = encoded_without_variables,
     .difference = "it lacks $ and the word behind that, which a shell takes for a variable"},
    {.pairs = html, .difference = "it has HTML entities in place of signs"},
    {.pairs = html_php, .difference = "it has HTML entities in place of signs"},
    {.pairs = html_python, .difference = "it has HTML entities in place of signs"},
    {.pairs = xml, .difference = "it has HTML entities in place of signs"},
    {.pairs = html_attribute, .difference = "it has HTML entities in place of signs"},
    {.pairs = html_text, .difference = "it has HTML entities in place of signs"},
    {.pairs = html, .lacks = true, .difference = "it has signs in place of HTML entities"},
    {.make = encoded_as_url, .difference = "it is encoded as in a URL"},
    {.make = encoded_as_component, .difference = "it is encoded as in a URL"},
    {.make = encoded_as_form, .difference = "it is encoded as in a URL, with + for a space"},
    {.pairs = coded_spaces, .difference = "it has %20 in place of spaces"},
    {.pairs = plus_signs, .difference = "it has + in place of spaces"},
    {.make = encoded_from_url, .difference = "the configured one was decoded as in a URL"},
    {.make = encoded_from_form,
     .difference = "the configured one was decoded as in a URL, with + for a space"},
    {.pairs = backslashes, .difference = "its backslashes are doubled"},
    {.pairs = backslashes, .lacks = true, .difference = "it has one backslash in place of two"},
    {.make = encoded_without_backslashes, .difference = "it lacks the backslashes"},
    {.pairs = escapes, .lacks = true, .difference = "its escapes, such as \\n, were read"},
    {.pairs = quoted, .difference = "it has a backslash before quotes and backslashes"},
    {.pairs = json, .difference = "it has a backslash before quotes, slashes and backslashes"},
    {.pairs = escapes, .difference = "it has escapes, such as \\n, in place of signs"},
    {.pairs = shell, .difference = "it has a backslash before each sign that a shell knows"},
    {.pairs = dollars, .difference = "its dollar signs are doubled"},
    {.pairs = dollars, .lacks = true, .difference = "it has one dollar sign in place of two"},
    {.pairs = percents, .difference = "its percent signs are doubled"},
    {.pairs = percents, .lacks = true, .difference = "it has one percent sign in place of two"},
    {.make = encoded_as_utf8, .difference = "the configured one was converted to UTF-8"},
    {.make = encoded_as_latin1, .difference = "the configured one was converted to latin-1"},
    {.pairs = two_spaces, .difference = "it has one space in place of two"},
    {.pairs = fixed_spaces, .difference = "it has no-break spaces in place of spaces"},
    {.pairs = dashes, .difference = "it has dashes in place of hyphens"},
    {.pairs = apostrophes, .difference = "it has typographic apostrophes in place of plain ones"},
    {.pairs = typeset, .difference = "it has typographic signs, as a word processor makes them"},
    {.pairs = typeset,
     .lacks = true,
     .difference = "it has plain signs in place of typographic ones"},
    {.make = typed_with_y_and_z,
     .difference = "its y and z are exchanged, as on a German keyboard"},
    {.make = encoded_as_base64_line,
     .difference = "it is the base64 text of the configured one with a newline, as echo adds it"},
    {.before = "password ",
     .difference = "it begins with \"password \", a word of the configuration"},
    {.before = "password ", .lacks = true, .difference = "it lacks \"password \" at the beginning"},
    {.make = typed_in_title_case, .difference = "each of its words begins with a capital"},
    {.make = accents_composed, .difference = "its accents are composed (Unicode's NFC)"},
    {.make = accents_decomposed,
     .difference = "its accents are characters of their own (Unicode's NFD, as macOS has it)"},
    {.make = accents_dropped, .difference = "it lacks the accents"},
    {.make = accents_lost, .difference = "it lacks the characters that are not ASCII"},
    {.make = accents_in_cp850,
     .difference =
         "the configured one was converted to code page 850, as a Windows console has it"},
    {.cut = 10, .difference = "it was cut after 10 bytes"},
    {.cut = 12, .difference = "it was cut after 12 bytes"},
    {.cut = 15, .difference = "it was cut after 15 bytes"},
    {.cut = 18, .difference = "it was cut after 18 bytes"},
    {.cut = 31, .difference = "it was cut after 31 bytes"},
    {.cut = 32, .difference = "it was cut after 32 bytes"},
    {.cut = 40, .difference = "it was cut after 40 bytes"},
    {.cut = 48, .difference = "it was cut after 48 bytes"},
    {.pad = 8, .difference = "it is padded with zeros to 8 bytes"},
    {.pad = 25, .difference = "it is padded with zeros to 25 bytes"},
    {.pad = 32, .difference = "it is padded with zeros to 32 bytes"},
    {.pad = 63, .difference = "it is padded with zeros to 63 bytes"},
    {.pad = 79, .difference = "it is padded with zeros to 79 bytes"},
};

static struct secret *with_ends(const struct variant *variant, const uint8_t *bytes, size_t length)
{
    const char *before = variant->before ? variant->before : "";
    const char *behind = variant->behind ? variant->behind : "";
    const size_t front = strlen(before), back = strlen(behind);
    GByteArray *result = variant_room(before, front, front + length + back);
    g_byte_array_append(result, bytes, (guint)length);
    return variant_secret(g_byte_array_append(result, (const guint8 *)behind, (guint)back));
}

/* Returns the secret padded with zeros to PAD bytes; 1 stands for one byte more. Returns NULL if it
 * is at least as long. */
static struct secret *with_zeros(const uint8_t *bytes, size_t length, size_t pad)
{
    const uint8_t zeros[80] = {0};
    const size_t to = pad == 1 ? length + 1 : pad;
    if (length >= to)
        return NULL;
    return variant_secret(
        g_byte_array_append(variant_room(bytes, length, to), zeros, (guint)(to - length)));
}

/* Returns the secret without what VARIANT has before and after it, or NULL if it lacks that. */
static struct secret *without_ends(const struct variant *variant, const uint8_t *bytes,
                                   size_t length)
{
    const char *before = variant->before ? variant->before : "";
    const char *behind = variant->behind ? variant->behind : "";
    const size_t front = strlen(before), back = strlen(behind);

    if (length < front + back || memcmp(bytes, before, front) != 0 ||
        memcmp(bytes + length - back, behind, back) != 0)
        return NULL;
    return variant_part(bytes, length, front, back);
}

/* Returns VARIANT of LENGTH bytes, or NULL if there is none. */
static struct secret *variant_of_bytes(const struct variant *variant, const uint8_t *bytes,
                                       size_t length)
{
    if (variant->make)
        return variant->make(bytes, length);
    if (variant->pairs)
        return with_pairs_replaced(bytes, length, variant->pairs, variant->lacks);
    if (variant->stop)
        return cut_at(bytes, length, variant->stop);
    if (variant->cut > 0)
        return length > variant->cut ? secret_new(bytes, variant->cut) : NULL;
    if (variant->pad > 0)
        return with_zeros(bytes, length, variant->pad);
    return variant->lacks ? without_ends(variant, bytes, length)
                          : with_ends(variant, bytes, length);
}

/* The sender's key may be an obfuscated text, copied from a configuration without decoding it:
 * first the text in our own configuration, then those that Cisco's systems may have made of the
 * secret. */
#define DISGUISES (1 + DISGUISE_CISCO7_STARTS)

static struct secret *variant_disguised(const struct key *key, unsigned disguise,
                                        const char **difference)
{
    size_t length;
    const uint8_t *bytes = secret_bytes(key->secret, &length);

    *difference = "it is the obfuscated text of a configuration (type 7 or $9$), taken literally";
    if (disguise > 0)
        return disguise_as_cisco7(bytes, length, disguise - 1);
    if (!key->disguise)
        return NULL;
    bytes = secret_bytes(key->disguise, &length);
    return secret_new(bytes, length);
}

static struct secret *variant_numbered(const struct secret *secret, unsigned number,
                                       const char **difference)
{
    size_t length;
    const uint8_t *bytes = secret_bytes(secret, &length);
    struct secret *variant = variant_of_bytes(&variants[number], bytes, length);

    *difference = variants[number].difference;
    if (variant && secret_equal(variant, secret)) {
        secret_free(variant);
        return NULL;
    }
    return variant;
}

unsigned variant_count(void)
{
    return G_N_ELEMENTS(variants) + DISGUISES;
}

struct secret *variant_of(const struct key *key, unsigned number, const char **difference)
{
    return number < G_N_ELEMENTS(variants)
               ? variant_numbered(key->secret, number, difference)
               : variant_disguised(key, number - G_N_ELEMENTS(variants), difference);
}

const char *variant_difference(const struct key *key, const struct secret *secret)
{
    for (unsigned i = 0; i < variant_count(); i++) {
        const char *difference;
        struct secret *variant = variant_of(key, i, &difference);
        const bool found = variant && secret_equal(variant, secret);
        secret_free(variant);
        if (found)
            return difference;
    }
    return NULL;
}
