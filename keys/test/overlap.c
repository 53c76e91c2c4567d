/* Tests the relation of two keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/overlap.h"

#include <string.h>

/* Returns the key "END END PORT SEND-ID RECV-ID FROM UNTIL SECRET [OPTIONS]"; an END is ADDRESS or
 * ADDRESS=SIGNED-AS. */
static struct key *key_of(const char *words)
{
    const enum key_attribute order[] = {KEY_FIRST_END, KEY_SECOND_END, KEY_PORT, KEY_SEND_ID,
                                        KEY_RECV_ID,   KEY_FROM,       KEY_UNTIL};
    char **word = g_strsplit(words, " ", -1);
    struct key *key = key_new("k", "f:1");

    for (unsigned i = 0; i < 2; i++) {
        char *signed_as = strchr(word[i], '=');
        if (!signed_as)
            continue;
        *signed_as = '\0';
        g_assert_true(key_set(key, KEY_FIRST_SIGNED_AS + i, signed_as + 1, NULL));
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(order); i++)
        if (strcmp(word[i], "-") != 0)
            g_assert_true(key_set(key, order[i], word[i], NULL));
    key->secret = secret_new(word[7], strlen(word[7]));
    if (word[8])
        g_assert_true(key_set(key, KEY_OPTIONS, word[8], NULL));
    g_strfreev(word);
    return key;
}

static const struct {
    const char *rule, *one, *other;
    enum overlap overlap;
} cases[] = {
    {"equal", "192.0.2.1 * 1 - - - - x", "192.0.2.1 * 1 - - - - x", OVERLAP_SAME},
    {"ends have no order", "192.0.2.1 * - - - - - x", "* 192.0.2.1 - - - - - x", OVERLAP_SAME},
    {"but key ids turn with them", "192.0.2.1 * - 1 2 - - x", "* 192.0.2.1 - 2 1 - - x",
     OVERLAP_SAME},
    {"key ids that do not", "192.0.2.1 * - 1 2 - - x", "* 192.0.2.1 - 1 2 - - x", OVERLAP_NONE},
    {"another secret", "192.0.2.1 * - - - - - x", "192.0.2.1 * - - - - - y", OVERLAP_CONFLICT},
    {"another end", "192.0.2.1 * - - - - - x", "192.0.2.2 * - - - - - y", OVERLAP_NONE},
    {"another length", "192.0.2.0/24 * - - - - - x", "192.0.2.0/25 * - - - - - y", OVERLAP_NONE},
    {"another port", "* * 1 - - - - x", "* * 2 - - - - x", OVERLAP_NONE},
    {"a port and none", "* * 1 - - - - x", "* * - - - - - x", OVERLAP_NONE},
    {"another key id", "* * - 1 1 - - x", "* * - 1 2 - - y", OVERLAP_NONE},
    {"other options", "* * - - - - - x included", "* * - - - - - y excluded", OVERLAP_NONE},
    {"signed as another", "192.0.2.1=10.0.0.1 * - - - - - x", "192.0.2.1 * - - - - - x",
     OVERLAP_NONE},
    {"signed as another, the other end", "192.0.2.1 *=10.0.0.1 - - - - - x",
     "192.0.2.1 *=10.0.0.2 - - - - - x", OVERLAP_NONE},
    {"what an end signs as turns with it", "192.0.2.1=10.0.0.1 * - - - - - x",
     "* 192.0.2.1=10.0.0.1 - - - - - x", OVERLAP_SAME},
    {"not with the other end", "192.0.2.1=10.0.0.1 * - - - - - x",
     "*=10.0.0.1 192.0.2.1 - - - - - x", OVERLAP_NONE},
    {"signed as one, another secret", "192.0.2.1=10.0.0.1 * - - - - - x",
     "192.0.2.1=10.0.0.1 * - - - - - y", OVERLAP_CONFLICT},
    {"base64 of digits, decoded", "* * - - - - - 6173", "* * - - - - - \xeb\x5e\xf7", OVERLAP_NONE},
    {"without padding", "* * - - - - - 616", "* * - - - - - \xeb\x5e", OVERLAP_NONE},
    {"base64 of more than digits is a secret of its own", "* * - - - - - eHh4", "* * - - - - - xxx",
     OVERLAP_WIDE},
    {"one after the other", "* * - - - - 2031-01-01 x", "* * - - - 2031-01-01 - y", OVERLAP_NONE},
    {"a change of keys", "* * - - - - 2031-01-02 x", "* * - - - 2031-01-01 - y", OVERLAP_NONE},
    {"one within the other", "* * - - - - - x", "* * - - - 2031-01-01 2031-01-02 y", OVERLAP_WIDE},
    {"both begin at once", "* * - - - 2031-01-01 2031-01-02 x", "* * - - - 2031-01-01 - y",
     OVERLAP_WIDE},
    {"one within the other, of one host", "192.0.2.1 * - - - - - x",
     "192.0.2.1 * - - - 2031-01-01 2031-01-02 y", OVERLAP_CONFLICT},
    {"two interfaces", "* fe80::/10 179 - - - - x", "* fe80::/10 179 - - - - y", OVERLAP_WIDE},
    {"two interfaces, an address of the router's own", "fe80::1 fe80::/10 179 - - - - x",
     "fe80::1 fe80::/10 179 - - - - y", OVERLAP_WIDE},
    {"a link-local address on two links", "* fe80::2 - - - - - x", "* fe80::2 - - - - - y",
     OVERLAP_WIDE},
    {"another link-local address", "* 169.254.0.1 - - - - - x", "* 169.254.0.1 - - - - - y",
     OVERLAP_WIDE},
    {"a site-local one", "* fec0::2 - - - - - x", "* fec0::2 - - - - - y", OVERLAP_CONFLICT},
    {"a network and one host", "192.0.2.1 192.0.2.0/24 - - - - - x",
     "192.0.2.1 192.0.2.0/24 - - - - - y", OVERLAP_WIDE},
    {"two networks", "192.0.2.0/24 198.51.100.0/31 - - - - - x",
     "198.51.100.0/31 192.0.2.0/24 - - - - - y", OVERLAP_WIDE},
    {"two networks, one secret", "* 192.0.2.0/24 - - - - - x", "192.0.2.0/24 * - - - - - x",
     OVERLAP_SAME},
    {"the same secret again later", "* * - - - - 2031-01-01 x", "* * - - - 2032-01-01 - x",
     OVERLAP_NONE},
};

static void test_cases(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct key *one = key_of(cases[i].one), *other = key_of(cases[i].other);
        g_test_message("%s", cases[i].rule);
        g_assert_cmpint(overlap_of(one, other), ==, cases[i].overlap);
        g_assert_cmpint(overlap_of(other, one), ==, cases[i].overlap);
        if (overlap_equal(one, other))
            g_assert_cmpuint(overlap_hash(one), ==, overlap_hash(other));
        key_free(one);
        key_free(other);
    }
}

/* A key that differs in any of these is added by an import. */
static void test_a_detail_makes_another_key(void)
{
    static const struct {
        enum key_attribute attribute;
        const char *text;
    } details[] = {
        {KEY_SEND_FROM, "2031-01-01"}, {KEY_SEND_UNTIL, "2031-01-01"},
        {KEY_PREFERENCE, "preferred"}, {KEY_SIGNATURE, "optional"},
        {KEY_CHAIN, "core"},           {KEY_NUMBER, "0"},
        {KEY_INSTANCE, "vrf RED"},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(details); i++) {
        struct key *one = key_of("* * - - - - - x"), *other = key_of("* * - - - - - x");
        g_assert_true(key_set(one, details[i].attribute, details[i].text, NULL));
        g_assert_cmpint(overlap_of(one, other), ==, OVERLAP_NONE);
        g_assert_cmpint(overlap_compare(one, other), ==, -overlap_compare(other, one));
        g_assert_true(key_set(other, details[i].attribute, details[i].text, NULL));
        g_assert_cmpint(overlap_of(one, other), ==, OVERLAP_SAME);
        key_free(one);
        key_free(other);
    }
}

/* One address may be that of a peer in each of two routing instances. The keys' names do not
 * matter. */
static void test_instances(void)
{
    static const struct {
        const char *one, *other; /* or NULL */
        enum overlap overlap;
    } instances[] = {
        {"vrf RED", "vrf BLUE", OVERLAP_WIDE},
        {"vrf RED", "vrf REDDISH", OVERLAP_WIDE},
        {"vrf RED", "logical-system RED", OVERLAP_WIDE},
        {"vrf RED", "vrf RED", OVERLAP_CONFLICT},
        {"vrf RED", NULL, OVERLAP_CONFLICT},
        {NULL, NULL, OVERLAP_CONFLICT},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(instances); i++) {
        struct key *one = key_of("* 192.0.2.2 179 - - - - x");
        struct key *other = key_of("* 192.0.2.2 179 - - - - y");
        g_assert_true(key_set(one, KEY_NAME, "192.0.2.2 vrf A", NULL));
        g_assert_true(key_set(other, KEY_NAME, "192.0.2.2 vrf B", NULL));
        if (instances[i].one)
            g_assert_true(key_set(one, KEY_INSTANCE, instances[i].one, NULL));
        if (instances[i].other)
            g_assert_true(key_set(other, KEY_INSTANCE, instances[i].other, NULL));
        g_assert_cmpint(overlap_of(one, other), ==, instances[i].overlap);
        g_assert_cmpint(overlap_of(other, one), ==, instances[i].overlap);
        key_free(one);
        key_free(other);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/overlap/cases", test_cases);
    g_test_add_func("/overlap/instances", test_instances);
    g_test_add_func("/overlap/a-detail-makes-another-key", test_a_detail_makes_another_key);
    return g_test_run();
}
