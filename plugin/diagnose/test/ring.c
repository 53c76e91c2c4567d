/* Tests that a ring keeps the last items, in memory for no more than there are.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/evidence/ring.h"

#include <malloc.h>
#include <stdint.h>

#define MAX_ENTRIES 8

struct item {
    uint64_t number[8]; /* large, so that the allocator's overhead does not matter */
};

static void test_a_ring_has_the_last_ones(void)
{
    struct item *ring = NULL;
    for (unsigned count = 0; count < 5 * MAX_ENTRIES; count++) {
        ring = ring_grow(ring, 0, count, MAX_ENTRIES, sizeof *ring);
        ring[count % MAX_ENTRIES].number[7] = count;
        for (unsigned i = count >= MAX_ENTRIES ? count + 1 - MAX_ENTRIES : 0; i <= count; i++)
            g_assert_cmpuint(ring[i % MAX_ENTRIES].number[7], ==, i);
    }
    g_free(ring);
}

static void test_a_ring_is_no_longer_than_needed(void)
{
    struct item *ring = NULL;
    for (unsigned count = 0; count < 5 * MAX_ENTRIES; count++) {
        ring = ring_grow(ring, 0, count, MAX_ENTRIES, sizeof *ring);
        g_assert_cmpuint(malloc_usable_size(ring), >=, MIN(count + 1, MAX_ENTRIES) * sizeof *ring);
        g_assert_cmpuint(malloc_usable_size(ring), <,
                         (2 * MIN(count + 1, MAX_ENTRIES)) * sizeof *ring);
    }
    g_free(ring);
}

/* A connection may have more segments than COUNT can hold. */
static void test_a_ring_outlasts_its_count(void)
{
    struct item *ring = NULL;
    for (unsigned count = 0; count < MAX_ENTRIES; count++)
        ring = ring_grow(ring, 0, count, MAX_ENTRIES, sizeof *ring);
    ring = ring_grow(ring, 0, UINT_MAX, MAX_ENTRIES, sizeof *ring);
    for (unsigned count = 0; count < 2 * MAX_ENTRIES; count++) {
        ring = ring_grow(ring, 0, count, MAX_ENTRIES, sizeof *ring);
        ring[count % MAX_ENTRIES].number[0] = count;
    }
    g_free(ring);
}

/* A ring may have a head, which is zero at first and kept. */
static void test_a_head_is_kept(void)
{
    struct {
        uint64_t sum;
        uint64_t items[];
    } *ring = NULL;
    for (unsigned count = 0; count < 2 * MAX_ENTRIES; count++) {
        ring = ring_grow(ring, sizeof *ring, count, MAX_ENTRIES, sizeof ring->items[0]);
        g_assert_cmpuint(ring->sum, ==, count * (count - 1) / 2);
        ring->items[count % MAX_ENTRIES] = count;
        ring->sum += count;
    }
    g_free(ring);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ring/a-ring-has-the-last-ones", test_a_ring_has_the_last_ones);
    g_test_add_func("/ring/a-ring-is-no-longer-than-needed", test_a_ring_is_no_longer_than_needed);
    g_test_add_func("/ring/a-ring-outlasts-its-count", test_a_ring_outlasts_its_count);
    g_test_add_func("/ring/a-head-is-kept", test_a_head_is_kept);
    return g_test_run();
}
