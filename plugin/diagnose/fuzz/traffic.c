/* A small keyring, and segments as their ends sign them and as devices on the path change them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "traffic.h"

#include "ao-digest.h"
#include "digest.h"
#include "plugin/verify/ao-message.h"

#include <string.h>

#define BASE_TIME   (1700000000 * (int64_t)G_USEC_PER_SEC)
#define MAX_OPTIONS 40
#define MAX_DATA    4000
#define FIRST_ISN   999 /* of connections that were open before the capture began */

/* The configured secrets, and others that are variants of them. */
#define EIGHTY "0123456789abcdefghij0123456789abcdefghij0123456789abcdefghij0123456789abcdefghij"

static const char *const secrets[] = {
    "secret", "Secret", "secret ",  "\"secret\"", "094F471A1A0A",
    "x",      "y",      "hunter22", "$9$abc",     EIGHTY,
};

static const char *const ends[][2] = {
    {"*", "*"},
    {"192.0.2.1", "192.0.2.2"},
    {"192.0.2.0/24", "192.0.2.0/25"},
    {"2001:db8::1", "2001:db8::/64"},
    {"10.0.0.1", "192.0.2.2"},
    {"192.0.2.2", "*"},
    {"198.51.100.1", "198.51.100.2"},
};

static const struct {
    const char *from, *to;
    uint16_t from_port, to_port;
} connections[] = {
    {"192.0.2.1", "192.0.2.2", 40001, 179},   {"192.0.2.1", "192.0.2.2", 40002, 179},
    {"192.0.2.1", "192.0.2.3", 179, 40003},   {"2001:db8::1", "2001:db8::2", 40001, 179},
    {"10.0.0.1", "192.0.2.2", 40001, 179},    {"::ffff:192.0.2.1", "::ffff:192.0.2.2", 40001, 179},
    {"192.0.2.1", "192.0.2.2", 40001, 40002}, {"192.0.2.1", "192.0.2.1", 179, 179},
};

/* Times of a file that may claim any time. */
static const int64_t times[] = {INT64_MIN, INT64_MAX, 0, -1, KEY_TIME_FIRST, KEY_TIME_LAST};

/* One instruction of the tape. */
struct step {
    uint8_t action, connection, flags, signing, data, seed, change, amount, time[2], options, rest;
};

static struct step step_read(struct tape *tape)
{
    struct step step;
    uint8_t *bytes = (uint8_t *)&step;
    for (size_t i = 0; i < sizeof step; i++)
        bytes[i] = tape_byte(tape);
    return step;
}

/* Makes KEY a key of TCP-AO with properties from IDS, MANNER and SORT. */
static void set_ao(struct key *key, unsigned ids, unsigned manner, unsigned sort)
{
    key->algorithm = KEY_MD5 + 1 + sort / 16 % (KEY_ALGORITHMS - KEY_MD5 - 1);
    key->options = manner % KEY_OPTIONS_COUNT;
    key->mac_length = manner / 4 ? (uint8_t)(KEY_MAC_MIN + 2 * (manner / 4)) : 0;
    if (ids) {
        key->send_id = (int)ids % 4;
        key->recv_id = (int)ids / 4;
    }
}

static struct key *key_of(struct tape *tape, unsigned number)
{
    const unsigned secret = tape_byte(tape), between = tape_byte(tape), sort = tape_byte(tape);
    const unsigned validity = tape_byte(tape);
    const char *text = secrets[secret % G_N_ELEMENTS(secrets)];
    char name[] = {'k', (char)('0' + number), 0};
    struct key *key = key_new(name, "fuzz.keys:1");

    key_set(key, KEY_FIRST_END, ends[between % G_N_ELEMENTS(ends)][0], NULL);
    key_set(key, KEY_SECOND_END, ends[between % G_N_ELEMENTS(ends)][1], NULL);
    if (sort & 1)
        key->port = 179;
    if (sort % 16 >= 12 && sort % 16 < 15)
        set_ao(key, secret / 16, between / 16, sort);
    if (sort % 32 == 31)
        key->withheld = "it is unknown";
    else
        key->secret = secret_new(text, strlen(text));
    if (validity & 1)
        key->from = BASE_TIME + (validity >> 2) * (int64_t)G_USEC_PER_SEC;
    if (validity & 2)
        key->until = BASE_TIME + (validity >> 2) * 2 * (int64_t)G_USEC_PER_SEC;
    return key;
}

static void sent_free(gpointer data)
{
    struct sent *sent = data;
    g_free((gpointer)sent->segment.bytes);
    g_free(sent);
}

void traffic_begin(struct traffic *traffic, struct tape *tape)
{
    const unsigned head = tape_byte(tape);

    *traffic = (struct traffic){
        .tape = tape,
        .ring = keyring_new(),
        .sent = g_ptr_array_new_with_free_func(sent_free),
        .time = BASE_TIME,
        .points = head & 4,
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(traffic->next); i++)
        traffic->next[i] = 1 + (traffic->isns[i] = FIRST_ISN);
    for (unsigned i = 0; i <= head % 4; i++)
        keyring_add(traffic->ring, key_of(tape, i));
}

void traffic_end(struct traffic *traffic)
{
    g_ptr_array_free(traffic->sent, TRUE);
    keyring_free(traffic->ring);
}

static struct end end_of(const char *address, uint16_t port)
{
    struct prefix prefix;
    prefix_parse(address, &prefix, NULL);
    return (struct end){prefix.address, port};
}

static void set_ends(struct segment *segment, const struct step *step)
{
    const unsigned at = step->connection % 8;
    const struct end from = end_of(connections[at].from, connections[at].from_port);
    const struct end to = end_of(connections[at].to, connections[at].to_port);
    const bool back = step->action & 8;

    segment->from = back ? to : from;
    segment->to = back ? from : to;
}

/* Returns the KeyID with which KEY signs SEGMENT. */
static uint8_t id_of(const struct key *key, const struct segment *segment)
{
    const bool sends = key->send_id >= 0 && key_has_id(key, &segment->from.address,
                                                       &segment->to.address, (uint8_t)key->send_id);
    return (uint8_t)(sends ? key->send_id : key->recv_id);
}

/* Writes the signature option of KEY with a digest or MAC of zeros. Returns its length. */
static size_t write_signature(uint8_t *options, const struct step *step, const struct key *key,
                              const struct segment *segment)
{
    const size_t length = key_mac_length(key), padded = (AO_HEADER_LENGTH + length + 3) / 4 * 4;

    if (key->algorithm == KEY_MD5) {
        memcpy(options, (const uint8_t[]){1, 1, OPTION_MD5, OPTION_MD5_LENGTH}, 4);
        memset(options + 4, 0, DIGEST_LENGTH);
        return 4 + DIGEST_LENGTH;
    }
    memset(options, 0, padded);
    options[0] = OPTION_AO;
    options[1] = (uint8_t)(AO_HEADER_LENGTH + length);
    options[2] = id_of(key, segment);
    options[3] = step->amount % 4;
    memset(options + AO_HEADER_LENGTH + length, OPTION_NO_OPERATION,
           padded - AO_HEADER_LENGTH - length);
    return padded;
}

/* Writes options chosen by the bits of STEP to OPTIONS: the signature of KEY, unless KEY is NULL,
 * and others. */
static size_t write_options(uint8_t *options, const struct step *step, const struct key *key,
                            const struct segment *segment)
{
    static const uint8_t others[][12] = {
        {5, 10, 1, 2, 3, 4, 5, 6, 7, 8, 1, 1},  /* SACK */
        {1, 1, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8},  /* timestamps */
        {29, 12, 1, 1, 1, 2, 3, 4, 5, 6, 7, 8}, /* TCP-AO */
        {19, 12, 1, 1, 1, 2, 3, 4, 5, 6, 7, 8}, /* MD5, too short */
        {2, 4, 2, 24, 1, 1, 1, 1, 1, 1, 1, 1},  /* MSS */
        {253, 12, 1, 1, 1, 2, 3, 4, 5, 6, 7, 8}, {0, 0, 0, 0}, {1, 3, 1, 30, 200},
    };
    size_t length = key ? write_signature(options, step, key, segment) : 0;

    for (unsigned i = 0; i < 8 && length + sizeof others[i] <= MAX_OPTIONS; i++)
        if (step->options & 1u << i) {
            memcpy(options + length, others[i], sizeof others[i]);
            length += sizeof others[i];
        }
    return length;
}

static void put(uint8_t *header, enum header_offset offset, uint16_t number)
{
    header[offset] = (uint8_t)(number >> 8);
    header[offset + 1] = (uint8_t)number;
}

/* Returns the position of the digest or MAC. */
static uint8_t *digest_at(const struct segment *segment)
{
    return (uint8_t *)segment->bytes + TCP_HEADER_LENGTH + 4;
}

/* The ways in which a sender signs; the last ones are correct. */
enum fault {
    FAULT_UNSIGNED,
    FAULT_NONSENSE,
    FAULT_OPTIONS,
    FAULT_CHECKSUM,
    FAULT_KEY_FIRST,
    FAULT_ADDRESSES,
    FAULT_LENGTH,
    FAULT_DATA,
    FAULTS,
};

static void err(struct message *message, const struct segment *segment, enum fault fault)
{
    const struct ip_address from = message->from;

    if (fault == FAULT_OPTIONS)
        message->options = (struct span){segment->bytes + TCP_HEADER_LENGTH,
                                         segment_header_length(segment) - TCP_HEADER_LENGTH};
    else if (fault == FAULT_CHECKSUM)
        memcpy(message->header + HEADER_CHECKSUM, segment->bytes + HEADER_CHECKSUM, 2);
    else if (fault == FAULT_LENGTH)
        message->length -= (uint32_t)segment_header_length(segment) - TCP_HEADER_LENGTH;
    else if (fault == FAULT_DATA)
        message->data.length /= 2;
    else if (fault == FAULT_ADDRESSES) {
        message->from = message->to;
        message->to = from;
    }
}

/* The two directions of a connection, as indices in struct traffic. */
struct way {
    unsigned own, other;
};

static struct way way_of(const struct step *step)
{
    const unsigned connection = step->connection % 8;
    return (struct way){connection + (step->action & 8), connection + (~step->action & 8)};
}

/* Returns what the sender of SEGMENT signs with TCP-AO; FAULT is its error. */
static struct ao_terms terms_of(const struct traffic *traffic, const struct segment *segment,
                                const struct way *way, enum fault fault)
{
    const uint32_t acknowledgment = header_number(segment->bytes, HEADER_ACKNOWLEDGMENT_NUMBER) - 1;
    struct ao_terms terms = {
        .from_isn = traffic->isns[way->own],
        .to_isn = traffic->isns[way->other],
        .extension = traffic->wraps[way->own] + (fault == FAULT_LENGTH),
    };

    if (segment_has_syn(segment))
        terms.to_isn = segment_opens_connection(segment) ? 0 : acknowledgment;
    if (fault == FAULT_ADDRESSES)
        terms.to_isn = traffic->isns[way->own];
    return terms;
}

/* Signs SENT with KEY, a key of TCP-AO. */
static void sign_ao(const struct traffic *traffic, struct sent *sent, const struct key *key,
                    const struct way *way, enum fault fault)
{
    const struct signature_options options = option_walk(&sent->segment);
    const struct signature *signature = &options.signature;
    struct ao_terms terms = terms_of(traffic, &sent->segment, way, fault);
    uint8_t mac[AO_DIGEST_MAX];

    if (fault == FAULT_NONSENSE || !key->secret || signature->kind != OPTION_AO)
        return;
    terms.options_covered = (key->options != KEY_OPTIONS_EXCLUDED) != (fault == FAULT_OPTIONS);
    if (ao_digest_of(&sent->segment, signature, key, &terms, mac) < signature->length)
        return;
    mac[0] ^= fault == FAULT_DATA;
    memcpy((uint8_t *)signature->mac, mac, signature->length);
    if (fault >= FAULTS)
        sent->signer = key;
}

/* Signs SENT, which has room for it, with KEY, a key of MD5. */
static void sign(struct sent *sent, const struct key *key, enum fault fault)
{
    struct message message = message_of(&sent->segment);

    memset(digest_at(&sent->segment), 0xd1, DIGEST_LENGTH);
    if (fault == FAULT_NONSENSE || !key->secret)
        return;
    err(&message, &sent->segment, fault);
    digest_of(&message, key->secret, fault == FAULT_KEY_FIRST, digest_at(&sent->segment));
    if (fault >= FAULTS)
        sent->signer = key;
}

static struct sent *sent_new(struct traffic *traffic, const void *bytes, size_t length)
{
    struct sent *sent = g_new0(struct sent, 1);
    sent->segment.bytes = g_memdup2(bytes, length);
    sent->segment.captured = sent->segment.length = length;
    g_ptr_array_add(traffic->sent, sent);
    return sent;
}

/* Sends a segment of one end's stream. */
static struct sent *send(struct traffic *traffic, const struct step *step)
{
    uint8_t bytes[TCP_HEADER_LENGTH + MAX_OPTIONS + 4 * UINT8_MAX] = {0};
    const enum fault fault = step->signing % 32;
    const struct key *key =
        keyring_key(traffic->ring, step->connection / 8 % keyring_size(traffic->ring));
    const struct way way = way_of(step);
    uint32_t *next = &traffic->next[way.own];
    struct segment ends_of = {0};

    set_ends(&ends_of, step);
    const size_t options = write_options(bytes + TCP_HEADER_LENGTH, step,
                                         fault == FAULT_UNSIGNED ? NULL : key, &ends_of);
    const size_t header = TCP_HEADER_LENGTH + options, data = 4u * step->data;
    put(bytes, HEADER_SOURCE_PORT, ends_of.from.port);
    put(bytes, HEADER_DESTINATION_PORT, ends_of.to.port);
    if (step->flags & FLAG_SYN) {
        *next = traffic->isns[way.own] = step->seed * 0x01010101u;
        traffic->wraps[way.own] = 0;
    }
    header_set_number(bytes, HEADER_SEQUENCE_NUMBER, *next);
    header_set_number(bytes, HEADER_ACKNOWLEDGMENT_NUMBER,
                      step->flags & FLAG_ACK ? traffic->next[way.other] : 0);
    put(bytes, HEADER_DATA_OFFSET, (uint16_t)(header / 4 << 12 | step->flags));
    put(bytes, HEADER_WINDOW, (uint16_t)(step->amount * 128));
    put(bytes, HEADER_CHECKSUM, step->seed);
    memset(bytes + header, step->seed & 0xf, data);

    struct sent *sent = sent_new(traffic, bytes, header + data);
    sent->segment.from = ends_of.from;
    sent->segment.to = ends_of.to;
    if (fault != FAULT_UNSIGNED && key->algorithm == KEY_MD5)
        sign(sent, key, fault);
    else if (fault != FAULT_UNSIGNED)
        sign_ao(traffic, sent, key, &way, fault);
    const uint32_t span = segment_span(&sent->segment);
    traffic->wraps[way.own] += *next + span < *next;
    *next += span;
    return sent;
}

/* Returns the recent segment that STEP refers to, or NULL. */
static const struct sent *earlier(const struct traffic *traffic, const struct step *step)
{
    const unsigned count = traffic->sent->len;
    return count > 0 ? traffic->sent->pdata[count - 1 - step->signing % MIN(count, 8)] : NULL;
}

static struct sent *again(struct traffic *traffic, const struct sent *earlier)
{
    struct sent *sent = sent_new(traffic, earlier->segment.bytes, earlier->segment.captured);
    sent->segment.from = earlier->segment.from;
    sent->segment.to = earlier->segment.to;
    sent->signer = segment_is_cut_short(&earlier->segment) ? NULL : earlier->signer;
    return sent;
}

/* Returns a segment with only the first or last data of EARLIER, as segmentation offload leaves
 * it. */
static struct sent *split(struct traffic *traffic, const struct sent *earlier,
                          const struct step *step)
{
    const size_t header = MIN(segment_header_length(&earlier->segment), earlier->segment.captured);
    const size_t data = earlier->segment.captured - header;
    const size_t from = step->change % 2 ? 0 : MIN(4u * step->amount, data);
    const size_t length = step->change % 2 ? MIN(4u * step->amount, data) : data - from;
    struct sent *sent = again(traffic, earlier);
    uint8_t *bytes = (uint8_t *)sent->segment.bytes;

    if (header < TCP_HEADER_LENGTH)
        return sent; /* a malformed segment is not split */
    memmove(bytes + header, bytes + header + from, length);
    sent->segment.captured = sent->segment.length = header + length;
    header_set_number(bytes, HEADER_SEQUENCE_NUMBER,
                      segment_sequence_number(&sent->segment) + (uint32_t)from);
    if (step->change % 2)
        bytes[HEADER_FLAGS] &= (uint8_t) ~(FLAG_PSH | FLAG_FIN);
    sent->signer = NULL;
    return sent;
}

/* Returns EARLIER with the data of the segment before or after it, merged as by LRO. */
static struct sent *merge(struct traffic *traffic, const struct sent *earlier,
                          const struct step *step)
{
    const struct sent *other = traffic->sent->pdata[step->amount % traffic->sent->len];
    const size_t header = MIN(segment_header_length(&other->segment), other->segment.captured);
    const size_t length = other->segment.captured - header;

    if (length == 0 || earlier->segment.captured + length > MAX_DATA)
        return again(traffic, earlier);
    uint8_t bytes[MAX_DATA];
    memcpy(bytes, earlier->segment.bytes, earlier->segment.captured);
    memcpy(bytes + earlier->segment.captured, other->segment.bytes + header, length);
    struct sent *sent = sent_new(traffic, bytes, earlier->segment.captured + length);
    sent->segment.from = earlier->segment.from;
    sent->segment.to = earlier->segment.to;
    return sent;
}

/* Returns EARLIER with something rewritten in transit. */
static struct sent *rewrite(struct traffic *traffic, const struct sent *earlier,
                            const struct step *step)
{
    struct sent *sent = again(traffic, earlier);
    uint8_t *bytes = (uint8_t *)sent->segment.bytes;

    sent->signer = NULL;
    if (step->change % 4 == 3)
        set_ends(&sent->segment, step);
    else
        bytes[step->change / 4 % sent->segment.captured] ^= step->amount;
    sent->segment.from.port = (uint16_t)(bytes[0] << 8 | bytes[1]);
    sent->segment.to.port = (uint16_t)(bytes[2] << 8 | bytes[3]);
    return sent;
}

static struct sent *act(struct traffic *traffic, const struct step *step)
{
    const struct sent *before = earlier(traffic, step);
    const unsigned action = step->action % 8;

    if (!before || action < 4)
        return send(traffic, step);
    switch (action) {
    case 4:
        return again(traffic, before);
    case 5:
        return split(traffic, before, step);
    case 6:
        return merge(traffic, before, step);
    default:
        return rewrite(traffic, before, step);
    }
}

static void pass_time(struct traffic *traffic, const struct step *step)
{
    const int milliseconds = (int16_t)(step->time[0] << 8 | step->time[1]);

    if (step->time[0] == 0x80)
        traffic->time = times[step->time[1] % G_N_ELEMENTS(times)];
    else if (__builtin_add_overflow(traffic->time, milliseconds * INT64_C(1000), &traffic->time))
        traffic->time = BASE_TIME;
}

/* Sets how the segment was captured. */
static void capture(const struct traffic *traffic, struct sent *sent, const struct step *step)
{
    struct segment *segment = &sent->segment;

    segment->time = traffic->time;
    sent->point = (struct point){.known = traffic->points, .interface = step->action >> 4 & 3};
    segment->fragment = step->rest == 0xf1;
    segment->quoted = step->rest == 0xf2;
    segment->zero_ip_length = step->rest == 0xf3;
    segment->truncated = step->rest == 0xf4;
    if (segment->truncated)
        segment->length += step->amount + 1u;
    else if (step->rest >= 0xe0 && step->rest < 0xf0)
        segment->captured = MAX(4, segment->captured * (step->rest & 0xf) / 16);
    segment->bytes = g_realloc((gpointer)segment->bytes, segment->captured);
}

const struct sent *traffic_next(struct traffic *traffic)
{
    const struct step step = step_read(traffic->tape);
    struct sent *sent = act(traffic, &step);

    pass_time(traffic, &step);
    capture(traffic, sent, &step);
    return sent;
}
