/* Tests which windows of a direction are kept, and in which order.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/evidence/windows.h"

#include <glib.h>

static void expect(const struct windows *windows, const uint16_t *values, unsigned count)
{
    uint16_t window;
    for (unsigned i = 0; i < count; i++) {
        g_assert_true(windows_at(windows, i, &window));
        g_assert_cmpuint(window, ==, values[i]);
    }
    g_assert_false(windows_at(windows, count, &window));
}

static void test_the_latest_first(void)
{
    struct window_list proven = {0}, seen = {0};
    const struct windows windows = {&proven, &seen};

    expect(&windows, NULL, 0);
    expect(&(struct windows){NULL, NULL}, NULL, 0);
    window_list_add(&seen, 7);
    window_list_add(&proven, 1);
    window_list_add(&proven, 2);
    expect(&windows, (const uint16_t[]){2, 1, 7}, 3);
    window_list_add(&proven, 1);
    expect(&windows, (const uint16_t[]){1, 2, 7}, 3);
    window_list_add(&proven, 1);
    expect(&windows, (const uint16_t[]){1, 2, 7}, 3);
}

static void test_the_oldest_leaves(void)
{
    struct window_list seen = {0};
    const struct windows windows = {.seen = &seen};
    uint16_t values[WINDOWS];

    for (unsigned i = 0; i < 2 * WINDOWS + 3; i++)
        window_list_add(&seen, (uint16_t)i);
    for (unsigned i = 0; i < WINDOWS; i++)
        values[i] = (uint16_t)(2 * WINDOWS + 2 - i);
    expect(&windows, values, WINDOWS);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/windows/the-latest-first", test_the_latest_first);
    g_test_add_func("/windows/the-oldest-leaves", test_the_oldest_leaves);
    return g_test_run();
}
