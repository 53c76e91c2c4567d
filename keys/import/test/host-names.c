/* Tests where the configuration of another router begins if its name is among other lines.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/text/routers.h"

#include <string.h>

/* Asserts that further configurations in TEXT begin at the lines in EXPECTED. If that is "?",
 * asserts that the line of the second name is SECOND, and that none begins at a certain line. */
static void assert_starts(const char *text, const char *expected, unsigned second)
{
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(unsigned));
    GString *found = g_string_new(NULL);

    g_assert_cmpuint(host_names_find(text, strlen(text), lines), ==, second);
    for (guint i = 0; i < lines->len; i++)
        g_string_append_printf(found, "%s%u", i > 0 ? " " : "", g_array_index(lines, unsigned, i));
    g_assert_cmpstr(found->str, ==, second > 0 ? "" : expected);
    g_string_free(found, TRUE);
    g_array_free(lines, TRUE);
}

static void assert_certain(const char *text, const char *expected)
{
    assert_starts(text, expected, 0);
}

static void assert_uncertain(const char *text, unsigned second)
{
    assert_starts(text, "?", second);
}

static void test_names_at_the_start(void)
{
    assert_certain("set system host-name a\nset x\nset system host-name b\nset y\n", "3");
    assert_certain("set system host-name a\nset system x\nset system host-name b\n", "3");
    assert_certain("system {\n    host-name a;\n}\ny {\n}\nsystem {\n    host-name b;\n}\nx {\n}\n",
                   "6");
    assert_certain("set / system name host-name a\nset / x\nset / system name host-name b\n", "3");
    assert_certain("/system identity\nset name=a\n/ip x\n/system identity\nset name=b\n/ip x\n",
                   "4");
    assert_certain("/system/identity/set name=a\n/ip/x\n/system/identity set name=\"b c\"\n", "3");
    assert_certain("config system global\n    set hostname \"a\"\nend\nconfig router bgp\nend\n"
                   "config system global\n    set alias x\n    set hostname \"b\"\nend\n",
                   "6");
    assert_certain("configure\n    system\n        name \"a\"\n    exit\nexit all\n"
                   "configure\n    router\n    system\n        name \"b\"\n    exit\n",
                   "6");
    assert_certain("configure {\n    system {\n        name \"a\"\n    }\n}\n"
                   "configure {\n    system {\n        name \"b\"\n    }\n}\n",
                   "6");
    assert_certain("nv set system hostname a\nnv set x\nnv set system hostname b\n", "3");
}

/* The lines of the first router are sorted up to its name and after it. */
static void test_sorted_configurations(void)
{
    assert_certain("set interfaces x\nset protocols x\nset system host-name 'a'\nset system ntp\n"
                   "set interfaces x\nset protocols x\nset system host-name 'b'\n",
                   "5");
    assert_certain("set a\nset system host-name a\nset vrf x\nset b\nset system host-name b\n"
                   "set a\nset system host-name c\n",
                   "4 6");
    assert_certain("set / interface x\nset / system name host-name a\n"
                   "set / interface x\nset / system name host-name b\n",
                   "3");
    assert_certain("interfaces {\n}\nsystem {\n    host-name a\n}\n"
                   "interfaces {\n}\nsystem {\n    host-name b\n}\n",
                   "6");
    assert_certain("interface ethernet-1/1 {\n}\nsystem {\n    name {\n        host-name a\n    }\n"
                   "}\ninterface ethernet-1/1 {\n}\nsystem {\n    name {\n        host-name b\n"
                   "    }\n}\n",
                   "8");
    /* RouterOS has some sections twice */
    assert_certain(
        "/interface x\nset x\n/routing x\n/ip x\n/system identity\nset name=a\n/tool x\n"
        "/interface x\nset x\n/routing x\n/ip x\n/system identity\nset name=b\n/tool x\n",
        "8");
}

/* Lines that somebody typed have any order. */
static void test_uncertain_starts(void)
{
    assert_uncertain("set x\nset system host-name a\nset protocols x\nset interfaces x\n"
                     "set system host-name b\nset vrf x\n",
                     5);
    assert_uncertain("set a\nset system host-name a\nset protocols x\nset system host-name b\n"
                     "set protocols x\n",
                     4);
    assert_uncertain("set a\nset system host-name a\nset system host-name b\n", 3);
    assert_uncertain("/interface x\n/system identity\nset name=a\n/ip x\n/interface x\n"
                     "/system identity\nset name=b\n/ip x\n",
                     7);
}

static void test_numbers_of_autonomous_systems(void)
{
    assert_uncertain("set protocols bgp system-as 1\nset protocols bgp system-as 2\n", 2);
    assert_uncertain("set routing-options autonomous-system 1\nset x\n"
                     "set routing-options autonomous-system 2\n",
                     3);
    assert_uncertain("set / network-instance default protocols bgp autonomous-system 1\n"
                     "set / network-instance default protocols bgp autonomous-system 2\n",
                     2);
    assert_certain("set protocols bgp system-as 1\nset system host-name a\n"
                   "set protocols bgp system-as 2\nset system host-name b\n",
                   "3");
    assert_certain("set protocols bgp system-as 1\nset protocols bgp system-as '1'\n"
                   "set vrf name x protocols bgp system-as 2\n",
                   "");
}

static void test_the_same_router(void)
{
    assert_certain("", "");
    assert_certain("set system host-name a\nset x\nset system host-name 'a'\nset a\n", "");
    assert_certain("set x\nset groups re0 system host-name a\nset groups re1 system host-name b\n",
                   "");
    assert_certain(
        "groups {\n    re0 {\n        system {\n            host-name a;\n        }\n"
        "    }\n    re1 {\n        system {\n            host-name b;\n        }\n    }\n"
        "}\nsystem {\n    host-name c;\n}\n",
        "");
    assert_certain("system {\n    host-name a\n    static-host-mapping {\n        host-name b {\n"
                   "            inet 192.0.2.1\n        }\n    }\n}\n",
                   "");
    assert_certain("set system host-name a\nset system static-host-mapping host-name b inet x\n",
                   "");
    assert_certain(
        "configure\n    system\n        name \"a\"\n    exit\n    user\n        name \"b\"\n", "");
    /* neither a menu nor a name */
    assert_certain("/* set system */\nset system host-name a\nset x\n", "");
    assert_certain("/system identity\nset name=a\n/user\nset name=b\n", "");
    assert_certain("set system host-name a\nset x\nset system host-name ${host}\n", "");
    assert_certain("hostname identity\nrouter bgp 1\n set name=a\n", "");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/host-names/names-at-the-start", test_names_at_the_start);
    g_test_add_func("/host-names/sorted-configurations", test_sorted_configurations);
    g_test_add_func("/host-names/uncertain-starts", test_uncertain_starts);
    g_test_add_func("/host-names/numbers-of-autonomous-systems",
                    test_numbers_of_autonomous_systems);
    g_test_add_func("/host-names/the-same-router", test_the_same_router);
    return g_test_run();
}
