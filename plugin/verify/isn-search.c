/* The search for the initial sequence numbers (ISNs) of a connection without a captured handshake.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "isn-search.h"

#include "ao-lanes.h"
#include "kdf.h"
#include "numbering.h"
#include "reading.h"

#include <string.h>

#define SAMPLES 2 /* one to search with, and one to confirm the result */

/* The cost of a guess with each algorithm in lanes, and without: the time that it took in a
 * measurement, in that of HMAC-SHA-1 in lanes. */
static const struct {
    uint8_t in_lanes, without;
} costs[KEY_ALGORITHMS] = {
    [KEY_HMAC_SHA_1_96] = {1, 10},    [KEY_AES_128_CMAC_96] = {0, 5},
    [KEY_HMAC_SHA_256_96] = {2, 16},  [KEY_HMAC_SHA_256_128] = {2, 16},
    [KEY_HKDF_SHA_256_128] = {0, 18}, [KEY_KMAC256_128] = {0, 30},
    [KEY_HMAC_MD5_96] = {0, 10},      [KEY_HMAC_SHA_224_96] = {0, 16},
    [KEY_HMAC_SHA_384_96] = {0, 22},  [KEY_HMAC_SHA_512_96] = {0, 22},
};

/* Octets. Three million guesses match a random MAC of this length once in 2^42 searches. */
#define MAC_THAT_PROVES 8

/* A key that may have signed, ready to derive traffic keys. */
struct signer {
    enum key_algorithm algorithm;
    struct kdf *kdf;
    struct mac *mac;        /* gets one traffic key after the other; NULL before the first */
    struct ao_lanes *lanes; /* for the first sample; NULL if the algorithm has none */
    bool signs[SAMPLES];
};

/* What is known of one end of the sample. */
struct known_end {
    bool known;
    enum isn_origin origin;
    uint32_t isn; /* the known ISN; otherwise the ISN that the end has if it sent nothing before the
                     sample */
    uint32_t frame;
    uint32_t extension; /* of the sample's number, if known */
};

/* One of the samples, with its readings. */
struct exhibit {
    struct isn_sample *sample; /* owned; NULL if there is none */
    struct reading readings[MAX_READINGS];
    unsigned count;
    bool turned; /* its sender is the receiver of the other sample */
};

struct isn_search {
    struct exhibit exhibits[SAMPLES];
    struct known_end from, to; /* of the first sample */
    GArray *signers;           /* of struct signer */
};

/* Initial sequence numbers of the sender and the receiver. */
struct isn_pair {
    uint32_t from, to;
};

bool isn_search_proves(size_t length)
{
    return length >= MAC_THAT_PROVES;
}

static struct isn_sample *copy_of(const struct isn_sample *sample)
{
    return isn_sample_new(&sample->segment, &sample->signature, sample->direction);
}

static void clear_signer(gpointer data)
{
    struct signer *signer = data;
    kdf_free(signer->kdf);
    mac_free(signer->mac);
    ao_lanes_free(signer->lanes);
}

/* Returns true if KEY has SAMPLE's KeyID, or if it has not and BY_ID is false. SAMPLE may be
 * NULL. */
static bool key_signs(const struct key *key, const struct isn_sample *sample, bool by_id)
{
    const struct segment *segment = sample ? &sample->segment : NULL;
    return segment && key_is_valid_at(key, segment->time) &&
           by_id == key_has_id(key, &segment->from.address, &segment->to.address,
                               sample->signature.key_id);
}

static void add_signer(struct isn_search *search, const struct key *key,
                       enum key_algorithm algorithm, bool by_id)
{
    const struct exhibit *exhibit = &search->exhibits[0];
    struct signer signer = {.algorithm = algorithm};
    bool any = false;

    if (!kdf_is_available(algorithm))
        return;
    for (unsigned i = 0; i < SAMPLES; i++)
        any |= signer.signs[i] = key_signs(key, search->exhibits[i].sample, by_id);
    if (!any || !(signer.kdf = kdf_new(algorithm, key->secret)))
        return;
    signer.lanes = ao_lanes_new(algorithm, key->secret, exhibit->readings, exhibit->count,
                                exhibit->sample->signature.mac);
    g_array_append_val(search->signers, signer);
}

/* Returns true if routers may sign with ALGORITHM where KEY is configured. HKDF takes so long that
 * it is tried only for the keys that have the other algorithm of the same name. */
static bool is_common(enum key_algorithm algorithm, const struct key *key)
{
    return algorithm == KEY_HMAC_SHA_1_96 || algorithm == KEY_AES_128_CMAC_96 ||
           algorithm == KEY_HMAC_SHA_256_96 ||
           (algorithm == KEY_HKDF_SHA_256_128 &&
            kdf_algorithm(key->algorithm) == KEY_HMAC_SHA_256_96);
}

static void add_key(struct isn_search *search, const struct key *key, enum isn_keys keys)
{
    if (key->algorithm == KEY_MD5 || !key->secret)
        return;
    add_signer(search, key, key->algorithm, keys == ISN_KEYS_CONFIGURED);
    for (unsigned i = 0; i < KEY_ALGORITHMS && keys == ISN_KEYS_OTHERWISE; i++)
        if (is_common(i, key) && i != kdf_algorithm(key->algorithm))
            add_signer(search, key, i, true);
}

/* Returns what is known of END. A number that was only captured may be forged, so it is not
 * used. */
static struct known_end end_of(const struct flow *flow, const struct end *end, uint8_t direction,
                               uint32_t sequence)
{
    const struct numbering *numbering = incarnation_numbering(flow->incarnation);
    const uint32_t *told;

    if (numbering && numbering->ends[direction].verified) {
        const struct numbered_end *known = &numbering->ends[direction];
        return (struct known_end){true, known->origin, known->isn, known->frame,
                                  numbered_end_extension(known, flow->number, sequence)};
    }
    if (flow->isns && isns_of(flow->isns, end, &told) > 0)
        return (struct known_end){true, ISN_TOLD, told[0], 0, sequence <= told[0]};
    return (struct known_end){.isn = sequence - 1, .origin = ISN_YOUNG};
}

static struct exhibit exhibit_of(const struct isn_sample *sample, uint8_t direction)
{
    static const struct ao_terms none;
    struct exhibit exhibit = {.turned = sample->direction != direction};

    exhibit.sample = copy_of(sample);
    exhibit.count =
        readings_by(&exhibit.sample->segment, &exhibit.sample->signature, &none, exhibit.readings);
    return exhibit;
}

struct isn_search *isn_search_new(const struct isn_sample *sample, const struct isn_sample *witness,
                                  const struct flow *flow, enum isn_keys keys)
{
    const struct segment *segment = &sample->segment;
    struct isn_search *search = g_new0(struct isn_search, 1);

    search->from =
        segment_has_syn(segment)
            ? (struct known_end){true, ISN_CAPTURED, segment_sequence_number(segment), 0, 0}
            : end_of(flow, &segment->from, sample->direction, segment_sequence_number(segment));
    search->to = end_of(flow, &segment->to, !sample->direction,
                        header_number(segment->bytes, HEADER_ACKNOWLEDGMENT_NUMBER));
    search->exhibits[0] = exhibit_of(sample, sample->direction);
    if (witness)
        search->exhibits[1] = exhibit_of(witness, sample->direction);
    search->signers = g_array_new(FALSE, FALSE, sizeof(struct signer));
    g_array_set_clear_func(search->signers, clear_signer);
    for (unsigned i = 0; i < flow->candidates->count; i++)
        add_key(search, flow->candidates->keys[i], keys);
    if (search->signers->len > 0 && !(search->from.known && search->to.known))
        return search;
    isn_search_free(search);
    return NULL;
}

void isn_search_free(struct isn_search *search)
{
    if (!search)
        return;
    g_array_free(search->signers, TRUE);
    for (unsigned i = 0; i < SAMPLES; i++)
        isn_sample_free(search->exhibits[i].sample);
    g_free(search);
}

bool isn_search_is_alone(const struct isn_search *search)
{
    return search->from.known || search->to.known;
}

unsigned isn_search_cost(const struct isn_search *search)
{
    unsigned cost = 0;

    for (unsigned i = 0; i < search->signers->len; i++) {
        const struct signer *signer = &g_array_index(search->signers, struct signer, i);
        cost +=
            signer->lanes ? costs[signer->algorithm].in_lanes : costs[signer->algorithm].without;
    }
    return cost;
}

/* Derives SIGNER's traffic key of CONTEXT. Returns false on error. */
static bool set_key(struct signer *signer, const struct traffic_context *context)
{
    struct traffic_key key;
    bool ready = kdf_derive(signer->kdf, context, &key);

    if (!ready)
        return false;
    if (signer->mac)
        ready = mac_set_key(signer->mac, &(struct span){key.bytes, key.length});
    else
        ready = (signer->mac = traffic_key_open(&key)) != NULL;
    traffic_key_wipe(&key);
    return ready;
}

/* Returns true if SIGNER's key verifies EXHIBIT with ISNS, whichever options it covers. */
static bool isns_verify(struct signer *signer, struct exhibit *exhibit, const struct isn_pair *isns,
                        uint32_t extension)
{
    const struct signature *signature = &exhibit->sample->signature;
    struct traffic_context context = exhibit->readings[0].context;
    uint8_t mac[MAC_MAX_LENGTH];

    context.from_isn = isns->from;
    context.to_isn = isns->to;
    if (!set_key(signer, &context))
        return false;
    for (unsigned i = 0; i < exhibit->count; i++) {
        exhibit->readings[i].message.sne = extension;
        const size_t length = ao_message_mac(&exhibit->readings[i].message, signer->mac, mac);
        if (signature->length <= length && memcmp(mac, signature->mac, signature->length) == 0)
            return true;
    }
    return false;
}

/* Returns true if there is no witness, or if it confirms ISNS, those of the sample's ends. */
static bool is_confirmed(struct isn_search *search, const struct isn_pair *isns)
{
    struct exhibit *witness = &search->exhibits[1];
    struct isn_pair own = *isns;

    if (!witness->sample)
        return true;
    if (witness->turned)
        own = (struct isn_pair){isns->to, isns->from};
    const uint32_t sequence = segment_sequence_number(&witness->sample->segment);
    for (unsigned i = 0; i < search->signers->len; i++) {
        struct signer *signer = &g_array_index(search->signers, struct signer, i);
        if (signer->signs[1] && isns_verify(signer, witness, &own, sequence <= own.from))
            return true;
    }
    return false;
}

static struct ao_terms terms_of(const struct isn_search *search, const struct isn_pair *isns,
                                uint32_t extension)
{
    return (struct ao_terms){
        .origin = search->from.origin,
        .to_origin = search->to.origin,
        .from_isn = isns->from,
        .to_isn = isns->to,
        .from_sent = search->from.known ? 0 : search->from.isn - isns->from,
        .to_sent = search->to.known ? 0 : search->to.isn - isns->to,
        .from_frame = search->from.frame,
        .to_frame = search->to.frame,
        .extension = extension,
        .guessed = true,
    };
}

/* Sets GUESSES to the next COUNT guesses, and AMOUNTS to the one after them. */
static void take_guesses(const struct isn_search *search, struct amounts *amounts, unsigned count,
                         struct ao_guesses *guesses)
{
    const struct known_end *from = &search->from, *to = &search->to;
    const uint32_t sequence = segment_sequence_number(&search->exhibits[0].sample->segment);

    for (unsigned i = 0; i < count; i++) {
        const uint32_t from_isn = from->known ? from->isn : from->isn - amounts->sender;
        guesses->from[i] = from_isn;
        guesses->to[i] = to->known     ? to->isn
                         : from->known ? to->isn - amounts->sender
                                       : to->isn - amounts->receiver;
        guesses->extension[i] = from->known ? from->extension : sequence <= from_isn;
        amounts->sender += (uint32_t)amounts->sender_step;
        amounts->receiver += (uint32_t)amounts->receiver_step;
    }
}

/* Tries the first COUNT GUESSES with SIGNER. Returns the first that verifies, or COUNT. */
static unsigned signer_try(struct isn_search *search, struct signer *signer,
                           const struct ao_guesses *guesses, unsigned count)
{
    const uint32_t possible = signer->lanes ? ao_lanes_try(signer->lanes, guesses) : UINT32_MAX;

    for (unsigned i = 0; i < count; i++) {
        const struct isn_pair isns = {guesses->from[i], guesses->to[i]};
        if (possible >> i & 1 &&
            isns_verify(signer, &search->exhibits[0], &isns, guesses->extension[i]) &&
            is_confirmed(search, &isns))
            return i;
    }
    return count;
}

bool isn_search_try(struct isn_search *search, const struct amounts *row, struct ao_terms *terms)
{
    struct amounts amounts = *row;
    struct ao_guesses guesses = {0};

    for (uint32_t at = 0; at < row->count; at += LANES) {
        const unsigned count = MIN(LANES, row->count - at);
        take_guesses(search, &amounts, count, &guesses);
        for (unsigned i = 0; i < search->signers->len; i++) {
            struct signer *signer = &g_array_index(search->signers, struct signer, i);
            const unsigned found =
                signer->signs[0] ? signer_try(search, signer, &guesses, count) : count;
            if (found < count) {
                const struct isn_pair isns = {guesses.from[found], guesses.to[found]};
                *terms = terms_of(search, &isns, guesses.extension[found]);
                return true;
            }
        }
    }
    return false;
}
