/* The conclusions on a session: what is wrong in each direction, and what else is known of it.
 *
 * Conclusions rest on the counts of session.h. Each has a row in conclusion.c, a function that
 * decides whether it applies, one that writes its sentence, a capture, and a paragraph in
 * tcpauth(7).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SESSION_CONCLUSION_H
#define TCPAUTH_DIAGNOSE_SESSION_CONCLUSION_H

#include "session.h"
#include "plugin/diagnose/cure.h"

/* One direction of a session, as the input of the conclusions. */
struct view {
    const struct sessions *sessions; /* all sessions of the capture */
    const struct session *session;
    const struct sender *sender, *receiver;
    char *from, *to; /* the texts of their addresses; owned */
    const char *key; /* name of the sender's key, or "none"; not owned */
};

/* Returns the view of the sender with INDEX (0 or 1) in SESSION. SESSIONS must outlive it. Free
 * with view_clear(). */
struct view view_of(const struct sessions *sessions, const struct session *session, unsigned index);

void view_clear(struct view *view);

/* Returns true if the peers should sign with a key of TCP-AO. */
bool view_has_ao(const struct view *view);

enum severity {
    SEVERITY_GOOD,
    SEVERITY_NOT_CHECKED, /* it could not be checked */
    SEVERITY_FAULT,       /* some segments are bad, unsigned, or will break */
    SEVERITIES,
};

struct conclusion {
    const struct conclusion_row *row;
    enum cause cause; /* for conclusion_cause; otherwise CAUSE_NONE */
    bool proven;      /* it rests on a proof with a key, not only on counts */
    enum severity severity;
    const struct cure *cures; /* for each platform, ended by one without a name */
    struct occurrence seen;   /* the segments that it is about */
};

struct conclusion_row {
    const char *name;  /* stable, since scripts read it; NULL for a cause, which has its own name */
    const char *title; /* the answer, in capitals; NULL for a cause */
    enum severity severity;
    const struct cure *(*cures)(
        void); /* returns the cures; NULL for a cause, or if there are none */

    /* Returns true if the conclusion applies. Then sets its segments, and whether it is proven.
     * NULL for conclusion_good, which applies if no other one does. */
    bool (*applies)(const struct view *view, struct conclusion *conclusion);

    /* Appends the sentences after the title. */
    void (*write)(GString *text, const struct view *view, const struct conclusion *conclusion);
};

#define MAX_CONCLUSIONS 8

/* Sets LIST to the conclusions on VIEW, the leading one first. Returns their number, at least 1. */
unsigned conclusions_of(const struct view *view, struct conclusion list[static MAX_CONCLUSIONS]);

/* Returns the gravest severity of the COUNT conclusions in LIST, and the stable name of a severity:
 * "good", "not checked" or "fault". */
enum severity conclusions_severity(const struct conclusion *list, unsigned count);
const char *severity_name(enum severity severity);

/* Return the stable name of CONCLUSION, and its answer in capitals. Both are static; do not free
 * them. */
const char *conclusion_name(const struct conclusion *conclusion);
const char *conclusion_title(const struct conclusion *conclusion);

/* The rows, defined in the files that write their sentences. */
extern const struct conclusion_row conclusion_wrong_key, conclusion_another_password,
    conclusion_changed_password, conclusion_unexplained, conclusion_cause, conclusion_will_break,
    conclusion_not_signed, conclusion_nobody_signs, conclusion_stopped_signing,
    conclusion_some_unsigned, conclusion_illegal, conclusion_keys_lost, conclusion_keys_changed,
    conclusion_two_keys, conclusion_keys_alternate, conclusion_key_not_followed, conclusion_refused,
    conclusion_not_checked, conclusion_good;

/* Returns true if nothing that SENDER signed with MD5 verifies, and no proof explains that. */
bool sender_has_another_password(const struct sender *sender);

#endif
