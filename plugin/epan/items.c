/* Everything tcpauth shows in Wireshark: its fields and expert infos.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "items.h"

#include "compat.h"
#include "plugin/diagnose/renumbering.h"
#include "plugin/diagnose/rollover.h"
#include "plugin/diagnose/twin.h"

#include <epan/expert.h>
#include <epan/to_str.h>
#include <string.h>

static int protocol;

static int hf_status = -1;
static int hf_algorithm = -1;
static int hf_reason = -1;
static int hf_key = -1;
static int hf_calculated = -1;
static int hf_cause = -1;
static int hf_cure = -1;
static int hf_hint = -1;
static int hf_piece = -1;
static int hf_twin = -1;
static int hf_changed = -1;
static int hf_was[ORIGINALS] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};

/* Filled from verdict_name(), so that the names stand in one place. */
static value_string statuses[VERDICT_NONE + 1];

static hf_register_info fields[] = {
    {&hf_status,
     {"Signature Status", "tcpauth.status", FT_UINT8, BASE_NONE, VALS(statuses), 0,
      "Whether a configured key verifies the signature", HFILL}},
    {&hf_algorithm,
     {"Signature Algorithm", "tcpauth.algorithm", FT_STRING, BASE_NONE, NULL, 0,
      "How the segment is, or should be, signed", HFILL}},
    {&hf_reason,
     {"Reason", "tcpauth.reason", FT_STRING, BASE_NONE, NULL, 0,
      "Why the status is Unverified, Not present or Illegal", HFILL}},
    {&hf_key,
     {"Key", "tcpauth.key", FT_STRING, BASE_NONE, NULL, 0,
      "Name of the key that verifies the signature or, if none does, of the most specific one",
      HFILL}},
    {&hf_calculated,
     {"Calculated Digest", "tcpauth.calculated", FT_BYTES, BASE_NONE, NULL, 0,
      "The digest that this key gives", HFILL}},
    {&hf_cause,
     {"Cause", "tcpauth.cause", FT_STRING, BASE_NONE, NULL, 0,
      "Why the signature is bad or missing, proven by restoring what was signed or recognised by "
      "what "
      "the segments show",
      HFILL}},
    {&hf_cure,
     {"Cure", "tcpauth.cure", FT_STRING, BASE_NONE, NULL, 0, "What to do about it", HFILL}},
    {&hf_hint,
     {"Hint", "tcpauth.hint", FT_STRING, BASE_NONE, NULL, 0,
      "What could explain it, where no cause is known", HFILL}},
    {&hf_piece,
     {"Piece in frame", "tcpauth.piece", FT_FRAMENUM, BASE_NONE, NULL, 0,
      "A piece of the same signed segment", HFILL}},
    {&hf_twin,
     {"Twin in frame", "tcpauth.twin", FT_FRAMENUM, BASE_NONE, NULL, 0,
      "The same segment, captured at another point", HFILL}},
    {&hf_changed,
     {"Changed", "tcpauth.changed", FT_STRING, BASE_NONE, NULL, 0,
      "What of the signed bytes is not the same at the other point", HFILL}},
    {&hf_was[ORIGINAL_SOURCE],
     {"Signed source address", "tcpauth.was.source", FT_STRING, BASE_NONE, NULL, 0, NULL, HFILL}},
    {&hf_was[ORIGINAL_DESTINATION],
     {"Signed destination address", "tcpauth.was.destination", FT_STRING, BASE_NONE, NULL, 0, NULL,
      HFILL}},
    {&hf_was[ORIGINAL_SOURCE_PORT],
     {"Signed source port", "tcpauth.was.srcport", FT_UINT16, BASE_DEC, NULL, 0, NULL, HFILL}},
    {&hf_was[ORIGINAL_DESTINATION_PORT],
     {"Signed destination port", "tcpauth.was.dstport", FT_UINT16, BASE_DEC, NULL, 0, NULL, HFILL}},
    {&hf_was[ORIGINAL_SEQUENCE_NUMBER],
     {"Signed sequence number", "tcpauth.was.sequence_number", FT_UINT32, BASE_DEC, NULL, 0, "Raw",
      HFILL}},
    {&hf_was[ORIGINAL_ACKNOWLEDGMENT_NUMBER],
     {"Signed acknowledgment number", "tcpauth.was.acknowledgment_number", FT_UINT32, BASE_DEC,
      NULL, 0, "Raw", HFILL}},
    {&hf_was[ORIGINAL_WINDOW],
     {"Signed window", "tcpauth.was.window", FT_UINT16, BASE_DEC, NULL, 0, NULL, HFILL}},
    {&hf_was[ORIGINAL_FLAGS],
     {"Signed flags", "tcpauth.was.flags", FT_UINT16, BASE_HEX, NULL, 0, NULL, HFILL}},
    {&hf_was[ORIGINAL_URGENT_POINTER],
     {"Signed urgent pointer", "tcpauth.was.urgent_pointer", FT_UINT16, BASE_DEC, NULL, 0, NULL,
      HFILL}},
    {&hf_was[ORIGINAL_HEADER_LENGTH],
     {"Signed header length", "tcpauth.was.hdr_len", FT_UINT8, BASE_DEC, NULL, 0, "In bytes",
      HFILL}},
    {&hf_was[ORIGINAL_LENGTH],
     {"Signed segment length", "tcpauth.was.length", FT_UINT32, BASE_DEC, NULL, 0,
      "Of header and data, in bytes", HFILL}},
};

static expert_field ei_md5_bad = EI_INIT;
static expert_field ei_md5_missing = EI_INIT;
static expert_field ei_md5_illegal = EI_INIT;
static expert_field ei_md5_unverified = EI_INIT;
static expert_field ei_receiver = EI_INIT;
static expert_field ei_rollover = EI_INIT;
static expert_field ei_md5_not_longest = EI_INIT;
static expert_field ei_will_break = EI_INIT;
static expert_field ei_rewritten = EI_INIT;
static expert_field ei_ao_missing = EI_INIT;
static expert_field ei_ao_illegal = EI_INIT;
static expert_field ei_ao_unverified = EI_INIT;

static ei_register_info experts[] = {
    {&ei_md5_bad, {"tcpauth.md5.bad", PI_SECURITY, PI_ERROR, "Invalid MD5 digest", EXPFILL}},
    {&ei_md5_missing, {"tcpauth.md5.missing", PI_SECURITY, PI_ERROR, "No MD5 digest", EXPFILL}},
    {&ei_md5_illegal,
     {"tcpauth.md5.illegal", PI_SECURITY, PI_ERROR, "Illegal MD5 option", EXPFILL}},
    {&ei_md5_unverified,
     {"tcpauth.md5.unverified", PI_SECURITY, PI_CHAT, "Unverified MD5 digest", EXPFILL}},
    {&ei_md5_not_longest,
     {"tcpauth.md5.not_longest", PI_SECURITY, PI_NOTE,
      "A more specific key is configured: a receiver that takes only the longest match refuses "
      "this",
      EXPFILL}},
    {&ei_will_break,
     {"tcpauth.will_break", PI_SECURITY, PI_WARN,
      "Good here, but longer than the receiver takes: it will break when the network card splits "
      "it (sender: ethtool -K IFACE tso off gso off), or was broken and merged again by GRO or LRO "
      "(receiver's capture)",
      EXPFILL}},
    {&ei_rewritten,
     {"tcpauth.rewritten", PI_SECURITY, PI_WARN, "Rewritten between two points of capture",
      EXPFILL}},
    {&ei_receiver,
     {"tcpauth.receiver", PI_SECURITY, PI_WARN, "Good signature, but never acknowledged", EXPFILL}},
    {&ei_rollover, {"tcpauth.rollover", PI_SECURITY, PI_NOTE, "Key roll-over", EXPFILL}},
    {&ei_ao_missing, {"tcpauth.ao.missing", PI_SECURITY, PI_ERROR, "No TCP-AO option", EXPFILL}},
    {&ei_ao_illegal,
     {"tcpauth.ao.illegal", PI_SECURITY, PI_ERROR, "Illegal TCP-AO option", EXPFILL}},
    {&ei_ao_unverified,
     {"tcpauth.ao.unverified", PI_SECURITY, PI_CHAT, "Unverified TCP-AO option", EXPFILL}},
};

/* What is remarked on each verdict; a Good one needs no words. */
static expert_field *const remarks[VERDICT_NONE][SIGNING_AO + 1] = {
    [VERDICT_BAD] = {[SIGNING_MD5] = &ei_md5_bad},
    [VERDICT_UNVERIFIED] = {[SIGNING_MD5] = &ei_md5_unverified, [SIGNING_AO] = &ei_ao_unverified},
    [VERDICT_NOT_PRESENT] = {[SIGNING_MD5] = &ei_md5_missing, [SIGNING_AO] = &ei_ao_missing},
    [VERDICT_ILLEGAL] = {[SIGNING_MD5] = &ei_md5_illegal, [SIGNING_AO] = &ei_ao_illegal},
};

/* Sent once more may be loss; who is refused sends again and again. */
#define MANY_RETRANSMISSIONS 2

bool items_remark(const struct finding *finding)
{
    return finding->verdict != VERDICT_NONE &&
           (remarks[finding->verdict][finding->signing] || finding->not_longest_match ||
            finding->will_break || twins_differ(finding->twins) || finding->rollover ||
            finding->retransmissions >= MANY_RETRANSMISSIONS);
}

static const char *address_text(const struct ip_address *ip, packet_info *pinfo)
{
    const address address =
        ADDRESS_INIT(ip->length == 4 ? AT_IPv4 : AT_IPv6, ip->length, ip->bytes);
    return address_to_str(pinfo->pool, &address);
}

static const char *why(const struct finding *finding)
{
    if (finding->proof && finding->proof->cause != CAUSE_NONE)
        return cause_sentence(finding->proof->cause);
    return finding->reason ? reason_sentence(finding->reason) : NULL;
}

/* The order of words is that of the routers' own messages, so that a search finds them. TEXT may be
 * NULL. */
static void remark_with(expert_field *field, const char *text, const struct segment *segment,
                        packet_info *pinfo, proto_item *item)
{
    expert_add_info_format(pinfo, item, field, "%s from %s(%u) to %s(%u)%s%s",
                           expert_get_summary(field), address_text(&segment->from.address, pinfo),
                           segment->from.port, address_text(&segment->to.address, pinfo),
                           segment->to.port, text ? ": " : "", text ? text : "");
}

static void remark(const struct finding *finding, const struct segment *segment, packet_info *pinfo,
                   proto_item *item)
{
    expert_field *field = remarks[finding->verdict][finding->signing];
    if (field)
        remark_with(field, why(finding), segment, pinfo, item);
    if (finding->not_longest_match)
        expert_add_info(pinfo, item, &ei_md5_not_longest);
    if (finding->will_break)
        expert_add_info(pinfo, item, &ei_will_break);
    if (finding->retransmissions >= MANY_RETRANSMISSIONS) {
        char *text = g_strdup_printf("sent again %u times; look whether it reaches the receiver, "
                                     "still good, then at the receiver's password and log",
                                     finding->retransmissions);
        remark_with(&ei_receiver, text, segment, pinfo, item);
        g_free(text);
    }
    if (finding->rollover) {
        char *text = rollover_text(finding->rollover);
        remark_with(&ei_rollover, text, segment, pinfo, item);
        g_free(text);
    }
}

/* The short form of the remark, before all else in the packet list, as TCP's own; what nobody has
 * to act on stays out of it. */
static void show_in_list(const struct finding *finding, packet_info *pinfo)
{
    expert_field *field = remarks[finding->verdict][finding->signing];
    const char *detail = NULL;

    if (finding->proof && finding->proof->cause != CAUSE_NONE)
        detail = cause_name(finding->proof->cause);
    else if (finding->verdict == VERDICT_ILLEGAL)
        detail = reason_name(finding->reason);
    if (field && (detail || finding->verdict != VERDICT_UNVERIFIED))
        col_prepend_fstr(pinfo->cinfo, COL_INFO, "[%s%s%s] ", expert_get_summary(field),
                         detail ? ": " : "", detail ? detail : "");
}

static void show_key(const struct finding *finding, const struct place *place)
{
    const struct key *key = finding->key;
    const char *folder_end = strrchr(key->origin, G_DIR_SEPARATOR);
    proto_item *item = proto_tree_add_string_format_value(
        place->tree, hf_key, place->tvb, place->offset, 0, key->name, "%s (%s)", key->name,
        folder_end ? folder_end + 1 : key->origin);

    proto_item_set_generated(item);
    if (finding->reason == REASON_SECRET_UNKNOWN)
        proto_item_append_text(item, ", secret unknown: %s", key->withheld);
    else if (finding->verdict == VERDICT_BAD && finding->tried > 1)
        proto_item_append_text(item, ": the first of %u tried, none gives the digest received",
                               finding->tried);
    else if (finding->verdict == VERDICT_BAD)
        proto_item_append_text(item, ": does not give the digest received");
}

static void show_text(const struct place *place, int field, const char *text)
{
    proto_item_set_generated(
        proto_tree_add_string(place->tree, field, place->tvb, place->offset, 0, text));
}

static void show_number(const struct place *place, int field, uint32_t number)
{
    proto_item_set_generated(
        proto_tree_add_uint(place->tree, field, place->tvb, place->offset, 0, number));
}

/* What the segment was when it was signed. */
static void show_originals(const struct proof *proof, const struct segment *segment,
                           packet_info *pinfo, const struct place *place)
{
    for (unsigned i = ORIGINAL_NONE + 1; i < ORIGINALS; i++) {
        if (!(proof->originals & 1u << i))
            continue;
        if (i == ORIGINAL_SOURCE)
            show_text(place, hf_was[i], address_text(&proof->source, pinfo));
        else if (i == ORIGINAL_DESTINATION)
            show_text(place, hf_was[i], address_text(&proof->destination, pinfo));
        else
            show_number(place, hf_was[i], proof_original(proof, i, segment->bytes));
    }
}

static void show_proof(const struct proof *proof, const struct segment *segment, packet_info *pinfo,
                       const struct place *place)
{
    char *shifts = renumbering_text(proof);
    proto_item *item = proto_tree_add_string(place->tree, hf_cause, place->tvb, place->offset, 0,
                                             cause_name(proof->cause));
    proto_item_set_generated(item);
    proto_item_append_text(item, ": %s", cause_sentence(proof->cause));
    if (proof->difference)
        proto_item_append_text(item, ": %s", proof->difference);
    if (proof->detail)
        proto_item_append_text(item, ": %s", proof->detail);
    if (shifts)
        proto_item_append_text(item, ": %s", shifts);
    g_free(shifts);
    if (proof->key)
        proto_item_append_text(item, " (proven with key %s)", proof->key->name);
    else
        proto_item_append_text(item, " (recognised without a key)");
    show_text(place, hf_cure, cause_cure(proof->cause));
    show_originals(proof, segment, pinfo, place);
    for (unsigned i = 0; proof->frames && i < proof->frames->len; i++)
        if (g_array_index(proof->frames, uint32_t, i) != pinfo->num)
            show_number(place, hf_piece, g_array_index(proof->frames, uint32_t, i));
}

/* "eth0 (interface 1)", since two machines may have interfaces of one name; to be freed. */
static char *point_text(const struct point *point, packet_info *pinfo)
{
    const char *name = compat_interface_name(pinfo->epan, point->interface, point->section);
    const bool named = name && strcmp(name, "unknown") != 0;
    GString *text = g_string_new(NULL);

    g_string_append_printf(text, "interface %u", point->interface);
    if (point->section > 0)
        g_string_append_printf(text, " of section %u", point->section);
    if (named) {
        g_string_prepend(text, " (");
        g_string_prepend(text, name);
        g_string_append_c(text, ')');
    }
    return g_string_free(text, FALSE);
}

static void show_changes(const struct twin *twin, const struct imprint *here,
                         const struct place *place)
{
    for (unsigned i = 0; i < CHANGES; i++) {
        if (!(twin->changes & 1u << i))
            continue;
        char *text = change_text(i, &twin->imprint, here);
        proto_item *item = proto_tree_add_string(place->tree, hf_changed, place->tvb, place->offset,
                                                 0, change_name(i));
        proto_item_set_generated(item);
        proto_item_append_text(item, ": %s", text);
        g_free(text);
    }
}

/* Shows at what other point the segment was captured, and what is not the same there. */
static void show_twin(const struct twin *twin, const struct imprint *here, packet_info *pinfo,
                      const struct place *place)
{
    char *there = point_text(&twin->point, pinfo);
    proto_item *item =
        proto_tree_add_uint(place->tree, hf_twin, place->tvb, place->offset, 0, twin->number);

    proto_item_set_generated(item);
    proto_item_append_text(item, " at %s%s", there,
                           twin->changes ? "" : ": no signed byte was changed");
    show_changes(twin, here, place);
    g_free(there);
}

static void show_twins(const struct twins *twins, const struct segment *segment, packet_info *pinfo,
                       const struct place *place)
{
    const struct signature_options options = option_walk(segment);
    const struct imprint here = imprint_of(segment, &options);
    for (guint i = 0; i < twins->list->len; i++)
        show_twin(&g_array_index(twins->list, struct twin, i), &here, pinfo, place);
}

/* Between which points TWIN was changed, and how; to be freed. */
static char *rewritten_text(const struct twin *twin, const struct imprint *imprint,
                            const struct point *point, packet_info *pinfo)
{
    char *there = point_text(&twin->point, pinfo), *here = point_text(point, pinfo);
    char *changes = twin_text(twin, imprint);
    char *text = g_strdup_printf("%s, frame %u, and %s: %s", there, twin->number, here, changes);

    g_free(changes);
    g_free(here);
    g_free(there);
    return text;
}

static void remark_twins(const struct twins *twins, const struct segment *segment,
                         packet_info *pinfo, proto_item *item)
{
    const struct signature_options options = option_walk(segment);
    const struct imprint here = imprint_of(segment, &options);
    for (guint i = 0; i < twins->list->len; i++) {
        const struct twin *twin = &g_array_index(twins->list, struct twin, i);
        char *text = twin->changes ? rewritten_text(twin, &here, &twins->point, pinfo) : NULL;
        if (text)
            expert_add_info_format(pinfo, item, &ei_rewritten, "Rewritten between %s", text);
        g_free(text);
    }
}

static void show_hint(const struct hint *hint, const struct place *place)
{
    char *text = hint_text(hint);
    if (text)
        show_text(place, hf_hint, text);
    g_free(text);
}

void items_show(const struct finding *finding, const struct segment *segment, packet_info *pinfo,
                const struct place *place)
{
    /* That is IP here; experts take their protocol from it. */
    const char *outer = pinfo->current_proto;
    proto_item *status, *item;

    item = proto_tree_add_item(place->tree, protocol, place->tvb, place->offset, place->length,
                               ENC_NA);
    proto_item_set_hidden(item); /* there so that the filter "tcpauth" matches */

    status = proto_tree_add_uint(place->tree, hf_status, place->tvb, place->offset, place->length,
                                 finding->verdict);
    proto_item_set_generated(status);
    if (finding->tried > 0) {
        item =
            proto_tree_add_bytes_with_length(place->tree, hf_calculated, place->tvb, place->offset,
                                             0, finding->calculated, DIGEST_LENGTH);
        proto_item_set_generated(item);
    }
    if (finding->key)
        show_key(finding, place);
    if (finding->reason != REASON_NONE)
        show_text(place, hf_reason, reason_name(finding->reason));
    show_text(place, hf_algorithm, signing_name(finding->signing));
    if (finding->proof && finding->proof->cause != CAUSE_NONE)
        show_proof(finding->proof, segment, pinfo, place);
    if (finding->twins && finding->twins->list)
        show_twins(finding->twins, segment, pinfo, place);
    show_hint(&finding->hint, place);

    show_in_list(finding, pinfo);
    pinfo->current_proto = "TCP-Auth";
    remark(finding, segment, pinfo, status);
    if (finding->twins && finding->twins->list)
        remark_twins(finding->twins, segment, pinfo, status);
    pinfo->current_proto = outer;
}

void items_register(int tcpauth)
{
    protocol = tcpauth;
    for (unsigned i = 0; i < VERDICT_NONE; i++)
        statuses[i] = (value_string){i, verdict_name(i)};
    proto_register_field_array(protocol, fields, array_length(fields));
    expert_register_field_array(expert_register_protocol(protocol), experts, array_length(experts));
}
