/* Reads the attributes of keys, and the keys of sessions, from the words of a configuration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "key-words.h"

#include "peer.h"

#include <string.h>
#include <time.h>

const char ao_algorithm_unknown[] = "its algorithm is not one of TCP-AO's that are known here";

/* SHA-256 without a length has a MAC of 12 octets, as Linux gives it to BIRD and ExaBGP. */
static const struct {
    const char *name; /* in lower case, without punctuation */
    enum key_algorithm algorithm;
    uint8_t mac_length; /* or 0 */
} names[] = {
    {"hmacsha1", KEY_HMAC_SHA_1_96, 0},       {"hmacsha196", KEY_HMAC_SHA_1_96, 0},
    {"hmacsha112", KEY_HMAC_SHA_1_96, 0}, /* VRP: octets */
    {"hmacsha120", KEY_HMAC_SHA_1_96, 20},    {"aes128cmac", KEY_AES_128_CMAC_96, 0},
    {"aes128cmac96", KEY_AES_128_CMAC_96, 0}, {"cmacaes128", KEY_AES_128_CMAC_96, 0},
    {"sha256", KEY_HMAC_SHA_256_96, 0},       {"hmacsha256", KEY_HMAC_SHA_256_96, 0},
    {"hmacsha25696", KEY_HMAC_SHA_256_96, 0}, {"hmacsha256128", KEY_HMAC_SHA_256_128, 0},
    {"kmac256128", KEY_KMAC256_128, 0},       {"hmacmd5", KEY_HMAC_MD5_96, 0},
    {"hmacsha224", KEY_HMAC_SHA_224_96, 0},   {"hmacsha384", KEY_HMAC_SHA_384_96, 0},
    {"hmacsha512", KEY_HMAC_SHA_512_96, 0},
};

/* Returns true if WORD differs from NAME only in case and punctuation. */
static bool is_name(const char *name, struct word word)
{
    for (size_t i = 0; i < word.length; i++)
        if (g_ascii_isalnum(word.at[i]) && g_ascii_tolower(word.at[i]) != *name++)
            return false;
    return *name == '\0';
}

bool ao_algorithm_set(struct key *key, struct word name)
{
    key->algorithm = KEY_HMAC_SHA_1_96;
    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
        if (is_name(names[i].name, name)) {
            key->algorithm = names[i].algorithm;
            key->mac_length = names[i].mac_length;
            return true;
        }
    return false;
}

/* Reads a peer's address. SR OS appends the link to a link-local address: "fe80::1-toR2". */
static bool peer_from_word(struct word word, struct prefix *peer)
{
    char *text = word_dup(word);
    if (g_ascii_strncasecmp(text, "fe80:", 5) == 0)
        text[strcspn(text, "-")] = '\0';
    const bool fine = word_is(word, "*") ? prefix_parse("*", peer, NULL) : peer_parse(text, peer);
    g_free(text);
    return fine;
}

/* Sets *BITS to the length of MASK, such as 255.255.255.0. Returns false if its bits are not
 * contiguous. */
static bool mask_bits(const struct ip_address *mask, unsigned *bits)
{
    uint32_t value = 0;
    for (unsigned i = 0; i < 4; i++)
        value = value << 8 | mask->bytes[i];
    *bits = (unsigned)__builtin_popcount(value);
    return (~value & (~value + 1)) == 0;
}

static bool narrow(struct prefix *prefix, struct word bits)
{
    uint64_t number = 0;
    struct prefix mask;
    unsigned length = 0;
    bool fine = true;

    if (word_number(bits, 8u * prefix->address.length, &number)) {
        length = (unsigned)number;
    } else {
        char *text = word_dup(bits);
        fine = prefix->address.length == 4 && prefix_parse(text, &mask, NULL) &&
               mask.address.length == 4 && mask_bits(&mask.address, &length);
        g_free(text);
    }
    if (fine)
        *prefix = prefix_of(&prefix->address, length);
    return fine;
}

bool prefix_from_words(struct word address, struct word bits, struct prefix *prefix)
{
    return peer_from_word(address, prefix) && (bits.length == 0 || narrow(prefix, bits));
}

struct secret *secret_from_word(struct word word)
{
    if (!word.quote)
        return secret_new(word.at, word.length);

    char *plain = g_malloc(word.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < word.length; i++) {
        const bool escape = word.at[i] == '\\' && i + 1 < word.length &&
                            (word.at[i + 1] == '\\' || word.at[i + 1] == word.quote);
        plain[length++] = word.at[i += escape];
    }
    struct secret *secret = secret_new(plain, length);
    secret_wipe(plain, word.length + 1);
    g_free(plain);
    return secret;
}

bool key_read_secret(struct key *key, struct word word)
{
    key->secret = word.length > 0 ? secret_from_word(word) : NULL;
    return key->secret;
}

bool key_read(const struct import *import, unsigned line, struct key *key,
              enum key_attribute attribute, struct word word)
{
    char *text = word_dup(word);
    const bool fits = import_set(import, line, key, attribute, text);
    g_free(text);
    return fits;
}

void key_read_algorithm(struct key *key, struct word word)
{
    if (!ao_algorithm_set(key, word))
        import_withhold(key, ao_algorithm_unknown);
}

void key_read_chain(struct key *key, struct word chain, struct word number)
{
    char *name = word_dup(chain), *text = word_dup(number);
    import_tell_apart(key, name, text);
    import_set_chain(key, name, text);
    g_free(text);
    g_free(name);
}

const char *moment_read(const char *text, const char *format, int64_t *moment)
{
    struct tm time = {.tm_mday = 1};
    const char *end = strptime(text, format, &time);
    if (!end || g_ascii_isdigit(*end)) /* "99" seconds would be 9 */
        return NULL;
    char *utc =
        g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02dZ", time.tm_year + 1900, time.tm_mon + 1,
                        time.tm_mday, time.tm_hour, time.tm_min, time.tm_sec);
    const bool fine = key_time_parse(utc, moment, NULL);
    g_free(utc);
    return fine ? end : NULL;
}

static char *session_name(const struct session *session, const struct prefix *peer)
{
    GString *name = g_string_new(session->protocol);
    char *text = peer->address.length > 0 || session->alias.length == 0 ? prefix_text(peer)
                                                                        : word_dup(session->alias);

    g_string_append(name, text);
    g_free(text);
    if (session->vrf.length > 0) {
        g_string_append(name, " vrf ");
        g_string_append_len(name, session->vrf.at, (gssize)session->vrf.length);
    }
    if (session->realm)
        g_string_append(name, session->realm);
    return g_string_free(name, FALSE);
}

static struct prefix local_end(const struct session *session, const struct prefix *peer)
{
    if (session->local.length == 0)
        return (struct prefix){0};
    char *text = word_dup(session->local);
    const struct prefix end = peer_source(text, peer);
    g_free(text);
    return end;
}

struct key *session_key(const struct session *session, unsigned line)
{
    struct prefix peer;
    if (!prefix_from_words(session->peer, session->bits, &peer)) {
        import_problem(session->import, line, "the peer of this key is no IP address");
        return NULL;
    }

    char *name = session_name(session, &peer);
    struct key *key = import_key(session->import, line, name);
    g_free(name);
    import_set(session->import, line, key, KEY_PORT, session->port);
    if (session->vrf.length > 0) {
        char *instance = g_strdup_printf("vrf %.*s", (int)session->vrf.length, session->vrf.at);
        import_set_instance(key, instance);
        g_free(instance);
    }
    key->ends[0] = local_end(session, &peer);
    key->ends[1] = peer;
    return key;
}
