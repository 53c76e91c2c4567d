/* Tests that connections share lists of candidates, within a limit, and that finding candidates
 * does not take more work if a keyring names more prefixes.
 *
 * Work is the number of basic blocks of tcpauth that are executed: keys/ is compiled to count them
 * if COUNTED is 1.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/shortlists.h"

#include <string.h>

static unsigned long work;

/* The compiler inserts a call of this into each basic block of keys/. */
void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void)
{
    work++;
}

static void add(struct keyring *ring, const struct prefix *first, const struct prefix *second,
                uint16_t port)
{
    struct key *key = key_new("", "");
    key->ends[0] = *first;
    key->ends[1] = *second;
    key->port = port;
    key->secret = secret_new("x", 1);
    keyring_add(ring, key);
}

static const struct prefix any;

static struct ip_address address4(uint32_t number)
{
    const uint32_t bytes = GUINT32_TO_BE(number);
    return ip_address_from_bytes(&bytes, sizeof bytes);
}

static struct prefix prefix4(uint32_t number, unsigned bits)
{
    const struct ip_address address = address4(number);
    return prefix_of(&address, bits);
}

static struct end end4(uint32_t number, uint16_t port)
{
    return (struct end){address4(number), port};
}

static uint32_t random_number(void)
{
    const uint32_t values[] = {0x00000000, 0x80000000, 0x80000001, 0xc0000201, 0xffffffff};
    return values[g_test_rand_int_range(0, G_N_ELEMENTS(values))];
}

static struct prefix random_prefix(void)
{
    const unsigned bits = (unsigned)g_test_rand_int_range(0, 34);
    return bits == 33 ? any : prefix4(random_number(), bits);
}

static uint16_t random_port(void)
{
    const uint16_t ports[] = {0, 179, 646, 40000};
    return ports[g_test_rand_int_range(0, G_N_ELEMENTS(ports))];
}

static void assert_candidates(struct shortlists *shortlists, const struct keyring *ring,
                              const struct end *a, const struct end *b)
{
    GPtrArray *expected = g_ptr_array_new();
    keyring_candidates(ring, a, b, expected);
    const struct candidates *got = shortlists_between(shortlists, a, b);
    g_assert_cmpmem(got->keys, got->count * sizeof(void *), expected->pdata,
                    expected->len * sizeof(void *));
    g_ptr_array_free(expected, TRUE);
}

static void test_a_shared_list_is_that_of_each_connection(void)
{
    for (unsigned round = 0; round < 20; round++) {
        struct keyring *ring = keyring_new();
        for (unsigned i = 0; i < 40; i++) {
            const struct prefix first = random_prefix(), second = random_prefix();
            add(ring, &first, &second, random_port());
        }
        struct shortlists *shortlists = shortlists_new(ring, false);
        for (unsigned i = 0; i < 500; i++) {
            const struct end a = end4(random_number(), random_port());
            const struct end b = end4(random_number(), random_port());
            assert_candidates(shortlists, ring, &a, &b);
            assert_candidates(shortlists, ring, &b, &a);
        }
        g_assert_cmpuint(shortlists_edition(shortlists), ==, 1);
        shortlists_free(shortlists);
        keyring_free(ring);
    }
    shortlists_free(NULL);
}

static void test_connections_alike_have_one_list(void)
{
    struct keyring *ring = keyring_new();
    const struct prefix net = prefix4(0x0a000000, 8);
    for (unsigned i = 0; i < 1000; i++)
        add(ring, &any, &any, 0);
    add(ring, &net, &any, 179);
    struct shortlists *shortlists = shortlists_new(ring, false);
    const struct end server = end4(0xc0000201, 179);
    const struct end one = end4(0x0a000001, 40000), other = end4(0x0a010203, 50000);
    const struct end outside = end4(0x0b000001, 40000), unkeyed = end4(0x0a000001, 80);

    const struct candidates *list = shortlists_between(shortlists, &one, &server);
    g_assert_cmpuint(list->count, ==, 1001);
    g_assert_true(shortlists_between(shortlists, &server, &other) == list);
    g_assert_cmpuint(shortlists_between(shortlists, &outside, &server)->count, ==, 1000);
    g_assert_cmpuint(shortlists_between(shortlists, &unkeyed, &other)->count, ==, 1000);
    shortlists_free(shortlists);
    keyring_free(ring);
}

#define WILDCARDS 5000
#define PEERS     2000
#define BOUND     (16u << 20) /* bytes */

/* Here each peer has a list of its own, so all lists are dropped from time to time. */
static void test_lists_that_differ_are_bounded(void)
{
    struct keyring *ring = keyring_new();
    for (unsigned i = 0; i < WILDCARDS; i++)
        add(ring, &any, &any, 0);
    for (unsigned i = 0; i < PEERS; i++) {
        const struct prefix peer = prefix4(0x0a000000 + i, 32);
        add(ring, &peer, &any, 0);
    }
    struct shortlists *shortlists = shortlists_new(ring, false);
    const struct end server = end4(0xc0000201, 179);
    const struct candidates *list = NULL;
    unsigned edition = 0;
    size_t pointers = 0, most = 0;

    for (unsigned i = 0; i < PEERS; i++) {
        const struct end peer = end4(0x0a000000 + i, 40000);
        list = shortlists_between(shortlists, &peer, &server);
        g_assert_cmpuint(list->count, ==, WILDCARDS + 1);
        pointers = shortlists_edition(shortlists) == edition ? pointers + list->count : list->count;
        edition = shortlists_edition(shortlists);
        most = MAX(most, pointers);
    }
    g_assert_cmpuint(most * sizeof(void *), <=, BOUND);
    g_assert_cmpuint(edition, >, 1);
    shortlists_free(shortlists);
    keyring_free(ring);
}

#define CONNECTIONS 1000

/* Returns the work of finding the candidates of connections with RING, each between different
 * addresses. */
static unsigned long work_with(const struct keyring *ring, unsigned *found)
{
    struct shortlists *shortlists = shortlists_new(ring, false);
    work = *found = 0;
    for (unsigned i = 0; i < CONNECTIONS; i++) {
        const struct end a = end4(0x0a000000 + i, 40000), b = end4(0xc0000201, 179);
        *found += shortlists_between(shortlists, &a, &b)->count;
    }
    const unsigned long taken = work;
    shortlists_free(shortlists);
    return taken;
}

/* Returns the work with a keyring that has a key between each two of LENGTHS prefix lengths, at
 * 128.0.0.0. If EACH, there is also a key for each address, so that no two connections are of one
 * class. */
static unsigned long work_with_lengths(unsigned lengths, bool each, unsigned *found)
{
    struct keyring *ring = keyring_new();
    for (unsigned one = 1; one <= lengths; one++)
        for (unsigned other = 1; other <= lengths; other++) {
            const struct prefix first = prefix4(0x80000000, one);
            const struct prefix second = prefix4(0x80000000, other);
            add(ring, &first, &second, 0);
        }
    for (unsigned i = 0; each && i < CONNECTIONS; i++) {
        const struct prefix host = prefix4(0x0a000000 + i, 32);
        add(ring, &host, &any, 0);
    }
    const unsigned long taken = work_with(ring, found);
    keyring_free(ring);
    return taken;
}

static void test_work_grows_with_the_lengths_not_their_pairs(void)
{
    for (unsigned each = 0; each < 2; each++) {
        unsigned found;
        const unsigned long few = work_with_lengths(8, each, &found);
        const unsigned long many = work_with_lengths(32, each, &found);
        g_test_message("%lu blocks with 64 keys, %lu with 1024", few, many);
        g_assert_cmpuint(many, <, 4 * few);
        g_assert_cmpuint(found, ==, each ? CONNECTIONS : 0);
    }
}

static unsigned long work_with_wildcards(unsigned wildcards)
{
    struct keyring *ring = keyring_new();
    unsigned found;
    for (unsigned i = 0; i < wildcards; i++)
        add(ring, &any, &any, 0);
    const unsigned long taken = work_with(ring, &found);
    g_assert_cmpuint(found, ==, wildcards * CONNECTIONS);
    keyring_free(ring);
    return taken;
}

static void test_a_list_is_built_once(void)
{
    const unsigned long few = work_with_wildcards(100), many = work_with_wildcards(1600);
    g_test_message("%lu blocks with 100 keys, %lu with 1600", few, many);
    g_assert_cmpuint(many, <, 2 * few);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/shortlists/a-shared-list-is-that-of-each-connection",
                    test_a_shared_list_is_that_of_each_connection);
    g_test_add_func("/shortlists/connections-alike-have-one-list",
                    test_connections_alike_have_one_list);
    g_test_add_func("/shortlists/lists-that-differ-are-bounded",
                    test_lists_that_differ_are_bounded);
    if (COUNTED) {
        g_test_add_func("/shortlists/work-grows-with-the-lengths-not-their-pairs",
                        test_work_grows_with_the_lengths_not_their_pairs);
        g_test_add_func("/shortlists/a-list-is-built-once", test_a_list_is_built_once);
    }
    return g_test_run();
}
