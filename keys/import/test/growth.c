/* Tests that the time to read a configuration grows as its length does.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/dialect.h"

#include <string.h>
#include <time.h>

#define COPIES 50
#define LONGER 8
#define GROWTH 30 /* at the most, since a machine is busy at times; quadratic would be 64 */
#define ROUNDS 5

/* Here each copy adds to what stands under one name, such as an access list, and uses it. */
static const char *const products[] = {"ios-edges", "ios-full", "nxos-full", "junos-groups"};

/* COUNT copies of TEXT, each with addresses of its own. */
static GString *copies_of(const char *text, unsigned count)
{
    GString *copies = g_string_new(NULL);
    for (unsigned i = 0; i < count; i++) {
        GString *copy = g_string_new(text);
        char four[16], six[16];
        g_snprintf(four, sizeof four, "10.%u.%u.", i / 256, i % 256);
        g_snprintf(six, sizeof six, "2001:%x:", i);
        g_string_replace(copy, "192.0.2.", four, 0);
        g_string_replace(copy, "2001:db8:", six, 0);
        g_string_append_printf(copies, "%s\n", copy->str);
        g_string_free(copy, TRUE);
    }
    return copies;
}

static clock_t time_to_read(const struct dialect *dialect, const GString *text)
{
    struct keyring *ring = keyring_new();
    GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    const struct import import = {.name = "f", .ring = ring, .problems = problems};
    const clock_t start = clock();

    dialect->read(text->str, text->len, &import);
    const clock_t taken = clock() - start;
    keyring_free(ring);
    g_ptr_array_free(problems, TRUE);
    return taken;
}

/* Processor time, and the least of several rounds. */
static clock_t least_time(const struct dialect *dialect, const char *text, unsigned copies)
{
    GString *all = copies_of(text, copies);
    clock_t least = time_to_read(dialect, all);
    for (unsigned round = 1; round < ROUNDS; round++)
        least = MIN(least, time_to_read(dialect, all));
    g_string_free(all, TRUE);
    return MAX(least, 1);
}

static void test_growth(const void *path)
{
    char *text, *name = g_path_get_basename(path);
    GError *error = NULL;

    name[strcspn(name, "-")] = '\0';
    const struct dialect *dialect = dialect_by_name(name);
    g_assert_nonnull(dialect);
    g_file_get_contents(path, &text, NULL, &error);
    g_assert_no_error(error);
    const clock_t once = least_time(dialect, text, COPIES);
    const clock_t longer = least_time(dialect, text, LONGER * COPIES);
    g_test_message("%ld microseconds, %ld for %d times as much", (long)once, (long)longer, LONGER);
    g_assert_cmpint(longer, <, GROWTH * once);
    g_free(text);
    g_free(name);
}

static bool is_product(const char *name)
{
    bool found = false;
    for (unsigned i = 0; i < G_N_ELEMENTS(products); i++)
        found = found || (g_str_has_prefix(name, products[i]) &&
                          strcmp(name + strlen(products[i]), ".conf") == 0);
    return found;
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    GDir *folder = g_dir_open(PAIRS, 0, NULL);
    const char *name;

    g_assert_nonnull(folder);
    while ((name = g_dir_read_name(folder))) {
        if (!g_str_has_suffix(name, ".conf") || is_product(name))
            continue;
        char *test = g_strconcat("/growth/", name, NULL);
        g_test_add_data_func_full(test, g_strconcat(PAIRS "/", name, NULL), test_growth, g_free);
        g_free(test);
    }
    g_dir_close(folder);
    return g_test_run();
}
