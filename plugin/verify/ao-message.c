/* What TCP-AO's MAC covers of a segment, RFC 5925 section 5.1.
 *
 *     +---------+---------------+----------------------+-----------------------+------+
 *     | SNE (4) | pseudo-header | header, checksum 0   | options, or TCP-AO    | data |
 *     |         |               |   without options    |   alone; the MAC zero |      |
 *     +---------+---------------+----------------------+-----------------------+------+
 *
 * The lengths in the pseudo-header and in the header are those of the segment with all options,
 * whether they are covered or not: RFC 9235 sections 4.2 and 6.2.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ao-message.h"

#include <string.h>

#define SNE_LENGTH 4

/* Up to so many bytes of data are copied after the headers and hashed with them: each call of
 * libgcrypt costs more than such a copy. */
#define SHORT_DATA 64

void ao_message_read(struct ao_message *message, const struct segment *segment,
                     const uint8_t *option)
{
    const uint8_t *options = segment->bytes + TCP_HEADER_LENGTH;

    message->sne = 0;
    message->message = message_of(segment);
    message->message.options =
        (struct span){options, segment_header_length(segment) - TCP_HEADER_LENGTH};
    message->option = (size_t)(option - options);
    message->options_covered = true;
    message->without_sne = message->without_pseudo_header = false;
}

/* Returns the span of the TCP-AO option alone. */
static struct span option_of(const struct ao_message *message)
{
    const uint8_t *option = message->message.options.bytes + message->option;
    return (struct span){option, option[1]};
}

bool ao_message_is_bare(const struct ao_message *message)
{
    return option_of(message).length == message->message.options.length;
}

/* Copies the covered options to AT, with a MAC of zeros. Returns where they end. */
static uint8_t *put_options(uint8_t *at, const struct ao_message *message)
{
    const struct span option = option_of(message);
    const struct span covered = message->options_covered ? message->message.options : option;
    const size_t mac = (size_t)(option.bytes - covered.bytes) + AO_HEADER_LENGTH;

    memcpy(at, covered.bytes, covered.length);
    memset(at + mac, 0, option.length - AO_HEADER_LENGTH);
    return at + covered.length;
}

size_t ao_message_head(const struct ao_message *message,
                       uint8_t bytes[static AO_MESSAGE_HEAD_LENGTH])
{
    uint8_t *at = bytes;
    const uint32_t sne = g_htonl(message->sne);

    if (!message->without_sne) {
        memcpy(at, &sne, SNE_LENGTH);
        at += SNE_LENGTH;
    }
    if (message->without_pseudo_header) {
        memcpy(at, message->message.header, TCP_HEADER_LENGTH);
        at += TCP_HEADER_LENGTH;
    } else {
        at += message_headers(&message->message, at);
    }
    return (size_t)(put_options(at, message) - bytes);
}

size_t ao_message_mac(const struct ao_message *message, struct mac *mac,
                      uint8_t result[static MAC_MAX_LENGTH])
{
    uint8_t bytes[AO_MESSAGE_HEAD_LENGTH + SHORT_DATA];
    const struct span data = message->message.data;
    struct span spans[2] = {{bytes, ao_message_head(message, bytes)}, data};
    unsigned count = 2;

    if (data.length <= SHORT_DATA) {
        if (data.length > 0)
            memcpy(bytes + spans[0].length, data.bytes, data.length);
        spans[0].length += data.length;
        count = 1;
    }
    return mac_compute(mac, &(struct mac_input){spans, count}, result);
}
