/* Everything there is to say about one segment, as a text to read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "explanation.h"

#include "plugin/verify/message.h"

#define NAME_WIDTH  21
#define VALUE_WIDTH 20
#define DATA_SHOWN  6 /* bytes */

static void append_bytes(GString *text, struct span span)
{
    for (size_t i = 0; i < span.length; i++)
        g_string_append_printf(text, " %02x", span.bytes[i]);
}

/* A field: its name, its value, which is freed, and its bytes as they are hashed. */
static void append_field(GString *text, const char *name, char *value, struct span span)
{
    g_string_append_printf(text, "    %-*s %-*s", NAME_WIDTH, name, VALUE_WIDTH, value);
    append_bytes(text, span);
    g_string_append_c(text, '\n');
    g_free(value);
}

static char *address_text(const struct ip_address *address)
{
    const struct prefix host = prefix_of(address, 8u * address->length);
    return prefix_text(&host);
}

static uint32_t number_at(const uint8_t *bytes, size_t length)
{
    uint32_t number = 0;
    for (size_t i = 0; i < length; i++)
        number = number << 8 | bytes[i];
    return number;
}

/* RFC 2385 section 2.0 for IPv4; for IPv6 that of RFC 8200 section 8.1. */
static void append_pseudo_header(GString *text, const struct message *message)
{
    const bool is_ipv4 = message->from.length == 4;
    const uint8_t protocol[] = {0, 0, 0, 6};
    const uint8_t length[] = {(uint8_t)(message->length >> 24), (uint8_t)(message->length >> 16),
                              (uint8_t)(message->length >> 8), (uint8_t)message->length};
    const size_t width = is_ipv4 ? 2 : 4;
    const struct span protocol_span = {protocol + 4 - width, width};
    const struct span length_span = {length + 4 - width, width};

    g_string_append(text, "  Pseudo-header\n");
    append_field(text, "source address", address_text(&message->from),
                 (struct span){message->from.bytes, message->from.length});
    append_field(text, "destination address", address_text(&message->to),
                 (struct span){message->to.bytes, message->to.length});
    if (is_ipv4)
        append_field(text, "zero and protocol", g_strdup("6 (TCP)"), protocol_span);
    append_field(text, "length of the segment", g_strdup_printf("%u", message->length),
                 length_span);
    if (!is_ipv4)
        append_field(text, "zeros and next header", g_strdup("6 (TCP)"), protocol_span);
}

/* The twelve bits behind the data offset, by their names. */
static char *flags_text(const uint8_t *header)
{
    static const char *const names[] = {"FIN", "SYN", "RST", "PSH",   "ACK",   "URG",
                                        "ECE", "CWR", "AE",  "bit 6", "bit 5", "bit 4"};
    const uint32_t flags = number_at(header + HEADER_DATA_OFFSET, 2);
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
        if (flags & 1u << i)
            g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", names[i]);
    return g_string_free(text, FALSE);
}

static void append_header(GString *text, const uint8_t *header)
{
    static const struct {
        const char *name;
        uint8_t offset, length;
    } fields[] = {
        {"source port", HEADER_SOURCE_PORT, 2},
        {"destination port", HEADER_DESTINATION_PORT, 2},
        {"sequence number", HEADER_SEQUENCE_NUMBER, 4},
        {"acknowledgment number", HEADER_ACKNOWLEDGMENT_NUMBER, 4},
        {"data offset and flags", HEADER_DATA_OFFSET, 2},
        {"window", HEADER_WINDOW, 2},
        {"checksum", HEADER_CHECKSUM, 2},
        {"urgent pointer", HEADER_URGENT_POINTER, 2},
    };

    g_string_append(text, "  TCP header, without options\n");
    for (unsigned i = 0; i < G_N_ELEMENTS(fields); i++) {
        const uint8_t *bytes = header + fields[i].offset;
        char *flags = flags_text(header);
        char *value = NULL;
        if (fields[i].offset == HEADER_DATA_OFFSET)
            value = g_strdup_printf("%u bytes, %s", (bytes[0] >> 4) * 4u, flags);
        else if (fields[i].offset == HEADER_CHECKSUM)
            value = g_strdup("taken as zero");
        else
            value = g_strdup_printf("%u", number_at(bytes, fields[i].length));
        append_field(text, fields[i].name, value, (struct span){bytes, fields[i].length});
        g_free(flags);
    }
}

static void append_message(GString *text, const struct segment *segment,
                           const struct finding *finding)
{
    const struct message message = message_of(segment);

    g_string_append(text, "\nWhat is signed (RFC 2385)\n");
    append_pseudo_header(text, &message);
    append_header(text, message.header);
    g_string_append(text, "  Data\n");
    append_field(text, "the first of", g_strdup_printf("%zu bytes", message.data.length),
                 (struct span){message.data.bytes, MIN(message.data.length, DATA_SHOWN)});
    g_string_append_printf(text, "  Key\n    %-*s %s\n", NAME_WIDTH, "",
                           finding->key ? finding->key->name : "none is configured");
}

static void append_digest(GString *text, const char *name, const uint8_t *digest)
{
    g_string_append_printf(text, "  %-12s", name);
    append_bytes(text, (struct span){digest, DIGEST_LENGTH});
    g_string_append_c(text, '\n');
}

static void append_digests(GString *text, const struct segment *segment,
                           const struct finding *finding)
{
    const struct signature_options options = option_walk(segment);

    g_string_append(text, "\nDigest\n");
    append_digest(text, "received", options.digest);
    if (finding->tried == 0)
        return;
    append_digest(text, "calculated", finding->calculated);
    if (finding->tried > 1)
        g_string_append_printf(text, "  (with the key above, the first of %u that were tried)\n",
                               finding->tried);
}

static char *original_text(const struct proof *proof, enum original original)
{
    if (original == ORIGINAL_SOURCE)
        return address_text(&proof->source);
    if (original == ORIGINAL_DESTINATION)
        return address_text(&proof->destination);
    return g_strdup_printf(original == ORIGINAL_FLAGS ? "0x%03x" : "%u", proof->numbers[original]);
}

static void append_proof(GString *text, const struct proof *proof)
{
    g_string_append_printf(text, "\nCause: %s\n  %s%s%s.\n", cause_name(proof->cause),
                           cause_sentence(proof->cause), proof->difference ? ": " : "",
                           proof->difference ? proof->difference : "");
    for (unsigned i = ORIGINAL_NONE + 1; i < ORIGINALS; i++)
        if (proof->originals & 1u << i) {
            char *value = original_text(proof, i);
            g_string_append_printf(text, "  Signed was the %s %s.\n", original_name(i), value);
            g_free(value);
        }
    for (unsigned i = 0; proof->frames && i < proof->frames->len; i++)
        g_string_append_printf(text, "%s%u%s", i > 0 ? ", " : "  The pieces are in the frames ",
                               g_array_index(proof->frames, uint32_t, i),
                               i + 1 == proof->frames->len ? ".\n" : "");
    if (proof->key)
        g_string_append_printf(text,
                               "  Proven with key %s: what was signed gives exactly the digest "
                               "received.\n",
                               proof->key->name);
    else
        g_string_append(text, "  Recognised without a key.\n");
    g_string_append_printf(text, "\nCure\n  %s.\n", cause_cure(proof->cause));
}

char *explanation_of(const struct segment *segment, const struct finding *finding)
{
    char *from = address_text(&segment->from.address), *to = address_text(&segment->to.address);
    GString *text = g_string_new(NULL);

    g_string_append_printf(text, "From %s(%u) to %s(%u)\nStatus: %s", from, segment->from.port, to,
                           segment->to.port, verdict_name(finding->verdict));
    if (finding->reason != REASON_NONE)
        g_string_append_printf(text, ", %s: %s", reason_name(finding->reason),
                               reason_sentence(finding->reason));
    g_string_append_c(text, '\n');
    if (finding->proof && finding->proof->cause != CAUSE_NONE)
        append_proof(text, finding->proof);
    else if (finding->verdict == VERDICT_BAD)
        g_string_append(text,
                        "\nCause: not known\n  Of the causes in tcpauth(7) that were tried none "
                        "gives the digest received.\n  Most likely the passwords differ.\n");
    if (finding->tried > 0 || finding->reason == REASON_NO_KEY)
        append_digests(text, segment, finding);
    if (!segment_is_cut_short(segment) && !segment->fragment && !segment->quoted)
        append_message(text, segment, finding);
    g_free(to);
    g_free(from);
    return g_string_free(text, FALSE);
}
