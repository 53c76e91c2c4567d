/* Tests that the lines of an explanation are the bytes that the signer hashed.
 *
 * Each case is a signer that writes what it hashes, byte by byte, without any code of the program.
 * The program examines the segment that arrived, proves the cause, examines other segments, and
 * explains the cause only then. The lines of its text, with the secret after or before them, must
 * have the digest that arrived.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/explanation.h"

#include "story.h"

#include <string.h>

static void put_signed(struct story *story, enum header_offset offset, unsigned size,
                       uint32_t number)
{
    story_put(story->signed_one.header + offset, size, number);
}

static void change_named_port(struct story *story)
{
    story_name_port(story, 1790);
    put_signed(story, HEADER_SOURCE_PORT, 2, 1790);
}

/* The flag and the pointer together. */
static void change_urgent_data(struct story *story)
{
    story->signed_one.header[HEADER_FLAGS] |= FLAG_URG;
    put_signed(story, HEADER_URGENT_POINTER, 2, 77);
}

static void change_data_offset(struct story *story)
{
    story->signed_one.header[HEADER_DATA_OFFSET] = 0xf0;
    story->signed_one.length += 60 - HEADER;
}

/* Found by a guess that other guesses replace afterwards. */
static void change_sequence_number(struct story *story)
{
    const struct segment ends = {.from = {story_address(story->arrived.from), 40001},
                                 .to = {story_address(story->arrived.to), 179}};
    found_shifts_add(story->found, &ends.from, &ends.to, (struct shifts){5000, 0});
    found_shifts_add(story->found, &ends.to, &ends.from, (struct shifts){300, 0});
    put_signed(story, HEADER_SEQUENCE_NUMBER, 4, 2000);
    put_signed(story, HEADER_ACKNOWLEDGMENT_NUMBER, 4, 9300);
}

static void change_source_address(struct story *story)
{
    story->signed_one.from = story_host(story, 2);
    story->key->signed_as[0] = story_address(story->signed_one.from);
}

static void change_destination_address(struct story *story)
{
    story->signed_one.to = story_host(story, 2);
    story->key->signed_as[1] = story_address(story->signed_one.to);
}

static void change_both_addresses(struct story *story)
{
    story->signed_one.from = story_host(story, 3);
    story->signed_one.to = story_host(story, 2);
    story->key->signed_as[0] = story_address(story->signed_one.from);
    story->key->signed_as[1] = story_address(story->signed_one.to);
}

static void change_key_not_valid(struct story *story)
{
    story_add_key(story, "valid", "autumn");
    story->key->from = INT64_MAX - 1;
}

static void change_other_key(struct story *story)
{
    story_name_port(story, 646);
    story_add_key(story, "candidate", "autumn");
}

static void change_key_variant(struct story *story)
{
    story->signed_one.secret = "spring\n";
}

static void change_options_hashed(struct story *story)
{
    story->signed_one.hashes_options = true;
}

static void change_length_without_options(struct story *story)
{
    story->signed_one.length -= OPTIONS;
}

static void change_addresses_swapped(struct story *story)
{
    story->signed_one.from = story->arrived.to;
    story->signed_one.to = story->arrived.from;
}

static void change_key_first(struct story *story)
{
    story->signed_one.key_first = true;
}

/* The last of the merged segments had PSH and FIN. */
static void change_merged(struct story *story)
{
    story->arrived.header[HEADER_FLAGS] |= FLAG_FIN;
    story->arrived.data_length = 3000;
    story->signed_one.data_length = 1448;
    story->signed_one.length = HEADER + 1448;
    put_signed(story, HEADER_FLAGS, 1, FLAG_ACK);
}

/* What was signed other than it arrived: a FIELD of SIZE bytes had NUMBER, or CHANGE says it. */
static const struct difference {
    const char *name;
    enum cause cause;
    void (*change)(struct story *story);
    enum header_offset field;
    unsigned size;
    uint32_t number;
} differences[] = {
    {"source-port", CAUSE_SOURCE_PORT, .field = HEADER_SOURCE_PORT, .size = 2, .number = 50000},
    {"destination-port", CAUSE_DESTINATION_PORT, .field = HEADER_DESTINATION_PORT, .size = 2,
     .number = 646},
    {"named-port", CAUSE_SOURCE_PORT, .change = change_named_port},
    {"window", CAUSE_WINDOW, .field = HEADER_WINDOW, .size = 2, .number = 4096},
    {"flags", CAUSE_FLAGS, .field = HEADER_DATA_OFFSET, .size = 2,
     .number = HEADER / 4u << 12 | 0xac2},
    {"urgent-pointer", CAUSE_URGENT_POINTER, .field = HEADER_URGENT_POINTER, .size = 2,
     .number = 77},
    {"urgent-data", CAUSE_URGENT_POINTER, .change = change_urgent_data},
    {"data-offset", CAUSE_DATA_OFFSET, .change = change_data_offset},
    {"sequence-number", CAUSE_SEQUENCE_NUMBER, .change = change_sequence_number},
    {"source-address", CAUSE_SOURCE_ADDRESS, .change = change_source_address},
    {"destination-address", CAUSE_DESTINATION_ADDRESS, .change = change_destination_address},
    {"both-addresses", CAUSE_BOTH_ADDRESSES, .change = change_both_addresses},
    {"key-not-valid", CAUSE_KEY_NOT_VALID, .change = change_key_not_valid},
    {"other-key", CAUSE_OTHER_KEY, .change = change_other_key},
    {"key-variant", CAUSE_KEY_VARIANT, .change = change_key_variant},
    {"options-hashed", CAUSE_OPTIONS_HASHED, .change = change_options_hashed},
    {"checksum-hashed", CAUSE_CHECKSUM_HASHED, .field = HEADER_CHECKSUM, .size = 2,
     .number = 0x1234}, /* it arrives with this checksum */
    {"length-without-options", CAUSE_LENGTH_WITHOUT_OPTIONS,
     .change = change_length_without_options},
    {"addresses-swapped", CAUSE_ADDRESSES_SWAPPED, .change = change_addresses_swapped},
    {"key-first", CAUSE_KEY_FIRST, .change = change_key_first},
    {"merged", CAUSE_MERGED, .change = change_merged},
};

static void test_difference(struct story *story, gconstpointer data)
{
    const struct difference *difference = data;
    g_test_message("%s", difference->name);
    if (difference->change)
        difference->change(story);
    else
        put_signed(story, difference->field, difference->size, difference->number);
    story_prove(story, difference->cause);
}

/* A guess whose index differs when the text is written: a window seen in the direction. */
static void test_known_window(struct story *story, gconstpointer data)
{
    (void)data;
    for (uint16_t window = 4096; window < 4100; window++) {
        put_signed(story, HEADER_WINDOW, 2, window);
        story_prove(story, CAUSE_WINDOW);
    }
    put_signed(story, HEADER_WINDOW, 2, 4097);
    story_prove(story, CAUSE_WINDOW);
}

/* The digest was computed before the options were inserted, or with only the other ones. */
static void test_signed_too_early(struct story *story, gconstpointer data)
{
    (void)data;
    story->signed_one.header[HEADER_DATA_OFFSET] = 0x50;
    story->signed_one.length -= OPTIONS;
    story_prove(story, CAUSE_SIGNED_TOO_EARLY);
    story->signed_one.length += OPTIONS;
    story_prove(story, CAUSE_SIGNED_TOO_EARLY);
    story->signed_one.header[HEADER_DATA_OFFSET] = 0x60;
    story->signed_one.hashes_options = true;
    story->signed_one.options_length = 4;
    memcpy(story->arrived.options + 20, "\2\4\5\xb4", 4);
    memcpy(story->signed_one.options, "\2\4\5\xb4", 4);
    story_prove(story, CAUSE_SIGNED_TOO_EARLY);
}

/* One byte of ten; all of fewer bytes than the text has room for, and of more. */
static void test_data_cut(struct story *story, gconstpointer data)
{
    (void)data;
    static const struct {
        size_t arrived, hashed;
    } lengths[] = {{10, 1}, {64, 0}, {1400, 1000}};
    for (unsigned i = 0; i < G_N_ELEMENTS(lengths); i++) {
        story->arrived.data_length = lengths[i].arrived;
        story->signed_one.data_length = lengths[i].hashed;
        story->signed_one.length = HEADER + (uint32_t)lengths[i].arrived;
        story_prove(story, CAUSE_DATA_CUT);
    }
}

static void test_mapped_addresses(struct story *story, gconstpointer data)
{
    (void)data;
    static const uint8_t mapped[][16] = {{[10] = 0xff, 0xff, 192, 0, 2, 1},
                                         {[10] = 0xff, 0xff, 192, 0, 2, 2}};
    if (story->ipv6)
        return;
    story->signed_one.from = g_bytes_new_static(mapped[0], 16);
    story->signed_one.to = g_bytes_new_static(mapped[1], 16);
    story_prove(story, CAUSE_MAPPED_ADDRESSES);
}

/* The first piece arrives last, and is not the longest. For each piece, the whole segment is shown,
 * with the part of its data that is in this piece. */
static void test_split(struct story *story, gconstpointer data)
{
    (void)data;
    static const struct {
        unsigned from, length;
        uint8_t flags;
        const char *part;
    } pieces[] = {{100, 200, FLAG_ACK, "has bytes 100 to 299 of them"},
                  {300, 50, FLAG_ACK | FLAG_PSH, "has bytes 300 to 349 of them"},
                  {0, 100, FLAG_ACK | FLAG_CWR, "has bytes 0 to 99 of them"}};
    struct arrival arrivals[G_N_ELEMENTS(pieces)];
    uint8_t digest[DIGEST_LENGTH];

    story->signed_one.data_length = 350;
    story->signed_one.length = HEADER + 350;
    put_signed(story, HEADER_FLAGS, 1, FLAG_ACK | FLAG_PSH | FLAG_CWR);
    signer_sign(&story->signed_one, digest);
    for (unsigned i = 0; i < G_N_ELEMENTS(pieces); i++) {
        struct signer piece = story->arrived;
        piece.data_length = pieces[i].length;
        memcpy(piece.data, story->signed_one.data + pieces[i].from, piece.data_length);
        story_put(piece.header + HEADER_SEQUENCE_NUMBER, 4, 7000 + pieces[i].from);
        piece.header[HEADER_FLAGS] = pieces[i].flags;
        story_arrive(story, &piece, digest, &arrivals[i]);
        diagnose_examine(story->investigation, story->history, &arrivals[i].evidence,
                         &arrivals[i].diagnosis);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(pieces); i++) {
        diagnose_review(story->history, &arrivals[i].evidence, true, &arrivals[i].diagnosis);
        g_assert_cmpint(arrivals[i].diagnosis.proof->cause, ==, CAUSE_SPLIT);
        g_assert_nonnull(arrivals[i].diagnosis.proof->key);
        story_assert_shown(story, &arrivals[i]);
        char *text = explanation_of(&arrivals[i].evidence, &arrivals[i].diagnosis);
        g_assert_nonnull(strstr(text, pieces[i].part));
        g_free(text);
    }
}

static void add(const char *name, const struct difference *difference,
                void (*test)(struct story *, gconstpointer))
{
    char *paths[] = {g_strconcat("/shown/ipv4/", name, NULL),
                     g_strconcat("/shown/ipv6/", name, NULL)};
    g_test_add(paths[0], struct story, difference, story_begin_ipv4, test, story_end);
    g_test_add(paths[1], struct story, difference, story_begin_ipv6, test, story_end);
    g_free(paths[0]);
    g_free(paths[1]);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(differences); i++)
        add(differences[i].name, &differences[i], test_difference);
    add("known-window", NULL, test_known_window);
    add("signed-too-early", NULL, test_signed_too_early);
    add("data-cut", NULL, test_data_cut);
    add("mapped-addresses", NULL, test_mapped_addresses);
    add("split", NULL, test_split);
    return g_test_run();
}
