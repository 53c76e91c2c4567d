/* Tests the counts of unsigned segments.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/verify/tally.h"

#include <glib.h>
#include <stdbool.h>

static struct tally tally;

static uint8_t *counter(uint32_t number, bool back)
{
    const uint8_t client[4] = {10, (uint8_t)(number >> 16), (uint8_t)(number >> 8),
                               (uint8_t)number};
    const uint8_t server[4] = {192, 0, 2, 1}, ports[4] = {0x9c, 0x41, 0, 179};
    const uint32_t from = tally_end(client, sizeof client, ports);
    const uint32_t to = tally_end(server, sizeof server, ports + 2);
    return back ? tally_counter(&tally, to, from) : tally_counter(&tally, from, to);
}

static void test_a_direction(void)
{
    g_assert_true(counter(1, false) == counter(1, false));
    g_assert_true(counter(1, false) != counter(1, true));
    for (unsigned i = 0; i < 300; i++)
        tally_add(counter(1, false));
    g_assert_cmpuint(*counter(1, false), ==, UINT8_MAX);
    g_assert_cmpuint(*counter(1, true), ==, 0);
}

static void test_each_byte_counts(void)
{
    uint8_t address[16] = "an IPv6 address", port[2] = {0, 179};
    const uint32_t hash = tally_end(address, sizeof address, port);
    for (unsigned i = 0; i < sizeof address; i++) {
        address[i] ^= 1;
        g_assert_cmpuint(tally_end(address, sizeof address, port), !=, hash);
        address[i] ^= 1;
    }
    port[0]++;
    g_assert_cmpuint(tally_end(address, sizeof address, port), !=, hash);
}

/* By chance, a thousand directions in 65536 counters share about 8, not many more. */
static void test_few_share_a_counter(void)
{
    unsigned shared = 0;
    tally = (struct tally){0};
    for (unsigned i = 0; i < 1000; i++) {
        shared += *counter(i, false) > 0;
        tally_add(counter(i, false));
    }
    g_assert_cmpuint(shared, <, 40);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tally/a-direction", test_a_direction);
    g_test_add_func("/tally/each-byte-counts", test_each_byte_counts);
    g_test_add_func("/tally/few-share-a-counter", test_few_share_a_counter);
    return g_test_run();
}
