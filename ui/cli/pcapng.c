/* A capture file in pcapng's format, written again with comments.
 *
 *     block    type 4, total length 4, body, options, total length 4
 *     section  type 0x0a0d0d0a; body: byte order 4, versions 4, section length 8
 *     packet   type 6; body: interface 4, time 8, captured 4, original 4, data
 *     option   code 2, length 2, value
 *
 * The numbers are lengths in bytes. Data and values are padded to 4 bytes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pcapng.h"

#include <string.h>

#define SECTION         0x0a0d0d0au
#define ORDER_MARK      0x1a2b3c4du
#define OLD_PACKET      2u /* its fixed part has the lengths at the same offsets as PACKET's */
#define SIMPLE_PACKET   3u /* it has no options */
#define PACKET          6u
#define CAPTURED_OFFSET 20
#define DATA_OFFSET     28
#define SECTION_LENGTH  16 /* offset of the section length */
#define SECTION_OPTIONS 24
#define SMALLEST        12

#define COMMENT 1u

/* A file that is being copied with comments. */
struct pcapng_copy {
    const uint8_t *bytes;
    size_t length, at;
    const struct pcapng_comments *comments;
    struct text *text;
    bool swapped;       /* the section's byte order is not this machine's */
    size_t section;     /* offset in TEXT of the section */
    size_t after;       /* offset in TEXT of the end of the section's first block */
    size_t after_input; /* the same offset in BYTES */
    bool in_section;
    uint32_t packets; /* number of packets before this block */
    unsigned commented;
};

static uint32_t get32(const struct pcapng_copy *copy, size_t at)
{
    uint32_t number;
    memcpy(&number, copy->bytes + at, sizeof number);
    return copy->swapped ? GUINT32_SWAP_LE_BE(number) : number;
}

static uint16_t get16(const struct pcapng_copy *copy, size_t at)
{
    uint16_t number;
    memcpy(&number, copy->bytes + at, sizeof number);
    return copy->swapped ? GUINT16_SWAP_LE_BE(number) : number;
}

static void put32(const struct pcapng_copy *copy, uint32_t number)
{
    const uint32_t written = copy->swapped ? GUINT32_SWAP_LE_BE(number) : number;
    text_append(copy->text, &written, sizeof written);
}

static void put16(const struct pcapng_copy *copy, size_t number)
{
    const uint16_t value = (uint16_t)number;
    const uint16_t written = copy->swapped ? GUINT16_SWAP_LE_BE(value) : value;
    text_append(copy->text, &written, sizeof written);
}

static size_t padded(size_t length)
{
    return (length + 3) & ~(size_t)3;
}

static void put_comment(const struct pcapng_copy *copy, const char *comment)
{
    const size_t length = strlen(comment);
    put16(copy, COMMENT);
    put16(copy, length);
    text_append(copy->text, comment, length);
    text_append(copy->text, "\0\0\0", padded(length) - length);
}

/* Returns the offset at which the options from AT on end: at their end mark, at END, or where they
 * are damaged. */
static size_t end_of_options(const struct pcapng_copy *copy, size_t at, size_t end)
{
    while (end - at >= 4 && get16(copy, at) != 0) {
        const size_t size = 4 + padded(get16(copy, at + 2));
        if (size > end - at)
            break;
        at += size;
    }
    return at;
}

/* Writes the block of TOTAL bytes with COUNT COMMENTS added after its options. The options begin at
 * offset OPTIONS of the block. */
static void put_commented(const struct pcapng_copy *copy, uint32_t total, size_t options,
                          char *const *comments, unsigned count)
{
    const size_t end = copy->at + total - 4;
    const size_t behind = end_of_options(copy, copy->at + options, end);
    const bool unmarked = copy->at + options == end; /* the block has no options */
    uint32_t grown = total + (unmarked ? 4 : 0);

    for (unsigned i = 0; i < count; i++)
        grown += 4 + (uint32_t)padded(strlen(comments[i]));
    text_append(copy->text, copy->bytes + copy->at, 4);
    put32(copy, grown);
    text_append(copy->text, copy->bytes + copy->at + 8, behind - copy->at - 8);
    for (unsigned i = 0; i < count; i++)
        put_comment(copy, comments[i]);
    if (unmarked)
        put32(copy, 0);
    text_append(copy->text, copy->bytes + behind, end - behind);
    put32(copy, grown);
}

/* Adds the length of the comments to the section length in the section's header, if there is
 * one. */
static void end_section(const struct pcapng_copy *copy)
{
    uint64_t length;
    if (!copy->in_section)
        return;
    char *at = copy->text->bytes + copy->section + SECTION_LENGTH;
    memcpy(&length, at, sizeof length);
    if (length == UINT64_MAX)
        return;
    const uint64_t grown =
        (copy->text->length - copy->after) - (uint64_t)(copy->at - copy->after_input);
    length = copy->swapped ? GUINT64_SWAP_LE_BE(length) : length;
    length += grown;
    length = copy->swapped ? GUINT64_SWAP_LE_BE(length) : length;
    memcpy(at, &length, sizeof length);
}

/* Copies a section header. The first one gets the comments on the file. */
static void copy_section(struct pcapng_copy *copy, uint32_t total)
{
    const GPtrArray *comments = copy->comments->file;
    const unsigned count = copy->in_section ? 0 : comments->len;

    end_section(copy);
    copy->section = copy->text->length;
    if (count > 0)
        put_commented(copy, total, SECTION_OPTIONS, (char *const *)comments->pdata, count);
    else
        text_append(copy->text, copy->bytes + copy->at, total);
    copy->after = copy->text->length;
    copy->after_input = copy->at + total;
    copy->in_section = true;
}

/* Returns true for the blocks that Wireshark counts as packets. */
static bool is_packet(uint32_t type)
{
    static const uint32_t others[] = {9, 0xbad, 0x40000bad, 0x204, 0x208, 0x216, 0x221};

    for (unsigned i = 0; i < G_N_ELEMENTS(others); i++)
        if (type == others[i])
            return true;
    return type == PACKET || type == OLD_PACKET || type == SIMPLE_PACKET;
}

/* Returns the comment on the packet in this block, or NULL. */
static const struct pcapng_comment *comment_here(const struct pcapng_copy *copy, uint32_t type,
                                                 uint32_t total)
{
    const struct pcapng_comment *comment =
        g_hash_table_lookup(copy->comments->packets, GUINT_TO_POINTER(copy->packets));
    if (!comment || (type != PACKET && type != OLD_PACKET) || total < DATA_OFFSET + 4)
        return NULL;
    const size_t captured = get32(copy, copy->at + CAPTURED_OFFSET);
    return captured == comment->captured && padded(captured) <= total - DATA_OFFSET - 4 ? comment
                                                                                        : NULL;
}

static void copy_block(struct pcapng_copy *copy, uint32_t type, uint32_t total)
{
    copy->packets += is_packet(type);
    const struct pcapng_comment *comment = is_packet(type) ? comment_here(copy, type, total) : NULL;

    if (!comment) {
        text_append(copy->text, copy->bytes + copy->at, total);
        return;
    }
    put_commented(copy, total, DATA_OFFSET + padded(comment->captured), &comment->text, 1);
    copy->commented++;
}

/* Returns the length of the block at the current offset, or 0 if it is incomplete. A section header
 * first sets the byte order. */
static uint32_t block_length(struct pcapng_copy *copy)
{
    const size_t left = copy->length - copy->at;
    if (left < SMALLEST)
        return 0;
    if (get32(copy, copy->at) == SECTION) {
        copy->swapped = false;
        if (left < SECTION_OPTIONS + 4)
            return 0;
        copy->swapped = get32(copy, copy->at + 8) != ORDER_MARK;
    }
    const uint32_t total = get32(copy, copy->at + 4);
    const bool whole = total >= SMALLEST && total % 4 == 0 && total <= left;
    return whole && (get32(copy, copy->at) != SECTION || total >= SECTION_OPTIONS + 4) ? total : 0;
}

bool pcapng_is(const uint8_t *bytes, size_t length)
{
    static const uint8_t start[] = {0x0a, 0x0d, 0x0d, 0x0a};
    return length >= sizeof start && memcmp(bytes, start, sizeof start) == 0;
}

unsigned pcapng_annotate(const uint8_t *bytes, size_t length,
                         const struct pcapng_comments *comments, struct text *text)
{
    struct pcapng_copy copy = {
        .bytes = bytes, .length = length, .comments = comments, .text = text};
    uint32_t total;

    while ((total = block_length(&copy)) > 0) {
        const uint32_t type = get32(&copy, copy.at);
        if (type == SECTION)
            copy_section(&copy, total);
        else
            copy_block(&copy, type, total);
        copy.at += total;
    }
    end_section(&copy);
    text_append(text, bytes + copy.at, length - copy.at);
    return copy.commented;
}
