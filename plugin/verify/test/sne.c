/* Tests the sequence number extension over wraps.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/verify/sne.h"

#include <glib.h>

/* Returns the extension by an independent rule: what was sent before the number is its 64-bit
 * distance from the ISN. */
static uint32_t true_extension(uint32_t isn, uint64_t sent)
{
    return (uint32_t)((isn + sent) >> 32);
}

/* Five wraps, from ISNs around all limits, in long, odd steps. Each number also appears again much
 * later, as a retransmission. */
static void test_wraps(void)
{
    static const uint32_t isns[] = {0, 1, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff};
    static const uint32_t steps[] = {1460001, 0x10000001, 0x7ffffff1};

    for (unsigned i = 0; i < G_N_ELEMENTS(isns); i++) {
        for (unsigned j = 0; j < G_N_ELEMENTS(steps); j++) {
            struct sne sne = sne_begin(isns[i]);
            for (uint64_t sent = 0; sent < 5 * ((uint64_t)1 << 32); sent += steps[j]) {
                const uint64_t again = sent < 0x7ffffffe ? 0 : sent - 0x7ffffffe;
                g_assert_cmpuint(sne_of(&sne, (uint32_t)(isns[i] + sent)), ==,
                                 true_extension(isns[i], sent));
                sne_note(&sne, sne_extend(&sne, (uint32_t)(isns[i] + sent)));
                g_assert_cmpuint(sne_of(&sne, (uint32_t)(isns[i] + again)), ==,
                                 true_extension(isns[i], again));
                sne_note(&sne, sne_extend(&sne, (uint32_t)(isns[i] + again)));
            }
        }
    }
}

/* The octet after ISN 0xffffffff has extension 1; the SYN has 0. */
static void test_last_isn(void)
{
    const struct sne sne = sne_begin(0xffffffff);

    g_assert_cmpuint(sne_of(&sne, 0xffffffff), ==, 0);
    g_assert_cmpuint(sne_of(&sne, 0), ==, 1);
}

/* Only noted segments move the extension: a forged segment that is not noted does not, and old ones
 * do not move it back. */
static void test_notes(void)
{
    struct sne sne = sne_begin(0xfffffff0);

    g_assert_cmpuint(sne_of(&sne, 0x70000000), ==, 1);
    g_assert_cmpuint(sne_of(&sne, 0xffffffff), ==, 0);
    sne_note(&sne, sne_extend(&sne, 0x70000000));
    g_assert_cmpuint(sne_of(&sne, 0xd0000000), ==, 1);
    sne_note(&sne, sne_extend(&sne, 0xfffffff0));
    g_assert_cmpuint(sne_of(&sne, 0xd0000000), ==, 1);
    g_assert_cmpuint(sne_of(&sne, 0xfffffff0), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sne/wraps", test_wraps);
    g_test_add_func("/sne/last-isn", test_last_isn);
    g_test_add_func("/sne/notes", test_notes);
    return g_test_run();
}
