/* The menu Tools > TCP Authentication: what to show, why a segment is bad, and the keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "menu.h"

#include "plugin/epan/exhibit.h"
#include "plugin/epan/window.h"

#include <epan/funnel.h>
#include <wsutil/report_message.h>

#define MENU "TCP Authentication/"

static void show(gpointer filter)
{
    const funnel_ops_t *window = funnel_get_funnel_ops();
    window->set_filter(window->ops_id, filter);
    window->apply_filter(window->ops_id);
}

/* The number of the frame that is selected, or 0. */
static uint32_t selected_frame(void)
{
    const ws_info_t *shown = window_shown();
    return shown ? shown->cf_framenr : 0;
}

static const struct exhibit *selected(void)
{
    const struct exhibit *exhibit = exhibit_of(selected_frame());
    if (!exhibit)
        report_warning("tcpauth has nothing to say about the selected packet: it is not signed, "
                       "and no key says that it should be.");
    return exhibit;
}

static void explain(gpointer data _U_)
{
    const funnel_ops_t *window = funnel_get_funnel_ops();
    const struct exhibit *exhibit = selected();
    if (!exhibit)
        return;
    char *title = g_strdup_printf("TCP Authentication: frame %u", exhibit->frame);
    funnel_text_window_t *text = window->new_text_window(window->ops_id, title);
    window->set_text(text, exhibit->text->str);
    g_free(title);
}

static void redissect(gpointer data _U_)
{
    const funnel_ops_t *window = funnel_get_funnel_ops();
    window->redissect_packets(window->ops_id);
}

void menu_register(void)
{
    static const struct {
        const char *name;
        funnel_menu_callback choose;
        const char *data;
    } entries[] = {
        {MENU "Why Is This Segment Bad?", explain, NULL},
        {MENU "Show Bad", show, "tcpauth.md5.bad"},
        {MENU "Show Missing", show, "tcpauth.md5.missing || tcpauth.ao.missing"},
        {MENU "Show Unverified", show, "tcpauth.status == \"Unverified\""},
        {MENU "Reload Keys", redissect, NULL},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(entries); i++)
        funnel_register_menu(entries[i].name, REGISTER_TOOLS_GROUP_UNSORTED, entries[i].choose,
                             (gpointer)entries[i].data, NULL, FALSE);
}
