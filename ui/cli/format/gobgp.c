/* GoBGP: a neighbor for each MD5 key, and for all TCP-AO keys between the same ends, with their key
 * chain.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "format.h"

#include <string.h>

#define BGP     179
#define LONGEST 80 /* the kernel's TCP_MD5SIG_MAXKEYLEN and TCP_AO_MAXKEYLEN */

/* Begins the neighbor, which follows its key chain, and the line that ends it. */
static const char neighbor_head[] = "[[neighbors]]\n", send_id_head[] = "    send-id = ";

static const char *const algorithms[KEY_ALGORITHMS] = {
    [KEY_HMAC_SHA_1_96] = "hmac_sha_1_96",
    [KEY_AES_128_CMAC_96] = "aes_128_cmac_96",
    [KEY_HMAC_SHA_256_96] = "hmac_sha_256_96",
    [KEY_HMAC_SHA_256_128] = "hmac_sha_256_128",
};

/* MAC lengths in octets, which GoBGP cannot change. */
static const unsigned lengths[KEY_ALGORITHMS] = {
    [KEY_HMAC_SHA_1_96] = 12,
    [KEY_AES_128_CMAC_96] = 12,
    [KEY_HMAC_SHA_256_96] = 12,
    [KEY_HMAC_SHA_256_128] = 16,
};

static const char *check_ao(const struct key *key)
{
    size_t length;

    secret_bytes(key->secret, &length);
    if (!algorithms[key->algorithm])
        return "GoBGP does not have its algorithm";
    if (key_mac_length(key) != lengths[key->algorithm])
        return "GoBGP cannot change the length of a MAC";
    if (key->send_id == KEY_ANY_ID || key->recv_id == KEY_ANY_ID)
        return "GoBGP takes keys with both KeyIDs";
    return length > LONGEST ? "GoBGP accepts secrets of at most 80 bytes" : NULL;
}

static const char *check_key(const struct key *key)
{
    if (key->port != KEY_ANY_PORT && key->port != BGP)
        return "its port is not BGP's";
    if (!format_is_address(&key->ends[1]))
        return "its peer is not one address";
    if (key->algorithm != KEY_MD5)
        return check_ao(key);
    return format_is_plain(key->secret, LONGEST, "")
               ? NULL
               : "GoBGP accepts passwords of at most 80 printable ASCII characters";
}

/* Appends the password of KEY as a string of TOML. */
static void add_password(struct text *text, const struct key *key)
{
    size_t length;
    const uint8_t *bytes = secret_bytes(key->secret, &length);

    text_add(text, "    auth-password = \"");
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '"' || bytes[i] == '\\')
            text_add(text, "\\");
        text_append(text, &bytes[i], 1);
    }
    text_add(text, "\"\n");
}

static void add_base64(struct text *text, const struct secret *secret)
{
    size_t length;
    const uint8_t *bytes = secret_bytes(secret, &length);
    char *base64 = g_base64_encode(bytes, length);

    text_add(text, base64);
    secret_wipe(base64, strlen(base64));
    g_free(base64);
}

/* Appends a key of a key chain. */
static void add_ao_key(struct text *text, const struct key *key)
{
    text_format(text,
                "  [[keychains.keys]]\n    [keychains.keys.config]\n      key-id = %d\n"
                "      receive-id = %d\n      crypto-algorithm = \"%s\"\n      secret-key = \"",
                key->send_id, key->recv_id, algorithms[key->algorithm]);
    add_base64(text, key->secret);
    text_add(text, "\"\n");
    if (key->options == KEY_OPTIONS_EXCLUDED)
        text_add(text, "      exclude-tcp-options = true\n");
}

/* Appends the key chain of KEY's peer, which has the peer's address as its name: a chain of the
 * router may have other keys for other peers. */
static void add_chain(struct text *text, const struct key *key)
{
    text_add(text, "[[keychains]]\n  [keychains.config]\n    name = \"");
    format_add_end(text, &key->ends[1]);
    text_add(text, "\"\n");
    add_ao_key(text, key);
}

static void add_neighbor(struct text *text, const struct key *key)
{
    text_format(text, "%s  [neighbors.config]\n    neighbor-address = \"", neighbor_head);
    format_add_end(text, &key->ends[1]);
    text_add(text, "\"\n    peer-as = 0 # PEER_AS\n");
    if (key->algorithm == KEY_MD5)
        add_password(text, key);
    if (format_is_address(&key->ends[0])) {
        text_add(text, "  [neighbors.transport.config]\n    local-address = \"");
        format_add_end(text, &key->ends[0]);
        text_add(text, "\"\n");
    }
    if (key->algorithm == KEY_MD5)
        return;
    text_add(text, "  [neighbors.tcp-ao.config]\n    keychain = \"");
    format_add_end(text, &key->ends[1]);
    text_format(text, "\"\n%s%d\n", send_id_head, key->send_id);
}

static void join_gobgp(struct text *entry, const struct key *key)
{
    const char *neighbor = g_strrstr_len(entry->bytes, (gssize)entry->length, neighbor_head);
    char *tail = g_strndup(neighbor, entry->length - (size_t)(neighbor - entry->bytes));

    entry->length -= strlen(tail);
    text_format(entry, "  # %s\n", key->name);
    add_ao_key(entry, key);
    if (key->preference == KEY_PREFERRED)
        *g_strrstr(tail, send_id_head) = '\0';
    text_add(entry, tail);
    if (key->preference == KEY_PREFERRED)
        text_format(entry, "%s%d\n", send_id_head, key->send_id);
    g_free(tail);
}

static const char *write_gobgp(struct text *text, const struct key *key)
{
    const char *fault = check_key(key);

    if (fault)
        return fault;
    if (key->algorithm != KEY_MD5)
        add_chain(text, key);
    add_neighbor(text, key);
    return NULL;
}

const struct format format_gobgp = {
    .name = "gobgp",
    .title = "neighbors and key chains for GoBGP, in TOML",
    .comment = "#",
    .preface = "# Neighbors for GoBGP; replace the 0 before PEER_AS with AS numbers.\n",
    .place = FORMAT_PLACE_PEER,
    .lacks = FORMAT_LACKS_SIGNED_AS | FORMAT_LACKS_TIMES | FORMAT_LACKS_CHAIN |
             FORMAT_LACKS_DEPRECATED | FORMAT_LACKS_SIGNATURE | FORMAT_LACKS_INSTANCE,
    .write = write_gobgp,
    .join = join_gobgp,
};
