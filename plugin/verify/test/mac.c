/* Tests the MAC functions against MACs that others computed, and what happens when libgcrypt fails.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/verify/mac.h"

#include <gcrypt.h>
#include <malloc.h>
#include <string.h>

/* The linker redirects the program's calls of these functions to wrappers. */
enum step {
    NO_STEP,
    OPEN,
    SETKEY,
    RESET,
    WRITE,
    READ,
};

static enum step failing; /* the one that is made to fail */
static unsigned calls;

static gcry_error_t result_of(enum step step, gcry_error_t real)
{
    calls++;
    return step == failing ? gcry_error(GPG_ERR_ENOMEM) : real;
}

gcry_error_t __real_gcry_mac_open(gcry_mac_hd_t *, int, unsigned, gcry_ctx_t);
gcry_error_t __wrap_gcry_mac_open(gcry_mac_hd_t *, int, unsigned, gcry_ctx_t);
gcry_error_t __real_gcry_mac_setkey(gcry_mac_hd_t, const void *, size_t);
gcry_error_t __wrap_gcry_mac_setkey(gcry_mac_hd_t, const void *, size_t);
gcry_error_t __real_gcry_mac_ctl(gcry_mac_hd_t, int, void *, size_t);
gcry_error_t __wrap_gcry_mac_ctl(gcry_mac_hd_t, int, void *, size_t);
gcry_error_t __real_gcry_mac_write(gcry_mac_hd_t, const void *, size_t);
gcry_error_t __wrap_gcry_mac_write(gcry_mac_hd_t, const void *, size_t);
gcry_error_t __real_gcry_mac_read(gcry_mac_hd_t, void *, size_t *);
gcry_error_t __wrap_gcry_mac_read(gcry_mac_hd_t, void *, size_t *);

gcry_error_t __wrap_gcry_mac_open(gcry_mac_hd_t *handle, int algorithm, unsigned flags,
                                  gcry_ctx_t context)
{
    if (failing == OPEN)
        return gcry_error(GPG_ERR_MAC_ALGO);
    return result_of(OPEN, __real_gcry_mac_open(handle, algorithm, flags, context));
}

gcry_error_t __wrap_gcry_mac_setkey(gcry_mac_hd_t handle, const void *key, size_t length)
{
    return result_of(SETKEY, __real_gcry_mac_setkey(handle, key, length));
}

/* The macro gcry_mac_reset() calls this function. */
gcry_error_t __wrap_gcry_mac_ctl(gcry_mac_hd_t handle, int command, void *buffer, size_t length)
{
    return result_of(RESET, __real_gcry_mac_ctl(handle, command, buffer, length));
}

gcry_error_t __wrap_gcry_mac_write(gcry_mac_hd_t handle, const void *bytes, size_t length)
{
    return result_of(WRITE, __real_gcry_mac_write(handle, bytes, length));
}

gcry_error_t __wrap_gcry_mac_read(gcry_mac_hd_t handle, void *bytes, size_t *length)
{
    return result_of(READ, __real_gcry_mac_read(handle, bytes, length));
}

/* Returns LENGTH bytes, the first 11, each STEP more than the last. Free with g_free(). */
static uint8_t *filled(size_t length, unsigned step)
{
    uint8_t *bytes = g_malloc(length + 1);
    for (size_t i = 0; i < length; i++)
        bytes[i] = (uint8_t)(step * i + 11);
    return bytes;
}

/* The rows were printed by a program in Python. For HMAC it was this one; AES-128-CMAC, KMAC256 and
 * its KDF are computed by hand in test-captures/reference/:
 *
 *     from hmac import digest
 *
 *     def of(length, step):
 *         return bytes(step * i + 11 & 255 for i in range(length))
 *
 *     digest(of(key, 49), of(message, 7), name)[:16].hex()
 */
static const struct {
    enum mac_function function;
    unsigned key, message; /* lengths */
    const char *start;     /* the first 16 octets of the MAC */
} vectors[] = {
    {MAC_HMAC_MD5, 0, 0, "74e6f7298a9c2d168935f58c001bad88"},
    {MAC_HMAC_SHA_1, 0, 0, "fbdb1d1b18aa6c08324b7d64b71fb763"},
    {MAC_HMAC_SHA_224, 0, 0, "5ce14f72894662213e2748d2a6ba234b"},
    {MAC_HMAC_SHA_256, 0, 0, "b613679a0814d9ec772f95d778c35fc5"},
    {MAC_HMAC_SHA_384, 0, 0, "6c1f2ee938fad2e24bd91298474382ca"},
    {MAC_HMAC_SHA_512, 0, 0, "b936cee86c9f87aa5d3c6f2e84cb5a42"},
    {MAC_HMAC_MD5, 1, 1, "dbea64c96e6835f3dd8526cf78f50ebc"},
    {MAC_HMAC_SHA_1, 1, 1, "182cea2e66d628b042e377301a229d9e"},
    {MAC_HMAC_SHA_224, 1, 1, "912d941677ed45fa0e0795f593687540"},
    {MAC_HMAC_SHA_256, 1, 1, "bd40171821a48792075119fc93f4580f"},
    {MAC_HMAC_SHA_384, 1, 1, "12b43433e64e11d40375e8cf9a4b33da"},
    {MAC_HMAC_SHA_512, 1, 1, "11927f85fe1dad650bd607e39f126178"},
    {MAC_HMAC_MD5, 16, 63, "1bbadb76d8a74b29c43dfa83b4655338"},
    {MAC_HMAC_SHA_1, 16, 63, "72bfe3fffa16906fb9213063ddc0a1fa"},
    {MAC_HMAC_SHA_224, 16, 63, "37bb2e24ba404d37bf34ed7c8c10d584"},
    {MAC_HMAC_SHA_256, 16, 63, "23cbcab74daff4b1eb7f273da141686e"},
    {MAC_HMAC_SHA_384, 16, 63, "2a3c364887acd3fbfd408e991fc7f855"},
    {MAC_HMAC_SHA_512, 16, 63, "485b316af7d1e0310afb9e61f5da2ad3"},
    {MAC_HMAC_MD5, 16, 64, "b314ada69a0a3c3ba3778933f580cb1d"},
    {MAC_HMAC_SHA_1, 16, 64, "f8200d602e9b4203ba424e01a447237b"},
    {MAC_HMAC_SHA_224, 16, 64, "febc0d7b7ba28fea656fab6b0ffe1177"},
    {MAC_HMAC_SHA_256, 16, 64, "d1fa29cf5cf452650669ce624c710e6f"},
    {MAC_HMAC_SHA_384, 16, 64, "a5bda27baf752d5e9e29b28af965c730"},
    {MAC_HMAC_SHA_512, 16, 64, "9ef4642b879adef318ae6f7daa52d3ec"},
    {MAC_HMAC_MD5, 20, 65, "d6fc9d7693d3c63d2c65c203b9d16f03"},
    {MAC_HMAC_SHA_1, 20, 65, "9b5250b7640aff02f0203da0fb001837"},
    {MAC_HMAC_SHA_224, 20, 65, "8c1cb42cffff6d7833447013e8a83225"},
    {MAC_HMAC_SHA_256, 20, 65, "a032ba9bea79662f9bd5d87e08e64729"},
    {MAC_HMAC_SHA_384, 20, 65, "a886f99529201bd311e143ed216bd7e3"},
    {MAC_HMAC_SHA_512, 20, 65, "65354e8abec13e54411499910efa6e6f"},
    {MAC_HMAC_MD5, 64, 200, "a933c90d713f6f93f9a438ed8fea6bac"},
    {MAC_HMAC_SHA_1, 64, 200, "6c3af29ae2b6947479d4c626d7acd816"},
    {MAC_HMAC_SHA_224, 64, 200, "8b4281ceb9e84dcd5829116c7b9427a5"},
    {MAC_HMAC_SHA_256, 64, 200, "02714adebd5acee745aa5bc00501b244"},
    {MAC_HMAC_SHA_384, 64, 200, "6f89ec27f7e614aa5c148ffce9a666a4"},
    {MAC_HMAC_SHA_512, 64, 200, "98acb45549c97197a7f7c8feb2dd9ea5"},
    {MAC_HMAC_MD5, 80, 1460, "18d4bfb873ff1f54c56ffe60a4d7cb3e"},
    {MAC_HMAC_SHA_1, 80, 1460, "9dd0724d5c63127734dcafc708e97f75"},
    {MAC_HMAC_SHA_224, 80, 1460, "687575bb52c532835b1d7ac0ca298a8b"},
    {MAC_HMAC_SHA_256, 80, 1460, "7bd7343de0490d46c94f1bde099fe980"},
    {MAC_HMAC_SHA_384, 80, 1460, "2ca83de05c12decb37af157d8f39927f"},
    {MAC_HMAC_SHA_512, 80, 1460, "0b32f357982e723444d868c109d52222"},
    {MAC_HMAC_MD5, 131, 70000, "a9a546683efddff869ac706480205b35"},
    {MAC_HMAC_SHA_1, 131, 70000, "f6d63ea6dd44a46d26a9e7c6bff9d7f9"},
    {MAC_HMAC_SHA_224, 131, 70000, "2f01eef5ad178a6a13c869d0d54b1122"},
    {MAC_HMAC_SHA_256, 131, 70000, "5bca75f34376226c85a37f12b2e81df1"},
    {MAC_HMAC_SHA_384, 131, 70000, "63fc4742f9d9227612119bb9dd411856"},
    {MAC_HMAC_SHA_512, 131, 70000, "947c8eec6a2944f2abadd4bc76545072"},
    {MAC_AES_128_CMAC, 16, 0, "674d9cfbb89b70a273ed67f32011feac"},
    {MAC_AES_128_CMAC, 16, 1, "25a12f6daf7b13ef2a0fc76acd3f476e"},
    {MAC_AES_128_CMAC, 16, 15, "39a4b4171530f4a45c4a840f4430a987"},
    {MAC_AES_128_CMAC, 16, 16, "b2bb0f2d27ba671f753c62f53a413fe7"},
    {MAC_AES_128_CMAC, 16, 17, "f944f3ab269c4825071b77ac977148da"},
    {MAC_AES_128_CMAC, 16, 32, "8e01975f2bf0f9fdc78d07fefdbee8e9"},
    {MAC_AES_128_CMAC, 16, 40, "cfab38503c8a807bd5df3a96c593c939"},
    {MAC_AES_128_CMAC, 16, 64, "6bd104f50030f902e9d276949ecceb40"},
    {MAC_AES_128_CMAC, 16, 1460, "d2e1fdbb2ce945c0143dee4257418162"},
    {MAC_KMAC256, 16, 0, "c6f1930eab10f0d3fca222ab0a19c9f7"},
    {MAC_KMAC256, 31, 40, "e1e588794ad4b276670ebfcea2921aa3"},
    {MAC_KMAC256, 32, 104, "2dd82c31c2eb6e6fd4ff8fcf868b570d"},
    {MAC_KMAC256, 32, 136, "ff3fc59ca5c7919782cc7a294281ebf6"},
    {MAC_KMAC256, 64, 1460, "fcd0ff8c9a587fc58a198581ca0509fe"},
    {MAC_KMAC256_KDF, 1, 20, "c36bc6f55a94ac61e72af63663e9ff3e"},
    {MAC_KMAC256_KDF, 32, 20, "5a5e70264a79e9672a76183193c84111"},
    {MAC_KMAC256_KDF, 80, 44, "e893f0b8c88a4f289c1b54f8ef3adc68"},
};

static char *digits_of(const uint8_t *bytes, size_t length)
{
    GString *digits = g_string_new(NULL);
    for (size_t i = 0; i < length; i++)
        g_string_append_printf(digits, "%02x", bytes[i]);
    return g_string_free(digits, FALSE);
}

/* Computes the MAC of a message of MESSAGE bytes, in pieces of up to PIECE. */
static size_t compute_in_pieces(struct mac *mac, size_t message, size_t piece, uint8_t *result)
{
    uint8_t *bytes = filled(message, 7);
    GArray *spans = g_array_new(FALSE, FALSE, sizeof(struct span));

    for (size_t at = 0; at < message; at += piece) {
        const struct span span = {bytes + at, MIN(piece, message - at)};
        g_array_append_val(spans, span);
    }
    const size_t length = mac_compute(
        mac, &(struct mac_input){(const struct span *)(void *)spans->data, spans->len}, result);
    g_array_free(spans, TRUE);
    g_free(bytes);
    return length;
}

static struct mac *opened(enum mac_function function, unsigned key)
{
    uint8_t *bytes = filled(key, 49);
    struct mac *mac = mac_new(function, &(struct span){bytes, key});
    g_free(bytes);
    return mac;
}

static void test_vectors(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(vectors); i++) {
        uint8_t result[MAC_MAX_LENGTH];
        struct mac *mac = opened(vectors[i].function, vectors[i].key);

        if (!mac_is_available(vectors[i].function)) {
            g_assert_null(mac);
            continue;
        }
        g_assert_nonnull(mac);
        for (size_t piece = 100000; piece > 0; piece /= 40) {
            g_assert_cmpuint(compute_in_pieces(mac, vectors[i].message, piece, result), ==,
                             mac_length(vectors[i].function));
            char *digits = digits_of(result, 16);
            g_assert_cmpstr(digits, ==, vectors[i].start);
            g_free(digits);
        }
        mac_free(mac);
    }
}

/* Only KMAC256 may be missing, before libgcrypt 1.11. */
static void test_available(void)
{
    const bool recent = gcry_check_version("1.11.0") && GCRYPT_VERSION_NUMBER >= 0x010b00;

    for (enum mac_function function = 0; function < MAC_FUNCTIONS; function++)
        g_assert_cmpint(mac_is_available(function), ==, function < MAC_KMAC256 || recent);
}

static const struct span message = {(const uint8_t *)"message", 7};
static const struct span other_message = {(const uint8_t *)"another message", 15};

static void assert_same_as_new(struct mac *mac, enum mac_function function, const struct span *key)
{
    uint8_t result[MAC_MAX_LENGTH] = {0}, expected[MAC_MAX_LENGTH] = {0};
    struct mac *fresh = mac_new(function, key);
    const size_t length = mac_compute(fresh, &(struct mac_input){&message, 1}, expected);

    g_assert_cmpuint(length, >, 0);
    g_assert_cmpuint(mac_compute(mac, &(struct mac_input){&message, 1}, result), ==, length);
    g_assert_cmpmem(result, MAC_MAX_LENGTH, expected, MAC_MAX_LENGTH);
    mac_free(fresh);
}

/* The trap in libgcrypt: if a handle is read and then gets another key, CMAC still returns the last
 * MAC, as if it were of the new key. Only its return values show that. */
static void test_trap_is_there(void)
{
    uint8_t first[16], second[16];
    size_t length = sizeof first;
    gcry_mac_hd_t handle;

    g_assert_cmpuint(__real_gcry_mac_open(&handle, GCRY_MAC_CMAC_AES, 0, NULL), ==, 0);
    g_assert_cmpuint(__real_gcry_mac_setkey(handle, "0123456789abcdef", 16), ==, 0);
    g_assert_cmpuint(__real_gcry_mac_write(handle, "message", 7), ==, 0);
    g_assert_cmpuint(__real_gcry_mac_read(handle, first, &length), ==, 0);
    g_assert_cmpuint(__real_gcry_mac_setkey(handle, "fedcba9876543210", 16), ==, 0);
    if (__real_gcry_mac_write(handle, "another message", 15) != 0) {
        g_assert_cmpuint(__real_gcry_mac_read(handle, second, &length), ==, 0);
        g_assert_cmpmem(first, 16, second, 16);
    } else {
        g_test_message("this libgcrypt goes on");
    }
    gcry_mac_close(handle);
}

/* A handle forgets its last message and its last key. */
static void test_trap_is_avoided(void)
{
    const struct span keys[] = {{(const uint8_t *)"0123456789abcdef", 16},
                                {(const uint8_t *)"fedcba9876543210", 16}};

    for (enum mac_function function = 0; function < MAC_FUNCTIONS; function++) {
        if (!mac_is_available(function))
            continue;
        uint8_t result[MAC_MAX_LENGTH];
        struct mac *mac = mac_new(function, &keys[0]);

        mac_compute(mac, &(struct mac_input){&other_message, 1}, result);
        assert_same_as_new(mac, function, &keys[0]);
        g_assert_true(mac_set_key(mac, &keys[1]));
        assert_same_as_new(mac, function, &keys[1]);
        mac_free(mac);
    }
}

/* After a failure, the result holds nothing that could be taken for a MAC, and the next MAC is
 * right. */
static void test_failures(void)
{
    const struct span key = {(const uint8_t *)"0123456789abcdef", 16};

    for (enum mac_function function = 0; function < MAC_KMAC256; function++) {
        for (failing = OPEN; failing <= SETKEY; failing++)
            g_assert_null(mac_new(function, &key));
        failing = NO_STEP;
        struct mac *mac = mac_new(function, &key);
        for (enum step step = RESET; step <= READ; step++) {
            uint8_t result[MAC_MAX_LENGTH], zeros[MAC_MAX_LENGTH] = {0};

            failing = step;
            memset(result, 1, sizeof result);
            g_assert_cmpuint(mac_compute(mac, &(struct mac_input){&other_message, 1}, result), ==,
                             0);
            g_assert_cmpmem(result, sizeof result, zeros, sizeof zeros);
            failing = NO_STEP;
            assert_same_as_new(mac, function, &key);
        }
        mac_free(mac);
    }
}

/* A key that is rejected leaves no other key behind. */
static void test_refused_key(void)
{
    const struct span key = {(const uint8_t *)"0123456789abcdef", 16}, longer = {key.bytes, 13};
    uint8_t result[MAC_MAX_LENGTH];
    struct mac *mac = mac_new(MAC_AES_128_CMAC, &key);

    g_assert_false(mac_set_key(mac, &longer));
    g_assert_cmpuint(mac_compute(mac, &(struct mac_input){&message, 1}, result), ==, 0);
    g_assert_true(mac_set_key(mac, &key));
    assert_same_as_new(mac, MAC_AES_128_CMAC, &key);
    mac_free(mac);
}

/* With a handle that has its key, a MAC takes one call of libgcrypt to begin, one for each span and
 * one for the result. */
static void test_few_calls(void)
{
    const struct span key = {(const uint8_t *)"0123456789abcdef", 16};
    const struct span spans[] = {message, other_message};

    for (enum mac_function function = 0; function < MAC_KMAC256; function++) {
        uint8_t result[MAC_MAX_LENGTH];
        struct mac *mac = mac_new(function, &key);

        calls = 0;
        mac_compute(mac, &(struct mac_input){spans, 2}, result);
        g_assert_cmpuint(calls, ==, 4);
        mac_free(mac);
    }
}

/* AES keeps its key unchanged in memory, so it is easy to find. */
static const char marked_key[] = "A key to look up";
static bool found_key;

static void *allocate(size_t size)
{
    return malloc(size);
}

static void look_and_free(void *block)
{
    const size_t length = block ? malloc_usable_size(block) : 0;

    for (size_t at = 0; at + strlen(marked_key) <= length; at++)
        found_key |= memcmp((char *)block + at, marked_key, strlen(marked_key)) == 0;
    free(block);
}

static int is_secure(const void *block G_GNUC_UNUSED)
{
    return 0;
}

static void test_wipes(void)
{
    uint8_t result[MAC_MAX_LENGTH];
    const struct span key = {(const uint8_t *)marked_key, strlen(marked_key)};
    struct mac *mac = mac_new(MAC_AES_128_CMAC, &key);

    mac_compute(mac, &(struct mac_input){&message, 1}, result);
    mac_free(mac);
    g_assert_false(found_key);
    mac_free(NULL);
}

int main(int argc, char **argv)
{
    gcry_set_allocation_handler(allocate, allocate, is_secure, realloc, look_and_free);
    gcry_check_version(NULL);
    gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mac/vectors", test_vectors);
    g_test_add_func("/mac/available", test_available);
    g_test_add_func("/mac/trap-is-there", test_trap_is_there);
    g_test_add_func("/mac/trap-is-avoided", test_trap_is_avoided);
    g_test_add_func("/mac/failures", test_failures);
    g_test_add_func("/mac/refused-key", test_refused_key);
    g_test_add_func("/mac/few-calls", test_few_calls);
    g_test_add_func("/mac/wipes", test_wipes);
    return g_test_run();
}
