/* The relation of two keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "overlap.h"

#include "hash.h"

#include <string.h>

static bool address_equal(const struct ip_address *a, const struct ip_address *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* Returns true if END of KEY and OTHER_END of OTHER are equal, including what they sign as. */
static bool end_equal(const struct key *key, unsigned end, const struct key *other,
                      unsigned other_end)
{
    return prefix_equal(&key->ends[end], &other->ends[other_end]) &&
           address_equal(&key->signed_as[end], &other->signed_as[other_end]);
}

/* Returns true if the ends are the same. Their order does not matter, except that the key ids are
 * from the first end's point of view. */
static bool same_ends(const struct key *key, const struct key *other)
{
    return end_equal(key, 0, other, 0) && end_equal(key, 1, other, 1) &&
           key->send_id == other->send_id && key->recv_id == other->recv_id;
}

static bool opposite_ends(const struct key *key, const struct key *other)
{
    return end_equal(key, 0, other, 1) && end_equal(key, 1, other, 0) &&
           key->send_id == other->recv_id && key->recv_id == other->send_id;
}

gboolean overlap_equal(gconstpointer key, gconstpointer other)
{
    const struct key *one = key, *two = other;
    return one->port == two->port && one->algorithm == two->algorithm &&
           key_mac_length(one) == key_mac_length(two) && one->options == two->options &&
           (same_ends(one, two) || opposite_ends(one, two));
}

static guint end_hash(const struct key *key, unsigned end)
{
    return hash_bytes(prefix_hash(&key->ends[end]), &key->signed_as[end],
                      sizeof key->signed_as[end]);
}

/* Returns a hash that is the same for both orders of the ids: it uses their sum and product. */
static guint ids_hash(int send_id, int recv_id)
{
    const guint one = (guint)(send_id - KEY_ANY_ID), other = (guint)(recv_id - KEY_ANY_ID);
    return ((one + other) * 65537u + one * other) * 2246822519u;
}

guint overlap_hash(gconstpointer key)
{
    const struct key *one = key;
    return end_hash(one, 0) + end_hash(one, 1) + ids_hash(one->send_id, one->recv_id) + one->port;
}

static bool is_within(const struct key *key, const struct key *other)
{
    return other->from <= key->from && key->until <= other->until;
}

static bool is_digits(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!g_ascii_isdigit(bytes[i]) && !(bytes[i] >= 'a' && bytes[i] <= 'f'))
            return false;
    return true;
}

/* Returns true if decoding BASE64 gives SECRET. In most cases the lengths already show that it does
 * not. */
static bool is_decoded(const struct secret *secret, const struct secret *base64)
{
    size_t length, digits, decoded;
    const uint8_t *bytes = secret_bytes(secret, &length);
    const uint8_t *text = secret_bytes(base64, &digits);
    if (digits % 4 == 1 || length != digits * 3 / 4 || !is_digits(text, digits))
        return false;

    char *padded = g_malloc(digits + 4);
    memcpy(padded, text, digits);
    g_strlcpy(padded + digits, digits % 4 == 0 ? "" : digits % 4 == 2 ? "==" : "=", 4);
    uint8_t *plain = g_base64_decode(padded, &decoded);
    const bool same = decoded == length && memcmp(plain, bytes, length) == 0;
    secret_wipe(plain, decoded);
    secret_wipe(padded, digits);
    g_free(plain);
    g_free(padded);
    return same;
}

bool overlap_alike(const struct secret *one, const struct secret *other)
{
    return secret_equal(one, other) || is_decoded(one, other) || is_decoded(other, one);
}

static gint compare_numbers(int64_t one, int64_t other)
{
    return (one > other) - (one < other);
}

gint overlap_compare(const struct key *key, const struct key *other)
{
    const int64_t one[] = {key->from,           key->until,      key_send_from(key),
                           key_send_until(key), key_number(key), key->preference,
                           key->signature};
    const int64_t two[] = {other->from,           other->until,      key_send_from(other),
                           key_send_until(other), key_number(other), other->preference,
                           other->signature};
    gint order = 0;
    for (unsigned i = 0; i < G_N_ELEMENTS(one) && order == 0; i++)
        order = compare_numbers(one[i], two[i]);
    order = order ? order : g_strcmp0(key_chain(key), key_chain(other));
    return order ? order : g_strcmp0(key_instance(key), key_instance(other));
}

/* Returns true if both keys have a routing instance, and not the same. */
static bool are_apart(const struct key *key, const struct key *other)
{
    return key_instance(key) && key_instance(other) &&
           strcmp(key_instance(key), key_instance(other)) != 0;
}

/* Returns true if END is several hosts. */
static bool is_several(const struct prefix *end)
{
    return end->address.length > 0 &&
           (end->bits < 8 * end->address.length || ip_address_is_link_local(&end->address));
}

/* The conflict of KEY with OTHER, which has the same ends. An end that is any address is often
 * unknown, so the other end decides. */
static enum overlap conflict_of(const struct key *key, const struct key *other)
{
    const bool any = key->ends[0].address.length == 0 && key->ends[1].address.length == 0;
    return any || is_several(&key->ends[0]) || is_several(&key->ends[1]) || are_apart(key, other)
               ? OVERLAP_WIDE
               : OVERLAP_CONFLICT;
}

enum overlap overlap_of(const struct key *key, const struct key *other)
{
    if (!overlap_equal(key, other))
        return OVERLAP_NONE;
    if (!overlap_alike(key->secret, other->secret))
        return is_within(key, other) || is_within(other, key) ? conflict_of(key, other)
                                                              : OVERLAP_NONE;
    return secret_equal(key->secret, other->secret) && overlap_compare(key, other) == 0
               ? OVERLAP_SAME
               : OVERLAP_NONE;
}
