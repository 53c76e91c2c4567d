/* Wireshark's window; tshark has none.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "window.h"

#include "compat.h"

#include <epan/funnel.h>
#include <wsutil/report_message.h>

const ws_info_t *window_shown(void)
{
    ws_info_t *shown = NULL;
    plugin_if_get_ws_info(&shown);
    return shown && shown->ws_info_supported ? shown : NULL;
}

/* Wireshark may keep the state of a capture that was closed. */
bool window_has_file(void)
{
    const ws_info_t *shown = window_shown();
    return shown && shown->cf_state != FILE_CLOSED && shown->cf_filename;
}

bool window_has_capture(void)
{
    const ws_info_t *shown = window_shown();
    return shown && shown->cf_state != FILE_CLOSED && shown->cf_count > 0;
}

uint32_t window_captured(void)
{
    const ws_info_t *shown = window_shown();
    return shown && shown->cf_state == FILE_READ_IN_PROGRESS ? shown->cf_count : 0;
}

static void *number_of(frame_data *frame, void *unused)
{
    (void)unused;
    return GUINT_TO_POINTER(frame->num);
}

/* Not the frame of window_shown(), which has none while a capture goes on. */
uint32_t window_selected(void)
{
    return GPOINTER_TO_UINT(plugin_if_get_frame_data(number_of, NULL));
}

void window_warn(const char *message)
{
    report_warning("%s", message);
}

void window_save_preference(const char *name, const char *value)
{
    plugin_if_save_preference("tcpauth", name, value);
}

void window_filter(const char *filter)
{
    const funnel_ops_t *window = funnel_get_funnel_ops();
    window->set_filter(window->ops_id, filter);
    window->apply_filter(window->ops_id);
}

void window_redissect(void)
{
    const funnel_ops_t *window = funnel_get_funnel_ops();
    window->redissect_packets(window->ops_id);
}

static void *is_locked(capture_file *file, void *unused)
{
    (void)unused;
    return GUINT_TO_POINTER(file->read_lock);
}

static void *take_stop_flag(capture_file *file, void *unused)
{
    const bool stopped = file->stop_flag;
    (void)unused;
    file->stop_flag = false;
    return GUINT_TO_POINTER(stopped);
}

/* Returns true if the user has cancelled a task since the last call. Wireshark sets the flag of the
 * capture then, not the one that it was given. */
static bool take_stop(void)
{
    return plugin_if_get_capture_file(take_stop_flag, NULL) != NULL;
}

/* While Wireshark passes packets, its menus work. If it were asked to begin again then, it would
 * reset all listeners and pass no packets. */
bool window_tap(void)
{
    const funnel_ops_t *window = funnel_get_funnel_ops();

    if (plugin_if_get_capture_file(is_locked, NULL)) {
        window_warn("Wireshark is processing the packets: try again when it has finished.");
        return false;
    }
    take_stop(); /* discards a flag left by an earlier task */
    window->retap_packets(window->ops_id);
    return !take_stop();
}

bool window_collect(const char *tap, void *data, tap_packet_cb packet)
{
    GString *error = register_tap_listener(tap, data, NULL, 0, NULL, packet, NULL, NULL);

    if (error)
        g_string_free(error, TRUE); /* only a filter can cause an error, and there is none */
    const bool all = window_tap();
    remove_tap_listener(data);
    return all;
}

void window_show(const char *title, const char *text)
{
    const funnel_ops_t *window = funnel_get_funnel_ops();
    window->set_text(window->new_text_window(window->ops_id, title), text);
}

/* An offer that is shown. Wireshark never frees buttons, so it lives until Wireshark ends. */
struct shown_offer {
    const struct window_offer *offer;
    char **lines;
    funnel_bt_t buttons[G_N_ELEMENTS(((struct window_offer *)NULL)->buttons)];
};

/* Closes the window, then calls the function of BUTTON, which may open other windows. */
static void button_pressed(funnel_text_window_t *shown, const struct shown_offer *data,
                           unsigned button)
{
    const funnel_ops_t *window = funnel_get_funnel_ops();

    window->set_close_cb(shown, NULL, NULL);
    window->destroy_text_window(shown);
    data->offer->buttons[button].press(data->lines);
}

static compat_bool press_first(funnel_text_window_t *shown, void *data)
{
    button_pressed(shown, data, 0);
    return true;
}

static compat_bool press_second(funnel_text_window_t *shown, void *data)
{
    button_pressed(shown, data, 1);
    return true;
}

static void window_closed(void *data)
{
    const struct shown_offer *shown = data;
    shown->offer->refuse(shown->lines);
}

void window_show_offer(const struct window_offer *offer, const char *text, char **lines)
{
    const funnel_ops_t *window = funnel_get_funnel_ops();
    funnel_text_window_t *shown = window->new_text_window(window->ops_id, offer->title);
    struct shown_offer *data = wmem_new(wmem_epan_scope(), struct shown_offer);

    *data = (struct shown_offer){
        offer, lines, {{.func = press_first, .data = data}, {.func = press_second, .data = data}}};
    window->set_text(shown, text);
    window->set_close_cb(shown, window_closed, data);
    for (unsigned i = 0; i < G_N_ELEMENTS(data->buttons); i++)
        window->add_button(shown, &data->buttons[i], offer->buttons[i].label);
}

/* Wireshark's type for DATA is not const, but nothing changes it. */
static void dialog_answered(char **answers, void *data)
{
    const struct window_form *form = data;
    form->answer(answers);
}

void window_ask(const struct window_form *form, const char *const *proposals)
{
    const funnel_ops_t *window = funnel_get_funnel_ops();
    window->new_dialog(window->ops_id, form->title, (const char **)form->questions,
                       (const char **)proposals, dialog_answered, (void *)form, NULL);
}

struct window_task {
    struct progdlg *progress; /* NULL if Wireshark shows none */
    compat_bool stopped;
};

struct window_task *window_begin(const char *doing, const char *what)
{
    const funnel_ops_t *window = funnel_get_funnel_ops();
    struct window_task *task = g_new0(struct window_task, 1);

    take_stop(); /* discards a flag left by an earlier task */
    if (window->new_progress_window)
        task->progress =
            window->new_progress_window(window->ops_id, doing, what, true, &task->stopped);
    return task;
}

bool window_update(struct window_task *task, double part)
{
    if (task->progress)
        funnel_get_funnel_ops()->update_progress(task->progress, (float)part, NULL);
    task->stopped |= take_stop();
    return !task->stopped;
}

void window_end(struct window_task *task)
{
    if (task->progress)
        funnel_get_funnel_ops()->destroy_progress_window(task->progress);
    g_free(task);
}
