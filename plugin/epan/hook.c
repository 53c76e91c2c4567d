/* From Wireshark's frames to segments, and from a segment's diagnosis to what is shown.
 *
 * TCP has no hook of its own that sees every segment. So the hook takes TCP's place in the table by
 * which IP, IPv6, AH and ESP find their payload, looks at the segment and hands it on to TCP. The
 * handlers of the two signature options are replaced as well, but only to learn where in the tree
 * TCP shows the option: there the findings are shown.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hook.h"

#include "check.h"
#include "experts.h"
#include "items.h"
#include "packet-segment.h"
#include "selected-frame.h"
#include "sweeps.h"
#include "tap.h"

#include <epan/exceptions.h>
#include <epan/ipproto.h>
#include <epan/packet.h>

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

static protocol_t *tcpauth;
static int tcp, shim;
static dissector_handle_t tcp_handle, md5_original, ao_original;
static struct sighting *current;

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

static void show_sighting(const struct sighting *sighting, packet_info *pinfo)
{
    const size_t header = segment_header_length(&sighting->segment);
    struct item_position position = {
        .tree = sighting->option_tree,
        .tvb = sighting->option,
        .length = sighting->option ? (int)tvb_captured_length(sighting->option) : 0,
    };
    if (!sighting->option) {
        position.tree = tcp_tree(sighting);
        position.tvb = sighting->tvb;
        position.length = (int)MIN(header, sighting->segment.captured);
    }
    items_show(&sighting->diagnosis, &sighting->segment, pinfo, &position);
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
        show_sighting(sighting, pinfo);
    }
    ENDTRY;
    return length;
}

static int dissect_segment(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    struct segment segment = {0};
    struct diagnosis diagnosis = {.finding = {.verdict = VERDICT_NONE}};

    if (proto_is_protocol_enabled(tcpauth) && packet_segment_see(&segment, tvb, pinfo))
        diagnosis = check_segment(&segment, tvb, pinfo);
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
static bool option_belongs(tvbuff_t *option, const struct segment *segment)
{
    const uint8_t *bytes = tvb_get_ptr(option, 0, 1);
    return segment->bytes < bytes && bytes < segment->bytes + segment->captured;
}

static int dissect_option(dissector_handle_t original, tvbuff_t *tvb, packet_info *pinfo,
                          proto_tree *tree, void *data)
{
    const proto_node *before = tree ? tree->last_child : NULL;
    const int length = call_dissector_only(original, tvb, pinfo, tree, data);

    if (current && !current->option && option_belongs(tvb, &current->segment)) {
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
    check_register();
}
