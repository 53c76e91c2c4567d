/* BIRD: a protocol for each MD5 key, and for all TCP-AO keys between the same ends.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "format.h"

#include <string.h>

#define BGP        179
#define MAX_LENGTH 80 /* the kernel's TCP_MD5SIG_MAXKEYLEN and TCP_AO_MAXKEYLEN */
#define MAC        12 /* octets, which BIRD cannot change */

/* Ends the keys of a protocol, and then the protocol. */
static const char end_of_keys[] = "    };\n}\n";

static const char *const algorithms[KEY_ALGORITHMS] = {
    [KEY_HMAC_SHA_1_96] = "hmac sha1",     [KEY_AES_128_CMAC_96] = "cmac aes128",
    [KEY_HMAC_SHA_256_96] = "hmac sha256", [KEY_HMAC_MD5_96] = "hmac md5",
    [KEY_HMAC_SHA_224_96] = "hmac sha224", [KEY_HMAC_SHA_384_96] = "hmac sha384",
    [KEY_HMAC_SHA_512_96] = "hmac sha512",
};

static const char *check_ao(const struct key *key)
{
    if (!algorithms[key->algorithm])
        return "BIRD does not have its algorithm";
    if (key_mac_length(key) != MAC)
        return "BIRD's MACs have 12 octets";
    if (key->options == KEY_OPTIONS_EXCLUDED)
        return "BIRD's MACs cover the TCP options";
    if (key->send_id == KEY_ANY_ID || key->recv_id == KEY_ANY_ID)
        return "BIRD takes keys with both KeyIDs";
    return NULL;
}

static const char *obstacle_to_bird(const struct key *key)
{
    if (key->port != KEY_ANY_PORT && key->port != BGP)
        return "its port is not BGP's";
    if (!format_is_address(&key->ends[1]))
        return "its peer is not one address";
    if (!format_is_plain(key->secret, MAX_LENGTH, "\""))
        return "BIRD accepts secrets of at most 80 printable ASCII characters without quotes";
    return key->algorithm == KEY_MD5 ? NULL : check_ao(key);
}

static void add_secret(struct text *text, const struct key *key)
{
    text_add(text, "\"");
    format_add_secret(text, key->secret);
    text_add(text, "\";\n");
}

/* Appends the address of KEY's peer. BIRD refuses a link-local one without its interface. */
static void add_peer(struct text *text, const struct key *key)
{
    const struct ip_address *address = &key->ends[1].address;

    format_add_end(text, &key->ends[1]);
    text_add(text, address->length == 16 && ip_address_is_link_local(address) ? "%INTERFACE" : "");
}

/* Appends a TCP-AO key of a protocol. */
static void add_ao_key(struct text *text, const struct key *key)
{
    text_add(text, "        key {\n");
    if (key->send_id == key->recv_id)
        text_format(text, "            id %d;\n", key->send_id);
    else
        text_format(text, "            send id %d;\n            recv id %d;\n", key->send_id,
                    key->recv_id);
    text_format(text, "            algorithm %s;\n            secret ", algorithms[key->algorithm]);
    add_secret(text, key);
    if (key->preference != KEY_NO_PREFERENCE)
        text_format(text, "            %s;\n", key_preference_names[key->preference]);
    text_add(text, "        };\n");
}

static void join_bird(struct text *entry, const struct key *key)
{
    entry->length -= strlen(end_of_keys);
    text_format(entry, "        # %s\n", key->name);
    add_ao_key(entry, key);
    text_add(entry, end_of_keys);
}

static const char *write_bird(struct text *text, const struct key *key)
{
    const char *fault = obstacle_to_bird(key);
    if (fault)
        return fault;
    text_add(text, "protocol bgp {\n    local ");
    if (format_is_address(&key->ends[0])) {
        format_add_end(text, &key->ends[0]);
        text_add(text, " ");
    }
    text_add(text, "as LOCAL_AS;\n    neighbor ");
    add_peer(text, key);
    text_add(text, " as PEER_AS;\n");
    if (key->algorithm == KEY_MD5) {
        text_add(text, "    password ");
        add_secret(text, key);
        text_add(text, "}\n");
    } else {
        text_add(text, "    authentication ao;\n    keys {\n");
        add_ao_key(text, key);
        text_add(text, end_of_keys);
    }
    return NULL;
}

const struct format format_bird = {
    .name = "bird",
    .title = "protocols for BIRD; TCP-AO needs BIRD 2.17",
    .comment = "#",
    .preface =
        "# Protocols for BIRD; replace LOCAL_AS and PEER_AS with AS numbers, and INTERFACE.\n",
    .place = FORMAT_PLACE_ENDS,
    .lacks = FORMAT_LACKS_SIGNED_AS | FORMAT_LACKS_TIMES | FORMAT_LACKS_CHAIN |
             FORMAT_LACKS_SIGNATURE | FORMAT_LACKS_INSTANCE,
    .write = write_bird,
    .join = join_bird,
};
