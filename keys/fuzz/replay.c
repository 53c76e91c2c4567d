/* Stands in for libFuzzer: shows the files named on the command line to a fuzz target, once each.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "target.h"

#include <gio/gio.h>

/* The target gets a copy with nothing behind it. */
static void replay(const char *path)
{
    char *text;
    size_t length;
    GError *error = NULL;

    g_file_get_contents(path, &text, &length, &error);
    g_assert_no_error(error);
    uint8_t *copy = g_memdup2(text, length);
    g_free(text);
    g_print("%s\n", path);
    LLVMFuzzerTestOneInput(copy, length);
    g_free(copy);
}

int main(int argc, char **argv)
{
    g_assert_cmpint(argc, >, 1);
    for (int i = 1; i < argc; i++)
        replay(argv[i]);
    return 0;
}
