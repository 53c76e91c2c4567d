/* Words that several conclusions use.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SESSION_WORDS_H
#define TCPAUTH_DIAGNOSE_SESSION_WORDS_H

#include "conclusion.h"

/* Appends COUNT with NOUN: "1 segment" or "4 segments". */
void words_count(GString *text, unsigned count, const char *noun);

/* Appends DURATION, in microseconds, in the unit in which it is read most easily: "4.3 s", "12.5
 * min", "23.0 h" or "267.0 days". */
void words_duration(GString *text, int64_t duration);

/* Appends PART and WHOLE as "4 of 9 segments", "all 9 segments", "both segments" or "the only
 * segment". FIRST says whether this begins a sentence. */
void words_share(GString *text, unsigned part, unsigned whole, bool first);

/* Appends how much VIEW's sender had sent if its initial sequence numbers were found by a search.
 */
void words_isns_found(GString *text, const struct view *view);

/* Appends "from frame 22 (12:00:01 UTC) on". */
void words_since(GString *text, const struct occurrence *seen);

/* Returns the name of the protocol at SESSION's port, such as "BGP"; without one, "port 5000". Free
 * with g_free(). */
char *words_protocol(const struct session *session);

/* Appends what the receiver does with segments that are bad because of CAUSE: " 192.0.2.2 drops
 * such segments and logs ..."; or, if it acknowledges them, what that shows. */
void words_dropped(GString *text, const struct view *view, enum cause cause);

/* Returns true if the receiver acknowledges segments that are bad because of CAUSE, a difference
 * between keys: then not the routers differ, but the keyring from both. */
bool words_is_agreed(const struct view *view, enum cause cause);

/* Returns true if CAUSE is a difference between keys, not a change of the segment. */
bool words_is_of_key(enum cause cause);

/* Appends what the receiver does with unsigned segments. */
void words_dropped_unsigned(GString *text, const struct view *view);

/* Returns the TCP option that carries the signatures: "19" or "29". Returns a static string; do not
 * free it. */
const char *words_option(const struct view *view);

/* Returns true if both peers of VIEW go to and fro between good segments and others, unexplained or
 * unsigned, more often than passwords are changed: most likely two sessions have their addresses,
 * as in two routing instances. */
bool words_are_two_sessions(const struct view *view);

#endif
