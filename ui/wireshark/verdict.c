/* The verdict on the sessions of the open capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "verdict.h"

#include "verdict-json.h"
#include "plugin/diagnose/session/verdict.h"
#include "plugin/epan/tap.h"
#include "plugin/epan/window.h"

#include <epan/stat_tap_ui.h>
#include <epan/tap.h>
#include <string.h>

/* One -z option. */
struct listener {
    struct sessions *sessions;
    char *(*write)(const struct sessions *sessions);
};

static void reset(void *data)
{
    struct listener *listener = data;
    sessions_free(listener->sessions);
    listener->sessions = sessions_new();
}

static tap_packet_status note(void *data, packet_info *pinfo, epan_dissect_t *dissection,
                              const void *publication, tap_flags_t flags)
{
    struct listener *listener = data;
    const struct publication *published = publication;
    (void)dissection;
    (void)flags;
    sessions_note(listener->sessions, &published->segment, &published->diagnosis, pinfo->num);
    return TAP_PACKET_REDRAW;
}

static void draw(void *data)
{
    struct listener *listener = data;
    char *text = listener->write(listener->sessions);
    g_print("%s", text);
    g_free(text);
}

static void finish(void *data)
{
    struct listener *listener = data;
    sessions_free(listener->sessions);
    g_free(listener);
}

#define OPTION "tcpauth,verdict"

/* ARGUMENT is OPTION, ",json" if a program asks, and a display filter after one more comma. */
static void listen(const char *argument, void *data)
{
    const char *rest = argument + strlen(OPTION);
    const bool json = g_str_has_prefix(rest, ",json");
    struct listener *listener = g_new(struct listener, 1);
    (void)data;

    rest += json ? strlen(",json") : 0;
    *listener = (struct listener){sessions_new(), json ? verdict_json : verdict_text};
    GString *error = register_tap_listener(TAP_NAME, listener, rest[0] == ',' ? rest + 1 : NULL, 0,
                                           reset, note, draw, finish);
    if (!error)
        return;
    finish(listener);
    char *message = g_strdup_printf("-z %s: %s", argument, error->str);
    window_say(message);
    g_free(message);
    g_string_free(error, TRUE);
    exit(1);
}

struct sessions *verdict_collect(void)
{
    struct listener listener = {.sessions = sessions_new()};
    window_collect(TAP_NAME, &listener, note);
    return listener.sessions;
}

void verdict_show(void)
{
    struct sessions *sessions = verdict_collect();
    char *text = verdict_text(sessions);

    window_show("TCP Authentication Verdict", text);
    g_free(text);
    sessions_free(sessions);
}

void verdict_register(void)
{
    static stat_tap_ui verdict = {
        .group = REGISTER_PACKET_STAT_GROUP_UNSORTED,
        .cli_string = OPTION,
        .tap_init_cb = listen,
    };
    register_stat_tap_ui(&verdict, NULL);
}
