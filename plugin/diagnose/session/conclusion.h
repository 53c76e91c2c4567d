/* What is wrong with a session: one sentence for each direction, and what else is to be said of it.
 *
 * A conclusion rests on the counts of session.h. Each has a row in conclusion.c, a function that
 * says whether it applies and one that writes its sentence, a capture and a paragraph of
 * tcpauth(7).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SESSION_CONCLUSION_H
#define TCPAUTH_DIAGNOSE_SESSION_CONCLUSION_H

#include "session.h"
#include "plugin/diagnose/cure.h"

/* One direction of a session, as the conclusions look at it. */
struct view {
    const struct sessions *sessions; /* the whole capture */
    const struct session *session;
    const struct sender *sender, *receiver;
    char *from, *to; /* their addresses; owned */
    const char *key; /* the name of the sender's key, or "none" */
};

/* Returns the view of what the sender with INDEX in SESSION sends. Free with view_clear(). */
struct view view_of(const struct sessions *sessions, const struct session *session, unsigned index);

void view_clear(struct view *view);

enum severity {
    SEVERITY_GOOD,
    SEVERITY_NOT_CHECKED, /* it could not be judged */
    SEVERITY_FAULT,       /* something is bad, missing or will break */
    SEVERITIES,
};

struct conclusion {
    const struct conclusion_row *row;
    enum cause cause; /* of a proven cause; else CAUSE_NONE */
    bool proven;      /* it rests on a proof with a key, not on counts */
    enum severity severity;
    const struct cure *cures; /* on each platform, ended by one without a name */
    struct occurrence seen;   /* the segments that it speaks of */
};

struct conclusion_row {
    const char *name;  /* stable, since scripts read it; NULL for a cause, which has its own */
    const char *title; /* the answer, in capitals; NULL likewise */
    enum severity severity;
    const struct cure *(*cures)(
        void); /* NULL for a cause, which has its own, or if there are none */

    /* Returns true and sets what it rests on if the conclusion applies. */
    bool (*applies)(const struct view *view, struct conclusion *conclusion);

    /* Appends the sentences that follow the title. */
    void (*write)(GString *text, const struct view *view, const struct conclusion *conclusion);
};

#define MAX_CONCLUSIONS 8

/* Sets LIST to what can be concluded of VIEW, the leading one first. Returns how many there are, at
 * least 1. */
unsigned conclusions_of(const struct view *view, struct conclusion list[static MAX_CONCLUSIONS]);

/* Returns the gravest severity of the COUNT conclusions in LIST, and its stable name: "good", "not
 * checked" or "fault". */
enum severity conclusions_severity(const struct conclusion *list, unsigned count);
const char *severity_name(enum severity severity);

/* Return static strings: the stable name, and the answer in capitals. */
const char *conclusion_name(const struct conclusion *conclusion);
const char *conclusion_title(const struct conclusion *conclusion);

/* The rows, in the files that write them. */
extern const struct conclusion_row conclusion_wrong_key, conclusion_another_password,
    conclusion_changed_password, conclusion_unexplained, conclusion_cause, conclusion_will_break,
    conclusion_not_signed, conclusion_nobody_signs, conclusion_stopped_signing,
    conclusion_some_unsigned, conclusion_illegal, conclusion_keys_lost, conclusion_keys_changed,
    conclusion_refused, conclusion_not_checked, conclusion_good;

/* Returns true if nothing that SENDER signed verifies, and no proof explains it. */
bool sender_has_another_password(const struct sender *sender);

/* Returns true if SENDER's unsigned segments are more than its resets. */
bool sender_lacks_signatures(const struct sender *sender);

#endif
