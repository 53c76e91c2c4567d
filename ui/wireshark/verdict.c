/* The verdict on the sessions of the open capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "verdict.h"

#include "verdict-json.h"
#include "plugin/diagnose/session/verdict.h"
#include "plugin/epan/compat.h"
#include "plugin/epan/settings.h"
#include "plugin/epan/tap.h"
#include "plugin/epan/window.h"

#include <epan/stat_tap_ui.h>
#include <epan/tap.h>
#include <stdio.h>
#include <string.h>

/* One option -z tcpauth,verdict, or one verdict in a window. */
struct listener {
    struct sessions *sessions;
    char *(*write)(const struct sessions *sessions);
    bool counts; /* PACKETS and SEGMENTS are counted: there is no filter, and the output is text */
    bool is_preliminary;        /* the segments are those of a first pass */
    unsigned packets, segments; /* of TCP, signed or not */
};

static void verdict_reset(void *data)
{
    struct listener *listener = data;
    sessions_free(listener->sessions);
    listener->sessions = sessions_new();
}

static tap_packet_status note_packet(void *data, packet_info *pinfo, epan_dissect_t *dissection,
                                     const void *publication, tap_flags_t flags)
{
    struct listener *listener = data;
    const struct publication *published = publication;
    (void)dissection;
    (void)flags;
    listener->is_preliminary = published->is_preliminary;
    sessions_note(listener->sessions, &published->segment, &published->diagnosis, pinfo->num);
    return TAP_PACKET_REDRAW;
}

static tap_packet_status count_packet(void *data, packet_info *pinfo, epan_dissect_t *dissection,
                                      const void *published, tap_flags_t flags)
{
    unsigned *number = data;
    (void)pinfo;
    (void)dissection;
    (void)published;
    (void)flags;
    ++*number;
    return TAP_PACKET_DONT_REDRAW;
}

/* Returns why nothing can be said, or NULL if there are segments with a verdict. */
static const char *what_lacks(const struct listener *listener)
{
    if (listener->packets == 0)
        return "The capture has no packets.\n";
    return listener->segments == 0 && !tap_any_segments() ? "The capture has no TCP segments.\n"
                                                          : NULL;
}

static char *terminal_text(const struct sessions *sessions)
{
    return verdict_text(sessions, VERDICT_TERMINAL);
}

/* Returns true if later segments may have explained something in SESSIONS. */
static bool any_unexplained(const struct sessions *sessions)
{
    const struct session *session;
    for (unsigned i = 0; (session = sessions_at(sessions, i)); i++)
        for (unsigned side = 0; side < 2; side++)
            if (session->senders[side].unexplained.count > 0 ||
                session->senders[side].missing.count > 0)
                return true;
    return false;
}

/* Returns what may be wrong with the keyring if it has keys and none applies to the capture. */
static const char *advice(const struct listener *listener)
{
    return listener->counts && !sessions_at(listener->sessions, 0) &&
                   keyring_size(settings_keyring()) > 0
               ? "If one should, compare its addresses and ports with those of the\n"
                 "keyring's keys: a router does not sign a session from another address\n"
                 "than the one it has the password for (update-source).\n"
               : "";
}

/* Returns TEXT, the verdict, with advice; or what the capture lacks. Free with g_free(). */
static char *complete(const struct listener *listener, const char *text)
{
    const char *lack = listener->counts ? what_lacks(listener) : NULL;
    return lack ? g_strdup(lack) : g_strconcat(text, advice(listener), NULL);
}

static void verdict_draw(void *data)
{
    struct listener *listener = data;
    char *text = listener->write(listener->sessions);
    char *output = complete(listener, text);

    if (listener->write == verdict_json && sessions_left_out(listener->sessions) > 0)
        window_warn("There are too many peers: not all are part of this verdict.");
    fputs(output, stdout); /* g_print() would convert names to the locale's charset */
    if (listener->write == terminal_text && listener->is_preliminary &&
        any_unexplained(listener->sessions))
        fputs("\nThis is the result of one pass. Later segments may explain more: tshark -2.\n",
              stdout);
    g_free(output);
    g_free(text);
}

/* Counts all packets and, among them, all TCP segments. */
static void count_all(struct listener *listener)
{
    GString *errors[] = {
        register_tap_listener("frame", &listener->packets, NULL, 0, NULL, count_packet, NULL, NULL),
        register_tap_listener("tcp", &listener->segments, NULL, 0, NULL, count_packet, NULL, NULL),
    };

    listener->counts = !errors[0] && !errors[1];
    for (unsigned i = 0; i < G_N_ELEMENTS(errors); i++)
        if (errors[i])
            g_string_free(errors[i], TRUE);
}

static void verdict_finish(void *data)
{
    struct listener *listener = data;
    sessions_free(listener->sessions);
    g_free(listener);
}

#define OPTION "tcpauth,verdict"
#define JSON   ",json"

/* Returns true if a part of the option's argument ends at REST. */
static bool ends_part(const char *rest)
{
    return *rest == '\0' || *rest == ',';
}

/* Returns an error that tells what may follow OPTION. Free with g_string_free(). */
static GString *form_error(void)
{
    return g_string_new("only " JSON " and a comma with a display filter may follow " OPTION);
}

/* Adds a listener. ARGUMENT is OPTION, then JSON if the output is JSON, then perhaps a comma and a
 * display filter. */
static compat_begun verdict_listen(const char *argument, void *data)
{
    const char *rest = argument + strlen(OPTION);
    const bool json = g_str_has_prefix(rest, JSON) && ends_part(rest + strlen(JSON));
    struct listener *listener = g_new(struct listener, 1);
    (void)data;

    rest += json ? strlen(JSON) : 0;
    *listener =
        (struct listener){.sessions = sessions_new(), .write = json ? verdict_json : terminal_text};
    GString *error =
        ends_part(rest)
            ? register_tap_listener(TAP_NAME, listener, *rest ? rest + 1 : NULL, 0, verdict_reset,
                                    note_packet, verdict_draw, verdict_finish)
            : form_error();
    if (!error) {
        if (!json && *rest == '\0')
            count_all(listener);
        return COMPAT_BEGUN;
    }
    verdict_finish(listener);
    char *message = g_strdup_printf("-z %s: %s", argument, error->str);
    window_warn(message);
    g_free(message);
    g_string_free(error, TRUE);
    exit(1);
}

struct sessions *verdict_collect(void)
{
    struct listener listener = {.sessions = sessions_new()};

    if (window_collect(TAP_NAME, &listener, note_packet))
        return listener.sessions;
    sessions_free(listener.sessions);
    return NULL;
}

/* Returns a sentence if later packets will not be part of the text in the window. Free with
 * g_free(). */
static char *reservation(void)
{
    const uint32_t captured = window_captured();
    return captured > 0 ? g_strdup_printf("\nThe capture goes on: this is the verdict on packets 1 "
                                          "to %u.\nChoose it again for later ones.\n",
                                          captured)
                        : g_strdup("");
}

static void show_text(const struct listener *listener)
{
    char *text = verdict_text(listener->sessions, VERDICT_WINDOW);
    char *judged = complete(listener, text), *later = reservation();
    char *output = g_strconcat(judged, later, NULL);

    window_show("TCP Authentication Verdict", output);
    g_free(output);
    g_free(later);
    g_free(judged);
    g_free(text);
}

void verdict_show(void)
{
    struct listener listener = {.sessions = sessions_new()};

    if (!window_has_file()) {
        window_warn("There is no capture to judge.");
    } else {
        count_all(&listener);
        const bool all = window_collect(TAP_NAME, &listener, note_packet);
        remove_tap_listener(&listener.packets);
        remove_tap_listener(&listener.segments);
        if (all)
            show_text(&listener);
    }
    sessions_free(listener.sessions);
}

void verdict_register(void)
{
    static stat_tap_ui verdict = {
        .group = REGISTER_PACKET_STAT_GROUP_UNSORTED,
        .cli_string = OPTION,
        .tap_init_cb = verdict_listen,
    };
    register_stat_tap_ui(&verdict, NULL);
}
