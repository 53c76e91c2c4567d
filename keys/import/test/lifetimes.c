/* Tests that lifetimes at the limits of the calendar become valid times, in every dialect that has
 * lifetimes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/dialect.h"
#include "keys/keyfile.h"

#include <string.h>

#define FIRST "0001-01-01"
#define LAST  "9999-12-31T23:59:59Z"
#define EVER  "-"

/* Configurations around the lines of a chain and of a key, which replace the two %s. */
#define IOS                                                                                 \
    "key chain c tcp\n%s key 1\n  key-string s\n  cryptographic-algorithm hmac-sha-1\n%s\n" \
    "router bgp 1\n neighbor 192.0.2.1 remote-as 2\n neighbor 192.0.2.1 ao c\n"
#define BLOCKS                                                    \
    "key chain c\n%s key 1\n  key-string password 0822455D0A16\n" \
    "  cryptographic-algorithm hmac-sha1-96\n%s\n"                \
    "router bgp 1\n neighbor 192.0.2.1\n  remote-as 2\n  ao c include-tcp-options enable\n"
#define JUNOS                                                                                \
    "security { authentication-key-chains { key-chain c { %s key 1 { secret s; %s } } } }\n" \
    "protocols { bgp { group g { neighbor 192.0.2.1 { authentication-key-chain c; "          \
    "authentication-algorithm md5; } } } }\n"
#define SROS                                                                                     \
    "configure {\n system { security { keychains { keychain \"c\" { bidirectional { entry 1 {\n" \
    "  authentication-key \"s\"\n  algorithm message-digest\n%s%s\n } } } } } }\n"               \
    " router \"Base\" { bgp { neighbor \"192.0.2.1\" { authentication-keychain \"c\" } } }\n}\n"
#define CLASSIC                                                                                 \
    "configure\n system\n  security\n   keychain \"c\"\n    direction\n     bi\n      entry 1 " \
    "key "                                                                                      \
    "\"s\" algorithm message-digest\n%s%s\n      exit\n     exit\n    exit\n   exit\n  exit\n"  \
    " exit\n router\n  bgp\n   group \"g\"\n    neighbor 192.0.2.1\n     auth-keychain \"c\"\n"
#define EOS                                                                 \
    "session shared-secret profile p\n%s   secret 1 0 s %s\nrouter bgp 1\n" \
    "   neighbor 192.0.2.1 password shared-secret profile p algorithm hmac-sha1-96\n"
#define VRP                                                                                       \
    "keychain c mode absolute\n%s key-id 1\n  algorithm hmac-sha1-12\n  key-string plain s\n%s\n" \
    "tcp ao p\n binding keychain c\n key-id 1\n  send-id 1 receive-id 1\nbgp 1\n"                 \
    " peer 192.0.2.1 as-number 2\n peer 192.0.2.1 tcp-ao policy p\n"
#define BERLIN "Europe/Berlin"
#define NATIVE "key a ends * * %s secret 's' %s\n"

static const struct {
    const char *dialect; /* NULL: a keyring */
    const char *frame, *chain, *key;
    const char *from, *until; /* NULL: a problem, and no key */
} lifetimes[] = {
    {"ios", IOS, " accept-tolerance 2147483647\n",
     "  send-lifetime 00:00:00 Jan 1 0001 infinite\n"
     "  accept-lifetime 00:00:00 january 01 0001 infinite",
     FIRST, EVER},
    {"ios", IOS, "",
     "  send-lifetime 00:00:00 Jan 1 2026 duration 1\n"
     "  accept-lifetime 00:00:00 Dec 31 9999 duration 2147483647",
     "2026-01-01", LAST},
    {"ios", IOS, " accept-tolerance 2147483647\n",
     "  send-lifetime 00:00:00 Jan 1 2026 23:59:59 Dec 31 9999\n"
     "  accept-lifetime 00:00:00 Jan 1 2026 23:59:59 Dec 31 9999",
     "1957-12-13T20:45:53Z", LAST},
    {"ios", IOS, " accept-tolerance infinite\n",
     "  send-lifetime 00:00:00 Jan 1 0001 00:00:00 Jan 2 0001\n"
     "  accept-lifetime 00:00:00 Jan 1 0001 00:00:00 Jan 2 0001",
     EVER, EVER},
    {"ios", IOS, " accept-tolerance 99999999999\n",
     "  send-lifetime 00:00:00 Jan 1 2026 infinite\n"
     "  accept-lifetime 00:00:00 Jan 1 2026 duration infinite",
     "2026-01-01", EVER},
    {"ios", IOS, "", "  send-lifetime 00:00:00 Jan 1 2026 duration 99999999999", NULL, NULL},
    {"ios", IOS, "", "  send-lifetime 00:00:00 Jan 1 0000 infinite", NULL, NULL},
    {"ios", IOS, "",
     "  send-lifetime 23:59:59 Dec 31 9999 duration 5\n"
     "  accept-lifetime 23:59:59 Dec 31 9999 duration 5",
     NULL, NULL},
    {"nxos", BLOCKS, " accept-tolerance 2147483647\n",
     "  send-lifetime 00:00:00 Jan 01 0001 infinite\n"
     "  accept-lifetime 00:00:00 Jan 01 0001 duration 2147483646",
     FIRST, EVER},
    {"iosxr", "clock timezone E 14\n" BLOCKS, " accept-tolerance 2147483647\n",
     "  send-lifetime 00:00:00 january 01 0001 infinite\n"
     "  accept-lifetime 00:00:00 january 01 0001 infinite",
     FIRST, EVER},
    {"iosxr", "clock timezone W -12\n" BLOCKS, "",
     "  send-lifetime 00:00:00 january 01 2026 23:59:59 december 31 9999\n"
     "  accept-lifetime 00:00:00 january 01 2026 duration 2147483647",
     "2026-01-01T12:00:00Z", LAST},
    {"iosxr", "clock timezone CET " BERLIN "\n" BLOCKS, "",
     "  send-lifetime 00:00:00 january 15 2026 23:59:59 july 15 2026\n"
     "  accept-lifetime 00:00:00 january 15 2026 23:59:59 july 15 2026",
     "2026-01-14T23:00:00Z", "2026-07-15T21:59:59Z"},
    {"iosxr", "clock timezone CET " BERLIN "\n" BLOCKS, " timezone gmt\n",
     "  send-lifetime 00:00:00 january 15 2026 infinite\n"
     "  accept-lifetime 00:00:00 january 15 2026 infinite",
     "2026-01-15", EVER},
    {"iosxr", "clock timezone CET " BERLIN "\n" BLOCKS, " accept-tolerance 2147483647\n",
     "  send-lifetime 00:00:00 january 01 0001 infinite\n"
     "  accept-lifetime 00:00:00 january 01 0001 23:59:59 december 31 9999",
     FIRST, EVER},
    {"iosxr", "clock timezone X ../../etc/passwd\n" BLOCKS, "",
     "  send-lifetime 00:00:00 january 15 2026 infinite\n"
     "  accept-lifetime 00:00:00 january 15 2026 infinite",
     "2026-01-15", EVER},
    {"iosxr", "clock timezone UTC UTC\n" BLOCKS, "",
     "  send-lifetime 00:00:00 january 15 2026 infinite\n"
     "  accept-lifetime 00:00:00 january 15 2026 infinite",
     "2026-01-15", EVER},
    {"iosxr", "clock timezone X localtime\n" BLOCKS, "",
     "  send-lifetime 00:00:00 january 15 2026 infinite\n"
     "  accept-lifetime 00:00:00 january 15 2026 infinite",
     "2026-01-15", EVER},
    {"iosxr", "clock timezone W -12\nclock summer-time S recurring\n" BLOCKS, "",
     "  send-lifetime 00:00:00 january 01 0001 23:59:59 december 31 9999\n"
     "  accept-lifetime 00:00:00 january 01 0001 23:59:59 december 31 9999",
     "0001-01-01T12:00:00Z", LAST},
    {"iosxr", "clock summer-time S date Jan 1 0001 00:00 Dec 31 9999 23:59 1440\n" BLOCKS, "",
     "  send-lifetime 00:00:00 january 01 0001 23:59:58 december 31 9999\n"
     "  accept-lifetime 00:00:00 january 01 0001 23:59:58 december 31 9999",
     FIRST, "9999-12-31T23:59:58Z"},
    {"iosxr", "clock summer-time X date 1 jun 2026\n" BLOCKS, "",
     "  send-lifetime 00:00:00 january 15 2026 infinite\n"
     "  accept-lifetime 00:00:00 january 15 2026 infinite",
     "2026-01-15", EVER},
    {"junos", JUNOS, "tolerance 999999999;", "start-time \"0001-1-1.00:00:00 +1400\";", FIRST,
     EVER},
    {"junos", JUNOS, "tolerance none;", "start-time \"2026-1-1.00:00:00 +0000\";", "2026-01-01",
     EVER},
    {"junos", JUNOS, "tolerance 999999999;", "start-time \"9999-12-31.23:59:59 -1200\";",
     "9968-04-23T22:13:20Z", EVER},
    {"junos", JUNOS, "",
     "start-time \"0001-1-1.00:00:00 +1400\"; } key 2 { secret t; start-time "
     "\"9999-12-31.23:59:59 -1200\";",
     FIRST, LAST},
    {"sros", SROS, "", "  begin-time 0001-01-01T00:00:00.0+14:00\n  tolerance 4294967295", FIRST,
     EVER},
    {"sros", SROS, "  begin-time 2026-01-01T00:00:00.0Z\n",
     "  end-time 9999-12-31T23:59:59.0-12:00\n  tolerance 99999999999999999999",
     "1889-11-24T17:31:45Z", LAST},
    {"sros", SROS, "", "  begin-time 0001-01-01T00:00:00Z\n  tolerance forever", EVER, EVER},
    {"sros", CLASSIC, "       begin-time 0001/01/01 00:00:00 UTC\n", "       tolerance 4294967295",
     FIRST, EVER},
    {"sros", CLASSIC, "       begin-time 2026/07/01 12:30\n", "       tolerance 0",
     "2026-07-01T12:30:00Z", EVER},
    {"sros", CLASSIC, "       begin-time 2026/07/01\n", "       tolerance 0", "2026-07-01", EVER},
    {"sros", CLASSIC, "       begin-time 2026/07/01 12:30:99\n", "       tolerance 0", NULL, NULL},
    {"eos", EOS, "",
     "receive-lifetime 0001-01-01 00:00:00 9999-12-31 23:59:59 transmit-lifetime "
     "01/01/0001 00:00:00 12/31/9999 23:59:59",
     FIRST, LAST},
    {"eos", EOS, "", "receive-lifetime 0000-01-01 00:00:00 infinite transmit-lifetime infinite",
     NULL, NULL},
    {"vrp", "clock timezone E add 14:00:00\n" VRP, " receive-tolerance 14400\n",
     "  send-time 00:00 0001-01-01 to 23:59 9999-12-31\n"
     "  receive-time 00:00 0001-01-01 duration 26280000",
     FIRST, "9999-12-31T10:00:00Z"},
    {"vrp", "clock timezone W minus 12:00:00\n" VRP, "",
     "  send-time 00:00 2026-01-01 to 23:59 9999-12-31\n"
     "  receive-time 00:00 9999-12-31 duration 26280000",
     "2026-01-01T12:00:00Z", LAST},
    {"vrp", VRP, " receive-tolerance infinite\n",
     "  send-time 00:00 0001-01-01 duration infinite\n  receive-time 00:00 0001-01-01 duration 1",
     EVER, EVER},
    {NULL, NATIVE, "from 0001-01-01T00:00:00+14:00", "until 9999-12-31T23:59:59-12:00", FIRST,
     LAST},
    {NULL, NATIVE, "from 9999-12-31T23:59:59-12:00", "", LAST, EVER},
    {NULL, NATIVE, "", "until 0001-01-01T00:00:00+14:00", EVER, FIRST},
    {NULL, NATIVE, "from 10000-01-01", "", NULL, NULL},
};

static void assert_time(int64_t time, int64_t ever, const char *expected)
{
    char *text = time == ever ? g_strdup(EVER) : key_time_text(time);
    g_assert_cmpstr(text, ==, expected);
    g_free(text);
}

static void read(const char *dialect, const char *text, const struct import *import)
{
    if (dialect)
        dialect_by_name(dialect)->read(text, strlen(text), import);
    else
        keyfile_parse(text, strlen(text), import->name, import->ring, import->problems);
}

/* Returns FRAME with the lines of CHAIN and KEY inserted. Free with g_free(). */
static char *fill(const char *frame, const char *chain, const char *key)
{
    GString *text = g_string_new(frame);
    g_string_replace(text, "%s", chain, 1);
    g_string_replace(text, "%s", key, 1);
    return g_string_free(text, FALSE);
}

static bool has_area(const char *name)
{
    GTimeZone *area = g_time_zone_new_identifier(name);
    const bool has = area;
    g_clear_pointer(&area, g_time_zone_unref);
    return has;
}

/* Returns true if TEXT has a line about the zone X, which no router understands. */
static bool has_unknown_zone(const char *text)
{
    return strstr(text, "clock timezone X ") || strstr(text, "clock summer-time X ");
}

static void test_lifetime(gconstpointer data)
{
    const unsigned row = GPOINTER_TO_UINT(data);
    struct keyring *ring = keyring_new();
    GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    const struct import import = {.name = "f", .ring = ring, .problems = problems};
    char *text = fill(lifetimes[row].frame, lifetimes[row].chain, lifetimes[row].key);

    if (strstr(text, BERLIN) && !has_area(BERLIN)) {
        g_test_skip("no time zones here");
        g_free(text);
        g_ptr_array_free(problems, TRUE);
        keyring_free(ring);
        return;
    }
    read(lifetimes[row].dialect, text, &import);
    for (unsigned i = 0; i < problems->len; i++)
        g_test_message("%s", ((GError *)problems->pdata[i])->message);
    g_assert_cmpuint(problems->len, ==, lifetimes[row].from && !has_unknown_zone(text) ? 0 : 1);
    g_assert_cmpuint(keyring_size(ring) > 0, ==, lifetimes[row].from != NULL);
    if (lifetimes[row].from) {
        assert_time(keyring_key(ring, 0)->from, INT64_MIN, lifetimes[row].from);
        assert_time(keyring_key(ring, 0)->until, INT64_MAX, lifetimes[row].until);
    }
    g_free(text);
    g_ptr_array_free(problems, TRUE);
    keyring_free(ring);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(lifetimes); i++) {
        const char *dialect = lifetimes[i].dialect ? lifetimes[i].dialect : "native";
        char *name = g_strdup_printf("/lifetimes/%s-%u", dialect, i);
        g_test_add_data_func(name, GUINT_TO_POINTER(i), test_lifetime);
        g_free(name);
    }
    return g_test_run();
}
