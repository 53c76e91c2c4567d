/* The verdict on sessions as a text: what is wrong, where, and what to do.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SESSION_VERDICT_H
#define TCPAUTH_DIAGNOSE_SESSION_VERDICT_H

#include "conclusion.h"

/* The widths of lines, in characters: of a terminal, and of a window and a mail. */
#define VERDICT_TERMINAL 100
#define VERDICT_WINDOW   72

/* Returns what can be concluded of all SESSIONS, in lines of at most WIDTH characters: for each
 * session a title, and for each direction a paragraph with the answer first. Sessions with a fault
 * come first, and several sessions are counted above. Free with g_free(). */
char *verdict_text(const struct sessions *sessions, size_t width);

/* Returns the same about SESSION alone. Free with g_free(). */
char *verdict_session_text(const struct sessions *sessions, const struct session *session,
                           size_t width);

/* Returns the paragraph about VIEW, without line breaks and commands. Free with g_free(). */
char *verdict_paragraph(const struct view *view);

#endif
