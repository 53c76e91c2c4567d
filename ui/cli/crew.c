/* Runs of tshark under way, each with a dumpcap if it needs one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "crew.h"

#include <glib-unix.h>
#include <signal.h>
#include <string.h>

#define CAPTURE_MARK "dumpcap: " /* the prefix of its messages */

/* All runs of one crew_run(). */
struct crew {
    struct tshark *tshark;
    const GPtrArray *runs;
    const struct crew_watcher *watcher;
    unsigned started, finished, reported;
};

/* A run in progress. */
struct member {
    struct crew *crew;
    struct tshark_run *run;
    GSubprocess *capture; /* dumpcap, or NULL if tshark captures itself or there is no capture */
    unsigned processes;   /* number of processes that have not ended */
    guint signals[2];     /* event sources */
};

/* Returns the lines of TEXT with a message for the user, which begin with MARK; if there are none,
 * the last line. Free with g_free(). */
static char *messages_in(const char *text, const char *mark)
{
    char **lines = g_strsplit(text, "\n", -1), *last = NULL;
    GString *messages = g_string_new(NULL);

    for (char **line = lines; *line; line++) {
        g_strstrip(*line);
        if (g_str_has_prefix(*line, mark))
            g_string_append_printf(messages, "%s%s", messages->len > 0 ? " " : "",
                                   *line + strlen(mark));
        last = **line ? *line : last;
    }
    if (messages->len == 0)
        g_string_append(messages, last ? last : "failed without a message");
    g_strfreev(lines);
    return g_string_free(messages, FALSE);
}

/* Records why a process of MEMBER failed; its messages begin with MARK. If the capture failed,
 * tshark has nothing to read and fails as well, so the message of dumpcap takes precedence. */
static void note_failure(struct member *member, GBytes *errors, const char *mark)
{
    struct tshark_run *run = member->run;
    gsize length = 0;
    const char *bytes = errors ? g_bytes_get_data(errors, &length) : NULL;
    char *text = g_strndup(bytes ? bytes : "", length);

    if (strstr(text, "Invalid -z argument \"tcpauth"))
        member->crew->tshark->lacks_plugin = true;
    else if (!run->failed || strcmp(mark, CAPTURE_MARK) == 0) {
        g_free(run->complaint);
        run->complaint = messages_in(text, mark);
    }
    run->failed = true;
    g_free(text);
}

static void member_free(struct member *member)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(member->signals); i++)
        if (member->signals[i] > 0)
            g_source_remove(member->signals[i]);
    g_clear_object(&member->capture);
    g_free(member);
}

/* Called when a process of MEMBER has ended, or none could be started. */
static void member_finish(struct member *member)
{
    struct crew *crew = member->crew;
    const struct crew_watcher *watcher = crew->watcher;

    if (--member->processes > 0)
        return;
    member->run->is_done = true;
    member_free(member);
    crew->finished++;
    watcher->progress(crew->finished, watcher->data);
    for (; crew->reported < crew->started; crew->reported++) {
        struct tshark_run *run = crew->runs->pdata[crew->reported];
        if (!run->is_done)
            return;
        watcher->finished(run, watcher->data);
    }
}

static void member_ended(GObject *object, GAsyncResult *result, gpointer data)
{
    GSubprocess *process = G_SUBPROCESS(object);
    struct member *member = data;
    GBytes *errors = NULL;

    const bool read =
        g_subprocess_communicate_finish(process, result, &member->run->output, &errors, NULL);
    if (!read || !g_subprocess_get_successful(process))
        note_failure(member, errors, "tshark: ");
    g_clear_pointer(&errors, g_bytes_unref);
    g_object_unref(process);
    member_finish(member);
}

static void capture_ended(GObject *object, GAsyncResult *result, gpointer data)
{
    GSubprocess *capture = G_SUBPROCESS(object);
    struct member *member = data;
    GBytes *errors = NULL;

    const bool read = g_subprocess_communicate_finish(capture, result, NULL, &errors, NULL);
    if (!read || !g_subprocess_get_successful(capture))
        note_failure(member, errors, CAPTURE_MARK);
    g_clear_pointer(&errors, g_bytes_unref);
    member_finish(member);
}

/* Stops waiting for the capture to end at a signal. At a terminal, the signal also reaches tshark
 * and dumpcap, which end the capture and report. */
static gboolean wait_for_it(gpointer process)
{
    (void)process;
    return G_SOURCE_CONTINUE;
}

static gboolean end_it(gpointer process)
{
    g_subprocess_send_signal(process, SIGINT);
    return G_SOURCE_CONTINUE;
}

/* Starts the processes of MEMBER's run. Returns false and sets ERROR if that fails. */
static bool start_member(struct member *member, GError **error)
{
    const struct tshark *tshark = member->crew->tshark;
    const struct tshark_run *run = member->run;
    int packets = -1;

    if (run->interface && tshark->as_ordinary_user) {
        member->capture = tshark_run_start_capture(run, &packets, error);
        if (!member->capture)
            return false;
        member->processes++;
        g_subprocess_communicate_async(member->capture, NULL, NULL, capture_ended, member);
    }
    GSubprocess *process = tshark_run_start(run, tshark, packets, error);
    if (!process)
        return false;
    member->processes++;
    if (run->interface) {
        GSubprocess *captures = member->capture ? member->capture : process;
        member->signals[0] = g_unix_signal_add(SIGINT, wait_for_it, captures);
        member->signals[1] = g_unix_signal_add(SIGTERM, end_it, captures);
    }
    g_subprocess_communicate_async(process, NULL, NULL, member_ended, member);
    return true;
}

static void start_next(struct crew *crew)
{
    struct member *member = g_new0(struct member, 1);
    GError *error = NULL;

    *member = (struct member){.crew = crew, .run = crew->runs->pdata[crew->started++]};
    if (start_member(member, &error))
        return;
    member->run->failed = true;
    member->run->complaint = g_strdup(error->message);
    g_error_free(error);
    member->processes++;
    member_finish(member);
}

void crew_run(struct tshark *tshark, const GPtrArray *runs, const struct crew_watcher *watcher)
{
    struct crew crew = {.tshark = tshark, .runs = runs, .watcher = watcher};
    const unsigned most = g_get_num_processors();

    for (;;) {
        while (crew.started < runs->len && crew.started - crew.finished < most &&
               !tshark->lacks_plugin)
            start_next(&crew);
        if (crew.finished == crew.started)
            return;
        g_main_context_iteration(NULL, TRUE);
    }
}
