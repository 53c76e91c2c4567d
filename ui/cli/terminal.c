/* Questions at the terminal, whose answers are not shown.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const int signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
static volatile sig_atomic_t caught;

static void note(int number)
{
    caught = number;
}

static void catch_signals(struct sigaction before[static G_N_ELEMENTS(signals)])
{
    const struct sigaction action = {.sa_handler = note}; /* and read() is interrupted */
    for (unsigned i = 0; i < G_N_ELEMENTS(signals); i++)
        sigaction(signals[i], &action, &before[i]);
}

static void release_signals(const struct sigaction before[static G_N_ELEMENTS(signals)])
{
    for (unsigned i = 0; i < G_N_ELEMENTS(signals); i++)
        sigaction(signals[i], &before[i], NULL);
}

/* One byte at a time, so that nothing is read that is not the answer. */
static bool read_line(int terminal, struct text *line)
{
    while (!caught) {
        char *byte = text_room(line, 1);
        const ssize_t count = read(terminal, byte, 1);
        if (count == 1 && *byte == '\n')
            return true;
        if (count == 0 || (count < 0 && errno != EINTR))
            return false;
        line->length += count == 1;
    }
    return false;
}

static bool say(int terminal, const char *words)
{
    return write(terminal, words, strlen(words)) >= 0;
}

static bool ask(int terminal, const char *question, struct text *answer)
{
    struct sigaction actions[G_N_ELEMENTS(signals)];
    struct termios shown, hidden;

    if (tcgetattr(terminal, &shown) != 0)
        return false;
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
    caught = 0;
    catch_signals(actions);
    const bool answered = tcsetattr(terminal, TCSAFLUSH, &hidden) == 0 && say(terminal, question) &&
                          read_line(terminal, answer);
    tcsetattr(terminal, TCSAFLUSH, &shown);
    say(terminal, "\n");
    release_signals(actions);
    return answered;
}

bool terminal_ask(const char *question, struct text *answer)
{
    const int terminal = g_open("/dev/tty", O_RDWR | O_CLOEXEC, 0);
    if (terminal < 0)
        return false;
    bool answered;
    do {
        answered = ask(terminal, question, answer);
        if (caught) {
            text_clear(answer);
            raise(caught);
        }
    } while (!answered && caught == SIGTSTP); /* the user came back */
    close(terminal);
    return answered;
}
