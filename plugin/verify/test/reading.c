/* Tests in which ways a segment of TCP-AO is read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "judged.h"
#include "plugin/verify/numbering.h"
#include "plugin/verify/reading.h"

#include <string.h>

/* A SYN-ACK acknowledges the ISN of the SYN, and its data if it has any (RFC 7413): then only the
 * SYN shows the ISN, if it was captured before. */
static void test_isn_of_the_opener(void)
{
    enum { NUMBER = 5, ISN = 1000 };
    static const struct {
        enum isn_origin origin;
        uint32_t frame, acknowledged, isn;
    } rows[] = {
        {ISN_UNKNOWN, 0, 501, 500},
        {ISN_CAPTURED, 1, ISN + 1, ISN},
        {ISN_CAPTURED, 1, ISN + 101, ISN},
        {ISN_CAPTURED, NUMBER + 1, ISN + 101, ISN + 100},
        {ISN_CAPTURED, 1, ISN + MAX_SYN_DATA + 1, ISN},
        {ISN_CAPTURED, 1, ISN + MAX_SYN_DATA + 2, ISN + MAX_SYN_DATA + 1},
    };

    bytes[HEADER_FLAGS] = FLAG_SYN | FLAG_ACK;
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        const uint32_t acknowledged = g_htonl(rows[i].acknowledged);
        struct ao_state ao = {.numbering = numbering_new()};
        struct incarnation incarnation = {.ao = &ao};
        const struct flow flow = {.incarnation = &incarnation, .direction = 1, .number = NUMBER};
        const struct segment segment = segment_between(179, 40000);

        memcpy(bytes + HEADER_ACKNOWLEDGMENT_NUMBER, &acknowledged, 4);
        if (rows[i].origin != ISN_UNKNOWN)
            numbered_end_begin(&ao.numbering->ends[0], ISN, rows[i].frame, rows[i].origin);
        g_assert_cmpuint(reading_terms_of_syn(&segment, &flow).to_isn, ==, rows[i].isn);
        numbering_free(ao.numbering);
    }
    memset(bytes + HEADER_ACKNOWLEDGMENT_NUMBER, 0, 4);
    bytes[HEADER_FLAGS] = 0;
}

/* The other options mode is only reported of the key whose MAC is shown. */
static void test_other_options_mode(void)
{
    const struct segment segment = segment_between(179, 40000);
    uint8_t *const mac = bytes + TCP_HEADER_LENGTH + 4 + AO_HEADER_LENGTH;
    const struct signature_options options = {
        .ao = 1, .signature = {.kind = OPTION_AO, .length = 12, .mac = mac}};
    struct key *const other = key_copy(key_named("ao"));
    const struct key *const keys[] = {key_named("ao"), other};
    const struct flow nothing = {0};

    secret_free(other->secret);
    other->secret = secret_new("other", strlen("other"));
    other->options = KEY_OPTIONS_INCLUDED;
    memcpy(bytes + TCP_HEADER_LENGTH, (const uint8_t[]){2, 4, 5, 0xb4, OPTION_AO, 16, 0, 0}, 8);
    bytes[HEADER_FLAGS] = FLAG_SYN;
    sign_ao(&segment, &options.signature, &nothing, other, mac);
    other->options = KEY_OPTIONS_EXCLUDED;
    for (unsigned first = 0; first < 2; first++) {
        const struct candidates candidates = {.keys = keys + first, .count = 2 - first};
        const struct flow flow = {.candidates = &candidates};
        const struct finding finding = verify_signed(&segment, &options, &flow, hasher);
        g_assert_cmpint(finding.verdict, ==, VERDICT_BAD);
        g_assert_true(finding.key == keys[first]);
        g_assert_cmpint(finding.mismatch, ==, first == 1 ? MISMATCH_OPTIONS : MISMATCH_NONE);
    }
    key_free(other);
    bytes[HEADER_FLAGS] = 0;
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    judged_begin();
    g_test_add_func("/reading/isn-of-the-opener", test_isn_of_the_opener);
    g_test_add_func("/reading/other-options-mode", test_other_options_mode);
    const int failed = g_test_run();
    judged_end();
    return failed;
}
