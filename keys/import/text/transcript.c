/* A configuration that was copied from a terminal, with prompts before its lines.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "transcript.h"
#include "prompt.h"

#include "keys/import/line.h"

#include <string.h>

static bool is_equal(struct word a, struct word b)
{
    return a.length == b.length && memcmp(a.at, b.at, a.length) == 0;
}

/* Adds to LINES the number of each line whose prompt shows another router than the one before. */
static void find_routers(const GArray *prompts, GArray *lines)
{
    const struct prompt *before = NULL;
    for (unsigned i = 0; i < prompts->len; i++) {
        const struct prompt *prompt = &g_array_index(prompts, struct prompt, i);
        if (prompt->host.length == 0)
            continue;
        if (before && !is_equal(before->host, prompt->host))
            g_array_append_val(lines, prompt->number);
        before = prompt;
    }
}

/* A command that entered a mode. */
struct entered {
    struct word mode, command; /* of the command, its first word */
};

/* The modes that were entered, the outermost first. */
struct modes {
    GArray *entered;
};

static const struct entered *mode_at(const struct modes *modes, unsigned index)
{
    return &g_array_index(modes->entered, struct entered, index);
}

/* Returns true if INNER is OUTER or a mode in it: "config-router-af" is one in "config-router". */
static bool is_within(struct word inner, struct word outer)
{
    return inner.length >= outer.length && memcmp(inner.at, outer.at, outer.length) == 0 &&
           (inner.length == outer.length || strchr("->", inner.at[outer.length]));
}

/* Returns the number of entered modes that MODE is within. */
static unsigned depth_of(const struct modes *modes, struct word mode)
{
    unsigned depth = modes->entered->len;
    while (depth > 0 && !is_within(mode, mode_at(modes, depth - 1)->mode))
        depth--;
    return depth;
}

static bool is_top(struct word mode)
{
    return mode.length == 0 || (*mode.at != '>' && !memchr(mode.at, '-', mode.length));
}

/* Returns the word of MODE after its first one: "router" in "config-router-af". */
static struct word family_of(struct word mode)
{
    const char *dash = mode.length > 0 ? memchr(mode.at, '-', mode.length) : NULL;
    struct word family = {.at = ""};
    if (!dash)
        return family;
    family.at = dash + 1;
    while (family.at + family.length < mode.at + mode.length && family.at[family.length] != '-')
        family.length++;
    return family;
}

static struct word first_word(const struct prompt *prompt)
{
    struct word word = {prompt->command, 0, 0};
    while (word.at + word.length < prompt->end && !g_ascii_isspace(word.at[word.length]))
        word.length++;
    return word;
}

static bool leaves_mode(struct word command)
{
    static const char *const words[] = {"exit", "end", "quit", "back", "top", "abort", "commit"};
    for (unsigned i = 0; i < G_N_ELEMENTS(words); i++)
        if (word_begins(command, words[i]))
            return true;
    return false;
}

/* Returns the depth of a command that was given in MODE and entered NEXT. A command of an outer
 * mode may be given in an inner one. */
static unsigned depth_of_entry(const struct modes *modes, struct word mode, struct word next)
{
    const unsigned depth = depth_of(modes, next);
    const bool related = depth == 0 && !is_top(mode) && is_equal(family_of(mode), family_of(next));
    return related ? modes->entered->len : depth;
}

/* Sets the depth of PROMPT's command. NEXT is the mode of the next prompt, which shows whether the
 * command entered a mode. */
static void set_depth(struct modes *modes, struct prompt *prompt, struct word next)
{
    const struct word command = first_word(prompt);
    unsigned depth = depth_of(modes, prompt->mode);

    g_array_set_size(modes->entered, depth);
    if (is_equal(prompt->mode, next)) {
        /* "key 2" in the mode that "key 1" entered */
        depth -= depth > 0 && is_equal(mode_at(modes, depth - 1)->command, command);
    } else if (!is_top(next) && !leaves_mode(command)) {
        depth = depth_of_entry(modes, prompt->mode, next);
        g_array_set_size(modes->entered, depth);
        g_array_append_vals(modes->entered, &(struct entered){next, command}, 1);
    }
    prompt->depth = depth;
}

static void set_depths(GArray *prompts)
{
    struct modes modes = {g_array_new(FALSE, FALSE, sizeof(struct entered))};
    struct prompt *before = NULL;

    for (unsigned i = 0; i <= prompts->len; i++) {
        struct prompt *prompt = i < prompts->len ? &g_array_index(prompts, struct prompt, i) : NULL;
        if (prompt && !prompt->is_nested)
            continue;
        if (before)
            set_depth(&modes, before, prompt ? prompt->mode : before->mode);
        before = prompt;
    }
    g_array_free(modes.entered, TRUE);
}

/* Returns true if an error message follows the command of PROMPT in the text up to END. */
static bool is_refused(const struct prompt *prompt, const char *end)
{
    static const char *const errors[] = {
        "^",         "% Invalid",     "% Incomplete", "% Ambiguous",     "% Specify",   "Error:",
        "error:",    "syntax error",  "Syntax error", "unknown command", "bad command", "failure:",
        "expected ", "command parse", "Command fail", "MINOR:",          NULL};
    const char *at = line_skip_spaces(prompt->end, end);
    return line_begins_any(at, end, errors);
}

/* Returns true if a command that discards does not discard what precedes PROMPT's command. */
static bool is_limit(const struct prompt *prompt)
{
    static const char *const limits[] = {"commit", "configure", "config",  "conf",     "next",
                                         "end",    "abort",     "discard", "rollback", NULL};
    return !prompt->is_void && word_is_among(first_word(prompt), limits) &&
           !line_begins(prompt->command, prompt->end, "commit check") && /* commits nothing */
           !line_begins(prompt->command, prompt->end, "commit validate");
}

/* Finds the commands that the router refused, and those that were discarded instead of committed.
 */
static void find_void(GArray *prompts, const char *end)
{
    static const char *const discards[] = {"abort", "discard", "rollback", NULL};
    for (unsigned i = 0; i < prompts->len; i++) {
        struct prompt *prompt = &g_array_index(prompts, struct prompt, i), *before = prompt;
        prompt->is_void = is_refused(prompt, end);
        if (prompt->is_void || !word_is_among(first_word(prompt), discards))
            continue;
        for (unsigned j = i; j > 0; j--) {
            before--;
            if (is_limit(before) || !is_equal(before->host, prompt->host))
                break;
            before->is_void = true;
        }
    }
}

static void remove_prompt(const struct prompt *prompt)
{
    const size_t room = (size_t)(prompt->command - prompt->line),
                 length = (size_t)(prompt->end - prompt->command);
    const size_t depth = prompt->is_nested ? MIN(prompt->depth, room) : room;

    if (prompt->is_void) {
        memset(prompt->line, ' ', room + length);
        return;
    }
    if (prompt->mark)
        *prompt->mark = ' ';
    memmove(prompt->line + depth, prompt->command, length);
    memset(prompt->line, ' ', depth);
    memset(prompt->line + depth + length, ' ', room - depth);
}

/* Returns the start of the path in the context line between AT and *END, and moves *END before the
 * closing bracket. Returns NULL for other lines. */
static char *find_path(char *at, char **end)
{
    char *stop = *end;
    if (line_begins(at, stop, "--{") && stop - at > 5 && line_begins(stop - 3, stop, "]--")) {
        char *open = memmem(at, (size_t)(stop - at), "}--[", 4);
        *end = stop - 3;
        return open ? open + 4 : NULL;
    }
    if (stop == at || stop[-1] != ']')
        return NULL;
    *end = stop - 1;
    if (*at == '{') { /* "{master:0}[edit]" */
        char *close = memchr(at, '}', (size_t)(stop - at));
        at = close ? close + 1 : at;
    }
    if (line_begins(at, stop, "[edit]") || line_begins(at, stop, "[edit "))
        return at + strlen("[edit");
    at = prompt_skip_name(at, stop, "*!()");
    if (at == stop || *at != '[')
        return NULL;
    at = prompt_skip_name(at + 1, stop, ":");
    if (at == stop || *at != '/')
        return NULL;
    return at + (line_begins(at, stop, "/configure") ? strlen("/configure") : 1);
}

/* Makes a context line "[ PATH". */
static bool clean_context(char *line, char *end)
{
    char *stop = end, *path = find_path(prompt_skip_spaces(line, end), &stop);
    if (!path)
        return false;
    memset(line, ' ', (size_t)(path - line));
    memset(stop, ' ', (size_t)(end - stop));
    *line = '[';
    return true;
}

void transcript_clean(char *text, size_t length, GArray *lines)
{
    GArray *prompts = g_array_new(FALSE, FALSE, sizeof(struct prompt));
    char *end = text + length;
    unsigned number = 1;

    for (char *line = text, *next; line < end; line = next + 1, number++) {
        next = (char *)line_end(line, end);
        struct prompt prompt = {
            .line = line, .end = next, .number = number, .host = {.at = ""}, .mode = {.at = ""}};
        while (prompt.end > line && g_ascii_isspace(prompt.end[-1]))
            prompt.end--;
        if (!clean_context(line, prompt.end) && prompt_find(&prompt))
            g_array_append_val(prompts, prompt);
    }
    if (lines)
        find_routers(prompts, lines);
    set_depths(prompts);
    find_void(prompts, end);
    for (unsigned i = 0; i < prompts->len; i++)
        remove_prompt(&g_array_index(prompts, struct prompt, i));
    g_array_free(prompts, TRUE);
}

struct branch *transcript_context(struct branch *root, const struct statement *statement)
{
    if (!statement_is(statement, 0, "[") || statement->first)
        return NULL;
    return statement_length(statement) > 1 ? branch_say(root, statement, 1).block : root;
}
