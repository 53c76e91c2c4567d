/* Tests the sieve against libgcrypt, with all vectors that this processor supports.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/verify/md5-sieve.c"

#define LONGEST (MD5_BLOCK_LENGTH * (MAX_BLOCKS + 1))

static struct md5 *md5;

static void set_random(uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        bytes[i] = (uint8_t)g_test_rand_int();
}

static struct secret *random_secret(size_t length)
{
    char bytes[LONGEST];
    set_random((uint8_t *)bytes, length);
    return secret_new(bytes, length);
}

/* Checks that the sieve passes the one of COUNT secrets of LENGTH bytes and more that signed
 * MESSAGE, and no other. */
static void check(const struct message *message, unsigned count, size_t length)
{
    const unsigned right = g_test_rand_int_range(0, (gint)count);
    struct secret *secrets[LANES];
    struct md5_sieve sieve;
    uint8_t digest[DIGEST_LENGTH];

    for (unsigned i = 0; i < count; i++)
        secrets[i] = random_secret(length + i);
    md5_begin(md5);
    md5_absorb(md5, message);
    md5_last_digest(md5, secrets[right], digest);
    md5_sieve_begin(&sieve, message, digest);
    g_assert_cmphex(md5_sieve_try(&sieve, (const struct secret *const *)secrets, count), ==,
                    1u << right);
    for (unsigned i = 0; i < count; i++)
        secret_free(secrets[i]);
}

/* Returns a random message with LENGTH bytes of DATA. */
static struct message any_message(unsigned address_length, const uint8_t *data, size_t length)
{
    struct message message = {.length = (uint32_t)(TCP_HEADER_LENGTH + length),
                              .data = {data, length}};
    uint8_t addresses[32];

    set_random(addresses, sizeof addresses);
    set_random(message.header, sizeof message.header);
    message.from = ip_address_from_bytes(addresses, address_length);
    message.to = ip_address_from_bytes(addresses + 16, address_length);
    return message;
}

/* The message ends at each place of a block, and the keys end in the same block or a later one. */
static void test_lengths(void)
{
    uint8_t data[200];

    set_random(data, sizeof data);
    for (size_t length = 0; length <= sizeof data; length++) {
        const struct message message = any_message(length % 2 ? 4 : 16, data, length);
        check(&message, LANES, (size_t)g_test_rand_int_range(0, 100));
        check(&message, 1, (size_t)g_test_rand_int_range(0, 100));
    }
}

/* A key that is too long is not tried, and passes. */
static void test_long_key(void)
{
    const struct message message = any_message(4, (const uint8_t *)"data", 4);
    const uint8_t digest[DIGEST_LENGTH] = {1};
    struct secret *secrets[] = {random_secret(20), random_secret(LONGEST)};
    struct md5_sieve sieve;

    md5_sieve_begin(&sieve, &message, digest);
    g_assert_cmphex(md5_sieve_try(&sieve, (const struct secret *const *)secrets, 2), ==, 2);
    secret_free(secrets[0]);
    secret_free(secrets[1]);
}

/* All kinds of vectors compute the same. */
static void test_vectors(void)
{
    uint8_t bytes[2 * MD5_BLOCK_LENGTH];
    uint32_t states[VECTORS][4];
    struct ends ends;

    set_random(bytes, sizeof bytes);
    set_random((uint8_t *)&ends, sizeof ends);
    for (unsigned i = 0; i < LANES; i++)
        ends.blocks[i] = i % (MAX_BLOCKS + 1);
    for (enum vectors i = 0; i <= vectors_widest(); i++) {
        struct md5_sieve sieve = {.length = sizeof bytes};
        functions[i].begin(states[i], bytes, 2);
        g_assert_cmpmem(states[i], sizeof states[i], states[0], sizeof states[0]);
        memcpy(sieve.state, states[i], sizeof sieve.state);
        g_assert_cmphex(functions[i].end(&sieve, &ends), ==, functions[0].end(&sieve, &ends));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    md5 = md5_new();
    g_test_add_func("/md5-sieve/lengths", test_lengths);
    g_test_add_func("/md5-sieve/long-key", test_long_key);
    g_test_add_func("/md5-sieve/vectors", test_vectors);
    const int result = g_test_run();
    md5_free(md5);
    return result;
}
