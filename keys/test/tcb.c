/* Tests that the initial sequence numbers are found in what routers print about their connections.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/tcb.h"

#include <glib.h>

static void assert_isn(const struct isns *isns, unsigned index, const char *expected)
{
    const struct isn *isn = isns_at(isns, index);
    char *address = ip_address_text(&isn->end.address);
    char *text = g_strdup_printf("%s %u %u", address, isn->end.port, isn->number);
    g_assert_cmpstr(text, ==, expected);
    g_free(text);
    g_free(address);
}

/* Asserts that TEXT has these numbers, up to the first NULL, and no others. */
static void assert_read(const char *text, const char *const *expected)
{
    struct isns *isns = isns_new();
    unsigned count = 0;

    g_assert_cmpuint(tcb_read(text, isns), ==, g_strv_length((char **)expected));
    for (; expected[count]; count++)
        assert_isn(isns, count, expected[count]);
    g_assert_cmpuint(isns_size(isns), ==, count);
    isns_free(isns);
}

static const char *const both[] = {"10.1.12.1 179 3549331287", "10.1.12.2 11006 2012857297", NULL};

/* IOS: "show tcp tcb 6A3C8F50"; "show ip bgp neighbors" has the same lines. */
static const char ios[] =
    "BGP neighbor is 10.1.12.2,  remote AS 65002, external link\n"
    "  BGP version 4, remote router ID 10.1.12.2\n"
    "Connection state is ESTAB, I/O status: 1, unread input bytes: 0            \n"
    "Connection is ECN Disabled, Mininum incoming TTL 0, Outgoing TTL 1\n"
    "Local host: 10.1.12.1, Local port: 179\n"
    "Foreign host: 10.1.12.2, Foreign port: 11006\n"
    "Connection tableid (VRF): 0\n"
    "Maximum output segment queue size: 50\n\n"
    "Enqueued packets for retransmit: 0, input: 0  mis-ordered: 0 (0 bytes)\n\n"
    "Event Timers (current time is 0x1C5AE8):\n"
    "Timer          Starts    Wakeups            Next\n"
    "Retrans            13          0             0x0\n\n"
    "iss: 3549331287  snduna: 3549331611  sndnxt: 3549331611     sndwnd:  16061\n"
    "irs: 2012857297  rcvnxt: 2012857640  rcvwnd:      16042  delrcvwnd:    342\n";

static void test_ios(void)
{
    assert_read(ios, both);
}

/* In a dialog's field of one line, line ends become other characters. */
static void test_one_line(void)
{
    static const char *const breaks[] = {" ", "\r\n", "\342\200\250", "\342\200\251"};

    for (unsigned i = 0; i < G_N_ELEMENTS(breaks); i++) {
        char **lines = g_strsplit(ios, "\n", -1);
        char *text = g_strjoinv(breaks[i], lines);
        assert_read(text, both);
        g_free(text);
        g_strfreev(lines);
    }
}

/* "show tcp" prints one connection after the other; the last one is incomplete. */
static void test_several(void)
{
    static const char *const expected[] = {"2001:db8::1 49152 1", "2001:db8::2 179 4294967295",
                                           "192.0.2.1 646 7", "192.0.2.9 50000 0", NULL};

    assert_read("Stand-alone TCP connection to host 2001:DB8::2\n"
                "Local host: 2001:DB8::1, Local port: 49152\n"
                "Foreign host: 2001:DB8::2, Foreign port: 179\n"
                "iss:          1  snduna:          2\nirs: 4294967295  rcvnxt: 3\n"
                "Local host: 192.0.2.1, Local port: 646\n"
                "Foreign host: 192.0.2.9, Foreign port: 50000\n"
                "iss: 7 snduna: 8\nirs: 0 rcvnxt: 1\n"
                "Local host: 192.0.2.1, Local port: 0\niss: 5\nirs: 6\n",
                expected);
}

/* IOS XR: "show tcp detail pcb 0x00007f1ec8003948". */
static void test_ios_xr(void)
{
    static const char *const expected[] = {"10.0.0.1 179 3013543478", "10.0.0.2 34567 1434235012",
                                           NULL};

    assert_read(
        "Connection state is ESTAB, I/O status: 0, socket status: 0\n"
        "Established at Mon Mar  2 10:15:31 2026\n\n"
        "PCB 0x00007f1ec8003948, SO 0x7f1ec8002c58, TCPCB 0x7f1ec8003d18, vrfid 0x60000000,\n"
        "Pak Prio: Medium, TOS: 192, TTL: 1, Hash index: 1287\n"
        "Local host: 10.0.0.1, Local port: 179 (Local App PID: 8210)\n"
        "Foreign host: 10.0.0.2, Foreign port: 34567\n"
        "(Local App PID/instance/SPL_APP_ID: 8210/1/0)\n\n"
        "iss: 3013543478  snduna: 3013544021  sndnxt: 3013544021\n"
        "sndmax: 3013544021  sndwnd: 32365  sndcwnd: 2440\n"
        "irs: 1434235012  rcvnxt: 1434235555  rcvwnd: 32384  rcvadv: 1434267939\n",
        expected);
}

static void test_junos(void)
{
    static const char *const expected[] = {"192.0.2.1 179 3290345620", "192.0.2.2 54321 2563612377",
                                           "2001:db8::1 50001 11", "2001:db8::2 179 12", NULL};

    assert_read("Active Internet connections (including servers)\n"
                "Proto Recv-Q Send-Q  Local Address     Foreign Address    (state)\n"
                "tcp4       0      0  192.0.2.1.179     192.0.2.2.54321    ESTABLISHED\n"
                "   sndsbcc:          0 sndsbmbcnt:          0  sndsbmbmax:     131072\n"
                "       iss: 3290345620      sndup: 3290345901\n"
                "    snduna: 3290345901     sndnxt: 3290345901      sndwnd:      16384\n"
                "       irs: 2563612377      rcvup: 2563612661\n"
                "tcp4       0      0  *.179             *.*                LISTEN\n"
                "       iss:          0      sndup:           0\n"
                "       irs:          0      rcvup:           0\n"
                "tcp6       0      0  2001:db8::1.50001 2001:db8::2.179    ESTABLISHED\n"
                "       iss:         11      sndup:          20\n"
                "       irs:         12      rcvup:          20\n",
                expected);
}

static void test_isn_lines(void)
{
    static const char *const expected[] = {"192.0.2.1 179 5", "fd09::2 40001 6", NULL};
    assert_read("# as the keyring has them\nisn 192.0.2.1 179 5\n isn fd09::2 40001 6; isn x 1 2",
                expected);
}

/* Numbers without an end, and ends without a number, are not read. */
static void test_nothing(void)
{
    static const char *const none[] = {NULL};
    static const char *const texts[] = {
        "",
        "iss: 5 irs: 6",
        "Local",
        "Local host:",
        "Foreign port: 179 irs: 7",
        "isn",
        "isn 192.0.2.1",
        "isn 192.0.2.1 179",
        "isn 192.0.2.1 0 5",
        "isn 192.0.2.1 65536 5",
        "isn 192.0.2.1 179 4294967296",
        "isn 192.0.2.0/24 179 5",
        "Local host: 10.0.0.1, Local port: 179\niss: 0x12\niss:\n",
        "Local host: 10.0.0.256, Local port: 179\niss: 12\n",
        "192.0.2.1.179 iss: 5x",
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++)
        assert_read(texts[i], none);
}

/* A number that is known already counts, but is not added. */
static void test_again(void)
{
    struct isns *isns = isns_new();

    for (unsigned i = 0; i < 2; i++) {
        g_assert_cmpuint(tcb_read(ios, isns), ==, 2);
        g_assert_cmpuint(isns_size(isns), ==, 2);
    }
    isns_free(isns);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tcb/ios", test_ios);
    g_test_add_func("/tcb/one-line", test_one_line);
    g_test_add_func("/tcb/several", test_several);
    g_test_add_func("/tcb/ios-xr", test_ios_xr);
    g_test_add_func("/tcb/junos", test_junos);
    g_test_add_func("/tcb/isn-lines", test_isn_lines);
    g_test_add_func("/tcb/nothing", test_nothing);
    g_test_add_func("/tcb/again", test_again);
    return g_test_run();
}
