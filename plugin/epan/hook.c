/* From Wireshark's frames to segments, and from a segment's diagnosis to what is shown.
 *
 * TCP has no hook of its own that sees every segment. So the hook takes TCP's place in the table by
 * which IP, IPv6, AH and ESP find their payload, looks at the segment and hands it on to TCP. Then
 * it shows the findings where in the tree TCP has shown the signature option.
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

/* A segment with something to show. */
struct sighting {
    struct segment segment;
    struct diagnosis diagnosis;
    tvbuff_t *tvb;
    proto_tree *tree; /* the frame's tree, and its last item before TCP's; or NULL */
    const proto_node *before;
};

static protocol_t *tcpauth;
static int tcp, shim;
static int md5_option, ao_option; /* the protocols by which TCP shows the signature options */
static dissector_handle_t tcp_handle;

/* Returns the subtree that TCP made for the segment. Returns the frame's tree if there is no such
 * subtree, as in a tree built only for a filter. */
static proto_tree *tcp_tree(const struct sighting *sighting)
{
    proto_tree *tree = sighting->tree;
    for (proto_node *node = sighting->before ? sighting->before->next : tree->first_child; node;
         node = node->next)
        if (PNODE_FINFO(node) && PNODE_FINFO(node)->hfinfo->id == tcp)
            return proto_item_get_subtree(node);
    return tree;
}

/* Returns true if NODE is of a signature option. */
static bool is_signature(const proto_node *node)
{
    const field_info *item = PNODE_FINFO(node);
    return item && (item->hfinfo->id == md5_option || item->hfinfo->id == ao_option);
}

/* Returns the first signature option in TREE, TCP's subtree, or NULL if there is none, as in a tree
 * built only for a filter. */
static proto_node *option_node(const proto_tree *tree)
{
    for (const proto_node *group = tree->first_child; group; group = group->next)
        for (proto_node *node = group->first_child; node; node = node->next)
            if (is_signature(node))
                return node;
    return NULL;
}

static void show_sighting(const struct sighting *sighting, packet_info *pinfo)
{
    if (!sighting->tree) {
        experts_make(&sighting->diagnosis, &sighting->segment, pinfo, NULL);
        return;
    }
    const size_t header = segment_header_length(&sighting->segment);
    struct item_position position = {
        .tree = tcp_tree(sighting),
        .tvb = sighting->tvb,
        .length = (int)MIN(header, sighting->segment.captured),
    };
    proto_node *option = option_node(position.tree);
    if (option) {
        position.tree = proto_item_get_subtree(option);
        position.offset = PNODE_FINFO(option)->start - tvb_raw_offset(sighting->tvb);
        position.length = PNODE_FINFO(option)->length;
    }
    items_show(&sighting->diagnosis, &sighting->segment, pinfo, &position);
    selected_frame_keep(&sighting->segment, &sighting->diagnosis, pinfo, sighting->tree);
}

/* Lets TCP dissect the segment, then shows the findings, even if TCP throws an exception because
 * the segment is malformed or truncated. */
static int dissect_and_show(const struct sighting *sighting, packet_info *pinfo, void *data)
{
    volatile int length = 0;

    TRY
    {
        length = call_dissector_only(tcp_handle, sighting->tvb, pinfo, sighting->tree, data);
    }
    FINALLY
    {
        show_sighting(sighting, pinfo);
    }
    ENDTRY;
    return length;
}

static int dissect_segment(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    struct sighting sighting = {
        .diagnosis.finding.verdict = VERDICT_NONE,
        .tvb = tvb,
        .tree = tree,
        .before = tree ? tree->last_child : NULL,
    };
    const struct diagnosis *diagnosis = &sighting.diagnosis;

    if (proto_is_protocol_enabled(tcpauth) && packet_segment_see(&sighting.segment, tvb, pinfo))
        check_segment(&sighting.segment, tvb, pinfo, &sighting.diagnosis);
    tap_publish(&sighting.segment, diagnosis, pinfo);
    if (tree ? diagnosis->finding.verdict == VERDICT_NONE : !experts_any(diagnosis))
        return call_dissector_only(tcp_handle, tvb, pinfo, tree, data);
    return dissect_and_show(&sighting, pinfo, data);
}

/* Returns the protocol by which TCP shows option KIND. */
static int option_protocol(uint32_t kind)
{
    return dissector_handle_get_protocol_index(
        dissector_get_uint_handle(find_dissector_table("tcp.option"), kind));
}

void hook_attach(void)
{
    tcp_handle = find_dissector("tcp");
    /* Exported PDUs are marked with this name, so they stay readable without the plugin. */
    dissector_add_uint("ip.proto", IP_PROTO_TCP,
                       create_dissector_handle_with_name(dissect_segment, shim, "tcp"));
    md5_option = option_protocol(OPTION_MD5);
    ao_option = option_protocol(OPTION_AO);
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
