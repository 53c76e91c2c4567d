/* One key, and how the text of each of its attributes is read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "key.h"

#include <inttypes.h>
#include <string.h>

const char *const key_algorithm_names[KEY_ALGORITHMS] = {
    [KEY_MD5] = "MD5",
    [KEY_HMAC_SHA_1_96] = "HMAC-SHA-1-96",
    [KEY_AES_128_CMAC_96] = "AES-128-CMAC-96",
    [KEY_HMAC_SHA_256_96] = "HMAC-SHA-256-96",
    [KEY_HMAC_SHA_256_128] = "HMAC-SHA-256-128",
    [KEY_HKDF_SHA_256_128] = "HKDF-SHA-256-128",
    [KEY_KMAC256_128] = "KMAC256-128",
    [KEY_HMAC_MD5_96] = "HMAC-MD5-96",
    [KEY_HMAC_SHA_224_96] = "HMAC-SHA-224-96",
    [KEY_HMAC_SHA_384_96] = "HMAC-SHA-384-96",
    [KEY_HMAC_SHA_512_96] = "HMAC-SHA-512-96",
};

/* The lengths of the MAC and of the full hash, in octets. KMAC256 computes any length. */
static const struct {
    uint8_t mac, whole;
} lengths[KEY_ALGORITHMS] = {
    [KEY_MD5] = {16, 16},
    [KEY_HMAC_SHA_1_96] = {12, 20},
    [KEY_AES_128_CMAC_96] = {12, 16},
    [KEY_HMAC_SHA_256_96] = {12, 32},
    [KEY_HMAC_SHA_256_128] = {16, 32},
    [KEY_HKDF_SHA_256_128] = {16, 32},
    [KEY_KMAC256_128] = {16, KEY_MAC_MAX},
    [KEY_HMAC_MD5_96] = {12, 16},
    [KEY_HMAC_SHA_224_96] = {12, 28},
    [KEY_HMAC_SHA_384_96] = {12, 48},
    [KEY_HMAC_SHA_512_96] = {12, 64},
};

const char *const key_options_names[KEY_OPTIONS_COUNT] = {
    [KEY_ANY_OPTIONS] = "*",
    [KEY_OPTIONS_INCLUDED] = "included",
    [KEY_OPTIONS_EXCLUDED] = "excluded",
};

const char *const key_preference_names[KEY_PREFERENCES] = {
    [KEY_NO_PREFERENCE] = "*",
    [KEY_PREFERRED] = "preferred",
    [KEY_DEPRECATED] = "deprecated",
};

const char *const key_signature_names[KEY_SIGNATURES] = {
    [KEY_SIGNATURE_REQUIRED] = "required",
    [KEY_SIGNATURE_OPTIONAL] = "optional",
};

/* Allocated separately: a keyring may have tens of thousands of keys, few of which need it. */
struct key_membership {
    char *chain, *instance;        /* or NULL */
    int64_t number;                /* KEY_ANY_NUMBER if there is none */
    int64_t send_from, send_until; /* INT64_MIN and INT64_MAX: the same as from and until */
};

struct key *key_new(const char *name, const char *origin)
{
    struct key *key = g_new0(struct key, 1);
    key->name = g_strdup(name);
    key->origin = g_strdup(origin);
    key->send_id = key->recv_id = KEY_ANY_ID;
    key->from = INT64_MIN;
    key->until = INT64_MAX;
    return key;
}

struct key *key_copy(const struct key *key)
{
    struct key *copy = g_memdup2(key, sizeof *key);

    copy->name = g_strdup(key->name);
    copy->origin = g_strdup(key->origin);
    copy->secret = secret_copy(key->secret);
    copy->disguise = secret_copy(key->disguise);
    if (key->membership) {
        copy->membership = g_memdup2(key->membership, sizeof *key->membership);
        copy->membership->chain = g_strdup(key->membership->chain);
        copy->membership->instance = g_strdup(key->membership->instance);
    }
    return copy;
}

void key_free(struct key *key)
{
    if (!key)
        return;
    secret_free(key->secret);
    secret_free(key->disguise);
    if (key->membership) {
        g_free(key->membership->chain);
        g_free(key->membership->instance);
    }
    g_free(key->membership);
    g_free(key->origin);
    g_free(key->name);
    g_free(key);
}

/* Sets ERROR to RULE, which says what a value must be, never what it was: see key_set(). Returns
 * false. */
static bool refuse_key(GError **error, const char *rule)
{
    g_set_error_literal(error, KEY_ERROR, KEY_ERROR_VALUE, rule);
    return false;
}

/* Sets *NAME from TEXT, which must be fit for messages, packet lists and JSON. */
static bool name_parse(const char *text, char **name, GError **error)
{
    bool fit = *text != '\0' && g_utf8_validate(text, -1, NULL);
    for (const char *at = text; fit && *at; at = g_utf8_next_char(at))
        fit = !g_unichar_iscntrl(g_utf8_get_char(at));
    if (!fit)
        return refuse_key(error,
                          "a name is text in UTF-8, not empty and without control characters");
    g_free(*name);
    *name = g_strdup(text);
    return true;
}

static bool signed_as_parse(const char *text, struct ip_address *address, GError **error)
{
    struct prefix prefix;
    if (!prefix_parse(text, &prefix, NULL) || prefix.bits != 8 * prefix.address.length)
        return refuse_key(error,
                          "what an end signs as is an address, or * for the one it is seen with");
    *address = prefix.address;
    return true;
}

static bool number_parse(const char *text, unsigned least, unsigned most, unsigned *number)
{
    guint64 value;
    if (!g_ascii_string_to_unsigned(text, 10, least, most, &value, NULL))
        return false;
    *number = (unsigned)value;
    return true;
}

static bool port_parse(const char *text, uint16_t *port, GError **error)
{
    unsigned number = KEY_ANY_PORT;
    if (strcmp(text, "*") != 0 && !number_parse(text, 1, G_MAXUINT16, &number))
        return refuse_key(error, "a port is a number from 1 to 65535, or *");
    *port = (uint16_t)number;
    return true;
}

static bool id_parse(const char *text, int *id, GError **error)
{
    unsigned number;
    if (strcmp(text, "*") == 0)
        *id = KEY_ANY_ID;
    else if (number_parse(text, 0, G_MAXUINT8, &number))
        *id = (int)number;
    else
        return refuse_key(error, "a key id is a number from 0 to 255, or *");
    return true;
}

static bool mac_length_parse(const char *text, uint8_t *length, GError **error)
{
    unsigned number = 0;
    if (strcmp(text, "*") != 0 && !number_parse(text, KEY_MAC_MIN, KEY_MAC_MAX, &number))
        return refuse_key(error, "the length of a MAC is a number of octets from 4 to 36, or *");
    *length = (uint8_t)number;
    return true;
}

static bool refuse_algorithm(GError **error)
{
    GString *rule = g_string_new("an algorithm is one of ");
    for (unsigned i = 0; i < KEY_ALGORITHMS; i++)
        g_string_append_printf(rule, "%s%s", i > 0 ? ", " : "", key_algorithm_names[i]);
    g_set_error_literal(error, KEY_ERROR, KEY_ERROR_VALUE, rule->str);
    g_string_free(rule, TRUE);
    return false;
}

static bool algorithm_parse(const char *text, enum key_algorithm *algorithm, GError **error)
{
    for (unsigned i = 0; i < KEY_ALGORITHMS; i++)
        if (g_ascii_strcasecmp(text, key_algorithm_names[i]) == 0) {
            *algorithm = (enum key_algorithm)i;
            return true;
        }
    return refuse_algorithm(error);
}

/* Returns the index of TEXT in COUNT NAMES. Returns COUNT and sets ERROR to RULE if TEXT is none of
 * them. */
static unsigned choice_parse(const char *text, const char *const *names, unsigned count,
                             const char *rule, GError **error)
{
    for (unsigned i = 0; i < count; i++)
        if (strcmp(text, names[i]) == 0)
            return i;
    refuse_key(error, rule);
    return count;
}

static bool preference_parse(const char *text, enum key_preference *preference, GError **error)
{
    const unsigned choice = choice_parse(text, key_preference_names, KEY_PREFERENCES,
                                         "a preference is preferred, deprecated or *", error);
    if (choice < KEY_PREFERENCES)
        *preference = (enum key_preference)choice;
    return choice < KEY_PREFERENCES;
}

static bool signature_parse(const char *text, enum key_signature *signature, GError **error)
{
    const unsigned choice = choice_parse(text, key_signature_names, KEY_SIGNATURES,
                                         "a signature is required or optional", error);
    if (choice < KEY_SIGNATURES)
        *signature = (enum key_signature)choice;
    return choice < KEY_SIGNATURES;
}

static struct key_membership *membership_of(struct key *key)
{
    if (!key->membership) {
        key->membership = g_new(struct key_membership, 1);
        *key->membership =
            (struct key_membership){NULL, NULL, KEY_ANY_NUMBER, INT64_MIN, INT64_MAX};
    }
    return key->membership;
}

static bool number_in_chain_parse(const char *text, struct key *key, GError **error)
{
    guint64 value;
    if (!g_ascii_string_to_unsigned(text, 10, 0, G_MAXINT64, &value, NULL))
        return refuse_key(error, "the number of a key in its chain is a number from 0 on");
    membership_of(key)->number = (int64_t)value;
    return true;
}

static bool chain_parse(const char *text, struct key *key, GError **error)
{
    char *chain = NULL;
    if (!name_parse(text, &chain, error))
        return false;
    g_free(membership_of(key)->chain);
    key->membership->chain = chain;
    return true;
}

static bool instance_parse(const char *text, struct key *key, GError **error)
{
    char *instance = NULL;
    if (!name_parse(text, &instance, error))
        return false;
    g_free(membership_of(key)->instance);
    key->membership->instance = instance;
    return true;
}

static bool options_parse(const char *text, enum key_options *options, GError **error)
{
    const unsigned choice = choice_parse(text, key_options_names, KEY_OPTIONS_COUNT,
                                         "options are included, excluded or *", error);
    if (choice < KEY_OPTIONS_COUNT)
        *options = (enum key_options)choice;
    return choice < KEY_OPTIONS_COUNT;
}

static bool sent_parse(const char *text, struct key *key, bool until, GError **error)
{
    int64_t time;
    if (!key_time_parse(text, &time, error))
        return false;
    *(until ? &membership_of(key)->send_until : &membership_of(key)->send_from) = time;
    return true;
}

bool key_set(struct key *key, enum key_attribute attribute, const char *text, GError **error)
{
    switch (attribute) {
    case KEY_NAME:
        return name_parse(text, &key->name, error);
    case KEY_FIRST_END:
        return prefix_parse(text, &key->ends[0], error);
    case KEY_SECOND_END:
        return prefix_parse(text, &key->ends[1], error);
    case KEY_FIRST_SIGNED_AS:
        return signed_as_parse(text, &key->signed_as[0], error);
    case KEY_SECOND_SIGNED_AS:
        return signed_as_parse(text, &key->signed_as[1], error);
    case KEY_PORT:
        return port_parse(text, &key->port, error);
    case KEY_ALGORITHM:
        return algorithm_parse(text, &key->algorithm, error);
    case KEY_MAC_LENGTH:
        return mac_length_parse(text, &key->mac_length, error);
    case KEY_SEND_ID:
        return id_parse(text, &key->send_id, error);
    case KEY_RECV_ID:
        return id_parse(text, &key->recv_id, error);
    case KEY_OPTIONS:
        return options_parse(text, &key->options, error);
    case KEY_FROM:
        return key_time_parse(text, &key->from, error);
    case KEY_UNTIL:
        return key_time_parse(text, &key->until, error);
    case KEY_SEND_FROM:
        return sent_parse(text, key, false, error);
    case KEY_SEND_UNTIL:
        return sent_parse(text, key, true, error);
    case KEY_PREFERENCE:
        return preference_parse(text, &key->preference, error);
    case KEY_SIGNATURE:
        return signature_parse(text, &key->signature, error);
    case KEY_CHAIN:
        return chain_parse(text, key, error);
    case KEY_NUMBER:
        return number_in_chain_parse(text, key, error);
    case KEY_INSTANCE:
        return instance_parse(text, key, error);
    }
    g_return_val_if_reached(false);
}

static bool families_differ(const struct ip_address *a, const struct ip_address *b)
{
    return a->length != b->length && a->length != 0 && b->length != 0;
}

/* The messages do not repeat the name: after a missing closing quote, it is a whole entry. */
bool key_check(const struct key *key, GError **error)
{
    const char *fault = NULL;
    if (!key->secret && !key->withheld)
        fault = "the key has no secret";
    else if (families_differ(&key->ends[0].address, &key->ends[1].address))
        fault = "both ends of a key must be IPv4 or both IPv6";
    else if (families_differ(&key->signed_as[0], &key->signed_as[1]))
        fault = "both ends of a key must sign as IPv4 or both as IPv6";
    else if (key->until <= key->from)
        fault = "the key is never valid: its until is not later than its from";
    else if (key_send_until(key) <= key_send_from(key))
        fault = "the key is never sent: its send-until is not later than its send-from";
    else if (key->mac_length > lengths[key->algorithm].whole)
        fault = "the key verifies nothing: its MAC is longer than its algorithm computes";
    if (fault)
        g_set_error_literal(error, KEY_ERROR, KEY_ERROR_INCOMPLETE, fault);
    return !fault;
}

unsigned key_mac_length(const struct key *key)
{
    return key->mac_length != 0 ? key->mac_length : lengths[key->algorithm].mac;
}

const char *key_chain(const struct key *key)
{
    return key->membership ? key->membership->chain : NULL;
}

const char *key_instance(const struct key *key)
{
    return key->membership ? key->membership->instance : NULL;
}

char *key_place_text(const struct key *key)
{
    if (!key_chain(key))
        return NULL;
    if (key_number(key) == KEY_ANY_NUMBER)
        return g_strdup_printf("chain %s", key_chain(key));
    return g_strdup_printf("key %" PRId64 " of chain %s", key_number(key), key_chain(key));
}

int64_t key_number(const struct key *key)
{
    return key->membership ? key->membership->number : KEY_ANY_NUMBER;
}

int64_t key_send_from(const struct key *key)
{
    const bool told = key->membership && key->membership->send_from != INT64_MIN;
    return told ? key->membership->send_from : key->from;
}

int64_t key_send_until(const struct key *key)
{
    const bool told = key->membership && key->membership->send_until != INT64_MAX;
    return told ? key->membership->send_until : key->until;
}

void key_set_sent(struct key *key, int64_t from, int64_t until)
{
    if (!key->membership && from == INT64_MIN && until == INT64_MAX)
        return;
    membership_of(key)->send_from = from;
    key->membership->send_until = until;
}

bool key_is_sent_at(const struct key *key, int64_t time)
{
    return time == KEY_TIME_UNKNOWN || (key_send_from(key) <= time && time < key_send_until(key));
}

bool key_is_valid_at(const struct key *key, int64_t time)
{
    return time == KEY_TIME_UNKNOWN || (key->from <= time && time < key->until);
}

bool key_has_id(const struct key *key, const struct ip_address *from, const struct ip_address *to,
                uint8_t id)
{
    const bool as_first = key->send_id == KEY_ANY_ID || key->send_id == id;
    const bool as_second = key->recv_id == KEY_ANY_ID || key->recv_id == id;

    if (as_first == as_second)
        return as_first;
    return prefix_contains(&key->ends[as_second], from) &&
           prefix_contains(&key->ends[as_first], to);
}

int key_id_from(const struct key *key, const struct ip_address *from, const struct ip_address *to)
{
    if (prefix_contains(&key->ends[0], from) && prefix_contains(&key->ends[1], to))
        return key->send_id;
    if (prefix_contains(&key->ends[1], from) && prefix_contains(&key->ends[0], to))
        return key->recv_id;
    return KEY_ANY_ID;
}

unsigned key_specificity(const struct key *key)
{
    return (unsigned)key->ends[0].bits + key->ends[1].bits;
}
