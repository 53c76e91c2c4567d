/* Everything there is to say about one segment, as a text to read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "explanation.h"

#include "fields.h"
#include "renumbering.h"
#include "search.h"

#include <string.h>

static void append_bytes(GString *text, struct span span)
{
    for (size_t i = 0; i < span.length; i++)
        g_string_append_printf(text, " %02x", span.bytes[i]);
}

/* MESSAGE as it was when it was signed, as far as PROOF knows that. */
static struct message restore(const struct message *message, const struct proof *proof)
{
    static const struct {
        enum original original;
        enum header_offset offset;
    } fields[] = {
        {ORIGINAL_SOURCE_PORT, HEADER_SOURCE_PORT},
        {ORIGINAL_DESTINATION_PORT, HEADER_DESTINATION_PORT},
        {ORIGINAL_WINDOW, HEADER_WINDOW},
        {ORIGINAL_URGENT_POINTER, HEADER_URGENT_POINTER},
    };
    struct message restored = *message;
    uint8_t *offset = restored.header + HEADER_DATA_OFFSET;

    for (unsigned i = 0; i < G_N_ELEMENTS(fields); i++)
        if (proof->originals & 1u << fields[i].original) {
            const uint32_t number = proof->numbers[fields[i].original];
            restored.header[fields[i].offset] = (uint8_t)(number >> 8);
            restored.header[fields[i].offset + 1] = (uint8_t)number;
        }
    if (proof->originals & 1u << ORIGINAL_SEQUENCE_NUMBER)
        header_set_number(restored.header, HEADER_SEQUENCE_NUMBER,
                          proof_original(proof, ORIGINAL_SEQUENCE_NUMBER, message->header));
    if (proof->originals & 1u << ORIGINAL_ACKNOWLEDGMENT_NUMBER)
        header_set_number(restored.header, HEADER_ACKNOWLEDGMENT_NUMBER,
                          proof_original(proof, ORIGINAL_ACKNOWLEDGMENT_NUMBER, message->header));
    if (proof->originals & 1u << ORIGINAL_FLAGS) {
        offset[0] = (uint8_t)((offset[0] & 0xf0) | proof->numbers[ORIGINAL_FLAGS] >> 8);
        offset[1] = (uint8_t)proof->numbers[ORIGINAL_FLAGS];
    }
    if (proof->originals & 1u << ORIGINAL_HEADER_LENGTH)
        offset[0] = (uint8_t)((offset[0] & 0x0f) | proof->numbers[ORIGINAL_HEADER_LENGTH] / 4 << 4);
    if (proof->originals & 1u << ORIGINAL_SOURCE)
        restored.from = proof->source;
    if (proof->originals & 1u << ORIGINAL_DESTINATION)
        restored.to = proof->destination;
    if (proof->originals & 1u << ORIGINAL_LENGTH)
        restored.length = proof->numbers[ORIGINAL_LENGTH];
    restored.data.length += restored.length - message->length;
    return restored;
}

static void append_message(GString *text, const struct segment *segment,
                           const struct finding *finding, const struct proof *proof)
{
    const struct message captured = message_of(segment);
    const struct message original = proof ? restore(&captured, proof) : captured;
    const struct key *key = proof && proof->key ? proof->key : finding->key;

    g_string_append(text, "\nWhat is signed (RFC 2385)\n");
    const bool differ = fields_append(text, &captured, &original);
    g_string_append_printf(text, "  The key\n    %s\n", key ? key->name : "none is known");
    if (differ)
        g_string_append(text, "  Lines with > have what was signed in place of what arrived.\n");
}

static void append_digest(GString *text, const char *name, const uint8_t *digest)
{
    g_string_append_printf(text, "  %-12s", name);
    append_bytes(text, (struct span){digest, DIGEST_LENGTH});
    g_string_append_c(text, '\n');
}

/* Which keys there are for the connection, and what speaks against one. */
static void append_keys(GString *text, const struct segment *segment,
                        const struct candidates *candidates)
{
    g_string_append(text, "\nKeys for this connection\n");
    for (unsigned i = 0; i < candidates->count; i++) {
        const struct key *key = candidates->keys[i];
        const char *obstacle = key->algorithm != KEY_MD5              ? ", for TCP-AO"
                               : !key_is_valid_at(key, segment->time) ? ", not valid at this time"
                                                                      : "";
        const char *folder_end = strrchr(key->origin, G_DIR_SEPARATOR);
        g_string_append_printf(text, "  %s (%s)%s%s%s\n", key->name,
                               folder_end ? folder_end + 1 : key->origin, obstacle,
                               key->withheld ? ", secret unknown: " : "",
                               key->withheld ? key->withheld : "");
    }
    if (candidates->count == 0)
        g_string_append(text, "  none\n");
    if (candidates->locked)
        g_string_append(text, "  and those of a keyring that is locked\n");
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
    g_string_append_printf(text, "  with key %s", finding->key->name);
    if (finding->tried > 1)
        g_string_append_printf(text,
                               finding->verdict == VERDICT_GOOD
                                   ? ", number %u of those tried"
                                   : ", the first of %u tried, none of which gives it",
                               finding->tried);
    g_string_append_c(text, '\n');
}

static char *original_text(const struct proof *proof, enum original original, const uint8_t *header)
{
    if (original == ORIGINAL_SOURCE)
        return ip_address_text(&proof->source);
    if (original == ORIGINAL_DESTINATION)
        return ip_address_text(&proof->destination);
    return g_strdup_printf(original == ORIGINAL_FLAGS ? "0x%03x" : "%u",
                           proof_original(proof, original, header));
}

/* HEADER is the segment's. */
static void append_proof(GString *text, const struct proof *proof, const uint8_t *header)
{
    char *shifts = renumbering_text(proof);
    const char *difference = proof->difference ? proof->difference : shifts;

    g_string_append_printf(text, "\nCause: %s\n  %s%s%s.\n", cause_name(proof->cause),
                           proof_sentence(proof), difference ? ": " : "",
                           difference ? difference : "");
    g_free(shifts);
    for (unsigned i = ORIGINAL_NONE + 1; i < ORIGINALS; i++)
        if (proof->originals & 1u << i) {
            char *value = original_text(proof, i, header);
            g_string_append_printf(text, "  Signed was the %s %s.\n", original_name(i), value);
            g_free(value);
        }
    for (unsigned i = 0; proof->frames && i < proof->frames->len; i++)
        g_string_append_printf(text, "%s%u%s", i > 0 ? ", " : "  The pieces are in the frames ",
                               g_array_index(proof->frames, uint32_t, i),
                               i + 1 == proof->frames->len ? ".\n" : "");
    if (proof->frames && proof->frames->len > 0)
        g_string_append(text,
                        "  Signed was the header of the first of these, with the flags PSH and "
                        "FIN of the last.\n");
    if (proof->key)
        g_string_append_printf(text,
                               "  Proven with key %s: what was signed gives exactly the digest "
                               "received.\n",
                               proof->key->name);
    else
        g_string_append(text, "  Recognised without a key.\n");
    g_string_append_printf(text, "\nCure\n  %s.\n", proof_cure(proof));
}

/* What is to be said where nothing is proven. */
static void append_ignorance(GString *text, const struct hint *hint)
{
    char *words = hint_text(hint);

    g_string_append(text, "\nCause: not known\n  The digest is given by none of the keys, and not "
                          "if one of these happened, as far as that was tried:\n  split, ");
    search_names(text);
    g_string_append(text, ".\n  See tcpauth(7) for each of them. Most likely the passwords "
                          "differ.\n");
    if (words)
        g_string_append_printf(text, "  Hint: %s.\n", words);
    g_free(words);
}

static void append_verdict(GString *text, const struct segment *segment,
                           const struct finding *finding)
{
    char *from = ip_address_text(&segment->from.address);
    char *to = ip_address_text(&segment->to.address);

    g_string_append_printf(text, "From %s(%u) to %s(%u)\nStatus: %s", from, segment->from.port, to,
                           segment->to.port, verdict_name(finding->verdict));
    if (finding->reason != REASON_NONE)
        g_string_append_printf(text, ", %s: %s", reason_name(finding->reason),
                               reason_sentence(finding->reason));
    g_string_append_c(text, '\n');
    g_free(to);
    g_free(from);
}

char *explanation_of(const struct segment *segment, const struct finding *finding,
                     const struct candidates *candidates)
{
    const struct proof *proof = finding->proof;
    const bool is_signed = finding->tried > 0 || finding->reason == REASON_NO_KEY;
    GString *text = g_string_new(NULL);

    if (proof && proof->cause == CAUSE_NONE)
        proof = NULL;
    append_verdict(text, segment, finding);
    if (proof)
        append_proof(text, proof, segment->bytes);
    else if (finding->verdict == VERDICT_BAD)
        append_ignorance(text, &finding->hint);
    append_keys(text, segment, candidates);
    if (is_signed)
        append_digests(text, segment, finding);
    if (!segment_is_cut_short(segment) && !segment->fragment && !segment->quoted)
        append_message(text, segment, finding, proof);
    return g_string_free(text, FALSE);
}
