/* Tests the MACs of segments against the test vectors of RFC 9235 and of
 * draft-ietf-tcpm-tcp-ao-algs-07.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/verify/ao-message.h"
#include "plugin/verify/kdf.h"
#include "plugin/verify/option.h"

#include <gcrypt.h>
#include <string.h>

/* The linker redirects the program's calls of gcry_mac_write() to this wrapper. */
static unsigned writes;

gcry_error_t __real_gcry_mac_write(gcry_mac_hd_t handle, const void *bytes, size_t length);
gcry_error_t __wrap_gcry_mac_write(gcry_mac_hd_t handle, const void *bytes, size_t length);

gcry_error_t __wrap_gcry_mac_write(gcry_mac_hd_t handle, const void *bytes, size_t length)
{
    writes++;
    return __real_gcry_mac_write(handle, bytes, length);
}

/* A published segment: see the comment at the top. */
struct vector {
    enum key_algorithm algorithm;
    bool options_covered;
    struct secret *master_key, *traffic_key;
    uint8_t *packet; /* from the IP header on; SEGMENT points into it */
    struct segment segment;
    const uint8_t *option;
};

static GArray *vectors;

static uint8_t *from_hex(const char *digits)
{
    const size_t length = strlen(digits) / 2;
    uint8_t *bytes = g_malloc(length);

    for (size_t i = 0; i < length; i++)
        bytes[i] = (uint8_t)(g_ascii_xdigit_value(digits[2 * i]) << 4 |
                             g_ascii_xdigit_value(digits[2 * i + 1]));
    return bytes;
}

static enum key_algorithm algorithm_of(const char *name)
{
    enum key_algorithm algorithm = 0;
    while (g_ascii_strcasecmp(key_algorithm_names[algorithm], name) != 0)
        algorithm++;
    return algorithm;
}

static struct segment segment_of(const uint8_t *packet, size_t length)
{
    const bool ipv6 = packet[0] >> 4 == 6;
    const uint8_t *addresses = packet + (ipv6 ? 8 : 12);
    const unsigned size = ipv6 ? 16 : 4, header = ipv6 ? 40 : 20;

    return (struct segment){
        .from = {ip_address_from_bytes(addresses, size),
                 (uint16_t)(packet[header] << 8 | packet[header + 1])},
        .to = {ip_address_from_bytes(addresses + size, size),
               (uint16_t)(packet[header + 2] << 8 | packet[header + 3])},
        .bytes = packet + header,
        .captured = length - header,
        .length = length - header,
    };
}

/* Returns where TCP-AO begins: after the MSS, the window scale and the timestamps. */
static const uint8_t *option_of(const struct segment *segment)
{
    const uint8_t *option = segment->bytes + TCP_HEADER_LENGTH;
    while (option[0] != OPTION_AO)
        option += option[0] == OPTION_NO_OPERATION ? 1 : option[1];
    return option;
}

static void read_vector(const char *line)
{
    char **columns = g_strsplit(line, "\t", 5);
    struct vector vector = {
        .algorithm = algorithm_of(columns[1]),
        .options_covered = g_str_equal(columns[2], "included"),
        .master_key = g_str_has_prefix(columns[0], "RFC 9235")
                          ? secret_new("testvector", 10)
                          : secret_from_hex("0123456789abcdef0123456789abcdef"
                                            "0123456789abcdef0123456789abcdef",
                                            NULL),
        .traffic_key = secret_from_hex(columns[3], NULL),
        .packet = from_hex(columns[4]),
    };
    vector.segment = segment_of(vector.packet, strlen(columns[4]) / 2);
    vector.option = option_of(&vector.segment);
    g_array_append_val(vectors, vector);
    g_strfreev(columns);
}

static void clear_vector(gpointer data)
{
    struct vector *vector = data;
    secret_free(vector->master_key);
    secret_free(vector->traffic_key);
    g_free(vector->packet);
}

static void read_vectors(void)
{
    char *text;

    vectors = g_array_new(FALSE, FALSE, sizeof(struct vector));
    g_array_set_clear_func(vectors, clear_vector);
    g_assert_true(g_file_get_contents(VECTORS, &text, NULL, NULL));
    char **lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++)
        if (g_str_has_prefix(*line, "RFC 9235 ") || g_str_has_prefix(*line, "draft "))
            read_vector(*line);
    g_strfreev(lines);
    g_free(text);
}

/* Each section has four vectors: SYN, SYN-ACK, and data from each side. */
static struct traffic_context context_of(unsigned index)
{
    const struct vector *four = &g_array_index(vectors, struct vector, index / 4 * 4);
    const uint32_t isns[] = {segment_sequence_number(&four[0].segment),
                             segment_sequence_number(&four[1].segment)};
    const struct segment *segment = &four[index % 4].segment;

    return (struct traffic_context){
        .from = segment->from.address,
        .to = segment->to.address,
        .from_port = segment->from.port,
        .to_port = segment->to.port,
        .from_isn = isns[index % 2],
        .to_isn = index % 4 == 0 ? 0 : isns[1 - index % 2],
    };
}

/* Checks that the traffic key of the vector at INDEX is the published one. Returns a handle with
 * it, or NULL if its algorithm is not available. */
static struct mac *opened(unsigned index)
{
    const struct vector *vector = &g_array_index(vectors, struct vector, index);
    const struct traffic_context context = context_of(index);
    struct kdf *kdf = kdf_new(vector->algorithm, vector->master_key);
    struct traffic_key key;
    size_t length;

    if (!kdf)
        return NULL;
    g_assert_true(kdf_derive(kdf, &context, &key));
    const uint8_t *published = secret_bytes(vector->traffic_key, &length);
    g_assert_cmpmem(key.bytes, key.length, published, length);
    struct mac *mac = traffic_key_open(&key);
    traffic_key_wipe(&key);
    kdf_free(kdf);
    return mac;
}

static struct ao_message message_of_vector(const struct vector *vector)
{
    struct ao_message message;
    ao_message_read(&message, &vector->segment, vector->option);
    message.options_covered = vector->options_covered;
    return message;
}

/* Returns true if the MAC of MESSAGE begins with the one in OPTION. */
static bool fits(const struct ao_message *message, struct mac *mac, const uint8_t *option)
{
    uint8_t result[MAC_MAX_LENGTH];

    g_assert_cmpuint(ao_message_mac(message, mac, result), >=, option[1] - AO_HEADER_LENGTH);
    return memcmp(result, option + AO_HEADER_LENGTH, option[1] - AO_HEADER_LENGTH) == 0;
}

static void test_published(void)
{
    unsigned compared = 0;

    for (unsigned i = 0; i < vectors->len; i++) {
        const struct vector *vector = &g_array_index(vectors, struct vector, i);
        const struct ao_message message = message_of_vector(vector);
        struct mac *mac = opened(i);
        if (mac) {
            g_assert_true(fits(&message, mac, vector->option));
            compared++;
        }
        mac_free(mac);
    }
    g_assert_cmpuint(vectors->len, ==, 32 + 32);
    g_assert_cmpuint(compared, ==, kdf_is_available(KEY_KMAC256_128) ? 64 : 48);
}

/* Returns true if VECTOR's MAC covers byte AT of the segment. */
static bool is_covered(const struct vector *vector, size_t at)
{
    const size_t option = (size_t)(vector->option - vector->segment.bytes);
    const size_t header = segment_header_length(&vector->segment);

    if (at == HEADER_CHECKSUM || at == HEADER_CHECKSUM + 1)
        return false;
    if (at >= option && at < option + vector->option[1])
        return at < option + AO_HEADER_LENGTH;
    return at < TCP_HEADER_LENGTH || at >= header || vector->options_covered;
}

/* A change of any byte that the MAC covers makes the MAC wrong; a change of any other byte does
 * not. The bytes that give the position of options and data are left to another test. */
static void test_each_byte(void)
{
    for (unsigned i = 0; i < vectors->len; i++) {
        const struct vector *vector = &g_array_index(vectors, struct vector, i);
        const uint8_t *length = vector->option + 1;
        uint8_t received[64];
        struct mac *mac = opened(i);

        memcpy(received, vector->option, *length);
        for (size_t at = 0; at < vector->segment.length && mac; at++) {
            uint8_t *byte = (uint8_t *)vector->segment.bytes + at;
            if (at == HEADER_DATA_OFFSET || byte == length)
                continue;
            *byte ^= 0x40;
            const struct ao_message message = message_of_vector(vector);
            g_assert_cmpint(fits(&message, mac, received), ==, !is_covered(vector, at));
            *byte ^= 0x40;
        }
        mac_free(mac);
    }
}

/* A change of anything outside the segment that the MAC covers, or of a length, makes the MAC
 * wrong. */
static void test_each_part(void)
{
    for (unsigned i = 0; i < vectors->len; i++) {
        const struct vector *vector = &g_array_index(vectors, struct vector, i);
        struct mac *mac = opened(i);
        struct ao_message message = message_of_vector(vector);
        struct {
            void *bytes;
            size_t length;
        } const parts[] = {
            {&message.sne, 4},
            {message.message.from.bytes, message.message.from.length},
            {message.message.to.bytes, message.message.to.length},
            {&message.message.length,
             2}, /* only the low 16 bits, since IPv4 has room for no more */
            {&message.message.header[HEADER_DATA_OFFSET], 1},
        };
        for (unsigned part = 0; part < G_N_ELEMENTS(parts) && mac; part++) {
            for (size_t at = 0; at < parts[part].length; at++) {
                uint8_t *byte = (uint8_t *)parts[part].bytes + at;
                *byte ^= 0x40;
                g_assert_false(fits(&message, mac, vector->option));
                *byte ^= 0x40;
                g_assert_true(fits(&message, mac, vector->option));
            }
        }
        mac_free(mac);
    }
}

/* A segment whose only option is TCP-AO has the same MAC in both modes. */
static void test_bare(void)
{
    uint8_t bytes[] = {0, 179, 0,  179, 0, 0, 0, 1, 0, 0, 0, 1, 9 << 4, 0x10, 0,  1,  0,  0,
                       0, 0,   29, 16,  1, 2, 3, 4, 5, 6, 7, 8, 9,      10,   11, 12, 13, 14};
    struct segment segment = {
        .from = {ip_address_from_bytes("\xc0\0\2\1", 4), 179},
        .to = {ip_address_from_bytes("\xc0\0\2\2", 4), 179},
        .bytes = bytes,
        .captured = sizeof bytes,
        .length = sizeof bytes,
    };
    uint8_t covered[MAC_MAX_LENGTH], not_covered[MAC_MAX_LENGTH];
    struct mac *mac = mac_new(MAC_HMAC_SHA_1, &(struct span){(const uint8_t *)"key", 3});
    struct ao_message message;
    ao_message_read(&message, &segment, bytes + TCP_HEADER_LENGTH);

    g_assert_true(ao_message_is_bare(&message));
    g_assert_cmpuint(ao_message_mac(&message, mac, covered), ==, 20);
    message.options_covered = false;
    g_assert_cmpuint(ao_message_mac(&message, mac, not_covered), ==, 20);
    g_assert_cmpmem(covered, 20, not_covered, 20);
    mac_free(mac);

    const struct vector *vector = &g_array_index(vectors, struct vector, 0);
    message = message_of_vector(vector);
    g_assert_false(ao_message_is_bare(&message));
}

/* Data of any length is covered, whether it is copied after the headers or not. There are one or
 * two calls of libgcrypt, since each costs as much as copying some dozens of bytes. */
static void test_lengths_of_data(void)
{
    uint8_t bytes[200] = {[HEADER_DATA_OFFSET] = 9 << 4, [20] = OPTION_AO, [21] = 16};
    struct mac *mac = mac_new(MAC_HMAC_SHA_1, &(struct span){(const uint8_t *)"key", 3});
    uint8_t previous[MAC_MAX_LENGTH] = {0}, result[MAC_MAX_LENGTH], changed[MAC_MAX_LENGTH];

    for (size_t length = 36; length <= sizeof bytes; length++) {
        const struct segment segment = {
            .from.address = ip_address_from_bytes("\xc0\0\2\1", 4),
            .to.address = ip_address_from_bytes("\xc0\0\2\2", 4),
            .bytes = bytes,
            .captured = length,
            .length = length,
        };
        struct ao_message message;
        ao_message_read(&message, &segment, bytes + TCP_HEADER_LENGTH);

        writes = 0;
        g_assert_cmpuint(ao_message_mac(&message, mac, result), ==, 20);
        g_assert_cmpuint(writes, ==, length <= 100 ? 1 : 2);
        g_assert_true(memcmp(result, previous, 20) != 0);
        memcpy(previous, result, 20);
        bytes[length - 1] ^= 1;
        ao_message_mac(&message, mac, changed);
        bytes[length - 1] ^= 1;
        g_assert_cmpint(memcmp(result, changed, 20) != 0, ==, length > 36);
    }
    mac_free(mac);
}

int main(int argc, char **argv)
{
    gcry_check_version(NULL);
    gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
    g_test_init(&argc, &argv, NULL);
    read_vectors();
    g_test_add_func("/ao-message/published", test_published);
    g_test_add_func("/ao-message/each-byte", test_each_byte);
    g_test_add_func("/ao-message/each-part", test_each_part);
    g_test_add_func("/ao-message/bare", test_bare);
    g_test_add_func("/ao-message/lengths-of-data", test_lengths_of_data);
    const int result = g_test_run();
    g_array_free(vectors, TRUE);
    return result;
}
