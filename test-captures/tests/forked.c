/* A plugin that makes many runs of one tshark. Most of a short run is tshark's start, and that is
 * always the same.
 *
 * When tshark has registered all that it knows, and before it reads most of its command line, it
 * becomes a server. Each line on its standard input is the path of a file with words, each ended by
 * a zero byte: the files for a run's output and complaints, and the run's command line, of as many
 * words as the server's own. A fork continues as that run; the server waits for it and prints its
 * status, in the form of waitpid(). forks.py is the client.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <epan/epan.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <ws_symbol_export.h>
#include <ws_version.h>

#define HANGS  120 /* seconds */
#define FAILED 127

WS_DLL_PUBLIC_DEF const char plugin_version[] = "0";
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

WS_DLL_PUBLIC void plugin_register(void);
WS_DLL_PUBLIC uint32_t plugin_describe(void);

static int words;
static char **command; /* the array passed to main() */

/* glibc passes the arguments of main() to each constructor. */
__attribute__((constructor)) static void keep_command(int argc, char **argv)
{
    words = argc;
    command = argv;
}

static void redirect(int descriptor, const char *path, int flags)
{
    const int file = open(path, flags, 0600);
    if (file < 0 || dup2(file, descriptor) < 0) {
        perror(path);
        _exit(FAILED);
    }
    close(file);
}

/* Returns the word at *CURSOR and moves *CURSOR after it. */
static char *next_word(char **cursor, const char *end)
{
    char *word = *cursor;
    if (word >= end) {
        fputs("a run has too few words\n", stderr);
        _exit(FAILED);
    }
    *cursor += strlen(word) + 1;
    return word;
}

/* Turns this process into the run that the file at PATH describes. Its words stay in memory, as a
 * command line does. */
static void become(const char *path)
{
    char *cursor;
    size_t length;
    if (!g_file_get_contents(path, &cursor, &length, NULL)) {
        perror(path);
        _exit(FAILED);
    }
    const char *end = cursor + length;
    redirect(STDIN_FILENO, "/dev/null", O_RDONLY);
    redirect(STDOUT_FILENO, next_word(&cursor, end), O_WRONLY | O_CREAT | O_TRUNC);
    redirect(STDERR_FILENO, next_word(&cursor, end), O_WRONLY | O_CREAT | O_TRUNC);
    for (int i = 0; i < words; i++) {
        command[i] = next_word(&cursor, end);
    }
    alarm(HANGS);
}

/* Serves requests until the input ends. Returns only in the forks. */
static void serve(void)
{
    char path[4096];
    while (fgets(path, sizeof path, stdin)) {
        path[strcspn(path, "\n")] = '\0';
        const pid_t run = fork();
        if (run == 0) {
            become(path);
            return;
        }
        int status = -1;
        waitpid(run, &status, 0);
        printf("%d\n", status);
        fflush(stdout);
    }
    _exit(EXIT_SUCCESS);
}

/* Exits without freeing what was registered, which would copy every page of it and take longer than
 * the run. */
static void finish(void)
{
    fflush(NULL);
    _exit(EXIT_SUCCESS);
}

/* Wireshark 4.0 calls these even if they are NULL. */
static void do_nothing(void)
{
}

static void do_nothing_with(epan_dissect_t *dissection)
{
    (void)dissection;
}

WS_DLL_PUBLIC_DEF void plugin_register(void)
{
    static const epan_plugin plugin = {.init = do_nothing,
                                       .post_init = serve,
                                       .dissect_init = do_nothing_with,
                                       .dissect_cleanup = do_nothing_with,
                                       .cleanup = finish};
    epan_register_plugin(&plugin);
}

/* Wireshark 4.4 and later require this function; 1 is its WS_PLUGIN_DESC_DISSECTOR. */
WS_DLL_PUBLIC_DEF uint32_t plugin_describe(void)
{
    return 1;
}
