/* From Wireshark's frames to segments: which keys could have signed this segment, does one verify
 * it, what happened to it if none does, show it.
 *
 * TCP has no hook of its own that sees every segment. So the hook takes TCP's place in the table by
 * which IP, IPv6, AH and ESP find their payload, looks at the segment and hands it on to TCP. The
 * handlers of the two signature options are replaced as well, but only to learn where in the tree
 * TCP shows the option: there the findings are shown.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hook.h"

#include "datagram.h"
#include "selected-frame.h"
#include "items.h"
#include "capture-point.h"
#include "progress.h"
#include "tap.h"
#include "connections.h"
#include "experts.h"
#include "plugin/diagnose/diagnose.h"
#include "plugin/verify/tally.h"
#include "plugin/verify/young.h"
#include "settings.h"
#include "sweeps.h"
#include "window.h"

#include <epan/exceptions.h>
#include <epan/ipproto.h>
#include <epan/packet.h>

#include <string.h>

#define PORTS_LENGTH 4

/* A segment with something to show, while TCP dissects it. Sightings nest: a segment may be quoted
 * or tunnelled in the payload of another. */
struct sighting {
    struct segment segment;
    struct diagnosis diagnosis;
    tvbuff_t *tvb;
    proto_tree *tree; /* the frame's tree, and its last item before TCP's */
    const proto_node *before;
    tvbuff_t *option; /* the first signature option, once TCP has dissected it, and its subtree */
    proto_tree *option_tree;
    struct sighting *outer;
};

static const struct diagnosis nothing = {.finding = {.verdict = VERDICT_NONE}};

static protocol_t *tcpauth;
static int tcp, shim;
static dissector_handle_t tcp_handle, md5_original, ao_original;
static struct sighting *current;
static struct hasher *hasher;
static struct tally tally; /* counted in the first pass */
static struct investigation *investigation;
static uint64_t search_budget; /* see young.h */

static bool is_over_ip(const packet_info *pinfo)
{
    return pinfo->src.type == pinfo->dst.type &&
           (pinfo->src.type == AT_IPv4 || pinfo->src.type == AT_IPv6);
}

/* Corrects the length of SEGMENT, in TVB, with its IP header. If a mirror port or ring buffer cut
 * off the end, the frame's length is as short, so Wireshark cannot know. */
static void measure(struct segment *segment, tvbuff_t *tvb, const packet_info *pinfo)
{
    const int told = datagram_segment_length(tvb, &pinfo->src);

    segment->unsized = told == 0;
    if (segment->quoted || told <= 0 || (size_t)told <= segment->length)
        return;
    segment->truncated = !segment_is_cut_short(segment);
    segment->length = (size_t)told;
}

/* Fills in SEGMENT from TVB, except for its ends. Returns false if TVB holds no segment in which a
 * signature could be. */
static bool sight(struct segment *segment, tvbuff_t *tvb, const packet_info *pinfo)
{
    const unsigned captured = tvb_captured_length(tvb);
    if (captured < PORTS_LENGTH)
        return false;

    segment->bytes = tvb_get_ptr(tvb, 0, (int)captured);
    segment->captured = captured;
    segment->length = tvb_reported_length(tvb);
    segment->fragment = pinfo->fragmented;
    segment->quoted = pinfo->flags.in_error_pkt;

    const size_t header = segment_header_length(segment);
    const bool is_part = segment->fragment || segment->quoted;
    if (header > segment->length && !is_part && is_over_ip(pinfo))
        measure(segment, tvb, pinfo);
    return TCP_HEADER_LENGTH <= header && (header <= segment->length || is_part);
}

static struct end end_of(const address *host, const uint8_t *port)
{
    return (struct end){ip_address_from_bytes(host->data, (unsigned)host->len),
                        (uint16_t)(port[0] << 8 | port[1])};
}

/* Returns TIME in microseconds since 1970, limited to the range of an int64_t: a file may claim any
 * time. */
static int64_t microseconds(const nstime_t *time)
{
    const int64_t most = INT64_MAX / G_USEC_PER_SEC - 1;
    return CLAMP((int64_t)time->secs, -most, most) * G_USEC_PER_SEC + time->nsecs / 1000;
}

/* Sets the ends and the time of SEGMENT. At this point Wireshark's addresses are those of the
 * pseudo-header: it has followed source routes and routing headers. */
static void identify(struct segment *segment, tvbuff_t *tvb, const packet_info *pinfo)
{
    segment->from = end_of(&pinfo->src, segment->bytes);
    segment->to = end_of(&pinfo->dst, segment->bytes + 2);
    segment->time = microseconds(&pinfo->abs_ts);
    measure(segment, tvb, pinfo);
}

/* The counters of a connection: of the segment's direction, and of the other one. */
struct counters {
    uint8_t *own, *other;
};

static struct counters counters_of(const struct segment *segment, const packet_info *pinfo)
{
    const uint32_t from = tally_end(pinfo->src.data, (size_t)pinfo->src.len, segment->bytes);
    const uint32_t to = tally_end(pinfo->dst.data, (size_t)pinfo->dst.len, segment->bytes + 2);
    return (struct counters){tally_counter(&tally, from, to), tally_counter(&tally, to, from)};
}

/* Returns true if enough was captured that no signature could be missed. */
static bool shows_options(const struct segment *segment, const struct signature_options *options)
{
    return segment->captured > 13 && !options->cut;
}

/* Learns in the first pass what later passes need to know of SEGMENT. */
static void learn(struct flow *flow, const struct segment *segment,
                  const struct signature_options *options, const packet_info *pinfo)
{
    const struct counters counters = counters_of(segment, pinfo);
    const enum signing signing = verify_signing(options);

    if (segment_opens_connection(segment) &&
        connection_open(flow, segment_sequence_number(segment)))
        *counters.own = *counters.other = 0;
    if (signing == SIGNING_NONE && !shows_options(segment, options))
        return;
    const struct unsigned_counts counts = {
        *counters.own,
        *counters.other,
        .direction = flow->direction,
    };
    connection_note(flow, segment, signing, &counts);
}

/* Returns true if there could be anything to report. Most segments have nothing to do with a key or
 * a signature, and cost only this check. */
static bool concerns(const struct segment *segment, enum signing signing)
{
    return signing != SIGNING_NONE || connections_any_signed() ||
           keyring_size(settings_keyring()) > 0 || segment_has_syn(segment);
}

static struct evidence evidence_of(const struct segment *segment,
                                   const struct signature_options *options, const struct flow *flow,
                                   packet_info *pinfo)
{
    return (struct evidence){
        .segment = segment,
        .number = pinfo->num,
        .layer = pinfo->curr_layer_num,
        .point = capture_point_of(pinfo),
        .options = options,
        .digest = option_digest(options),
        .flow = flow,
        .candidates = flow->candidates,
        .keyring = settings_keyring(),
    };
}

/* Returns the history of FLOW. It is created in the first pass, for the first segment with a
 * verdict. */
static struct history *history_of(const struct flow *flow, const packet_info *pinfo)
{
    if (!*flow->history && !PINFO_FD_VISITED(pinfo))
        *flow->history = diagnose_history(investigation);
    return *flow->history;
}

/* Completes DIAGNOSIS, which has the verdict. In the first pass, also learns from the segment. */
static void diagnose(const struct flow *flow, const struct segment *segment,
                     const struct signature_options *options, packet_info *pinfo,
                     struct diagnosis *diagnosis)
{
    const struct evidence evidence = evidence_of(segment, options, flow, pinfo);
    struct history *history = history_of(flow, pinfo);
    const bool first = !PINFO_FD_VISITED(pinfo);

    if (first)
        diagnose_examine(investigation, history, &evidence, diagnosis);
    diagnose_review(history, &evidence, !first, diagnosis);
}

/* Returns true if nothing is missing from SEGMENT after all: its digest matches the captured bytes,
 * or would if a fault were undone. */
static bool fits(const struct segment *segment, const struct signature_options *options,
                 const struct flow *flow, packet_info *pinfo)
{
    const struct segment whole = segment_as_captured(segment);
    const struct evidence evidence = evidence_of(&whole, options, flow, pinfo);
    const struct finding finding = verify_signed(&whole, options, flow, hasher);
    if (finding.verdict != VERDICT_BAD)
        return finding.verdict == VERDICT_GOOD;
    return option_digest(options) &&
           diagnose_prove(history_of(flow, pinfo), &evidence, PINFO_FD_VISITED(pinfo));
}

/* The verdict is computed again in each pass: that is cheaper than to store it, and more may be
 * known of the connection by now. */
static struct finding verdict_on(const struct segment *segment,
                                 const struct signature_options *options, const struct flow *flow)
{
    const struct candidates *candidates = flow->candidates;
    const enum signing expected = flow_signing(flow);
    if (verify_signing(options) == SIGNING_NONE)
        return verify_unsigned(segment, options, candidates, expected);

    struct finding finding = verify_signed(segment, options, flow, hasher);
    if (expected == SIGNING_NONE)
        verify_stray(segment, candidates, &finding);
    return finding;
}

static struct diagnosis judge(struct segment *segment, tvbuff_t *tvb, packet_info *pinfo)
{
    const struct signature_options options = option_walk(segment);
    const enum signing signing = verify_signing(&options);
    const bool learns = !PINFO_FD_VISITED(pinfo) && !segment->quoted;
    if (!is_over_ip(pinfo))
        return nothing;
    if (learns && signing == SIGNING_NONE && !segment_has_syn(segment) &&
        shows_options(segment, &options))
        tally_add(counters_of(segment, pinfo).own);
    if (!concerns(segment, signing))
        return nothing;

    identify(segment, tvb, pinfo);
    struct flow flow = connections_flow(segment, pinfo->num);
    if (learns)
        learn(&flow, segment, &options, pinfo);
    if (segment_can_be_whole(segment) && options.signature.mac &&
        fits(segment, &options, &flow, pinfo))
        *segment = segment_as_captured(segment);
    if (learns)
        flow.search_budget = &search_budget;
    struct diagnosis diagnosis = {.finding = verdict_on(segment, &options, &flow)};
    if (learns)
        flow_learn(&flow, segment, &diagnosis.finding);
    if (diagnosis.finding.verdict != VERDICT_NONE)
        diagnose(&flow, segment, &options, pinfo, &diagnosis);
    return diagnosis;
}

/* Returns the subtree that TCP made for the segment. Returns the frame's tree if there is no such
 * subtree, as in a tree built only for a filter. */
static proto_tree *tcp_tree(const struct sighting *sighting)
{
    proto_tree *tree = sighting->tree;
    if (!tree)
        return NULL;
    for (proto_node *node = sighting->before ? sighting->before->next : tree->first_child; node;
         node = node->next)
        if (PNODE_FINFO(node) && PNODE_FINFO(node)->hfinfo->id == tcp)
            return proto_item_get_subtree(node);
    return tree;
}

static void show(const struct sighting *sighting, packet_info *pinfo)
{
    const size_t header = segment_header_length(&sighting->segment);
    struct item_position place = {
        .tree = sighting->option_tree,
        .tvb = sighting->option,
        .length = sighting->option ? (int)tvb_captured_length(sighting->option) : 0,
    };
    if (!sighting->option) {
        place.tree = tcp_tree(sighting);
        place.tvb = sighting->tvb;
        place.length = (int)MIN(header, sighting->segment.captured);
    }
    items_show(&sighting->diagnosis, &sighting->segment, pinfo, &place);
    selected_frame_keep(&sighting->segment, &sighting->diagnosis, pinfo, sighting->tree);
}

/* Lets TCP dissect the segment, then shows the findings, even if TCP throws an exception because
 * the segment is malformed or truncated. */
static int dissect_and_show(struct sighting *sighting, packet_info *pinfo, void *data)
{
    volatile int length = 0;

    sighting->outer = current;
    current = sighting;
    TRY
    {
        length = call_dissector_only(tcp_handle, sighting->tvb, pinfo, sighting->tree, data);
    }
    FINALLY
    {
        current = sighting->outer;
        show(sighting, pinfo);
    }
    ENDTRY;
    return length;
}

static int dissect_segment(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    struct segment segment = {0};
    struct diagnosis diagnosis = nothing;

    if (proto_is_protocol_enabled(tcpauth) && sight(&segment, tvb, pinfo))
        diagnosis = judge(&segment, tvb, pinfo);
    tap_publish(&segment, &diagnosis, pinfo);
    if (tree ? diagnosis.finding.verdict == VERDICT_NONE : !experts_any(&diagnosis))
        return call_dissector_only(tcp_handle, tvb, pinfo, tree, data);

    struct sighting *sighting = wmem_new(pinfo->pool, struct sighting);
    *sighting = (struct sighting){
        .segment = segment,
        .diagnosis = diagnosis,
        .tvb = tvb,
        .tree = tree,
        .before = tree ? tree->last_child : NULL,
    };
    return dissect_and_show(sighting, pinfo, data);
}

/* Returns the subtree that a dissector has just added to TREE after BEFORE. Returns TREE if the
 * dissector added none, as in a tree that is not shown. */
static proto_tree *added_tree(proto_tree *tree, const proto_node *before)
{
    if (!tree || tree->last_child == before || !PNODE_FINFO(tree->last_child))
        return tree;
    return proto_item_get_subtree(tree->last_child);
}

/* Returns true if OPTION is in SEGMENT itself, not in a segment that it carries. */
static bool belongs(tvbuff_t *option, const struct segment *segment)
{
    const uint8_t *bytes = tvb_get_ptr(option, 0, 1);
    return segment->bytes < bytes && bytes < segment->bytes + segment->captured;
}

static int dissect_option(dissector_handle_t original, tvbuff_t *tvb, packet_info *pinfo,
                          proto_tree *tree, void *data)
{
    const proto_node *before = tree ? tree->last_child : NULL;
    const int length = call_dissector_only(original, tvb, pinfo, tree, data);

    if (current && !current->option && belongs(tvb, &current->segment)) {
        current->option = tvb;
        current->option_tree = added_tree(tree, before);
    }
    return length;
}

static int dissect_md5_option(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    return dissect_option(md5_original, tvb, pinfo, tree, data);
}

static int dissect_ao_option(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    return dissect_option(ao_original, tvb, pinfo, tree, data);
}

/* Makes HOOK the handler of option KIND. Returns the previous handler. */
static dissector_handle_t replace_option(uint32_t kind, dissector_t hook)
{
    dissector_handle_t original =
        dissector_get_uint_handle(find_dissector_table("tcp.option"), kind);
    const int option = dissector_handle_get_protocol_index(original);

    dissector_add_uint("tcp.option", kind, create_dissector_handle(hook, option));
    return original;
}

void hook_attach(void)
{
    tcp_handle = find_dissector("tcp");
    /* Exported PDUs are marked with this name, so they stay readable without the plugin. */
    dissector_add_uint("ip.proto", IP_PROTO_TCP,
                       create_dissector_handle_with_name(dissect_segment, shim, "tcp"));
    md5_original = replace_option(OPTION_MD5, dissect_md5_option);
    ao_original = replace_option(OPTION_AO, dissect_ao_option);
}

static void begin(void)
{
    hasher = hasher_new();
    search_budget = YOUNG_BUDGET;
    investigation = diagnose_begin(hasher, sweeps_found_shifts());
    if (settings_search_sequence() && !window_shown())
        diagnose_sweep_by(investigation, progress_run);
}

static void end(void)
{
    diagnose_end(investigation);
    investigation = NULL;
    hasher_free(hasher);
    hasher = NULL;
    memset(&tally, 0, sizeof tally);
}

void hook_register(int protocol)
{
    tcpauth = find_protocol_by_id(protocol);
    tcp = proto_get_id_by_filter_name("tcp");
    /* The hook is a protocol in name only, and a child of TCP: it adds no layer to the frame, and
     * disabling either protocol has the expected effect. It shares the filter name of tcpauth,
     * since a name of its own would be offered to users and match nothing. */
    shim = proto_register_protocol_in_name_only("TCP (authentication hook)", "TCP (auth hook)",
                                                "tcpauth", tcp, FT_BYTES);
    sweeps_register();
    register_init_routine(begin);
    register_cleanup_routine(end);
}
