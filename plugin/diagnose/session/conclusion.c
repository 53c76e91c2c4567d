/* The conclusions on a session, in order of precedence.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "conclusion.h"

#include "transit.h"

struct view view_of(const struct sessions *sessions, const struct session *session, unsigned index)
{
    const struct sender *sender = &session->senders[index];
    return (struct view){
        .sessions = sessions,
        .session = session,
        .sender = sender,
        .receiver = &session->senders[!index],
        .from = ip_address_text(&sender->address),
        .to = ip_address_text(&session->senders[!index].address),
        .key = sender->key ? sender->key->name : "none",
    };
}

bool view_has_ao(const struct view *view)
{
    const struct key *key = view->sender->key ? view->sender->key : view->receiver->key;
    return key && key->algorithm != KEY_MD5;
}

void view_clear(struct view *view)
{
    g_free(view->from);
    g_free(view->to);
}

/* The conclusions by precedence: first those on passwords, without which nothing verifies any more,
 * then causes by the number of their segments, then those on other segments. */
static const struct conclusion_row *const first[] = {
    &conclusion_wrong_key,
    &conclusion_another_password,
    &conclusion_changed_password,
};
static const struct conclusion_row *const then[] = {
    &conclusion_keys_lost,     &conclusion_unexplained,      &conclusion_will_break,
    &conclusion_not_signed,    &conclusion_nobody_signs,     &conclusion_stopped_signing,
    &conclusion_some_unsigned, &conclusion_illegal,          &conclusion_keys_changed,
    &conclusion_two_keys,      &conclusion_keys_alternate,   &conclusion_refused,
    &conclusion_not_checked,   &conclusion_key_not_followed,
};

/* A list of conclusions that is being made. */
struct draft {
    struct conclusion *list;
    unsigned count;
};

static void try_row(struct draft *draft, const struct view *view, const struct conclusion_row *row,
                    enum cause cause)
{
    struct conclusion conclusion = {
        .row = row,
        .cause = cause,
        .severity = row->severity,
        .cures = row->cures ? row->cures() : cures_of_cause(cause),
    };
    if (view_has_ao(view))
        conclusion.cures = cures_with_ao(conclusion.cures);
    conclusion.cures = cures_of_port(conclusion.cures, view->session->port);
    if (draft->count < MAX_CONCLUSIONS && row->applies(view, &conclusion))
        draft->list[draft->count++] = conclusion;
}

static void try_rows(struct draft *draft, const struct view *view,
                     const struct conclusion_row *const *rows, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        try_row(draft, view, rows[i], CAUSE_NONE);
}

/* Returns true if ONE precedes OTHER: it was seen more often or, if equally often, earlier. */
static bool occurrence_leads(const struct occurrence *one, const struct occurrence *other)
{
    return one->count > other->count ||
           (one->count == other->count && one->first_frame < other->first_frame);
}

/* Tries the causes that were found, by precedence. */
static void try_causes(struct draft *draft, const struct view *view)
{
    const struct cause_tally *causes = view->sender->causes;
    bool done[CAUSES] = {false};

    for (unsigned round = 0; round < CAUSES; round++) {
        enum cause next = CAUSE_NONE;
        for (unsigned cause = CAUSE_NONE + 1; cause < CAUSES; cause++)
            if (!done[cause] && causes[cause].seen.count > 0 &&
                (next == CAUSE_NONE || occurrence_leads(&causes[cause].seen, &causes[next].seen)))
                next = cause;
        if (next == CAUSE_NONE)
            return;
        done[next] = true;
        try_row(draft, view, &conclusion_cause, next);
    }
}

unsigned conclusions_of(const struct view *view, struct conclusion list[static MAX_CONCLUSIONS])
{
    struct draft draft = {.list = list};

    try_rows(&draft, view, first, G_N_ELEMENTS(first));
    try_causes(&draft, view);
    try_rows(&draft, view, then, G_N_ELEMENTS(then));
    if (draft.count == 0)
        list[draft.count++] = (struct conclusion){
            .row = &conclusion_good,
            .proven = true,
            .severity = SEVERITY_GOOD,
            .cures = cures_of_cause(CAUSE_NONE),
            .seen = view->sender->verdicts[VERDICT_GOOD],
        };
    return draft.count;
}

const char *conclusion_name(const struct conclusion *conclusion)
{
    return conclusion->row->name ? conclusion->row->name : cause_name(conclusion->cause);
}

const char *conclusion_title(const struct conclusion *conclusion)
{
    return conclusion->row->title ? conclusion->row->title : transit_title(conclusion->cause);
}

enum severity conclusions_severity(const struct conclusion *list, unsigned count)
{
    enum severity gravest = SEVERITY_GOOD;
    for (unsigned i = 0; i < count; i++)
        gravest = MAX(gravest, list[i].severity);
    return gravest;
}

const char *severity_name(enum severity severity)
{
    static const char *const names[] = {
        [SEVERITY_GOOD] = "good",
        [SEVERITY_NOT_CHECKED] = "not checked",
        [SEVERITY_FAULT] = "fault",
    };
    return names[severity];
}
