/* Tests that the work and memory for reading a configuration are proportional to its length,
 * whatever it shares and inherits.
 *
 * The work is the number of basic blocks of our own code that run: the readers are compiled to
 * count them. The result is therefore the same on every machine, however busy.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/dialect.h"
#include "keys/keyfile.h"
#include "keys/source/source.h"

#include <string.h>

#define COPIES 12
#define PARTS  60

/* The limit for the growth when the text doubles: 2 is linear, 4 is quadratic. */
#define GROWTH 2.6

static unsigned long work;

/* The compiler inserts a call of this function into each basic block of the readers. */
void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void)
{
    work++;
}

struct outcome {
    unsigned long work;
    unsigned keys, problems;
};

/* A file as a user may have pasted it. */
static void read_file(const char *text, const struct import *import)
{
    struct source source = {.mode = 0600};

    text_add(&source.text, text);
    source_clean(&source);
    source_parse(&source, import, NULL);
    source_clear(&source);
}

/* Reads TEXT in the format NAME, as our own if that is "native", or in any if it is NULL. */
static struct outcome read_text(const char *name, const char *text)
{
    struct keyring *ring = keyring_new();
    GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    const struct import import = {.name = "f", .ring = ring, .problems = problems};

    work = 0;
    if (!name)
        read_file(text, &import);
    else if (strcmp(name, SOURCE_NATIVE) == 0)
        keyfile_parse(text, strlen(text), import.name, ring, problems);
    else
        dialect_by_name(name)->read(text, strlen(text), &import);
    const struct outcome outcome = {work, keyring_size(ring), problems->len};
    keyring_free(ring);
    g_ptr_array_free(problems, TRUE);
    return outcome;
}

static void assert_linear(const struct outcome outcomes[static 3])
{
    const double first = (double)outcomes[1].work - (double)outcomes[0].work;
    const double second = (double)outcomes[2].work - (double)outcomes[1].work;
    for (unsigned i = 0; i < 3; i++)
        g_test_message("%lu blocks, %u keys, %u problems", outcomes[i].work, outcomes[i].keys,
                       outcomes[i].problems);
    g_assert_cmpfloat(second, <=, GROWTH * first);
}

/* Returns COUNT copies of TEXT, each with addresses of its own. Free with g_free(). */
static char *copies_of(const char *text, unsigned count)
{
    GString *copies = g_string_new(NULL);
    for (unsigned i = 0; i < count; i++) {
        GString *copy = g_string_new(text);
        char four[16], six[16];
        g_snprintf(four, sizeof four, "10.%u.%u.", i / 256, i % 256);
        g_snprintf(six, sizeof six, "2001:%x:", i);
        g_string_replace(copy, "192.0.2.", four, 0);
        g_string_replace(copy, "2001:db8:", six, 0);
        g_string_append_printf(copies, "%s\n", copy->str);
        g_string_free(copy, TRUE);
    }
    return g_string_free(copies, FALSE);
}

/* Free with g_free(). */
static char *dialect_of(const char *path)
{
    char *name = g_path_get_basename(path);
    name[strcspn(name, "-")] = '\0';
    g_assert_nonnull(dialect_by_name(name));
    return name;
}

static void test_copies(const void *path)
{
    struct outcome outcomes[3];
    char *text, *dialect = dialect_of(path);
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    read_text(dialect, text); /* so that what is done once is done */
    for (unsigned i = 0; i < G_N_ELEMENTS(outcomes); i++) {
        char *copies = copies_of(text, COPIES << i);
        outcomes[i] = read_text(dialect, copies);
        g_free(copies);
    }
    assert_linear(outcomes);
    g_free(dialect);
    g_free(text);
}

/* A configuration whose parts name each other, in a format as read_text() has it. In a repeated
 * part, "{n}" is its number, "{next}" the number of the next part, and "{ip}" an address of its
 * own. "{last}" is the number after the last part. */
struct shape {
    const char *name, *dialect;
    const char *before, *first, *between, *second, *behind;
    bool has_no_key;
};

static const struct shape shapes[] = {
#define EIGHT(line) line line line line line line line line
#define CISCO_GROUPS(name, word)                                                  \
    {                                                                             \
        name "-groups-of-groups", name, "router bgp 1\n",                         \
            " neighbor G{n} " word "\n neighbor G{n} " word " G{next}\n",         \
            " neighbor G{last} " word "\n neighbor G{last} password s\n",         \
            " neighbor {ip} remote-as 2\n neighbor {ip} " word " G0\n", "", false \
    }
    CISCO_GROUPS("eos", "peer group"),
    {"frr-one-group", "frr", "router bgp 1\n neighbor G peer-group\n neighbor G password s\n",
     " neighbor {ip} peer-group G\n", "", "", "", false},
    {"ios-templates-of-templates", "ios", "router bgp 1\n",
     " template peer-session T{n}\n  inherit peer-session T{next}\n exit-peer-session\n",
     " template peer-session T{last}\n  password s\n exit-peer-session\n",
     " neighbor {ip} remote-as 2\n neighbor {ip} inherit peer-session T0\n", "", false},
    {"ios-circle", "ios", "router bgp 1\n",
     " template peer-session T{n}\n  inherit peer-session T{next}\n exit-peer-session\n",
     " template peer-session T{last}\n  inherit peer-session T0\n exit-peer-session\n",
     " neighbor {ip} remote-as 2\n neighbor {ip} inherit peer-session T0\n", "", true},
    {"ios-removed", "ios", "router bgp 1\n", " neighbor {ip} password s\n", "",
     EIGHT("no router bgp 1\n"), "", true},
    {"frr-removed", "frr", "router bgp 1\n", " neighbor {ip} password s\n", "",
     EIGHT("no router bgp 1\n"), "", true},
    {"ios-family-removed", "ios", "router bgp 1\n address-family ipv4 vrf V\n",
     "  neighbor {ip} password s\n", "", EIGHT(" no address-family ipv6 vrf V\n"), "", false},
    {"ios-addresses-removed", "ios", "interface Loopback0\n", " ipv6 address 2001:db8::{n}/128\n",
     "", EIGHT(" no ip address\n no ipv6 address 2001:db8::1/128\n"),
     "router bgp 1\n neighbor 2001:db8::2 password s\n"
     " neighbor 2001:db8::2 update-source Loopback0\n",
     false},
    {"vrp-vpn-removed", "vrp", "bgp 1\n ipv4-family vpn-instance V\n",
     "  peer {ip} password simple s\n", "", EIGHT(" undo ipv4-family vpn-instance V\n"), "", true},
    {"ios-ldp-lists", "ios", "", "access-list 10 permit {ip}\n", "mpls ldp password required\n",
     "mpls ldp password option {next} for 10 s{n}\n", "", false},
    {"iosxr-groups-twice", "iosxr", "router bgp 1\n",
     " neighbor-group G{n}\n  use neighbor-group G{next}\n  use session-group S{next}\n"
     " session-group S{n}\n  use neighbor-group G{next}\n  use session-group S{next}\n",
     " neighbor-group G{last}\n  password clear s\n",
     " neighbor {ip}\n  remote-as 2\n  use neighbor-group G0\n", "", false},
    {"ios-one-interface", "ios", "interface Loopback0\n", " ip address {ip} 255.255.255.255\n",
     "router bgp 1\n",
     " neighbor {ip} remote-as 2\n neighbor {ip} password s\n"
     " neighbor {ip} update-source Loopback0\n",
     "", false},
    {"vyos-one-interface", "vyos", "", "set interfaces loopback lo address {ip}/32\n", "",
     "set protocols bgp neighbor {ip} password s\n"
     "set protocols bgp neighbor {ip} update-source lo\n",
     "", false},
    {"iosxr-msdp", "iosxr", "router msdp\n", " peer {ip}\n  password clear s\n", "", "", "", false},
    {"iosxr-pcep", "iosxr", "pce\n", " peer ipv4 {ip}\n  password clear s\n", "", "", "", false},
    {"frr-pcep", "frr", "", "pce P{n}\n address ip {ip}\n tcp-md5-auth s\n", "", "", "", false},
    {"nxos-templates-twice", "nxos", "router bgp 1\n",
     "  template peer-session S{n}\n    inherit peer-session S{next}\n"
     "  template peer T{n}\n    inherit peer T{next}\n    inherit peer-session S{next}\n",
     "  template peer T{last}\n    password 0 s\n",
     "  neighbor {ip}\n    remote-as 2\n    inherit peer T0\n", "", false},
    {"ios-sxp", "ios", "key chain c tcp\n key 1\n  key-string s\ncts sxp default key-chain c\n",
     "cts sxp connection peer {ip} password key-chain mode local both\n", "", "", "", false},
    {"nxos-disabled-everywhere", "nxos", "router bgp 1\n",
     "  template peer-session S{n}\n    inherit peer-session S{next}\n"
     "    password inheritance-disable\n",
     "  template peer-session S{last}\n    password 0 s\n",
     "  neighbor {ip}\n    remote-as 2\n    inherit peer-session S0\n", "", true},
    {"vrp-one-group", "vrp", "bgp 1\n group G external\n peer G password simple s\n",
     " peer {ip} as-number 2\n peer {ip} group G\n", "", "", "", false},
    {"vyos-one-group", "vyos", "set protocols bgp peer-group G password s\n",
     "set protocols bgp neighbor {ip} peer-group G\n", "", "", "", false},
    {"routeros-templates-twice", "routeros", "/routing bgp template\n",
     "add name=t{n} templates=t{next},u{next}\nadd name=u{n} templates=u{next},t{next}\n",
     "add name=u{last} tcp-md5-key=s\n/routing bgp connection\n",
     "add name=c{n} remote.address={ip} templates=t0\n", "", false},
    {"routeros-removed", "routeros", "/routing bgp connection\n",
     "add name=c{n} remote.address={ip} tcp-md5-key=s\n", "",
     "add name=d{n} remote.address={ip} tcp-md5-key=s\nremove [find]\n", "", true},
    {"bird-templates-of-templates", "bird", "template bgp t0 { password \"s\"; }\n",
     "template bgp t{next} from t{n} { local as 1; }\n", "",
     "protocol bgp p{n} from t{last} { neighbor {ip} as 2; }\n", "", false},
    {"exabgp-one-template", "exabgp", "template { neighbor t { md5-password \"s\"; } }\n",
     "neighbor {ip} { inherit t; local-address 192.0.2.1; }\n", "", "", "", false},
    {"fortios-one-group", "fortios",
     "config router bgp\nconfig neighbor-group\nedit g\nset password s\nnext\nend\n"
     "config neighbor-range\n",
     "edit {n}\nset prefix {ip} 255.255.255.255\nset neighbor-group g\nnext\n", "", "",
     "end\nend\n", false},
    {"fortios-said-again", "fortios", "config router bgp\nconfig neighbor\nedit 192.0.2.1\n",
     "set password s{n}\n", "", "config system x{n}\n", "", false},
    {"os9-one-group", "os9", "router bgp 1\n neighbor G peer-group\n neighbor G password s\n",
     " neighbor {ip} peer-group G\n", "", "", "", false},
    {"os9-said-again", "os9", "router bgp 1\n", " neighbor 192.0.2.1 password s{n}\n", "", "", "",
     false},
    {"os10-templates-of-templates", "os10", "router bgp 1\n",
     " template T{n}\n  inherit template T{next}\n  listen {ip}/32\n",
     " template T{last}\n  password s\n", " neighbor {ip}\n  inherit template T0\n", "", false},
    {"openbgpd-macros-of-macros", "openbgpd", "m0=\"s\"\n", "m{next}=$m{n}\n", "",
     "neighbor {ip} { tcp md5sig password $m{last} }\n", "", false},
    {"openbgpd-one-group", "openbgpd", "group g { tcp md5sig password s\n", " neighbor {ip}\n", "",
     "", "}\n", false},
    {"gobgp-one-group", "gobgp",
     "peer-groups:\n- config: {peer-group-name: g, auth-password: s}\nneighbors:\n",
     "- config: {neighbor-address: {ip}, peer-group: g}\n", "", "", "", false},
#define JUNOS "protocols { bgp {\n"
    {"junos-many-groups", "junos", "groups {\n",
     "g{n} { protocols { bgp { group <*> { x{n}; } } } }\n",
     "g { protocols { bgp { group <*> { authentication-key s; } } } } }\napply-groups [ ", "g{n} ",
     "g ];\n" JUNOS "group a { neighbor 192.0.2.1; } } }\n", false},
    {"junos-groups-for-all", "junos", "groups {\n",
     "g{n} { protocols { bgp { group <*> { x{n}; authentication-key s; } } } }\n",
     "}\napply-groups [ g0 g1 g2 g3 g4 g5 ];\n" JUNOS, "group h{n} { neighbor {ip}; }\n", "} }\n",
     false},
#define FOR_ALL(group) group " { protocols { bgp { group <*> { neighbor <*> { x s; } } } } }\n"
    {"junos-all-groups", "junos", "groups {\n",
     FOR_ALL("a{n}") FOR_ALL("b{n}") FOR_ALL("c{n}") FOR_ALL("d{n}") FOR_ALL("e{n}"), "}\n" JUNOS,
     "apply-groups [ a{n} b{n} c{n} d{n} e{n} ];\n"
     "group h{n} { neighbor {ip} { authentication-key s; } }\n",
     "} }\n", false},
    {"junos-all-for-all", "junos", "", "groups { " FOR_ALL("g{n}") "}\napply-groups g{n};\n",
     JUNOS "group h {\n", "neighbor {ip} { authentication-key s; }\n", "} } }\n", false},
    {"junos-named-and-wildcard", "junos", "groups { g { protocols { bgp { group h {\n",
     "neighbor [ {n}a {n}b {n}c {n}d {n}e {n}f {n}g ];\n",
     "neighbor <*.*> { authentication-key s; }\n} } } } }\napply-groups g;\n" JUNOS "group h {\n",
     "neighbor {ip};\n", "} } }\n", false},
    {"junos-one-level", "junos",
     "groups { g { protocols { bgp { group <*> { neighbor <*> { authentication-key s;\n", "x{n};\n",
     "} } } } } }\napply-groups g;\n" JUNOS "group h {\n", "neighbor {ip};\n", "} } }\n", false},
    {"junos-named-apart", "junos", "groups {\ng { protocols { bgp {\n",
     "group h{n} { authentication-key s; }\n", "} } } }\napply-groups g;\n" JUNOS,
     "group h{n} { neighbor {ip}; }\n", "} }\n", false},
    {"junos-applied-apart", "junos", "groups {\n",
     "g{n} { protocols { bgp { group <*> { authentication-key s; } } } }\n", "}\n" JUNOS,
     "group h{n} { apply-groups g{n}; neighbor {ip}; }\n", "} }\n", false},
    {"junos-levels", "junos", "groups { g { protocols { bgp { group <*> {\n",
     "a{n}; <*> { b{n}; <*> { c{n}; authentication-key s; } }\n",
     "} } } } }\napply-groups g;\n" JUNOS, "group h{n} { neighbor {ip}; authentication-key s; }\n",
     "} }\n", false},
    {"sros-one-level", "sros",
     "configure {\n groups { group \"g\" { router \"Base\" { bgp { group \"<.*>\" {\n"
     "authentication-key \"s\"\n",
     "x{n} y\n", "} } } } }\napply-groups [\"g\"]\n router \"Base\" { bgp {\n",
     "group \"h{n}\" { }\nneighbor \"{ip}\" { group \"h{n}\" }\n", "} }\n}\n", false},
    {"srlinux-one-group", "srlinux",
     "system authentication keychain k key 1 authentication-key s\n"
     "network-instance default protocols bgp {\ngroup g {\nauthentication {\nkeychain k\n}\n}\n",
     "neighbor {ip} {\npeer-group g\n}\n", "", "", "}\n", false},
    {"srlinux-many-chains", "srlinux", "",
     "set / system authentication keychain k{n} key {n} authentication-key s\n", "",
     "set / network-instance default protocols bgp neighbor {ip} authentication keychain k{n}\n",
     "", false},
    {"sonic-one-group", "sonic",
     "{BGP_PEER_GROUP: {default|g: {auth_password: s}},\nBGP_NEIGHBOR: {\n",
     "default|{ip}: {peer_group_name: g},\n", "", "", "}}\n", false},
    {"sonic-many-vrfs", "sonic", "{BGP_NEIGHBOR: {\n", "v{n}|192.0.2.1: {auth_password: s},\n", "",
     "", "}}\n", false},
    {"nvue-one-group", "nvue", "", "nv set vrf default router bgp neighbor {ip} peer-group g\n", "",
     "", "nv set vrf default router bgp peer-group g password s\n", false},
    {"nvue-many-documents", "nvue", "",
     "---\n- set:\n    vrf: {default: {router: {bgp: {neighbor: {{ip}: {password: s}}}}}}\n", "",
     "", "", false},
    {"kubernetes-one-secret", "kubernetes", "",
     "---\nkind: BGPPeer\nspec: {peerAddress: {ip}, passwordSecret: {name: s}}\n", "", "",
     "---\nkind: Secret\nmetadata: {name: s}\nstringData: {password: s}\n", false},
    {"kubernetes-one-name", "kubernetes", "",
     "---\nkind: BGPPeer\nspec: {peerAddress: {ip}, passwordSecret: {name: s, namespace: n{n}}}\n",
     "", "---\nkind: Secret\nmetadata: {name: s, namespace: n{n}}\nstringData: {password: s}\n", "",
     false},
    {"kubernetes-raw", "kubernetes", "",
     "---\nkind: FRRConfiguration\nspec:\n  raw:\n    rawConfig: |\n      router bgp 1\n"
     "       neighbor {ip} password s\n",
     "", "", "", false},
    {"sense-neighbors", "sense", "<pfsense><installedpackages><frrbgpneighbors>\n",
     "<config><peer>{ip}</peer><peergroup>g</peergroup></config>\n", "", "",
     "<config><peer>g</peer><password>s</password></config>"
     "</frrbgpneighbors></installedpackages></pfsense>\n",
     false},
    {"sense-one-text", "sense",
     "<pfsense><installedpackages><frrbgpneighbors><config><peer>192.0.2.1</peer><password>\n",
     "<![CDATA[a{n}]]>&amp;\n", "", "",
     "</password></config></frrbgpneighbors></installedpackages></pfsense>\n", false},
    {"freertr-one-template", "freertr", "router bgp4 1\n vrf v\n template t password s\n",
     " neighbor {ip} template t\n", "", "", "", false},
    {"setkey-one-pair", "setkey", "", "add 192.0.2.1 192.0.2.2 tcp {next} -A tcp-md5 \"s{n}\";\n",
     "", "", "", false},
    {"setkey-one-spi", "setkey", "", "add 192.0.2.1 {ip} tcp 0x1000 -A tcp-md5 \"s\";\n", "", "",
     "", false},
    {"setkey-the-same", "setkey", "", "add 192.0.2.1 192.0.2.2 tcp 1 -A tcp-md5 \"s\";\n", "", "",
     "", false},
    {"setkey-deleted", "setkey", "", "add 192.0.2.1 192.0.2.2 tcp {next} -A tcp-md5 \"s\";\n", "",
     "delete 192.0.2.1 192.0.2.2 tcp {next};\n", "deleteall 192.0.2.1 192.0.2.2 tcp;\n", true},
    {"setkey-dumped", "setkey", "",
     "192.0.2.1 {ip} \n\ttcp mode=any spi={next}(0x1)\n\tA: tcp-md5  61616161\n 61\n", "", "", "",
     false},
#define SESSION "router bgp 1\n neighbor 192.0.2.1 remote-as 2\n neighbor 192.0.2.1 ao c\n"
    {"ios-long-chain", "ios", "key chain c tcp\n accept-tolerance 1\n",
     " key {n}\n  key-string s{n}\n  cryptographic-algorithm hmac-sha-1\n"
     "  send-lifetime 00:00:00 Jan 1 2026 duration {next}\n",
     SESSION, "", "", false},
    {"iosxr-long-chain", "iosxr", "key chain c\n",
     " key {n}\n  key-string clear s{n}\n  accept-lifetime 00:00:00 january 01 2026 infinite\n",
     "router bgp 1\n neighbor 192.0.2.1\n  keychain c\n", "", "", false},
    {"junos-long-chain", "junos", "security { authentication-key-chains { key-chain c {\n",
     "key {n} { secret s; start-time 2026-1-1.00:{n}; }\n",
     "} } }\n" JUNOS "group g { authentication-algorithm md5; authentication-key-chain c; "
     "neighbor 192.0.2.1; } } }\n",
     "", "", false},
    {"vrp-long-chain", "vrp", "keychain c mode absolute\n receive-tolerance 1\n",
     " key-id {n}\n  algorithm hmac-sha1-12\n  key-string plain s\n"
     "  receive-time 00:00 2026-01-01 duration 60\n",
     "tcp ao p\n binding keychain c\n", " key-id {n}\n  send-id 1 receive-id 2\n",
     "bgp 1\n peer 192.0.2.1 as-number 2\n peer 192.0.2.1 tcp-ao policy p\n", false},
    {"native-keys", SOURCE_NATIVE, "", "key k ends 192.0.2.1 {ip} secret 's'\n", "", "", "", false},
    {"native-problems", SOURCE_NATIVE, "", "key k ends\n", "", "", "", true},
    {"pasted-routers", NULL, "",
     "hostname R{n}\nrouter bgp 1\n neighbor {ip} remote-as 2\n neighbor {ip} password s\n", "", "",
     "", false},
    {"pasted-unknown-parts", NULL, "", "==> R{n} <==\npassword s\n", "", "", "", true},
    {"pasted-prompts", NULL, "R(config)#router bgp 1\n",
     "R(config-router)#neighbor {ip} remote-as 2\nR(config-router)#neighbor {ip} password s\n", "",
     "", "", false},
    {"pasted-hosts", NULL, "",
     "R{n}(config)#hostname R{n}\nR{n}(config)#router bgp 1\n"
     "R{n}(config-router)#neighbor {ip} password s\n",
     "", "", "", false},
    {"pasted-modes", NULL, "R(config)#router bgp 1\n",
     "R(config-router)#neighbor {ip} password s\nR(config-router)#a\nR(config-router-a-{n})#b\n",
     "", "", "", false},
    {"pasted-abbreviations", NULL, "rou bgp 1\n", " nei {ip} rem 2\n nei {ip} pass s\n", "", "", "",
     false},
    {"pasted-diff", NULL, "@@ -1 +1 @@\n router bgp 1\n",
     "+ neighbor {ip} remote-as 2\n+ neighbor {ip} password s\n- neighbor {ip} password t\n", "",
     "", "", false},
    {"pasted-systems", NULL, "router bgp 1\n",
     " neighbor {ip} remote-as 2\n neighbor {ip} password s\n",
     "set protocols bgp group g type external\n",
     "set protocols bgp group g neighbor {ip} authentication-key s\n", "", false},
    {"pasted-xml-line", NULL,
     "<configuration><protocols><bgp><group><name>g</name><authentication-key>s</"
     "authentication-key>",
     "<neighbor><name>{ip}</name></neighbor>", "", "", "</group></bgp></protocols></configuration>",
     false},
    {"pasted-numbers", NULL, "1:router bgp 1\n2:x\n3:x\n", "{n}: neighbor {ip} password s\n", "",
     "", "", false},
    {"pasted-log", NULL,
     "Mar  1 10:00:00 R 1: %PARSER-5-CFGLOG_LOGGEDCMD: User:a  logged command:router bgp 1\n",
     "Mar  1 10:00:00 R 1: %PARSER-5-CFGLOG_LOGGEDCMD: User:a  logged command:neighbor {ip} "
     "password s\n",
     "", "", "", false},
    {"pasted-string", NULL, "{\"a\": \"router bgp 1\\n",
     " neighbor {ip} remote-as 2\\n neighbor {ip} password s\\n", "", "", "\"}", false},
    {"pasted-json-line", NULL, "{\"BGP_NEIGHBOR\":{\"x\":{}",
     ",\"default|{ip}\":{\"auth_password\":\"s\"}", "", "", "}}", false},
    {"pasted-refusals", NULL, "R(config)#router bgp 1\n",
     "R(config-router)#neighbor {ip} password s\n% Invalid\n", "",
     "R(config-router)#abort\nR(config-router)#rollback\n", "", true},
    {"pasted-blocks", NULL, "", "router bgp 1\n neighbor {ip} password s\n", "", "", "", false},
    {"pasted-banners", NULL, "router bgp 1\n",
     " neighbor {ip} remote-as 2\n neighbor {ip} password s\nbanner motd #\nheader login %\n", "",
     "", "", false},
};

static void replace_number(GString *text, const char *mark, unsigned number)
{
    char digits[16];
    g_snprintf(digits, sizeof digits, "%u", number);
    g_string_replace(text, mark, digits, 0);
}

static void add_parts(GString *text, const char *part, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        GString *copy = g_string_new(part);
        char address[16];
        g_snprintf(address, sizeof address, "10.0.%u.%u", i / 256, i % 256);
        g_string_replace(copy, "{ip}", address, 0);
        replace_number(copy, "{n}", i);
        replace_number(copy, "{next}", i + 1);
        g_string_append_len(text, copy->str, (gssize)copy->len);
        g_string_free(copy, TRUE);
    }
}

static char *text_of(const struct shape *shape, unsigned count)
{
    GString *text = g_string_new(shape->before);
    add_parts(text, shape->first, count);
    g_string_append(text, shape->between);
    add_parts(text, shape->second, count);
    g_string_append(text, shape->behind);
    replace_number(text, "{last}", count);
    return g_string_free(text, FALSE);
}

static void test_shape(const void *data)
{
    const struct shape *shape = data;
    struct outcome outcomes[3];
    for (unsigned i = 0; i < G_N_ELEMENTS(outcomes); i++) {
        char *text = text_of(shape, PARTS << i);
        outcomes[i] = read_text(shape->dialect, text);
        g_free(text);
    }
    assert_linear(outcomes);
    g_assert_cmpuint(outcomes[2].keys > 0, ==, !shape->has_no_key);
}

/* The work for these is a product of two numbers in the text. It stops at the budget, with one
 * problem. */
static const struct shape large[] = {
    {"ios", "ios", "key chain c tcp\n",
     " key {n}\n  key-string s\n  cryptographic-algorithm hmac-sha-1\n", "router bgp 1\n",
     " neighbor {ip} remote-as 2\n neighbor {ip} ao c\n", "", false},
    {"junos", "junos", "security { authentication-key-chains { key-chain c {\n",
     "key {n} { secret s; }\n",
     "} } }\n" JUNOS "group g { authentication-algorithm md5; authentication-key-chain c;\n",
     "neighbor {ip};\n", "} } }\n", false},
    {"bird", "bird", "template bgp t { keys {\n", "key { id {n}; secret \"s\"; }\n", "} }\n",
     "protocol bgp p{n} from t { neighbor {ip} as 2; authentication ao; }\n", "", false},
    {"fortios", "fortios", "config router key-chain\nedit c\nconfig key\n",
     "edit {n}\nset key-string s\nset algorithm hmac-sha1\nnext\n",
     "end\nnext\nend\nconfig router bgp\nconfig neighbor\n",
     "edit {ip}\nset auth-options c\nnext\n", "end\nend\n", false},
    {"srlinux", "srlinux", "",
     "set / system authentication keychain k key {n} authentication-key s\n", "",
     "set / network-instance default protocols bgp neighbor {ip} authentication keychain k\n", "",
     false},
    {"aliases", "srlinux",
     "{\"network-instance\": [{name: default, protocols: {bgp: {neighbor: [{peer-address: "
     "192.0.2.1, "
     "authentication: {keychain: k}}]}}}],\nsystem: {authentication: {keychain: [{name: k, key: "
     "[{index: 1, authentication-key: s}]}]}},\na: &a0 [x],\n",
     "b{n}: &a{next} [*a{n}, *a{n}],\n", "}\n", "", "", false},
    {"globs", "junos", "groups { g { protocols { bgp {\n",
     "group <*h{n}*> { authentication-key s; }\n", "} } } }\napply-groups g;\n" JUNOS,
     "group a*a*h{n}h { neighbor {ip}; }\n", "} }\n", false},
};

#define MANY 600

static void test_products(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(large); i++) {
        char *text = text_of(&large[i], MANY);
        const struct outcome outcome = read_text(large[i].dialect, text);
        const size_t budget = (1 << 17) + 2 * strlen(text);
        g_test_message("%s: %lu blocks, %u keys, %u problems", large[i].name, outcome.work,
                       outcome.keys, outcome.problems);
        g_assert_cmpuint(outcome.keys, <=, budget);
        g_assert_cmpuint(outcome.keys, >, 0);
        g_assert_cmpuint(outcome.problems, >=, 1);
        g_free(text);
    }
}

static void add_copies(void)
{
    GDir *folder = g_dir_open(PAIRS, 0, NULL);
    const char *name;

    g_assert_nonnull(folder);
    while ((name = g_dir_read_name(folder))) {
        if (!g_str_has_suffix(name, ".conf"))
            continue;
        char *test = g_strconcat("/growth/copies/", name, NULL);
        g_test_add_data_func_full(test, g_strconcat(PAIRS "/", name, NULL), test_copies, g_free);
        g_free(test);
    }
    g_dir_close(folder);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions(); /* so that the test reports every failing configuration */
    add_copies();
    for (unsigned i = 0; i < G_N_ELEMENTS(shapes); i++) {
        char *test = g_strconcat("/growth/shapes/", shapes[i].name, NULL);
        g_test_add_data_func(test, &shapes[i], test_shape);
        g_free(test);
    }
    g_test_add_func("/growth/products", test_products);
    return g_test_run();
}
