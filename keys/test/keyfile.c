/* Tests which keys are read from a keyring file, and what is reported about wrong entries.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "freed.h"
#include "reading.h"

#include <string.h>

#define CANARY           "a canary that sings"
#define CANARY_IN_HEX    "612063616e61727920746861742073696e6773"
#define CANARY_IN_BASE64 "YSBjYW5hcnkgdGhhdCBzaW5ncw=="

static const char *const canaries[] = {CANARY, CANARY_IN_HEX, CANARY_IN_BASE64, NULL};

static bool holds_canary(const char *text)
{
    for (unsigned i = 0; canaries[i]; i++)
        if (strstr(text, canaries[i]))
            return true;
    return false;
}

#define TEXT(text) text, sizeof text - 1

static void test_every_attribute(void)
{
    struct reading reading =
        reading_of_text(TEXT("# Frankfurt\n"
                             "key 'Frankfurt 1'\n"
                             "    until     2031-07-01   # in no fixed order\n"
                             "    ends      192.0.2.0/24 *\n"
                             "    secret    \"correct horse\"\n"
                             "    send-id   1  recv-id 2  options excluded\n"
                             "    signed-as * 10.0.0.1\n"
                             "    algorithm\n"
                             "        hmac-sha-1-96\n"
                             "    from      '2031-01-01T00:00:00Z' port 179\n"));
    reading_assert_no_problem(&reading);
    reading_assert_names(&reading, "Frankfurt 1");

    const struct key *key = reading.keys->pdata[0];
    size_t length;
    const uint8_t *secret = secret_bytes(key->secret, &length);
    g_assert_cmpstr(key->origin, ==, "f:2");
    g_assert_cmpuint(key->ends[0].address.length, ==, 4);
    g_assert_cmpuint(key->ends[0].bits, ==, 24);
    g_assert_cmpuint(key->ends[1].address.length, ==, 0);
    g_assert_cmpmem(secret, length, "correct horse", 13);
    g_assert_cmpint(key->algorithm, ==, KEY_HMAC_SHA_1_96);
    g_assert_cmpuint(key->signed_as[0].length, ==, 0);
    g_assert_cmpmem(key->signed_as[1].bytes, key->signed_as[1].length, "\x0a\0\0\x01", 4);
    g_assert_cmpint(key->send_id, ==, 1);
    g_assert_cmpint(key->recv_id, ==, 2);
    g_assert_cmpint(key->options, ==, KEY_OPTIONS_EXCLUDED);
    g_assert_cmpint(key->port, ==, 179);
    g_assert_cmpint(key->from, ==, G_GINT64_CONSTANT(1924992000000000));
    g_assert_cmpint(key->until, ==, G_GINT64_CONSTANT(1940630400000000));
    reading_free(&reading);
}

static const struct {
    const char *rule, *text;
    size_t text_length;
    const char *secret;
    size_t length;
} secrets[] = {
    {"double quotes", TEXT("\"a b#c\""), TEXT("a b#c")},
    {"single quotes", TEXT("'a\\n\"b'"), TEXT("a\\n\"b")},
    {"escapes", TEXT("\"\\\"\\\\\\n\\x00\\xff\""), TEXT("\"\\\n\0\xff")},
    {"a zero byte in quotes", TEXT("'a\0b'"), TEXT("a\0b")},
    {"a word of the grammar in quotes is text", TEXT("\"hex\""), TEXT("hex")},
    {"the first word of an entry in quotes is text", TEXT("\n\"key\""), TEXT("key")},
    {"hexadecimal digits", TEXT("hex 00FF6b"), TEXT("\0\xffk")},
    {"hexadecimal digits in quotes", TEXT("hex \"6b\""), TEXT("k")},
    {"base64", TEXT("base64 a2V5cw=="), TEXT("keys")},
    {"base64 on another line", TEXT("base64\n\n a2V5"), TEXT("key")},
};

static void test_secrets(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(secrets); i++) {
        GString *text = g_string_new("key a ends * * secret ");
        g_string_append_len(text, secrets[i].text, (gssize)secrets[i].text_length);
        g_test_message("%s", secrets[i].rule);

        struct reading reading = reading_of_text(text->str, text->len);
        reading_assert_no_problem(&reading);
        reading_assert_names(&reading, "a");
        size_t length;
        const uint8_t *secret =
            secret_bytes(((const struct key *)reading.keys->pdata[0])->secret, &length);
        g_assert_cmpmem(secret, length, secrets[i].secret, secrets[i].length);
        reading_free(&reading);
        g_string_free(text, TRUE);
    }
}

#define GOOD(name) "key " name " ends * * secret '" CANARY "'\n"

static const struct {
    const char *rule, *text;
    size_t length;
    const char *names;       /* of the keys that are still read */
    const char *problems[4]; /* glob patterns */
} cases[] = {
    /* the limits of an entry */
    {"an empty file", TEXT(""), "", {NULL}},
    {"a file of comments", TEXT("# key a\n\n  # ends * *"), "", {NULL}},
    {"keys stay in their order", TEXT(GOOD("c") GOOD("a") GOOD("b")), "c a b", {NULL}},
    {"names may repeat", TEXT(GOOD("a") GOOD("a")), "a a", {NULL}},
    {"a byte order mark, blank lines, indented entries, line ends of DOS, no last line end",
     TEXT("\xef\xbb\xbf# keys\r\nkey a ends * * secret 'a'\r\n\r\n  key b # b\r\n"
          "\tsecret 'b'\r\n\tends *\r\n\t*"),
     "a b",
     {NULL}},
    {"\"key\" is a name behind \"key\"", TEXT(GOOD("key")), "key", {NULL}},
    {"\"key\" begins an entry as the first word of a line alone",
     TEXT("key a ends * * key b secret 'x'\n" GOOD("c")),
     "c",
     {"f:1: an attribute is one of *"}},
    {"\"key\" in quotes begins no entry",
     TEXT("key a ends * *\n'key' b secret 'x'\n" GOOD("c")),
     "c",
     {"f:2: an attribute is one of *"}},
    {"text before the first entry", TEXT("\nends * *\n" GOOD("a")), "a", {"f:2: *key NAME"}},
    {"a broken quotation before the first entry", TEXT("'x\n" GOOD("a")), "a", {"f:1: *key NAME"}},
    {"text of another kind", TEXT("\x7f\x45LF\0\0\0\0"), "", {"f:1: *key NAME"}},

    /* an error affects its entry only, and is reported once */
    {"the entries around a bad one stay",
     TEXT(GOOD("a") "key b ends * *\n  port x\n  secret 'x'\n" GOOD("c")),
     "a c",
     {"f:3: a port is *"}},
    {"an entry has one problem",
     TEXT("key a port x\n from x\n foo\n" GOOD("b")),
     "b",
     {"f:1: a port is *"}},
    {"every bad entry has its problem",
     TEXT("key a port x\nkey b from x\nkey c foo\n" GOOD("d")),
     "d",
     {"f:1: a port is *", "f:2: a time is *", "f:3: an attribute is *"}},
    {"a broken quotation ends with its line",
     TEXT("key a ends * * secret \"" CANARY "\n" GOOD("b")),
     "b",
     {"f:1: the closing quote is missing"}},

    /* names */
    {"no name at the end of the file", TEXT("\nkey"), "", {"f:2: a name must follow*"}},
    {"no name before the next entry", TEXT("key\n" GOOD("a")), "a", {"f:1: a name must follow*"}},
    {"a name on the next line",
     TEXT("key\nends * * secret 'x'\n" GOOD("a")),
     "a",
     {"f:2: a name must follow*"}},
    {"a broken name", TEXT("key 'a\n" GOOD("b")), "b", {"f:1: the closing quote is missing"}},
    {"a name with a zero byte", TEXT("key 'a\0b' ends * *\n" GOOD("b")), "b", {"f:1: *zero byte*"}},
    {"an empty name", TEXT("key '' ends * * secret 'x'"), "", {"f:1: a name is *"}},
    {"a name that would break the messages' lines",
     TEXT("key \"a\\nb\" ends * *"),
     "",
     {"f:1: a name is *"}},
    {"a name in another encoding", TEXT("key M\xfcnchen ends * *"), "", {"f:1: a name is *"}},

    /* attributes */
    {"an unknown attribute", TEXT("key a\n\n  end * *"), "", {"f:3: an attribute is one of *"}},
    {"an attribute in capitals", TEXT("key a\nENDS * *"), "", {"f:2: an attribute is one of *"}},
    {"an attribute in quotes", TEXT("key a\n'ends' * *"), "", {"f:2: an attribute is one of *"}},
    {"an attribute with a zero byte",
     TEXT("key a\nends\0x * * secret 'x'"),
     "",
     {"f:2: an attribute is one of *"}},
    {"a broken quotation in place of an attribute", TEXT("key a\n'x"), "", {"f:2: the closing *"}},
    {"ends twice", TEXT("key a ends * *\n\nends * *"), "", {"f:3: *given before"}},
    {"a secret twice", TEXT("key a secret 'x'\nsecret 'y'"), "", {"f:2: *given before"}},
    {"a port twice, the same", TEXT("key a port 1\nport 1"), "", {"f:2: *given before"}},
    {"a value at fault stands before a repetition",
     TEXT("key a port x\nport 1"),
     "",
     {"f:1: a port is *"}},

    /* values, each at its own line */
    {"no value at the end", TEXT("key a\nport"), "", {"f:2: a value is missing"}},
    {"no value before an entry", TEXT("key a\nport\n" GOOD("b")), "b", {"f:2: a value is missing"}},
    {"one end alone", TEXT("key a\nends *\n\n" GOOD("b")), "b", {"f:2: a value is missing"}},
    {"an attribute in place of an end",
     TEXT("key a\nends *\nsecret 'x'"),
     "",
     {"f:3: an end is *"}},
    {"a bad first end", TEXT("key a ends\n1.2.3.4/8\n*"), "", {"f:2: an end is *"}},
    {"a bad second end", TEXT("key a ends *\n\n1.2.3"), "", {"f:3: an end is *"}},
    {"one address to sign with alone",
     TEXT("key a signed-as 10.0.0.1\nsecret 'x'"),
     "",
     {"f:2: what an end signs as is *"}},
    {"a prefix to sign with",
     TEXT("key a signed-as\n* 10.0.0.0/8"),
     "",
     {"f:2: what an end signs as is *"}},
    {"a bad port", TEXT("key a port\n0"), "", {"f:2: a port is *"}},
    {"a bad algorithm", TEXT("key a algorithm\nsha1"), "", {"f:2: an algorithm is *"}},
    {"a bad id to send", TEXT("key a send-id\n256"), "", {"f:2: a key id is *"}},
    {"a bad id to receive", TEXT("key a recv-id\n-1"), "", {"f:2: a key id is *"}},
    {"bad options", TEXT("key a options\nno"), "", {"f:2: options are *"}},
    {"a bad from", TEXT("key a from\n2031-02-30"), "", {"f:2: a time is *"}},
    {"a bad until", TEXT("key a until\n'2031-01-01 00:00'"), "", {"f:2: a time is *"}},
    {"a value with a zero byte", TEXT("key a port\n'1\0'"), "", {"f:2: *zero byte*"}},
    {"a value with an unknown escape", TEXT("key a port\n\"\\1\""), "", {"f:2: unknown escape*"}},
    {"a value with text behind its quotes", TEXT("key a port\n'1'2"), "", {"f:2: text follows*"}},

    /* secrets */
    {"no secret at the end", TEXT("key a\nsecret"), "", {"f:2: a secret is *"}},
    {"no secret before an entry", TEXT("key a\nsecret\n" GOOD("b")), "b", {"f:2: a secret is *"}},
    {"a secret without quotes",
     TEXT("key a secret\n" CANARY_IN_BASE64),
     "",
     {"f:2: a secret is *"}},
    {"an empty secret", TEXT("key a secret\n''"), "", {"f:2: *empty*"}},
    {"a broken secret", TEXT("key a secret\n'" CANARY), "", {"f:2: the closing quote*"}},
    {"text behind a secret's quotes",
     TEXT("key a secret\n'" CANARY "'x"),
     "",
     {"f:2: text follows*"}},
    {"hex of nothing", TEXT("key a secret\nhex"), "", {"f:2: a secret is *"}},
    {"hex before an entry", TEXT("key a secret hex\n" GOOD("b")), "b", {"f:1: a secret is *"}},
    {"bad digits", TEXT("key a secret hex\n" CANARY_IN_HEX "x"), "", {"f:2: *hexadecimal*"}},
    {"no digits", TEXT("key a secret hex\n''"), "", {"f:2: *hexadecimal*"}},
    {"digits with a zero byte", TEXT("key a secret hex\n61\0"), "", {"f:2: *zero byte*"}},
    {"a broken quotation of digits",
     TEXT("key a secret hex\n'61"),
     "",
     {"f:2: the closing quote*"}},
    {"base64 of nothing", TEXT("key a secret base64"), "", {"f:1: a secret is *"}},
    {"bad base64", TEXT("key a secret base64\n" CANARY_IN_BASE64 "="), "", {"f:2: *base64*"}},
    {"base64 with a zero byte", TEXT("key a secret base64\na2V5\0"), "", {"f:2: *zero byte*"}},

    /* entries that lack something, at the line of their name */
    {"a name alone", TEXT("\nkey a"), "", {"f:2: the key has no ends"}},
    {"no ends", TEXT("\nkey a\nsecret 'x'\n"), "", {"f:2: the key has no ends"}},
    {"no secret", TEXT("\nkey a\nends * *\n"), "", {"f:2: the key has no secret"}},
    {"a forgotten quote makes the secret a part of the name",
     TEXT("key 'a ends * * secret hex 616263'"),
     "",
     {"f:1: the key has no ends"}},
    {"never valid",
     TEXT("\nkey a\nends * *\nfrom 2031-01-01\nuntil 2031-01-01\nsecret 'x'\n"),
     "",
     {"f:2: the key is never valid*"}},
    {"two families to sign with",
     TEXT("key a ends * * signed-as 10.0.0.1 ::1 secret 'x'"),
     "",
     {"f:1: *must sign as IPv4*"}},
    {"two families",
     TEXT("\nkey a\nends 192.0.2.1 2001:db8::1\nsecret 'x'\n"),
     "",
     {"f:2: *IPv4*IPv6*"}},
};

static void test_problems(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct reading reading = reading_of_text(cases[i].text, cases[i].length);
        unsigned count = 0;

        g_test_message("%s", cases[i].rule);
        reading_assert_names(&reading, cases[i].names);
        for (; cases[i].problems[count]; count++) {
            const char *got = count < reading.problems->len ? reading_message(&reading, count) : "";
            if (!g_pattern_match_simple(cases[i].problems[count], got))
                g_assert_cmpstr(got, ==, cases[i].problems[count]);
            g_assert_false(holds_canary(got));
        }
        g_assert_cmpuint(reading.problems->len, ==, count);
        reading_free(&reading);
    }
}

static void test_no_freed_block_holds_a_secret(void)
{
    const char text[] = "key a ends * * secret hex " CANARY_IN_HEX "\n"
                        "key b ends * * secret base64 " CANARY_IN_BASE64 "\n"
                        "key c ends * * secret \"behind this: " CANARY "\"\n";
    struct keyring *ring = keyring_new();
    GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);

    freed_watch(canaries);
    keyfile_parse(text, sizeof text - 1, "f", ring, problems);
    g_assert_cmpuint(keyring_size(ring), ==, 3);
    for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
        keyfile_parse(cases[i].text, cases[i].length, "f", ring, problems);
    g_ptr_array_free(problems, TRUE);
    keyring_free(ring);
    freed_assert_clean();
}

static const char isn_lines[] = "isn 192.0.2.1 179 4294967295\n"
                                "key a ends * * secret 's'\n"
                                "isn 2001:db8::1 1 0 # known\n"
                                "isn 192.0.2.1 179 5\n"
                                "isn 192.0.2.1 179 5\n"
                                "isn 192.0.2.1 0 5\n"
                                "isn 192.0.2.0/24 1 5\n"
                                "isn * 1 5\n"
                                "isn 192.0.2.2 65536 5\n"
                                "isn 192.0.2.2 1 4294967296\n"
                                "isn 192.0.2.2 1 -1\n"
                                "isn 192.0.2.2 1\n"
                                "isn 192.0.2.3 1 2 3\n"
                                "isn\n"
                                "key b ends * * secret 's'\n";

#define FIRST_BROKEN 6 /* the first broken line */
#define BROKEN       9 /* consecutive broken lines */

static struct isn isn_of(const char *address, uint16_t port, uint32_t number)
{
    struct prefix prefix;
    g_assert_true(prefix_parse(address, &prefix, NULL));
    return (struct isn){{prefix.address, port}, number};
}

static void assert_isn(const struct isns *isns, unsigned index, const struct isn *expected)
{
    const struct isn *isn = isns_at(isns, index);
    g_assert_cmpmem(&isn->end.address, sizeof isn->end.address, &expected->end.address,
                    sizeof expected->end.address);
    g_assert_cmpuint(isn->end.port, ==, expected->end.port);
    g_assert_cmpuint(isn->number, ==, expected->number);
}

/* Returns what is read of TEXT, which has BROKEN lines from line FIRST on. */
static struct keyring *read_isns(const char *text, unsigned first, unsigned broken)
{
    struct keyring *ring = keyring_new();
    GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);

    keyfile_parse(text, strlen(text), "f", ring, problems);
    g_assert_cmpuint(problems->len, ==, broken);
    for (unsigned i = 0; i < problems->len; i++) {
        char *line = g_strdup_printf("f:%u: ", i + first);
        g_assert_true(g_str_has_prefix(((GError *)problems->pdata[i])->message, line));
        g_free(line);
    }
    g_ptr_array_free(problems, TRUE);
    return ring;
}

/* A server's connections each have their own ISN, so one end may have several. */
static void test_isns(void)
{
    struct keyring *ring = read_isns(isn_lines, FIRST_BROKEN, BROKEN);
    const struct isns *isns = keyring_isns(ring);
    const struct isn expected[] = {
        isn_of("192.0.2.1", 179, UINT32_MAX),
        isn_of("2001:db8::1", 1, 0),
        isn_of("192.0.2.1", 179, 5),
    };
    const struct end end = expected[0].end, other = {end.address, 180};
    const uint32_t *numbers;

    g_assert_cmpuint(keyring_size(ring), ==, 2);
    g_assert_cmpuint(isns_size(isns), ==, G_N_ELEMENTS(expected));
    for (unsigned i = 0; i < isns_size(isns); i++)
        assert_isn(isns, i, &expected[i]);
    g_assert_cmpuint(isns_of(isns, &end, &numbers), ==, 2);
    g_assert_cmpuint(numbers[0], ==, UINT32_MAX);
    g_assert_cmpuint(numbers[1], ==, 5);
    g_assert_cmpuint(isns_of(isns, &other, &numbers), ==, 0);
    keyring_free(ring);
}

static void test_written_isns_are_read(void)
{
    const struct isn isn = isn_of("2001:db8::1", 65535, UINT32_MAX);
    struct text text = {0};
    keyfile_write_isn(&text, &isn);
    text_append(&text, "", 1);

    struct keyring *ring = read_isns(text.bytes, 0, 0);
    g_assert_cmpuint(isns_size(keyring_isns(ring)), ==, 1);
    assert_isn(keyring_isns(ring), 0, &isn);
    keyring_free(ring);
    text_clear(&text);
}

static void test_isns_tell_a_keyring(void)
{
    const char *const likely[] = {"isn 192.0.2.1 179 5\n", "# known\n\nisn 2001:db8::1 1 0"};
    const char *const unlikely[] = {"isn", "isn ten 1 5", "isn \"192.0.2.1\" 179 5",
                                    "router bgp 1\nisn 192.0.2.1 179 5"};

    for (unsigned i = 0; i < G_N_ELEMENTS(likely); i++)
        g_assert_true(keyfile_is_likely(likely[i], strlen(likely[i])));
    for (unsigned i = 0; i < G_N_ELEMENTS(unlikely); i++)
        g_assert_false(keyfile_is_likely(unlikely[i], strlen(unlikely[i])));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keyfile/every-attribute", test_every_attribute);
    g_test_add_func("/keyfile/secrets", test_secrets);
    g_test_add_func("/keyfile/problems", test_problems);
    g_test_add_func("/keyfile/no-freed-block-holds-a-secret", test_no_freed_block_holds_a_secret);
    g_test_add_func("/keyfile/isns", test_isns);
    g_test_add_func("/keyfile/written-isns-are-read", test_written_isns_are_read);
    g_test_add_func("/keyfile/isns-tell-a-keyring", test_isns_tell_a_keyring);
    return g_test_run();
}
