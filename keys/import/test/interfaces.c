/* Tests which of an interface's addresses a session uses: the one that shares most leading bits
 * with the peer. If there are several, it is the first. A linear search gives the expected answer.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/model/interfaces.h"
#include "keys/import/model/peer.h"

#include <string.h>

#define ADDRESSES 40
#define PEERS     200
#define ROUNDS    50

static unsigned bit_of(const struct ip_address *address, unsigned index)
{
    return address->bytes[index / 8] >> (7 - index % 8) & 1;
}

static bool is_link_local(const struct ip_address *address)
{
    struct prefix link_local;
    g_assert_true(prefix_parse("fe80::/10", &link_local, NULL));
    const struct prefix own = prefix_of(address, MIN(10, 8u * address->length));
    return memcmp(&own, &link_local, sizeof own) == 0;
}

/* Few bits vary, so that many addresses share equally many bits. */
static struct ip_address random_address(void)
{
    static const char *const bases[] = {"10.0.0.0", "192.0.2.0", "2001:db8::", "fe80::"};
    struct prefix prefix;
    g_assert_true(prefix_parse(bases[g_test_rand_int_range(0, 4)], &prefix, NULL));
    prefix.address.bytes[1] |= (uint8_t)(g_test_rand_int_range(0, 2) << 5);
    prefix.address.bytes[prefix.address.length - 1] |= (uint8_t)g_test_rand_int_range(0, 8);
    return prefix.address;
}

static const struct ip_address *walk(const struct ip_address *own, const struct ip_address *peer)
{
    const struct ip_address *nearest = NULL;
    unsigned most = 0;
    for (unsigned i = 0; i < ADDRESSES; i++) {
        unsigned bits = 0;
        if (own[i].length != peer->length || (is_link_local(peer) && !is_link_local(&own[i])))
            continue;
        while (bits < 8u * peer->length && bit_of(&own[i], bits) == bit_of(peer, bits))
            bits++;
        if (!nearest || bits > most) {
            nearest = &own[i];
            most = bits;
        }
    }
    return nearest;
}

static void test_the_nearest_address(void)
{
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct interfaces *interfaces = interfaces_new();
        struct ip_address own[ADDRESSES];
        for (unsigned i = 0; i < ADDRESSES; i++) {
            own[i] = random_address();
            char *text = ip_address_text(&own[i]);
            interfaces_add(interfaces, "lo", text);
            g_free(text);
        }
        for (unsigned i = 0; i < PEERS; i++) {
            const struct ip_address address = random_address();
            const struct prefix peer = prefix_of(&address, 8u * address.length);
            const struct prefix source = interfaces_source(interfaces, "lo", &peer);
            const struct ip_address *expected = walk(own, &address), none = {0};
            g_assert_cmpmem(&source.address, sizeof source.address, expected ? expected : &none,
                            sizeof none);
        }
        interfaces_free(interfaces);
    }
}

/* Of more addresses than an interface has, none is taken for the nearest. A repeated address is not
 * another one. */
static void test_too_many(void)
{
    struct interfaces *interfaces = interfaces_new();
    struct prefix peer;
    g_assert_true(prefix_parse("10.0.0.9", &peer, NULL));
    for (unsigned i = 0; i < 3 * 128; i++) {
        char *text = g_strdup_printf("10.0.0.%u/24", i % 128);
        interfaces_add(interfaces, "lo", text);
        g_free(text);
    }
    g_assert_cmpuint(interfaces_source(interfaces, "lo", &peer).bits, ==, 32);
    interfaces_add(interfaces, "lo", "10.0.1.1/24");
    g_assert_cmpuint(interfaces_source(interfaces, "lo", &peer).bits, ==, 0);
    interfaces_free(interfaces);
}

/* Which address the other end of a link has. */
static void test_far_ends(void)
{
    static const struct {
        const char *own, *far_end; /* NULL: unknown */
    } rows[] = {
        {"192.0.2.4/31", "192.0.2.5"}, {"192.0.2.1/31", "192.0.2.0"}, {"192.0.2.5/30", "192.0.2.6"},
        {"192.0.2.6/30", "192.0.2.5"}, {"192.0.2.4/30", NULL},        {"192.0.2.7/30", NULL},
        {"192.0.2.5/29", NULL},        {"192.0.2.5/32", NULL},        {"2001:db8::1/127", NULL},
        {"2001:db8::1/31", NULL},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct ip_address address;
        struct cidr cidr;
        g_assert_true(cidr_parse(rows[i].own, &cidr));
        const bool is_known = cidr_far_end(&cidr, &address);
        char *text = is_known ? ip_address_text(&address) : NULL;
        g_assert_cmpstr(text, ==, rows[i].far_end);
        g_free(text);
    }
}

/* One address with two lengths is two addresses. */
static void test_another_length(void)
{
    struct interfaces *interfaces = interfaces_new();
    struct ip_address address;
    interfaces_add(interfaces, "eth0", "192.0.2.4/24");
    g_assert_false(interfaces_far_end(interfaces, "eth0", &address));
    interfaces_add(interfaces, "eth0", "192.0.2.4/31");
    g_assert_true(interfaces_far_end(interfaces, "eth0", &address));
    interfaces_free(interfaces);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/interfaces/the-nearest-address", test_the_nearest_address);
    g_test_add_func("/interfaces/too-many", test_too_many);
    g_test_add_func("/interfaces/far-ends", test_far_ends);
    g_test_add_func("/interfaces/another-length", test_another_length);
    return g_test_run();
}
