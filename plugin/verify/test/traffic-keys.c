/* Tests which traffic keys are kept, and that they are the right ones.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/verify/kdf.h"
#include "plugin/verify/traffic-keys.h"

#define MAX_KEPT 1024

static unsigned opened, freed;

struct mac *__real_traffic_key_open(const struct traffic_key *key);
struct mac *__wrap_traffic_key_open(const struct traffic_key *key);
struct mac *__wrap_traffic_key_open(const struct traffic_key *key)
{
    opened++;
    return __real_traffic_key_open(key);
}

void __real_mac_free(struct mac *mac);
void __wrap_mac_free(struct mac *mac);
void __wrap_mac_free(struct mac *mac)
{
    freed += mac != NULL;
    __real_mac_free(mac);
}

static struct key *key_with(const char *secret)
{
    struct key *key = key_new("key", "here");
    key->algorithm = KEY_HMAC_SHA_1_96;
    key->secret = secret_new(secret, strlen(secret));
    return key;
}

/* Returns a context that differs for each NUMBER. */
static struct traffic_context context_of(uint32_t number)
{
    return (struct traffic_context){
        .from = ip_address_from_bytes((const uint8_t[]){192, 0, 2, 1}, 4),
        .to = ip_address_from_bytes((const uint8_t[]){192, 0, 2, 2}, 4),
        .from_port = (uint16_t)(40000 + number % 4),
        .to_port = (uint16_t)(179 + number / 4 % 4),
        .from_isn = number / 16 % 16,
        .to_isn = number / 256,
    };
}

/* Writes the MAC of an empty message, which identifies the traffic key of a handle. */
static void mac_of(struct mac *mac, uint8_t result[static MAC_MAX_LENGTH])
{
    g_assert_cmpuint(mac_compute(mac, &(struct mac_input){NULL, 0}, result), ==, 20);
}

static void assert_right(struct traffic_keys *keys, const struct key *key, uint32_t number)
{
    const struct traffic_context context = context_of(number);
    uint8_t kept[MAC_MAX_LENGTH], derived[MAC_MAX_LENGTH];
    struct kdf *kdf = kdf_new(key->algorithm, key->secret);
    struct traffic_key traffic_key;

    g_assert_true(kdf_derive(kdf, &context, &traffic_key));
    struct mac *mac = __real_traffic_key_open(&traffic_key);
    mac_of(mac, derived);
    mac_of(traffic_keys_find(keys, key, &context), kept);
    g_assert_cmpmem(kept, 20, derived, 20);
    __real_mac_free(mac);
    kdf_free(kdf);
}

static void test_each_context_and_key_has_its_own(void)
{
    struct traffic_keys *keys = traffic_keys_new(MAX_KEPT);
    struct key *one = key_with("one"), *other = key_with("other");

    for (unsigned round = 0; round < 2; round++)
        for (uint32_t number = 0; number < 300; number++) {
            assert_right(keys, one, number);
            assert_right(keys, other, number);
        }
    traffic_keys_free(keys);
    key_free(one);
    key_free(other);
}

static void test_the_latest_are_kept(void)
{
    struct traffic_keys *keys = traffic_keys_new(MAX_KEPT);
    struct key *key = key_with("one");

    opened = 0;
    for (uint32_t number = 0; number < 3 * MAX_KEPT; number++) {
        const struct traffic_context context = context_of(number), first = context_of(0);
        traffic_keys_find(keys, key, &context);
        traffic_keys_find(keys, key, &first); /* so that it stays in use */
    }
    g_assert_cmpuint(opened, ==, 3 * MAX_KEPT);
    for (uint32_t number = 3 * MAX_KEPT - 1; number > 2 * MAX_KEPT; number--) {
        const struct traffic_context context = context_of(number);
        traffic_keys_find(keys, key, &context);
    }
    g_assert_cmpuint(opened, ==, 3 * MAX_KEPT);
    freed = 0;
    traffic_keys_free(keys);
    g_assert_cmpuint(freed, ==, MAX_KEPT + 1); /* one of them has the master key */
    key_free(key);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/traffic-keys/own", test_each_context_and_key_has_its_own);
    g_test_add_func("/traffic-keys/latest", test_the_latest_are_kept);
    return g_test_run();
}
