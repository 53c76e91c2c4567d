/* Measures what libgcrypt alone needs for the bytes that sign each segment of a capture.
 *
 *     hash CAPTURE SECRET     prints nanoseconds a segment, the least of several rounds
 *
 * The capture is one of traffic.py's: pcap, Ethernet, IPv4 without options.
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
#define ROUNDS        5

/* Hashes the bytes that the signature of the TCP segment from AT to END covers. */
static void hash(gcry_md_hd_t md5, const uint8_t *at, const uint8_t *end, const char *secret)
{
    const uint8_t pseudo_header[12] = {0};
    uint8_t headers[sizeof pseudo_header + 20];
    const uint8_t *data = at + (at[12] >> 4) * 4;

    memcpy(headers, pseudo_header, sizeof pseudo_header);
    memcpy(headers + sizeof pseudo_header, at, 20);
    gcry_md_reset(md5);
    gcry_md_write(md5, headers, sizeof headers);
    gcry_md_write(md5, data, (size_t)(end - data));
    gcry_md_write(md5, secret, strlen(secret));
    gcry_md_read(md5, GCRY_MD_MD5);
}

static unsigned hash_all(gcry_md_hd_t md5, const uint8_t *at, const uint8_t *end,
                         const char *secret)
{
    unsigned segments = 0;
    uint32_t length;

    for (at += FILE_HEADER; at + RECORD_HEADER <= end; at += RECORD_HEADER + length) {
        const uint8_t *frame = at + RECORD_HEADER;
        memcpy(&length, at + 8, sizeof length);
        hash(md5, frame + ETHERNET + IPV4, frame + length, secret);
        segments++;
    }
    return segments;
}

int main(int count, char **arguments)
{
    gcry_md_hd_t md5;
    gint64 least = G_MAXINT64;
    unsigned segments = 0;
    char *capture;
    gsize length;

    if (count != 3 || !g_file_get_contents(arguments[1], &capture, &length, NULL))
        return 2;
    gcry_check_version(NULL);
    if (gcry_md_open(&md5, GCRY_MD_MD5, 0) != 0)
        return 2;
    for (int round = 0; round < ROUNDS; round++) {
        const gint64 start = g_get_monotonic_time();
        segments = hash_all(md5, (uint8_t *)capture, (uint8_t *)capture + length, arguments[2]);
        least = MIN(least, g_get_monotonic_time() - start);
    }
    printf("%.1f\n", least * 1000.0 / segments);
    gcry_md_close(md5);
    g_free(capture);
    return 0;
}
