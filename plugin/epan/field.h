/* The fields of tcpauth, and their generated items in the packet tree.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_FIELD_H
#define TCPAUTH_EPAN_FIELD_H

#include "plugin/diagnose/evidence/cause.h"
#include "plugin/verify/finding.h"

#include <epan/packet.h>

/* In the order of their registration. */
enum field {
    FIELD_STATUS,
    FIELD_ALGORITHM,
    FIELD_REASON,
    FIELD_KEY,
    FIELD_CHAIN,
    FIELD_CALCULATED,
    FIELD_AO_ALGORITHM,
    FIELD_OPTIONS,
    FIELD_SNE,
    FIELD_ISN_SOURCE,
    FIELD_ISN_DESTINATION,
    FIELD_ISN_FRAME,
    FIELD_ISNS_FOUND,
    FIELD_CAUSE,
    FIELD_CURE,
    FIELD_HINT,
    FIELD_PIECE,
    FIELD_PIECES,
    FIELD_RETRANSMISSIONS,
    FIELD_KEY_CHANGE,
    FIELD_ASKED_FOR,
    FIELD_RNEXT,
    FIELD_ASKED_IN,
    FIELD_FOLLOWED_IN,
    FIELD_FOLLOWED_AFTER,
    FIELD_AO_CURRENT,
    FIELD_AO_REFUSED,
    FIELD_AO_WILL_BREAK,
    FIELD_AO_OTHER_MODE,
    FIELD_TWIN,
    FIELD_CHANGED,
    FIELD_WAS,                              /* and an enum original: what was signed */
    FIELD_WAS_IPV6 = FIELD_WAS + ORIGINALS, /* likewise, the addresses */
    FIELDS = FIELD_WAS_IPV6 + ORIGINALS,
};

/* Where the findings about a segment are shown: in TREE (NULL if Wireshark builds none), pointing
 * at LENGTH bytes of TVB from OFFSET on, which were captured. */
struct item_position {
    proto_tree *tree;
    tvbuff_t *tvb;
    int offset, length;
};

/* Registers all fields of PROTOCOL. */
void field_register(int protocol);

/* Add an item of FIELD, marked as generated, and return it. */
proto_item *field_add_text(const struct item_position *position, enum field field,
                           const char *text);
proto_item *field_add_number(const struct item_position *position, enum field field,
                             uint32_t number);
proto_item *field_add_time(const struct item_position *position, enum field field,
                           const nstime_t *time);

/* Adds an item of FIELD with NUMBER, which shows TEXT in place of it. */
void field_add_number_as(const struct item_position *position, enum field field, uint32_t number,
                         const char *text);

/* Add an item of FIELD that only filters and programs see. The tree shows the same in another item.
 */
void field_add_hidden_text(const struct item_position *position, enum field field,
                           const char *text);
void field_add_hidden(const struct item_position *position, enum field field);

/* Adds the digest or MAC that FINDING calculated. */
void field_add_calculated(const struct item_position *position, const struct finding *finding);

/* Adds ADDRESS as the ORIGINAL. */
void field_add_address(const struct item_position *position, enum original original,
                       const struct ip_address *address);

/* Adds VERDICT, which covers all bytes of POSITION as no other item does, and a hidden item that
 * makes the filter "tcpauth" match. Returns the item of VERDICT. */
proto_item *field_add_verdict(const struct item_position *position, enum verdict verdict);

#endif
