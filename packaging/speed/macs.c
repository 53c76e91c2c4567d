/* Signs each segment of a capture with TCP-AO, and measures what libgcrypt alone needs for the
 * MACs.
 *
 *     macs CAPTURE SECRET sha1|sha256|cmac     prints nanoseconds a segment, the least of several
 *
 * The capture is one of traffic.py's: pcap, Ethernet, IPv4 without options; TCP-AO is the last
 * option, all ISNs are 0. SECRET has 16 bytes, the only length that CMAC takes unchanged.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <gcrypt.h>
#include <glib.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define FILE_HEADER   24
#define RECORD_HEADER 16
#define ETHERNET      14
#define IPV4          20
#define MAC           12
#define MAX_HEAD      (4 + 12 + 60) /* SNE, pseudo-header, TCP header */
#define ROUNDS        5

static const struct function {
    const char *name;
    int algorithm;
    unsigned length; /* octets of a traffic key */
} functions[] = {
    {"sha1", GCRY_MAC_HMAC_SHA1, 20},
    {"sha256", GCRY_MAC_HMAC_SHA256, 32},
    {"cmac", GCRY_MAC_CMAC_AES, 16},
};

/* A segment, ready to be signed. */
struct ready {
    gcry_mac_hd_t mac;
    uint8_t head[MAX_HEAD];
    size_t head_length;
    uint8_t *data, *end;
};

static const struct function *find_function(const char *name)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(functions); i++)
        if (strcmp(functions[i].name, name) == 0)
            return &functions[i];
    return NULL;
}

static gcry_mac_hd_t mac_of(const struct function *function, const void *key, size_t length)
{
    gcry_mac_hd_t mac = NULL;
    if (gcry_mac_open(&mac, function->algorithm, 0, NULL) != 0 ||
        gcry_mac_setkey(mac, key, length) != 0)
        g_error("libgcrypt lacks %s", function->name);
    return mac;
}

/* Derives the traffic key of the segment at AT in the datagram IP: RFC 5926 section 3.1.1. */
static gcry_mac_hd_t traffic_mac(const struct function *function, const char *secret,
                                 const uint8_t *ip, const uint8_t *at)
{
    uint8_t input[1 + 6 + 20 + 2] = {1, 'T', 'C', 'P', '-', 'A', 'O'}, key[32];
    size_t length = function->length;
    gcry_mac_hd_t kdf = mac_of(function, secret, strlen(secret));

    memcpy(input + 7, ip + 12, 8);
    memcpy(input + 15, at, 4);
    input[27] = (uint8_t)(function->length * 8 >> 8);
    input[28] = (uint8_t)(function->length * 8);
    gcry_mac_write(kdf, input, sizeof input);
    gcry_mac_read(kdf, key, &length);
    gcry_mac_close(kdf);
    return mac_of(function, key, function->length);
}

/* Prepares the segment from AT to END in the datagram IP. It may have the MAC of an earlier run. */
static void prepare(struct ready *ready, const uint8_t *ip, uint8_t *at, uint8_t *end)
{
    const size_t header = (size_t)(at[12] >> 4) * 4;
    const uint16_t length = g_htons((uint16_t)(end - at));

    memcpy(ready->head + 4, ip + 12, 8);
    ready->head[13] = 6;
    memcpy(ready->head + 14, &length, sizeof length);
    memcpy(ready->head + 16, at, header);
    memset(ready->head + 16 + header - MAC, 0, MAC);
    ready->head_length = 16 + header;
    ready->data = at + header;
    ready->end = end;
}

/* Returns the segments of the capture from AT to END (struct ready). */
static GArray *prepare_all(const struct function *function, const char *secret, uint8_t *at,
                           const uint8_t *end)
{
    GArray *all = g_array_new(FALSE, TRUE, sizeof(struct ready));
    GHashTable *macs = g_hash_table_new(g_int64_hash, g_int64_equal);
    uint32_t length;

    for (at += FILE_HEADER; at + RECORD_HEADER <= end; at += RECORD_HEADER + length) {
        uint8_t *ip = at + RECORD_HEADER + ETHERNET, *tcp = ip + IPV4;
        struct ready ready = {0};
        gint64 *ends = g_new(gint64, 1); /* traffic.py gives each peer a port of its own */

        memcpy(&length, at + 8, sizeof length);
        memcpy(ends, ip + 16, 4);
        memcpy((uint8_t *)ends + 4, tcp, 4);
        ready.mac = g_hash_table_lookup(macs, ends);
        if (!ready.mac)
            g_hash_table_insert(macs, ends, ready.mac = traffic_mac(function, secret, ip, tcp));
        prepare(&ready, ip, tcp, at + RECORD_HEADER + length);
        g_array_append_val(all, ready);
    }
    return all;
}

static void sign(const struct ready *ready)
{
    size_t length = MAC;

    gcry_mac_reset(ready->mac);
    gcry_mac_write(ready->mac, ready->head, ready->head_length);
    gcry_mac_write(ready->mac, ready->data, (size_t)(ready->end - ready->data));
    gcry_mac_read(ready->mac, ready->data - MAC, &length);
}

int main(int count, char **arguments)
{
    gint64 least = G_MAXINT64;
    char *capture;
    gsize length;
    const struct function *function = count == 4 ? find_function(arguments[3]) : NULL;

    if (!function || !g_file_get_contents(arguments[1], &capture, &length, NULL))
        return 2;
    gcry_check_version(NULL);
    uint8_t *bytes = (uint8_t *)capture;
    GArray *all = prepare_all(function, arguments[2], bytes, bytes + length);
    for (int round = 0; round < ROUNDS; round++) {
        const gint64 start = g_get_monotonic_time();
        for (guint i = 0; i < all->len; i++)
            sign(&g_array_index(all, struct ready, i));
        least = MIN(least, g_get_monotonic_time() - start);
    }
    printf("%.1f\n", (double)least * 1000 / all->len);
    return g_file_set_contents(arguments[1], capture, (gssize)length, NULL) ? 0 : 1;
}
