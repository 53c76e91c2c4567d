/* Tests the attributes that keys get from key chains besides one validity: chain and number, when a
 * key is sent, which key is preferred, whether a signature is required.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/dialect.h"

#include <string.h>

#define NEVER "-"

static const struct {
    const char *rule, *dialect, *text;
    const char *chain; /* or NULL */
    int64_t number;
    const char *send_from, *send_until; /* NEVER: no limit */
    const char *from, *until;
    enum key_signature signature;
    enum key_options options;
    enum key_preference preference;
} chains[] = {
    {"IOS XE", "ios",
     "key chain kc-ao tcp\n key 7\n  send-id 1\n  recv-id 2\n  key-string s\n"
     "  cryptographic-algorithm hmac-sha-256\n"
     "  send-lifetime 00:00:00 Jan 1 2026 00:00:00 Feb 1 2026\n"
     "  accept-lifetime 00:00:00 Dec 1 2025 00:00:00 Mar 1 2026\n"
     "router bgp 1\n neighbor 192.0.2.1 remote-as 2\n"
     " neighbor 192.0.2.1 ao kc-ao include-tcp-options accept-ao-mismatch\n",
     "kc-ao", 7, "2026-01-01", "2026-02-01", "2025-12-01", "2026-03-01", KEY_SIGNATURE_OPTIONAL,
     KEY_OPTIONS_INCLUDED, KEY_NO_PREFERENCE},
    {"IOS XE, the words the other way round", "ios",
     "key chain kc-ao tcp\n key 0\n  key-string s\n  cryptographic-algorithm aes-128-cmac\n"
     "  send-lifetime 00:00:00 Jan 1 2026 infinite\n"
     "router bgp 1\n neighbor 192.0.2.1 remote-as 2\n"
     " neighbor 192.0.2.1 ao kc-ao accept-ao-mismatch-connections "
     "include-tcp-options\n",
     "kc-ao", 0, "2026-01-01", NEVER, NEVER, NEVER, KEY_SIGNATURE_OPTIONAL, KEY_OPTIONS_INCLUDED,
     KEY_NO_PREFERENCE},
    {"IOS XR", "iosxr",
     "key chain c\n key 281474976710655\n  key-string password 0822455D0A16\n"
     "  cryptographic-algorithm hmac-sha1-96\n"
     "  send-lifetime 00:00:00 january 01 2026 infinite\n"
     "  accept-lifetime 00:00:00 january 01 2026 infinite\n"
     "router bgp 1\n neighbor 192.0.2.1\n  remote-as 2\n"
     "  ao c include-tcp-options disable accept-ao-mismatch-connection\n",
     "c", 281474976710655, "2026-01-01", NEVER, "2026-01-01", NEVER, KEY_SIGNATURE_OPTIONAL,
     KEY_OPTIONS_EXCLUDED, KEY_NO_PREFERENCE},
    {"Junos: tolerance widens what is accepted", "junos",
     "security { authentication-key-chains { key-chain core { tolerance 60; key 3 { secret s; "
     "start-time \"2026-1-1.00:00:00 +0000\"; algorithm ao; ao-attribute { send-id 1; recv-id 2; "
     "cryptographic-algorithm hmac-sha-1-96; } } } } }\n"
     "protocols { bgp { group g { neighbor 192.0.2.1 { authentication-key-chain core; "
     "authentication-algorithm ao; } } } }\n",
     "core", 3, "2026-01-01", NEVER, "2025-12-31T23:59:00Z", NEVER, KEY_SIGNATURE_REQUIRED,
     KEY_OPTIONS_EXCLUDED, KEY_NO_PREFERENCE},
    {"SR OS: 300 seconds unless told", "sros",
     "configure {\n system { security { keychains { keychain \"core\" {\n"
     " tcp-option-number { receive tcp-ao send tcp-ao }\n bidirectional { entry 9 {\n"
     "  authentication-key \"s\"\n  algorithm hmac-sha-1-96\n"
     "  begin-time 2026-01-01T00:00:00Z\n } } } } } }\n"
     " router \"Base\" { bgp { neighbor \"192.0.2.1\" { authentication-keychain \"core\" } } "
     "}\n}\n",
     "core", 9, "2026-01-01", NEVER, "2025-12-31T23:55:00Z", NEVER, KEY_SIGNATURE_REQUIRED,
     KEY_ANY_OPTIONS, KEY_NO_PREFERENCE},
    {"EOS", "eos",
     "session shared-secret profile p\n   secret 8 0 s receive-lifetime 2025-12-01 00:00:00 "
     "2026-03-01 00:00:00 transmit-lifetime 2026-01-01 00:00:00 2026-02-01 00:00:00\n"
     "router bgp 1\n   neighbor 192.0.2.1 password shared-secret profile p algorithm "
     "hmac-sha1-96\n",
     "p", 8, "2026-01-01", "2026-02-01", "2025-12-01", "2026-03-01", KEY_SIGNATURE_REQUIRED,
     KEY_OPTIONS_INCLUDED, KEY_NO_PREFERENCE},
    {"VRP", "vrp",
     "keychain kc mode absolute\n key-id 5\n  algorithm sha-256\n  key-string plain s\n"
     "  send-time utc 00:00 2026-01-01 to 23:59 2026-01-31\n"
     "  receive-time utc 00:00 2025-12-01 to 23:59 2026-02-28\n"
     "tcp ao p\n binding keychain kc\n key-id 5\n  send-id 1 receive-id 1\nbgp 1\n"
     " peer 192.0.2.1 as-number 2\n peer 192.0.2.1 tcp-ao policy p\n",
     "kc", 5, "2026-01-01", "2026-02-01", "2025-12-01", "2026-03-01", KEY_SIGNATURE_REQUIRED,
     KEY_ANY_OPTIONS, KEY_NO_PREFERENCE},
    {"FortiOS", "fortios",
     "config system global\nset timezone \"Etc/UTC\"\nend\n"
     "config router key-chain\nedit c\nconfig key\nedit 6\nset key-string s\n"
     "set algorithm hmac-sha1\nset send-lifetime 00:00:00 1 1 2026 2678400\n"
     "set accept-lifetime 00:00:00 1 12 2025 00:00:00 1 3 2026\nnext\nend\nnext\nend\n"
     "config router bgp\nconfig neighbor\nedit 192.0.2.1\nset auth-options c\nnext\nend\nend\n",
     "c", 6, "2026-01-01", "2026-02-01", "2025-12-01", "2026-03-01", KEY_SIGNATURE_REQUIRED,
     KEY_ANY_OPTIONS, KEY_NO_PREFERENCE},
    {"BIRD has no chains", "bird",
     "protocol bgp a {\n local as 1;\n neighbor 192.0.2.1 as 2;\n authentication ao;\n"
     " keys { key { id 4; secret \"s\"; algorithm hmac sha512; preferred; }; };\n}\n",
     NULL, 4, NEVER, NEVER, NEVER, NEVER, KEY_SIGNATURE_REQUIRED, KEY_OPTIONS_INCLUDED,
     KEY_PREFERRED},
    {"GoBGP", "gobgp",
     "[[keychains]]\nconfig.name = \"kc\"\nkeys = [{config = {key-id = 4, receive-id = 5,"
     " crypto-algorithm = \"hmac_sha_1_96\", secret-key = \"czE=\", exclude-tcp-options = true}}]\n"
     "[[neighbors]]\nconfig.neighbor-address = \"192.0.2.1\"\n"
     "tcp-ao.config = {keychain = \"kc\", preferred-send-id = 4}\n",
     "kc", 4, NEVER, NEVER, NEVER, NEVER, KEY_SIGNATURE_REQUIRED, KEY_OPTIONS_EXCLUDED,
     KEY_PREFERRED},
    {"GoBGP, as it is named now, without preference", "gobgp",
     "keychains:\n- config: {name: kc}\n  keys:\n  - config: {key-id: 4, receive-id: 5,"
     " crypto-algorithm: HMAC_SHA_256_128, secret-key: \"czE=\"}\n"
     "neighbors:\n- config: {neighbor-address: 192.0.2.1}\n"
     "  tcp-ao: {config: {keychain: kc, send-id: 5}}\n",
     "kc", 4, NEVER, NEVER, NEVER, NEVER, KEY_SIGNATURE_REQUIRED, KEY_OPTIONS_INCLUDED,
     KEY_NO_PREFERENCE},
    {"BIRD, deprecated", "bird",
     "protocol bgp a {\n local as 1;\n neighbor 192.0.2.1 as 2;\n authentication ao;\n"
     " keys { key { send id 4; recv id 5; secret \"s\"; deprecated; }; };\n}\n",
     NULL, 4, NEVER, NEVER, NEVER, NEVER, KEY_SIGNATURE_REQUIRED, KEY_OPTIONS_INCLUDED,
     KEY_DEPRECATED},
};

static void assert_time(int64_t time, const char *text)
{
    char *got = time == INT64_MIN || time == INT64_MAX ? g_strdup(NEVER) : key_time_text(time);
    g_assert_cmpstr(got, ==, text);
    g_free(got);
}

static void test_chains(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(chains); i++) {
        GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
        struct keyring *ring = keyring_new();
        const struct import import = {.name = "f", .ring = ring, .problems = problems};

        g_test_message("%s", chains[i].rule);
        dialect_by_name(chains[i].dialect)->read(chains[i].text, strlen(chains[i].text), &import);
        g_assert_cmpstr(problems->len > 0 ? ((GError *)problems->pdata[0])->message : NULL, ==,
                        NULL);
        g_assert_cmpuint(keyring_size(ring), ==, 1);
        const struct key *key = keyring_key(ring, 0);
        g_assert_cmpstr(key_chain(key), ==, chains[i].chain);
        g_assert_cmpint(key_number(key), ==, chains[i].number);
        assert_time(key_send_from(key), chains[i].send_from);
        assert_time(key_send_until(key), chains[i].send_until);
        assert_time(key->from, chains[i].from);
        assert_time(key->until, chains[i].until);
        g_assert_cmpint(key->signature, ==, chains[i].signature);
        g_assert_cmpint(key->options, ==, chains[i].options);
        g_assert_cmpint(key->preference, ==, chains[i].preference);
        keyring_free(ring);
        g_ptr_array_free(problems, TRUE);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/chains/each-dialect", test_chains);
    return g_test_run();
}
