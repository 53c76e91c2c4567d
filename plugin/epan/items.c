/* The fields that tcpauth adds to the packet tree.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "items.h"

#include "ao-items.h"
#include "capture-point.h"
#include "cause-items.h"
#include "experts.h"
#include "plugin/diagnose/learnt/rollover.h"
#include "plugin/diagnose/evidence/twin.h"

#include <inttypes.h>
#include <string.h>

/* Appends to ITEM when the sender should sign with KEY, which is not at TIME. */
static void show_sent(const struct key *key, int64_t time, proto_item *item)
{
    const bool early = time < key_send_from(key);
    char *limit = key_time_text(early ? key_send_from(key) : key_send_until(key));
    proto_item_append_text(item, ", which is sent only %s %s", early ? "from" : "until", limit);
    g_free(limit);
}

static void show_key(const struct diagnosis *diagnosis, int64_t time,
                     const struct item_position *position)
{
    const struct key *key = diagnosis->finding.key;
    const char *product = signing_product(diagnosis->finding.signing);
    const char *folder_end = strrchr(key->origin, G_DIR_SEPARATOR);
    const char *origin = folder_end ? folder_end + 1 : key->origin;
    proto_item *item = field_add_text(position, FIELD_KEY, key->name);

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

/* Shows the key chain of KEY, and its number there, as the router names it. */
static void show_chain(const struct key *key, const struct item_position *position)
{
    if (!key_chain(key))
        return;
    proto_item *item = field_add_text(position, FIELD_CHAIN, key_chain(key));
    if (key_number(key) != KEY_ANY_NUMBER)
        proto_item_append_text(item, ", key %" PRId64, key_number(key));
}

/* Shows retransmissions and key rollovers of the sender. */
static void show_conduct(const struct diagnosis *diagnosis, const struct item_position *position)
{
    if (experts_many_retransmissions(diagnosis)) {
        char *text = g_strdup_printf("retransmitted %u times", diagnosis->retransmissions);
        field_add_number_as(position, FIELD_RETRANSMISSIONS, diagnosis->retransmissions, text);
        g_free(text);
    }
    if (diagnosis->rollover && !diagnosis->key_change) {
        char *text = rollover_text(diagnosis->rollover);
        field_add_text(position, FIELD_KEY_CHANGE, text);
        g_free(text);
    }
}

/* Shows the key, the algorithm and the digest with which the segment is, or should be, signed. */
static void show_signature(const struct diagnosis *diagnosis, const struct segment *segment,
                           const struct item_position *position)
{
    if (diagnosis->finding.key) {
        show_key(diagnosis, segment->time, position);
        show_chain(diagnosis->finding.key, position);
    }
    field_add_text(position, FIELD_ALGORITHM, signing_name(diagnosis->finding.signing));
    if (diagnosis->finding.tried > 0)
        field_add_calculated(position, &diagnosis->finding);
    if (diagnosis->finding.ao.origin != ISN_UNKNOWN)
        ao_items_show_terms(&diagnosis->finding, segment, position);
}

static void show_changes(const struct twin *twin, const struct snapshot *here,
                         const struct item_position *position)
{
    for (unsigned i = 0; i < CHANGES; i++) {
        if (!(twin->changes & 1u << i))
            continue;
        char *text = change_text(i, twin, here);
        proto_item *item = field_add_text(position, FIELD_CHANGED, change_name(i));
        proto_item_append_text(item, ": %s", text);
        g_free(text);
    }
}

/* Shows the nearest twin and what differs there. A twin before this frame is preferred, since it
 * shows what the last hop changed. */
static void show_twins(const struct twins *twins, const struct segment *segment, packet_info *pinfo,
                       const struct item_position *position)
{
    const struct signature_options options = option_walk(segment);
    const struct snapshot here = snapshot_of(segment, &options);
    const struct twin *twin = twins_nearest(twins, pinfo->num);
    char *there = point_text(&twin->point, pinfo);
    proto_item *item = field_add_number(position, FIELD_TWIN, twin->number);

    proto_item_append_text(item, " at %s", there);
    if (twins->count > 1)
        proto_item_append_text(item, ", the nearest of %u", twins->count);
    if (!twin->changes)
        proto_item_append_text(item, ": no signed byte was changed");
    show_changes(twin, &here, position);
    g_free(there);
}

void items_show(const struct diagnosis *diagnosis, const struct segment *segment,
                packet_info *pinfo, const struct item_position *position)
{
    proto_item *status = field_add_verdict(position, diagnosis->finding.verdict);

    if (diagnosis->finding.reason != REASON_NONE)
        field_add_text(position, FIELD_REASON, reason_name(diagnosis->finding.reason));
    if (diagnosis_is_explained(diagnosis))
        cause_items_show_proof(diagnosis->proof, segment, pinfo->num, position);
    if (diagnosis->will_break)
        cause_items_show_cures(position, CAUSE_SPLIT);
    cause_items_show_hint(&diagnosis->hint, position);
    show_conduct(diagnosis, position);
    ao_items_show_key_ids(diagnosis, position);
    ao_items_add_hidden(diagnosis, position);
    if (diagnosis->twins)
        show_twins(diagnosis->twins, segment, pinfo, position);
    show_signature(diagnosis, segment, position);

    experts_make(diagnosis, segment, pinfo, status);
}

void items_register(int protocol)
{
    field_register(protocol);
    experts_register(protocol);
}
