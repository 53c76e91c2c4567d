/* Everything tcpauth shows in Wireshark: its fields and expert infos.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "items.h"

#include <epan/expert.h>
#include <epan/to_str.h>
#include <string.h>

static int protocol;

static int hf_status = -1;
static int hf_algorithm = -1;
static int hf_reason = -1;
static int hf_key = -1;
static int hf_calculated = -1;

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
};

static expert_field ei_md5_bad = EI_INIT;
static expert_field ei_md5_missing = EI_INIT;
static expert_field ei_md5_illegal = EI_INIT;
static expert_field ei_md5_unverified = EI_INIT;
static expert_field ei_md5_not_longest = EI_INIT;
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

bool items_remark(const struct finding *finding)
{
    return finding->verdict != VERDICT_NONE &&
           (remarks[finding->verdict][finding->signing] || finding->not_longest_match);
}

static void remark(const struct finding *finding, const struct segment *segment, packet_info *pinfo,
                   proto_item *item)
{
    expert_field *field = remarks[finding->verdict][finding->signing];
    if (!field)
        return;
    address from, to;
    set_address(&from, segment->from.address.length == 4 ? AT_IPv4 : AT_IPv6,
                segment->from.address.length, segment->from.address.bytes);
    set_address(&to, segment->to.address.length == 4 ? AT_IPv4 : AT_IPv6,
                segment->to.address.length, segment->to.address.bytes);
    /* The order of words is that of the routers' own messages, so that a search finds them. */
    expert_add_info_format(pinfo, item, field, "%s from %s(%u) to %s(%u)%s%s",
                           expert_get_summary(field), address_to_str(pinfo->pool, &from),
                           segment->from.port, address_to_str(pinfo->pool, &to), segment->to.port,
                           finding->reason ? ": " : "",
                           finding->reason ? reason_sentence(finding->reason) : "");
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

    pinfo->current_proto = "TCP-Auth";
    remark(finding, segment, pinfo, status);
    if (finding->not_longest_match)
        expert_add_info(pinfo, status, &ei_md5_not_longest);
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
