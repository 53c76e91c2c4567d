/* A fast hash in place of MD5 and its lanes, which counts what is computed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "counted-md5.h"

#include <string.h>

static struct md5 counter;

static void absorb(struct md5 *md5, const void *data, size_t length)
{
    const uint8_t *bytes = data;
    for (size_t i = 0; i < length; i++) {
        md5->low = (md5->low ^ bytes[i]) * 0x100000001b3;
        md5->high = (md5->high + bytes[i] + 1) * 0x9e3779b97f4a7c15;
    }
}

struct md5 *md5_new(void)
{
    return &counter;
}

void md5_free(struct md5 *md5)
{
    g_assert_true(md5 == &counter);
}

void md5_begin(struct md5 *md5)
{
    md5->low = md5->high = 0xcbf29ce484222325;
}

void md5_absorb(struct md5 *md5, const struct message *message)
{
    absorb(md5, &message->from, sizeof message->from);
    absorb(md5, &message->to, sizeof message->to);
    absorb(md5, &message->length, sizeof message->length);
    absorb(md5, message->header, sizeof message->header);
    absorb(md5, message->options.bytes, message->options.length);
    absorb(md5, message->data.bytes, message->data.length);
}

void md5_absorb_key(struct md5 *md5, const struct secret *secret)
{
    size_t length;
    const uint8_t *bytes = secret_bytes(secret, &length);
    absorb(md5, bytes, length);
}

void md5_digest(struct md5 *md5, const struct message *message, const struct secret *secret,
                uint8_t digest[static DIGEST_LENGTH])
{
    (void)message;
    md5_last_digest(md5, secret, digest);
}

void md5_last_digest(struct md5 *md5, const struct secret *secret,
                     uint8_t digest[static DIGEST_LENGTH])
{
    if (secret)
        md5_absorb_key(md5, secret);
    memcpy(digest, &md5->low, 8);
    memcpy(digest + 8, &md5->high, 8);
    md5->digests++;
}

/* Replaces the lanes. Counts as many digests as the lanes take the time of. */
struct md5_lanes {
    struct message message;
    enum header_offset field;
    const struct secret *secret;
    uint8_t digest[DIGEST_LENGTH];
};

#define MD5_LANES_SPEED 10

unsigned counted_batches;

struct md5_lanes *md5_lanes_new(const struct message *message, enum header_offset field,
                                const struct secret *secret,
                                const uint8_t digest[static DIGEST_LENGTH])
{
    struct md5_lanes *batch = g_new(struct md5_lanes, 1);
    counted_batches++;
    *batch = (struct md5_lanes){*message, field, secret, {0}};
    memcpy(batch->digest, digest, DIGEST_LENGTH);
    return batch;
}

void md5_lanes_free(struct md5_lanes *batch)
{
    g_free(batch);
}

uint16_t counted_numbers[3];

/* Returns true if NUMBER produces the digest. */
static bool is_right(const struct md5_lanes *batch, uint16_t number)
{
    struct message message = batch->message;
    uint8_t digest[DIGEST_LENGTH];
    struct md5 md5;

    message.header[batch->field] = (uint8_t)(number >> 8);
    if (batch->field == HEADER_DATA_OFFSET)
        message.header[batch->field] |= batch->message.header[batch->field] & 0xf0;
    message.header[batch->field + 1] = (uint8_t)number;
    md5_begin(&md5);
    md5_absorb(&md5, &message);
    md5_last_digest(&md5, batch->secret, digest);
    return memcmp(digest, batch->digest, DIGEST_LENGTH) == 0;
}

bool md5_lanes_find(const struct md5_lanes *batch, uint32_t first, uint32_t count, uint32_t *number)
{
    counter.digests += count / MD5_LANES_SPEED;
    for (unsigned i = 0; i < G_N_ELEMENTS(counted_numbers); i++) {
        *number = counted_numbers[i];
        if (first <= *number && *number < first + count && is_right(batch, counted_numbers[i]))
            return true;
    }
    return false;
}

unsigned long counted_messages, counted_readdressed;

struct message __real_message_of(const struct segment *segment);
struct message __wrap_message_of(const struct segment *segment);
struct message __wrap_message_of(const struct segment *segment)
{
    counted_messages++;
    return __real_message_of(segment);
}

void __real_proposal_set_addresses(struct proposal *proposal, const struct ip_address *from,
                                   const struct ip_address *to);
void __wrap_proposal_set_addresses(struct proposal *proposal, const struct ip_address *from,
                                   const struct ip_address *to);
void __wrap_proposal_set_addresses(struct proposal *proposal, const struct ip_address *from,
                                   const struct ip_address *to)
{
    counted_readdressed++;
    __real_proposal_set_addresses(proposal, from, to);
}

unsigned counted_digests(void)
{
    const unsigned digests = counter.digests;
    counter.digests = 0;
    return digests;
}
