/* Wireshark's window. tshark has none.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_WINDOW_H
#define TCPAUTH_EPAN_WINDOW_H

#include <epan/plugin_if.h>
#include <epan/tap.h>
#include <stdbool.h>
#include <stdint.h>

/* Returns information on Wireshark's window, or NULL if there is no window. Owned by Wireshark. */
const ws_info_t *window_shown(void);

/* Returns true if a capture is open, which may have no packets. */
bool window_has_file(void);

/* Returns true if a capture with packets is open. */
bool window_has_capture(void);

/* Returns the number of packets captured so far, if the capture goes on; otherwise 0. */
uint32_t window_captured(void);

/* All functions below need a window. */

/* Returns the number of the selected frame; 0 if none is selected. */
uint32_t window_selected(void);

/* Shows MESSAGE as a warning. */
void window_warn(const char *message);

/* Sets the plugin's preference NAME to VALUE, saves all preferences and redissects the capture. */
void window_save_preference(const char *name, const char *value);

/* Applies FILTER to the packet list. */
void window_filter(const char *filter);

/* Dissects the capture again, with the keys as configured by then. */
void window_redissect(void);

/* Passes all packets to the tap listeners again, before it returns. Returns false if it did not
 * pass all: the user cancelled that; or Wireshark is reading, dissecting or passing packets, of
 * which the user is warned. */
bool window_tap(void);

/* Passes to PACKET, with DATA, what the tap named TAP publishes about all packets, before it
 * returns. Returns false if it did not pass all, as window_tap(). */
bool window_collect(const char *tap, void *data, tap_packet_cb packet);

/* Shows TEXT in a window of its own. */
void window_show(const char *title, const char *text);

/* A button below a text. */
struct window_button {
    const char *label;
    void (*press)(char **lines); /* called once the window is closed */
};

/* A text that the user answers with one of two buttons. */
struct window_offer {
    const char *title;
    struct window_button buttons[2];
    void (*refuse)(char **lines); /* called if the user closes the window instead */
};

/* Shows TEXT with the buttons of OFFER. OFFER must live as long as Wireshark. The function of OFFER
 * that is called takes ownership of LINES. */
void window_show_offer(const struct window_offer *offer, const char *text, char **lines);

/* A dialog with lines to fill in. */
struct window_form {
    const char *title;
    const char *const *questions;   /* ends with NULL */
    void (*answer)(char **answers); /* called if the user confirms; takes ownership of the lines */
};

/* Shows the dialog of FORM, which must live as long as Wireshark. PROPOSALS are the initial
 * lines. */
void window_ask(const struct window_form *form, const char *const *proposals);

/* A long-running task. */
struct window_task;

/* Begins a task and shows its progress, titled with DOING and WHAT such as "searching" and
 * "sequence numbers". End it with window_end(). */
struct window_task *window_begin(const char *doing, const char *what);

/* Sets the progress to PART (0 to 1). Returns false if the user has cancelled the task. While this
 * runs, Wireshark handles its other events: it may redissect or close the capture, or begin another
 * task. */
bool window_update(struct window_task *task, double part);

void window_end(struct window_task *task);

#endif
