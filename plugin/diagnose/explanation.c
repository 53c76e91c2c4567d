/* A text that explains one segment.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "explanation.h"

#include "plugin/diagnose/hypothesis/fields.h"
#include "plugin/diagnose/search/search.h"

#include <string.h>

#define MAX_LISTED 64 /* pieces of one segment; 64 KB on Ethernet have 45 */

/* Changes PROPOSAL, a piece, into the segment that was split. Only the piece's own data is
 * known. */
static void join_pieces(struct proposal *proposal, const struct proof *proof)
{
    struct message *message = &proposal->message;
    proposal_set_original(proposal, ORIGINAL_LENGTH, proof->numbers[ORIGINAL_LENGTH]);
    memcpy(message->header, proof->header, TCP_HEADER_LENGTH);
    message->data.bytes = NULL;
}

/* Changes PROPOSAL, EVIDENCE's segment itself, into what was signed, as far as PROOF knows. */
static void restore_signed(struct proposal *proposal, const struct evidence *evidence,
                           const struct proof *proof)
{
    if (proof && proof->header)
        join_pieces(proposal, proof);
    else if (proof)
        proposal_repeat(proposal, evidence, proof);
}

static void append_key(GString *text, const struct proposal *proposal, const struct key *key)
{
    g_string_append_printf(text, "  The key%s\n    %s\n",
                           proposal->key_first ? ", which this sender hashes first" : "",
                           key ? key->name : "none is known");
    if (proposal->secret)
        g_string_append_printf(text, "  > %s, but at the sender %s\n", key->name, proposal->detail);
}

/* Appends which part of the split segment is in the piece with SEQUENCE_NUMBER and CAPTURED's
 * data. */
static void append_part(GString *text, const struct message *captured, const uint8_t *header)
{
    const uint32_t from = header_number(captured->header, HEADER_SEQUENCE_NUMBER) -
                          header_number(header, HEADER_SEQUENCE_NUMBER);
    g_string_append_printf(text,
                           "  The data of all pieces were hashed, in the order of their frames "
                           "above. This piece\n  has bytes %u to %zu of them, counted from 0.\n",
                           from, from + captured->data.length - 1);
}

static void append_message(GString *text, const struct evidence *evidence,
                           const struct diagnosis *diagnosis, const struct proof *proof)
{
    const struct message captured = message_of(evidence->segment);
    const struct key *key = proof && proof->key ? proof->key : diagnosis->finding.key;
    struct proposal signed_one = {.message = captured};

    restore_signed(&signed_one, evidence, proof);
    g_string_append(text, "\nWhat is signed (RFC 2385)\n");
    if (signed_one.key_first)
        append_key(text, &signed_one, key);
    const bool differ = fields_append(text, &captured, &signed_one.message);
    if (!signed_one.key_first)
        append_key(text, &signed_one, key);
    if (differ || signed_one.secret)
        g_string_append(text, "  Lines marked > show the value that was signed.\n");
    if (proof && proof->header)
        append_part(text, &captured, proof->header);
    secret_free(signed_one.secret);
}

/* Appends the input of the MAC besides the segment. The traffic key itself is a secret. */
static void append_terms(GString *text, const struct segment *segment, const struct ao_terms *terms)
{
    static const char *const origins[ISN_ORIGINS] = {
        [ISN_CAPTURED] = "captured in the handshake",
        [ISN_INFERRED] = "inferred, and proven by a MAC",
        [ISN_TOLD] = "as configured, and proven by a MAC",
        [ISN_YOUNG] = "found by a search, and proven by a MAC",
    };

    g_string_append_printf(text,
                           "\nWhat is signed (RFC 5925 section 5.1)\n"
                           "  The sequence number extension (SNE)\n    %u\n"
                           "  The pseudo-header, and the TCP header with a checksum of zero\n",
                           terms->extension);
    g_string_append_printf(text, "  %s\n",
                           terms->bare ? "TCP-AO, its MAC zero; there are no other options"
                           : terms->options_covered ? "All options, the MAC zero"
                                                    : "TCP-AO alone of the options, its MAC zero");
    g_string_append_printf(text, "  The data, %zu bytes\n",
                           segment->length - segment_header_length(segment));
    g_string_append_printf(text,
                           "\nWhat the traffic key is derived from (RFC 5925 section 5.2)\n"
                           "  The addresses and ports above, and the key\n"
                           "  The initial sequence numbers (ISN)\n"
                           "    %u of the sender, %s\n    %u of the receiver, %s\n",
                           terms->from_isn, origins[terms->origin], terms->to_isn,
                           origins[terms->to_origin]);
}

static void append_digest(GString *text, const char *name, struct span digest)
{
    g_string_append_printf(text, "  %-12s", name);
    fields_append_bytes(text, digest);
    g_string_append_c(text, '\n');
}

/* Appends the keys of the connection, and why some do not apply to a signature of kind SIGNING. */
static void append_keys(GString *text, const struct evidence *evidence, enum signing signing)
{
    const struct segment *segment = evidence->segment;
    const struct candidates *candidates = evidence->flow->candidates;
    const bool is_ao = signing == SIGNING_AO;

    g_string_append(text, "\nKeys for this connection\n");
    for (unsigned i = 0; i < candidates->count; i++) {
        const struct key *key = candidates->keys[i];
        const char *obstacle = (key->algorithm != KEY_MD5) != is_ao
                                   ? is_ao ? ", for MD5" : ", for TCP-AO"
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

static void append_digests(GString *text, const struct evidence *evidence,
                           const struct diagnosis *diagnosis)
{
    const struct signature *signature = &evidence->options->signature;
    const struct finding *finding = &diagnosis->finding;

    g_string_append(text, signature->kind == OPTION_AO ? "\nMAC\n" : "\nDigest\n");
    append_digest(text, "received", (struct span){signature->mac, signature->length});
    if (finding->tried == 0)
        return;
    append_digest(text, "calculated", (struct span){finding->calculated, finding->length});
    g_string_append_printf(text, "  with key %s", diagnosis->finding.key->name);
    if (diagnosis->finding.tried > 1)
        g_string_append_printf(text,
                               diagnosis->finding.verdict == VERDICT_GOOD
                                   ? ", number %u of those tried"
                                   : ", the first of %u tried, none of which produces it",
                               diagnosis->finding.tried);
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

/* Appends the frames of the pieces. With many pieces, lists only the first ones and the last: each
 * piece has a text of its own. */
static void append_pieces(GString *text, const GArray *frames)
{
    const uint32_t *numbers = &g_array_index(frames, uint32_t, 0);
    const unsigned listed = frames->len > MAX_LISTED ? MAX_LISTED - 1 : frames->len;

    g_string_append_printf(text, "  The pieces are in the frames %u", numbers[0]);
    for (unsigned i = 1; i < listed; i++)
        g_string_append_printf(text, ", %u", numbers[i]);
    if (listed < frames->len)
        g_string_append_printf(text, ", %u others and %u", frames->len - listed - 1,
                               numbers[frames->len - 1]);
    g_string_append(text, ".\n  The signed header is that of the first of these, with the flags "
                          "PSH and FIN of the last.\n");
}

/* Appends the proof in DIAGNOSIS, of a signature of kind SIGNING. HEADER is the segment's. */
static void append_proof(GString *text, const struct diagnosis *diagnosis, enum signing signing,
                         const uint8_t *header)
{
    const struct proof *proof = diagnosis->proof;
    char *sentence = proof_text(proof);

    g_string_append_printf(text, "\nCause: %s\n  %s.\n", cause_name(proof->cause), sentence);
    g_free(sentence);
    for (unsigned i = ORIGINAL_NONE + 1; i < ORIGINALS; i++)
        if (proof->originals & 1u << i) {
            char *value = original_text(proof, i, header);
            g_string_append_printf(text, "  The signed %s was %s.\n", original_name(i), value);
            g_free(value);
        }
    if (proof->frames && proof->frames->len > 0)
        append_pieces(text, proof->frames);
    if (proof->key)
        g_string_append_printf(text,
                               "  Proven with key %s: what was signed gives exactly the %s "
                               "received.\n",
                               proof->key->name, signing_product(signing));
    else
        g_string_append(text, "  Recognised without a key.\n");
    g_string_append_printf(text, "\nCure\n  %s.\n", proof_cure(proof));
}

/* Appends what is known if nothing is proven. */
static void append_ignorance(GString *text, const struct diagnosis *diagnosis)
{
    const bool is_ao = diagnosis->finding.signing == SIGNING_AO;
    const struct hint *hint = &diagnosis->hint;
    char *words = hint_text(hint);

    g_string_append_printf(text,
                           "\nCause: not known\n  No key produces this %s, and none of these "
                           "causes explains it, as far as they were tried:\n  %s",
                           signing_product(diagnosis->finding.signing), is_ao ? "" : "split, ");
    search_names(text, diagnosis->finding.signing);
    g_string_append_printf(text,
                           ".\n  See tcpauth(7) for each of them. Most likely the %s differ.\n",
                           is_ao ? "keys" : "passwords");
    if (words)
        g_string_append_printf(text, "  Hint: %s.\n", words);
    g_free(words);
}

static void append_verdict(GString *text, const struct segment *segment,
                           const struct diagnosis *diagnosis)
{
    char *from = ip_address_text(&segment->from.address);
    char *to = ip_address_text(&segment->to.address);

    g_string_append_printf(text, "From %s(%u) to %s(%u)\nStatus: %s", from, segment->from.port, to,
                           segment->to.port, verdict_name(diagnosis->finding.verdict));
    if (diagnosis->finding.reason != REASON_NONE)
        g_string_append_printf(text, ", %s: %s", reason_name(diagnosis->finding.reason),
                               finding_sentence(&diagnosis->finding));
    g_string_append_c(text, '\n');
    g_free(to);
    g_free(from);
}

/* Returns the kind of the signature that the segment of DIAGNOSIS has or should have; or had, if
 * its PROOF, which may be NULL, is that it was overwritten. */
static enum signing signing_of(const struct diagnosis *diagnosis, const struct proof *proof)
{
    return proof && proof->key ? schemes[proof->key->algorithm].signing
                               : diagnosis->finding.signing;
}

char *explanation_of(const struct evidence *evidence, const struct diagnosis *diagnosis)
{
    const struct segment *segment = evidence->segment;
    const struct proof *proof = diagnosis_is_explained(diagnosis) ? diagnosis->proof : NULL;
    const enum signing signing = signing_of(diagnosis, proof);
    const bool is_signed =
        evidence->options->signature.mac &&
        (diagnosis->finding.tried > 0 || diagnosis->finding.reason == REASON_NO_KEY);
    GString *text = g_string_new(NULL);

    append_verdict(text, segment, diagnosis);
    if (proof)
        append_proof(text, diagnosis, signing, segment->bytes);
    else if (diagnosis->finding.verdict == VERDICT_BAD)
        append_ignorance(text, diagnosis);
    append_keys(text, evidence, signing);
    if (is_signed)
        append_digests(text, evidence, diagnosis);
    if (signing == SIGNING_AO) {
        if (diagnosis->finding.ao.origin != ISN_UNKNOWN)
            append_terms(text, segment, &diagnosis->finding.ao);
    } else if (!segment_is_cut_short(segment) && !segment->fragment && !segment->quoted)
        append_message(text, evidence, diagnosis, proof);
    return g_string_free(text, FALSE);
}
