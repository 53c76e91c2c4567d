/* Tests that what is written as an entry is read as the same key.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "freed.h"
#include "reading.h"

#include <string.h>

static struct key *key_of(const char *name, const void *secret, size_t length)
{
    struct key *key = key_new(name, "f:1");
    key->secret = secret_new(secret, length);
    return key;
}

/* Returns the one key that is read after writing KEY. */
static struct reading written_and_read(const struct key *key, const char *comment)
{
    struct text text = {0};
    text_add(&text, "key before ends 2001:db8::1 * secret 'x'\n");
    keyfile_write(&text, key, comment);
    text_add(&text, "\nkey behind ends 2001:db8::1 * secret 'x'\n");
    struct reading reading = reading_of_text(text.bytes, text.length);
    text_clear(&text);
    reading_assert_no_problem(&reading);
    g_assert_cmpuint(keyring_size(reading.ring), ==, 3);
    return reading;
}

static void assert_equal(const struct key *key, const struct key *other)
{
    g_assert_cmpstr(key->name, ==, other->name);
    g_assert_cmpmem(key->ends, sizeof key->ends, other->ends, sizeof other->ends);
    g_assert_cmpmem(key->signed_as, sizeof key->signed_as, other->signed_as,
                    sizeof other->signed_as);
    g_assert_cmpint(key->port, ==, other->port);
    g_assert_cmpint(key->algorithm, ==, other->algorithm);
    g_assert_cmpint(key->mac_length, ==, other->mac_length);
    g_assert_cmpint(key->send_id, ==, other->send_id);
    g_assert_cmpint(key->recv_id, ==, other->recv_id);
    g_assert_cmpint(key->options, ==, other->options);
    g_assert_cmpint(key->preference, ==, other->preference);
    g_assert_cmpint(key->signature, ==, other->signature);
    g_assert_cmpint(key_number(key), ==, key_number(other));
    g_assert_cmpstr(key_chain(key), ==, key_chain(other));
    g_assert_cmpstr(key_instance(key), ==, key_instance(other));
    g_assert_cmpint(key_send_from(key), ==, key_send_from(other));
    g_assert_cmpint(key_send_until(key), ==, key_send_until(other));
    g_assert_cmpint(key->from, ==, other->from);
    g_assert_cmpint(key->until, ==, other->until);
    g_assert_true(secret_equal(key->secret, other->secret));
}

static void assert_survives(struct key *key, const char *comment)
{
    struct reading reading = written_and_read(key, comment);
    assert_equal(key, keyring_key(reading.ring, 1));
    reading_free(&reading);
    key_free(key);
}

static void test_names(void)
{
    const char *const names[] = {"a", "fra1-v4",      "with blank", "key",  "#",        "a#b",
                                 "'", "\"",           "a\"b",       "a\\b", "\\",       "ends",
                                 " ", "M\u00fcnchen", "\u2003",     "hex",  "a'b\"c\\d"};
    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
        assert_survives(key_of(names[i], "s", 1), NULL);
}

static void test_every_byte_of_a_secret(void)
{
    for (unsigned byte = 0; byte < 256; byte++) {
        const char alone[] = {(char)byte}, within[] = {'a', (char)byte, 'b', (char)byte};
        assert_survives(key_of("k", alone, 1), NULL);
        assert_survives(key_of("k", within, 4), NULL);
    }
}

static void test_random_secrets(void)
{
    for (unsigned i = 0; i < 1000; i++) {
        char secret[40];
        const size_t length = (size_t)g_test_rand_int_range(1, sizeof secret);
        for (size_t at = 0; at < length; at++)
            secret[at] = (char)g_test_rand_int_range(0, 256);
        assert_survives(key_of("k", secret, length), NULL);
    }
}

/* Only what is not readable is written in hexadecimal. */
static void test_text_stays_text(void)
{
    const struct {
        const char *secret, *written;
    } cases[] = {
        {"correct horse", "\"correct horse\""},
        {"a\"b\\c'd", "\"a\\\"b\\\\c'd\""},
        {"gr\u00fc\u00dfe", "\"gr\u00fc\u00dfe\""},
        {"a\tb", "hex 610962"},
        {"\xff", "hex ff"},
        {"a\n", "hex 610a"},
        {"\u202e", "hex e280ae"},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct secret *secret = secret_new(cases[i].secret, strlen(cases[i].secret));
        struct text text = {0};
        keyfile_write_secret(&text, secret);
        g_assert_cmpmem(text.bytes, text.length, cases[i].written, strlen(cases[i].written));
        text_clear(&text);
        secret_free(secret);
    }
}

struct value {
    enum key_attribute attribute;
    const char *text;
};

/* Writes and reads a key with each set of the COUNT VALUES. */
static void assert_each_set_survives(const struct value *values, unsigned count)
{
    for (unsigned set = 0; set < 1u << count; set++) {
        struct key *key = key_of("k", "s", 1);
        for (unsigned i = 0; i < count; i++)
            if (set & 1u << i)
                g_assert_true(key_set(key, values[i].attribute, values[i].text, NULL));
        assert_survives(key, NULL);
    }
}

static void test_every_attribute(void)
{
    const struct value values[] = {
        {KEY_FIRST_END, "192.0.2.0/24"},
        {KEY_SECOND_END, "198.51.100.1"},
        {KEY_FIRST_SIGNED_AS, "10.0.0.1"},
        {KEY_SECOND_SIGNED_AS, "10.0.0.2"},
        {KEY_PORT, "179"},
        {KEY_ALGORITHM, "aes-128-cmac-96"},
        {KEY_MAC_LENGTH, "4"},
        {KEY_SEND_ID, "0"},
        {KEY_RECV_ID, "255"},
        {KEY_OPTIONS, "excluded"},
        {KEY_FROM, "2031-01-01T00:00:00.5+02:00"},
        {KEY_UNTIL, "9999-12-31"},
    };
    assert_each_set_survives(values, G_N_ELEMENTS(values));
}

/* Together, and with the times that they may follow. */
static void test_what_few_keys_have(void)
{
    const struct value values[] = {
        {KEY_FROM, "2031-01-01"},          {KEY_UNTIL, "2032-01-01"},
        {KEY_SEND_FROM, "2031-02-01"},     {KEY_SEND_UNTIL, "2031-12-01T00:00:00.5Z"},
        {KEY_PREFERENCE, "deprecated"},    {KEY_SIGNATURE, "optional"},
        {KEY_CHAIN, "core \"first\" # 1"}, {KEY_NUMBER, "0"},
        {KEY_INSTANCE, "vrf RED"},
    };
    assert_each_set_survives(values, G_N_ELEMENTS(values));
}

static void test_a_comment_cannot_end(void)
{
    assert_survives(key_of("k", "s", 1), "from a file\n    port 1");
    assert_survives(key_of("k", "s", 1), "");
}

static void test_no_block_keeps_a_secret(void)
{
    const char *const canaries[] = {"a canary that sings", NULL};
    freed_watch(canaries);
    assert_survives(key_of("k", canaries[0], strlen(canaries[0])), NULL);
    freed_assert_clean();
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keyfile-write/names", test_names);
    g_test_add_func("/keyfile-write/every-byte-of-a-secret", test_every_byte_of_a_secret);
    g_test_add_func("/keyfile-write/random-secrets", test_random_secrets);
    g_test_add_func("/keyfile-write/text-stays-text", test_text_stays_text);
    g_test_add_func("/keyfile-write/every-attribute", test_every_attribute);
    g_test_add_func("/keyfile-write/what-few-keys-have", test_what_few_keys_have);
    g_test_add_func("/keyfile-write/a-comment-cannot-end", test_a_comment_cannot_end);
    g_test_add_func("/keyfile-write/no-block-keeps-a-secret", test_no_block_keeps_a_secret);
    return g_test_run();
}
