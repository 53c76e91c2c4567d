/* Asks questions at the terminal without showing the answers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "terminal.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

static const int signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
static volatile sig_atomic_t caught;

static void note_signal(int number)
{
    caught = number;
}

static void catch_signals(struct sigaction before[static G_N_ELEMENTS(signals)])
{
    const struct sigaction action = {.sa_handler = note_signal};
    for (unsigned i = 0; i < G_N_ELEMENTS(signals); i++)
        sigaction(signals[i], &action, &before[i]);
}

/* Blocks the signals, and stores the previous mask in *OPEN. */
static void hold_signals(sigset_t *open)
{
    sigset_t held;
    sigemptyset(&held);
    for (unsigned i = 0; i < G_N_ELEMENTS(signals); i++)
        sigaddset(&held, signals[i]);
    sigprocmask(SIG_BLOCK, &held, open);
}

static void release_signals(const struct sigaction before[static G_N_ELEMENTS(signals)])
{
    for (unsigned i = 0; i < G_N_ELEMENTS(signals); i++)
        sigaction(signals[i], &before[i], NULL);
}

/* Waits for input. Signals are unblocked only during the wait, so none can arrive unnoticed after
 * CAUGHT was checked. */
static bool wait_for_input(int terminal, const sigset_t *open)
{
    fd_set wanted;
    FD_ZERO(&wanted);
    FD_SET(terminal, &wanted);
    return pselect(terminal + 1, &wanted, NULL, NULL, NULL, open) == 1;
}

/* Reads one byte at a time, so that nothing after the answer is read. */
static bool read_line(int terminal, const sigset_t *open, struct text *line)
{
    while (!caught && wait_for_input(terminal, open)) {
        char *byte = text_room(line, 1);
        if (read(terminal, byte, 1) != 1)
            return false;
        if (*byte == '\n')
            return true;
        line->length++;
    }
    return false;
}

static bool terminal_write(int terminal, const char *words)
{
    return write(terminal, words, strlen(words)) >= 0;
}

static bool ask_unseen(int terminal, const char *question, struct text *answer)
{
    struct sigaction actions[G_N_ELEMENTS(signals)];
    struct termios shown, hidden;
    sigset_t open;

    if (tcgetattr(terminal, &shown) != 0)
        return false;
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
    caught = 0;
    catch_signals(actions);
    hold_signals(&open);
    const bool answered = tcsetattr(terminal, TCSAFLUSH, &hidden) == 0 &&
                          terminal_write(terminal, question) && read_line(terminal, &open, answer);
    tcsetattr(terminal, TCSAFLUSH, &shown);
    terminal_write(terminal, "\n");
    sigprocmask(SIG_SETMASK, &open, NULL);
    release_signals(actions);
    return answered;
}

static int open_terminal(void)
{
    return g_open("/dev/tty", O_RDWR | O_CLOEXEC, 0);
}

bool terminal_exists(void)
{
    const int terminal = open_terminal();
    if (terminal >= 0)
        close(terminal);
    return terminal >= 0;
}

bool terminal_ask(const char *question, struct text *answer)
{
    const int terminal = open_terminal();
    if (terminal < 0)
        return false;
    bool answered;
    do {
        answered = ask_unseen(terminal, question, answer);
        if (caught) {
            text_clear(answer);
            raise(caught);
        }
    } while (!answered && caught == SIGTSTP); /* the process was continued */
    close(terminal);
    return answered;
}
