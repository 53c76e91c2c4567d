/* FRR: the passwords of neighbors, as lines below "router bgp".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "format.h"

#define BGP        179
#define MAX_LENGTH 80 /* FRR's PEER_PASSWORD_MAXLEN */

static const char *write_frr(struct text *text, const struct key *key)
{
    if (key->algorithm != KEY_MD5)
        return "FRR has no TCP-AO";
    if (key->port != KEY_ANY_PORT && key->port != BGP)
        return "its port is not BGP's";
    if (!format_is_address(&key->ends[1]))
        return "its peer is not one address";
    if (!format_is_plain(key->secret, MAX_LENGTH, " "))
        return "FRR accepts secrets of at most 80 printable ASCII characters without spaces";
    text_add(text, "neighbor ");
    format_add_end(text, &key->ends[1]);
    text_add(text, " password ");
    format_add_secret(text, key->secret);
    text_add(text, "\n");
    return NULL;
}

const struct format format_frr = {
    .name = "frr",
    .title = "lines for FRR, below router bgp",
    .comment = "!",
    .preface = "! Lines for FRR, to go below \"router bgp\".\n",
    .place = FORMAT_PLACE_PEER,
    .lacks = FORMAT_LACKS_SIGNED_AS | FORMAT_LACKS_TIMES | FORMAT_LACKS_CHAIN |
             FORMAT_LACKS_PREFERENCE | FORMAT_LACKS_SIGNATURE | FORMAT_LACKS_INSTANCE,
    .write = write_frr,
};
