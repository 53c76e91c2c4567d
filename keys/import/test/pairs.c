/* Tests each dialect with pairs of a configuration and the keys in it.
 *
 * DIALECT-WHAT.conf is the configuration. DIALECT-WHAT.expected has a line for each key in the
 * order in which they are found, then one for each problem, with tabs between the fields:
 *
 * line name end end port algorithm secret send-id recv-id from until [options] [optional]
 * problem line message
 *
 * A secret is its text if that is printable ASCII, otherwise "hex:00ff..". "- SENTENCE" is the
 * reason why it is withheld. Lines that begin with "#" are comments, except "# may be taken for
 * DIALECT": the content is ambiguous, so that dialect may be recognised instead if it reads the
 * same keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/dialect.h"
#include "keys/import/text/clean.h"
#include "keys/import/text/transcript.h"
#include "keys/test/freed.h"

#include <gio/gio.h>
#include <malloc.h>
#include <string.h>

/* Replaces the real keyring, which keeps no order. */
struct keyring {
    GPtrArray *keys; /* struct key *, owned */
};

void keyring_add(struct keyring *ring, struct key *key)
{
    g_ptr_array_add(ring->keys, key);
}

static void describe_end(GString *line, const struct prefix *end)
{
    const struct ip_address *address = &end->address;
    if (address->length == 0) {
        g_string_append(line, "\t*");
        return;
    }
    GInetAddress *inet = g_inet_address_new_from_bytes(
        address->bytes, address->length == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
    char *text = g_inet_address_to_string(inet);
    g_string_append_printf(line, "\t%s", text);
    if (end->bits < 8 * address->length)
        g_string_append_printf(line, "/%u", end->bits);
    g_free(text);
    g_object_unref(inet);
}

static void describe_secret(GString *line, const struct key *key)
{
    size_t length;
    if (!key->secret) {
        g_string_append_printf(line, "\t- %s", key->withheld);
        return;
    }
    const uint8_t *bytes = secret_bytes(key->secret, &length);
    bool printable = true;
    for (size_t i = 0; i < length; i++)
        printable = printable && g_ascii_isprint(bytes[i]);
    if (printable) {
        g_string_append_c(line, '\t');
        g_string_append_len(line, (const char *)bytes, (gssize)length);
        return;
    }
    g_string_append(line, "\thex:");
    for (size_t i = 0; i < length; i++)
        g_string_append_printf(line, "%02x", bytes[i]);
}

static void describe_number(GString *line, int number, int any)
{
    if (number == any)
        g_string_append(line, "\t*");
    else
        g_string_append_printf(line, "\t%d", number);
}

static void describe_time(GString *line, int64_t time, int64_t open)
{
    if (time == open) {
        g_string_append(line, "\t-");
        return;
    }
    GDateTime *moment = g_date_time_new_from_unix_utc(time / G_USEC_PER_SEC);
    char *text = g_date_time_format(moment, "%Y-%m-%dT%H:%M:%SZ");
    g_string_append_printf(line, "\t%s", text);
    g_free(text);
    g_date_time_unref(moment);
}

/* The routing instance is an attribute of KEY, too, if its name has it. */
static void assert_instance(const struct key *key)
{
    static const char *const words[] = {" vrf ", " view ", " logical-system ", " tenant ",
                                        " vdom "};
    bool named = false;
    for (unsigned i = 0; i < G_N_ELEMENTS(words); i++)
        named |= strstr(key->name, words[i]) != NULL;
    g_assert_true(named == (key_instance(key) != NULL));
    g_assert_true(!named || strstr(key->name, key_instance(key)));
}

static void describe_key(GString *line, const struct key *key)
{
    g_assert_true(g_str_has_prefix(key->origin, "f:"));
    g_assert_true((key->secret != NULL) != (key->withheld != NULL));
    assert_instance(key);
    g_string_append_printf(line, "%s\t%s", key->origin + 2, key->name);
    describe_end(line, &key->ends[0]);
    describe_end(line, &key->ends[1]);
    describe_number(line, key->port, KEY_ANY_PORT);
    g_string_append_printf(line, "\t%s", key_algorithm_names[key->algorithm]);
    describe_secret(line, key);
    describe_number(line, key->send_id, KEY_ANY_ID);
    describe_number(line, key->recv_id, KEY_ANY_ID);
    describe_time(line, key->from, INT64_MIN);
    describe_time(line, key->until, INT64_MAX);
    if (key->options != KEY_ANY_OPTIONS)
        g_string_append_printf(line, "\t%s", key_options_names[key->options]);
    if (key->signature == KEY_SIGNATURE_OPTIONAL)
        g_string_append(line, "\toptional");
}

/* Appends to LINE a problem "f:LINE: MESSAGE", or "f:LINE:LINE: MESSAGE" for a configuration nested
 * in the file. */
static void describe_problem(GString *line, const GError *problem)
{
    const char *number = strchr(problem->message, ':') + 1, *end = strstr(number, ": ");
    g_assert_true(g_str_has_prefix(problem->message, "f:"));
    g_string_append_printf(line, "problem\t%.*s\t%s", (int)(end - number), number, end + 2);
}

/* Returns the keys and problems that DIALECT reads from LENGTH bytes of TEXT, as lines of the
 * expected file. The reader gets a copy without a byte after it, so that reading too far is an
 * error. */
static GPtrArray *read_as(const struct dialect *dialect, const char *text, size_t length)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    struct keyring ring = {g_ptr_array_new_with_free_func((GDestroyNotify)key_free)};
    GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    const struct import import = {.name = "f", .ring = &ring, .problems = problems};
    char *copy = g_memdup2(text, length);

    dialect->read(copy, length, &import);
    secret_wipe(copy, length);
    g_free(copy);
    for (unsigned i = 0; i < ring.keys->len; i++) {
        GString *line = g_string_new(NULL);
        describe_key(line, ring.keys->pdata[i]);
        g_ptr_array_add(lines, g_string_free(line, FALSE));
    }
    for (unsigned i = 0; i < problems->len; i++) {
        GString *line = g_string_new(NULL);
        describe_problem(line, problems->pdata[i]);
        g_ptr_array_add(lines, g_string_free(line, FALSE));
    }
    g_ptr_array_free(ring.keys, TRUE);
    g_ptr_array_free(problems, TRUE);
    return lines;
}

static void assert_read(const struct dialect *dialect, const GString *text, const GPtrArray *lines)
{
    GPtrArray *got = read_as(dialect, text->str, text->len);
    for (unsigned i = 0; i < got->len; i++)
        g_test_message("got: %s", (const char *)got->pdata[i]);
    for (unsigned i = 0; i < MAX(got->len, lines->len); i++)
        g_assert_cmpstr(i < got->len ? got->pdata[i] : NULL, ==,
                        i < lines->len ? lines->pdata[i] : NULL);
    g_ptr_array_free(got, TRUE);
}

static GString *file_text(const char *path, const char *suffix)
{
    char *file = g_strconcat(path, suffix, NULL), *text;
    size_t length;
    GError *error = NULL;
    g_file_get_contents(file, &text, &length, &error);
    g_assert_no_error(error);
    GString *string = g_string_new_len(text, (gssize)length);
    g_free(text);
    g_free(file);
    return string;
}

/* One pair of files. */
struct pair {
    char *path; /* without ".conf" */
    const struct dialect *dialect;
    GString *text;
    GPtrArray *lines;  /* char *: the expected lines */
    GPtrArray *others; /* const struct dialect *: the dialects for which it may be taken */
};

static void read_expected(struct pair *pair)
{
    static const char other[] = "# may be taken for ";
    GString *expected = file_text(pair->path, ".expected");
    char **lines = g_strsplit(expected->str, "\n", -1);

    for (unsigned i = 0; lines[i]; i++) {
        if (g_str_has_prefix(lines[i], other)) {
            const struct dialect *dialect = dialect_by_name(lines[i] + strlen(other));
            g_assert_nonnull(dialect);
            g_ptr_array_add(pair->others, (void *)dialect);
        } else if (lines[i][0] != '#' && lines[i][0] != '\0') {
            g_ptr_array_add(pair->lines, g_strdup(lines[i]));
        }
    }
    g_strfreev(lines);
    g_string_free(expected, TRUE);
}

/* Removes prompts and spells out abbreviated words, as source_load() does it. */
static void clean(GString *string)
{
    struct text text = {0};
    text_append(&text, string->str, string->len);
    paste_clean(&text);
    transcript_clean(text.bytes, text.length, NULL);
    shorthand_expand(&text);
    g_string_truncate(string, 0);
    g_string_append_len(string, text.bytes, (gssize)text.length);
    text_clear(&text);
}

static void set_up(struct pair *pair, const void *path)
{
    char *name = g_path_get_basename(path);
    *strchr(name, '-') = '\0';
    pair->path = g_strdup(path);
    pair->dialect = dialect_by_name(name);
    g_assert_nonnull(pair->dialect);
    pair->text = file_text(path, ".conf");
    clean(pair->text);
    pair->lines = g_ptr_array_new_with_free_func(g_free);
    pair->others = g_ptr_array_new();
    read_expected(pair);
    g_free(name);
}

static void tear_down(struct pair *pair, const void *path G_GNUC_UNUSED)
{
    g_ptr_array_free(pair->others, TRUE);
    g_ptr_array_free(pair->lines, TRUE);
    g_string_free(pair->text, TRUE);
    g_free(pair->path);
}

static void test_keys(struct pair *pair, const void *path G_GNUC_UNUSED)
{
    assert_read(pair->dialect, pair->text, pair->lines);
    for (unsigned i = 0; i < pair->others->len; i++)
        assert_read(pair->others->pdata[i], pair->text, pair->lines);
}

/* The result must not depend on the kind of newlines, nor on newlines at the end of the file. */
static void test_line_ends(struct pair *pair, const void *path G_GNUC_UNUSED)
{
    g_string_replace(pair->text, "\r\n", "\n", 0);
    assert_read(pair->dialect, pair->text, pair->lines);
    while (g_str_has_suffix(pair->text->str, "\n"))
        g_string_truncate(pair->text, pair->text->len - 1);
    assert_read(pair->dialect, pair->text, pair->lines);
    g_string_replace(pair->text, "\n", "\r\n", 0);
    assert_read(pair->dialect, pair->text, pair->lines);
}

static void test_recognition(struct pair *pair, const void *path G_GNUC_UNUSED)
{
    const struct dialect *found = dialect_recognition(pair->text->str, pair->text->len).dialect;
    g_assert_nonnull(found);
    if (!g_ptr_array_find(pair->others, found, NULL))
        g_assert_cmpstr(found->name, ==, pair->dialect->name);
}

/* Returns the expected secrets that are long enough not to be found by chance or as a key's
 * name. */
static GPtrArray *expected_secrets(const struct pair *pair)
{
    GPtrArray *secrets = g_ptr_array_new_with_free_func(g_free);
    for (unsigned i = 0; i < pair->lines->len; i++) {
        char **fields = g_strsplit(pair->lines->pdata[i], "\t", -1);
        const char *secret = g_strv_length(fields) > 6 ? fields[6] : "";
        bool fit = strlen(secret) >= 8 && secret[0] != '-' && !g_str_has_prefix(secret, "hex:");
        for (unsigned j = 0; j < secrets->len && fit; j++) /* freed_watch() accepts no overlaps */
            fit = !strstr(secrets->pdata[j], secret) && !strstr(secret, secrets->pdata[j]);
        if (fit)
            g_ptr_array_add(secrets, g_strdup(secret));
        g_strfreev(fields);
    }
    g_ptr_array_add(secrets, NULL);
    return secrets;
}

static void test_no_freed_block_holds_a_secret(struct pair *pair, const void *path G_GNUC_UNUSED)
{
    GPtrArray *secrets = expected_secrets(pair);
    struct keyring ring = {g_ptr_array_new_with_free_func((GDestroyNotify)key_free)};
    GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    const struct import import = {.name = "f", .ring = &ring, .problems = problems};

    freed_watch((const char *const *)secrets->pdata);
    pair->dialect->read(pair->text->str, pair->text->len, &import);
    g_ptr_array_free(ring.keys, TRUE);
    g_free(g_strdup("the end"));
    freed_assert_clean();
    g_ptr_array_free(problems, TRUE);
    g_ptr_array_free(secrets, TRUE);
}

/* Returns the only key in TEXT. Free with key_free(). */
static struct key *only_key(const char *dialect, const char *text)
{
    struct keyring ring = {g_ptr_array_new()};
    GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    const struct import import = {.name = "f", .ring = &ring, .problems = problems};

    dialect_by_name(dialect)->read(text, strlen(text), &import);
    g_assert_cmpuint(ring.keys->len, ==, 1);
    struct key *key = ring.keys->pdata[0];
    g_ptr_array_free(ring.keys, TRUE);
    g_ptr_array_free(problems, TRUE);
    return key;
}

/* The obfuscated text is kept with the secret, because somebody may have copied it to the other
 * end. */
static void test_disguises(void)
{
    static const struct {
        const char *dialect, *text, *disguise;
    } configurations[] = {
        {"ios", "router bgp 64500\n neighbor 192.0.2.1 password 7 094F471A1A0A\n", "094F471A1A0A"},
        {"ios", "router bgp 64500\n neighbor 192.0.2.1 password 0 094F471A1A0A\n", NULL},
        {"junos",
         "protocols { bgp { group g { neighbor 192.0.2.1 { "
         "authentication-key \"$9$LbHX-wg4Z\"; } } } }",
         "$9$LbHX-wg4Z"},
        {"eos",
         "router bgp 65001\n   neighbor mydevices peer-group\n"
         "   neighbor mydevices password 7 8kjYaye5DsQh0epELyKNe0oZ3E3zp39X\n"
         "   neighbor 10.1.0.20 peer-group mydevices\n   neighbor 10.1.0.20 remote-as 65002\n",
         "8kjYaye5DsQh0epELyKNe0oZ3E3zp39X"},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(configurations); i++) {
        const char *disguise = configurations[i].disguise;
        struct key *read = only_key(configurations[i].dialect, configurations[i].text);
        struct key *key = key_copy(read);
        struct secret *wanted = disguise ? secret_new(disguise, strlen(disguise)) : NULL;

        g_assert_true(!wanted == !key->disguise);
        g_assert_true(!wanted || secret_equal(key->disguise, wanted));
        secret_free(wanted);
        key_free(key);
        key_free(read);
    }
}

/* A configuration without passwords is valid: it has no keys and no problems. DIALECT is NULL if
 * the content is ambiguous. */
static const struct {
    const char *dialect, *text;
} without_passwords[] = {
    {"frr",
     "!\nrouter bgp 65001\n bgp router-id 192.0.2.1\n neighbor 192.0.2.2 remote-as 65001\n!"},
    {"frr", "frr version 10.1\nhostname r1\n"},
    {NULL, "router bgp 65001\n"},
    {NULL, "hostname r1\n!\nrouter ospf 1\n network 192.0.2.0/24 area 0\n"},
    {"ios", "hostname r1\ninterface GigabitEthernet0/1\n ip address 192.0.2.1 255.255.255.0\n"},
    {"eos", "interface Ethernet1\nvrf instance RED\nrouter bgp 65001\n   neighbor 192.0.2.2 "
            "remote-as 1\n"},
    {"iosxr", "router bgp 65001\n neighbor 192.0.2.2\n  remote-as 65002\n!\ninterface "
              "MgmtEth0/RP0/CPU0/0\n"},
    {"nxos", "feature bgp\nrouter bgp 65001\n  neighbor 192.0.2.2\n    remote-as 65002\n"},
    {"junos", "protocols {\n bgp {\n  group G {\n   type external;\n   neighbor 192.0.2.2;\n"
              "  }\n }\n}\n"},
    {"junos", "set system host-name r1\nset interfaces ge-0/0/0 unit 0 family inet\n"},
    {"sros", "configure {\n    router \"Base\" {\n        autonomous-system 65001\n    }\n}\n"},
    {"bird", "router id 192.0.2.1;\nprotocol device { }\n"},
    {"bird", "protocol bgp b {\n local as 65001;\n neighbor 192.0.2.2 as 65002;\n}\n"},
    {"openbgpd", "AS 65001\nrouter-id 192.0.2.1\nneighbor 192.0.2.2 { remote-as 65002 }\n"},
    {"exabgp", "neighbor 192.0.2.2 {\n router-id 192.0.2.1;\n local-address 192.0.2.1;\n"
               " local-as 65001;\n peer-as 65002;\n}\n"},
    {"fortios", "config router bgp\n    set as 64500\n    config neighbor\n        edit "
                "\"192.0.2.2\"\n            set remote-as 64501\n        next\n    end\nend\n"},
    {"os9", "! Version 9.14(2.4)\nrouter bgp 64512\n neighbor 192.0.2.2 remote-as 64513\n neighbor "
            "192.0.2.2 no shutdown\n"},
    {"os10", "! Version 10.5.4.3\nrouter bgp 64512\n neighbor 192.0.2.2\n  remote-as 64513\n"},
    {"srlinux", "network-instance default {\n    protocols {\n        bgp {\n            "
                "autonomous-system 65001\n        }\n    }\n}\n"},
    {"srlinux", "set / system name host-name leaf1\n"},
    {"srlinux", "{\n  \"srl_nokia-system:system\": {\"name\": {}}\n}\n"},
    {"sonic", "{\n    \"DEVICE_METADATA\": {\"localhost\": {\"hostname\": \"sonic\"}}\n}\n"},
    {"nvue", "- set:\n    system:\n      hostname: leaf01\n"},
    {"nvue", "nv set system hostname leaf01\n"},
    {"kubernetes", "apiVersion: metallb.io/v1beta2\nkind: BGPPeer\nspec:\n  peerAddress: "
                   "192.0.2.1\n"},
    {"sense", "<?xml version=\"1.0\"?>\n<pfsense>\n\t<version>23.3</version>\n</pfsense>\n"},
    {"sense", "<?xml version=\"1.0\"?>\n<opnsense>\n  <theme>opnsense</theme>\n</opnsense>\n"},
    {"freertr", "hostname r1\nrouter bgp4 1\n vrf v1\n neighbor 192.0.2.2 remote-as 2\n exit\n"},
    {"gobgp", "global:\n  config:\n    as: 65001\n"},
    {"gobgp", "[global.config]\n  as = 65001\n"},
    {"gobgp", "{\"global\": {\"config\": {\"as\": 65001}}}\n"},
    {"routeros",
     "/interface bridge\nadd name=b\n/ip address\nadd address=192.0.2.1/24 interface=b\n"},
    {"setkey", "flush;\nspdflush;\n"},
    {"setkey", "No SAD entries.\n"},
    {"vrp", "sysname r1\nbgp 65001\n peer 192.0.2.2 as-number 65002\n"},
    {"vyos", "protocols {\n bgp 65001 {\n  neighbor 192.0.2.2 {\n   remote-as 65002\n  }\n }\n}\n"},
    {"vyos", "set interfaces ethernet eth0 address 192.0.2.1/24\nset system host-name r1\n"},
};

static void test_configurations_without_passwords(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(without_passwords); i++) {
        const char *text = without_passwords[i].text, *name = without_passwords[i].dialect;
        const struct dialect *found = dialect_recognition(text, strlen(text)).dialect;

        g_test_message("%s", text);
        g_assert_nonnull(found);
        if (name)
            g_assert_cmpstr(found->name, ==, name);
        GPtrArray *lines = read_as(found, text, strlen(text));
        g_assert_cmpuint(lines->len, ==, 0);
        g_ptr_array_free(lines, TRUE);
    }
}

/* Configurations with one key on one line. */
static const struct {
    const char *dialect, *text;
} lines[] = {
    {"junos", "protocols { bgp { group x { authentication-key \"s\"; neighbor 192.0.2.1; } } }"},
    {"junos", "groups { } protocols{bgp{group x{type external;neighbor 192.0.2.1{"
              "authentication-key \"$9$LbHX-wg4Z\";}}}}"},
    {"bird", "protocol device { } protocol bgp a { neighbor 192.0.2.1 as 2; password \"s; {\"; }"},
    {"openbgpd", "group \"g\" { neighbor 192.0.2.1 { tcp md5sig password s } }"},
    {"exabgp", "neighbor 192.0.2.1 { local-address 192.0.2.2; peer-as 2; md5-password s; }"},
    {"sros", "configure { router \"Base\" { bgp { neighbor \"192.0.2.1\" { "
             "authentication-key \"s\" } } } }"},
    {"srlinux", "system { authentication { keychain k { key 1 { authentication-key s } } } } "
                "network-instance default { protocols { bgp { neighbor 192.0.2.1 { "
                "authentication { keychain k } } } } }"},
    {"vyos", "protocols { bgp 65001 { neighbor 192.0.2.1 { password s } } }"},
    {"setkey", "flush; add 192.0.2.1 192.0.2.2 tcp 0x1000 -A tcp-md5 \"s\";"},
};

static void assert_one_key(const char *name, const char *text)
{
    const struct dialect *found = dialect_recognition(text, strlen(text)).dialect;
    g_test_message("%s", text);
    g_assert_nonnull(found);
    g_assert_cmpstr(found->name, ==, name);
    key_free(only_key(name, text));
}

/* Line breaks between statements, or the lack of them, do not matter if there are braces. */
static void test_lines(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++) {
        GString *text = g_string_new(lines[i].text);
        assert_one_key(lines[i].dialect, text->str);
        g_string_replace(text, "; ", ";\n", 0);
        g_string_replace(text, "{ ", "{\n", 0);
        g_string_replace(text, "} ", "}\n", 0);
        assert_one_key(lines[i].dialect, text->str);
        g_string_free(text, TRUE);
    }
}

static void test_other_texts_are_no_configurations(void)
{
    static const char *const texts[] = {
        "",
        "\n",
        "key a ends * * secret 'x'\n",
        "# a comment\n",
        "neighbor\n",
        "PASSWORD=x\n",
        "Dear router,\n\nthe password of the neighbor is secret.\n",
        "<html><body>\n",
        "{}\n",
        "[Interface]\nAddress = 192.0.2.1/24\n",
        ("\x7f"
         "ELF\x02\x01\x01"),
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++)
        g_assert_null(dialect_recognition(texts[i], strlen(texts[i])).dialect);
}

static void add_pair(const char *name, const char *path)
{
    static const struct {
        const char *what;
        void (*test)(struct pair *, const void *);
    } tests[] = {
        {"keys", test_keys},
        {"line-ends", test_line_ends},
        {"recognition", test_recognition},
        {"no-freed-block-holds-a-secret", test_no_freed_block_holds_a_secret},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++) {
        char *test = g_strdup_printf("/pairs/%s/%s", name, tests[i].what);
        g_test_add(test, struct pair, path, set_up, tests[i].test, tear_down);
        g_free(test);
    }
}

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The paths of all pairs, without ".conf". */
static GPtrArray *find_pairs(void)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    GDir *folder = g_dir_open(PAIRS, 0, NULL);
    const char *name;

    g_assert_nonnull(folder);
    while ((name = g_dir_read_name(folder)))
        if (g_str_has_suffix(name, ".conf"))
            g_ptr_array_add(paths, g_strdup_printf(PAIRS "/%.*s", (int)strlen(name) - 5, name));
    g_dir_close(folder);
    g_ptr_array_sort(paths, by_name);
    return paths;
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    mallopt(M_PERTURB, 0xa5); /* what one test frees must not be found by the next */
    GPtrArray *paths = find_pairs();
    g_assert_cmpuint(paths->len, >, 0);
    for (unsigned i = 0; i < paths->len; i++)
        add_pair(strrchr(paths->pdata[i], '/') + 1, paths->pdata[i]);
    g_test_add_func("/pairs/disguises", test_disguises);
    g_test_add_func("/pairs/configurations-without-passwords",
                    test_configurations_without_passwords);
    g_test_add_func("/pairs/lines", test_lines);
    g_test_add_func("/pairs/other-texts-are-no-configurations",
                    test_other_texts_are_no_configurations);
    const int result = g_test_run();
    g_ptr_array_free(paths, TRUE);
    return result;
}
