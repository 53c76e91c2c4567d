/* Tests the lanes against libgcrypt and the test suite of MD5, with all vectors that this processor
 * supports.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/numbers/md5-lanes.c"

#include "plugin/verify/md5.h"

#define COUNT 64u /* numbers searched, of which one is right */

static struct md5 *md5;

static void put_digest(uint32_t words[4], const char *digits)
{
    for (unsigned i = 0; i < 16; i++)
        ((uint8_t *)words)[i] = (uint8_t)(g_ascii_xdigit_value(digits[2 * i]) << 4 |
                                          g_ascii_xdigit_value(digits[2 * i + 1]));
    for (unsigned i = 0; i < 4; i++)
        words[i] = GUINT32_FROM_LE(words[i]);
}

/* RFC 1321 section A.5, as far as its messages have four bytes to search for. */
static void test_suite(void)
{
    static const struct {
        const char *text, *digest;
    } suite[] = {
        {"message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
        {"abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"},
        {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
         "d174ab98d277d9f5a5611c2c9f419d9f"},
        {"12345678901234567890123456789012345678901234567890123456789012345678901234567890",
         "57edf4a22be3c955ac49da2e2107b67a"},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(suite); i++) {
        const size_t length = strlen(suite[i].text);
        struct md5_lanes batch = {.blocks = (length + 8) / MD5_BLOCK_LENGTH + 1};
        uint32_t sought, number;

        batch.words = g_new0(uint32_t, MD5_WORDS * batch.blocks);
        memcpy(batch.words, suite[i].text, length);
        pad_message(&batch, length);
        put_digest(batch.digest, suite[i].digest);
        memcpy(&sought, suite[i].text, sizeof sought);
        sought = GUINT32_FROM_BE(sought);
        for (enum vectors j = 0; j <= vectors_widest(); j++) {
            const uint32_t first = sought / COUNT * COUNT;
            g_assert_true(finders[j](&batch, first, COUNT, &number));
            g_assert_cmpuint(number, ==, sought);
            g_assert_false(finders[j](&batch, first + COUNT, COUNT, &number));
        }
        g_free(batch.words);
    }
}

/* Returns a random message with LENGTH bytes of data. */
static struct message any_message(unsigned address_length, const uint8_t *data, size_t length)
{
    struct message message = {.length = (uint32_t)(TCP_HEADER_LENGTH + length),
                              .data = {data, length}};
    uint8_t address[16];

    for (unsigned i = 0; i < sizeof address; i++)
        address[i] = (uint8_t)g_test_rand_int();
    message.from = ip_address_from_bytes(address, address_length);
    message.to = ip_address_from_bytes(data, address_length);
    for (unsigned i = 0; i < TCP_HEADER_LENGTH; i++)
        message.header[i] = (uint8_t)g_test_rand_int();
    return message;
}

/* Asserts that the search with libgcrypt's digest of MESSAGE finds the number in FIELD, and no
 * other. */
static void check(const struct message *message, enum header_offset field,
                  const struct secret *secret)
{
    const uint32_t sought = header_number(message->header, field), first = sought / COUNT * COUNT;
    struct message changed = *message;
    uint8_t digest[DIGEST_LENGTH];
    uint32_t number;

    md5_begin(md5);
    md5_absorb(md5, message);
    md5_last_digest(md5, secret, digest);
    header_set_number(changed.header, field, ~sought);
    struct md5_lanes *batch = md5_lanes_new(&changed, field, secret, digest);
    for (enum vectors i = 0; i <= vectors_widest(); i++) {
        batch->find = finders[i];
        g_assert_true(md5_lanes_find(batch, first, COUNT, &number));
        g_assert_cmpuint(number, ==, sought);
        g_assert_false(md5_lanes_find(batch, first + COUNT, COUNT, &number));
        batch->digest[g_test_rand_int_range(0, 4)] ^= 1u << g_test_rand_int_range(0, 32);
        g_assert_false(md5_lanes_find(batch, first, COUNT, &number));
        memcpy(batch->digest, digest, DIGEST_LENGTH);
        for (unsigned j = 0; j < 4; j++)
            batch->digest[j] = GUINT32_FROM_LE(batch->digest[j]);
    }
    md5_lanes_free(batch);
}

/* Keys of every length that Linux allows, and data around the block boundaries. */
static void test_libgcrypt(void)
{
    static const size_t lengths[] = {0, 1, 19, 31, 32, 43, 44, 63, 64, 65, 127, 128, 1440, 65400};
    uint8_t key[80], *data = g_malloc(65400);

    for (size_t i = 0; i < 65400; i++)
        data[i] = (uint8_t)g_test_rand_int();
    for (size_t length = 1; length <= sizeof key; length++)
        for (unsigned i = 0; i < G_N_ELEMENTS(lengths); i++) {
            if (lengths[i] > 128 && length % 40 != 0)
                continue;
            key[length - 1] = (uint8_t)g_test_rand_int();
            struct secret *secret = secret_new(key, length);
            for (unsigned size = 4; size <= 16; size += 12) {
                const struct message message = any_message(size, data, lengths[i]);
                check(&message, HEADER_SEQUENCE_NUMBER, secret);
                check(&message, HEADER_ACKNOWLEDGMENT_NUMBER, secret);
            }
            secret_free(secret);
        }
    g_free(data);
}

/* A field of FIELD's bits is found, whatever the other bits of its word are, which stay the
 * same. */
static void check_part(const struct message *message, enum header_offset field, unsigned bits,
                       const struct secret *secret)
{
    const unsigned all = 1u << bits;
    struct message changed = *message;
    uint8_t digest[DIGEST_LENGTH];
    uint32_t number;

    md5_begin(md5);
    md5_absorb(md5, message);
    md5_last_digest(md5, secret, digest);
    const unsigned sought = (unsigned)(message->header[field] << 8 | message->header[field + 1]);
    changed.header[field] ^= (uint8_t)((all - 1) >> 8);
    changed.header[field + 1] ^= 0xff;
    struct md5_lanes *batch = md5_lanes_new(&changed, field, secret, digest);
    for (enum vectors i = 0; i <= vectors_widest(); i++) {
        batch->find = finders[i];
        g_assert_true(md5_lanes_find(batch, 0, all, &number));
        g_assert_cmpuint(number, ==, sought % all);
    }
    md5_lanes_free(batch);
}

static void test_parts_of_words(void)
{
    const uint8_t data[20] = "data";
    struct secret *secret = secret_new("of the test", 11);

    for (unsigned size = 4; size <= 16; size += 12)
        for (unsigned i = 0; i < 4; i++) {
            const struct message message = any_message(size, data, sizeof data);
            check_part(&message, HEADER_SOURCE_PORT, 16, secret);
            check_part(&message, HEADER_DESTINATION_PORT, 16, secret);
            check_part(&message, HEADER_DATA_OFFSET, 12, secret);
            check_part(&message, HEADER_WINDOW, 16, secret);
            check_part(&message, HEADER_URGENT_POINTER, 16, secret);
        }
    secret_free(secret);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    md5 = md5_new();
    g_test_add_func("/md5-lanes/suite", test_suite);
    g_test_add_func("/md5-lanes/libgcrypt", test_libgcrypt);
    g_test_add_func("/md5-lanes/parts-of-words", test_parts_of_words);
    const int result = g_test_run();
    md5_free(md5);
    return result;
}
