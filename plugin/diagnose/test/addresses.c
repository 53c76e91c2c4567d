/* Tests which addresses are kept as those that could have been translated.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/evidence/addresses.h"

#include <string.h>

#define MAX_SEEN 1024

static struct ip_address numbered(unsigned number)
{
    const uint8_t bytes[] = {10, 0, (uint8_t)(number >> 8), (uint8_t)number};
    return ip_address_from_bytes(bytes, sizeof bytes);
}

static unsigned count(const struct addresses *addresses)
{
    unsigned number = 0;
    while (addresses_at(addresses, number))
        number++;
    return number;
}

static bool is_known(const struct addresses *addresses, const char *text)
{
    struct prefix prefix;
    const struct ip_address *address;
    g_assert_true(prefix_parse(text, &prefix, NULL));
    for (unsigned i = 0; (address = addresses_at(addresses, i)); i++)
        if (memcmp(address, &prefix.address, sizeof *address) == 0)
            return true;
    return false;
}

static struct keyring *ring_of(const char *first_end, const char *second_end,
                               const char *first_signed_as)
{
    struct keyring *ring = keyring_new();
    struct key *key = key_new("key", "here");
    g_assert_true(key_set(key, KEY_FIRST_END, first_end, NULL));
    g_assert_true(key_set(key, KEY_SECOND_END, second_end, NULL));
    g_assert_true(key_set(key, KEY_FIRST_SIGNED_AS, first_signed_as, NULL));
    key->secret = secret_new("x", 1);
    keyring_add(ring, key);
    return ring;
}

static void test_keys_name_addresses_but_not_by_prefixes(void)
{
    struct addresses *addresses = addresses_new();
    struct keyring *ring = ring_of("192.0.2.0/24", "192.0.2.1", "10.0.0.1");

    addresses_configure(addresses, ring);
    g_assert_cmpuint(count(addresses), ==, 2);
    g_assert_true(is_known(addresses, "192.0.2.1"));
    g_assert_true(is_known(addresses, "10.0.0.1"));
    addresses_free(addresses);
    keyring_free(ring);
}

/* The choice is as long as its last address requires: both kinds take turns. */
static void check_choice(const struct addresses *addresses)
{
    const unsigned choice = addresses_choice(addresses);

    g_assert_cmpuint(choice, <=, FEW_ADDRESSES);
    g_assert_true(addresses_chosen(addresses, choice - 1) ||
                  addresses_chosen(addresses, choice - 2));
    for (unsigned i = choice; i < FEW_ADDRESSES; i++)
        g_assert_null(addresses_chosen(addresses, i));
}

static void test_each_is_kept_once(void)
{
    struct addresses *addresses = addresses_new();
    struct keyring *ring = ring_of("10.0.0.1", "10.0.0.2", "*");

    addresses_configure(addresses, ring);
    for (unsigned i = 0; i < 4; i++) {
        const struct ip_address seen = numbered(i % 2 + 2);
        addresses_see(addresses, &seen);
    }
    g_assert_cmpuint(count(addresses), ==, 3);
    check_choice(addresses);
    addresses_free(addresses);
    keyring_free(ring);
}

static void test_a_capture_of_any_size_leaves_a_bounded_number(void)
{
    struct addresses *addresses = addresses_new();
    for (unsigned i = 0; i < 2 * MAX_SEEN; i++) {
        const struct ip_address seen = numbered(i);
        addresses_see(addresses, &seen);
    }
    g_assert_cmpuint(count(addresses), ==, MAX_SEEN);
    g_assert_true(is_known(addresses, "10.0.0.0"));
    addresses_free(addresses);
}

static void test_few_are_of_both_kinds(void)
{
    struct addresses *addresses = addresses_new();
    struct keyring *ring = ring_of("192.0.2.1", "*", "*");
    unsigned chosen = 0;

    addresses_configure(addresses, ring);
    for (unsigned i = 0; i < 2 * FEW_ADDRESSES; i++) {
        const struct ip_address seen = numbered(i);
        addresses_see(addresses, &seen);
    }
    for (unsigned i = 0; i < FEW_ADDRESSES; i++)
        chosen += addresses_chosen(addresses, i) != NULL;
    g_assert_cmpuint(chosen, ==, 1 + FEW_ADDRESSES / 2);
    check_choice(addresses);
    addresses_free(addresses);
    keyring_free(ring);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/addresses/keys-name-addresses-but-not-by-prefixes",
                    test_keys_name_addresses_but_not_by_prefixes);
    g_test_add_func("/addresses/each-is-kept-once", test_each_is_kept_once);
    g_test_add_func("/addresses/a-capture-of-any-size-leaves-a-bounded-number",
                    test_a_capture_of_any_size_leaves_a_bounded_number);
    g_test_add_func("/addresses/few-are-of-both-kinds", test_few_are_of_both_kinds);
    return g_test_run();
}
