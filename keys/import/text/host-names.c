/* Finds where the configuration of another router begins if no first line shows it.
 *
 * A router prints its configuration sorted by the first words of its lines. After its host name, in
 * the section "system", a section that would come before that belongs to the next router.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "routers.h"

#include "keys/import/line.h"
#include "statement.h"

/* The end of a line of a text, or what remains of it. */
struct rest {
    const char *at, *end;
};

/* The start of a section: a line with another first word than the one before, in the first column
 * or after "set". */
struct section {
    unsigned line;
    bool is_descent; /* the first word sorts before that of the section before */
};

/* A host name that differs from the one before. */
struct host_name {
    unsigned line;
    unsigned start;   /* the line of the block or menu that it is in; else LINE */
    unsigned section; /* the index of the section that it is in */
};

struct scan {
    GArray *sections;  /* struct section */
    GArray *names;     /* struct host_name */
    struct word word;  /* the first word of the current section */
    struct word name;  /* the latest host name */
    struct word as;    /* the first number of an autonomous system */
    unsigned other_as; /* the line of the first one that differs, or 0 */
    bool is_menus;     /* of RouterOS or FortiOS: "set" is a line of a menu */
    unsigned menu;     /* the line of the current menu if it is the one with the name, or 0 */
    bool is_system;    /* the line before is "system" in the current block */
    unsigned block;    /* the line of the current block if it may have the name, or 0 */
};

/* Moves REST past the next word if that is TEXT, and returns true if it was. */
static bool take(struct rest *rest, const char *text)
{
    const char *after = rest->at + strlen(text);
    if (!line_begins(rest->at, rest->end, text) || (after < rest->end && !strchr(" \t/", *after)))
        return false;
    rest->at = line_skip_blanks(after, rest->end);
    return true;
}

/* Moves REST past the words of PATH if it begins with them. They have spaces or slashes between
 * them. */
static bool take_path(struct rest *rest, const char *const *path)
{
    struct rest after = *rest;
    for (; *path; path++) {
        if (!take(&after, *path))
            return false;
        while (after.at < after.end && *after.at == '/')
            after.at++;
    }
    *rest = after;
    return true;
}

/* Returns the name that is all of REST, without quotes and the semicolon; empty if REST is more or
 * something else. */
static struct word name_in(struct rest rest)
{
    if (rest.end > rest.at && rest.end[-1] == ';')
        rest.end--;
    const bool quoted =
        rest.end - rest.at > 1 && strchr("'\"", *rest.at) && rest.end[-1] == *rest.at;
    const struct word word = {rest.at + quoted, (size_t)(rest.end - rest.at) - 2 * quoted, 0};
    for (size_t i = 0; i < word.length; i++)
        if (strchr(quoted ? "\"'" : " \t{}[]()<>$*\"'", word.at[i]))
            return (struct word){.at = ""};
    return word;
}

/* Adds the name in VALUE, on LINE, of a router whose block or menu with the name is on START. */
static void add_name(struct scan *scan, struct rest value, unsigned line, unsigned start)
{
    const struct word name = name_in(value);
    if (name.length == 0 || word_equal(&name, &scan->name))
        return;
    const struct host_name found = {line, start, scan->sections->len - 1};
    g_array_append_val(scan->names, found);
    scan->name = name;
}

/* Does the same if REST is "name=NAME" in RouterOS. */
static void add_identity(struct scan *scan, struct rest rest, unsigned line)
{
    static const char property[] = "name=";
    if (line_begins(rest.at, rest.end, property))
        add_name(scan, (struct rest){rest.at + strlen(property), rest.end}, line, scan->menu);
}

static int compare(struct word a, struct word b)
{
    const int order = memcmp(a.at, b.at, MIN(a.length, b.length));
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

/* Begins the section of the line with the first word in REST, unless it is the current one. */
static void enter(struct scan *scan, struct rest rest, unsigned line)
{
    struct word word = {rest.at, 0, 0};
    while (word.at + word.length < rest.end && !strchr(" \t/;{", word.at[word.length]))
        word.length++;
    if (scan->sections->len > 0 && word_equal(&word, &scan->word))
        return;
    const struct section section = {line, scan->sections->len > 0 && compare(word, scan->word) < 0};
    g_array_append_val(scan->sections, section);
    scan->word = word;
}

/* Reads the number of the router's own autonomous system, if REST is a path with it. */
static void read_as(struct scan *scan, struct rest rest, unsigned line)
{
    static const char *const paths[][6] = {
        {"protocols", "bgp", "system-as"},
        {"routing-options", "autonomous-system"},
        {"network-instance", "default", "protocols", "bgp", "autonomous-system"}};
    for (unsigned i = 0; i < G_N_ELEMENTS(paths); i++) {
        struct rest value = rest;
        if (!take_path(&value, paths[i]))
            continue;
        const struct word as = name_in(value);
        if (scan->as.length == 0)
            scan->as = as;
        else if (scan->other_as == 0 && as.length > 0 && !word_equal(&as, &scan->as))
            scan->other_as = line;
    }
}

/* Reads a line with a whole path, "set system host-name NAME" or "/system identity". */
static void read_path(struct scan *scan, struct rest rest, unsigned line)
{
    static const char *const names[][4] = {{"system", "identity"},
                                           {"system", "host-name"},
                                           {"system", "hostname"},
                                           {"system", "name", "host-name"},
                                           {"configure", "system", "name"}};
    enter(scan, rest, line);
    read_as(scan, rest, line);
    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        struct rest value = rest;
        if (!take_path(&value, names[i]))
            continue;
        if (i > 0)
            add_name(scan, value, line, line);
        else if (scan->is_menus && (scan->menu = line) && take(&value, "set"))
            add_identity(scan, value, line);
    }
}

static bool is_block(struct rest rest)
{
    return rest.end > rest.at && rest.end[-1] == '{';
}

/* Reads a line in the first column without "set": the start of a block. */
static void read_block(struct scan *scan, struct rest rest, unsigned line)
{
    struct rest inside = rest;
    const bool is_config = take(&inside, "config"), is_sros = take(&inside, "configure");
    if (!is_config && !is_sros && !is_block(rest))
        return;
    enter(scan, rest, line);
    scan->is_menus |= is_config;
    scan->block = is_sros || take(&inside, "system") ? line : 0;
}

/* Reads a line in the current block. */
static void read_inside(struct scan *scan, struct rest rest, unsigned line)
{
    if (take(&rest, "host-name") || (take(&rest, "set") && take(&rest, "hostname")) ||
        (scan->is_system && take(&rest, "name")))
        add_name(scan, rest, line, scan->block);
    scan->is_system = take(&rest, "system");
}

static void read_line(struct scan *scan, struct rest rest, unsigned line)
{
    const char *start = rest.at;
    rest.at = line_skip_blanks(rest.at, rest.end);
    const bool is_indented = rest.at > start;
    struct rest path = rest;
    take(&path, "nv");
    const bool is_set = take(&path, "set") || take(&path, "delete");
    const bool has_slash = path.at < path.end && *path.at == '/';

    path.at += has_slash;
    path.at = line_skip_blanks(path.at, path.end);
    if (has_slash && path.at < path.end && g_ascii_isalpha(*path.at)) {
        scan->menu = 0;
        scan->is_menus |= !is_set;
        read_path(scan, path, line);
    } else if (is_set && !scan->is_menus) {
        read_path(scan, path, line);
    } else if (is_set && scan->menu > 0) {
        add_identity(scan, path, line);
    } else if (!is_indented) {
        read_block(scan, rest, line);
    } else if (scan->block > 0) {
        read_inside(scan, rest, line);
    }
}

/* Returns the number of descents among the sections from FIRST up to LAST, and the line of the
 * first one in *LINE. */
static unsigned descents(const struct scan *scan, unsigned first, unsigned last, unsigned *line)
{
    unsigned count = 0;
    for (unsigned i = first; i <= last; i++) {
        const struct section *section = &g_array_index(scan->sections, struct section, i);
        if (section->is_descent && count++ == 0)
            *line = section->line;
    }
    return count;
}

/* Adds to LINES where each router but the first begins. Returns false if that is uncertain. */
static bool find_starts(const struct scan *scan, GArray *lines)
{
    const struct host_name *names = (const struct host_name *)(void *)scan->names->data;
    const unsigned count = scan->names->len, last = scan->sections->len - 1;
    const bool is_first = names[0].start == g_array_index(scan->sections, struct section, 0).line;
    unsigned line = 0;

    for (unsigned i = 1; i < count; i++) {
        const unsigned found = descents(scan, names[i - 1].section + 1, names[i].section, &line);
        if (is_first)
            line = names[i].start;
        else if (found == 0 || (found > 1 && !scan->is_menus))
            return false;
        g_array_append_val(lines, line);
    }
    return is_first || descents(scan, names[count - 1].section + 1, last, &line) == 0;
}

unsigned host_names_find(const char *text, size_t length, GArray *lines)
{
    const char *end = text + length;
    const unsigned before = lines->len;
    unsigned number = 1, second = 0;

    if (!line_find(text, end, "system"))
        return 0;
    struct scan scan = {g_array_new(FALSE, FALSE, sizeof(struct section)),
                        g_array_new(FALSE, FALSE, sizeof(struct host_name)), .word = {.at = ""},
                        .name = {.at = ""}};
    for (const char *at = text, *next; at < end; at = next + 1, number++) {
        next = line_end(at, end);
        read_line(&scan, (struct rest){at, line_trim(at, next)}, number);
    }
    if (scan.names->len < 2)
        second = scan.other_as;
    else if (!find_starts(&scan, lines)) {
        g_array_set_size(lines, before);
        second = g_array_index(scan.names, struct host_name, 1).line;
    }
    g_array_free(scan.names, TRUE);
    g_array_free(scan.sections, TRUE);
    return second;
}
