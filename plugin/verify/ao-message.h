/* What TCP-AO's MAC covers of a segment, RFC 5925 section 5.1.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_AO_MESSAGE_H
#define TCPAUTH_VERIFY_AO_MESSAGE_H

#include "mac.h"
#include "message.h"

#define AO_HEADER_LENGTH 4 /* of the option: kind, length, KeyID, RNextKeyID; its MAC follows */

struct ao_message {
    uint32_t sne;           /* the sequence number extension, RFC 5925 section 6.2 */
    struct message message; /* with all options, which may have up to 40 bytes */
    size_t option;          /* offset of TCP-AO in the options: it is well-formed and within them */
    bool options_covered;   /* the other options are covered */

    /* What a signer may leave out that does not follow RFC 5925: */
    bool without_sne;
    bool without_pseudo_header;
};

/* Returns the message of SEGMENT, whose TCP-AO option, at OPTION in its bytes, is well-formed. The
 * segment must be captured whole. It points into the segment's bytes; its extension is 0 and its
 * options are covered. */
struct ao_message ao_message_of(const struct segment *segment, const uint8_t *option);

/* Returns true if MESSAGE has no option but TCP-AO, so that the MAC is the same whether options are
 * covered or not. */
bool ao_message_is_bare(const struct ao_message *message);

/* Writes the whole MAC of MESSAGE to RESULT, of which the option has the first octets. Returns its
 * length, or 0 on error, as mac_compute() does. */
size_t ao_message_mac(const struct ao_message *message, struct mac *mac,
                      uint8_t result[static MAC_MAX_LENGTH]);

#endif
