/* Wireshark's window, where there is one: in tshark there is none.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_WINDOW_H
#define TCPAUTH_EPAN_WINDOW_H

#include <epan/plugin_if.h>
#include <epan/tap.h>
#include <stdbool.h>

/* Returns what the window shows, or NULL if there is none. Wireshark owns it. */
const ws_info_t *window_shown(void);

/* Returns true if a capture with packets is open. */
bool window_has_capture(void);

/* The others are for what a user does in the window. */

/* Says what is wrong. */
void window_say(const char *message);

/* Shows the packets that FILTER finds. */
void window_filter(const char *filter);

/* Dissects the capture anew, with the keys as they are by then. */
void window_dissect(void);

/* Hands all packets to the listeners of taps once more, before it returns. */
void window_tap(void);

/* Hands what the tap of the name TAP publishes about all packets to PACKET, with DATA, before it
 * returns. */
void window_collect(const char *tap, void *data, tap_packet_cb packet);

/* Shows a text in a window of its own. */
void window_show(const char *title, const char *text);

/* A button below a text. */
struct window_button {
    const char *label;
    void (*press)(char **lines); /* called when the window has gone */
};

/* A text that the user answers by one of two buttons. */
struct window_offer {
    const char *title;
    struct window_button buttons[2];
    void (*refuse)(char **lines); /* called if the user closes the window instead */
};

/* Shows TEXT with the buttons of OFFER, which lives as long as Wireshark. LINES go to the function
 * of OFFER that is called, which frees them. */
void window_show_offer(const struct window_offer *offer, const char *text, char **lines);

/* Some lines to be typed in. */
struct window_form {
    const char *title;
    const char *const *questions;   /* ends with NULL */
    void (*answer)(char **answers); /* gets the lines, which are its to free, if the user agrees */
};

/* Asks what FORM does, which lives as long as Wireshark; PROPOSALS are the lines as they are before
 * the user changes them. */
void window_ask(const struct window_form *form, const char *const *proposals);

/* Something that takes long. */
struct window_task;

/* Shows that something, "searching" "sequence numbers", is in progress. To be ended by
 * window_end(). */
struct window_task *window_begin(const char *doing, const char *what);

/* Sets the progress to PART (0 to 1). Returns false if the user has cancelled the task. Meanwhile
 * Wireshark goes on with all else: it may dissect anew, close the capture, or begin another task.
 */
bool window_go_on(struct window_task *task, double part);

void window_end(struct window_task *task);

#endif
