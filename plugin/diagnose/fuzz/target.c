/* The fuzz target of verdicts and diagnoses. It has the segments of an input checked in two passes,
 * as Wireshark has those of a file, and compares the results with an independent computation.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/fuzz/target.h"

#include "ao-digest.h"
#include "digest.h"
#include "traffic.h"
#include "work.h"
#include "plugin/diagnose/diagnose.h"
#include "plugin/diagnose/investigation.h"
#include "plugin/diagnose/explanation.h"
#include "plugin/diagnose/session/session.h"

#include <string.h>

/* Most inputs have a budget for single guesses only. One in 256 has a budget for thousands, which
 * take time. */
#define SMALL_CREDIT ((16u << 20) + (256u << 10))
#define LARGE_CREDIT (68u << 20)

/* The bytes hashed for each byte of the budget: a try of TCP-AO derives a traffic key, too. */
#define WORTH 3

/* The guesses at initial sequence numbers, a few rows of the first search. */
#define GUESSES     2000
#define MAX_GUESSED 512 /* bytes that one of them hashes */

/* What each segment may cost in addition to the budget: MAX_TRIES digests per key. */
#define MAX_TRIES    64
#define TRY          160 /* bytes of headers and key */
#define ROOM_AT_ALL  (4u << 20)
#define ROOM_FOR_ONE (64u << 10)

/* The connection between two ends. */
struct link {
    struct end ends[2];
    GPtrArray *keys;
    struct candidates candidates;
    struct history *history;
    struct incarnations incarnations;
    uint8_t without[2]; /* unsigned segments by direction */
};

struct play {
    struct traffic traffic;
    struct hasher *hasher;
    struct found_shifts *found;
    struct investigation *investigation;
    struct sessions *sessions;
    GPtrArray *links;
    uint64_t guesses; /* at ISNs, that may still be made */
    GArray *verdicts; /* enum verdict, of the first pass */
    size_t bytes;     /* length of all segments */
    bool is_over;
};

static bool same_end(const struct end *one, const struct end *other)
{
    return one->port == other->port &&
           memcmp(&one->address, &other->address, sizeof one->address) == 0;
}

static struct link *link_new(struct play *play, const struct segment *segment)
{
    struct link *link = g_new0(struct link, 1);

    link->ends[0] = segment->from;
    link->ends[1] = segment->to;
    link->keys = g_ptr_array_new();
    keyring_candidates(play->traffic.ring, &segment->from, &segment->to, link->keys);
    link->candidates.keys = (const struct key *const *)link->keys->pdata;
    link->candidates.count = link->keys->len;
    g_ptr_array_add(play->links, link);
    return link;
}

static void link_free(gpointer data)
{
    struct link *link = data;
    g_ptr_array_free(link->keys, TRUE);
    incarnations_clear(&link->incarnations);
    g_free(link);
}

static struct link *link_of(struct play *play, const struct segment *segment)
{
    for (unsigned i = 0; i < play->links->len; i++) {
        struct link *link = play->links->pdata[i];
        for (unsigned from = 0; from < 2; from++)
            if (same_end(&link->ends[from], &segment->from) &&
                same_end(&link->ends[!from], &segment->to))
                return link;
    }
    return link_new(play, segment);
}

/* Returns true if the plugin would check the segment. */
static bool is_sound(const struct segment *segment)
{
    const size_t header = segment_header_length(segment);
    return TCP_HEADER_LENGTH <= header &&
           (header <= segment->length || segment->fragment || segment->quoted);
}

static bool is_whole(const struct segment *segment)
{
    return !segment_is_cut_short(segment) && !segment->fragment && !segment->quoted;
}

/* Learns in the first pass which end signs the segment of EVIDENCE. */
static void learn(struct link *link, const struct evidence *evidence)
{
    struct incarnations *incarnations = &link->incarnations;
    const struct segment *segment = evidence->segment;
    const enum signing signing = verify_signing(evidence->options);
    const bool back = !same_end(&link->ends[0], &segment->from);
    struct opening opening;

    if (segment->captured < TCP_HEADER_LENGTH || segment->quoted)
        return;
    if (flow_opens(evidence->flow, segment, signing, &opening) &&
        incarnations_open(incarnations, evidence->number, &opening))
        link->without[0] = link->without[1] = 0;
    if (signing == SIGNING_NONE && link->without[back] < UINT8_MAX)
        link->without[back]++;
    const struct unsigned_counts counts = {link->without[back], link->without[!back], back};
    incarnations->latest.is_known |= signing != SIGNING_NONE;
    if (incarnations->latest.is_known)
        usage_note(&incarnations->latest.usage, segment, signing, &counts);
}

/* Returns true if SEGMENT has the digest of any candidate that applies to it. */
static bool any_fits(const struct segment *segment, const struct signature_options *options,
                     const struct candidates *candidates)
{
    for (unsigned i = 0; i < candidates->count; i++) {
        const struct key *key = candidates->keys[i];
        if (key->algorithm == KEY_MD5 && key->secret && key_is_valid_at(key, segment->time) &&
            digest_fits(segment, key->secret, option_digest(options)))
            return true;
    }
    return false;
}

/* Returns true if FINDING's key produces the received MAC, computed by GLib; UNKNOWN if GLib cannot
 * compute it, or if the MAC is too short to tell. */
static bool ao_fits(const struct evidence *evidence, const struct finding *finding, bool unknown)
{
    const struct signature *signature = &evidence->options->signature;
    uint8_t mac[AO_DIGEST_MAX];
    const size_t length =
        ao_digest_of(evidence->segment, signature, finding->key, &finding->ao, mac);

    if (length == 0 || signature->length < KEY_MAC_MIN) /* a shorter one fits by chance */
        return unknown;
    return length >= signature->length && memcmp(mac, signature->mac, signature->length) == 0;
}

static bool is_candidate(const struct candidates *candidates, const struct key *key)
{
    for (unsigned i = 0; i < candidates->count; i++)
        if (candidates->keys[i] == key)
            return true;
    return false;
}

/* Asserts that a verdict on TCP-AO is true: Good is good, Bad is not, and a signed SYN is Good. */
static void assert_ao(const struct evidence *evidence, const struct finding *finding,
                      const struct key *signer)
{
    const struct segment *segment = evidence->segment;

    if (evidence->options->signature.kind != OPTION_AO)
        return;
    /* With MISMATCH_OPTIONS, the terms are those of the key's configuration. */
    if (finding->verdict == VERDICT_GOOD || finding->mismatch == MISMATCH_KEY_ID ||
        finding->mismatch == MISMATCH_LENGTH)
        g_assert_true(ao_fits(evidence, finding, true));
    else if (finding->verdict == VERDICT_BAD)
        g_assert_false(ao_fits(evidence, finding, false));
    if (signer && signer->algorithm != KEY_MD5 && segment_has_syn(segment) && is_whole(segment) &&
        evidence->options->defect == REASON_NONE && key_is_valid_at(signer, segment->time) &&
        is_candidate(evidence->flow->candidates, signer))
        g_assert_cmpint(finding->verdict, ==, VERDICT_GOOD);
}

/* Asserts that a verdict on MD5 is true: Good is good, Bad is bad and its key known, and what was
 * signed is Good.
 */
static void assert_verdict(const struct evidence *evidence, const struct finding *finding,
                           const struct key *signer)
{
    const struct segment *segment = evidence->segment;
    const bool is_judged = finding->verdict == VERDICT_GOOD || finding->verdict == VERDICT_BAD;

    if (is_judged)
        g_assert_true(is_whole(segment));
    if (is_judged && evidence->digest) {
        g_assert_true(any_fits(segment, evidence->options, evidence->flow->candidates) ==
                      (finding->verdict == VERDICT_GOOD));
    }
    if (finding->verdict == VERDICT_GOOD && evidence->digest)
        g_assert_true(digest_fits(segment, finding->key->secret, evidence->digest));
    if (finding->verdict == VERDICT_NOT_PRESENT)
        g_assert_true(evidence->options->md5 == 0 && evidence->options->ao == 0);
    if (signer && evidence->digest && evidence->options->defect == REASON_NONE &&
        is_whole(segment) && any_fits(segment, evidence->options, evidence->flow->candidates))
        g_assert_cmpint(finding->verdict, ==, VERDICT_GOOD);
}

/* Writes the data of the segment in frame NUMBER to its position in WHOLE, which begins at
 * START. */
static void place_piece(const struct play *play, uint32_t number, uint32_t start, GByteArray *whole)
{
    const struct sent *sent = play->traffic.sent->pdata[number - 1];
    const size_t header = segment_header_length(&sent->segment);
    const size_t at = segment_sequence_number(&sent->segment) - start;
    const size_t length = sent->segment.length - header;

    g_assert_cmpuint(at + length, <=, whole->len);
    memcpy(whole->data + at, sent->segment.bytes + header, length);
}

/* Asserts that the segment which was split according to PROOF has the digest of each of its
 * pieces. */
static void assert_pieces(const struct play *play, const struct evidence *evidence,
                          const struct proof *proof)
{
    const uint32_t start = header_number(proof->header, HEADER_SEQUENCE_NUMBER);
    const uint32_t header = (uint32_t)(proof->header[HEADER_DATA_OFFSET] >> 4) * 4;
    GByteArray *data = g_byte_array_new();
    struct message message = {
        .from = evidence->segment->from.address,
        .to = evidence->segment->to.address,
        .length = proof->numbers[ORIGINAL_LENGTH],
    };
    uint8_t digest[DIGEST_LENGTH];

    g_assert_cmpuint(message.length, >=, header);
    g_byte_array_set_size(data, message.length - header);
    memset(data->data, 0, data->len);
    for (unsigned i = 0; i < proof->frames->len; i++)
        place_piece(play, g_array_index(proof->frames, uint32_t, i), start, data);
    memcpy(message.header, proof->header, TCP_HEADER_LENGTH);
    message.data = (struct span){data->data, data->len};
    digest_of(&message, proof->key->secret, false, digest);
    g_assert_cmpmem(digest, DIGEST_LENGTH, evidence->digest, DIGEST_LENGTH);
    g_byte_array_unref(data);
}

static void assert_digest(const struct proposal *proposal, const struct evidence *evidence,
                          const struct proof *proof)
{
    const struct secret *secret = proposal->secret ? proposal->secret : proof->key->secret;
    uint8_t digest[DIGEST_LENGTH];

    digest_of(&proposal->message, secret, proposal->key_first, digest);
    g_assert_cmpmem(digest, DIGEST_LENGTH, evidence->digest, DIGEST_LENGTH);
}

/* Asserts that the right digest is among the options: PROOF is that something before it was
 * overwritten. */
static void assert_overwritten(const struct evidence *evidence, const struct proof *proof)
{
    const struct segment *segment = evidence->segment;
    const struct message message = message_of(segment);
    const size_t length = segment_header_length(segment) - TCP_HEADER_LENGTH;
    uint8_t digest[DIGEST_LENGTH];

    g_assert_cmpint(proof->cause, ==, CAUSE_OPTION_BLANKED);
    if (proof->key->algorithm != KEY_MD5)
        return; /* MACs are compared only of single segments: see assert_ao() */
    digest_of(&message, proof->key->secret, false, digest);
    g_assert_nonnull(memmem(segment->bytes + TCP_HEADER_LENGTH, length, digest, DIGEST_LENGTH));
}

/* Asserts that what was signed according to PROOF has the received digest. */
static void assert_proof(const struct play *play, const struct evidence *evidence,
                         const struct proof *proof)
{
    struct proposal proposal = proposal_of(evidence);

    if (proof->header) {
        if (evidence->digest) /* MACs are compared only of single segments: see assert_ao() */
            assert_pieces(play, evidence, proof);
        return;
    }
    if (!proof->hypothesis) {
        assert_overwritten(evidence, proof);
        return;
    }
    const bool any = proposal_repeat(&proposal, evidence, proof);
    g_assert_true(any || proposal.signing == SIGNING_AO); /* options may be known no longer */
    if (proposal.signing == SIGNING_MD5)
        assert_digest(&proposal, evidence, proof);
    secret_free(proposal.secret);
}

/* Asserts that the results can be shown as a text. */
static void assert_explained(const struct evidence *evidence, const struct diagnosis *diagnosis)
{
    char *text = explanation_of(evidence, diagnosis);
    g_assert_true(g_utf8_validate(text, -1, NULL));
    g_free(text);
}

static struct flow flow_of(struct play *play, struct link *link, const struct evidence *evidence)
{
    return (struct flow){
        .candidates = &link->candidates,
        .search_budget = play->is_over ? NULL : &play->guesses,
        .incarnation = incarnations_find(&link->incarnations, evidence->number),
        .number = evidence->number,
        .direction = !same_end(&link->ends[0], &evidence->segment->from),
    };
}

static struct finding verdict_on(struct play *play, struct link *link,
                                 const struct evidence *evidence)
{
    const struct segment *segment = evidence->segment;
    const struct flow flow = flow_of(play, link, evidence);
    const enum signing expected = flow_signing(&flow);
    if (verify_signing(evidence->options) == SIGNING_NONE)
        return verify_unsigned(segment, evidence->options, &link->candidates, expected);

    struct finding finding = verify_signed(segment, evidence->options, &flow, play->hasher);
    if (!play->is_over)
        flow_learn(&flow, segment, &finding);
    if (expected == SIGNING_NONE)
        verify_stray(segment, &link->candidates, &finding);
    return finding;
}

/* Returns true if the segment of EVIDENCE is whole although its IP header gives a greater
 * length. */
static bool fits(struct play *play, struct link *link, const struct evidence *evidence)
{
    const struct segment whole = segment_as_captured(evidence->segment);
    struct evidence as_captured = *evidence;
    as_captured.segment = &whole;
    const struct flow flow = flow_of(play, link, &as_captured);
    const struct finding finding = verify_signed(&whole, evidence->options, &flow, play->hasher);

    if (finding.verdict != VERDICT_BAD)
        return finding.verdict == VERDICT_GOOD;
    return diagnose_prove(link->history, &as_captured, play->is_over);
}

/* Returns true if the second pass may find SECOND after the first found FIRST. It knows more; with
 * TCP-AO, it may also know that captured initial sequence numbers were forged. */
static bool is_consistent(enum signing signing, enum verdict first, enum verdict second)
{
    return first == second || first == VERDICT_UNVERIFIED ||
           (signing == SIGNING_AO && first == VERDICT_BAD);
}

static void note_verdict(struct play *play, uint32_t number, const struct evidence *evidence,
                         const struct finding *finding)
{
    const enum signing signing = verify_signing(evidence->options);

    if (!play->is_over)
        g_array_append_val(play->verdicts, finding->verdict);
    /* Only the whole capture shows whether a signature is expected. */
    else if (signing != SIGNING_NONE && finding->reason != REASON_UNEXPECTED &&
             !evidence->segment->truncated)
        g_assert_true(is_consistent(
            signing, g_array_index(play->verdicts, enum verdict, number - 1), finding->verdict));
}

static void diagnose(struct play *play, struct link *link, const struct evidence *evidence,
                     struct diagnosis *diagnosis)
{
    if (!play->is_over) {
        diagnose_examine(play->investigation, link->history, evidence, diagnosis);
        sessions_note(play->sessions, evidence->segment, diagnosis, evidence->number);
    }
    diagnose_review(link->history, evidence, play->is_over, diagnosis);
    if (play->is_over)
        assert_explained(evidence, diagnosis);
    if (diagnosis_is_explained(diagnosis) && diagnosis->proof->key && play->is_over)
        assert_proof(play, evidence, diagnosis->proof);
}

static void judge(struct play *play, const struct sent *sent, uint32_t number)
{
    struct segment segment = sent->segment;
    const struct signature_options options = option_walk(&segment);
    struct link *link = link_of(play, &segment);
    struct evidence evidence = {
        .segment = &segment,
        .number = number,
        .point = sent->point,
        .options = &options,
        .digest = option_digest(&options),
        .keyring = play->traffic.ring,
    };

    const struct flow flow = flow_of(play, link, &evidence);
    evidence.flow = &flow;
    if (!link->history)
        link->history = diagnose_history(play->investigation);
    if (!play->is_over)
        learn(link, &evidence);
    if (segment_can_be_whole(&segment) && option_digest(&options) && fits(play, link, &evidence))
        segment = segment_as_captured(&segment);
    struct diagnosis diagnosis = {.finding = verdict_on(play, link, &evidence)};
    note_verdict(play, number, &evidence, &diagnosis.finding);
    assert_verdict(&evidence, &diagnosis.finding, sent->signer);
    assert_ao(&evidence, &diagnosis.finding, sent->signer);
    if (diagnosis.finding.verdict != VERDICT_NONE)
        diagnose(play, link, &evidence, &diagnosis);
}

static void play_all(struct play *play, struct tape *tape)
{
    while (!tape_ends(tape)) {
        const struct sent *sent = traffic_next(&play->traffic);
        play->bytes += sent->segment.length;
        if (is_sound(&sent->segment))
            judge(play, sent, play->traffic.sent->len);
        else
            g_array_append_val(play->verdicts, (enum verdict){VERDICT_NONE});
    }
    play->is_over = true;
    for (unsigned i = 0; i < play->traffic.sent->len; i++) {
        const struct sent *sent = play->traffic.sent->pdata[i];
        if (is_sound(&sent->segment))
            judge(play, sent, i + 1);
    }
}

/* Asserts that the cost is limited by the budget and the size of the input. */
static void assert_cheap(const struct play *play, size_t budget)
{
    const size_t segments = play->traffic.sent->len, keys = keyring_size(play->traffic.ring);
    const size_t tries = MAX_TRIES * (keys + 1);
    const size_t most = budget + GUESSES * MAX_GUESSED;

    g_assert_cmpuint(work.hashed, <=, WORTH * most + tries * (play->bytes + TRY * segments));
    g_assert_cmpuint(work.allocated, <=, ROOM_AT_ALL + ROOM_FOR_ONE * segments + budget);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tape tape = {.bytes = data, .length = size};
    struct play play = {.hasher = hasher_new(), .guesses = GUESSES};
    const size_t budget = tape_byte(&tape) == 0xff ? LARGE_CREDIT : SMALL_CREDIT;

    work_begin();
    traffic_begin(&play.traffic, &tape);
    play.found = found_shifts_new();
    play.investigation = diagnose_begin(play.hasher, play.found);
    play.investigation->engine.budget = budget;
    play.sessions = sessions_new();
    play.links = g_ptr_array_new_with_free_func(link_free);
    play.verdicts = g_array_new(FALSE, FALSE, sizeof(enum verdict));

    play_all(&play, &tape);
    assert_cheap(&play, budget);

    g_array_free(play.verdicts, TRUE);
    sessions_free(play.sessions);
    diagnose_end(play.investigation);
    found_shifts_free(play.found);
    g_ptr_array_free(play.links, TRUE);
    hasher_free(play.hasher);
    traffic_end(&play.traffic);
    return 0;
}
