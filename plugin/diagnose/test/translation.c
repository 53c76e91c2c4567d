/* Tests with which addresses each port is tried.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/evidence/addresses.h"
#include "plugin/diagnose/hypothesis/translation.h"

static struct ip_address address_of(const char *text)
{
    struct prefix prefix;
    g_assert_true(prefix_parse(text, &prefix, NULL));
    return prefix.address;
}

/* Adds a key between OWN and the peer, 192.0.2.2. */
static void add_key(struct keyring *ring, const char *own, const char *signed_as)
{
    struct key *key = key_new("key", "here");
    g_assert_true(key_set(key, KEY_FIRST_END, own, NULL));
    g_assert_true(key_set(key, KEY_SECOND_END, "192.0.2.2", NULL));
    if (signed_as)
        g_assert_true(key_set(key, KEY_FIRST_SIGNED_AS, signed_as, NULL));
    key->secret = secret_new("x", 1);
    keyring_add(ring, key);
}

/* Returns how many addresses are proposed for what 203.0.113.1 sends to the peer. */
static unsigned count_proposed(const struct keyring *ring, const struct addresses *addresses)
{
    const struct segment segment = {.from.address = address_of("203.0.113.1"),
                                    .to.address = address_of("192.0.2.2")};
    const struct evidence evidence = {.segment = &segment, .keyring = ring, .addresses = addresses};
    unsigned count = 0;

    for (;; count++) {
        struct proposal proposal = {.signing = SIGNING_MD5};
        if (!translation_propose(&evidence, count * PORTS + 7, ORIGINAL_SOURCE_PORT, &proposal))
            return count;
        g_assert_cmpuint(proposal.numbers[ORIGINAL_SOURCE_PORT], ==, 7);
    }
}

static void test_addresses(void)
{
    struct keyring *ring = keyring_new();
    struct addresses *addresses = addresses_new();
    const struct ip_address seen = address_of("10.1.0.9");

    addresses_see(addresses, &seen);
    add_key(ring, "203.0.113.1", NULL);
    g_assert_cmpuint(count_proposed(ring, addresses), ==, 0); /* the captured one */
    add_key(ring, "10.0.0.1", NULL);
    add_key(ring, "10.0.0.1", NULL);
    add_key(ring, "2001:db8::1", NULL);
    g_assert_cmpuint(count_proposed(ring, addresses), ==, 1);
    add_key(ring, "203.0.113.9", "10.0.0.2");
    g_assert_cmpuint(count_proposed(ring, addresses), ==, 3);
    add_key(ring, "10.1.0.0/16", NULL); /* of which the capture shows one */
    g_assert_cmpuint(count_proposed(ring, addresses), ==, 4);
    add_key(ring, "10.0.0.3", NULL); /* one too many */
    g_assert_cmpuint(count_proposed(ring, addresses), ==, 0);
    addresses_free(addresses);
    keyring_free(ring);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/translation/addresses", test_addresses);
    return g_test_run();
}
