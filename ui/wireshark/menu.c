/* The menu Tools > TCP Authentication: the verdict, why a segment is bad, and the keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "menu.h"

#include "effect.h"
#include "isns.h"
#include "newkey.h"
#include "report.h"
#include "search.h"
#include "verdict.h"
#include "plugin/diagnose/session/verdict.h"
#include "plugin/epan/compat.h"
#include "plugin/epan/selected-frame.h"
#include "plugin/epan/unlock.h"
#include "plugin/epan/window.h"

#include <epan/funnel.h>

#define MENU  "TCP Authentication/"
#define FIELD "tcpauth.status" /* of packets with entries in their context menu */

static void show_filter(const char *filter)
{
    window_filter(filter);
}

/* Returns the selected frame, or NULL if none of its segments has a verdict. */
static const struct selected_frame *selected_packet(void)
{
    return selected_frame_of(window_selected());
}

/* Shows the verdict on FRAME's session, which SESSIONS contains, and the proof. */
static void show_explanation(const struct selected_frame *frame, const struct sessions *sessions)
{
    const struct session *session = sessions_between(sessions, &frame->from, &frame->to);
    char *title = g_strdup_printf("TCP Authentication: frame %u", frame->frame);
    char *verdict =
        session ? verdict_session_text(sessions, session, VERDICT_WINDOW) : g_strdup("");
    char *text = g_strconcat(verdict, "\n", frame->text->str, NULL);

    window_show(title, text);
    g_free(text);
    g_free(verdict);
    g_free(title);
}

static void menu_explain(const char *data _U_)
{
    const struct selected_frame *frame = selected_packet();
    if (!frame) {
        window_warn(window_selected() == 0
                        ? "Select a packet to be explained."
                        : "Nothing to explain: the selected packet is not signed, and no key "
                          "requires it to be.");
        return;
    }
    struct sessions *sessions = verdict_collect();
    frame = selected_packet(); /* the user may have selected another one meanwhile */
    if (sessions && frame)
        show_explanation(frame, sessions);
    sessions_free(sessions);
}

static void menu_search(const char *data _U_)
{
    search_numbers_of(selected_packet());
}

static void search_isns(const char *data _U_)
{
    search_isns_of(selected_packet());
}

static void add_key(const char *data _U_)
{
    newkey_ask(selected_packet());
}

static void ask_isns(const char *data _U_)
{
    isns_ask(selected_packet());
}

static void menu_reload(const char *data _U_)
{
    effect_dissect("");
}

static void menu_unlock(const char *data _U_)
{
    unlock_again();
    effect_dissect("");
}

static void save_report(const char *data _U_)
{
    report_ask();
}

static void menu_judge(const char *data _U_)
{
    verdict_show();
}

/* Wireshark sorts the entries by name. */
static const struct entry {
    const char *name;
    void (*choose)(const char *data);
    const char *data;
    bool of_packet;     /* it is also in the context menu of packets */
    bool in_statistics; /* it is in the Statistics menu, not in Tools */
} entries[] = {
    {MENU "Why Is This Segment Bad?", menu_explain, NULL, true, false},
    {MENU "Search for Rewritten Sequence Number", menu_search, NULL, true, false},
    {MENU "Find ISNs", search_isns, NULL, true, false},
    {MENU "Show Bad", show_filter, "tcpauth.md5.bad || tcpauth.ao.bad", false, false},
    {MENU "Show Missing", show_filter, "tcpauth.md5.missing || tcpauth.ao.missing", false, false},
    {MENU "Show Unverified", show_filter, "tcpauth.status == \"Unverified\"", false, false},
    {MENU "Add Key for This Connection...", add_key, NULL, true, false},
    {MENU "ISNs...", ask_isns, NULL, true, false},
    {MENU "Reload Keys", menu_reload, NULL, false, false},
    {MENU "Unlock Keyring...", menu_unlock, NULL, false, false},
    {MENU "Save Report...", save_report, NULL, false, false},
    {"TCP Authentication Verdict", menu_judge, NULL, false, true},
};

static void menu_choose(gpointer data)
{
    const struct entry *entry = data;
    entry->choose(entry->data);
}

static void choose_of_packet(gpointer data, GPtrArray *fields _U_)
{
    menu_choose(data);
}

void menu_register(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(entries); i++) {
        const struct entry *entry = &entries[i];
        const register_stat_group_t group = entry->in_statistics
                                                ? REGISTER_PACKET_STAT_GROUP_UNSORTED
                                                : REGISTER_TOOLS_GROUP_UNSORTED;
        funnel_register_menu(entry->name, group, menu_choose, (gpointer)entry, NULL, FALSE);
        if (entry->of_packet)
            compat_register_packet_menu(entry->name, FIELD, choose_of_packet,
                                        g_memdup2(entry, sizeof *entry));
    }
}
