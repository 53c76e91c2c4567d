/* BIRD: a protocol for each key.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "format.h"

#define BGP     179
#define LONGEST 80 /* the kernel's TCP_MD5SIG_MAXKEYLEN */

static const char *write_bird(struct text *text, const struct key *key)
{
    if (key->algorithm != KEY_MD5)
        return "BIRD 2 has no TCP-AO";
    if (key->port != KEY_ANY_PORT && key->port != BGP)
        return "its port is not BGP's";
    if (!format_is_address(&key->ends[1]))
        return "its peer is not one address";
    if (!format_is_plain(key->secret, LONGEST, "\""))
        return "BIRD takes secrets of at most 80 printable ASCII characters without quotes";
    text_add(text, "protocol bgp {\n    local ");
    if (format_is_address(&key->ends[0])) {
        format_add_end(text, &key->ends[0]);
        text_add(text, " ");
    }
    text_add(text, "as LOCAL_AS;\n    neighbor ");
    format_add_end(text, &key->ends[1]);
    text_add(text, " as PEER_AS;\n    password \"");
    format_add_secret(text, key->secret);
    text_add(text, "\";\n}\n");
    return NULL;
}

const struct format format_bird = {
    .name = "bird",
    .title = "protocols for BIRD",
    .comment = "#",
    .preface = "# Protocols for BIRD; put AS numbers in the place of LOCAL_AS and PEER_AS.\n",
    .one_a_peer = true,
    .lacks = FORMAT_LACKS_SIGNED_AS | FORMAT_LACKS_TIMES,
    .write = write_bird,
};
