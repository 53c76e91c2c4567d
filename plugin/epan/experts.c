/* What tcpauth reports on a segment: expert infos, and the words in the packet list.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "experts.h"

#include "tap.h"
#include "plugin/diagnose/evidence/bounds.h"
#include "plugin/diagnose/evidence/twin.h"
#include "plugin/diagnose/learnt/key-change.h"

#include <epan/expert.h>
#include <epan/to_str.h>

static expert_field ei_md5_bad = EI_INIT;
static expert_field ei_md5_missing = EI_INIT;
static expert_field ei_md5_illegal = EI_INIT;
static expert_field ei_md5_unverified = EI_INIT;
static expert_field ei_receiver = EI_INIT;
static expert_field ei_rollover = EI_INIT;
static expert_field ei_md5_not_longest = EI_INIT;
static expert_field ei_not_sent_now = EI_INIT;
static expert_field ei_will_break = EI_INIT;
static expert_field ei_rewritten = EI_INIT;
static expert_field ei_limit = EI_INIT;
static expert_field ei_ao_bad = EI_INIT;
static expert_field ei_ao_missing = EI_INIT;
static expert_field ei_ao_illegal = EI_INIT;
static expert_field ei_ao_unverified = EI_INIT;
static expert_field ei_ao_rnext_asked = EI_INIT;
static expert_field ei_ao_key_changed = EI_INIT;
static expert_field ei_ao_isn_found = EI_INIT;
static expert_field ei_ao_key_not_asked = EI_INIT;
static expert_field ei_ao_rnext_not_followed = EI_INIT;

static ei_register_info experts[] = {
    {&ei_md5_bad, {"tcpauth.md5.bad", PI_SECURITY, PI_ERROR, "Invalid MD5 digest", EXPFILL}},
    {&ei_md5_missing, {"tcpauth.md5.missing", PI_SECURITY, PI_ERROR, "No MD5 digest", EXPFILL}},
    {&ei_md5_illegal,
     {"tcpauth.md5.illegal", PI_SECURITY, PI_ERROR, "Illegal MD5 option", EXPFILL}},
    {&ei_md5_unverified,
     {"tcpauth.md5.unverified", PI_SECURITY, PI_CHAT, "Unverified MD5 digest", EXPFILL}},
    {&ei_md5_not_longest,
     {"tcpauth.md5.not_longest", PI_SECURITY, PI_NOTE,
      "Verified, but not by the most specific key: a receiver that tries only the longest prefix "
      "match drops this segment",
      EXPFILL}},
    {&ei_not_sent_now,
     {"tcpauth.not_sent_now", PI_SECURITY, PI_NOTE,
      "Verified, but by a key outside its send lifetime: the sender's clock or lifetime differs",
      EXPFILL}},
    {&ei_will_break,
     {"tcpauth.will_break", PI_SECURITY, PI_WARN,
      "Good here, but longer than the receiver accepts: it breaks when segmentation offload splits "
      "it, or it was split and merged again before this capture (GRO, LRO)",
      EXPFILL}},
    {&ei_rewritten,
     {"tcpauth.rewritten", PI_SECURITY, PI_WARN, "Rewritten between two points of capture",
      EXPFILL}},
    {&ei_receiver,
     {"tcpauth.receiver", PI_SECURITY, PI_WARN, "Good signature, but never acknowledged", EXPFILL}},
    {&ei_rollover, {"tcpauth.rollover", PI_SECURITY, PI_NOTE, "Key roll-over", EXPFILL}},
    {&ei_limit, {"tcpauth.limit", PI_UNDECODED, PI_NOTE, "A limit of tcpauth is reached", EXPFILL}},
    {&ei_ao_bad, {"tcpauth.ao.bad", PI_SECURITY, PI_ERROR, "Invalid AO digest", EXPFILL}},
    {&ei_ao_missing, {"tcpauth.ao.missing", PI_SECURITY, PI_ERROR, "No TCP-AO option", EXPFILL}},
    {&ei_ao_illegal,
     {"tcpauth.ao.illegal", PI_SECURITY, PI_ERROR, "Illegal TCP-AO option", EXPFILL}},
    {&ei_ao_unverified,
     {"tcpauth.ao.unverified", PI_SECURITY, PI_CHAT, "Unverified TCP-AO option", EXPFILL}},
    {&ei_ao_rnext_asked,
     {"tcpauth.ao.rnext_asked", PI_SECURITY, PI_CHAT, "RNextKeyID asks for another key", EXPFILL}},
    {&ei_ao_key_changed,
     {"tcpauth.ao.key_changed", PI_SECURITY, PI_NOTE, "Another key signs", EXPFILL}},
    {&ei_ao_isn_found,
     {"tcpauth.ao.isn_found", PI_SECURITY, PI_NOTE, "Initial sequence numbers found by a search",
      EXPFILL}},
    {&ei_ao_key_not_asked,
     {"tcpauth.ao.key_not_asked", PI_SECURITY, PI_WARN,
      "Another key signs, without a request by RNextKeyID", EXPFILL}},
    {&ei_ao_rnext_not_followed,
     {"tcpauth.ao.rnext_not_followed", PI_SECURITY, PI_WARN,
      "RNextKeyID asks for a key that is not used", EXPFILL}},
};

/* The expert info of each verdict; Good has none. */
static expert_field *const by_verdict[VERDICT_NONE][SIGNING_AO + 1] = {
    [VERDICT_BAD] = {[SIGNING_MD5] = &ei_md5_bad, [SIGNING_AO] = &ei_ao_bad},
    [VERDICT_UNVERIFIED] = {[SIGNING_MD5] = &ei_md5_unverified, [SIGNING_AO] = &ei_ao_unverified},
    [VERDICT_NOT_PRESENT] = {[SIGNING_MD5] = &ei_md5_missing, [SIGNING_AO] = &ei_ao_missing},
    [VERDICT_ILLEGAL] = {[SIGNING_MD5] = &ei_md5_illegal, [SIGNING_AO] = &ei_ao_illegal},
};

/* One retransmission may be due to loss; a segment that the receiver drops is sent again and
 * again. */
#define MANY_RETRANSMISSIONS 2

bool experts_many_retransmissions(const struct diagnosis *diagnosis)
{
    return diagnosis->retransmissions >= MANY_RETRANSMISSIONS;
}

/* Returns true if the MAC proves ISNs that were searched for this segment. */
static bool finds_isns(const struct ao_terms *terms)
{
    return (terms->origin == ISN_YOUNG && !terms->from_frame) ||
           (terms->to_origin == ISN_YOUNG && !terms->to_frame);
}

bool experts_any(const struct diagnosis *diagnosis)
{
    return diagnosis->finding.verdict != VERDICT_NONE &&
           (by_verdict[diagnosis->finding.verdict][diagnosis->finding.signing] ||
            diagnosis->finding.not_longest_match || diagnosis->finding.not_sent_now ||
            finds_isns(&diagnosis->finding.ao) || diagnosis->will_break ||
            twins_changes(diagnosis->twins) || diagnosis->rollover || diagnosis->key_request ||
            diagnosis->key_change || diagnosis->bounds || experts_many_retransmissions(diagnosis));
}

static const char *address_text(const struct ip_address *ip, packet_info *pinfo)
{
    const address address =
        ADDRESS_INIT(ip->length == 4 ? AT_IPv4 : AT_IPv6, ip->length, ip->bytes);
    return address_to_str(pinfo->pool, &address);
}

static const char *reason_text(const struct diagnosis *diagnosis)
{
    if (diagnosis_is_explained(diagnosis))
        return cause_name(diagnosis->proof->cause); /* the packet tree has the cause's sentence */
    return diagnosis->finding.reason ? finding_sentence(&diagnosis->finding) : NULL;
}

/* Adds FIELD at ITEM. The words are in the order of the routers' own messages, so that a search for
 * a log line finds the packet. TEXT may be NULL. */
static void expert_info_with(expert_field *field, const char *text, const struct segment *segment,
                             packet_info *pinfo, proto_item *item)
{
    /* Without a tree and a list, Wireshark uses only the severity, and to format the text would be
     * the costliest part of showing a bad segment. */
    if (!item && !tap_lists_experts()) {
        expert_add_info(pinfo, item, field);
        return;
    }
    expert_add_info_format(pinfo, item, field, "%s from %s(%u) to %s(%u)%s%s",
                           expert_get_summary(field), address_text(&segment->from.address, pinfo),
                           segment->from.port, address_text(&segment->to.address, pinfo),
                           segment->to.port, text ? ": " : "", text ? text : "");
}

/* Reports which keys the ends of a TCP-AO connection sign with and request. */
static void report_key_ids(const struct diagnosis *diagnosis, const struct segment *segment,
                           packet_info *pinfo, proto_item *item)
{
    static expert_field *const by_kind[] = {
        [KEY_FOLLOWED] = &ei_ao_key_changed,
        [KEY_CHANGED] = &ei_ao_key_changed,
        [KEY_NOT_ASKED] = &ei_ao_key_not_asked,
        [KEY_BACK] = &ei_ao_key_changed,
        [KEY_NOT_FOLLOWED] = &ei_ao_rnext_not_followed,
    };
    const struct ip_address *from = &segment->from.address, *to = &segment->to.address;

    if (diagnosis->key_change) {
        char *text = key_change_sentence(diagnosis->key_change, from, to);
        expert_add_info_format(pinfo, item, by_kind[diagnosis->key_change->kind], "%s", text);
        g_free(text);
    }
    if (diagnosis->key_request)
        expert_add_info_format(pinfo, item, &ei_ao_rnext_asked, "%s asks %s to sign with key %u",
                               address_text(from, pinfo), address_text(to, pinfo),
                               diagnosis->key_request->key_id);
}

static void report_verdict(const struct diagnosis *diagnosis, const struct segment *segment,
                           packet_info *pinfo, proto_item *item)
{
    expert_field *field = by_verdict[diagnosis->finding.verdict][diagnosis->finding.signing];
    if (field)
        expert_info_with(field, reason_text(diagnosis), segment, pinfo, item);
    if (diagnosis->finding.not_longest_match)
        expert_add_info(pinfo, item, &ei_md5_not_longest);
    if (diagnosis->finding.not_sent_now)
        expert_add_info(pinfo, item, &ei_not_sent_now);
    if (finds_isns(&diagnosis->finding.ao))
        expert_add_info(pinfo, item, &ei_ao_isn_found);
    if (diagnosis->will_break)
        expert_add_info(pinfo, item, &ei_will_break);
    if (experts_many_retransmissions(diagnosis))
        expert_info_with(&ei_receiver,
                         "check that it reaches the receiver unchanged, then check the "
                         "receiver's password and log",
                         segment, pinfo, item);
    if (diagnosis->rollover && !diagnosis->key_change)
        expert_info_with(&ei_rollover, NULL, segment, pinfo, item);
    report_key_ids(diagnosis, segment, pinfo, item);
}

/* Reports each limit that is reached with this segment. */
static void expert_info_bounds(uint16_t bounds, packet_info *pinfo, proto_item *item)
{
    for (unsigned i = 0; i < BOUNDS; i++)
        if (bounds & 1u << i)
            expert_add_info_format(pinfo, item, &ei_limit, "%s: %s", expert_get_summary(&ei_limit),
                                   bound_sentence(i));
}

/* Names the fields that were changed, but not their values: Wireshark groups expert infos of the
 * same text. */
static void expert_info_twins(const struct twins *twins, packet_info *pinfo, proto_item *item)
{
    char *changes = changes_text(twins_changes(twins));
    if (*changes)
        expert_add_info_format(pinfo, item, &ei_rewritten, "%s: %s",
                               expert_get_summary(&ei_rewritten), changes);
    g_free(changes);
}

/* Puts the short form of the expert info before everything else in the packet list, as TCP does
 * with its own. Leaves out what nobody has to act on. */
static void show_in_list(const struct diagnosis *diagnosis, packet_info *pinfo)
{
    expert_field *field = by_verdict[diagnosis->finding.verdict][diagnosis->finding.signing];
    const char *detail = NULL;

    if (diagnosis->will_break)
        col_prepend_fstr(pinfo->cinfo, COL_INFO, "[Good, but will be split] ");
    if (diagnosis_is_explained(diagnosis))
        detail = cause_name(diagnosis->proof->cause);
    else if (diagnosis->finding.verdict == VERDICT_ILLEGAL)
        detail = reason_name(diagnosis->finding.reason);
    if (field && (detail || diagnosis->finding.verdict != VERDICT_UNVERIFIED))
        col_prepend_fstr(pinfo->cinfo, COL_INFO, "[%s%s%s] ", expert_get_summary(field),
                         detail ? ": " : "", detail ? detail : "");
}

void experts_make(const struct diagnosis *diagnosis, const struct segment *segment,
                  packet_info *pinfo, proto_item *item)
{
    /* Experts take their protocol from pinfo->current_proto, which is IP here. */
    const char *outer = pinfo->current_proto;

    show_in_list(diagnosis, pinfo);
    pinfo->current_proto = "TCP-Auth";
    report_verdict(diagnosis, segment, pinfo, item);
    if (diagnosis->twins)
        expert_info_twins(diagnosis->twins, pinfo, item);
    expert_info_bounds(diagnosis->bounds, pinfo, item);
    pinfo->current_proto = outer;
}

void experts_register(int protocol)
{
    expert_register_field_array(expert_register_protocol(protocol), experts, array_length(experts));
}
