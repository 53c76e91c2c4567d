/* The MD5 digest of a segment, RFC 2385 section 2.0: pseudo-header, header, data, key.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "md5.h"

#include <gcrypt.h>
#include <string.h>

#define PROTOCOL_TCP    6
#define CHECKSUM_OFFSET 16

struct md5 {
    gcry_md_hd_t handle;
};

struct md5 *md5_new(void)
{
    gcry_md_hd_t handle;
    if (gcry_md_open(&handle, GCRY_MD_MD5, 0) != 0)
        return NULL;
    struct md5 *md5 = g_new(struct md5, 1);
    md5->handle = handle;
    return md5;
}

void md5_free(struct md5 *md5)
{
    if (!md5)
        return;
    gcry_md_close(md5->handle);
    g_free(md5);
}

/* 1. The pseudo-header, whose length counts header and data.
 *
 *     IPv4, RFC 9293 section 3.1       IPv6, RFC 8200 section 8.1
 *     +--------------------------+     +--------------------------+
 *     |     source address       |     |   source address (16)    |
 *     +--------------------------+     +--------------------------+
 *     |   destination address    |     | destination address (16) |
 *     +------+----------+--------+     +--------------------------+
 *     | zero | protocol | length |     |        length (4)        |
 *     +------+----------+--------+     +---------------+----------+
 *        1        1         2          |    zero (3)   | protocol |
 *                                      +---------------+----------+
 */
static size_t pseudo_header(uint8_t *bytes, const struct segment *segment)
{
    const size_t size = segment->from.address.length;
    const uint32_t length = g_htonl((uint32_t)segment->length);
    uint8_t *at = bytes;

    memcpy(at, segment->from.address.bytes, size);
    at += size;
    memcpy(at, segment->to.address.bytes, size);
    at += size;
    if (size == 4) {
        *at++ = 0;
        *at++ = PROTOCOL_TCP;
        memcpy(at, (const uint8_t *)&length + 2, 2);
        return (size_t)(at + 2 - bytes);
    }
    memcpy(at, &length, 4);
    at += 4;
    memcpy(at, (const uint8_t[]){0, 0, 0, PROTOCOL_TCP}, 4);
    return (size_t)(at + 4 - bytes);
}

void md5_absorb(struct md5 *md5, const struct segment *segment)
{
    uint8_t headers[2 * 16 + 8 + TCP_HEADER_LENGTH];
    const size_t options_end = segment_header_length(segment);
    size_t at = pseudo_header(headers, segment);

    /* 2. the header without options, its checksum zero */
    memcpy(headers + at, segment->bytes, TCP_HEADER_LENGTH);
    memset(headers + at + CHECKSUM_OFFSET, 0, 2);
    at += TCP_HEADER_LENGTH;

    gcry_md_reset(md5->handle);
    gcry_md_write(md5->handle, headers, at);
    /* 3. the data, if any */
    gcry_md_write(md5->handle, segment->bytes + options_end, segment->length - options_end);
}

/* 4. The key. */
static void finish(gcry_md_hd_t handle, const struct secret *secret, uint8_t *digest)
{
    size_t length;
    const uint8_t *bytes = secret_bytes(secret, &length);

    gcry_md_write(handle, bytes, length);
    memcpy(digest, gcry_md_read(handle, GCRY_MD_MD5), DIGEST_LENGTH);
}

void md5_digest(struct md5 *md5, const struct secret *secret, bool last,
                uint8_t digest[static DIGEST_LENGTH])
{
    gcry_md_hd_t copy;

    if (last || gcry_md_copy(&copy, md5->handle) != 0) {
        finish(md5->handle, secret, digest);
        return;
    }
    finish(copy, secret, digest);
    gcry_md_close(copy);
}
