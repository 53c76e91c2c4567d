/* Runs the tshark that has the plugin, independently of the user's settings.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_TSHARK_H
#define TCPAUTH_CLI_TSHARK_H

#include <gio/gio.h>
#include <stdbool.h>

struct tshark {
    const char *plugins;   /* the build's plugin folder; NULL if the plugin is installed */
    bool as_ordinary_user; /* root runs it in a user namespace: see tshark_find() */
    bool lacks_plugin;     /* a run found no plugin */
};

/* The path at which a run finds its keyring descriptor. */
#define TSHARK_KEYRING "/proc/self/fd/3"

/* One run of tshark. Create with tshark_run_new(). */
struct tshark_run {
    GPtrArray *arguments;      /* char *, owned; not terminated by NULL */
    int keyring;               /* descriptor to be read as TSHARK_KEYRING, or -1; not owned */
    bool reads_standard_input; /* if false, the run has no standard input */
    const char *interface;     /* to capture on, or NULL; see tshark_run_capture() */
    unsigned seconds;          /* how long to capture */

    /* The result: */
    bool is_done, failed;
    GBytes *output;  /* NULL if it could not be started */
    char *complaint; /* its messages if it failed, or NULL */
};

/* Sets TSHARK to a tshark with the plugin: that of the build that this command is in, otherwise the
 * installed one. For root, Wireshark loads plugins only from its system folder. So root runs a
 * build's plugin in a user namespace in which root is an ordinary user; dumpcap captures outside of
 * it. Prints a message and returns false if there is no such tshark. */
bool tshark_find(struct tshark *tshark);

/* Returns a run with ARGUMENTS, which end with NULL. Free with tshark_run_free(). */
struct tshark_run *tshark_run_new(const char *const *arguments);
void tshark_run_add(struct tshark_run *run, const char *argument);

/* Lets RUN capture on INTERFACE, a name or a pipe, for SECONDS. SIGINT and SIGTERM then end the
 * capture, not the command. INTERFACE is not copied and must outlive RUN. */
void tshark_run_capture(struct tshark_run *run, const char *interface, unsigned seconds);

void tshark_run_free(struct tshark_run *run);

/* Returns the standard output of RUN as text. Free with g_free(). */
char *tshark_run_text(const struct tshark_run *run);

/* Starts dumpcap for a RUN whose tshark may not capture. Sets *PACKETS to the descriptor from which
 * tshark reads; the caller closes it. Returns NULL and sets ERROR if that fails. */
GSubprocess *tshark_run_start_capture(const struct tshark_run *run, int *packets, GError **error);

/* Starts TSHARK for RUN, which reads PACKETS unless that is -1. Takes ownership of PACKETS. Returns
 * NULL and sets ERROR if that fails. */
GSubprocess *tshark_run_start(const struct tshark_run *run, const struct tshark *tshark,
                              int packets, GError **error);

#endif
