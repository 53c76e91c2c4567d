/* Tests which keys are candidates for a connection, and in which order.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/keyring.h"

#include <string.h>

static void add(struct keyring *ring, const char *name, const char *first, const char *second,
                const char *port, const char *from)
{
    struct key *key = key_new(name, "");
    g_assert_true(key_set(key, KEY_FIRST_END, first, NULL));
    g_assert_true(key_set(key, KEY_SECOND_END, second, NULL));
    g_assert_true(key_set(key, KEY_PORT, port, NULL));
    if (from)
        g_assert_true(key_set(key, KEY_FROM, from, NULL));
    key->secret = secret_new("x", 1);
    keyring_add(ring, key);
}

static struct end end_at(const char *address, uint16_t port)
{
    struct prefix prefix;
    g_assert_true(prefix_parse(address, &prefix, NULL));
    return (struct end){prefix.address, port};
}

static char *names_of(const struct keyring *ring, const struct end *a, const struct end *b)
{
    GPtrArray *keys = g_ptr_array_new();
    GString *names = g_string_new(NULL);

    keyring_candidates(ring, a, b, keys);
    for (unsigned i = 0; i < keys->len; i++)
        g_string_append_printf(names, "%s%s", i ? " " : "", ((struct key *)keys->pdata[i])->name);
    g_ptr_array_free(keys, TRUE);
    return g_string_free(names, FALSE);
}

/* Asserts the candidates between port 179 of A and port 40000 of B, in both orders. */
static void assert_candidates(const struct keyring *ring, const char *a, const char *b,
                              const char *expected)
{
    const struct end one = end_at(a, 179), other = end_at(b, 40000);
    char *names = names_of(ring, &one, &other), *reversed = names_of(ring, &other, &one);
    g_assert_cmpstr(names, ==, expected);
    g_assert_cmpstr(reversed, ==, expected);
    g_free(names);
    g_free(reversed);
}

static void test_an_empty_keyring_has_no_candidates(void)
{
    struct keyring *ring = keyring_new();
    g_assert_cmpuint(keyring_size(ring), ==, 0);
    assert_candidates(ring, "192.0.2.1", "192.0.2.2", "");
    keyring_free(ring);
    keyring_free(NULL);
}

/* Keys, and the candidates of connections between them. */
static const struct ring_case {
    const char *path;
    struct {
        const char *name, *first, *second, *port, *from;
    } keys[9];
    struct {
        const char *a, *b, *expected;
    } connections[7];
} ring_cases[] = {
    {"/keyring/both-ends-must-fit",
     {
         {"pair", "192.0.2.1", "192.0.2.2", "*", NULL},
     },
     {
         {"192.0.2.1", "192.0.2.2", "pair"},
         {"192.0.2.1", "192.0.2.3", ""},
         {"192.0.2.3", "192.0.2.2", ""},
         {"192.0.2.1", "192.0.2.1", ""},
         {"192.0.2.2", "192.0.2.2", ""},
     }},
    /* As bytes 1.0.0.2 comes before 2.0.0.1, but as numbers of a little-endian machine after it;
     * and the prefix lengths decide first. */
    {"/keyring/the-order-of-ends-does-not-matter",
     {
         {"rising", "1.0.0.2", "2.0.0.1", "*", NULL},
         {"falling", "2.0.0.1", "1.0.0.2", "*", NULL},
         {"short-first", "1.0.0.0/8", "2.0.0.1", "*", NULL},
         {"long-first", "2.0.0.1", "1.0.0.0/8", "*", NULL},
         {"six", "2001:db8:1::2", "2001:db8:2::1", "*", NULL},
         {"six-reversed", "2001:db8:2::1", "2001:db8:1::2", "*", NULL},
     },
     {
         {"1.0.0.2", "2.0.0.1", "rising falling short-first long-first"},
         {"2001:db8:1::2", "2001:db8:2::1", "six six-reversed"},
     }},
    {"/keyring/a-prefix-serves-its-addresses-alone",
     {
         {"24", "192.0.2.0/24", "10.0.0.1", "*", NULL},
         {"25", "192.0.2.128/25", "10.0.0.1", "*", NULL},
         {"31", "192.0.2.254/31", "10.0.0.1", "*", NULL},
     },
     {
         {"192.0.2.0", "10.0.0.1", "24"},
         {"192.0.2.127", "10.0.0.1", "24"},
         {"192.0.2.128", "10.0.0.1", "25 24"},
         {"192.0.2.253", "10.0.0.1", "25 24"},
         {"192.0.2.254", "10.0.0.1", "31 25 24"},
         {"192.0.2.255", "10.0.0.1", "31 25 24"},
         {"192.0.3.0", "10.0.0.1", ""},
     }},
    {"/keyring/wildcards-serve-both-families-and-prefixes-one",
     {
         {"any", "*", "*", "*", NULL},
         {"any4", "0.0.0.0/0", "*", "*", NULL},
         {"any6", "*", "::/0", "*", NULL},
         {"one4", "192.0.2.1", "*", "*", NULL},
         {"one6", "*", "2001:db8::1", "*", NULL},
     },
     {
         {"192.0.2.1", "192.0.2.2", "one4 any any4"},
         {"192.0.2.3", "192.0.2.2", "any any4"},
         {"2001:db8::1", "2001:db8::2", "one6 any any6"},
         {"::ffff:192.0.2.1", "::ffff:192.0.2.2", "one4 any any4"},
     }},
    {"/keyring/a-key-is-found-once-though-it-fits-both-ways",
     {
         {"inside", "192.0.2.0/24", "192.0.0.0/16", "*", NULL},
         {"same", "192.0.2.0/24", "192.0.2.0/24", "*", NULL},
         {"open", "*", "192.0.2.0/24", "*", NULL},
         {"any", "*", "*", "*", NULL},
     },
     {
         {"192.0.2.1", "192.0.2.2", "same inside open any"},
         {"192.0.2.1", "192.0.2.1", "same inside open any"},
     }},
    {"/keyring/ports",
     {
         {"any-port", "*", "*", "*", NULL},
         {"near", "*", "*", "179", NULL},
         {"far", "*", "*", "40000", NULL},
         {"other", "*", "*", "646", NULL},
     },
     {
         {"192.0.2.1", "192.0.2.2", "near far any-port"},
     }},
    {"/keyring/more-bits-come-first-then-a-port-then-the-later-key",
     {
         {"8-always", "10.0.0.0/8", "*", "*", NULL},
         {"8-old", "10.0.0.0/8", "*", "*", "2025-01-01"},
         {"8-new", "10.0.0.0/8", "*", "*", "2026-01-01"},
         {"8-new-too", "*", "10.0.0.0/8", "*", "2026-01-01"},
         {"8-port", "10.0.0.0/8", "*", "179", NULL},
         {"8-port-new", "10.0.0.0/8", "*", "179", "2026-01-01"},
         {"8+8", "10.0.0.0/8", "10.0.0.0/8", "*", NULL},
         {"15", "10.0.0.0/15", "*", "*", NULL},
         {"17", "10.0.0.0/17", "*", "*", NULL},
     },
     {
         {"10.0.0.1", "10.0.0.2", "17 8+8 15 8-port-new 8-port 8-new 8-new-too 8-old 8-always"},
     }},
};

static void test_ring(gconstpointer data)
{
    const struct ring_case *it = data;
    struct keyring *ring = keyring_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(it->keys) && it->keys[i].name; i++) {
        add(ring, it->keys[i].name, it->keys[i].first, it->keys[i].second, it->keys[i].port,
            it->keys[i].from);
        g_assert_cmpuint(keyring_size(ring), ==, i + 1);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(it->connections) && it->connections[i].a; i++) {
        g_test_message("%s and %s", it->connections[i].a, it->connections[i].b);
        assert_candidates(ring, it->connections[i].a, it->connections[i].b,
                          it->connections[i].expected);
    }
    keyring_free(ring);
}

/* The tests below compare the keyring with a search that checks every key and every bit. */

#define KEYS        10000
#define CONNECTIONS 300

/* Returns an address from a few values, so that keys and connections match. */
static struct ip_address random_address(bool six)
{
    const uint8_t values[] = {0x00, 0x01, 0x80, 0xff};
    uint8_t bytes[16] = {0x20, 0x01};
    const unsigned length = six ? 16 : 4;
    for (unsigned i = length - 3; i < length; i++)
        bytes[i] = values[g_test_rand_int_range(0, G_N_ELEMENTS(values))];
    return ip_address_from_bytes(bytes, length);
}

static struct prefix random_prefix(bool six)
{
    const unsigned bits4[] = {0, 7, 8, 9, 15, 16, 17, 24, 25, 31, 32};
    const unsigned bits6[] = {0, 1, 32, 103, 104, 105, 112, 119, 120, 127, 128};
    const struct ip_address address = random_address(six);
    const unsigned i = (unsigned)g_test_rand_int_range(0, G_N_ELEMENTS(bits4) + 2);
    if (i >= G_N_ELEMENTS(bits4))
        return i == G_N_ELEMENTS(bits4) ? (struct prefix){0}
                                        : prefix_of(&address, address.length * 8);
    return prefix_of(&address, six ? bits6[i] : bits4[i]);
}

static uint16_t random_port(void)
{
    const uint16_t ports[] = {KEY_ANY_PORT, 179, 646, 40000};
    return ports[g_test_rand_int_range(0, G_N_ELEMENTS(ports))];
}

static struct key *random_key(void)
{
    struct key *key = key_new("", "");
    const bool six = g_test_rand_bit();
    key->ends[0] = random_prefix(six);
    key->ends[1] = random_prefix(six);
    key->port = random_port();
    key->from = g_test_rand_bit() ? INT64_MIN : g_test_rand_int_range(-2, 3);
    key->secret = secret_new("x", 1);
    return key;
}

static bool contains(const struct prefix *prefix, const struct ip_address *address)
{
    if (prefix->address.length == 0)
        return true;
    if (prefix->address.length != address->length)
        return false;
    for (unsigned index = 0; index < prefix->bits; index++)
        if ((prefix->address.bytes[index / 8] ^ address->bytes[index / 8]) & 0x80 >> index % 8)
            return false;
    return true;
}

static bool fits(const struct key *key, const struct end *a, const struct end *b)
{
    const bool one_way =
        contains(&key->ends[0], &a->address) && contains(&key->ends[1], &b->address);
    const bool other_way =
        contains(&key->ends[0], &b->address) && contains(&key->ends[1], &a->address);
    const bool port = key->port == KEY_ANY_PORT || key->port == a->port || key->port == b->port;
    return (one_way || other_way) && port;
}

/* Returns true if KEY is preferred to OTHER, which was added before it. */
static bool overtakes(const struct key *key, const struct key *other)
{
    const unsigned bits = key->ends[0].bits + key->ends[1].bits;
    const unsigned other_bits = other->ends[0].bits + other->ends[1].bits;
    if (bits != other_bits)
        return bits > other_bits;
    if (!key->port != !other->port)
        return key->port != 0;
    return key->from > other->from;
}

static GPtrArray *search(GPtrArray *all, const struct end *a, const struct end *b)
{
    GPtrArray *found = g_ptr_array_new();
    for (unsigned i = 0; i < all->len; i++) {
        struct key *key = all->pdata[i];
        unsigned index = found->len;
        if (!fits(key, a, b))
            continue;
        while (index > 0 && overtakes(key, found->pdata[index - 1]))
            index--;
        g_ptr_array_insert(found, (int)index, key);
    }
    return found;
}

static void test_many_random_keys_against_a_linear_search(void)
{
    struct keyring *ring = keyring_new();
    GPtrArray *all = g_ptr_array_new();
    unsigned matches = 0;

    for (unsigned i = 0; i < KEYS; i++) {
        struct key *key = random_key();
        g_ptr_array_add(all, key);
        keyring_add(ring, key);
    }
    g_assert_cmpuint(keyring_size(ring), ==, KEYS);
    for (unsigned i = 0; i < CONNECTIONS; i++) {
        const bool six = g_test_rand_bit();
        const struct end a = {random_address(six), random_port()};
        const struct end b = {random_address(six), random_port()};
        GPtrArray *expected = search(all, &a, &b), *got = g_ptr_array_new();

        keyring_candidates(ring, &a, &b, got);
        g_assert_cmpmem(got->pdata, got->len * sizeof(void *), expected->pdata,
                        expected->len * sizeof(void *));
        matches += got->len;
        g_ptr_array_free(expected, TRUE);
        g_ptr_array_free(got, TRUE);
    }
    g_assert_cmpuint(matches, >, CONNECTIONS);
    g_ptr_array_free(all, TRUE);
    keyring_free(ring);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keyring/an-empty-keyring-has-no-candidates",
                    test_an_empty_keyring_has_no_candidates);
    for (unsigned i = 0; i < G_N_ELEMENTS(ring_cases); i++)
        g_test_add_data_func(ring_cases[i].path, &ring_cases[i], test_ring);
    g_test_add_func("/keyring/many-random-keys-against-a-linear-search",
                    test_many_random_keys_against_a_linear_search);
    return g_test_run();
}
