/* A report on the open capture: the verdict, all tables, and why segments are bad.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "report.h"

#include "examples.h"
#include "rendering.h"
#include "plugin/diagnose/session/verdict.h"
#include "plugin/epan/tap.h"
#include "plugin/epan/window.h"

#include <epan/tap.h>
#include <gio/gio.h>

static const char *const tables[] = {"tcpauth,peers", "tcpauth,times", "tcpauth,causes",
                                     "tcpauth,rollovers", "tcpauth,keys"};

/* The parts of the report other than tables. */
struct contents {
    struct sessions *sessions;
    struct examples *examples; /* of segments that a receiver drops */
    unsigned dropped;
};

static tap_packet_status note_packet(void *data, packet_info *pinfo, epan_dissect_t *dissection,
                                     const void *publication, tap_flags_t flags)
{
    struct contents *contents = data;
    const struct publication *published = publication;
    const enum verdict verdict = published->diagnosis.finding.verdict;
    (void)dissection;
    (void)flags;

    sessions_note(contents->sessions, &published->segment, &published->diagnosis, pinfo->num);
    if (verdict == VERDICT_GOOD || verdict == VERDICT_UNVERIFIED)
        return TAP_PACKET_DONT_REDRAW;
    contents->dropped++;
    examples_add(contents->examples, published, pinfo->num);
    return TAP_PACKET_DONT_REDRAW;
}

static void add_listener(void *data, tap_packet_cb packet)
{
    GString *error = register_tap_listener(TAP_NAME, data, NULL, 0, NULL, packet, NULL, NULL);
    if (error)
        g_string_free(error,
                      TRUE); /* only a wrong filter causes an error, and there is no filter */
}

/* Fills the tables and CONTENTS from all packets, regardless of the display filter. Returns false
 * if not all packets could be passed: see window_tap(). */
static bool collect_tables(stat_data_t statistics[], struct contents *contents)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(tables); i++) {
        statistics[i].stat_tap_data = stat_tap_by_name(tables[i]);
        statistics[i].stat_tap_data->stat_tap_init_cb(statistics[i].stat_tap_data);
        add_listener(&statistics[i], statistics[i].stat_tap_data->packet_func);
    }
    add_listener(contents, note_packet);
    const bool all = window_tap();
    remove_tap_listener(contents);
    for (unsigned i = 0; i < G_N_ELEMENTS(tables); i++)
        remove_tap_listener(&statistics[i]);
    return all;
}

static void append_verdict(GString *text, const struct sessions *sessions)
{
    char *verdict = verdict_text(sessions, VERDICT_WINDOW);
    g_string_append_printf(text, "\n%s", verdict);
    g_free(verdict);
}

/* Returns the report with STATISTICS and CONTENTS. */
static GString *write_contents(const stat_data_t statistics[], const struct contents *contents)
{
    const ws_info_t *shown = window_shown();
    GString *text = g_string_new(NULL);
    char *name = g_path_get_basename(shown->cf_filename);

    g_string_printf(text, "TCP authentication in %s, %u frames\n", name, shown->cf_count);
    g_free(name);
    append_verdict(text, contents->sessions);
    for (unsigned i = 0; i < G_N_ELEMENTS(tables); i++)
        rendering_append(text, statistics[i].stat_tap_data);
    g_string_append_printf(text,
                           "\nSegments that are bad, missing or illegal: %u; one of each cause and "
                           "direction:\n",
                           contents->dropped);
    examples_append(text, contents->examples);
    return text;
}

/* Returns the report on all packets; NULL if not all could be passed, or if the user has closed the
 * capture meanwhile. */
static GString *write_report(void)
{
    stat_data_t statistics[G_N_ELEMENTS(tables)] = {{0}};
    struct contents contents = {sessions_new(), examples_new(), 0};
    GString *text = NULL;

    if (collect_tables(statistics, &contents) && window_has_file())
        text = write_contents(statistics, &contents);
    for (unsigned i = 0; i < G_N_ELEMENTS(tables); i++)
        free_stat_tables(statistics[i].stat_tap_data);
    examples_free(contents.examples);
    sessions_free(contents.sessions);
    return text;
}

/* Creates PATH, which must not exist yet, then replaces it with the complete file. Returns false
 * and sets ERROR if that fails. */
static bool save_report(const char *path, const GString *text, GError **error)
{
    GFile *file = g_file_parse_name(path);
    GFileOutputStream *claim = g_file_create(file, G_FILE_CREATE_NONE, NULL, error);
    bool saved = false;

    if (claim) {
        g_object_unref(claim);
        saved = g_file_replace_contents(file, text->str, text->len, NULL, FALSE, G_FILE_CREATE_NONE,
                                        NULL, NULL, error);
        if (!saved)
            g_file_delete(file, NULL, NULL);
    }
    g_object_unref(file);
    return saved;
}

/* Warns and returns false if there is no capture: it may have been closed while the dialog was
 * open. */
static bool has_capture(void)
{
    const bool open = window_has_file();

    if (!open)
        window_warn("There is no capture to report on.");
    return open;
}

static void take_answer(char **answers);

static const struct window_form form = {
    .title = "TCP Authentication: Save Report",
    .questions = (const char *const[]){"File", NULL},
    .answer = take_answer,
};

static void write_to(char **answers)
{
    const char *path = answers[0];
    GString *text = write_report();
    GError *error = NULL;

    if (!text)
        return;
    if (save_report(path, text, &error)) {
        char *title = g_strdup_printf("TCP Authentication: saved as %s", path);
        window_show(title, text->str);
        g_free(title);
    } else {
        window_warn(error->message);
        window_ask(&form, (const char *const *)answers);
    }
    g_clear_error(&error);
    g_string_free(text, TRUE);
}

static void take_answer(char **answers)
{
    if (has_capture())
        write_to(answers);
    g_strfreev(answers);
}

/* Returns a path beside the capture: session.pcapng gets session.tcpauth.txt. Free with
 * g_free(). */
static char *propose_path(const char *capture)
{
    const char *name_end = strrchr(capture, '.'), *folder_end = strrchr(capture, G_DIR_SEPARATOR);
    const size_t length =
        name_end && name_end > folder_end ? (size_t)(name_end - capture) : strlen(capture);
    return g_strdup_printf("%.*s.tcpauth.txt", (int)length, capture);
}

void report_ask(void)
{
    if (!has_capture())
        return;
    char *path = propose_path(window_shown()->cf_filename);
    window_ask(&form, (const char *const[]){path, NULL});
    g_free(path);
}
