/* What was read of a keyring file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "reading.h"

#include <string.h>

struct reading reading_new(void)
{
    return (struct reading){
        .ring = keyring_new(),
        .problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free),
        .keys = g_ptr_array_new(),
    };
}

void reading_find_keys(struct reading *reading)
{
    const struct end any = {ip_address_from_bytes((const uint8_t[]){192, 0, 2, 1}, 4), 179};
    keyring_candidates(reading->ring, &any, &any, reading->keys);
}

/* Reads from a block of its own size, so that a sanitizer detects overreads. */
struct reading reading_of_text(const char *text, size_t length)
{
    struct reading reading = reading_new();
    char *copy = g_memdup2(text, MAX(length, 1));

    keyfile_parse(copy, length, "f", reading.ring, reading.problems);
    memset(copy, 'x', length); /* the keys no longer need it */
    g_free(copy);
    reading_find_keys(&reading);
    return reading;
}

void reading_free(struct reading *reading)
{
    g_ptr_array_free(reading->keys, TRUE);
    g_ptr_array_free(reading->problems, TRUE);
    keyring_free(reading->ring);
}

const char *reading_message(const struct reading *reading, unsigned i)
{
    return ((const GError *)reading->problems->pdata[i])->message;
}

void reading_assert_no_problem(const struct reading *reading)
{
    g_assert_cmpstr(reading->problems->len > 0 ? reading_message(reading, 0) : NULL, ==, NULL);
}

void reading_assert_names(const struct reading *reading, const char *expected)
{
    GString *names = g_string_new(NULL);
    for (unsigned i = 0; i < reading->keys->len; i++)
        g_string_append_printf(names, "%s%s", i > 0 ? " " : "",
                               ((const struct key *)reading->keys->pdata[i])->name);
    g_assert_cmpstr(names->str, ==, expected);
    g_assert_cmpuint(keyring_size(reading->ring), ==, reading->keys->len);
    g_string_free(names, TRUE);
}
