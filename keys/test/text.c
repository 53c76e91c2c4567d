/* Tests that a text grows, and that no block that it used keeps it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/text.h"
#include "freed.h"

#include <string.h>

#define CANARY "a canary that sings"

static void test_what_is_added_is_there(void)
{
    struct text text = {0};
    GString *expected = g_string_new(NULL);
    for (unsigned i = 0; i < 5000; i++) {
        text_add(&text, "ab");
        text_append(&text, "\0c", 2);
        text_format(&text, "%u", i);
        g_string_append_len(expected, "ab\0c", 4);
        g_string_append_printf(expected, "%u", i);
    }
    text_append(&text, NULL, 0);
    g_assert_cmpmem(text.bytes, text.length, expected->str, expected->len);
    g_string_free(expected, TRUE);
    text_clear(&text);
    g_assert_cmpuint(text.length, ==, 0);
    text_clear(&text);
}

static void test_room_can_be_filled(void)
{
    struct text text = {0};
    for (size_t length = 1; length < 100000; length *= 3) {
        memset(text_room(&text, length), 'x', length);
        text.length += length;
        g_assert_cmpuint(text.length, <=, text.capacity);
    }
    text_clear(&text);
}

static void test_no_block_keeps_it(void)
{
    const char *const canaries[] = {CANARY, NULL};
    struct text text = {0};
    freed_watch(canaries);
    for (unsigned i = 0; i < 1000; i++)
        text_add(&text, CANARY);
    text_clear(&text);
    freed_assert_clean();
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/what-is-added-is-there", test_what_is_added_is_there);
    g_test_add_func("/text/room-can-be-filled", test_room_can_be_filled);
    g_test_add_func("/text/no-block-keeps-it", test_no_block_keeps_it);
    return g_test_run();
}
