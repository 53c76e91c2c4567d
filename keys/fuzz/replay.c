/* Replaces libFuzzer: passes the files on the command line to a fuzz target.
 *
 * A file may contain many inputs, separated by lines of "%%%%".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "target.h"

#include "keys/file.h"

#include <string.h>

/* Passes a copy, after which nothing can be read. */
static void show(const char *input, size_t length)
{
    uint8_t *copy = g_malloc(MAX(length, 1));
    memcpy(copy, input, length);
    LLVMFuzzerTestOneInput(copy, length);
    g_free(copy);
}

static void replay(const char *path)
{
    static const char line[] = "\n%%%%\n";
    struct text text = {0};
    unsigned mode;
    GError *error = NULL;

    file_read(path, &text, &mode, &error);
    g_assert_no_error(error);
    g_print("%s\n", path);
    const char *at = text.bytes, *end = text.bytes + text.length, *next;
    while ((next = memmem(at, (size_t)(end - at), line, strlen(line)))) {
        show(at, (size_t)(next - at));
        at = next + strlen(line);
    }
    show(at, (size_t)(end - at));
    text_clear(&text);
}

int main(int argc, char **argv)
{
    g_assert_cmpint(argc, >, 1);
    for (int i = 1; i < argc; i++)
        replay(argv[i]);
    return 0;
}
