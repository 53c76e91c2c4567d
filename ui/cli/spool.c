/* Lets standard input be read twice.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "spool.h"

#include "output.h"

#include <errno.h>
#include <glib.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK 65536

static bool write_all(int descriptor, const char *bytes, size_t length)
{
    for (size_t written = 0; written < length;) {
        const ssize_t count = write(descriptor, bytes + written, length - written);
        if (count < 0 && errno != EINTR)
            return false;
        written += count > 0 ? (size_t)count : 0;
    }
    return true;
}

static bool copy_standard_input(int descriptor)
{
    char bytes[CHUNK];
    ssize_t count;

    while ((count = read(STDIN_FILENO, bytes, sizeof bytes)) != 0) {
        if (count < 0 && errno != EINTR)
            return false;
        if (count > 0 && !write_all(descriptor, bytes, (size_t)count))
            return false;
    }
    return true;
}

/* Returns a descriptor of a new file that has lost its name already; -1 on error. */
static int nameless_file(void)
{
    char *path = g_build_filename(g_get_tmp_dir(), "tcpauth-XXXXXX", NULL);
    const int descriptor = mkstemp(path);

    if (descriptor >= 0)
        unlink(path);
    g_free(path);
    return descriptor;
}

bool spool_standard_input(void)
{
    struct stat status;
    if (fstat(STDIN_FILENO, &status) == 0 && S_ISREG(status.st_mode))
        return true;

    const int descriptor = nameless_file();
    const bool copied = descriptor >= 0 && copy_standard_input(descriptor) &&
                        lseek(descriptor, 0, SEEK_SET) == 0 &&
                        dup2(descriptor, STDIN_FILENO) == STDIN_FILENO;
    if (!copied)
        print_message("standard input cannot be copied: %s", g_strerror(errno));
    if (descriptor >= 0)
        close(descriptor);
    return copied;
}
