/* Tests what the walk over a segment's options finds, and that it never leaves the captured bytes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/verify/option.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define DIGEST "0123456789abcdef"
#define MD5    "\x13\x12" DIGEST
#define AO     "\x1d\x10\x01\x02MAC: 96 bits" /* KeyID, RNextKeyID, MAC */
#define NOP    "\x01"
#define EOL    "\x00"
#define MSS    "\x02\x04\x05\xb4"
#define STAMP  "\x08\x0a........"

/* Returns the end of a page after which nothing can be read. */
static uint8_t *edge(void)
{
    static uint8_t *end;
    if (!end) {
        const size_t page = (size_t)sysconf(_SC_PAGESIZE);
        uint8_t *pages =
            mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        g_assert_true(pages != MAP_FAILED);
        g_assert_cmpint(mprotect(pages + page, page, PROT_NONE), ==, 0);
        end = pages + page;
    }
    return end;
}

/* Returns a segment with CAPTURED bytes captured and a header of WORDS. OPTIONS follow the first 20
 * bytes, and may be longer than the header. */
static struct segment segment_with(const char *options, size_t length, unsigned words,
                                   size_t captured)
{
    uint8_t bytes[TCP_HEADER_LENGTH + 64] = {[12] = (uint8_t)(words << 4)};
    g_assert_cmpuint(length, <=, 64);
    memcpy(bytes + TCP_HEADER_LENGTH, options, length);
    return (struct segment){
        .bytes = memcpy(edge() - captured, bytes, captured),
        .captured = captured,
        .length = TCP_HEADER_LENGTH + length,
    };
}

#define TEXT(text) text, sizeof text - 1

/* Options that fill the header completely. */
static const struct {
    const char *rule, *options;
    size_t length;
    unsigned md5, ao;
    size_t digest; /* where it is in OPTIONS; 0: there is none */
    enum reason defect;
} wholes[] = {
    {"no options", TEXT(""), 0, 0, 0, REASON_NONE},
    {"options of other kinds", TEXT(MSS NOP NOP STAMP), 0, 0, 0, REASON_NONE},
    {"a signature alone", TEXT(MD5 NOP NOP), 1, 0, 2, REASON_NONE},
    {"a signature behind others", TEXT(MSS NOP NOP MD5), 1, 0, 8, REASON_NONE},
    {"a signature at the very end", TEXT(NOP NOP MD5), 1, 0, 4, REASON_NONE},
    {"a signature between others", TEXT(NOP NOP MD5 MSS), 1, 0, 4, REASON_NONE},
    {"TCP-AO", TEXT(AO), 0, 1, 0, REASON_NONE},
    {"TCP-AO of the least length", TEXT("\x1d\x04\x01\x02"), 0, 1, 0, REASON_NONE},
    {"TCP-AO of the greatest length", TEXT("\x1d\x28\x01\x02" DIGEST DIGEST "1234"), 0, 1, 0,
     REASON_NONE},

    {"the end of the list ends the walk", TEXT(EOL NOP MD5), 0, 0, 0, REASON_NONE},
    {"a signature behind the end of the list is none", TEXT(MD5 EOL NOP MD5 EOL NOP), 1, 0, 2,
     REASON_NONE},
    {"the end of the list has no length", TEXT(NOP EOL "\x13\x03"), 0, 0, 0, REASON_NONE},
    {"no operation has no length", TEXT(NOP MD5 NOP), 1, 0, 3, REASON_NONE},
    {"a signature within another option is none", TEXT("\xfd\x14" MD5), 0, 0, 0, REASON_NONE},
    {"another option of length 0 ends the walk", TEXT("\x08\x00" MD5), 0, 0, 0, REASON_NONE},
    {"another option of length 1 ends the walk", TEXT("\x08\x01" MD5), 0, 0, 0, REASON_NONE},
    {"another option of length 2 does not", TEXT("\x04\x02" MD5), 1, 0, 4, REASON_NONE},
    {"another option beyond the header ends the walk", TEXT("\x08\xff" MD5), 0, 0, 0, REASON_NONE},
    {"another option whose length is missing", TEXT(NOP NOP NOP "\x08"), 0, 0, 0, REASON_NONE},

    {"a signature of length 0", TEXT("\x13\x00" NOP NOP), 1, 0, 0, REASON_LENGTH},
    {"a signature of length 1", TEXT("\x13\x01" NOP NOP), 1, 0, 0, REASON_LENGTH},
    {"a signature of length 2", TEXT("\x13\x02" NOP NOP), 1, 0, 0, REASON_LENGTH},
    {"a signature of length 17", TEXT("\x13\x11" DIGEST NOP NOP), 1, 0, 0, REASON_LENGTH},
    {"a signature of length 19", TEXT("\x13\x13" DIGEST NOP NOP), 1, 0, 0, REASON_LENGTH},
    {"a signature of length 19 beyond the header", TEXT(NOP NOP "\x13\x13" DIGEST), 1, 0, 0,
     REASON_LENGTH},
    {"TCP-AO of length 0", TEXT("\x1d\x00" NOP NOP), 0, 1, 0, REASON_LENGTH},
    {"TCP-AO of length 1", TEXT("\x1d\x01" NOP NOP), 0, 1, 0, REASON_LENGTH},
    {"TCP-AO of length 3", TEXT("\x1d\x03\x01" NOP), 0, 1, 0, REASON_LENGTH},

    {"a signature beyond the header", TEXT(NOP NOP NOP NOP "\x13\x12.............."), 1, 0, 0,
     REASON_BEYOND_HEADER},
    {"a signature whose length is missing", TEXT(NOP NOP NOP "\x13"), 1, 0, 0,
     REASON_BEYOND_HEADER},
    {"TCP-AO beyond the header", TEXT("\x1d\x05\x01\x02"), 0, 1, 0, REASON_BEYOND_HEADER},
    {"TCP-AO whose length is missing", TEXT(NOP NOP NOP "\x1d"), 0, 1, 0, REASON_BEYOND_HEADER},

    {"both kinds", TEXT(MD5 NOP NOP AO), 1, 1, 2, REASON_MD5_AND_AO},
    {"both kinds, the other first", TEXT(AO NOP NOP MD5), 1, 1, 20, REASON_MD5_AND_AO},
    {"a signature twice", TEXT(MD5 MD5), 2, 0, 2, REASON_REPEATED},
    {"TCP-AO twice", TEXT(AO AO), 0, 2, 0, REASON_REPEATED},

    {"length goes before beyond header", TEXT("\x13\x02" NOP NOP NOP NOP "\x13\x12"), 2, 0, 0,
     REASON_LENGTH},
    {"length goes before both kinds", TEXT(MD5 "\x1d\x02"), 1, 1, 2, REASON_LENGTH},
    {"length goes before repeated", TEXT(MD5 "\x13\x02"), 2, 0, 2, REASON_LENGTH},
    {"beyond header goes before both kinds", TEXT(MD5 "\x1d\x04"), 1, 1, 2, REASON_BEYOND_HEADER},
    {"beyond header goes before repeated", TEXT(MD5 "\x13\x12"), 2, 0, 2, REASON_BEYOND_HEADER},
    {"both kinds goes before repeated", TEXT("\x1d\x04\x01\x02\x1d\x04\x01\x02" NOP NOP MD5), 1, 2,
     12, REASON_MD5_AND_AO},
    {"a well-formed signature behind a malformed one", TEXT("\x13\x04\x01\x01" NOP NOP MD5), 2, 0,
     8, REASON_LENGTH},
};

static void test_options_captured_whole(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(wholes); i++) {
        const size_t header = TCP_HEADER_LENGTH + wholes[i].length;
        const struct segment segment =
            segment_with(wholes[i].options, wholes[i].length, (unsigned)header / 4, header);
        const struct signature_options found = option_walk(&segment);

        g_test_message("%s", wholes[i].rule);
        g_assert_cmpuint(wholes[i].length % 4, ==, 0);
        g_assert_cmpuint(found.md5, ==, wholes[i].md5);
        g_assert_cmpuint(found.ao, ==, wholes[i].ao);
        g_assert_cmpint(found.defect, ==, wholes[i].defect);
        g_assert_false(found.cut);
        if (wholes[i].digest == 0)
            g_assert_null(option_digest(&found));
        else
            g_assert_true(option_digest(&found) ==
                          segment.bytes + TCP_HEADER_LENGTH + wholes[i].digest);
    }
}

/* Options that are partly outside the header or the capture. */
static const struct {
    const char *rule, *options;
    size_t length;
    unsigned words;
    size_t captured; /* of OPTIONS */
    unsigned md5, ao;
    bool digest;
    enum reason defect;
    bool cut;
} parts[] = {
    {"no header is shorter than 20 bytes", TEXT(MD5), 4, 18, 0, 0, false, REASON_NONE, false},
    {"nor of length 0", TEXT(MD5), 0, 18, 0, 0, false, REASON_NONE, false},
    {"data is no option", TEXT(MD5 NOP NOP), 5, 20, 0, 0, false, REASON_NONE, false},
    {"a digest may not reach into the data", TEXT(MD5 NOP NOP), 9, 20, 1, 0, false,
     REASON_BEYOND_HEADER, false},
    {"a length may not be in the data", TEXT(NOP NOP NOP MD5 NOP NOP NOP), 6, 24, 1, 0, false,
     REASON_BEYOND_HEADER, false},

    {"options not captured", TEXT(MD5 NOP NOP), 10, 0, 0, 0, false, REASON_NONE, true},
    {"a kind alone captured", TEXT(MD5 NOP NOP), 10, 1, 1, 0, false, REASON_NONE, true},
    {"kind and length captured", TEXT(MD5 NOP NOP), 10, 2, 1, 0, false, REASON_NONE, true},
    {"a part of the digest captured", TEXT(MD5 NOP NOP), 10, 17, 1, 0, false, REASON_NONE, true},
    {"the digest captured, but not the rest", TEXT(MD5 NOP NOP), 10, 18, 1, 0, true, REASON_NONE,
     true},
    {"the kind of TCP-AO alone captured", TEXT(AO), 9, 1, 0, 1, false, REASON_NONE, true},
    {"a wrong length captured", TEXT("\x13\x0a........" NOP NOP), 8, 2, 1, 0, false, REASON_LENGTH,
     true},
    {"a length beyond the header captured", TEXT("\x13\x12......"), 7, 2, 1, 0, false,
     REASON_BEYOND_HEADER, true},
    {"a wrong length that was not captured", TEXT("\x13\x0a........" NOP NOP), 8, 1, 1, 0, false,
     REASON_NONE, true},
    {"another option cut", TEXT(STAMP NOP NOP MD5 NOP NOP), 13, 5, 0, 0, false, REASON_NONE, true},
    {"the end of the list seen: nothing can follow", TEXT(NOP EOL EOL EOL MD5 NOP NOP), 11, 2, 0, 0,
     false, REASON_NONE, false},
    {"a malformed option at the cut: nothing can follow", TEXT("\x08\x01" MD5), 10, 2, 0, 0, false,
     REASON_NONE, false},
    {"a malformed option seen: nothing can follow", TEXT("\x08\x00" MD5), 10, 2, 0, 0, false,
     REASON_NONE, false},
    {"no operation up to the cut", TEXT(NOP NOP NOP NOP), 6, 3, 0, 0, false, REASON_NONE, true},
};

static void test_options_in_part(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++) {
        const struct segment segment =
            segment_with(parts[i].options, parts[i].length, parts[i].words,
                         TCP_HEADER_LENGTH + parts[i].captured);
        const struct signature_options found = option_walk(&segment);

        g_test_message("%s", parts[i].rule);
        g_assert_cmpuint(found.md5, ==, parts[i].md5);
        g_assert_cmpuint(found.ao, ==, parts[i].ao);
        g_assert_true((option_digest(&found) != NULL) == parts[i].digest);
        g_assert_cmpint(found.defect, ==, parts[i].defect);
        g_assert_true(found.cut == parts[i].cut);
    }
}

/* Signatures that a receiver does not reach. */
static const struct {
    const char *rule, *options;
    size_t length;
    bool broken;
    uint8_t hidden;
} lists[] = {
    {"behind a length of 0", TEXT("\x08\x00" MD5), true, OPTION_MD5},
    {"behind a length of 1", TEXT(NOP NOP "\x05\x01" AO), true, OPTION_AO},
    {"behind a length beyond the header", TEXT("\x4c\x30" MD5), true, OPTION_MD5},
    {"behind an MSS option that is too long", TEXT("\x02\x14" MD5), true, OPTION_MD5},
    {"behind a window scale that is too long", TEXT("\x03\x18......" AO), true, OPTION_AO},
    {"behind the end of the list", TEXT(EOL NOP MD5), false, OPTION_MD5},
    {"right behind the end of the list", TEXT(NOP EOL MD5), false, OPTION_MD5},
    {"behind the end of the list, behind others", TEXT(MSS EOL NOP NOP NOP AO), false, OPTION_AO},
    {"an impossible length, and no signature", TEXT("\x08\x00........" NOP NOP), true, 0},
    {"another option has its length", TEXT(EOL NOP "\x21\x12" DIGEST), false, 0},
    {"its length is another", TEXT(EOL NOP "\x13\x11" DIGEST), false, 0},
    {"there is no room for it", TEXT(EOL "\x13\x12............."), false, 0},
    {"one that looks so in an option of any length", TEXT("\xfd\x14" MD5), false, 0},
    {"one that is found comes first", TEXT(MD5 EOL NOP MD5 NOP NOP), false, 0},
    {"padding", TEXT(MSS EOL EOL EOL EOL), false, 0},
};

static void test_hidden_signatures(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++) {
        const size_t header = TCP_HEADER_LENGTH + lists[i].length;
        const struct segment segment =
            segment_with(lists[i].options, lists[i].length, (unsigned)header / 4, header);
        const struct signature_options found = option_walk(&segment);

        g_test_message("%s", lists[i].rule);
        g_assert_cmpuint(lists[i].length % 4, ==, 0);
        g_assert_true(found.broken == lists[i].broken);
        g_assert_cmpuint(found.hidden, ==, lists[i].hidden);
    }
}

static void test_a_header_that_was_not_captured_says_nothing(void)
{
    for (size_t captured = 4; captured < TCP_HEADER_LENGTH; captured++) {
        const struct segment segment = segment_with(TEXT(MD5 NOP NOP), 10, captured);
        const struct signature_options found = option_walk(&segment);
        g_assert_cmpuint(found.md5 + found.ao, ==, 0);
        g_assert_cmpint(found.defect, ==, REASON_NONE);
        g_assert_null(option_digest(&found));
        g_assert_true(found.cut);
    }
}

/* Other results of a walk. */
static const struct {
    const char *rule, *options;
    size_t length;
    bool sack;
    unsigned blanks;
    size_t experiment; /* where it is, counting from 1; 0: there is none */
} others[] = {
    {"nothing", TEXT(MSS), false, 0, 0},
    {"selective acknowledgements", TEXT("\x05\x0a........"), true, 0, 0},
    {"that they are permitted is none", TEXT("\x04\x02" NOP NOP), false, 2, 0},
    {"they are behind the end", TEXT(EOL "\x05\x02"), false, 0, 0},
    {"the longest row of blanks", TEXT(NOP MSS NOP NOP NOP MSS NOP NOP), false, 3, 0},
    {"blanks in an option are none", TEXT("\x08\x0a" NOP NOP NOP NOP NOP NOP NOP NOP), false, 0, 0},
    {"blanks behind the end are none", TEXT(NOP EOL NOP NOP), false, 1, 0},
    {"an experiment", TEXT(MSS "\xfd\x04.."), false, 0, 5},
    {"the other number", TEXT("\xfe\x04.."), false, 0, 1},
    {"the first of two", TEXT("\xfe\x04..\xfd\x04.."), false, 0, 1},
    {"one that is too short", TEXT("\xfd\x01.."), false, 0, 0},
    {"one beyond the header", TEXT("\xfd\x05.."), false, 0, 0},
};

static void test_other_options(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(others); i++) {
        const size_t header = TCP_HEADER_LENGTH + others[i].length;
        const struct segment segment =
            segment_with(others[i].options, others[i].length, (unsigned)(header + 3) / 4, header);
        const struct signature_options found = option_walk(&segment);

        g_test_message("%s", others[i].rule);
        g_assert_true(found.sack == others[i].sack);
        g_assert_cmpuint(found.blanks, ==, others[i].blanks);
        if (others[i].experiment == 0)
            g_assert_null(found.experiment);
        else
            g_assert_true(found.experiment ==
                          segment.bytes + TCP_HEADER_LENGTH + others[i].experiment - 1);
    }
}

static char random_byte(void)
{
    const char likely[] = {0, 1, 2, 3, 4, 5, 8, 10, 17, 18, 19, 29, 40, (char)253};
    return g_test_rand_int_range(0, 8) == 0 ? (char)g_test_rand_int_range(0, 256)
                                            : likely[g_test_rand_int_range(0, sizeof likely)];
}

/* Checks random options. Reading beyond the captured bytes would end the program: see edge(). */
static void check_random_options(const char *options, unsigned words)
{
    const size_t header = words * 4;
    struct segment segment = segment_with(options, 40, words, TCP_HEADER_LENGTH + 40);
    const struct signature_options whole = option_walk(&segment);

    g_assert_false(whole.cut);
    g_assert_cmpuint((whole.md5 + whole.ao) * 2, <=, 40 + 1);
    for (size_t captured = 4; captured <= TCP_HEADER_LENGTH + 40; captured++) {
        segment = segment_with(options, 40, words, captured);
        const struct signature_options found = option_walk(&segment);
        const uint8_t *end = segment.bytes + MIN(captured, header);

        g_assert_cmpuint(found.md5, <=, whole.md5);
        g_assert_cmpuint(found.ao, <=, whole.ao);
        g_assert_true(found.defect == REASON_NONE || whole.defect != REASON_NONE);
        const struct signature *signature = &found.signature;
        g_assert_true(signature->kind == 0 ||
                      (signature->mac >= segment.bytes + TCP_HEADER_LENGTH + 2 &&
                       signature->mac + signature->length <= end));
        g_assert_true(!found.experiment || found.experiment + found.experiment[1] <= end);
        if (captured >= MAX(header, TCP_HEADER_LENGTH)) {
            g_assert_false(found.cut);
            g_assert_cmpuint(found.md5, ==, whole.md5);
            g_assert_cmpuint(found.ao, ==, whole.ao);
            g_assert_cmpint(found.defect, ==, whole.defect);
        }
    }
}

static void test_random_options_at_every_cut(void)
{
    for (unsigned i = 0; i < 20000; i++) {
        char options[40];
        for (unsigned j = 0; j < sizeof options; j++)
            options[j] = random_byte();
        check_random_options(options, (unsigned)g_test_rand_int_range(0, 16));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/option/options-captured-whole", test_options_captured_whole);
    g_test_add_func("/option/options-in-part", test_options_in_part);
    g_test_add_func("/option/hidden-signatures", test_hidden_signatures);
    g_test_add_func("/option/a-header-that-was-not-captured-says-nothing",
                    test_a_header_that_was_not_captured_says_nothing);
    g_test_add_func("/option/other-options", test_other_options);
    g_test_add_func("/option/random-options-at-every-cut", test_random_options_at_every_cut);
    return g_test_run();
}
