/* Signatures whose option was overwritten, but not its digest or MAC.
 *
 * A device on the path that overwrites only the kind of an option, or its kind and its length,
 * hides the signature from the receiver. With the option restored, the key produces the digest.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "overwritten.h"

#include "plugin/verify/message.h"

#include <string.h>

/* A segment whose option is restored at some offset. */
struct restored {
    struct segment segment;
    uint8_t *bytes; /* of the segment; owned */
    struct flow flow;
};

/* Returns true if OPTIONS of LENGTH bytes have nothing but the options that most senders use, and
 * the padding after them. */
static bool are_common(const uint8_t *options, size_t length)
{
    static const uint8_t lengths[] = {[OPTION_MSS] = 4,
                                      [OPTION_WINDOW_SCALE] = 3,
                                      [OPTION_SACK_PERMITTED] = 2,
                                      [OPTION_SACK] = 2,
                                      [OPTION_TIMESTAMPS] = 10};
    size_t at = 0;

    while (at < length && options[at] != OPTION_END_OF_LIST) {
        const uint8_t kind = options[at], least = kind < G_N_ELEMENTS(lengths) ? lengths[kind] : 0;
        const size_t size = kind == OPTION_NO_OPERATION || at + 1 == length ? 1 : options[at + 1];
        if (kind != OPTION_NO_OPERATION &&
            (least == 0 || size < least || (size > least && kind != OPTION_SACK)))
            return false;
        at += size;
    }
    while (at < length && options[at] == OPTION_END_OF_LIST)
        at++;
    return at == length;
}

/* Returns the key that verifies RESTORED if its option of KIND, with a code of LENGTH octets, is at
 * OFFSET; or NULL. */
static const struct key *try_at(struct engine *engine, struct restored *restored, size_t offset,
                                uint8_t kind, size_t length)
{
    uint8_t *option = restored->bytes + offset;
    const size_t head = kind == OPTION_AO ? AO_HEADER_LENGTH : OPTION_MD5_LENGTH - DIGEST_LENGTH;
    const uint8_t before[] = {option[0], option[1]};
    const struct signature_options options = {
        .md5 = kind == OPTION_MD5,
        .ao = kind == OPTION_AO,
        .signature = {.kind = kind,
                      .key_id = kind == OPTION_AO ? option[2] : 0,
                      .rnext_key_id = kind == OPTION_AO ? option[3] : 0,
                      .length = (uint8_t)length,
                      .mac = option + head},
    };

    option[0] = kind;
    option[1] = (uint8_t)(head + length);
    const struct finding finding =
        verify_signed(&restored->segment, &options, &restored->flow, engine->hasher);
    memcpy(option, before, sizeof before);
    if (finding.verdict != VERDICT_GOOD)
        return NULL;
    flow_learn(&restored->flow, &restored->segment, &finding); /* the ISNs, for later segments */
    return finding.key;
}

/* Returns true if an option of TCP-AO may have been at OPTION: it has the KeyID of KEY. */
static bool may_be_of(const struct evidence *evidence, const struct key *key, const uint8_t *option)
{
    const struct segment *segment = evidence->segment;
    return key_has_id(key, &segment->from.address, &segment->to.address, option[2]);
}

/* Tries the signature that KEY makes at each offset of RESTORED. Returns the key that verifies it,
 * or NULL. */
static const struct key *try_key(struct engine *engine, const struct evidence *evidence,
                                 struct restored *restored, const struct key *key)
{
    const bool is_ao = schemes[key->algorithm].signing == SIGNING_AO;
    const uint8_t kind = is_ao ? OPTION_AO : OPTION_MD5;
    const size_t length = is_ao ? key_mac_length(key) : DIGEST_LENGTH;
    const size_t size = length + (is_ao ? AO_HEADER_LENGTH : OPTION_MD5_LENGTH - DIGEST_LENGTH);
    const size_t header = segment_header_length(evidence->segment);
    const struct message message = message_of(evidence->segment);
    const struct key *found = NULL;

    for (size_t at = TCP_HEADER_LENGTH; !found && at + size <= header; at++)
        if (!is_ao || may_be_of(evidence, key, restored->bytes + at)) {
            if (!engine_spend(engine, evidence, &message, 1))
                return NULL;
            found = try_at(engine, restored, at, kind, length);
        }
    return found;
}

static const struct key *try_candidates(struct engine *engine, const struct evidence *evidence)
{
    const struct candidates *candidates = evidence->flow->candidates;
    struct restored restored = {
        .segment = *evidence->segment,
        .bytes = g_memdup2(evidence->segment->bytes, evidence->segment->captured),
        .flow = *evidence->flow,
    };
    const struct key *found = NULL;
    bool md5_tried = false;

    restored.segment.bytes = restored.bytes;
    restored.flow.search_budget = NULL;
    for (unsigned i = 0; i < candidates->count && !found; i++) {
        const struct key *key = candidates->keys[i];
        const bool is_md5 = key->algorithm == KEY_MD5;
        if (key->secret && !(is_md5 && md5_tried))
            found = try_key(engine, evidence, &restored, key);
        md5_tried |= is_md5; /* all keys of MD5 are tried at once */
    }
    g_free(restored.bytes);
    return found;
}

bool overwritten_is_possible(const struct evidence *evidence)
{
    const struct segment *segment = evidence->segment;
    const size_t header = segment_header_length(segment);

    return !segment_is_cut_short(segment) && !segment->fragment && !segment->quoted &&
           verify_signing(evidence->options) == SIGNING_NONE && !evidence->options->hidden &&
           !are_common(segment->bytes + TCP_HEADER_LENGTH, header - TCP_HEADER_LENGTH);
}

const struct proof *overwritten_search(struct engine *engine, const struct evidence *evidence)
{
    static const char *const sentences[] = {
        "the kind of its MD5 option was overwritten in transit, so the receiver finds no "
        "signature; the digest is still in it, and it is right",
        "the kind of its TCP-AO option was overwritten in transit, so the receiver finds no "
        "signature; the MAC is still in it, and it is right"};
    static const char *const cures[] = {"have the firewall let TCP option 19 pass unchanged",
                                        "have the firewall let TCP option 29 pass unchanged"};

    engine_add_budget(engine);
    if (!engine_begin_search(engine, evidence, SEARCH_FIRST))
        return NULL;
    const struct key *key = try_candidates(engine, evidence);
    engine_end_search(engine, SEARCH_FIRST, key != NULL);
    if (!key)
        return NULL;
    const bool is_ao = schemes[key->algorithm].signing == SIGNING_AO;
    return engine_proof(engine, &(struct proof){.cause = CAUSE_OPTION_BLANKED,
                                                .key = key,
                                                .sentence = sentences[is_ao],
                                                .cure = cures[is_ao]});
}
