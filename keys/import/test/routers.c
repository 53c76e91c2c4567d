/* Tests where the configuration of another router begins in a file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/text/routers.h"
#include "searched.h"

#include <string.h>

/* Asserts which lines FIND finds in TEXT. */
static void assert_found(void (*find)(const char *, size_t, GArray *), const char *text,
                         const char *expected)
{
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(unsigned));
    GString *found = g_string_new(NULL);

    find(text, strlen(text), lines);
    for (guint i = 0; i < lines->len; i++)
        g_string_append_printf(found, "%s%u", i > 0 ? " " : "", g_array_index(lines, unsigned, i));
    g_assert_cmpstr(found->str, ==, expected);
    g_string_free(found, TRUE);
    g_array_free(lines, TRUE);
}

static void assert_lines(const char *text, const char *expected)
{
    assert_found(routers_find, text, expected);
}

static void test_another_router(void)
{
    assert_lines("hostname A\nx\nhostname B\ny\nhostname C\nz", "3 5");
    assert_lines("! Last configuration change at 1\nhostname A\nx\nend\n!\n"
                 "! Last configuration change at 2\nhostname B\ny\n",
                 "6");
    assert_lines("sysname A\n#\nbgp 1\nreturn\n#\n sysname B\nbgp 2\n", "6");
    assert_lines("## Last commit: 1\nx\n## Last commit: 2\ny\n", "3");
    assert_lines("# TiMOS-B-1\nx\n# TiMOS-B-1\ny\n", "3");
    assert_lines("#config-version=A\nx\n#config-version=A\ny\n", "3");
    assert_lines("# software id = A\nx\n# software id = B\ny\n", "3");
    assert_lines("==> a <==\nx\n\n==> b <==\ny\n", "4");
    assert_lines("+++ a\nx\n\n#++ b\ny\n", "4");
    assert_lines("::::::::::::::\na\n::::::::::::::\nx\n::::::::::::::\nb\n::::::::::::::\ny\n",
                 "3 5 7");
    assert_lines("- header:\n    model: a\n- set:\n    x\n- header:\n    model: b\n- set:\n    y\n",
                 "5");
    assert_lines("!RANCID-CONTENT-TYPE: cisco\n!\nhostname A\nx\n"
                 "!RANCID-CONTENT-TYPE: cisco\n!\nhostname A\ny\n",
                 "5");
    assert_lines("configuration: |\n  hostname A\n  x\nconfiguration: |\n  hostname B\n  y\n", "5");
    assert_lines("devices device a\n config\n  x\n!\ndevices device b\n config\n  y\n", "5");
    assert_lines("router bgp 1\n x\nrouter bgp 2\n y\n", "3");
    assert_lines("bgp 1\n x\n#\nbgp 2\n y\n", "4");
    assert_lines("version 1;\nx {\n}\nversion 1;\ny {\n}\n", "4");
    assert_lines("set version 1\nset x\nset version 1\nset y\n", "3");
    assert_lines("! device: a\nx\n! device: b\ny\n", "3");
    assert_lines("x {\n}\n// vyos-config-version: 1\n// Release: 1\ny {\n}\n", "5");
    assert_lines("Building configuration...\nrouter bgp 1\nx\nBuilding configuration...\n"
                 "router bgp 1\ny\n",
                 "4");
    assert_lines("!! IOS XR Configuration 7\nrouter bgp 1\nx\n!! IOS XR Configuration 7\ny\n", "4");
    assert_lines("! Command: show bgp\nx\n! Command: show bgp\ny\n", "3");
    assert_lines("!Command: show bgp\nx\n!Command: show bgp\ny\n", "3");
    /* another system */
    assert_lines("hostname A\nx\n## Last commit: 1\ny\n", "3");
    assert_lines("See below.\n## Last commit: 1\ny\n", "2");
    assert_lines("hostname A\nx\nsysname A\ny\n", "3");
    assert_lines("hostname A\nx\nset system host-name A\ny\n", "3");
}

static void test_the_same_router(void)
{
    assert_lines("", "");
    assert_lines("x\nhostname A\ny", "");
    assert_lines("hostname A\nx\nhostname A\ny", "");
    assert_lines("hostname zebra\nhostname bgpd\nx\n", ""); /* Quagga has one for each program */
    assert_lines("hostname A\nx\n hostname B\ny\n", "");    /* inside of a block */
    assert_lines("## Last commit: 1\nx\n## Last commit: 1\ny\n", "");
    assert_lines("router bgp 1\n x\nrouter bgp 2 vrf A\n y\nrouter bgp 1\n z\n", "");
    assert_lines("x\n router bgp 1\n  y\n router bgp 2\n  z\n", "");
    assert_lines("router bgp 1\nx\nbanner motd ^C\nrouter bgp 2\n y\n^C\n", "");
    assert_lines("router bgp 1\nx\nbanner login\nrouter bgp 2\nEOF\nrouter bgp 3\n", "6");
    assert_lines("sysname A\nbgp 1\nheader login information \"\nbgp 2\n\"\nbgp 1\n", "");
    assert_lines("sysname A\nbgp 1\nheader motd %\nbgp 2\n%\nbgp 1\n", ""); /* Comware */
    assert_lines("bgp 1\nx\nheader shell information \"one line\"\nbgp 2\n", "4");
    assert_lines("router bgp 1\nx\nbanner motd %\nrouter bgp 2\ny\n", "4"); /* without an end */
    assert_lines("router bgp 1\nbgp log-neighbor-changes\nversion 1\nx\n", "");
    assert_lines("x {\n}\n// vyos-config-version: 1\n// Release: 1\n\n", "");
    assert_lines("!! Last configuration change at 1\n!\nhostname A\nx\n", "");
    assert_lines("banner\n## Last\n", "");
    assert_lines("!Command: show bgp\nx\n!Command: show keychain\ny\n", "");
    assert_lines("Building configuration...\nx\nBuilding configuration...\nhostname A\nx\n", "");
    assert_lines("x\nset system host-name A\ny\nset system host-name B\n", ""); /* it may be late */
    assert_lines("hostname A\nbanner\nhostname is secret\n", "");
    assert_lines("router bgp 1\nx\nno router bgp 1\nrouter bgp 2\ny\n", "");
    assert_lines("router bgp 1\nx\nno router bgp\nrouter bgp 2\ny\n", "");
    assert_lines("bgp 1\nx\nundo bgp 1\nbgp 2\ny\n", "");
}

/* Each router has a banner without an end. */
static void test_cost(void)
{
    GString *text = g_string_new(NULL);
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(unsigned));

    for (unsigned i = 0; i < 1000; i++)
        g_string_append_printf(text, "hostname r%u\nbanner login\nx\n", i);
    searched_bytes = 0;
    routers_find(text->str, text->len, lines);
    g_assert_cmpuint(lines->len, ==, 999);
    g_assert_cmpuint(searched_bytes, <=, 4 * text->len);
    g_array_free(lines, TRUE);
    g_string_free(text, TRUE);
}

static void test_files_in_a_config_map(void)
{
    assert_found(config_maps_find,
                 "kind: ConfigMap\ndata:\n  frr.conf: |\n    x\n  daemons: |\n    y\n"
                 "  bird.cfg: |-\n    see bird.conf: |\n",
                 "4 8");
    assert_found(config_maps_find, "data:\n  frr.conf: |\n    x\n", "");
    /* the passwords of the one are in Secrets, which may be after the other */
    assert_found(config_maps_find,
                 "kind: BGPPeer\n---\nkind: ConfigMap\ndata:\n  frr.conf: |\n    x\n", "");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/routers/cost", test_cost);
    g_test_add_func("/routers/another-router", test_another_router);
    g_test_add_func("/routers/the-same-router", test_the_same_router);
    g_test_add_func("/routers/files-in-a-config-map", test_files_in_a_config_map);
    return g_test_run();
}
