/* Tests the names that configurations have for their routers and peers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/model/labels.h"

#include <string.h>

#define PEER "192.0.2.2"

/* A configuration, and the name LABELLED that the key NAME, for sessions with PEER, gets from
 * it. */
static const struct {
    const char *text, *name, *labelled;
} cases[] = {
    {"", PEER, PEER},
    {"hostname r1\nrouter bgp 1\n neighbor 192.0.2.2 password x\n", PEER, "r1 192.0.2.2"},
    {"hostname \"r1\"\n", "ldp 192.0.2.2 chain 1", "r1 ldp 192.0.2.2 chain 1"},
    {"no hostname r1\n! hostname r2\n# hostname r3\n description hostname r4\n", PEER, PEER},
    {"hostname r1\nhostname r2\n", PEER, "r1 192.0.2.2"},
    {"sysname r1\n", PEER, "r1 192.0.2.2"},
    {"switchname r1\n", PEER, "r1 192.0.2.2"},
    {"system {\n    host-name r1;\n}\n", PEER, "r1 192.0.2.2"},
    {"set system host-name 'r1'\n", PEER, "r1 192.0.2.2"},
    {"/system identity\nset name=r1\n", PEER, "r1 192.0.2.2"},
    {"/interface\nset name=r1\n", PEER, PEER},
    {"system\n    name \"r1\"\nexit\n", PEER, "r1 192.0.2.2"},
    {"vrf\n    name \"r1\"\n", PEER, PEER},
    {" neighbor 192.0.2.2 description to Paris\r\n", PEER, "to Paris"},
    {" neighbor 192.0.2.2 description to Paris\n", "ldp 192.0.2.2 chain 1", "ldp to Paris chain 1"},
    {"hostname r1\n neighbor 192.0.2.2 description to Paris\n", PEER " vrf RED",
     "r1 192.0.2.2 vrf RED"},
    {"hostname r1\n neighbor 192.0.2.2 description\n neighbor 192.0.2.2 description \n", PEER,
     "r1 192.0.2.2"},
    {" neighbor 192.0.2.22 description other\n neighbor 192.0.2.3 description third\n", PEER, PEER},
    {" peer 192.0.2.2 as-number 1\n peer 192.0.2.2 description Paris\n", PEER, "Paris"},
    {"  neighbor 192.0.2.2\n    remote-as 1\n    description Paris\n", PEER, "Paris"},
    {"  neighbor\t192.0.2.2\n\n \t\n    description Paris\n", PEER, "Paris"},
    {"  neighbor 192.0.2.2\n  description Paris\n", PEER, PEER},
    {"  neighbor 192.0.2.2\n interface eth0\n  description Paris\n", PEER, PEER},
    {"interface eth0\n description neighbor 192.0.2.2 description Paris\n", PEER, PEER},
    {"neighbor 192.0.2.2 {\n    description \"to; Paris\";\n}\n", PEER, "to; Paris"},
    {"neighbor 192.0.2.2 {\n\tdescr Paris;\n}\n", PEER, "Paris"},
    {"neighbor \"192.0.2.2\" {\n    description \"Paris\"\n}\n", PEER, "Paris"},
    {"set protocols bgp group a neighbor 192.0.2.2 description Paris\n", PEER, "Paris"},
    {"set protocols bgp neighbor 192.0.2.2 description 'Paris'\n", PEER, "Paris"},
    {"protocol bgp a {\n  description \"Paris\";\n  neighbor 192.0.2.2 as 1;\n}\n", PEER, "Paris"},
    {"protocol bgp a {\n  neighbor 192.0.2.2 as 1;\n  description \"Paris\";\n}\n", PEER, "Paris"},
    {"protocol bgp a {\n  description \"Rome\";\n}\nprotocol bgp b {\n  neighbor 192.0.2.2 as "
     "1;\n}\n",
     PEER, PEER},
    {"neighbor 192.0.2.2 password x description y\n", PEER, PEER},
    {"set a password \"neighbor 192.0.2.2 description y\"\n", PEER, PEER},
    {"hostname a\033b\n", PEER, "a?b 192.0.2.2"},
    {"protocol bgp a\n{\n  neighbor 192.0.2.2 as 1;\n  description \"Paris\";\n}\n", PEER, "Paris"},
    {"[[neighbors]]\n[neighbors.config]\nneighbor-address = \"192.0.2.2\"\nauth-password = "
     "\"x\"\ndescription = \"Paris # 1\"\n[[neighbors]]\n",
     PEER, "Paris # 1"},
    {"[[neighbors]]\n  config.description = \"Paris\"\n  config.neighbor-address = \"192.0.2.2\"\n",
     PEER, "Paris"},
    {"[[neighbors]]\nconfig.description = \"Rome\"\n[[neighbors]]\nconfig.neighbor-address = "
     "\"192.0.2.2\"\n",
     PEER, PEER},
    {"neighbors:\n  - config:\n      neighbor-address: 192.0.2.2\n      description: Paris\n    "
     "afi-safis:\n"
     "      - config:\n          afi-safi-name: ipv4-unicast\n",
     PEER, "Paris"},
    {"neighbors:\n- config:\n    description: 'Paris'\n    neighbor-address: '192.0.2.2'\n- "
     "config:\n    "
     "description: Rome\n",
     PEER, "Paris"},
    {"{\n  \"neighbors\": [\n    {\n      \"config\": {\n        \"neighbor-address\": "
     "\"192.0.2.2\",\n        \"description\": \"Paris\"\n      }\n    }\n  ]\n}\n",
     PEER, "Paris"},
    {"{\n  \"neighbors\": [\n    {\n      \"config\": {\"x\": 1,\n        \"neighbor-address\": "
     "\"192.0.2.2\"\n      }\n    },\n    {\n      \"config\": {\n        \"description\": "
     "\"Rome\"\n",
     PEER, PEER},
    {"/routing bgp connection\nadd name=a remote.address=192.0.2.2/32 .as=1 tcp-md5-key=x "
     "comment=Paris\n",
     PEER, "Paris"},
    {"/routing bgp peer\nadd comment=\"to \\\"Paris\\\"\" tcp-md5-key=\"x comment=y\" name=a "
     "\\\r\n    "
     "remote-address=192.0.2.2\r\n",
     PEER, "to \"Paris\""},
    {"add comment=Pa\\\n    ris remote.address=\\\n    192.0.2.2\n", PEER, "Paris"},
    {"/system identity\nset name=r1\nadd tcp-md5-key=\" comment=y \" remote.address=192.0.2.2\n",
     PEER, "r1 192.0.2.2"},
    {"add remote.address=192.0.2.2 comment=\"K\\C3\\B6ln \\$1\"\n", PEER, "K\303\266ln $1"},
    {"add remote.address=192.0.2.2 comment=$name\n", PEER, PEER},
    {"add remote.address=192.0.2.2 comment=", PEER, PEER},
    {"add remote.address=192.0.2.2 comment=Paris \\", PEER, "Paris"},
};

/* Returns a key of a session with PEER. If its name has a VRF, it is in that. */
static struct key *key_named(const char *name)
{
    struct key *key = key_new(name, "here:1");
    const char *vrf = strstr(name, "vrf ");
    g_assert_true(key_set(key, KEY_SECOND_END, PEER, NULL));
    g_assert_true(!vrf || key_set(key, KEY_INSTANCE, vrf, NULL));
    return key;
}

static void test_names(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct labels *labels = labels_new(cases[i].text, strlen(cases[i].text));
        struct key *key = key_named(cases[i].name);
        char *name = labels_name(labels, key);

        g_test_message("%s", cases[i].text);
        g_assert_cmpstr(name, ==, cases[i].labelled);
        g_free(name);
        key_free(key);
        labels_free(labels);
    }
}

/* Many keys may have one description in their names. */
static void test_a_long_description(void)
{
    char *many = g_strnfill(100000, 'x'), *text = g_strdup_printf("hostname %s", many);
    struct labels *labels = labels_new(text, strlen(text));
    struct key *key = key_named(PEER);
    char *name = labels_name(labels, key);

    g_assert_cmpuint(strlen(name), ==, 80 + strlen(" " PEER));
    g_free(name);
    key_free(key);
    labels_free(labels);
    g_free(text);
    g_free(many);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/labels/names", test_names);
    g_test_add_func("/labels/long", test_a_long_description);
    return g_test_run();
}
