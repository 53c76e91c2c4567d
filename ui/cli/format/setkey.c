/* setkey(8) of FreeBSD: a security association for each direction.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "format.h"

#define MAX_LENGTH 80 /* FreeBSD's TCP_KEYLEN_MAX */

static void write_direction(struct text *text, const struct prefix *from, const struct prefix *to,
                            const struct secret *secret)
{
    text_add(text, "add ");
    format_add_end(text, from);
    text_add(text, " ");
    format_add_end(text, to);
    text_add(text, " tcp 0x1000 -A tcp-md5 "); /* the SPI that tcp(4) prescribes */
    if (format_is_plain(secret, MAX_LENGTH, "\"")) {
        text_add(text, "\"");
        format_add_secret(text, secret);
        text_add(text, "\"");
    } else {
        text_add(text, "0x");
        format_add_hex(text, secret);
    }
    text_add(text, ";\n");
}

static const char *write_setkey(struct text *text, const struct key *key)
{
    size_t length;
    secret_bytes(key->secret, &length);
    if (key->algorithm != KEY_MD5)
        return "setkey has no TCP-AO";
    if (!format_is_address(&key->ends[0]) || !format_is_address(&key->ends[1]))
        return "setkey takes two addresses";
    if (length > MAX_LENGTH)
        return "setkey accepts secrets of at most 80 bytes";
    write_direction(text, &key->ends[0], &key->ends[1], key->secret);
    write_direction(text, &key->ends[1], &key->ends[0], key->secret);
    return NULL;
}

const struct format format_setkey = {
    .name = "setkey",
    .title = "commands for setkey(8) of FreeBSD",
    .comment = "#",
    .preface = "# Commands for setkey -f; they sign all TCP between two addresses.\n",
    .place = FORMAT_PLACE_PAIR,
    .lacks = FORMAT_LACKS_SIGNED_AS | FORMAT_LACKS_PORT | FORMAT_LACKS_TIMES | FORMAT_LACKS_CHAIN |
             FORMAT_LACKS_PREFERENCE | FORMAT_LACKS_SIGNATURE | FORMAT_LACKS_INSTANCE,
    .write = write_setkey,
};
