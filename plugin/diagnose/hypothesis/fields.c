/* The fields of a message, with the bytes that are hashed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "fields.h"

#include <string.h>

#define NAME_WIDTH  21
#define VALUE_WIDTH 24
#define LINE_BYTES  16
#define MAX_BYTES   64 /* of a field; of longer data, only the first LINE_BYTES are shown */

/* A field, or a title if it has no value. */
struct field {
    const char *name;
    char *value;
    uint8_t bytes[MAX_BYTES];
    size_t length;
    bool cut; /* it has more bytes than these */
};

static void field_clear(gpointer field)
{
    g_free(((struct field *)field)->value);
}

/* Appends a field. Takes ownership of VALUE. */
static void fields_add(GArray *fields, const char *name, char *value, struct span span)
{
    struct field field = {.name = name, .value = value, .length = span.length};
    if (span.length > 0)
        memcpy(field.bytes, span.bytes, span.length);
    g_array_append_val(fields, field);
}

static void add_title(GArray *fields, const char *name)
{
    const struct field title = {.name = name};
    g_array_append_val(fields, title);
}

static uint32_t number_at(const uint8_t *bytes, size_t length)
{
    uint32_t number = 0;
    for (size_t i = 0; i < length; i++)
        number = number << 8 | bytes[i];
    return number;
}

/* Adds the pseudo-header: of RFC 2385 section 2.0 for IPv4, of RFC 8200 section 8.1 for IPv6. */
static void add_pseudo_header(GArray *fields, const struct message *message)
{
    const bool is_ipv4 = message->from.length == 4;
    const uint8_t protocol[] = {0, 0, 0, 6};
    const uint8_t length[] = {(uint8_t)(message->length >> 24), (uint8_t)(message->length >> 16),
                              (uint8_t)(message->length >> 8), (uint8_t)message->length};
    const size_t width = is_ipv4 ? 2 : 4;
    const struct span protocol_span = {protocol + 4 - width, width};
    const struct span length_span = {length + 4 - width, width};

    add_title(fields, "Pseudo-header");
    fields_add(fields, "source address", ip_address_text(&message->from),
               (struct span){message->from.bytes, message->from.length});
    fields_add(fields, "destination address", ip_address_text(&message->to),
               (struct span){message->to.bytes, message->to.length});
    if (is_ipv4)
        fields_add(fields, "zero and protocol", g_strdup("6 (TCP)"), protocol_span);
    fields_add(fields, "length of the segment", g_strdup_printf("%u", message->length),
               length_span);
    if (!is_ipv4)
        fields_add(fields, "zeros and next header", g_strdup("6 (TCP)"), protocol_span);
}

/* Returns the names of the flags among the twelve bits after the data offset. Free with
 * g_free(). */
static char *flags_text(const uint8_t *header)
{
    static const char *const names[] = {"FIN", "SYN", "RST", "PSH",   "ACK",   "URG",
                                        "ECE", "CWR", "AE",  "bit 6", "bit 5", "bit 4"};
    const uint32_t flags = number_at(header + HEADER_DATA_OFFSET, 2);
    GString *text = g_string_new(NULL);

    g_string_append_printf(text, "%u bytes,", (header[HEADER_DATA_OFFSET] >> 4) * 4u);
    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
        if (flags & 1u << i)
            g_string_append_printf(text, " %s", names[i]);
    return g_string_free(text, FALSE);
}

static void add_header(GArray *fields, const uint8_t *header)
{
    static const struct {
        const char *name;
        uint8_t offset, length;
    } parts[] = {
        {"source port", HEADER_SOURCE_PORT, 2},
        {"destination port", HEADER_DESTINATION_PORT, 2},
        {"sequence number", HEADER_SEQUENCE_NUMBER, 4},
        {"acknowledgment number", HEADER_ACKNOWLEDGMENT_NUMBER, 4},
        {"data offset and flags", HEADER_DATA_OFFSET, 2},
        {"window", HEADER_WINDOW, 2},
        {"checksum", HEADER_CHECKSUM, 2},
        {"urgent pointer", HEADER_URGENT_POINTER, 2},
    };

    add_title(fields, "TCP header, without options");
    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++) {
        const uint8_t *bytes = header + parts[i].offset;
        char *value = parts[i].offset == HEADER_DATA_OFFSET ? flags_text(header)
                      : parts[i].offset == HEADER_CHECKSUM && number_at(bytes, 2) == 0
                          ? g_strdup("taken as zero")
                          : g_strdup_printf("%u", number_at(bytes, parts[i].length));
        fields_add(fields, parts[i].name, value, (struct span){bytes, parts[i].length});
    }
}

static void add_options(GArray *fields, const struct span *options)
{
    add_title(fields, "Options, with zeros for the digest");
    fields_add(fields, "options",
               options->length > 0 ? g_strdup_printf("%zu bytes", options->length)
                                   : g_strdup("not hashed"),
               *options);
}

/* Adds the data, which begins START bytes after the first byte of the TCP header. Omits that
 * position if the data is unknown. */
static void add_data(GArray *fields, const struct message *message, size_t start)
{
    const struct span *data = &message->data;
    const bool cut = data->length > MAX_BYTES;
    const size_t shown = !data->bytes ? 0 : cut ? LINE_BYTES : data->length;
    char *value = data->bytes && data->length > 0
                      ? g_strdup_printf("%zu bytes, from %zu on", data->length, start)
                      : g_strdup_printf("%zu bytes", data->length);

    add_title(fields, "Data, counted from the first byte of the TCP header");
    fields_add(fields, "data", value, (struct span){data->bytes, shown});
    g_array_index(fields, struct field, fields->len - 1).cut = cut;
}

/* Returns the fields of MESSAGE in the order in which they are hashed, with a line for the options
 * if OPTIONS. Free with g_array_free(). */
static GArray *fields_of(const struct message *message, bool options, size_t start)
{
    GArray *fields = g_array_new(FALSE, FALSE, sizeof(struct field));

    g_array_set_clear_func(fields, field_clear);
    add_pseudo_header(fields, message);
    add_header(fields, message->header);
    if (options)
        add_options(fields, &message->options);
    add_data(fields, message, start);
    return fields;
}

void fields_append_bytes(GString *text, struct span span)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < span.length; i++) {
        const char each[] = {' ', digits[span.bytes[i] >> 4], digits[span.bytes[i] & 15]};
        g_string_append_len(text, each, sizeof each);
    }
}

static void append_bytes(GString *text, const struct field *field)
{
    for (size_t i = 0; i < field->length; i += LINE_BYTES) {
        if (i > 0)
            g_string_append_printf(text, "\n%*s", 4 + NAME_WIDTH + 1 + VALUE_WIDTH, "");
        fields_append_bytes(
            text, (struct span){field->bytes + i, MIN(field->length - i, (size_t)LINE_BYTES)});
    }
    g_string_append(text, field->cut && field->length > 0 ? " ...\n" : "\n");
}

static void append_field(GString *text, const char *mark, const struct field *field)
{
    if (!field->value) {
        g_string_append_printf(text, "  %s\n", field->name);
        return;
    }
    g_string_append_printf(text, "  %-2s%-*s %-*s", mark, NAME_WIDTH, field->name,
                           field->length > 0 ? VALUE_WIDTH : 0, field->value);
    append_bytes(text, field);
}

static bool is_same(const struct field *one, const struct field *other)
{
    return strcmp(one->name, other->name) == 0 && g_strcmp0(one->value, other->value) == 0 &&
           one->length == other->length && memcmp(one->bytes, other->bytes, one->length) == 0;
}

bool fields_append(GString *text, const struct message *captured, const struct message *original)
{
    const size_t start = (captured->header[HEADER_DATA_OFFSET] >> 4) * 4u;
    const bool options = captured->options.length > 0 || original->options.length > 0;
    GArray *fields = fields_of(captured, options, start);
    GArray *originals = fields_of(original, options, start);
    bool differ = false;

    for (guint i = 0; i < fields->len; i++) {
        const struct field *field = &g_array_index(fields, struct field, i);
        const struct field *before = &g_array_index(originals, struct field, i);
        const bool same = is_same(field, before);
        append_field(text, "", field);
        if (!same)
            append_field(text, ">", before);
        differ |= !same;
    }
    g_array_unref(originals);
    g_array_unref(fields);
    return differ;
}
