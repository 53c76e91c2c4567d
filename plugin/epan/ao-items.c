/* What the packet tree shows of TCP-AO alone: the input of its MAC, and its KeyIDs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ao-items.h"

#include "experts.h"
#include "plugin/diagnose/learnt/key-change.h"

/* Shows how long the other end took to follow REQUEST. */
static void show_delay(const struct key_request *request, const struct item_position *position)
{
    const int64_t delay = request->delay;
    const nstime_t time = {(time_t)(delay / G_USEC_PER_SEC), (int)(delay % G_USEC_PER_SEC) * 1000};
    field_add_time(position, FIELD_FOLLOWED_AFTER, &time);
}

/* Links the first segment that the other end signs with the key of REQUEST. */
static void show_follower(const struct key_request *request, const struct item_position *position)
{
    char *delay = key_delay_text(request->delay);
    proto_item *item = field_add_number(position, FIELD_FOLLOWED_IN, request->followed);
    proto_item_append_text(item, ", after %s s", delay);
    g_free(delay);
}

void ao_items_show_key_ids(const struct diagnosis *diagnosis, const struct item_position *position)
{
    const struct key_change *change = diagnosis->key_change;
    const struct key_request *request = diagnosis->key_request;

    if (change) {
        char *text = key_change_text(change);
        field_add_text(position, FIELD_KEY_CHANGE, text);
        g_free(text);
    }
    if (change && change->request)
        field_add_number(position, FIELD_ASKED_IN, change->request->number);
    if (change && change->kind == KEY_FOLLOWED)
        show_delay(change->request, position);
    if (request)
        field_add_number(position, FIELD_ASKED_FOR, request->key_id);
    if (request && request->key)
        field_add_text(position, FIELD_RNEXT, request->key->name);
    if (request && request->followed)
        show_follower(request, position);
}

void ao_items_add_hidden(const struct diagnosis *diagnosis, const struct item_position *position)
{
    const struct finding *finding = &diagnosis->finding;

    if (finding->signing != SIGNING_AO)
        return;
    if (finding_is_proven(finding))
        field_add_hidden_text(position, FIELD_AO_CURRENT, finding->key->name);
    if (finding->mismatch == MISMATCH_OPTIONS)
        field_add_hidden(position, FIELD_AO_OTHER_MODE);
    if (diagnosis->will_break)
        field_add_hidden(position, FIELD_AO_WILL_BREAK);
    if (experts_many_retransmissions(diagnosis))
        field_add_hidden(position, FIELD_AO_REFUSED);
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

    if (end->origin == ISN_YOUNG)
        g_string_append_printf(text, "%s%s%s %u byte%s%s", first ? "" : ", ", address,
                               first ? " had sent" : "", end->sent, end->sent == 1 ? "" : "s",
                               first ? when : "");
    g_free(address);
}

/* Shows how much each end whose ISN was searched had sent. */
static void show_found(const struct ao_terms *terms, const struct segment *segment,
                       const struct item_position *position)
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
        field_add_text(position, FIELD_ISNS_FOUND, text->str);
    g_string_free(text, TRUE);
    g_free(when);
}

/* Links the frames that show the ISNs, or in which they were proven. */
static void show_isn_frames(const struct ao_terms *terms, const struct item_position *position)
{
    if (terms->from_frame)
        field_add_number(position, FIELD_ISN_FRAME, terms->from_frame);
    if (terms->to_frame && terms->to_frame != terms->from_frame)
        field_add_number(position, FIELD_ISN_FRAME, terms->to_frame);
}

static void show_isn(const struct item_position *position, enum field field, uint32_t isn,
                     enum isn_origin origin)
{
    proto_item *item = field_add_number(position, field, isn);
    if (origin == ISN_INFERRED)
        proto_item_append_text(item, ", inferred: the MAC proves it");
    if (origin == ISN_YOUNG)
        proto_item_append_text(item, ", found by a search: the MAC proves it");
    if (origin == ISN_TOLD)
        proto_item_append_text(item, ", from the keyring or the preferences: the MAC proves it");
}

const char *ao_items_options_text(const struct ao_terms *terms)
{
    if (terms->bare)
        return "none present";
    return terms->options_covered ? "covered" : "not covered";
}

void ao_items_show_terms(const struct finding *finding, const struct segment *segment,
                         const struct item_position *position)
{
    const struct ao_terms *terms = &finding->ao;

    field_add_text(position, FIELD_AO_ALGORITHM, key_algorithm_names[finding->key->algorithm]);
    field_add_text(position, FIELD_OPTIONS, ao_items_options_text(terms));
    field_add_number(position, FIELD_SNE, terms->extension);
    show_isn(position, FIELD_ISN_SOURCE, terms->from_isn, terms->origin);
    show_isn(position, FIELD_ISN_DESTINATION, terms->to_isn, terms->to_origin);
    show_isn_frames(terms, position);
    show_found(terms, segment, position);
}
