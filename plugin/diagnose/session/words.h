/* Words that many conclusions use.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SESSION_WORDS_H
#define TCPAUTH_DIAGNOSE_SESSION_WORDS_H

#include "conclusion.h"

/* Appends "1 segment" or "4 segments". */
void words_count(GString *text, unsigned count, const char *noun);

/* Appends how many PART of WHOLE segments are: "4 of 9 segments", "all 9 segments" or "the only
 * segment". FIRST says whether that begins a sentence. */
void words_share(GString *text, unsigned part, unsigned whole, bool first);

/* Appends "from frame 22 (12:00:01 UTC) on". */
void words_since(GString *text, const struct occurrence *seen);

/* Returns TIME of the day, "12:00:01 UTC". Free with g_free(). */
char *words_time_of_day(int64_t time);

/* Returns "BGP", "LDP" or what else SESSION's port stands for, "port 5000" otherwise. Free with
 * g_free(). */
char *words_protocol(const struct session *session);

/* Appends what the receiver does to segments that are bad because of CAUSE: " 192.0.2.2 drops such
 * segments and logs ...". */
void words_dropped(GString *text, const struct view *view, enum cause cause);

#endif
