/* A capture between two routers, and how a user reads what is shown of its segments.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "story.h"

#include "plugin/diagnose/explanation.h"

#include <stdlib.h>
#include <string.h>

static const uint8_t hosts[][16] = {{192, 0, 2, 1}, {192, 0, 2, 2}, {10, 0, 0, 1}, {10, 0, 0, 2}};
static const uint8_t long_hosts[][16] = {{0x20, 1, 0xd, 0xb8, [15] = 1},
                                         {0x20, 1, 0xd, 0xb8, [15] = 2},
                                         {0xfc, [15] = 1},
                                         {0xfc, [15] = 2}};

/* Returns the address of host NUMBER. The first two are the captured routers. */
GBytes *story_host(const struct story *story, unsigned number)
{
    return story->ipv6 ? g_bytes_new_static(long_hosts[number], 16)
                       : g_bytes_new_static(hosts[number], 4);
}

struct ip_address story_address(GBytes *bytes)
{
    return ip_address_from_bytes(g_bytes_get_data(bytes, NULL), (unsigned)g_bytes_get_size(bytes));
}

void story_put(uint8_t *at, unsigned size, uint32_t number)
{
    while (size-- > 0) {
        at[size] = (uint8_t)number;
        number >>= 8;
    }
}

void story_add_key(struct story *story, const char *name, const char *secret)
{
    struct key *key = key_new(name, "");
    const struct ip_address from = story_address(story->arrived.from),
                            to = story_address(story->arrived.to);
    key->secret = secret_new(secret, strlen(secret));
    key->ends[0] = prefix_of(&from, from.length * 8u);
    key->ends[1] = prefix_of(&to, to.length * 8u);
    keyring_add(story->keyring, key);
    if (!story->key)
        story->key = key;
}

/* Makes the first key name PORT. */
void story_name_port(struct story *story, uint16_t port)
{
    struct key *key = key_copy(story->key);
    key->port = port;
    keyring_free(story->keyring);
    story->keyring = keyring_new();
    keyring_add(story->keyring, key);
    story->key = key;
}

static void begin(struct story *story, bool ipv6)
{
    struct signer *arrived = &story->arrived;

    story->ipv6 = ipv6;
    story->hasher = hasher_new();
    story->found = found_shifts_new();
    story->investigation = diagnose_begin(story->hasher, story->found);
    story->history = diagnose_history(story->investigation);
    story->keyring = keyring_new();
    story->keys = g_ptr_array_new();
    arrived->from = story_host(story, 0);
    arrived->to = story_host(story, 1);
    arrived->secret = "spring";
    arrived->options_length = OPTIONS;
    arrived->data_length = 100;
    arrived->length = HEADER + 100;
    for (unsigned i = 0; i < sizeof arrived->data; i++)
        arrived->data[i] = (uint8_t)(i * 7 + i / 256);
    story_put(arrived->header + HEADER_SOURCE_PORT, 4, 40001u << 16 | 179);
    story_put(arrived->header + HEADER_SEQUENCE_NUMBER, 4, 7000);
    story_put(arrived->header + HEADER_ACKNOWLEDGMENT_NUMBER, 4, 9000);
    story_put(arrived->header + HEADER_DATA_OFFSET, 4,
              HEADER / 4u << 28 | (FLAG_ACK | FLAG_PSH) << 16 | 1000);
    memcpy(arrived->options, (const uint8_t[]){1, 1, 19, 18}, 4);
    memset(arrived->options + 20, 1, 4);
    story_add_key(story, "spring", arrived->secret);
    story->signed_one = *arrived;
}

void story_begin_ipv4(struct story *story, gconstpointer data)
{
    (void)data;
    begin(story, false);
}

void story_begin_ipv6(struct story *story, gconstpointer data)
{
    (void)data;
    begin(story, true);
}

void story_end(struct story *story, gconstpointer data)
{
    (void)data;
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

void signer_sign(const struct signer *signer, uint8_t *digest)
{
    GByteArray *text = g_byte_array_new();
    const size_t size = g_bytes_get_size(signer->from);
    uint8_t length[4];

    story_put(length, 4, signer->length);
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

void story_arrive(struct story *story, const struct signer *signer, const uint8_t *digest,
                  struct arrival *arrival)
{
    const uint8_t *header = signer->header;
    memcpy(arrival->bytes, header, TCP_HEADER_LENGTH);
    story_put(arrival->bytes + HEADER_CHECKSUM, 2, 0x1234);
    memcpy(arrival->bytes + TCP_HEADER_LENGTH, signer->options, OPTIONS);
    memcpy(arrival->bytes + TCP_HEADER_LENGTH + 4, digest, DIGEST_LENGTH);
    memcpy(arrival->bytes + HEADER, signer->data, signer->data_length);
    arrival->segment = (struct segment){
        .from = {story_address(signer->from), (uint16_t)(header[0] << 8 | header[1])},
        .to = {story_address(signer->to), (uint16_t)(header[2] << 8 | header[3])},
        .time = 1, /* not KEY_TIME_UNKNOWN */
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
    story_put(later.header + HEADER_SOURCE_PORT, 4, 179u << 16 | 40001);
    later.data_length = 0;
    for (unsigned i = 0; i < 5; i++) {
        later.header[HEADER_FLAGS] = i == 0 ? FLAG_SYN : FLAG_ACK;
        memcpy(later.options + 20, i == 0 ? "\2\4\2\x18" : "\1\1\1\1", 4);
        story_put(later.header + HEADER_ACKNOWLEDGMENT_NUMBER, 4, 100000000u * i);
        digest[1] = (uint8_t)i;
        story_arrive(story, &later, digest, &arrival);
        diagnose_examine(story->investigation, story->history, &arrival.evidence,
                         &arrival.diagnosis);
    }
    later.from = story_host(story, 3);
    story_arrive(story, &later, digest, &arrival);
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
void story_assert_shown(const struct story *story, const struct arrival *arrival)
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
void story_prove(struct story *story, enum cause cause)
{
    struct arrival arrival;
    uint8_t digest[DIGEST_LENGTH];

    signer_sign(&story->signed_one, digest);
    story_arrive(story, &story->arrived, digest, &arrival);
    diagnose_examine(story->investigation, story->history, &arrival.evidence, &arrival.diagnosis);
    g_assert_nonnull(arrival.diagnosis.proof);
    g_assert_cmpstr(cause_name(arrival.diagnosis.proof->cause), ==, cause_name(cause));
    const struct diagnosis before = arrival.diagnosis;
    const struct evidence evidence = arrival.evidence;
    go_on(story);
    story_arrive(story, &story->arrived, digest, &arrival);
    arrival.evidence = evidence;
    arrival.evidence.segment = &arrival.segment;
    arrival.diagnosis = before;
    diagnose_review(story->history, &arrival.evidence, true, &arrival.diagnosis);
    story_assert_shown(story, &arrival);
}
