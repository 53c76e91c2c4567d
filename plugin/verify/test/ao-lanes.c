/* Tests the lanes against libgcrypt, with all vectors that this processor supports.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/verify/ao-lanes.c"

#define EXTENSION 1

static const enum key_algorithm algorithms[] = {KEY_HMAC_SHA_1_96, KEY_HMAC_SHA_256_96,
                                                KEY_HMAC_SHA_256_128};

static void set_random(uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        bytes[i] = (uint8_t)g_test_rand_int();
}

/* Sets BYTES to a random segment with a TCP-AO option, another one, and data. Returns it as a
 * reading. */
static struct reading any_reading(uint8_t *bytes, unsigned address_length, size_t data,
                                  bool options_covered)
{
    struct segment segment = {.bytes = bytes};
    const size_t option = TCP_HEADER_LENGTH + 4;
    uint8_t addresses[2][16];

    segment.captured = segment.length = (uint32_t)(option + 16 + data);
    set_random(bytes, segment.length);
    set_random(addresses[0], sizeof addresses);
    bytes[HEADER_DATA_OFFSET] = (TCP_HEADER_LENGTH + 20) / 4 << 4;
    bytes[option] = OPTION_AO;
    bytes[option + 1] = 16;
    segment.from = (struct end){ip_address_from_bytes(addresses[0], address_length), 179};
    segment.to = (struct end){ip_address_from_bytes(addresses[1], address_length), 40001};
    struct reading reading = {0};
    ao_message_read(&reading.message, &segment, bytes + option);
    reading.message.options_covered = options_covered;
    reading.context = (struct traffic_context){
        .from = segment.from.address, .to = segment.to.address, .from_port = 179, .to_port = 40001};
    return reading;
}

/* Computes the MAC of READING with libgcrypt. */
static void sign(struct reading reading, enum key_algorithm algorithm, const struct secret *secret,
                 uint32_t from_isn, uint32_t to_isn, uint8_t mac[static MAC_MAX_LENGTH])
{
    struct kdf *kdf = kdf_new(algorithm, secret);
    struct traffic_key key;

    reading.context.from_isn = from_isn;
    reading.context.to_isn = to_isn;
    reading.message.sne = EXTENSION;
    g_assert_true(kdf_derive(kdf, &reading.context, &key));
    struct mac *handle = traffic_key_open(&key);
    g_assert_cmpuint(ao_message_mac(&reading.message, handle, mac), >, 0);
    mac_free(handle);
    kdf_free(kdf);
}

/* Asserts that each lane finds the MAC of its own guess, in either reading, and that nothing finds
 * it with another ISN or extension. */
static void check(const struct reading readings[2], enum key_algorithm algorithm,
                  const struct secret *secret)
{
    const unsigned lane = (unsigned)g_test_rand_int_range(0, LANES);
    struct ao_guesses guesses = {0};
    uint8_t mac[MAC_MAX_LENGTH];

    for (unsigned i = 0; i < LANES; i++) {
        guesses.from[i] = (uint32_t)g_test_rand_int();
        guesses.to[i] = (uint32_t)g_test_rand_int();
        guesses.extension[i] = EXTENSION;
    }
    sign(readings[lane % 2], algorithm, secret, guesses.from[lane], guesses.to[lane], mac);
    struct ao_lanes *batch = ao_lanes_new(algorithm, secret, readings, 2, mac);
    for (enum vectors vectors = 0; vectors <= vectors_widest(); vectors++) {
        batch->hash = sha_hasher_of(batch->sha, vectors);
        g_assert_cmphex(ao_lanes_try(batch, &guesses), ==, 1u << lane);
        for (unsigned j = 0; j < 3; j++) {
            uint32_t *const part = j == 0 ? guesses.from : j == 1 ? guesses.to : guesses.extension;
            part[lane] ^= 1;
            g_assert_cmphex(ao_lanes_try(batch, &guesses), ==, 0);
            part[lane] ^= 1;
        }
    }
    ao_lanes_free(batch);
}

/* Asserts that the lane whose change of FIELD undoes that of the signed segment finds the MAC, and
 * no other lane. A port is changed in the segment and in the key derivation. */
static void check_field(const struct reading *reading, enum key_algorithm algorithm,
                        const struct secret *secret, enum header_offset field)
{
    const unsigned lane = (unsigned)g_test_rand_int_range(0, LANES);
    struct ao_guesses guesses = {.field = field};
    struct reading signed_reading = *reading;
    uint8_t mac[MAC_MAX_LENGTH];

    for (unsigned i = 0; i < LANES; i++) {
        guesses.extension[i] = EXTENSION;
        guesses.changes[i] = (0xa5f0 + i) & UINT16_MAX;
    }
    uint8_t *header = signed_reading.message.message.header;
    header[field] ^= (uint8_t)(guesses.changes[lane] >> 8);
    header[field + 1] ^= (uint8_t)guesses.changes[lane];
    if (field == HEADER_SOURCE_PORT)
        signed_reading.context.from_port ^= (uint16_t)guesses.changes[lane];
    if (field == HEADER_DESTINATION_PORT)
        signed_reading.context.to_port ^= (uint16_t)guesses.changes[lane];
    sign(signed_reading, algorithm, secret, 0, 0, mac);
    struct ao_lanes *batch = ao_lanes_new(algorithm, secret, reading, 1, mac);
    for (enum vectors vectors = 0; vectors <= vectors_widest(); vectors++) {
        batch->hash = sha_hasher_of(batch->sha, vectors);
        g_assert_cmphex(ao_lanes_try(batch, &guesses), ==, 1u << lane);
    }
    ao_lanes_free(batch);
}

static void test_fields(void)
{
    static const enum header_offset fields[] = {HEADER_SOURCE_PORT, HEADER_DESTINATION_PORT,
                                                HEADER_DATA_OFFSET, HEADER_WINDOW,
                                                HEADER_URGENT_POINTER};
    uint8_t bytes[TCP_HEADER_LENGTH + 20 + 100];
    struct secret *secret = secret_new("secret", 6);

    for (unsigned i = 0; i < G_N_ELEMENTS(fields); i++)
        for (unsigned j = 0; j < 2 * G_N_ELEMENTS(algorithms); j++) {
            const struct reading reading = any_reading(bytes, j % 2 ? 4 : 16, 100, true);
            check_field(&reading, algorithms[j / 2], secret, fields[i]);
        }
    secret_free(secret);
}

/* Keys up to a block, and data around the block boundaries. */
static void test_libgcrypt(void)
{
    uint8_t key[BLOCK_LENGTH], bytes[2][TCP_HEADER_LENGTH + 20 + 256];

    set_random(key, sizeof key);
    for (size_t length = 1; length <= sizeof key; length += 9) {
        struct secret *secret = secret_new(key, length);
        for (size_t data = 0; data <= 256; data += data < 140 ? 1 : 58)
            for (unsigned i = 0; i < G_N_ELEMENTS(algorithms); i++) {
                const unsigned address_length = data % 2 ? 4 : 16;
                struct reading readings[2] = {any_reading(bytes[0], address_length, data, true)};
                readings[1] = readings[0];
                readings[1].message.options_covered = false;
                check(readings, algorithms[i], secret);
            }
        secret_free(secret);
    }
}

static void test_without_lanes(void)
{
    uint8_t bytes[TCP_HEADER_LENGTH + 20], key[BLOCK_LENGTH + 1] = {0};
    const struct reading reading = any_reading(bytes, 4, 0, true);
    struct secret *secret = secret_new(key, sizeof key);

    for (unsigned i = 0; i < KEY_ALGORITHMS; i++)
        g_assert_null(ao_lanes_new(i, secret, &reading, 1, bytes));
    secret_free(secret);
    secret = secret_new(key, 16);
    g_assert_null(ao_lanes_new(KEY_AES_128_CMAC_96, secret, &reading, 1, bytes));
    g_assert_null(ao_lanes_new(KEY_HKDF_SHA_256_128, secret, &reading, 1, bytes));
    ao_lanes_free(NULL);
    secret_free(secret);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ao-lanes/libgcrypt", test_libgcrypt);
    g_test_add_func("/ao-lanes/fields", test_fields);
    g_test_add_func("/ao-lanes/without-lanes", test_without_lanes);
    return g_test_run();
}
