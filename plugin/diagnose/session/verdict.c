/* The verdict on sessions as a text.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "verdict.h"

#include "words.h"

#include <string.h>

#define MARGIN         2
#define GAP            3  /* spaces between a direction and its paragraph */
#define MAX_BESIDE     33 /* a longer direction, such as one of IPv6, is on a line of its own */
#define OWN_LINE_GAP   6
#define CURE_INDENT    4
#define PLATFORM_WIDTH 13

/* A text that is being written. */
struct page {
    GString *text;
    size_t width; /* of its lines, in characters */
    const struct sessions *sessions;
    const struct cure *shown; /* the last cures, which are not repeated; or NULL */
};

char *verdict_paragraph(const struct view *view)
{
    struct conclusion list[MAX_CONCLUSIONS];
    const unsigned count = conclusions_of(view, list);
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < count; i++) {
        g_string_append_printf(text, "%s%s.", i > 0 ? " Also " : "", conclusion_title(&list[i]));
        list[i].row->write(text, view, &list[i]);
    }
    words_isns_found(text, view);
    return g_string_free(text, FALSE);
}

/* Appends WORDS as lines. USED characters of the first line are taken; later lines begin at
 * INDENT. */
static void append_wrapped(const struct page *page, const char *words, size_t used, size_t indent)
{
    GString *text = page->text;
    char **list = g_strsplit(words, " ", -1);
    size_t column = used;

    for (char **word = list; *word; word++) {
        const size_t length = (size_t)g_utf8_strlen(*word, -1);
        if (word > list && column + 1 + length > page->width) {
            g_string_append_printf(text, "\n%*s", (int)indent, "");
            column = indent;
        } else if (word > list) {
            g_string_append_c(text, ' ');
            column++;
        }
        g_string_append(text, *word);
        column += length;
    }
    g_string_append_c(text, '\n');
    g_strfreev(list);
}

/* Appends the cure and the check for each platform. What makes a cure permanent is in the manual,
 * which has more room. */
static void append_cures(const struct page *page, const struct cure *cure)
{
    GString *text = page->text;
    const size_t column = CURE_INDENT + PLATFORM_WIDTH;

    for (; cure->platform; cure++) {
        g_string_append_printf(text, "%*s%-*s", CURE_INDENT, "", PLATFORM_WIDTH, cure->platform);
        append_wrapped(page, cure->apply, column, column);
        g_string_append_printf(text, "%*s", (int)column, "");
        char *check = g_strconcat("check: ", cure->check, NULL);
        append_wrapped(page, check, column, column);
        g_free(check);
    }
}

/* Appends the cures of the leading conclusion on VIEW. */
static void append_leading_cures(struct page *page, const struct view *view)
{
    struct conclusion list[MAX_CONCLUSIONS];
    conclusions_of(view, list);
    const struct cure *cures = list[0].cures;

    if (!cures->platform)
        return;
    if (cures == page->shown)
        g_string_append_printf(page->text, "%*s(the same commands as above)\n", CURE_INDENT, "");
    else
        append_cures(page, cures);
    page->shown = cures;
}

/* Appends the paragraph on VIEW after LABEL. */
static void append_direction(const struct page *page, const struct view *view, const char *label)
{
    GString *text = page->text;
    const size_t width = strlen(label);
    const bool beside = width <= MAX_BESIDE;
    const size_t indent = MARGIN + (beside ? width + GAP : OWN_LINE_GAP);
    char *words = verdict_paragraph(view);

    g_string_append_printf(text, "%*s%s", MARGIN, "", label);
    if (beside)
        g_string_append_printf(text, "%*s", GAP, "");
    else
        g_string_append_printf(text, "\n%*s", (int)indent, "");
    append_wrapped(page, words, indent, indent);
    g_free(words);
}

/* Returns true if the leading conclusion is on both directions. Sets *ALONE to whether it is the
 * only one on VIEW. */
static bool is_of_both(const struct view *view, bool *alone)
{
    struct conclusion list[MAX_CONCLUSIONS];
    *alone = conclusions_of(view, list) == 1;
    return list[0].row == &conclusion_wrong_key;
}

static void append_directions(struct page *page, const struct session *session)
{
    for (unsigned i = 0; i < 2; i++) {
        struct view view = view_of(page->sessions, session, i);
        bool alone;
        const bool both = is_of_both(&view, &alone);
        char *label = both && i == 0 ? g_strdup("both directions")
                                     : g_strdup_printf("%s -> %s", view.from, view.to);

        if (sender_total(view.sender) > 0 && !(both && alone && i > 0)) {
            append_direction(page, &view, label);
            append_leading_cures(page, &view);
        }
        g_free(label);
        view_clear(&view);
    }
}

static void append_session(struct page *page, const struct session *session)
{
    char *protocol = words_protocol(session);
    char *low = ip_address_text(&session->senders[0].address);
    char *high = ip_address_text(&session->senders[1].address);
    GString *title = g_string_new(NULL);

    g_string_append_printf(title, "%s %s - %s (", protocol, low, high);
    words_count(title, session->connections, "connection");
    if (session->last_time != KEY_TIME_UNKNOWN) {
        g_string_append(title, ", ");
        words_duration(title, time_between(session->first_time, session->last_time));
    }
    g_string_append_c(title, ')');
    append_wrapped(page, title->str, 0, CURE_INDENT);
    g_string_append_c(page->text, '\n');
    g_string_free(title, TRUE);
    append_directions(page, session);
    g_free(high);
    g_free(low);
    g_free(protocol);
}

char *verdict_session_text(const struct sessions *sessions, const struct session *session,
                           size_t width)
{
    struct page page = {g_string_new(NULL), width, sessions, NULL};

    append_session(&page, session);
    return g_string_free(page.text, FALSE);
}

/* The sessions whose first conclusion of the gravest severity has the same name; all those that are
 * good. */
struct group {
    const char *conclusion;
    GPtrArray *sessions; /* in their order */
};

static void group_free(gpointer data)
{
    struct group *group = data;
    g_ptr_array_free(group->sessions, TRUE);
    g_free(group);
}

/* Returns the gravest severity of SESSION's conclusions. Sets *NAME to the first conclusion with
 * that severity, or to "" if all are good. */
static enum severity judge_session(const struct sessions *sessions, const struct session *session,
                                   const char **name)
{
    enum severity gravest = SEVERITY_GOOD;

    *name = "";
    for (unsigned i = 0; i < 2; i++) {
        struct view view = view_of(sessions, session, i);
        struct conclusion list[MAX_CONCLUSIONS];
        const unsigned count = sender_total(view.sender) > 0 ? conclusions_of(&view, list) : 0;
        for (unsigned j = 0; j < count; j++)
            if (list[j].severity > gravest) {
                *name = conclusion_name(&list[j]);
                gravest = list[j].severity;
            }
        view_clear(&view);
    }
    return gravest;
}

/* Returns the group of CONCLUSION in GROUPS, a new one if there was none. There are few names. */
static struct group *group_of(GPtrArray *groups, const char *conclusion)
{
    for (unsigned i = 0; i < groups->len; i++) {
        struct group *group = groups->pdata[i];
        if (strcmp(group->conclusion, conclusion) == 0)
            return group;
    }
    struct group *group = g_new(struct group, 1);
    *group = (struct group){conclusion, g_ptr_array_new()};
    g_ptr_array_add(groups, group);
    return group;
}

/* Sorts SESSIONS into a list of groups for each severity. Groups and their sessions keep the order
 * of the sessions. */
static void sort_sessions(const struct sessions *sessions,
                          GPtrArray *by_severity[static SEVERITIES])
{
    const struct session *session;

    for (unsigned i = 0; i < SEVERITIES; i++)
        by_severity[i] = g_ptr_array_new_with_free_func(group_free);
    for (unsigned i = 0; (session = sessions_at(sessions, i)); i++) {
        const char *name;
        const enum severity severity = judge_session(sessions, session, &name);
        g_ptr_array_add(group_of(by_severity[severity], name)->sessions, (gpointer)session);
    }
}

static unsigned count_sessions(const GPtrArray *groups)
{
    unsigned count = 0;
    for (unsigned i = 0; i < groups->len; i++)
        count += ((const struct group *)groups->pdata[i])->sessions->len;
    return count;
}

/* Appends how many sessions have each conclusion of GROUPS. */
static void append_conclusions(GString *words, const GPtrArray *groups)
{
    for (unsigned i = 0; i < groups->len; i++) {
        const struct group *group = groups->pdata[i];
        g_string_append_printf(words, "%s%u %s", i > 0 ? ", " : " (", group->sessions->len,
                               group->conclusion);
    }
    g_string_append_c(words, ')');
}

/* Appends how many sessions are good and what is wrong with the others; appends nothing if there is
 * only one session. */
static void append_summary(const struct page *page, GPtrArray *const *by_severity)
{
    static const char *const titles[] = {
        [SEVERITY_GOOD] = "good",
        [SEVERITY_NOT_CHECKED] = "not checked",
        [SEVERITY_FAULT] = "with a fault",
    };
    const char *separator = ": ";
    GString *words = g_string_new(NULL);
    unsigned total = 0;

    for (unsigned severity = 0; severity < SEVERITIES; severity++)
        total += count_sessions(by_severity[severity]);
    words_count(words, total, "session");
    for (unsigned severity = SEVERITIES; severity-- > 0;) {
        const unsigned count = count_sessions(by_severity[severity]);
        if (count == 0)
            continue;
        g_string_append_printf(words, "%s%u %s", separator, count, titles[severity]);
        if (severity == SEVERITY_FAULT && count > 1)
            append_conclusions(words, by_severity[severity]);
        separator = ", ";
    }
    if (total > 1) {
        append_wrapped(page, words->str, 0, CURE_INDENT);
        g_string_append_c(page->text, '\n');
    }
    g_string_free(words, TRUE);
}

/* Appends how many segments SESSIONS left out, before all sessions: otherwise the summary would be
 * taken for all. */
static void append_left_out(const struct page *page, const struct sessions *sessions)
{
    if (sessions_left_out(sessions) == 0)
        return;
    char *words = g_strdup_printf("%u segments of further peers are not part of this verdict: "
                                  "there are too many peers.",
                                  sessions_left_out(sessions));
    append_wrapped(page, words, 0, 0);
    g_string_append_c(page->text, '\n');
    g_free(words);
}

/* Appends the sessions of GROUPS. */
static void append_groups(struct page *page, const GPtrArray *groups, bool *first)
{
    for (unsigned i = 0; i < groups->len; i++) {
        const struct group *group = groups->pdata[i];
        for (unsigned j = 0; j < group->sessions->len; j++, *first = false) {
            if (!*first)
                g_string_append_c(page->text, '\n');
            append_session(page, group->sessions->pdata[j]);
        }
    }
}

char *verdict_text(const struct sessions *sessions, size_t width)
{
    GString *text = g_string_new(NULL);
    struct page page = {text, width, sessions, NULL};
    GPtrArray *by_severity[SEVERITIES];
    bool first = true;

    sort_sessions(sessions, by_severity);
    append_summary(&page, by_severity);
    append_left_out(&page, sessions);
    for (unsigned severity = SEVERITIES; severity-- > 0;) {
        append_groups(&page, by_severity[severity], &first);
        g_ptr_array_free(by_severity[severity], TRUE);
    }
    if (sessions_at(sessions, 0) == NULL)
        g_string_append(text, "No segment is signed, and no key requires it.\n");
    return g_string_free(text, FALSE);
}
