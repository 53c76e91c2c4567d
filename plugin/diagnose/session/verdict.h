/* The verdict on sessions as a text: what is wrong, where, and what to do.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SESSION_VERDICT_H
#define TCPAUTH_DIAGNOSE_SESSION_VERDICT_H

#include "conclusion.h"

/* The widths of lines in characters: for a terminal, and for a window or a mail. */
#define VERDICT_TERMINAL 100
#define VERDICT_WINDOW   72

/* Returns all conclusions on SESSIONS, in lines of at most WIDTH characters: a title for each
 * session, and a paragraph for each direction with the answer first. Sessions with a fault come
 * first, those whose first fault is the same together. With several sessions, a summary comes
 * before them, and how many segments SESSIONS left out. Free with g_free(). */
char *verdict_text(const struct sessions *sessions, size_t width);

/* Returns the conclusions on SESSION in the same way. Free with g_free(). */
char *verdict_session_text(const struct sessions *sessions, const struct session *session,
                           size_t width);

/* Returns the paragraph on VIEW, without line breaks and commands. Free with g_free(). */
char *verdict_paragraph(const struct view *view);

#endif
