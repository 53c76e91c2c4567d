/* Tests which causes of a missing signature are recognised, and that none is if other causes are
 * possible.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/unsigned/unsigned-segment.h"

#include "sent.h"

#define NOPS_4  "\1\1\1\1"
#define ZEROS_8 "\0\0\0\0\0\0\0\0"
#define MSS     "\2\4\5\264"
#define BY_ZEROS                                                                                  \
    "option blanked: its signature was overwritten with zeros (end-of-list options) in transit, " \
    "typically by a firewall"

static struct sign_history client, server;

static void begin(void)
{
    sign_history_clear(&client);
    sign_history_clear(&server);
}

/* Notes a segment. */
static void pass(int64_t milliseconds, bool back, unsigned flags, bool is_signed)
{
    struct sent sent;
    sent_begin(&sent, 1, milliseconds, back);
    if (is_signed)
        sent_sign(&sent);
    sent_is(&sent, flags, 0);
    sign_history_note(back ? &server : &client, &sent.evidence, false);
}

/* Returns why a segment of the client is not signed, such as "RST unsigned: nothing of the
 * connection follows it"; "" if that is unknown. Free with g_free(). */
static char *explain(const struct sent *sent, bool is_over)
{
    const struct unsigned_segment missing = {
        .evidence = &sent->evidence, .own = &client, .other = &server, .is_over = is_over};
    const struct proof *proof = unsigned_segment_read(&missing);
    if (!proof)
        proof = unsigned_segment_explain(&missing);
    if (!proof)
        return g_strdup("");
    g_assert_null(proof->key);
    const char *words = proof->sentence ? proof->sentence : proof->detail;
    g_assert_true(!proof->cure == !proof->sentence);
    g_assert_true(!proof->sentence || !proof->detail); /* either of them replaces the other */
    return g_strconcat(cause_name(proof->cause), words ? ": " : "", words, NULL);
}

static void expect_at(int64_t milliseconds, unsigned flags, bool is_over, const char *text)
{
    struct sent sent;
    sent_begin(&sent, 1, milliseconds, false);
    sent_is(&sent, flags, 0);
    char *said = explain(&sent, is_over);
    g_assert_cmpstr(said, ==, text);
    g_free(said);
}

static void expect_options(const void *options, size_t length, const char *text)
{
    struct sent sent;
    sent_begin(&sent, 1, 0, false);
    sent_options(&sent, options, length);
    sent_is(&sent, FLAG_ACK, 0);
    char *said = explain(&sent, true);
    g_assert_cmpstr(said, ==, text);
    g_free(said);
}

static void test_nothing_is_known(void)
{
    begin();
    expect_at(0, FLAG_ACK, true, "");
    pass(0, false, FLAG_ACK, true);
    pass(0, true, FLAG_ACK, true);
    expect_at(0, FLAG_ACK, true, "");
}

static const struct {
    const char *what, *options;
    size_t length;
    const char *text;
} blanked[] = {
    {"NOPs alone", NOPS_4 NOPS_4 NOPS_4 NOPS_4 NOPS_4, 20, "option blanked"},
    {"18 NOPs", NOPS_4 NOPS_4 NOPS_4 NOPS_4 "\1\1\0\0", 20, "option blanked"},
    {"18 zeros", "\1\1" ZEROS_8 ZEROS_8 "\0\0", 20, BY_ZEROS},
    {"20 zeros", ZEROS_8 ZEROS_8 "\0\0\0\0", 20, BY_ZEROS},
    {"zeros before an option", "\0\0" ZEROS_8 ZEROS_8 "\1\1" MSS, 24, BY_ZEROS},
    {"17 zeros", "\1\1\1" ZEROS_8 ZEROS_8 "\0", 20, ""},
    {"zeros within an option", "\375\24" ZEROS_8 ZEROS_8 "\0\0", 20, ""},
    {"17 NOPs", NOPS_4 NOPS_4 NOPS_4 NOPS_4 "\1\0\0\0", 20, ""},
    {"NOPs on both sides of an option", NOPS_4 NOPS_4 MSS NOPS_4 NOPS_4 NOPS_4, 24, ""},
    {"NOPs after an option", MSS NOPS_4 NOPS_4 NOPS_4 NOPS_4 NOPS_4, 24, "option blanked"},
    {"NOPs within an option", "\375\24" NOPS_4 NOPS_4 NOPS_4 NOPS_4 "\1\1", 20, ""},
};

static void test_blanked(void)
{
    begin();
    for (unsigned i = 0; i < G_N_ELEMENTS(blanked); i++) {
        g_test_message("%s", blanked[i].what);
        expect_options(blanked[i].options, blanked[i].length, blanked[i].text);
    }
}

#define ENHANCED "other authentication: Enhanced Authentication of draft-bonica-tcp-auth, option "

static const struct {
    const char *what, *options;
    size_t length;
    const char *text;
} enhanced[] = {
    {"of kind 253", "\375\20\201\13mac of 96 bi", 16, ENHANCED "253"},
    {"of kind 254", "\376\20\2\77mac of 96 bi", 16, ENHANCED "254"},
    {"the K bit is set", "\376\20\302\1mac of 96 bi", 16, ""},
    {"Res is not zero", "\376\20\2\101mac of 96 bi", 16, ""},
    {"TCP Fast Open", "\376\20\371\211fast open...", 16, ""},
    {"a short MAC", "\375\14\2\1mac of 6", 12, ""},
};

static void test_enhanced_authentication(void)
{
    begin();
    for (unsigned i = 0; i < G_N_ELEMENTS(enhanced); i++) {
        g_test_message("%s", enhanced[i].what);
        expect_options(enhanced[i].options, enhanced[i].length, enhanced[i].text);
    }
}

static void test_ao_where_keys_are_for_md5(void)
{
    struct key md5 = {.algorithm = KEY_MD5}, ao = {.algorithm = KEY_HMAC_SHA_1_96};
    const struct key *both[] = {&md5, &ao};
    struct candidates candidates = {.keys = both};
    const char *const said[] = {"", "other authentication: TCP-AO, option 29", ""};

    begin();
    for (candidates.count = 0; candidates.count <= 2; candidates.count++) {
        struct sent sent;
        sent_begin(&sent, 1, 0, false);
        sent_options(&sent, "\35\20\1\2mac of 96 bi", 16);
        sent.flow.candidates = &candidates;
        char *text = explain(&sent, true);
        g_assert_cmpstr(text, ==, said[candidates.count]);
        g_free(text);
    }
}

static void test_what_becomes_of_a_reset(void)
{
    begin();
    expect_at(5000, FLAG_RST, false, "RST unsigned");
    expect_at(5000, FLAG_RST, true, "RST unsigned: nothing of the connection follows it");
    pass(4999, true, FLAG_ACK, true);
    pass(5000, false, FLAG_RST, false);
    expect_at(5000, FLAG_RST, true, "RST unsigned: nothing of the connection follows it");
    pass(5800, true, FLAG_ACK, true); /* it was in flight */
    expect_at(5000, FLAG_RST, true, "RST unsigned");
    pass(6001, true, FLAG_RST, true);
    expect_at(5000, FLAG_RST, true, "RST unsigned");
    pass(6001, true, FLAG_ACK, true);
    expect_at(5000, FLAG_RST, false, "RST unsigned: the other end ignored it and went on");
    pass(9000, false, FLAG_ACK, false);
    expect_at(5000, FLAG_RST, false, "RST unsigned: the other end ignored it and went on");
    pass(9000, false, FLAG_ACK, true);
    expect_at(5000, FLAG_RST, false,
              "RST unsigned: its alleged sender went on to sign: a device on the path sent it");
}

static void test_a_reset_that_answers_a_syn(void)
{
    static const char said[] = "RST unsigned: it answers a SYN: its sender does not listen on that "
                               "port, or a firewall rejects the connection";
    begin();
    pass(0, true, FLAG_SYN, true);
    expect_at(5, FLAG_RST, true, "RST unsigned: nothing of the connection follows it");
    expect_at(5, FLAG_RST | FLAG_ACK, false, said);
    pass(1000, true, FLAG_SYN, true);
    pass(1001, false, FLAG_RST | FLAG_ACK, false);
    expect_at(1001, FLAG_RST | FLAG_ACK, true, said);
    pass(2000, false, FLAG_SYN | FLAG_ACK, true); /* another host, or a firewall, sent the RST */
    expect_at(5, FLAG_RST | FLAG_ACK, false, "RST unsigned");
    begin();
    pass(0, true, FLAG_SYN, true);
    pass(1, true, FLAG_ACK, true);
    expect_at(5, FLAG_RST | FLAG_ACK, false, "RST unsigned");
}

static void test_a_reset_that_answers_what_is_not_signed(void)
{
    begin();
    pass(0, true, FLAG_SYN, false);
    expect_at(5, FLAG_RST, true, "RST unsigned: it answers an unsigned segment");
    pass(10, true, FLAG_SYN, true);
    expect_at(20, FLAG_RST, true, "RST unsigned: nothing of the connection follows it");
    begin();
    pass(0, true, FLAG_ACK, false);
    pass(1, false, FLAG_ACK, true);
    expect_at(5, FLAG_RST, true, "RST unsigned: nothing of the connection follows it");
}

static void test_a_syn_of_an_end_that_signs(void)
{
    begin();
    pass(0, false, FLAG_SYN, false);
    expect_at(0, FLAG_SYN, false, "SYN unsigned");
    expect_at(0, FLAG_SYN, true, "SYN unsigned: it is never answered");
    pass(1, false, FLAG_ACK, true);
    expect_at(0, FLAG_SYN, true,
              "SYN unsigned: the connection is opened without a signature, but its sender signs "
              "other segments of it");
}

static void test_one_side(void)
{
    begin();
    pass(0, true, FLAG_SYN, true);
    pass(0, false, FLAG_SYN | FLAG_ACK, false);
    expect_at(0, FLAG_ACK, true, ""); /* it may be a stray */
    pass(0, false, FLAG_ACK, false);
    expect_at(0, FLAG_ACK, true, "one side unsigned");
    expect_at(0, FLAG_SYN, true, "SYN unsigned: it is never answered");
    expect_at(0, FLAG_RST, false, "RST unsigned");
    pass(0, false, FLAG_ACK, true);
    expect_at(0, FLAG_ACK, true, "");
}

static void test_a_stray_of_the_other_side(void)
{
    begin();
    pass(0, false, FLAG_ACK, false);
    pass(0, false, FLAG_ACK, false);
    pass(0, true, FLAG_ACK, false);
    pass(0, true, FLAG_ACK, true);
    expect_at(0, FLAG_ACK, true, "");
    pass(0, true, FLAG_ACK, true);
    expect_at(0, FLAG_ACK, true, "one side unsigned");
}

static void test_neither_side(void)
{
    begin();
    for (unsigned i = 0; i < 9; i++) {
        pass(0, true, FLAG_ACK, false);
        pass(0, false, FLAG_ACK, false);
    }
    expect_at(0, FLAG_ACK, true, "");
}

static void test_an_opening(void)
{
    begin();
    pass(0, false, FLAG_SYN, false);
    expect_at(0, FLAG_SYN, false, "SYN unsigned");
    expect_at(0, FLAG_SYN, true, "SYN unsigned: it is never answered");
    pass(0, true, FLAG_SYN, false); /* simultaneous open */
    expect_at(0, FLAG_SYN, true, "SYN unsigned: it is never answered");
    pass(0, true, FLAG_RST | FLAG_ACK, false);
    expect_at(0, FLAG_SYN, true, "SYN unsigned");
    expect_at(0, FLAG_SYN | FLAG_ACK, true, "");
}

/* Notes a signed segment, then the same without the signature and with CHANGED. Returns the
 * proof. */
static const struct proof *seen_before(int64_t milliseconds, enum header_offset changed,
                                       size_t data)
{
    struct sent with, without;
    begin();
    for (unsigned i = 0; i < SAMPLES - 2; i++)
        pass(0, false, FLAG_ACK, true);
    sent_begin(&with, 1, 0, false);
    sent_sign(&with);
    sent_is(&with, FLAG_ACK, 10);
    sent_put(&with, HEADER_SEQUENCE_NUMBER, 77);
    sign_history_note(&client, &with.evidence, false);
    pass(0, false, FLAG_ACK | FLAG_FIN, true);

    sent_begin(&without, 2, milliseconds, false);
    sent_is(&without, FLAG_ACK, data);
    sent_put(&without, HEADER_SEQUENCE_NUMBER, 77);
    without.bytes[HEADER_CHECKSUM] = 0x11; /* the checksum must differ */
    if (changed)
        without.bytes[changed] ^= 1;
    return option_removed(
        &(struct unsigned_segment){.evidence = &without.evidence, .own = &client});
}

/* A segment of 10 bytes that was signed, seen again without the signature. */
static const struct {
    const char *what;
    int64_t milliseconds;
    enum header_offset changed;
    size_t data;
    bool is_removed;
} seen[] = {
    {"just in time", 99, 0, 10, true},
    {"so late that the sender may retransmit it", 100, 0, 10, false},
    {"with more data", 3, 0, 11, false},
    {"with another sequence number", 3, HEADER_SEQUENCE_NUMBER, 10, false},
    {"with another acknowledgment number", 3, HEADER_ACKNOWLEDGMENT_NUMBER, 10, false},
    {"with other flags", 3, HEADER_FLAGS, 10, false},
    {"with another window", 3, HEADER_WINDOW, 10, false},
};

static void test_removed(void)
{
    const struct proof *proof = seen_before(3, 0, 10);
    g_assert_nonnull(proof);
    g_assert_cmpint(proof->cause, ==, CAUSE_OPTION_REMOVED);
    for (unsigned i = 0; i < G_N_ELEMENTS(seen); i++) {
        g_test_message("%s", seen[i].what);
        proof = seen_before(seen[i].milliseconds, seen[i].changed, seen[i].data);
        g_assert_true(!proof == !seen[i].is_removed);
    }
    begin();
    struct sent sent;
    sent_begin(&sent, 1, 0, false);
    g_assert_null(
        option_removed(&(struct unsigned_segment){.evidence = &sent.evidence, .own = &client}));
}

/* Returns true if OTHER at NUMBER is recognised as injected after the client has signed DATA at
 * sequence number 77. */
static bool is_injected(const char *data, uint32_t number, const char *other)
{
    struct sent with, without;
    begin();
    sent_begin(&with, 1, 0, false);
    sent_sign(&with);
    sent_is(&with, FLAG_ACK, strlen(data));
    sent_put(&with, HEADER_SEQUENCE_NUMBER, 77);
    memcpy(with.bytes + TCP_HEADER_LENGTH + 20, data, strlen(data));
    sign_history_note(&client, &with.evidence, false);

    sent_begin(&without, 2, 3, false);
    sent_is(&without, FLAG_ACK, strlen(other));
    sent_put(&without, HEADER_SEQUENCE_NUMBER, number);
    memcpy(without.bytes + TCP_HEADER_LENGTH, other, strlen(other));
    const struct unsigned_segment missing = {.evidence = &without.evidence, .own = &client};
    const bool contradicts = sign_history_contradicts(&client, &without.segment);
    g_assert_false(contradicts && option_removed(&missing));
    g_assert_false(sign_history_disproves(&client, &without.segment)); /* the other may be forged */
    sign_history_note(&client, &with.evidence, true);
    g_assert_true(sign_history_disproves(&client, &without.segment) == contradicts);
    without.segment.captured -= strlen(other) > 2 ? 2 : 0;
    g_assert_false(sign_history_contradicts(&client, &without.segment) && !contradicts);
    return contradicts;
}

#define REAL "the data of a segment, more than what is kept of it"

/* What the client signed at sequence number 77, and what is then seen unsigned. */
static const struct {
    const char *what, *data;
    uint32_t number;
    const char *other;
    bool is_injected;
} injected[] = {
    {"the same", REAL, 77, REAL, false},
    {"the end differs", REAL, 77, "the data of a segment, more than what is kept of IT", true},
    {"a longer one differs", REAL, 77, "the data of a segment, more than what is kept of IT all",
     true},
    {"a longer one", REAL, 77, "the data of a segment, more than what is kept of it all", false},
    {"an earlier one differs", REAL, 75,
     "??the data of a segment, more than what is kept of IT all", true},
    {"an earlier one", REAL, 75, "??the data of a segment", false},
    {"an earlier one differs at once", REAL, 75, "??THE", true},
    {"a part differs", REAL, 81, "DATA", true},
    {"a part", REAL, 81, "data", false},
    {"these bytes are not kept", REAL, 124, "?? it", false},
    {"behind it", REAL, 128, "behind it", false},
    {"before it", REAL, 74, "...", false},
    {"a keep-alive", REAL, 77, "?", false},
    {"no data", REAL, 77, "", false},
    {"no signed data", "", 77, "data", false},
    {"half of the numbers away", REAL, 77 + 0x80000000, "data", false},
};

static void test_injected(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(injected); i++) {
        g_test_message("%s", injected[i].what);
        g_assert_true(is_injected(injected[i].data, injected[i].number, injected[i].other) ==
                      injected[i].is_injected);
    }
}

static void test_removed_at_the_limits_of_time(void)
{
    struct sent with, without;
    begin();
    sent_begin(&with, 1, 0, false);
    sent_sign(&with);
    with.segment.time = INT64_MIN;
    sign_history_note(&client, &with.evidence, false);
    sent_begin(&without, 2, 0, false);
    const struct unsigned_segment missing = {
        .evidence = &without.evidence, .own = &client, .other = &server};
    without.segment.time = INT64_MAX;
    g_assert_null(option_removed(&missing));
    with.segment.time = without.segment.time;
    sign_history_note(&client, &with.evidence, false);
    g_assert_nonnull(option_removed(&missing));
    without.segment.time = INT64_MIN + 1;
    g_assert_nonnull(option_removed(&missing));
    without.bytes[HEADER_FLAGS] = FLAG_RST;
    server.last_time = client.samples[1].time = INT64_MAX;
    g_assert_nonnull(rst_unsigned(&missing));
    without.segment.time = INT64_MAX;
    g_assert_nonnull(rst_unsigned(&missing));
}

static void test_a_shorter_header(void)
{
    struct sent data, opening;
    sent_begin(&data, 1, 0, false);
    sent_is(&data, FLAG_ACK, 0);
    sent_begin(&opening, 1, 0, false);
    sent_is(&opening, FLAG_SYN, 0);

    begin();
    for (unsigned i = 0; i < 4; i++) {
        g_assert_cmpint(sign_history_hint(&client, &data.evidence).kind, ==, HINT_NONE);
        pass(0, false, FLAG_ACK, true);
    }
    const struct hint hint = sign_history_hint(&client, &data.evidence);
    g_assert_cmpint(hint.kind, ==, HINT_HEADER_SHORTER);
    g_assert_cmpuint(hint.number, ==, 20);
    g_assert_cmpint(sign_history_hint(&client, &opening.evidence).kind, ==, HINT_NONE);
    sent_options(&data, MSS, 4); /* has one option more than the signed ones */
    sent_is(&data, FLAG_ACK, 0);
    g_assert_cmpuint(sign_history_hint(&client, &data.evidence).number, ==, 16);
    sent_options(&data, MSS NOPS_4, 8);
    sent_is(&data, FLAG_ACK, 0);
    g_assert_cmpint(sign_history_hint(&client, &data.evidence).kind, ==, HINT_NONE);
}

/* The last signed segment counts that neither opens nor aborts the connection. */
static void test_the_last_that_goes_on(void)
{
    begin();
    g_assert_cmpint(sign_history_signed_on(&client), ==, 0);
    for (int64_t i = 1; i < 2 * SAMPLES; i++) {
        pass(i, false, FLAG_ACK, true);
        g_assert_cmpint(sign_history_signed_on(&client), ==, (1000000 + i) * 1000);
    }
    const int64_t last = sign_history_signed_on(&client);
    pass(100, false, FLAG_RST, true);
    pass(101, false, FLAG_SYN, true);
    pass(102, false, FLAG_ACK, false);
    g_assert_cmpint(sign_history_signed_on(&client), ==, last);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/absence/nothing-is-known", test_nothing_is_known);
    g_test_add_func("/absence/blanked", test_blanked);
    g_test_add_func("/absence/enhanced-authentication", test_enhanced_authentication);
    g_test_add_func("/absence/ao-where-keys-are-for-md5", test_ao_where_keys_are_for_md5);
    g_test_add_func("/absence/what-becomes-of-a-reset", test_what_becomes_of_a_reset);
    g_test_add_func("/absence/a-reset-that-answers-a-syn", test_a_reset_that_answers_a_syn);
    g_test_add_func("/absence/a-reset-that-answers-what-is-not-signed",
                    test_a_reset_that_answers_what_is_not_signed);
    g_test_add_func("/absence/a-syn-of-an-end-that-signs", test_a_syn_of_an_end_that_signs);
    g_test_add_func("/absence/one-side", test_one_side);
    g_test_add_func("/absence/a-stray-of-the-other-side", test_a_stray_of_the_other_side);
    g_test_add_func("/absence/injected", test_injected);
    g_test_add_func("/absence/removed-at-the-limits-of-time", test_removed_at_the_limits_of_time);
    g_test_add_func("/absence/neither-side", test_neither_side);
    g_test_add_func("/absence/an-opening", test_an_opening);
    g_test_add_func("/absence/removed", test_removed);
    g_test_add_func("/absence/a-shorter-header", test_a_shorter_header);
    g_test_add_func("/absence/the-last-that-goes-on", test_the_last_that_goes_on);
    const int status = g_test_run();
    begin(); /* frees what was learned */
    return status;
}
