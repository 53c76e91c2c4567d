/* The fields that tcpauth adds to the packet tree.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "items.h"

#include "capture-point.h"
#include "experts.h"
#include "plugin/diagnose/cure.h"
#include "plugin/diagnose/learnt/key-change.h"
#include "plugin/diagnose/learnt/rollover.h"
#include "plugin/diagnose/numbers/renumbering.h"

#include <string.h>

#define FEW_PIECES 64 /* up to so many pieces are all linked; 64 KB on Ethernet have 45 */
#define NEIGHBOURS 4

static int protocol;

static int hf_status = -1;
static int hf_algorithm = -1;
static int hf_reason = -1;
static int hf_key = -1;
static int hf_calculated = -1;
static int hf_ao_algorithm = -1;
static int hf_options = -1;
static int hf_sne = -1;
static int hf_isn_source = -1;
static int hf_isn_destination = -1;
static int hf_isn_frame = -1;
static int hf_isns_found = -1;
static int hf_cause = -1;
static int hf_cure = -1;
static int hf_hint = -1;
static int hf_piece = -1;
static int hf_pieces = -1;
static int hf_retransmissions = -1;
static int hf_key_change = -1;
static int hf_asked_for = -1;
static int hf_asked_in = -1;
static int hf_followed_in = -1;
static int hf_followed_after = -1;
static int hf_twin = -1;
static int hf_changed = -1;
static int hf_was[ORIGINALS] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
static int hf_was_ipv6[] = {[ORIGINAL_SOURCE] = -1, [ORIGINAL_DESTINATION] = -1};

/* Filled in from verdict_name(), so that each name is written once. */
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
      "The digest or MAC that this key produces", HFILL}},
    {&hf_ao_algorithm,
     {"MAC Algorithm", "tcpauth.ao.algorithm", FT_STRING, BASE_NONE, NULL, 0,
      "The algorithm of this TCP-AO key", HFILL}},
    {&hf_options,
     {"TCP Options", "tcpauth.options", FT_STRING, BASE_NONE, NULL, 0,
      "Whether the MAC was calculated over the other TCP options, too", HFILL}},
    {&hf_sne,
     {"Sequence Number Extension", "tcpauth.sne", FT_UINT32, BASE_DEC, NULL, 0,
      "The SNE of RFC 5925 section 6.2 that the MAC was calculated with", HFILL}},
    {&hf_isn_source,
     {"Source ISN", "tcpauth.isn.source", FT_UINT32, BASE_DEC, NULL, 0,
      "The sender's initial sequence number, raw", HFILL}},
    {&hf_isn_destination,
     {"Destination ISN", "tcpauth.isn.destination", FT_UINT32, BASE_DEC, NULL, 0,
      "The receiver's initial sequence number, raw; 0 for a SYN without ACK", HFILL}},
    {&hf_isn_frame,
     {"ISN known from frame", "tcpauth.isn.frame", FT_FRAMENUM, BASE_NONE, NULL, 0,
      "The SYN that has the initial sequence number, or the segment whose MAC first proved it",
      HFILL}},
    {&hf_isns_found,
     {"ISNs found", "tcpauth.isn.found", FT_STRING, BASE_NONE, NULL, 0,
      "How much the ends had sent whose initial sequence numbers were found by a search", HFILL}},
    {&hf_cause,
     {"Cause", "tcpauth.cause", FT_STRING, BASE_NONE, NULL, 0,
      "Why the signature is bad or missing, proven by undoing a change or recognised from the "
      "traffic",
      HFILL}},
    {&hf_cure,
     {"Cure", "tcpauth.cure", FT_STRING, BASE_NONE, NULL, 0, "What to do about it", HFILL}},
    {&hf_hint,
     {"Hint", "tcpauth.hint", FT_STRING, BASE_NONE, NULL, 0,
      "A possible explanation, if no cause is known", HFILL}},
    {&hf_piece,
     {"Piece in frame", "tcpauth.piece", FT_FRAMENUM, BASE_NONE, NULL, 0,
      "A piece of the same signed segment", HFILL}},
    {&hf_pieces,
     {"Pieces", "tcpauth.pieces", FT_UINT32, BASE_DEC, NULL, 0,
      "Number of captured pieces of the same signed segment, if not all of them are linked",
      HFILL}},
    {&hf_retransmissions,
     {"Never acknowledged", "tcpauth.retransmissions", FT_UINT32, BASE_DEC, NULL, 0,
      "Number of retransmissions of a good segment that is never acknowledged", HFILL}},
    {&hf_key_change,
     {"Key change", "tcpauth.key_change", FT_STRING, BASE_NONE, NULL, 0,
      "The old and the new key, and for how long the two ends used different keys", HFILL}},
    {&hf_asked_for,
     {"Asks for key", "tcpauth.ao.asked_for", FT_UINT8, BASE_DEC, NULL, 0,
      "The KeyID that the other end is asked to sign with, in the first segment that asks", HFILL}},
    {&hf_asked_in,
     {"Asked for in frame", "tcpauth.ao.asked_in", FT_FRAMENUM, BASE_NONE, NULL, 0,
      "The first segment whose RNextKeyID asks for the key", HFILL}},
    {&hf_followed_in,
     {"Followed in frame", "tcpauth.ao.followed_in", FT_FRAMENUM, BASE_NONE, NULL, 0,
      "The first segment that the other end signs with the key", HFILL}},
    {&hf_followed_after,
     {"Followed after", "tcpauth.ao.followed_after", FT_RELATIVE_TIME, BASE_NONE, NULL, 0,
      "The time from the request for the key to the first segment that it signs", HFILL}},
    {&hf_twin,
     {"Twin in frame", "tcpauth.twin", FT_FRAMENUM, BASE_NONE, NULL, 0,
      "The same segment at another capture point", HFILL}},
    {&hf_changed,
     {"Changed", "tcpauth.changed", FT_STRING, BASE_NONE, NULL, 0,
      "The signed fields that differ at the other capture point", HFILL}},
    {&hf_was[ORIGINAL_SOURCE],
     {"Signed source address", "tcpauth.was.source", FT_IPv4, BASE_NONE, NULL, 0, NULL, HFILL}},
    {&hf_was[ORIGINAL_DESTINATION],
     {"Signed destination address", "tcpauth.was.destination", FT_IPv4, BASE_NONE, NULL, 0, NULL,
      HFILL}},
    {&hf_was_ipv6[ORIGINAL_SOURCE],
     {"Signed source address", "tcpauth.was.source_ipv6", FT_IPv6, BASE_NONE, NULL, 0, NULL,
      HFILL}},
    {&hf_was_ipv6[ORIGINAL_DESTINATION],
     {"Signed destination address", "tcpauth.was.destination_ipv6", FT_IPv6, BASE_NONE, NULL, 0,
      NULL, HFILL}},
    {&hf_was[ORIGINAL_SOURCE_PORT],
     {"Signed source port", "tcpauth.was.srcport", FT_UINT16, BASE_DEC, NULL, 0, NULL, HFILL}},
    {&hf_was[ORIGINAL_DESTINATION_PORT],
     {"Signed destination port", "tcpauth.was.dstport", FT_UINT16, BASE_DEC, NULL, 0, NULL, HFILL}},
    {&hf_was[ORIGINAL_SEQUENCE_NUMBER],
     {"Signed sequence number", "tcpauth.was.seq", FT_UINT32, BASE_DEC, NULL, 0, "Raw", HFILL}},
    {&hf_was[ORIGINAL_ACKNOWLEDGMENT_NUMBER],
     {"Signed acknowledgment number", "tcpauth.was.ack", FT_UINT32, BASE_DEC, NULL, 0, "Raw",
      HFILL}},
    {&hf_was[ORIGINAL_WINDOW],
     {"Signed window", "tcpauth.was.window_size", FT_UINT16, BASE_DEC, NULL, 0, NULL, HFILL}},
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
    {&hf_was[ORIGINAL_MSS],
     {"Signed MSS", "tcpauth.was.mss", FT_UINT16, BASE_DEC, NULL, 0, "Maximum segment size",
      HFILL}},
    {&hf_was[ORIGINAL_WINDOW_SCALE],
     {"Signed window scale", "tcpauth.was.wscale", FT_UINT8, BASE_DEC, NULL, 0, "Shift count",
      HFILL}},
    {&hf_was[ORIGINAL_SNE],
     {"Signed sequence number extension", "tcpauth.was.sne", FT_UINT32, BASE_DEC, NULL, 0, NULL,
      HFILL}},
    {&hf_was[ORIGINAL_SOURCE_ISN],
     {"Signed source ISN", "tcpauth.was.isn.source", FT_UINT32, BASE_DEC, NULL, 0, NULL, HFILL}},
    {&hf_was[ORIGINAL_DESTINATION_ISN],
     {"Signed destination ISN", "tcpauth.was.isn.destination", FT_UINT32, BASE_DEC, NULL, 0, NULL,
      HFILL}},
};

/* Appends to ITEM when the sender should sign with KEY, which is not at TIME. */
static void show_sent(const struct key *key, int64_t time, proto_item *item)
{
    const bool early = time < key_send_from(key);
    char *limit = key_time_text(early ? key_send_from(key) : key_send_until(key));
    proto_item_append_text(item, ", which is sent only %s %s", early ? "from" : "until", limit);
    g_free(limit);
}

static void show_key(const struct diagnosis *diagnosis, int64_t time,
                     const struct item_position *place)
{
    const struct key *key = diagnosis->finding.key;
    const char *product = signing_product(diagnosis->finding.signing);
    const char *folder_end = strrchr(key->origin, G_DIR_SEPARATOR);
    const char *origin = folder_end ? folder_end + 1 : key->origin;
    proto_item *item =
        proto_tree_add_string(place->tree, hf_key, place->tvb, place->offset, 0, key->name);

    proto_item_set_generated(item);
    if (strcmp(key->name, origin) != 0) /* a key without a name is named by its origin */
        proto_item_append_text(item, " (%s)", origin);
    if (diagnosis->finding.reason == REASON_SECRET_UNKNOWN)
        proto_item_append_text(item, ", secret unknown: %s", key->withheld);
    else if (diagnosis->finding.not_sent_now)
        show_sent(key, time, item);
    else if (diagnosis->finding.mismatch)
        proto_item_append_text(item, ": %s", mismatch_text(diagnosis->finding.mismatch));
    else if (diagnosis->finding.verdict == VERDICT_BAD && diagnosis->finding.tried > 1)
        proto_item_append_text(item, ": the first of %u tried, none gives the %s received",
                               diagnosis->finding.tried, product);
    else if (diagnosis->finding.verdict == VERDICT_BAD && diagnosis->finding.tried == 1)
        proto_item_append_text(item, ": does not give the %s received", product);
}

static void show_text(const struct item_position *place, int field, const char *text)
{
    proto_item_set_generated(
        proto_tree_add_string(place->tree, field, place->tvb, place->offset, 0, text));
}

/* Shows ADDRESS as the original. A field has one type of address, so each family has its own
 * field. */
static void show_address(const struct item_position *place, enum original original,
                         const struct ip_address *address)
{
    proto_item *item;

    if (address->length == sizeof(ws_in4_addr)) {
        ws_in4_addr ipv4;
        memcpy(&ipv4, address->bytes, sizeof ipv4);
        item =
            proto_tree_add_ipv4(place->tree, hf_was[original], place->tvb, place->offset, 0, ipv4);
    } else {
        ws_in6_addr ipv6;
        memcpy(&ipv6, address->bytes, sizeof ipv6);
        item = proto_tree_add_ipv6(place->tree, hf_was_ipv6[original], place->tvb, place->offset, 0,
                                   &ipv6);
    }
    proto_item_set_generated(item);
}

static void show_number(const struct item_position *place, int field, uint32_t number)
{
    proto_item_set_generated(
        proto_tree_add_uint(place->tree, field, place->tvb, place->offset, 0, number));
}

/* Shows the signed values that PROOF found. */
static void show_originals(const struct proof *proof, const struct segment *segment,
                           const struct item_position *place)
{
    for (unsigned i = ORIGINAL_NONE + 1; i < ORIGINALS; i++) {
        if (!(proof->originals & ~proof->implied & 1u << i))
            continue;
        if (i == ORIGINAL_SOURCE)
            show_address(place, i, &proof->source);
        else if (i == ORIGINAL_DESTINATION)
            show_address(place, i, &proof->destination);
        else
            show_number(place, hf_was[i], proof_original(proof, i, segment->bytes));
    }
}

/* Shows the cures of CAUSE: first the general one, then one for each platform. */
static void show_cures(const struct item_position *place, enum cause cause)
{
    show_text(place, hf_cure, cause_cure(cause));
    for (const struct cure *cure = cures_of_cause(cause); cure->platform; cure++) {
        GString *text = g_string_new(NULL);
        g_string_printf(text, "%s: %s", cure->platform, cure->apply);
        if (cure->keep)
            g_string_append_printf(text, "; to make it last: %s", cure->keep);
        if (cure->check)
            g_string_append_printf(text, "; to check: %s", cure->check);
        show_text(place, hf_cure, text->str);
        g_string_free(text, TRUE);
    }
}

/* Links the other pieces: all of them, if they are few. Otherwise links the first, the last, and up
 * to NEIGHBOURS on each side of frame NUMBER, by sequence number. */
static void show_pieces(const GArray *frames, uint32_t number, const struct item_position *place)
{
    const uint32_t *numbers = &g_array_index(frames, uint32_t, 0);
    guint own = 0, linked = 0;

    while (own < frames->len && numbers[own] != number)
        own++;
    for (guint i = 0; i < frames->len; i++) {
        const bool is_near = i + NEIGHBOURS >= own && i <= own + NEIGHBOURS;
        const bool is_linked =
            frames->len <= FEW_PIECES || i == 0 || i + 1 == frames->len || is_near;
        if (is_linked && numbers[i] != number)
            show_number(place, hf_piece, numbers[i]);
        linked += is_linked;
    }
    if (linked == frames->len)
        return;
    proto_item *item =
        proto_tree_add_uint(place->tree, hf_pieces, place->tvb, place->offset, 0, frames->len);
    proto_item_set_generated(item);
    proto_item_append_text(item, ": %u more than are linked here", frames->len - linked);
}

static void show_proof(const struct proof *proof, const struct segment *segment, packet_info *pinfo,
                       const struct item_position *place)
{
    char *sentence = proof_text(proof);
    proto_item *item = proto_tree_add_string(place->tree, hf_cause, place->tvb, place->offset, 0,
                                             cause_name(proof->cause));
    proto_item_set_generated(item);
    proto_item_append_text(item, ": %s", sentence);
    g_free(sentence);
    if (proof->key)
        proto_item_append_text(item, " (proven with key %s)", proof->key->name);
    else
        proto_item_append_text(item, " (recognised without a key)");
    show_text(place, hf_cure, proof_cure(proof));
    show_originals(proof, segment, place);
    if (proof->frames)
        show_pieces(proof->frames, pinfo->num, place);
}

static void show_changes(const struct twin *twin, const struct imprint *here,
                         const struct item_position *place)
{
    for (unsigned i = 0; i < CHANGES; i++) {
        if (!(twin->changes & 1u << i))
            continue;
        char *text = change_text(i, twin, here);
        proto_item *item = proto_tree_add_string(place->tree, hf_changed, place->tvb, place->offset,
                                                 0, change_name(i));
        proto_item_set_generated(item);
        proto_item_append_text(item, ": %s", text);
        g_free(text);
    }
}

/* Shows the nearest twin and what differs there. A twin before this frame is preferred, since it
 * shows what the last hop changed. */
static void show_twins(const struct twins *twins, const struct segment *segment, packet_info *pinfo,
                       const struct item_position *place)
{
    const struct signature_options options = option_walk(segment);
    const struct imprint here = imprint_of(segment, &options);
    const struct twin *twin = twins_nearest(twins, pinfo->num);
    char *there = point_text(&twin->point, pinfo);
    proto_item *item =
        proto_tree_add_uint(place->tree, hf_twin, place->tvb, place->offset, 0, twin->number);

    proto_item_set_generated(item);
    proto_item_append_text(item, " at %s", there);
    if (twins->list->len > 1)
        proto_item_append_text(item, ", the nearest of %u", twins->list->len);
    if (!twin->changes)
        proto_item_append_text(item, ": no signed byte was changed");
    show_changes(twin, &here, place);
    g_free(there);
}

static void show_hint(const struct hint *hint, const struct item_position *place)
{
    char *text = hint_text(hint);
    if (text)
        show_text(place, hf_hint, text);
    g_free(text);
}

/* Shows retransmissions and key rollovers of the sender. */
static void show_conduct(const struct diagnosis *diagnosis, const struct item_position *place)
{
    if (experts_many_retransmissions(diagnosis)) {
        proto_item *item = proto_tree_add_uint_format_value(
            place->tree, hf_retransmissions, place->tvb, place->offset, 0,
            diagnosis->retransmissions, "retransmitted %u times", diagnosis->retransmissions);
        proto_item_set_generated(item);
    }
    if (diagnosis->rollover && !diagnosis->key_change) {
        char *text = rollover_text(diagnosis->rollover);
        show_text(place, hf_key_change, text);
        g_free(text);
    }
}

/* Shows how long the other end took to follow REQUEST. */
static void show_delay(const struct key_request *request, const struct item_position *place)
{
    const int64_t delay = request->delay;
    const nstime_t time = {(time_t)(delay / G_USEC_PER_SEC), (int)(delay % G_USEC_PER_SEC) * 1000};
    proto_item_set_generated(
        proto_tree_add_time(place->tree, hf_followed_after, place->tvb, place->offset, 0, &time));
}

/* Links the first segment that the other end signs with the key of REQUEST. */
static void show_follower(const struct key_request *request, const struct item_position *place)
{
    char *delay = key_delay_text(request->delay);
    proto_item *item = proto_tree_add_uint(place->tree, hf_followed_in, place->tvb, place->offset,
                                           0, request->followed);
    proto_item_set_generated(item);
    proto_item_append_text(item, ", after %s s", delay);
    g_free(delay);
}

/* Shows what the KeyIDs of TCP-AO reveal. A request can be followed only after its segment. */
static void show_key_ids(const struct diagnosis *diagnosis, const struct item_position *place)
{
    const struct key_change *change = diagnosis->key_change;
    const struct key_request *request = diagnosis->key_request;

    if (change) {
        char *text = key_change_text(change);
        show_text(place, hf_key_change, text);
        g_free(text);
    }
    if (change && change->request)
        show_number(place, hf_asked_in, change->request->number);
    if (change && change->kind == KEY_FOLLOWED)
        show_delay(change->request, place);
    if (request)
        show_number(place, hf_asked_for, request->key_id);
    if (request && request->followed)
        show_follower(request, place);
}

/* One end of a segment whose ISN was searched. */
struct searched_end {
    const struct ip_address *address;
    enum isn_origin origin;
    uint32_t sent;
};

/* Appends how much END had sent before WHEN, if its ISN was searched. WHEN is appended only
 * once. */
static void append_sent(GString *text, const struct searched_end *end, const char *when)
{
    const bool first = text->len == 0;
    char *address = ip_address_text(end->address);

    if (end->origin == ISN_YOUNG || end->origin == ISN_FOUND)
        g_string_append_printf(text, "%s%s%s %u byte%s%s", first ? "" : ", ", address,
                               first ? " had sent" : "", end->sent, end->sent == 1 ? "" : "s",
                               first ? when : "");
    g_free(address);
}

/* Shows how much each end whose ISN was searched had sent. */
static void show_found(const struct ao_terms *terms, const struct segment *segment,
                       const struct item_position *place)
{
    const struct searched_end ends[] = {
        {&segment->from.address, terms->origin, terms->from_sent},
        {&segment->to.address, terms->to_origin, terms->to_sent},
    };
    const uint32_t frame = terms->from_frame ? terms->from_frame : terms->to_frame;
    char *when = terms->at_start ? g_strdup(" before this capture")
                 : frame         ? g_strdup_printf(" before frame %u", frame)
                                 : g_strdup(" before this frame");
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < G_N_ELEMENTS(ends); i++)
        append_sent(text, &ends[i], when);
    if (text->len > 0)
        show_text(place, hf_isns_found, text->str);
    g_string_free(text, TRUE);
    g_free(when);
}

/* Links the frames that show the ISNs, or in which they were proven. */
static void show_isn_frames(const struct ao_terms *terms, const struct item_position *place)
{
    if (terms->from_frame)
        show_number(place, hf_isn_frame, terms->from_frame);
    if (terms->to_frame && terms->to_frame != terms->from_frame)
        show_number(place, hf_isn_frame, terms->to_frame);
}

static void show_isn(const struct item_position *place, int field, uint32_t isn,
                     enum isn_origin origin)
{
    proto_item *item = proto_tree_add_uint(place->tree, field, place->tvb, place->offset, 0, isn);
    proto_item_set_generated(item);
    if (origin == ISN_INFERRED)
        proto_item_append_text(item, ", inferred: the MAC proves it");
    if (origin == ISN_FOUND || origin == ISN_YOUNG)
        proto_item_append_text(item, ", found by a search: the MAC proves it");
    if (origin == ISN_TOLD)
        proto_item_append_text(item, ", from the keyring: the MAC proves it");
}

const char *items_options_text(const struct ao_terms *terms)
{
    if (terms->bare)
        return "none present";
    return terms->options_covered ? "covered" : "not covered";
}

/* Shows what TCP-AO's MAC depends on besides the segment and the key. */
static void show_terms(const struct finding *finding, const struct segment *segment,
                       const struct item_position *place)
{
    const struct ao_terms *terms = &finding->ao;

    show_text(place, hf_ao_algorithm, key_algorithm_names[finding->key->algorithm]);
    show_text(place, hf_options, items_options_text(terms));
    show_number(place, hf_sne, terms->extension);
    show_isn(place, hf_isn_source, terms->from_isn, terms->origin);
    show_isn(place, hf_isn_destination, terms->to_isn, terms->to_origin);
    show_isn_frames(terms, place);
    show_found(terms, segment, place);
}

/* Shows the key, the algorithm and the digest with which the segment is, or should be, signed. */
static void show_signature(const struct diagnosis *diagnosis, const struct segment *segment,
                           const struct item_position *place)
{
    if (diagnosis->finding.key)
        show_key(diagnosis, segment->time, place);
    show_text(place, hf_algorithm, signing_name(diagnosis->finding.signing));
    if (diagnosis->finding.tried > 0) {
        proto_item *item = proto_tree_add_bytes_with_length(
            place->tree, hf_calculated, place->tvb, place->offset, 0, diagnosis->finding.calculated,
            diagnosis->finding.length);
        proto_item_set_generated(item);
    }
    if (diagnosis->finding.ao.origin != ISN_UNKNOWN)
        show_terms(&diagnosis->finding, segment, place);
}

void items_show(const struct diagnosis *diagnosis, const struct segment *segment,
                packet_info *pinfo, const struct item_position *place)
{
    proto_item *status, *item;

    item = proto_tree_add_item(place->tree, protocol, place->tvb, place->offset, place->length,
                               ENC_NA);
    proto_item_set_hidden(item); /* makes the filter "tcpauth" match */

    status = proto_tree_add_uint(place->tree, hf_status, place->tvb, place->offset, place->length,
                                 diagnosis->finding.verdict);
    proto_item_set_generated(status);
    if (diagnosis->finding.reason != REASON_NONE)
        show_text(place, hf_reason, reason_name(diagnosis->finding.reason));
    if (diagnosis_is_explained(diagnosis))
        show_proof(diagnosis->proof, segment, pinfo, place);
    if (diagnosis->will_break)
        show_cures(place, CAUSE_SPLIT);
    show_hint(&diagnosis->hint, place);
    show_conduct(diagnosis, place);
    show_key_ids(diagnosis, place);
    if (diagnosis->twins)
        show_twins(diagnosis->twins, segment, pinfo, place);
    show_signature(diagnosis, segment, place);

    experts_make(diagnosis, segment, pinfo, status);
}

void items_register(int tcpauth)
{
    protocol = tcpauth;
    for (unsigned i = 0; i < VERDICT_NONE; i++)
        statuses[i] = (value_string){i, verdict_name(i)};
    proto_register_field_array(protocol, fields, array_length(fields));
    experts_register(protocol);
}
