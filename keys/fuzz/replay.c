/* Stands in for libFuzzer: shows the files named on the command line to a fuzz target, once each.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "target.h"

#include "keys/file.h"

#include <string.h>

/* The target gets a copy with nothing behind it. */
static void replay(const char *path)
{
    struct text text = {0};
    unsigned mode;
    GError *error = NULL;

    file_read(path, &text, &mode, &error);
    g_assert_no_error(error);
    uint8_t *copy = g_malloc(MAX(text.length, 1));
    memcpy(copy, text.bytes, text.length);
    g_print("%s\n", path);
    LLVMFuzzerTestOneInput(copy, text.length);
    g_free(copy);
    text_clear(&text);
}

int main(int argc, char **argv)
{
    g_assert_cmpint(argc, >, 1);
    for (int i = 1; i < argc; i++)
        replay(argv[i]);
    return 0;
}
