/* What TCP-AO's MAC covers of a segment, RFC 5925 section 5.1.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_AO_MESSAGE_H
#define TCPAUTH_VERIFY_AO_MESSAGE_H

#include "mac.h"
#include "message.h"

#define AO_HEADER_LENGTH 4 /* the option's kind, length, KeyID and RNextKeyID; the MAC follows */

struct ao_message {
    uint32_t sne;           /* the sequence number extension, RFC 5925 section 6.2 */
    struct message message; /* with all options, up to 40 bytes */
    size_t
        option; /* offset of the TCP-AO option in the options; it is well-formed and within them */
    bool options_covered; /* the MAC covers the other options */

    /* What a signer that does not follow RFC 5925 may leave out: */
    bool without_sne;
    bool without_pseudo_header;
};

/* Sets MESSAGE to that of SEGMENT, which must be captured whole. OPTION is its well-formed TCP-AO
 * option. The message points into the segment's bytes; its extension is 0 and its options are
 * covered. */
void ao_message_read(struct ao_message *message, const struct segment *segment,
                     const uint8_t *option);

/* Returns true if MESSAGE has no option except TCP-AO. Its MAC is then the same whether options are
 * covered or not. */
bool ao_message_is_bare(const struct ao_message *message);

/* The extension, the pseudo-header, the header, and options: RFC 9293 section 3.1 has up to 40
 * octets of them. */
#define AO_MESSAGE_HEAD_LENGTH (4 + MESSAGE_HEADERS_LENGTH + 40)

/* Writes to BYTES what the MAC of MESSAGE covers before the data. Returns its length. */
size_t ao_message_head(const struct ao_message *message,
                       uint8_t bytes[static AO_MESSAGE_HEAD_LENGTH]);

/* Writes the whole MAC of MESSAGE to RESULT; the option holds its first octets. Returns the length
 * of the MAC, or 0 on error, as mac_compute() does. */
size_t ao_message_mac(const struct ao_message *message, struct mac *mac,
                      uint8_t result[static MAC_MAX_LENGTH]);

#endif
