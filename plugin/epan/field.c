/* The fields of tcpauth, and their generated items in the packet tree.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "field.h"

#include <string.h>

static int protocol;
static int ids[FIELDS];

/* Filled in from verdict_name(), so that each name is written once. */
static value_string statuses[VERDICT_NONE + 1];

static hf_register_info fields[] = {
    {&ids[FIELD_STATUS],
     {"Signature Status", "tcpauth.status", FT_UINT8, BASE_NONE, VALS(statuses), 0,
      "Whether a configured key verifies the signature", HFILL}},
    {&ids[FIELD_ALGORITHM],
     {"Signature Algorithm", "tcpauth.algorithm", FT_STRING, BASE_NONE, NULL, 0,
      "How the segment is, or should be, signed", HFILL}},
    {&ids[FIELD_REASON],
     {"Reason", "tcpauth.reason", FT_STRING, BASE_NONE, NULL, 0,
      "Why the status is Unverified, Not present or Illegal", HFILL}},
    {&ids[FIELD_KEY],
     {"Key", "tcpauth.key", FT_STRING, BASE_NONE, NULL, 0,
      "Name of the key that verifies the signature or, if none does, of the most specific one",
      HFILL}},
    {&ids[FIELD_CHAIN],
     {"Key Chain", "tcpauth.chain", FT_STRING, BASE_NONE, NULL, 0,
      "The key chain in which the router has the key", HFILL}},
    {&ids[FIELD_CALCULATED],
     {"Calculated Digest", "tcpauth.calculated", FT_BYTES, BASE_NONE, NULL, 0,
      "The digest or MAC that this key produces", HFILL}},
    {&ids[FIELD_AO_ALGORITHM],
     {"MAC Algorithm", "tcpauth.ao.algorithm", FT_STRING, BASE_NONE, NULL, 0,
      "The algorithm of this TCP-AO key", HFILL}},
    {&ids[FIELD_OPTIONS],
     {"TCP Options", "tcpauth.options", FT_STRING, BASE_NONE, NULL, 0,
      "Whether the MAC was calculated over the other TCP options, too", HFILL}},
    {&ids[FIELD_SNE],
     {"Sequence Number Extension", "tcpauth.sne", FT_UINT32, BASE_DEC, NULL, 0,
      "The SNE of RFC 5925 section 6.2 that the MAC was calculated with", HFILL}},
    {&ids[FIELD_ISN_SOURCE],
     {"Source ISN", "tcpauth.isn.source", FT_UINT32, BASE_DEC, NULL, 0,
      "The sender's initial sequence number, raw", HFILL}},
    {&ids[FIELD_ISN_DESTINATION],
     {"Destination ISN", "tcpauth.isn.destination", FT_UINT32, BASE_DEC, NULL, 0,
      "The receiver's initial sequence number, raw; 0 for a SYN without ACK", HFILL}},
    {&ids[FIELD_ISN_FRAME],
     {"ISN known from frame", "tcpauth.isn.frame", FT_FRAMENUM, BASE_NONE, NULL, 0,
      "The SYN that has the initial sequence number, or the segment whose MAC first proved it",
      HFILL}},
    {&ids[FIELD_ISNS_FOUND],
     {"ISNs found", "tcpauth.isn.found", FT_STRING, BASE_NONE, NULL, 0,
      "How much the ends had sent whose initial sequence numbers were found by a search", HFILL}},
    {&ids[FIELD_CAUSE],
     {"Cause", "tcpauth.cause", FT_STRING, BASE_NONE, NULL, 0,
      "Why the signature is bad or missing, proven by undoing a change or recognised from the "
      "traffic",
      HFILL}},
    {&ids[FIELD_CURE],
     {"Cure", "tcpauth.cure", FT_STRING, BASE_NONE, NULL, 0, "What to do about it", HFILL}},
    {&ids[FIELD_HINT],
     {"Hint", "tcpauth.hint", FT_STRING, BASE_NONE, NULL, 0,
      "A possible explanation, if no cause is known", HFILL}},
    {&ids[FIELD_PIECE],
     {"Piece in frame", "tcpauth.piece", FT_FRAMENUM, BASE_NONE, NULL, 0,
      "A piece of the same signed segment", HFILL}},
    {&ids[FIELD_PIECES],
     {"Pieces", "tcpauth.pieces", FT_UINT32, BASE_DEC, NULL, 0,
      "Number of captured pieces of the same signed segment, if not all of them are linked",
      HFILL}},
    {&ids[FIELD_RETRANSMISSIONS],
     {"Never acknowledged", "tcpauth.retransmissions", FT_UINT32, BASE_DEC, NULL, 0,
      "Number of retransmissions of a good segment that is never acknowledged", HFILL}},
    {&ids[FIELD_KEY_CHANGE],
     {"Key change", "tcpauth.key_change", FT_STRING, BASE_NONE, NULL, 0,
      "The old and the new key, and for how long the two ends used different keys", HFILL}},
    {&ids[FIELD_ASKED_FOR],
     {"Asks for key", "tcpauth.ao.asked_for", FT_UINT8, BASE_DEC, NULL, 0,
      "The KeyID that the other end is asked to sign with, in the first segment that asks", HFILL}},
    {&ids[FIELD_RNEXT],
     {"Requested key", "tcpauth.ao.rnext", FT_STRING, BASE_NONE, NULL, 0,
      "The key with the KeyID that this end asks for", HFILL}},
    {&ids[FIELD_ASKED_IN],
     {"Asked for in frame", "tcpauth.ao.asked_in", FT_FRAMENUM, BASE_NONE, NULL, 0,
      "The first segment whose RNextKeyID asks for the key", HFILL}},
    {&ids[FIELD_FOLLOWED_IN],
     {"Followed in frame", "tcpauth.ao.followed_in", FT_FRAMENUM, BASE_NONE, NULL, 0,
      "The first segment that the other end signs with the key", HFILL}},
    {&ids[FIELD_FOLLOWED_AFTER],
     {"Followed after", "tcpauth.ao.followed_after", FT_RELATIVE_TIME, BASE_NONE, NULL, 0,
      "The time from the request for the key to the first segment that it signs", HFILL}},
    {&ids[FIELD_AO_CURRENT],
     {"Current key", "tcpauth.ao.current", FT_STRING, BASE_NONE, NULL, 0,
      "The key that produces the MAC: the sender's current_key", HFILL}},
    {&ids[FIELD_AO_REFUSED],
     {"Good TCP-AO, but never acknowledged", "tcpauth.ao.good_refused", FT_NONE, BASE_NONE, NULL, 0,
      "As tcpauth.receiver, for TCP-AO alone", HFILL}},
    {&ids[FIELD_AO_WILL_BREAK],
     {"Good TCP-AO, but will be split", "tcpauth.ao.will_break", FT_NONE, BASE_NONE, NULL, 0,
      "As tcpauth.will_break, for TCP-AO alone", HFILL}},
    {&ids[FIELD_AO_OTHER_MODE],
     {"Another option mode", "tcpauth.ao.not_configured_mode", FT_NONE, BASE_NONE, NULL, 0,
      "A key produces the MAC, but covers the TCP options otherwise than it is configured to",
      HFILL}},
    {&ids[FIELD_TWIN],
     {"Twin in frame", "tcpauth.twin", FT_FRAMENUM, BASE_NONE, NULL, 0,
      "The same segment at another capture point", HFILL}},
    {&ids[FIELD_CHANGED],
     {"Changed", "tcpauth.changed", FT_STRING, BASE_NONE, NULL, 0,
      "The signed fields that differ at the other capture point", HFILL}},
    {&ids[FIELD_WAS + ORIGINAL_SOURCE],
     {"Signed source address", "tcpauth.was.source", FT_IPv4, BASE_NONE, NULL, 0, NULL, HFILL}},
    {&ids[FIELD_WAS + ORIGINAL_DESTINATION],
     {"Signed destination address", "tcpauth.was.destination", FT_IPv4, BASE_NONE, NULL, 0, NULL,
      HFILL}},
    {&ids[FIELD_WAS_IPV6 + ORIGINAL_SOURCE],
     {"Signed source address", "tcpauth.was.source_ipv6", FT_IPv6, BASE_NONE, NULL, 0, NULL,
      HFILL}},
    {&ids[FIELD_WAS_IPV6 + ORIGINAL_DESTINATION],
     {"Signed destination address", "tcpauth.was.destination_ipv6", FT_IPv6, BASE_NONE, NULL, 0,
      NULL, HFILL}},
    {&ids[FIELD_WAS + ORIGINAL_SOURCE_PORT],
     {"Signed source port", "tcpauth.was.srcport", FT_UINT16, BASE_DEC, NULL, 0, NULL, HFILL}},
    {&ids[FIELD_WAS + ORIGINAL_DESTINATION_PORT],
     {"Signed destination port", "tcpauth.was.dstport", FT_UINT16, BASE_DEC, NULL, 0, NULL, HFILL}},
    {&ids[FIELD_WAS + ORIGINAL_SEQUENCE_NUMBER],
     {"Signed sequence number", "tcpauth.was.seq", FT_UINT32, BASE_DEC, NULL, 0, "Raw", HFILL}},
    {&ids[FIELD_WAS + ORIGINAL_ACKNOWLEDGMENT_NUMBER],
     {"Signed acknowledgment number", "tcpauth.was.ack", FT_UINT32, BASE_DEC, NULL, 0, "Raw",
      HFILL}},
    {&ids[FIELD_WAS + ORIGINAL_WINDOW],
     {"Signed window", "tcpauth.was.window_size", FT_UINT16, BASE_DEC, NULL, 0, NULL, HFILL}},
    {&ids[FIELD_WAS + ORIGINAL_FLAGS],
     {"Signed flags", "tcpauth.was.flags", FT_UINT16, BASE_HEX, NULL, 0, NULL, HFILL}},
    {&ids[FIELD_WAS + ORIGINAL_URGENT_POINTER],
     {"Signed urgent pointer", "tcpauth.was.urgent_pointer", FT_UINT16, BASE_DEC, NULL, 0, NULL,
      HFILL}},
    {&ids[FIELD_WAS + ORIGINAL_HEADER_LENGTH],
     {"Signed header length", "tcpauth.was.hdr_len", FT_UINT8, BASE_DEC, NULL, 0, "In bytes",
      HFILL}},
    {&ids[FIELD_WAS + ORIGINAL_LENGTH],
     {"Signed segment length", "tcpauth.was.length", FT_UINT32, BASE_DEC, NULL, 0,
      "Of header and data, in bytes", HFILL}},
    {&ids[FIELD_WAS + ORIGINAL_MSS],
     {"Signed MSS", "tcpauth.was.mss", FT_UINT16, BASE_DEC, NULL, 0, "Maximum segment size",
      HFILL}},
    {&ids[FIELD_WAS + ORIGINAL_WINDOW_SCALE],
     {"Signed window scale", "tcpauth.was.wscale", FT_UINT8, BASE_DEC, NULL, 0, "Shift count",
      HFILL}},
    {&ids[FIELD_WAS + ORIGINAL_SNE],
     {"Signed sequence number extension", "tcpauth.was.sne", FT_UINT32, BASE_DEC, NULL, 0, NULL,
      HFILL}},
    {&ids[FIELD_WAS + ORIGINAL_SOURCE_ISN],
     {"Signed source ISN", "tcpauth.was.isn.source", FT_UINT32, BASE_DEC, NULL, 0, NULL, HFILL}},
    {&ids[FIELD_WAS + ORIGINAL_DESTINATION_ISN],
     {"Signed destination ISN", "tcpauth.was.isn.destination", FT_UINT32, BASE_DEC, NULL, 0, NULL,
      HFILL}},
};

proto_item *field_add_text(const struct item_position *position, enum field field, const char *text)
{
    proto_item *item =
        proto_tree_add_string(position->tree, ids[field], position->tvb, position->offset, 0, text);
    proto_item_set_generated(item);
    return item;
}

proto_item *field_add_number(const struct item_position *position, enum field field,
                             uint32_t number)
{
    proto_item *item =
        proto_tree_add_uint(position->tree, ids[field], position->tvb, position->offset, 0, number);
    proto_item_set_generated(item);
    return item;
}

proto_item *field_add_time(const struct item_position *position, enum field field,
                           const nstime_t *time)
{
    proto_item *item =
        proto_tree_add_time(position->tree, ids[field], position->tvb, position->offset, 0, time);
    proto_item_set_generated(item);
    return item;
}

void field_add_number_as(const struct item_position *position, enum field field, uint32_t number,
                         const char *text)
{
    proto_item_set_generated(proto_tree_add_uint_format_value(
        position->tree, ids[field], position->tvb, position->offset, 0, number, "%s", text));
}

void field_add_hidden_text(const struct item_position *position, enum field field, const char *text)
{
    proto_item_set_hidden(field_add_text(position, field, text));
}

void field_add_hidden(const struct item_position *position, enum field field)
{
    proto_item *item =
        proto_tree_add_item(position->tree, ids[field], position->tvb, position->offset, 0, ENC_NA);
    proto_item_set_generated(item);
    proto_item_set_hidden(item);
}

void field_add_calculated(const struct item_position *position, const struct finding *finding)
{
    proto_item_set_generated(proto_tree_add_bytes_with_length(
        position->tree, ids[FIELD_CALCULATED], position->tvb, position->offset, 0,
        finding->calculated, finding->length));
}

/* A field has one type of address, so each family has its own field. */
void field_add_address(const struct item_position *position, enum original original,
                       const struct ip_address *address)
{
    proto_item *item;

    if (address->length == sizeof(ws_in4_addr)) {
        ws_in4_addr ipv4;
        memcpy(&ipv4, address->bytes, sizeof ipv4);
        item = proto_tree_add_ipv4(position->tree, ids[FIELD_WAS + original], position->tvb,
                                   position->offset, 0, ipv4);
    } else {
        ws_in6_addr ipv6;
        memcpy(&ipv6, address->bytes, sizeof ipv6);
        item = proto_tree_add_ipv6(position->tree, ids[FIELD_WAS_IPV6 + original], position->tvb,
                                   position->offset, 0, &ipv6);
    }
    proto_item_set_generated(item);
}

proto_item *field_add_verdict(const struct item_position *position, enum verdict verdict)
{
    proto_item_set_hidden(proto_tree_add_item(position->tree, protocol, position->tvb,
                                              position->offset, position->length, ENC_NA));
    proto_item *status = proto_tree_add_uint(position->tree, ids[FIELD_STATUS], position->tvb,
                                             position->offset, position->length, verdict);
    proto_item_set_generated(status);
    return status;
}

void field_register(int tcpauth)
{
    protocol = tcpauth;
    for (unsigned i = 0; i < VERDICT_NONE; i++)
        statuses[i] = (value_string){i, verdict_name(i)};
    proto_register_field_array(protocol, fields, array_length(fields));
}
