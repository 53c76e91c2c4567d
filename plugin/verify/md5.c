/* The MD5 digest of a segment, RFC 2385 section 2.0: pseudo-header, header, data, key.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "md5.h"

#include <gcrypt.h>
#include <string.h>

/* Up to so many bytes of options and data are hashed in one call with the headers: each call of
 * libgcrypt costs more than to copy them. */
#define SHORT 64

#define BLOCK 64 /* bytes of an MD5 block */

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

void md5_begin(struct md5 *md5)
{
    gcry_md_reset(md5->handle);
}

void md5_free(struct md5 *md5)
{
    if (!md5)
        return;
    gcry_md_close(md5->handle);
    g_free(md5);
}

static bool is_short(const struct message *message)
{
    return message->options.length + message->data.length <= SHORT;
}

/* Copies SPAN to AT. Returns where the copy ends. */
static uint8_t *append_span(uint8_t *at, const struct span *span)
{
    if (span->length > 0)
        memcpy(at, span->bytes, span->length);
    return at + span->length;
}

static void write_span(struct md5 *md5, const struct span *span)
{
    if (span->length > 0)
        gcry_md_write(md5->handle, span->bytes, span->length);
}

void md5_absorb(struct md5 *md5, const struct message *message)
{
    uint8_t bytes[MESSAGE_HEADERS_LENGTH + SHORT];
    /* 1. The pseudo-header, and 2. the TCP header. */
    uint8_t *end = bytes + message_headers(message, bytes);

    if (is_short(message)) {
        end = append_span(append_span(end, &message->options), &message->data);
        gcry_md_write(md5->handle, bytes, (size_t)(end - bytes));
        return;
    }
    gcry_md_write(md5->handle, bytes, (size_t)(end - bytes));
    write_span(md5, &message->options);
    /* 3. The data, if any. */
    write_span(md5, &message->data);
}

/* 4. The key. */
void md5_absorb_key(struct md5 *md5, const struct secret *secret)
{
    size_t length;
    const uint8_t *bytes = secret_bytes(secret, &length);
    gcry_md_write(md5->handle, bytes, length);
}

void md5_last_digest(struct md5 *md5, const struct secret *secret,
                     uint8_t digest[static DIGEST_LENGTH])
{
    if (secret)
        md5_absorb_key(md5, secret);
    memcpy(digest, gcry_md_read(md5->handle, GCRY_MD_MD5), DIGEST_LENGTH);
}

/* Returns true if MESSAGE is shorter than an MD5 block, so that none of it is hashed before the
 * key. */
static bool is_within_block(const struct message *message)
{
    return MESSAGE_HEADERS_LENGTH - 2 * (16 - message->from.length) + message->options.length +
               message->data.length <
           BLOCK;
}

/* Copies the context, so that MESSAGE need not be hashed again for the next key. If there is no
 * memory for a copy, or nothing has been hashed yet, absorbs MESSAGE again instead. */
void md5_digest(struct md5 *md5, const struct message *message, const struct secret *secret,
                uint8_t digest[static DIGEST_LENGTH])
{
    struct md5 copy;

    if (!is_within_block(message) && gcry_md_copy(&copy.handle, md5->handle) == 0) {
        md5_last_digest(&copy, secret, digest);
        gcry_md_close(copy.handle);
        return;
    }
    md5_last_digest(md5, secret, digest);
    md5_begin(md5);
    md5_absorb(md5, message);
}
