/* The program's output: results to standard output, messages to standard error.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "output.h"

#include "keys/problem.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/* Checks at exit whether GLib could write the output of --help, after which GLib exits. */
static void check_library_output(void)
{
    if (fflush(stdout) != 0 || ferror(stdout)) {
        print_message("standard output: %s", g_strerror(errno));
        _exit(OUTCOME_FILE);
    }
}

/* Gives each standard descriptor that is closed to a file that fails to be read or written.
 * Otherwise the next file would get its number, and with it the messages. */
static void fill_descriptors(void)
{
    static const int wrong_modes[] = {
        [STDIN_FILENO] = O_WRONLY,
        [STDOUT_FILENO] = O_RDONLY,
        [STDERR_FILENO] = O_RDONLY,
    };
    for (int descriptor = 0; descriptor < (int)G_N_ELEMENTS(wrong_modes); descriptor++)
        if (fcntl(descriptor, F_GETFD) < 0 && g_open("/dev/null", wrong_modes[descriptor], 0) < 0)
            _exit(OUTCOME_FILE); /* nobody can be told */
}

void output_begin(void)
{
    fill_descriptors();
    atexit(check_library_output);
}

static bool is_obeyed(gunichar character)
{
    return g_unichar_iscntrl(character) || character == 0x061c || character == 0x200e ||
           character == 0x200f || (character >= 0x2028 && character <= 0x202e) ||
           (character >= 0x2066 && character <= 0x2069);
}

void output_tame(char *line)
{
    for (char *at = line, *next; *at; at = next) {
        const gunichar character = g_utf8_get_char_validated(at, -1);
        const bool invalid = (character & 0x80000000) != 0;
        next = invalid ? at + 1 : g_utf8_next_char(at);
        if (invalid || is_obeyed(character))
            memset(at, '?', (size_t)(next - at));
    }
}

void output_text(struct text *text)
{
    output_progress(NULL);
    if (!write_text(STDOUT_FILENO, text)) {
        failed = true;
        print_message("standard output: %s", g_strerror(errno));
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

void output_progress(const char *words)
{
    static bool shown;
    struct text text = {0};

    if ((!words && !shown) || !isatty(STDERR_FILENO))
        return;
    text_format(&text, "\r\033[K%s", words ? words : "");
    write_text(STDERR_FILENO, &text);
    text_clear(&text);
    shown = words != NULL;
}

void print_message(const char *format, ...)
{
    struct text text = {0};
    va_list arguments;

    output_progress(NULL);

    va_start(arguments, format);
    char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    output_tame(message);
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
    case KEY_ERROR_UNSURE:
    case KEY_ERROR_SKIPPED:
        return OUTCOME_FINE;
    default:
        return OUTCOME_FOUND;
    }
}

enum outcome print_problems(const GPtrArray *problems)
{
    enum outcome worst = OUTCOME_FINE;
    for (unsigned i = 0; i < problems->len; i++) {
        const GError *problem = problems->pdata[i];
        print_message("%s", problem->message);
        worst = MAX(worst, outcome_of(problem));
    }
    return worst;
}
