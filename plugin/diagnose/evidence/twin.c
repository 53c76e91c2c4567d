/* One segment at two capture points, and what was changed between them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "twin.h"

#include "ring.h"

#include <string.h>

/* The flags that splitting leaves in only one of the pieces. */
#define SPLITTING (FLAG_FIN | FLAG_PSH | FLAG_CWR)

#define LANES 4 /* hashed in parallel, since a multiplication has a long latency */

/* Returns HASH with WORD mixed in. Swaps the halves, so that each bit gets to where the
 * multiplication spreads it over all others. */
static uint64_t mixed_hash(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9e3779b97f4a7c15;
    return hash << 32 | hash >> 32;
}

static uint64_t word_at(const uint8_t *bytes, size_t length)
{
    uint64_t word = 0;
    memcpy(&word, bytes, length);
    return word;
}

uint64_t data_hash(struct span data)
{
    const size_t word = sizeof(uint64_t);
    uint64_t lanes[LANES] = {data.length + 1};
    size_t at = 0;

    for (; at + LANES * word <= data.length; at += LANES * word)
#pragma GCC unroll 4 /* the lanes, which are then in registers */
        for (unsigned i = 0; i < LANES; i++)
            lanes[i] = mixed_hash(lanes[i], word_at(data.bytes + at + i * word, word));
    for (; at + word <= data.length; at += word)
        lanes[0] = mixed_hash(lanes[0], word_at(data.bytes + at, word));
    if (at < data.length)
        lanes[0] = mixed_hash(lanes[0], word_at(data.bytes + at, data.length - at));
    for (unsigned i = 1; i < LANES; i++)
        lanes[0] = mixed_hash(lanes[0], lanes[i]);
    return lanes[0] | 1;
}

struct snapshot snapshot_of(const struct segment *segment, const struct signature_options *options)
{
    struct snapshot snapshot = {
        .from = segment->from,
        .to = segment->to,
        .length = (uint32_t)segment->length,
        .signature = options->signature.kind,
        .code = code_of(&options->signature),
    };
    memcpy(snapshot.header, segment->bytes, TCP_HEADER_LENGTH);
    memset(snapshot.header + HEADER_CHECKSUM, 0, 2);
    if (!segment_is_cut_short(segment))
        snapshot.data = data_hash(segment_data(segment));
    if (options->signature.kind == OPTION_AO) {
        snapshot.options_length = (uint8_t)(segment_header_length(segment) - TCP_HEADER_LENGTH);
        memcpy(snapshot.options, segment->bytes + TCP_HEADER_LENGTH, snapshot.options_length);
    }
    return snapshot;
}

static uint32_t number_at(const struct snapshot *snapshot, enum header_offset offset,
                          unsigned bytes)
{
    uint32_t number = 0;
    for (unsigned i = 0; i < bytes; i++)
        number = number << 8 | snapshot->header[offset + i];
    return number;
}

uint32_t snapshot_sequence_number(const struct snapshot *snapshot)
{
    return number_at(snapshot, HEADER_SEQUENCE_NUMBER, 4);
}

static uint32_t header_length(const struct snapshot *snapshot)
{
    return (snapshot->header[HEADER_DATA_OFFSET] >> 4) * 4u;
}

uint32_t snapshot_data_length(const struct snapshot *snapshot)
{
    return snapshot->length - header_length(snapshot);
}

static uint32_t snapshot_flags(const struct snapshot *snapshot)
{
    return number_at(snapshot, HEADER_DATA_OFFSET, 2) & 0xfff;
}

/* Returns true if the data of the shorter segment lies within that of the longer one. */
static bool texts_overlap(const struct snapshot *one, const struct snapshot *other)
{
    const bool shorter = snapshot_data_length(one) < snapshot_data_length(other);
    const struct snapshot *part = shorter ? one : other, *whole = shorter ? other : one;
    const uint32_t offset = snapshot_sequence_number(part) - snapshot_sequence_number(whole);
    return (uint64_t)offset + snapshot_data_length(part) <= snapshot_data_length(whole);
}

bool snapshot_contains(const struct snapshot *whole, const struct snapshot *part)
{
    return snapshot_data_length(part) < snapshot_data_length(whole) && texts_overlap(part, whole);
}

static bool header_differs(const struct snapshot *one, const struct snapshot *other,
                           enum header_offset offset, unsigned bytes)
{
    return memcmp(one->header + offset, other->header + offset, bytes) != 0;
}

static bool address_differs(const struct end *one, const struct end *other)
{
    return memcmp(&one->address, &other->address, sizeof one->address) != 0;
}

/* Returns the captured option of KIND, empty if there is none. It points into SNAPSHOT. */
static struct span option_of(const struct snapshot *snapshot, uint8_t kind)
{
    size_t at = 0;

    while (at < snapshot->options_length && snapshot->options[at] != OPTION_END_OF_LIST) {
        const uint8_t *option = snapshot->options + at;
        const size_t room = snapshot->options_length - at;
        const size_t length = *option == OPTION_NO_OPERATION || room == 1 ? 1 : option[1];
        if (length == 0 || length > room)
            break;
        if (*option == kind)
            return (struct span){option, length};
        at += length;
    }
    return (struct span){NULL, 0};
}

/* The kinds of the options whose changes have names of their own. */
static const uint8_t named_options[CHANGES] = {
    [CHANGE_MSS] = OPTION_MSS,
    [CHANGE_WINDOW_SCALE] = OPTION_WINDOW_SCALE,
    [CHANGE_SACK_PERMITTED] = OPTION_SACK_PERMITTED,
    [CHANGE_SACK] = OPTION_SACK,
    [CHANGE_TIMESTAMPS] = OPTION_TIMESTAMPS,
};

static bool span_differs(struct span one, struct span other)
{
    return one.length != other.length ||
           (one.length > 0 && memcmp(one.bytes, other.bytes, one.length) != 0);
}

/* Returns the changes of TCP options between ONE and OTHER, which must both have TCP-AO. */
static uint32_t option_changes(const struct snapshot *one, const struct snapshot *other)
{
    const struct span all = {one->options, one->options_length};
    const struct span others = {other->options, other->options_length};
    uint32_t changes = 0;

    if (!span_differs(all, others))
        return 0;
    for (unsigned i = 0; i < CHANGES; i++)
        if (named_options[i] &&
            span_differs(option_of(one, named_options[i]), option_of(other, named_options[i])))
            changes |= 1u << i;
    return changes ? changes : 1u << CHANGE_OTHER_OPTIONS;
}

uint32_t snapshot_changes(const struct snapshot *one, const struct snapshot *other)
{
    const bool lengths = snapshot_data_length(one) != snapshot_data_length(other);
    const bool part = lengths && texts_overlap(one, other);
    const uint32_t alien = (snapshot_flags(one) ^ snapshot_flags(other)) & ~(part ? SPLITTING : 0u);
    const bool differs[CHANGES] = {
        [CHANGE_SOURCE_ADDRESS] = address_differs(&one->from, &other->from),
        [CHANGE_DESTINATION_ADDRESS] = address_differs(&one->to, &other->to),
        [CHANGE_LENGTH] = lengths,
        [CHANGE_SOURCE_PORT] = header_differs(one, other, HEADER_SOURCE_PORT, 2),
        [CHANGE_DESTINATION_PORT] = header_differs(one, other, HEADER_DESTINATION_PORT, 2),
        [CHANGE_SEQUENCE_NUMBER] = !part && header_differs(one, other, HEADER_SEQUENCE_NUMBER, 4),
        [CHANGE_ACKNOWLEDGMENT_NUMBER] =
            header_differs(one, other, HEADER_ACKNOWLEDGMENT_NUMBER, 4),
        [CHANGE_DATA_OFFSET] = header_length(one) != header_length(other),
        [CHANGE_FLAGS] = alien != 0,
        [CHANGE_WINDOW] = header_differs(one, other, HEADER_WINDOW, 2),
        [CHANGE_URGENT_POINTER] = header_differs(one, other, HEADER_URGENT_POINTER, 2),
        [CHANGE_DATA] = !lengths && one->data && other->data && one->data != other->data,
        [CHANGE_MD5] = (one->signature == OPTION_MD5) != (other->signature == OPTION_MD5),
        [CHANGE_AO] = (one->signature == OPTION_AO) != (other->signature == OPTION_AO),
    };
    uint32_t changes = 0;

    for (unsigned i = 0; i < CHANGES; i++)
        changes |= (uint32_t)differs[i] << i;
    if (one->signature == OPTION_AO && other->signature == OPTION_AO && !part)
        changes |= option_changes(one, other);
    return changes;
}

const char *change_name(enum change change)
{
    static const char *const names[CHANGES] = {
        [CHANGE_SOURCE_ADDRESS] = "source address",
        [CHANGE_DESTINATION_ADDRESS] = "destination address",
        [CHANGE_LENGTH] = "length",
        [CHANGE_SOURCE_PORT] = "source port",
        [CHANGE_DESTINATION_PORT] = "destination port",
        [CHANGE_SEQUENCE_NUMBER] = "sequence number",
        [CHANGE_ACKNOWLEDGMENT_NUMBER] = "acknowledgment number",
        [CHANGE_DATA_OFFSET] = "data offset",
        [CHANGE_FLAGS] = "flags",
        [CHANGE_WINDOW] = "window",
        [CHANGE_URGENT_POINTER] = "urgent pointer",
        [CHANGE_DATA] = "data",
        [CHANGE_MD5] = "option 19",
        [CHANGE_AO] = "option 29",
        [CHANGE_MSS] = "MSS",
        [CHANGE_WINDOW_SCALE] = "window scale",
        [CHANGE_SACK_PERMITTED] = "SACK permitted",
        [CHANGE_SACK] = "SACK",
        [CHANGE_TIMESTAMPS] = "timestamps",
        [CHANGE_OTHER_OPTIONS] = "other options",
    };
    return names[change];
}

static char *address_text(const struct end *end)
{
    const struct prefix host = prefix_of(&end->address, 8u * end->address.length);
    return prefix_text(&host);
}

/* Returns the value of OPTION as decimal numbers, one for each 32 bits; "present" or "missing" if
 * it has no value. Free with g_free(). */
static char *option_text(struct span option)
{
    GString *text = g_string_new(NULL);

    if (option.length <= 2)
        return g_strdup(option.length > 0 ? "present" : "missing");
    for (size_t at = 2; at < option.length; at += 4) {
        uint32_t number = 0;
        for (size_t i = at; i < MIN(at + 4, option.length); i++)
            number = number << 8 | option.bytes[i];
        g_string_append_printf(text, "%s%u", at > 2 ? " " : "", number);
    }
    return g_string_free(text, FALSE);
}

/* Returns the kinds of all options in order, with the bytes of those whose changes have no names of
 * their own: "2 1 3 76(0a0b) 29". Free with g_free(). */
static char *kinds_text(const struct snapshot *snapshot)
{
    GString *text = g_string_new(NULL);
    size_t at = 0;

    while (at < snapshot->options_length) {
        const uint8_t *option = snapshot->options + at;
        const size_t room = snapshot->options_length - at;
        const bool is_single = *option <= OPTION_NO_OPERATION || room == 1;
        const size_t length = is_single ? 1 : CLAMP(option[1], 2, room);
        const bool has_change = *option <= OPTION_TIMESTAMPS || *option == OPTION_AO;
        g_string_append_printf(text, "%s%u", at > 0 ? " " : "", *option);
        for (size_t i = 2; !has_change && i < length; i++)
            g_string_append_printf(text, "%s%02x%s", i == 2 ? "(" : "", option[i],
                                   i + 1 == length ? ")" : "");
        at += length;
    }
    return g_string_free(text, FALSE);
}

/* Returns the value in SNAPSHOT of the field that CHANGE is about. */
static char *value_text(enum change change, const struct snapshot *snapshot)
{
    switch (change) {
    case CHANGE_SOURCE_ADDRESS:
        return address_text(&snapshot->from);
    case CHANGE_DESTINATION_ADDRESS:
        return address_text(&snapshot->to);
    case CHANGE_LENGTH:
        return g_strdup_printf("%u data bytes (signed length %u)", snapshot_data_length(snapshot),
                               snapshot->length);
    case CHANGE_SOURCE_PORT:
        return g_strdup_printf("%u", number_at(snapshot, HEADER_SOURCE_PORT, 2));
    case CHANGE_DESTINATION_PORT:
        return g_strdup_printf("%u", number_at(snapshot, HEADER_DESTINATION_PORT, 2));
    case CHANGE_SEQUENCE_NUMBER:
        return g_strdup_printf("%u", snapshot_sequence_number(snapshot));
    case CHANGE_ACKNOWLEDGMENT_NUMBER:
        return g_strdup_printf("%u", number_at(snapshot, HEADER_ACKNOWLEDGMENT_NUMBER, 4));
    case CHANGE_DATA_OFFSET:
        return g_strdup_printf("%u bytes", header_length(snapshot));
    case CHANGE_FLAGS:
        return g_strdup_printf("0x%03x", snapshot_flags(snapshot));
    case CHANGE_WINDOW:
        return g_strdup_printf("%u", number_at(snapshot, HEADER_WINDOW, 2));
    case CHANGE_URGENT_POINTER:
        return g_strdup_printf("%u", number_at(snapshot, HEADER_URGENT_POINTER, 2));
    case CHANGE_MD5:
        return g_strdup(snapshot->signature == OPTION_MD5 ? "present" : "missing");
    case CHANGE_AO:
        return g_strdup(snapshot->signature == OPTION_AO ? "present" : "missing");
    case CHANGE_OTHER_OPTIONS:
        return kinds_text(snapshot);
    case CHANGE_MSS:
    case CHANGE_WINDOW_SCALE:
    case CHANGE_SACK_PERMITTED:
    case CHANGE_SACK:
    case CHANGE_TIMESTAMPS:
        return option_text(option_of(snapshot, named_options[change]));
    default:
        return g_strdup("other bytes");
    }
}

char *change_text(enum change change, const struct twin *twin, const struct snapshot *here)
{
    const char *how = "";
    if (change == CHANGE_LENGTH && texts_overlap(twin->snapshot, here))
        how = twin->is_split ? ": it was split" : ": it was merged";
    char *before = value_text(change, twin->snapshot), *now = value_text(change, here);
    char *text = g_strdup_printf("%s there, %s here%s", before, now, how);
    g_free(now);
    g_free(before);
    return text;
}

char *snapshot_change_text(enum change change, const struct snapshot *one,
                           const struct snapshot *other)
{
    if (change == CHANGE_DATA)
        return g_strdup(change_name(change));
    if (change == CHANGE_LENGTH)
        return g_strdup_printf("length %u -> %u (signed length %u -> %u)",
                               snapshot_data_length(one), snapshot_data_length(other), one->length,
                               other->length);
    char *before = value_text(change, one), *after = value_text(change, other);
    char *text = g_strdup_printf("%s %s -> %s", change_name(change), before, after);
    g_free(after);
    g_free(before);
    return text;
}

char *changes_text(uint32_t changes)
{
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < CHANGES; i++)
        if (changes & 1u << i)
            g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", change_name(i));
    return g_string_free(text, FALSE);
}

void twins_add(struct twins *twins, const struct twin *twin)
{
    twins->list = ring_grow(twins->list, 0, twins->count, MAX_TWINS, sizeof *twin);
    twins->list[twins->count++] = *twin;
}

void twins_free(struct twins *twins)
{
    if (!twins)
        return;
    for (unsigned i = 0; i < twins->count; i++)
        g_free(twins->list[i].snapshot);
    g_free(twins->list);
    g_free(twins);
}

const struct twin *twins_nearest(const struct twins *twins, uint32_t number)
{
    const struct twin *before = NULL, *after = NULL;

    for (unsigned i = 0; i < twins->count; i++) {
        const struct twin *twin = &twins->list[i];
        if (twin->number < number && (!before || twin->number > before->number))
            before = twin;
        if (twin->number >= number && (!after || twin->number < after->number))
            after = twin;
    }
    return before ? before : after;
}

bool twins_any_before(const struct twins *twins, uint32_t number)
{
    return twins && twins_nearest(twins, number)->number < number;
}

uint32_t twins_changes(const struct twins *twins)
{
    uint32_t changes = 0;

    for (unsigned i = 0; twins && i < twins->count; i++)
        changes |= twins->list[i].changes;
    return changes;
}

bool twins_are_signed(const struct twins *twins)
{
    for (unsigned i = 0; twins && i < twins->count; i++)
        if (twins->list[i].snapshot && twins->list[i].snapshot->signature)
            return true;
    return false;
}
