/* The tshark that has the plugin, run apart from the user's settings.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_TSHARK_H
#define TCPAUTH_CLI_TSHARK_H

#include <gio/gio.h>
#include <stdbool.h>

struct tshark {
    const char *plugins;   /* the folder of plugins of the build, or NULL if it is installed */
    bool as_ordinary_user; /* root runs it in a user namespace: see tshark_find() */
    bool lacks_plugin;     /* set by a run that found none */
};

/* Where a run finds the descriptor that it is given as its keyring. */
#define TSHARK_KEYRING "/proc/self/fd/3"

/* One run. Make it with tshark_run_new(). */
struct tshark_run {
    GPtrArray *arguments;      /* char *, owned; without a NULL at the end */
    int keyring;               /* a descriptor to be read as TSHARK_KEYRING, or -1; not owned */
    bool reads_standard_input; /* else it has none */
    const char *interface;     /* to capture on, or NULL; see tshark_run_capture() */
    unsigned seconds;          /* how long to capture */

    /* What came of it. */
    bool is_done, failed;
    GBytes *output;  /* NULL if it could not be started */
    char *complaint; /* its messages if it failed, or NULL */
};

/* Finds out how to run tshark: with the plugin of the build in which this command is, if it is in
 * one. For root, Wireshark loads plugins from its system folder alone, so root runs a build's in a
 * user namespace, in which root is an ordinary user; dumpcap captures outside of it. Complains and
 * returns false if that cannot be had. */
bool tshark_find(struct tshark *tshark);

/* Returns a run with the ARGUMENTS, which end with NULL. Free with tshark_run_free(). */
struct tshark_run *tshark_run_new(const char *const *arguments);
void tshark_run_add(struct tshark_run *run, const char *argument);

/* Lets RUN capture on INTERFACE, a name or a pipe, for SECONDS. SIGINT and SIGTERM then end the
 * capture, not the command. INTERFACE is not copied and must outlive RUN. */
void tshark_run_capture(struct tshark_run *run, const char *interface, unsigned seconds);

void tshark_run_free(struct tshark_run *run);

/* Returns what RUN wrote to standard output, as text. Free with g_free(). */
char *tshark_run_text(const struct tshark_run *run);

/* Who is told of runs. */
struct tshark_watcher {
    void (*finished)(struct tshark_run *run, void *data); /* in the order of the runs */
    void (*progress)(unsigned finished, void *data);      /* how many are, in any order */
    void *data;
};

/* Runs RUNS (struct tshark_run *) side by side, as many at a time as there are processors. Starts
 * no more once one found no plugin. */
void tshark_run_all(struct tshark *tshark, const GPtrArray *runs,
                    const struct tshark_watcher *watcher);

#endif
