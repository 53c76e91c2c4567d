/* A keyed message authentication code (MAC). TCP-AO uses it to sign segments and to derive keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "mac.h"
#include "kmac.h"

#include <gcrypt.h>
#include <string.h>

struct mac {
    enum mac_function function;
    bool keyed;
    gcry_mac_hd_t handle; /* for all functions except the two of KMAC256 */
    struct kmac *kmac;    /* for those two */
};

static const struct {
    int algorithm; /* libgcrypt's, or 0 if kmac.h computes the function */
    size_t length; /* of the MAC, in octets */
} functions[MAC_FUNCTIONS] = {
    [MAC_HMAC_MD5] = {GCRY_MAC_HMAC_MD5, 16},
    [MAC_HMAC_SHA_1] = {GCRY_MAC_HMAC_SHA1, 20},
    [MAC_HMAC_SHA_224] = {GCRY_MAC_HMAC_SHA224, 28},
    [MAC_HMAC_SHA_256] = {GCRY_MAC_HMAC_SHA256, 32},
    [MAC_HMAC_SHA_384] = {GCRY_MAC_HMAC_SHA384, 48},
    [MAC_HMAC_SHA_512] = {GCRY_MAC_HMAC_SHA512, 64},
    [MAC_AES_128_CMAC] = {GCRY_MAC_CMAC_AES, 16},
    [MAC_KMAC256] = {0, 16},
    [MAC_KMAC256_KDF] = {0, 32},
};

size_t mac_length(enum mac_function function)
{
    return functions[function].length;
}

static bool is_kmac(enum mac_function function)
{
    return functions[function].algorithm == 0;
}

bool mac_is_available(enum mac_function function)
{
    return is_kmac(function) ? kmac_is_available()
                             : gcry_mac_test_algo(functions[function].algorithm) == 0;
}

/* Returns a handle of NIST SP 800-56C section 4.1. The KDF's own key is a block of zeros less 4
 * octets; each message begins with a counter of 1 and SECRET. Returns NULL as kmac_new() does. */
static struct kmac *kdf_new(const struct span *secret)
{
    static const uint8_t zeros[132], counter[4] = {0, 0, 0, 1};
    const struct kmac_parameters parameters = {
        .key = {zeros, sizeof zeros},
        .customization = "KDF",
        .length = functions[MAC_KMAC256_KDF].length,
    };
    struct kmac *kmac = kmac_new(&parameters);

    kmac_begin_with(kmac, &(struct span){counter, sizeof counter});
    kmac_begin_with(kmac, secret);
    return kmac;
}

static struct kmac *open_kmac(enum mac_function function, const struct span *key)
{
    if (function == MAC_KMAC256_KDF)
        return kdf_new(key);
    return kmac_new(&(struct kmac_parameters){
        .key = *key,
        .customization = "",
        .length = functions[function].length,
    });
}

bool mac_set_key(struct mac *mac, const struct span *key)
{
    if (is_kmac(mac->function)) {
        kmac_free(mac->kmac);
        mac->kmac = open_kmac(mac->function, key);
        mac->keyed = mac->kmac != NULL;
    } else {
        /* libgcrypt rejects a null pointer, even for an empty key. */
        mac->keyed = gcry_mac_setkey(mac->handle, key->length > 0 ? key->bytes : (const void *)"",
                                     key->length) == 0;
    }
    return mac->keyed;
}

struct mac *mac_new(enum mac_function function, const struct span *key)
{
    struct mac *mac = g_new0(struct mac, 1);
    mac->function = function;
    if ((is_kmac(function) ||
         gcry_mac_open(&mac->handle, functions[function].algorithm, 0, NULL) == 0) &&
        mac_set_key(mac, key))
        return mac;
    mac_free(mac);
    return NULL;
}

void mac_free(struct mac *mac)
{
    if (!mac)
        return;
    gcry_mac_close(mac->handle);
    kmac_free(mac->kmac);
    g_free(mac);
}

static bool write_input(gcry_mac_hd_t handle, const struct mac_input *input)
{
    for (unsigned i = 0; i < input->count; i++) {
        const struct span *span = &input->spans[i];
        if (span->length > 0 && gcry_mac_write(handle, span->bytes, span->length) != 0)
            return false;
    }
    return true;
}

/* A handle must be reset after its MAC is read, even if its key is replaced in between. Otherwise
 * CMAC only returns the last MAC again, and HMAC continues the last message. Resetting before each
 * message, instead of after it, also discards a message that failed half-way. */
static bool mac_finish(struct mac *mac, const struct mac_input *input, uint8_t *result)
{
    const size_t length = functions[mac->function].length;
    size_t read = length;

    if (is_kmac(mac->function))
        return kmac_compute(mac->kmac, input, result);
    return gcry_mac_reset(mac->handle) == 0 && write_input(mac->handle, input) &&
           gcry_mac_read(mac->handle, result, &read) == 0 && read == length;
}

size_t mac_compute(struct mac *mac, const struct mac_input *input,
                   uint8_t result[static MAC_MAX_LENGTH])
{
    if (mac->keyed && mac_finish(mac, input, result))
        return functions[mac->function].length;
    memset(result, 0, MAC_MAX_LENGTH);
    return 0;
}
