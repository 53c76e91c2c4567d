/* Tests the texts that explain a segment.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/explanation.h"
#include "sent.h"

#define SECRET "never to be seen"

/* A bad segment, and the key that was tried. */
struct tale {
    struct sent sent;
    struct key *key;
    const struct key *keys[1];
    struct candidates candidates;
    struct proof proof; /* proof of originals; any hypothesis will do */
    struct diagnosis diagnosis;
};

static void begin(struct tale *tale, gconstpointer data)
{
    (void)data;
    sent_begin(&tale->sent, 1, 0, false);
    sent_sign(&tale->sent);
    sent_is(&tale->sent, FLAG_ACK | FLAG_PSH, 100);
    sent_put(&tale->sent, HEADER_SOURCE_PORT, 40001u << 16 | 179);
    sent_put(&tale->sent, HEADER_WINDOW, 1000u << 16);
    tale->key = key_new("spring", "/home/somebody/session.keys:3");
    tale->key->secret = secret_new(SECRET, strlen(SECRET));
    tale->keys[0] = tale->key;
    tale->candidates = (struct candidates){tale->keys, 1, false};
    tale->sent.evidence.digest = option_digest(&tale->sent.options);
    tale->sent.flow.candidates = &tale->candidates;
    tale->proof = (struct proof){.cause = CAUSE_WINDOW,
                                 .key = tale->key,
                                 .hypothesis = &hypothesis_window,
                                 .index = ORIGINALS_ALONE};
    tale->diagnosis = (struct diagnosis){
        .finding = {.verdict = VERDICT_BAD, .signing = SIGNING_MD5, .key = tale->key, .tried = 1}};
}

static void end(struct tale *tale, gconstpointer data)
{
    (void)data;
    key_free(tale->key);
}

/* Returns the explanation with each run of spaces as one space, so that the layout does not matter.
 * Free with g_free(). */
static char *explain(const struct tale *tale)
{
    char *text = explanation_of(&tale->sent.evidence, &tale->diagnosis);
    GString *plain = g_string_new(NULL);

    for (const char *at = text; *at; at++)
        if (*at != ' ' || at[1] != ' ')
            g_string_append_c(plain, *at);
    g_assert_null(strstr(text, SECRET));
    g_free(text);
    return g_string_free(plain, FALSE);
}

static void assert_says(const struct tale *tale, const char *words, bool does)
{
    char *text = explain(tale);
    if ((strstr(text, words) != NULL) != does)
        g_error("\"%s\" is %s in:\n%s", words, does ? "not" : "", text);
    g_free(text);
}

static void test_originals_stand_below_what_arrived(struct tale *tale, gconstpointer data)
{
    static const struct {
        enum original original;
        uint32_t number;
        const char *lines;
    } cases[] = {
        {ORIGINAL_SOURCE_PORT, 50000, "\n source port 40001 9c 41\n > source port 50000 c3 50\n"},
        {ORIGINAL_DESTINATION_PORT, 646,
         "\n destination port 179 00 b3\n > destination port 646 02 86\n"},
        {ORIGINAL_WINDOW, 4096, "\n window 1000 03 e8\n > window 4096 10 00\n"},
        {ORIGINAL_URGENT_POINTER, 7, "\n urgent pointer 0 00 00\n > urgent pointer 7 00 07\n"},
        {ORIGINAL_FLAGS, 0x911,
         "\n data offset and flags 40 bytes, PSH ACK a0 18\n"
         " > data offset and flags 40 bytes, FIN ACK AE bit 4 a9 11\n"},
        {ORIGINAL_HEADER_LENGTH, 24, "\n > data offset and flags 24 bytes, PSH ACK 60 18\n"},
        {ORIGINAL_LENGTH, 4040,
         "\n length of the segment 140 00 8c\n > length of the segment 4040 0f c8\n"},
    };
    (void)data;
    tale->diagnosis.proof = &tale->proof;
    for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
        tale->proof.originals = (uint16_t)(1u << cases[i].original);
        tale->proof.numbers[cases[i].original] = cases[i].number;
        assert_says(tale, cases[i].lines, true);
        assert_says(tale, "Lines marked >", true);
    }
    tale->proof.hypothesis = NULL;
    tale->proof.originals = 0;
    assert_says(tale, ">", false);
    assert_says(tale, "Options, with zeros", false); /* RFC 2385 excludes them */
}

static void test_addresses_and_pieces(struct tale *tale, gconstpointer data)
{
    const uint32_t pieces[] = {1, 2};
    (void)data;
    tale->diagnosis.proof = &tale->proof;
    tale->proof.originals = 1u << ORIGINAL_SOURCE;
    tale->proof.source = ip_address_from_bytes("\x0a\0\0\1", 4);
    assert_says(tale,
                "\n source address 192.0.2.1 c0 00 02 01\n > source address 10.0.0.1 0a 00 00 01\n",
                true);

    uint8_t header[TCP_HEADER_LENGTH] = {
        [HEADER_SEQUENCE_NUMBER + 2] = 0xfe, [HEADER_DATA_OFFSET] = 0xa0};
    sent_put(&tale->sent, HEADER_SEQUENCE_NUMBER, 0x10000);
    tale->proof.header = header;
    tale->proof.originals = 1u << ORIGINAL_LENGTH;
    tale->proof.numbers[ORIGINAL_LENGTH] = 4040;
    assert_says(tale, "\n > sequence number 65024 00 00 fe 00\n", true);
    assert_says(tale, " 00 00 00 ...\n > data 4000 bytes\n", true);
    assert_says(tale, "has bytes 512 to 611 of them", true);
    tale->proof.frames = g_array_new(FALSE, FALSE, sizeof pieces[0]);
    g_array_append_vals(tale->proof.frames, pieces, 2);
    assert_says(tale, "The pieces are in the frames 1, 2.", true);
    g_array_unref(tale->proof.frames);
}

static void test_ipv6(struct tale *tale, gconstpointer data)
{
    (void)data;
    tale->sent.segment.from.address =
        ip_address_from_bytes(" \1\r\xb8\0\0\0\0\0\0\0\0\0\0\0\1", 16);
    tale->sent.segment.to.address = ip_address_from_bytes(" \1\r\xb8\0\0\0\0\0\0\0\0\0\0\0\2", 16);
    assert_says(
        tale,
        "\n destination address 2001:db8::2 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02\n"
        " length of the segment 140 00 00 00 8c\n zeros and next header 6 (TCP) 00 00 00 06\n",
        true);
}

static void test_keys_and_what_speaks_against_them(struct tale *tale, gconstpointer data)
{
    (void)data;
    assert_says(tale, "\n spring (session.keys:3)\n", true);
    assert_says(tale, "somebody", false);

    tale->key->until = 0;
    assert_says(tale, "(session.keys:3), not valid at this time\n", true);
    tale->key->until = INT64_MAX;
    tale->key->algorithm = KEY_HMAC_SHA_1_96;
    assert_says(tale, "(session.keys:3), for TCP-AO\n", true);
    tale->key->algorithm = KEY_MD5;
    tale->key->withheld = "it is hashed";
    assert_says(tale, "(session.keys:3), secret unknown: it is hashed\n", true);

    tale->candidates = (struct candidates){NULL, 0, true};
    assert_says(tale, "\n none\n and those of a keyring that is locked\n", true);
}

static void test_what_is_not_known(struct tale *tale, gconstpointer data)
{
    (void)data;
    tale->diagnosis.hint.kind = HINT_CHECKSUM_RIGHT;
    assert_says(tale, "Cause: not known\n", true);
    assert_says(tale, "split, key not valid, key variant, ", true);
    assert_says(tale, ", window, ", true);
    assert_says(tale, "\n Hint: ", true);

    tale->diagnosis.finding.verdict = VERDICT_GOOD;
    assert_says(tale, "Cause:", false);
}

static void test_what_is_not_captured_has_no_fields(struct tale *tale, gconstpointer data)
{
    (void)data;
    tale->sent.segment.captured = 30;
    tale->diagnosis = (struct diagnosis){.finding = {.verdict = VERDICT_UNVERIFIED,
                                                     .reason = REASON_CUT_SHORT,
                                                     .signing = SIGNING_MD5}};
    assert_says(tale, "Status: Unverified, cut short: ", true);
    assert_says(tale, "What is signed", false);
    assert_says(tale, "Digest", false);
}

/* Of a segment whose option was overwritten, the key that proves it says what the option was. */
static void test_a_signature_that_was_overwritten(struct tale *tale, gconstpointer data)
{
    static const struct {
        enum key_algorithm algorithm;
        const char *proof;
        bool has_fields;
    } rows[] = {
        {KEY_MD5, "gives exactly the digest received.", true},
        {KEY_HMAC_SHA_1_96, "gives exactly the MAC received.", false},
    };

    (void)data;
    tale->sent.options = (struct signature_options){0};
    tale->sent.evidence.digest = NULL;
    tale->proof = (struct proof){.cause = CAUSE_OPTION_BLANKED, .key = tale->key};
    tale->diagnosis = (struct diagnosis){
        .finding = {.verdict = VERDICT_NOT_PRESENT, .signing = SIGNING_MD5}, .proof = &tale->proof};
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        tale->key->algorithm = rows[i].algorithm;
        assert_says(tale, rows[i].proof, true);
        assert_says(tale, "\n spring (session.keys:3)\n", true);
        assert_says(tale, "What is signed (RFC 2385)", rows[i].has_fields);
    }
    tale->diagnosis =
        (struct diagnosis){.finding = {.verdict = VERDICT_NOT_PRESENT, .signing = SIGNING_AO}};
    assert_says(tale, "\n spring (session.keys:3)\n", true);
    assert_says(tale, "RFC 2385", false);
}

static void test_where_initial_sequence_numbers_are_from(struct tale *tale, gconstpointer data)
{
    static const char *const words[ISN_ORIGINS] = {
        [ISN_CAPTURED] = "captured in the handshake",
        [ISN_INFERRED] = "inferred, and proven by a MAC",
        [ISN_TOLD] = "as configured, and proven by a MAC",
        [ISN_YOUNG] = "found by a search, and proven by a MAC",
    };
    struct ao_terms *terms = &tale->diagnosis.finding.ao;

    (void)data;
    tale->diagnosis.finding.signing = SIGNING_AO;
    tale->sent.options.signature.kind = OPTION_AO;
    *terms = (struct ao_terms){.from_isn = 4711, .to_isn = 815};
    for (terms->origin = ISN_CAPTURED; terms->origin < ISN_ORIGINS; terms->origin++) {
        terms->to_origin = ISN_ORIGINS - terms->origin; /* a different one */
        char *lines = g_strdup_printf("\n 4711 of the sender, %s\n 815 of the receiver, %s\n",
                                      words[terms->origin], words[terms->to_origin]);
        assert_says(tale, lines, true);
        g_free(lines);
    }
}

static void add(const char *name, void (*test)(struct tale *, gconstpointer))
{
    g_test_add(name, struct tale, NULL, begin, test, end);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/explanation/originals", test_originals_stand_below_what_arrived);
    add("/explanation/addresses-and-pieces", test_addresses_and_pieces);
    add("/explanation/ipv6", test_ipv6);
    add("/explanation/keys", test_keys_and_what_speaks_against_them);
    add("/explanation/not-known", test_what_is_not_known);
    add("/explanation/overwritten", test_a_signature_that_was_overwritten);
    add("/explanation/isns", test_where_initial_sequence_numbers_are_from);
    add("/explanation/not-captured", test_what_is_not_captured_has_no_fields);
    return g_test_run();
}
