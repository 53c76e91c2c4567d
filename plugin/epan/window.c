/* Wireshark's window, where there is one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "window.h"

#include <epan/funnel.h>
#include <wsutil/report_message.h>

const ws_info_t *window_shown(void)
{
    ws_info_t *shown = NULL;
    plugin_if_get_ws_info(&shown);
    return shown && shown->ws_info_supported ? shown : NULL;
}

void window_say(const char *message)
{
    report_warning("%s", message);
}

void window_filter(const char *filter)
{
    const funnel_ops_t *window = funnel_get_funnel_ops();
    window->set_filter(window->ops_id, filter);
    window->apply_filter(window->ops_id);
}

void window_dissect(void)
{
    const funnel_ops_t *window = funnel_get_funnel_ops();
    window->redissect_packets(window->ops_id);
}

void window_tap(void)
{
    const funnel_ops_t *window = funnel_get_funnel_ops();
    window->retap_packets(window->ops_id);
}

void window_show(const char *title, const char *text)
{
    const funnel_ops_t *window = funnel_get_funnel_ops();
    window->set_text(window->new_text_window(window->ops_id, title), text);
}

/* Wireshark asks for DATA that may be changed; nobody changes it. */
static void answered(char **answers, void *data)
{
    const struct window_form *form = data;
    form->answer(answers);
}

void window_ask(const struct window_form *form, const char *const *proposals)
{
    const funnel_ops_t *window = funnel_get_funnel_ops();
    window->new_dialog(window->ops_id, form->title, (const char **)form->questions,
                       (const char **)proposals, answered, (void *)form, NULL);
}
