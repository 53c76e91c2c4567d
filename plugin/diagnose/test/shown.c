/* Tests that the lines of an explanation are the bytes that the signer hashed.
 *
 * Each case is a signer that writes what it hashes, byte by byte, without any code of the program.
 * The program examines the segment that arrived, proves the cause, examines other segments, and
 * explains the cause only then. The lines of its text, with the secret after or before them, must
 * have the digest that arrived.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/diagnose.h"
#include "plugin/diagnose/explanation.h"

#include <stdlib.h>
#include <string.h>

#define OPTIONS 24 /* bytes: NOPs, a signature and four more bytes */
#define HEADER  (TCP_HEADER_LENGTH + OPTIONS)

/* What is hashed, in this order, with the secret after it or before it. */
struct signer {
    GBytes *from, *to;
    uint32_t length;
    uint8_t header[TCP_HEADER_LENGTH];
    uint8_t options[OPTIONS];
    size_t options_length;
    bool hashes_options, key_first;
    uint8_t data[3000];
    size_t data_length;
    const char *secret;
};

/* A capture between two routers. ARRIVED is what arrives; its digest is that of SIGNED. */
struct story {
    bool ipv6;
    struct hasher *hasher;
    struct found_shifts *found;
    struct investigation *investigation;
    struct history *history;
    struct keyring *keyring;
    struct key *key;
    GPtrArray *keys;
    struct candidates candidates;
    struct flow flow; /* has the candidates */
    unsigned frames;
    struct signer arrived, signed_one;
};

static const uint8_t hosts[][16] = {{192, 0, 2, 1}, {192, 0, 2, 2}, {10, 0, 0, 1}, {10, 0, 0, 2}};
static const uint8_t long_hosts[][16] = {{0x20, 1, 0xd, 0xb8, [15] = 1},
                                         {0x20, 1, 0xd, 0xb8, [15] = 2},
                                         {0xfc, [15] = 1},
                                         {0xfc, [15] = 2}};

/* Returns the address of host NUMBER. The first two are the captured routers. */
static GBytes *host(const struct story *story, unsigned number)
{
    return story->ipv6 ? g_bytes_new_static(long_hosts[number], 16)
                       : g_bytes_new_static(hosts[number], 4);
}

static struct ip_address address(GBytes *bytes)
{
    return ip_address_from_bytes(g_bytes_get_data(bytes, NULL), (unsigned)g_bytes_get_size(bytes));
}

static void put(uint8_t *at, unsigned size, uint32_t number)
{
    while (size-- > 0) {
        at[size] = (uint8_t)number;
        number >>= 8;
    }
}

static void add_key(struct story *story, const char *name, const char *secret)
{
    struct key *key = key_new(name, "");
    const struct ip_address from = address(story->arrived.from), to = address(story->arrived.to);
    key->secret = secret_new(secret, strlen(secret));
    key->ends[0] = prefix_of(&from, from.length * 8u);
    key->ends[1] = prefix_of(&to, to.length * 8u);
    keyring_add(story->keyring, key);
    if (!story->key)
        story->key = key;
}

/* Makes the first key name PORT. */
static void name_port(struct story *story, uint16_t port)
{
    struct key *key = key_copy(story->key);
    key->port = port;
    keyring_free(story->keyring);
    story->keyring = keyring_new();
    keyring_add(story->keyring, key);
    story->key = key;
}

static void begin(struct story *story, gconstpointer ipv6)
{
    struct signer *arrived = &story->arrived;

    story->ipv6 = ipv6 != NULL;
    story->hasher = hasher_new();
    story->found = found_shifts_new();
    story->investigation = diagnose_begin(story->hasher, story->found);
    story->history = diagnose_history(story->investigation);
    story->keyring = keyring_new();
    story->keys = g_ptr_array_new();
    arrived->from = host(story, 0);
    arrived->to = host(story, 1);
    arrived->secret = "spring";
    arrived->options_length = OPTIONS;
    arrived->data_length = 100;
    arrived->length = HEADER + 100;
    for (unsigned i = 0; i < sizeof arrived->data; i++)
        arrived->data[i] = (uint8_t)(i * 7 + i / 256);
    put(arrived->header + HEADER_SOURCE_PORT, 4, 40001u << 16 | 179);
    put(arrived->header + HEADER_SEQUENCE_NUMBER, 4, 7000);
    put(arrived->header + HEADER_ACKNOWLEDGMENT_NUMBER, 4, 9000);
    put(arrived->header + HEADER_DATA_OFFSET, 4,
        HEADER / 4u << 28 | (FLAG_ACK | FLAG_PSH) << 16 | 1000);
    memcpy(arrived->options, (const uint8_t[]){1, 1, 19, 18}, 4);
    memset(arrived->options + 20, 1, 4);
    add_key(story, "spring", arrived->secret);
    story->signed_one = *arrived;
}

static void end(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    diagnose_end(story->investigation);
    found_shifts_free(story->found);
    hasher_free(story->hasher);
    keyring_free(story->keyring);
    g_ptr_array_unref(story->keys);
}

/* Writes the MD5 digest of TEXT and SECRET, by another implementation than the program's. */
static void digest_of(const GByteArray *text, const char *secret, bool key_first, uint8_t *digest)
{
    GChecksum *sum = g_checksum_new(G_CHECKSUM_MD5);
    gsize length = DIGEST_LENGTH;
    if (key_first)
        g_checksum_update(sum, (const guchar *)secret, -1);
    g_checksum_update(sum, text->data, text->len);
    if (!key_first)
        g_checksum_update(sum, (const guchar *)secret, -1);
    g_checksum_get_digest(sum, digest, &length);
    g_checksum_free(sum);
}

static void append(GByteArray *text, const void *bytes, size_t length)
{
    g_byte_array_append(text, bytes, (guint)length);
}

static void sign(const struct signer *signer, uint8_t *digest)
{
    GByteArray *text = g_byte_array_new();
    const size_t size = g_bytes_get_size(signer->from);
    uint8_t length[4];

    put(length, 4, signer->length);
    append(text, g_bytes_get_data(signer->from, NULL), size);
    append(text, g_bytes_get_data(signer->to, NULL), size);
    if (size == 4) {
        append(text, "\0\6", 2);
        append(text, length + 2, 2);
    } else {
        append(text, length, 4);
        append(text, "\0\0\0\6", 4);
    }
    append(text, signer->header, TCP_HEADER_LENGTH);
    if (signer->hashes_options)
        append(text, signer->options, signer->options_length);
    append(text, signer->data, signer->data_length);
    digest_of(text, signer->secret, signer->key_first, digest);
    g_byte_array_unref(text);
}

/* A captured segment. */
struct arrival {
    uint8_t bytes[HEADER + 3000];
    struct segment segment;
    struct signature_options options;
    struct evidence evidence;
    struct diagnosis diagnosis;
};

static void arrive(struct story *story, const struct signer *signer, const uint8_t *digest,
                   struct arrival *arrival)
{
    const uint8_t *header = signer->header;
    memcpy(arrival->bytes, header, TCP_HEADER_LENGTH);
    put(arrival->bytes + HEADER_CHECKSUM, 2, 0x1234);
    memcpy(arrival->bytes + TCP_HEADER_LENGTH, signer->options, OPTIONS);
    memcpy(arrival->bytes + TCP_HEADER_LENGTH + 4, digest, DIGEST_LENGTH);
    memcpy(arrival->bytes + HEADER, signer->data, signer->data_length);
    arrival->segment = (struct segment){
        .from = {address(signer->from), (uint16_t)(header[0] << 8 | header[1])},
        .to = {address(signer->to), (uint16_t)(header[2] << 8 | header[3])},
        .bytes = arrival->bytes,
        .captured = HEADER + signer->data_length,
        .length = HEADER + signer->data_length,
    };
    arrival->options = option_walk(&arrival->segment);
    g_ptr_array_set_size(story->keys, 0);
    keyring_candidates(story->keyring, &arrival->segment.from, &arrival->segment.to, story->keys);
    story->candidates =
        (struct candidates){(const struct key *const *)story->keys->pdata, story->keys->len, false};
    story->flow = (struct flow){.candidates = &story->candidates};
    arrival->evidence = (struct evidence){
        .segment = &arrival->segment,
        .number = ++story->frames,
        .options = &arrival->options,
        .digest = option_digest(&arrival->options),
        .flow = &story->flow,
        .keyring = story->keyring,
    };
    arrival->diagnosis = (struct diagnosis){0};
    arrival->diagnosis.finding =
        verify_signed(&arrival->segment, &arrival->options, &story->flow, story->hasher);
}

/* Changes what the program knows: adds an unknown host, an MSS, and guesses at sequence numbers. */
static void go_on(struct story *story)
{
    struct arrival arrival;
    struct signer later = story->arrived;
    uint8_t digest[DIGEST_LENGTH] = {1};

    later.from = story->arrived.to;
    later.to = story->arrived.from;
    put(later.header + HEADER_SOURCE_PORT, 4, 179u << 16 | 40001);
    later.data_length = 0;
    for (unsigned i = 0; i < 5; i++) {
        later.header[HEADER_FLAGS] = i == 0 ? FLAG_SYN : FLAG_ACK;
        memcpy(later.options + 20, i == 0 ? "\2\4\2\x18" : "\1\1\1\1", 4);
        put(later.header + HEADER_ACKNOWLEDGMENT_NUMBER, 4, 100000000u * i);
        digest[1] = (uint8_t)i;
        arrive(story, &later, digest, &arrival);
        diagnose_examine(story->investigation, story->history, &arrival.evidence,
                         &arrival.diagnosis);
    }
    later.from = host(story, 3);
    arrive(story, &later, digest, &arrival);
    diagnose_examine(story->investigation, diagnose_history(story->investigation),
                     &arrival.evidence, &arrival.diagnosis);
}

/* Appends the bytes of LINE: those in hexadecimal at its end, or else the data at its position,
 * from ARRIVAL or from STORY's pieces. */
static void append_line(GByteArray *message, const char *line, const struct story *story,
                        const struct arrival *arrival)
{
    GRegex *data = g_regex_new("^  [> ] data +(\\d+) bytes(?:, from (\\d+) on)?", 0, 0, NULL);
    GRegex *hex = g_regex_new("(?: [0-9a-f]{2})+$", 0, 0, NULL);
    GMatchInfo *match;

    if (g_regex_match(data, line, 0, &match)) {
        char *length = g_match_info_fetch(match, 1), *from = g_match_info_fetch(match, 2);
        append(message, from && *from ? arrival->bytes + atoi(from) : story->signed_one.data,
               (size_t)atoi(length));
        g_free(from);
        g_free(length);
    } else if (g_match_info_free(match), g_regex_match(hex, line, 0, &match)) {
        char *bytes = g_match_info_fetch(match, 0);
        for (const char *at = bytes; *at; at += 3) {
            const uint8_t byte =
                (uint8_t)(g_ascii_xdigit_value(at[1]) << 4 | g_ascii_xdigit_value(at[2]));
            append(message, &byte, 1);
        }
        g_free(bytes);
    }
    g_match_info_free(match);
    g_regex_unref(hex);
    g_regex_unref(data);
}

#define CONTINUED "          " /* the start of a line that continues the one before */

/* Returns what was hashed according to TEXT, read as a user would: a line with > replaces the one
 * before it. */
static GByteArray *message_in(const char *text, const struct story *story,
                              const struct arrival *arrival)
{
    char **lines = g_strsplit(strstr(text, "\n  Pseudo-header\n"), "\n", -1);
    GByteArray *message = g_byte_array_new();
    guint before = 0;
    bool is_data = false;

    for (char **line = lines; *line && !g_str_has_prefix(*line, "  The key"); line++) {
        const bool continued = g_str_has_prefix(*line, CONTINUED);
        if (g_str_has_prefix(*line, "  > "))
            g_byte_array_set_size(message, before);
        else if (!continued)
            before = message->len;
        if (!continued)
            is_data = g_str_has_prefix(*line + MIN(strlen(*line), 4), "data  ");
        if (!continued || !is_data)
            append_line(message, *line, story, arrival);
    }
    g_strfreev(lines);
    return message;
}

/* Asserts that what is shown of ARRIVAL has the received digest. */
static void assert_shown(const struct story *story, const struct arrival *arrival)
{
    char *text = explanation_of(&arrival->evidence, &arrival->diagnosis);
    GByteArray *message = message_in(text, story, arrival);
    const char *key = strstr(text, "\n  The key"), *fields = strstr(text, "\n  Pseudo-header\n");
    uint8_t digest[DIGEST_LENGTH];

    digest_of(message, story->signed_one.secret, key < fields, digest);
    if (memcmp(digest, option_digest(&arrival->options), DIGEST_LENGTH) != 0)
        g_error("what is shown is not what was hashed:\n%s", text);
    g_byte_array_unref(message);
    g_free(text);
}

/* Proves CAUSE for the segment that arrives, continues the capture, and checks what is shown
 * then. */
static void prove(struct story *story, enum cause cause)
{
    struct arrival arrival;
    uint8_t digest[DIGEST_LENGTH];

    sign(&story->signed_one, digest);
    arrive(story, &story->arrived, digest, &arrival);
    diagnose_examine(story->investigation, story->history, &arrival.evidence, &arrival.diagnosis);
    g_assert_nonnull(arrival.diagnosis.proof);
    g_assert_cmpstr(cause_name(arrival.diagnosis.proof->cause), ==, cause_name(cause));
    const struct diagnosis before = arrival.diagnosis;
    const struct evidence evidence = arrival.evidence;
    go_on(story);
    arrive(story, &story->arrived, digest, &arrival);
    arrival.evidence = evidence;
    arrival.evidence.segment = &arrival.segment;
    arrival.diagnosis = before;
    diagnose_review(story->history, &arrival.evidence, true, &arrival.diagnosis);
    assert_shown(story, &arrival);
}

static void put_signed(struct story *story, enum header_offset offset, unsigned size,
                       uint32_t number)
{
    put(story->signed_one.header + offset, size, number);
}

static void test_source_port(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    put_signed(story, HEADER_SOURCE_PORT, 2, 50000);
    prove(story, CAUSE_SOURCE_PORT);
}

static void test_destination_port(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    put_signed(story, HEADER_DESTINATION_PORT, 2, 646);
    prove(story, CAUSE_DESTINATION_PORT);
}

static void test_named_port(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    name_port(story, 1790);
    put_signed(story, HEADER_SOURCE_PORT, 2, 1790);
    prove(story, CAUSE_SOURCE_PORT);
}

static void test_window(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    put_signed(story, HEADER_WINDOW, 2, 4096);
    prove(story, CAUSE_WINDOW);
}

static void test_flags(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    put_signed(story, HEADER_DATA_OFFSET, 2, HEADER / 4u << 12 | 0xac2);
    prove(story, CAUSE_FLAGS);
}

static void test_urgent_pointer(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    put_signed(story, HEADER_URGENT_POINTER, 2, 77);
    prove(story, CAUSE_URGENT_POINTER);
}

/* The flag and the pointer together. */
static void test_urgent_data(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    story->signed_one.header[HEADER_FLAGS] |= FLAG_URG;
    put_signed(story, HEADER_URGENT_POINTER, 2, 77);
    prove(story, CAUSE_URGENT_POINTER);
}

/* A guess whose index differs when the text is written: a window seen in the direction. */
static void test_known_window(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    for (uint16_t window = 4096; window < 4100; window++) {
        put_signed(story, HEADER_WINDOW, 2, window);
        prove(story, CAUSE_WINDOW);
    }
    put_signed(story, HEADER_WINDOW, 2, 4097);
    prove(story, CAUSE_WINDOW);
}

static void test_data_offset(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    story->signed_one.header[HEADER_DATA_OFFSET] = 0xf0;
    story->signed_one.length += 60 - HEADER;
    prove(story, CAUSE_DATA_OFFSET);
}

/* Found by a guess that other guesses replace afterwards. */
static void test_sequence_number(struct story *story, gconstpointer ipv6)
{
    const struct segment ends = {.from = {address(story->arrived.from), 40001},
                                 .to = {address(story->arrived.to), 179}};
    (void)ipv6;
    found_shifts_add(story->found, &ends.from, &ends.to, (struct shifts){5000, 0});
    found_shifts_add(story->found, &ends.to, &ends.from, (struct shifts){300, 0});
    put_signed(story, HEADER_SEQUENCE_NUMBER, 4, 2000);
    put_signed(story, HEADER_ACKNOWLEDGMENT_NUMBER, 4, 9300);
    prove(story, CAUSE_SEQUENCE_NUMBER);
}

static void test_source_address(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    story->signed_one.from = host(story, 2);
    story->key->signed_as[0] = address(story->signed_one.from);
    prove(story, CAUSE_SOURCE_ADDRESS);
}

static void test_destination_address(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    story->signed_one.to = host(story, 2);
    story->key->signed_as[1] = address(story->signed_one.to);
    prove(story, CAUSE_DESTINATION_ADDRESS);
}

static void test_both_addresses(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    story->signed_one.from = host(story, 3);
    story->signed_one.to = host(story, 2);
    story->key->signed_as[0] = address(story->signed_one.from);
    story->key->signed_as[1] = address(story->signed_one.to);
    prove(story, CAUSE_BOTH_ADDRESSES);
}

static void test_key_not_valid(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    add_key(story, "valid", "autumn");
    story->key->from = INT64_MAX - 1;
    prove(story, CAUSE_KEY_NOT_VALID);
}

static void test_other_key(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    name_port(story, 646);
    add_key(story, "candidate", "autumn");
    prove(story, CAUSE_OTHER_KEY);
}

static void test_key_variant(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    story->signed_one.secret = "spring\n";
    prove(story, CAUSE_KEY_VARIANT);
}

/* The digest was computed before the options were inserted, or with only the other ones. */
static void test_signed_too_early(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    story->signed_one.header[HEADER_DATA_OFFSET] = 0x50;
    story->signed_one.length -= OPTIONS;
    prove(story, CAUSE_SIGNED_TOO_EARLY);
    story->signed_one.length += OPTIONS;
    prove(story, CAUSE_SIGNED_TOO_EARLY);
    story->signed_one.header[HEADER_DATA_OFFSET] = 0x60;
    story->signed_one.hashes_options = true;
    story->signed_one.options_length = 4;
    memcpy(story->arrived.options + 20, "\2\4\5\xb4", 4);
    memcpy(story->signed_one.options, "\2\4\5\xb4", 4);
    prove(story, CAUSE_SIGNED_TOO_EARLY);
}

static void test_options_hashed(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    story->signed_one.hashes_options = true;
    prove(story, CAUSE_OPTIONS_HASHED);
}

static void test_checksum_hashed(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    put_signed(story, HEADER_CHECKSUM, 2, 0x1234); /* it arrives with this checksum */
    prove(story, CAUSE_CHECKSUM_HASHED);
}

static void test_length_without_options(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    story->signed_one.length -= OPTIONS;
    prove(story, CAUSE_LENGTH_WITHOUT_OPTIONS);
}

static void test_addresses_swapped(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    story->signed_one.from = story->arrived.to;
    story->signed_one.to = story->arrived.from;
    prove(story, CAUSE_ADDRESSES_SWAPPED);
}

static void test_key_first(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    story->signed_one.key_first = true;
    prove(story, CAUSE_KEY_FIRST);
}

/* One byte of ten; all of fewer bytes than the text has room for, and of more. */
static void test_data_cut(struct story *story, gconstpointer ipv6)
{
    static const struct {
        size_t arrived, hashed;
    } lengths[] = {{10, 1}, {64, 0}, {1400, 1000}};
    (void)ipv6;
    for (unsigned i = 0; i < G_N_ELEMENTS(lengths); i++) {
        story->arrived.data_length = lengths[i].arrived;
        story->signed_one.data_length = lengths[i].hashed;
        story->signed_one.length = HEADER + (uint32_t)lengths[i].arrived;
        prove(story, CAUSE_DATA_CUT);
    }
}

static void test_mapped_addresses(struct story *story, gconstpointer ipv6)
{
    static const uint8_t mapped[][16] = {{[10] = 0xff, 0xff, 192, 0, 2, 1},
                                         {[10] = 0xff, 0xff, 192, 0, 2, 2}};
    if (ipv6)
        return;
    story->signed_one.from = g_bytes_new_static(mapped[0], 16);
    story->signed_one.to = g_bytes_new_static(mapped[1], 16);
    prove(story, CAUSE_MAPPED_ADDRESSES);
}

/* The last of the merged segments had PSH and FIN. */
static void test_merged(struct story *story, gconstpointer ipv6)
{
    (void)ipv6;
    story->arrived.header[HEADER_FLAGS] |= FLAG_FIN;
    story->arrived.data_length = 3000;
    story->signed_one.data_length = 1448;
    story->signed_one.length = HEADER + 1448;
    put_signed(story, HEADER_FLAGS, 1, FLAG_ACK);
    prove(story, CAUSE_MERGED);
}

/* The first piece arrives last, and is not the longest. For each piece, the whole segment is shown,
 * with the part of its data that is in this piece. */
static void test_split(struct story *story, gconstpointer ipv6)
{
    static const struct {
        unsigned from, length;
        uint8_t flags;
        const char *part;
    } pieces[] = {{100, 200, FLAG_ACK, "has bytes 100 to 299 of them"},
                  {300, 50, FLAG_ACK | FLAG_PSH, "has bytes 300 to 349 of them"},
                  {0, 100, FLAG_ACK | FLAG_CWR, "has bytes 0 to 99 of them"}};
    struct arrival arrivals[G_N_ELEMENTS(pieces)];
    uint8_t digest[DIGEST_LENGTH];
    (void)ipv6;

    story->signed_one.data_length = 350;
    story->signed_one.length = HEADER + 350;
    put_signed(story, HEADER_FLAGS, 1, FLAG_ACK | FLAG_PSH | FLAG_CWR);
    sign(&story->signed_one, digest);
    for (unsigned i = 0; i < G_N_ELEMENTS(pieces); i++) {
        struct signer piece = story->arrived;
        piece.data_length = pieces[i].length;
        memcpy(piece.data, story->signed_one.data + pieces[i].from, piece.data_length);
        put(piece.header + HEADER_SEQUENCE_NUMBER, 4, 7000 + pieces[i].from);
        piece.header[HEADER_FLAGS] = pieces[i].flags;
        arrive(story, &piece, digest, &arrivals[i]);
        diagnose_examine(story->investigation, story->history, &arrivals[i].evidence,
                         &arrivals[i].diagnosis);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(pieces); i++) {
        diagnose_review(story->history, &arrivals[i].evidence, true, &arrivals[i].diagnosis);
        g_assert_cmpint(arrivals[i].diagnosis.proof->cause, ==, CAUSE_SPLIT);
        g_assert_nonnull(arrivals[i].diagnosis.proof->key);
        assert_shown(story, &arrivals[i]);
        char *text = explanation_of(&arrivals[i].evidence, &arrivals[i].diagnosis);
        g_assert_nonnull(strstr(text, pieces[i].part));
        g_free(text);
    }
}

static void add(const char *name, void (*test)(struct story *, gconstpointer))
{
    static const bool ipv6 = true;
    char *paths[] = {g_strconcat("/shown/ipv4/", name, NULL),
                     g_strconcat("/shown/ipv6/", name, NULL)};
    g_test_add(paths[0], struct story, NULL, begin, test, end);
    g_test_add(paths[1], struct story, &ipv6, begin, test, end);
    g_free(paths[0]);
    g_free(paths[1]);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("source-port", test_source_port);
    add("destination-port", test_destination_port);
    add("named-port", test_named_port);
    add("window", test_window);
    add("flags", test_flags);
    add("urgent-pointer", test_urgent_pointer);
    add("urgent-data", test_urgent_data);
    add("known-window", test_known_window);
    add("data-offset", test_data_offset);
    add("sequence-number", test_sequence_number);
    add("source-address", test_source_address);
    add("destination-address", test_destination_address);
    add("both-addresses", test_both_addresses);
    add("key-not-valid", test_key_not_valid);
    add("other-key", test_other_key);
    add("key-variant", test_key_variant);
    add("signed-too-early", test_signed_too_early);
    add("options-hashed", test_options_hashed);
    add("checksum-hashed", test_checksum_hashed);
    add("length-without-options", test_length_without_options);
    add("addresses-swapped", test_addresses_swapped);
    add("key-first", test_key_first);
    add("data-cut", test_data_cut);
    add("mapped-addresses", test_mapped_addresses);
    add("merged", test_merged);
    add("split", test_split);
    return g_test_run();
}
