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
    const double seconds =
        (double)time_between(session->first_time, session->last_time) / G_USEC_PER_SEC;
    GString *title = g_string_new(NULL);

    g_string_append_printf(title, "%s %s - %s (", protocol, low, high);
    words_count(title, session->connections, "connection");
    if (session->last_time != KEY_TIME_UNKNOWN)
        g_string_append_printf(title, ", %.1f s", seconds);
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

static enum severity severity_of(const struct sessions *sessions, const struct session *session)
{
    enum severity gravest = SEVERITY_GOOD;

    for (unsigned i = 0; i < 2; i++) {
        struct view view = view_of(sessions, session, i);
        struct conclusion list[MAX_CONCLUSIONS];
        if (sender_total(view.sender) > 0)
            gravest = MAX(gravest, conclusions_severity(list, conclusions_of(&view, list)));
        view_clear(&view);
    }
    return gravest;
}

/* Appends how many sessions are good; appends nothing if there is only one session. */
static void append_summary(GString *text, GPtrArray *const *by_severity)
{
    static const char *const words[] = {
        [SEVERITY_GOOD] = "good",
        [SEVERITY_NOT_CHECKED] = "not checked",
        [SEVERITY_FAULT] = "with a fault",
    };
    const char *separator = ": ";
    unsigned total = 0;

    for (unsigned severity = 0; severity < SEVERITIES; severity++)
        total += by_severity[severity]->len;
    if (total < 2)
        return;
    words_count(text, total, "session");
    for (unsigned severity = SEVERITIES; severity-- > 0;)
        if (by_severity[severity]->len > 0) {
            g_string_append_printf(text, "%s%u %s", separator, by_severity[severity]->len,
                                   words[severity]);
            separator = ", ";
        }
    g_string_append(text, "\n\n");
}

/* Sorts SESSIONS into one list for each severity; each list keeps their order. */
static void sort_sessions(const struct sessions *sessions,
                          GPtrArray *by_severity[static SEVERITIES])
{
    const struct session *session;

    for (unsigned i = 0; i < SEVERITIES; i++)
        by_severity[i] = g_ptr_array_new();
    for (unsigned i = 0; (session = sessions_at(sessions, i)); i++)
        g_ptr_array_add(by_severity[severity_of(sessions, session)], (gpointer)session);
}

char *verdict_text(const struct sessions *sessions, size_t width)
{
    GString *text = g_string_new(NULL);
    struct page page = {text, width, sessions, NULL};
    GPtrArray *by_severity[SEVERITIES];
    bool first = true;

    sort_sessions(sessions, by_severity);
    append_summary(text, by_severity);
    for (unsigned severity = SEVERITIES; severity-- > 0;) {
        for (unsigned i = 0; i < by_severity[severity]->len; i++, first = false) {
            if (!first)
                g_string_append_c(text, '\n');
            append_session(&page, by_severity[severity]->pdata[i]);
        }
        g_ptr_array_free(by_severity[severity], TRUE);
    }
    if (sessions_at(sessions, 0) == NULL)
        g_string_append(text, "No segment is signed, and no key requires it.\n");
    if (sessions_left_out(sessions) > 0)
        g_string_append_printf(text,
                               "\n%u segments of further peers are not part of this verdict: there "
                               "are too many peers.\n",
                               sessions_left_out(sessions));
    return g_string_free(text, FALSE);
}
