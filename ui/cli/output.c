/* What the program says: results to standard output, complaints to standard error.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "output.h"

#include "keys/problem.h"

#include <errno.h>
#include <unistd.h>

static bool failed;

static bool write_text(int descriptor, const struct text *text)
{
    for (size_t written = 0; written < text->length;) {
        const ssize_t count = write(descriptor, text->bytes + written, text->length - written);
        if (count >= 0)
            written += (size_t)count;
        else if (errno != EINTR)
            return false;
    }
    return true;
}

void output_text(struct text *text)
{
    if (!write_text(STDOUT_FILENO, text)) {
        failed = true;
        complain("standard output: %s", g_strerror(errno));
    }
    text_clear(text);
}

bool output_failed(void)
{
    return failed;
}

bool output_is_terminal(void)
{
    return isatty(STDOUT_FILENO);
}

void complain(const char *format, ...)
{
    struct text text = {0};
    va_list arguments;

    va_start(arguments, format);
    char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    text_format(&text, "tcpauth: %s\n", message);
    write_text(STDERR_FILENO, &text);
    text_clear(&text);
    g_free(message);
}

static enum outcome outcome_of(const GError *problem)
{
    switch ((enum key_error)problem->code) {
    case KEY_ERROR_FILE:
    case KEY_ERROR_LOCKED:
    case KEY_ERROR_SEALED:
        return OUTCOME_FILE;
    case KEY_ERROR_EXPOSED:
        return OUTCOME_FINE;
    default:
        return OUTCOME_FOUND;
    }
}

enum outcome complain_of(const GPtrArray *problems)
{
    enum outcome worst = OUTCOME_FINE;
    for (unsigned i = 0; i < problems->len; i++) {
        const GError *problem = problems->pdata[i];
        complain("%s", problem->message);
        worst = MAX(worst, outcome_of(problem));
    }
    return worst;
}
