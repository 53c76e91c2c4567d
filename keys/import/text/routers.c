/* Finds where the configuration of another router begins in a file with several of them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "routers.h"

#include "banner.h"
#include "keys/import/line.h"

#include <stdbool.h>
#include <string.h>

/* What a line is a sign of. */
enum sign_of {
    SIGN_OF_NAME,    /* the router's name: a configuration has one */
    SIGN_OF_AS,      /* the number of its BGP process: likewise */
    SIGN_OF_TIME,    /* when it was changed: a router prints the same one before each excerpt */
    SIGN_OF_START,   /* it is always the first line */
    SIGN_OF_SHOW,    /* it is before each excerpt; one of BGP, or of a named router, came before */
    SIGN_OF_COMMAND, /* it is before each excerpt, and tells which: none is printed twice */
    SIGN_OF_SYSTEM,  /* it is not a line of another system */
    SIGN_OF_END,     /* it is always the last line, but for comments */
    SIGNS,
};

/* Lines of which a configuration has one. SYSTEM is a letter for those whose lines these are, or 0
 * for a tool. Only text in the first column counts, so that lines inside of blocks do not. Names
 * may be indented, as those of configurations inside another file are, if all are alike. */
static const struct {
    const char *begins;
    enum sign_of sign;
    char system;
} rows[] = {
    {"hostname ", SIGN_OF_NAME, 'c'},
    {"switchname ", SIGN_OF_NAME, 'c'},
    {"sysname ", SIGN_OF_NAME, 'v'},
    {"router bgp ", SIGN_OF_AS, 'c'},
    {"Building configuration.", SIGN_OF_SHOW, 0},
    {"!! IOS XR Configuration ", SIGN_OF_SHOW, 'c'},
    {"! Command: ", SIGN_OF_COMMAND, 'c'}, /* EOS */
    {"!Command: ", SIGN_OF_COMMAND, 'c'},  /* NX-OS */
    {"! device: ", SIGN_OF_TIME, 'c'},
    {"! Last configuration change ", SIGN_OF_TIME, 'c'},
    {"!! Last configuration change ", SIGN_OF_TIME, 'c'},
    {"bgp ", SIGN_OF_AS, 'v'},
    {"version ", SIGN_OF_START, 'j'}, /* and a semicolon, unlike that of IOS */
    {"set version ", SIGN_OF_START, 'j'},
    {"set system host-name ", SIGN_OF_SYSTEM, 'j'},
    {"## Last commit: ", SIGN_OF_TIME, 'j'},
    {"## Last changed: ", SIGN_OF_TIME, 'j'},
    {"# TiMOS-", SIGN_OF_START, 's'},
    {"# software id = ", SIGN_OF_TIME, 'm'},
    {"#config-version=", SIGN_OF_START, 'f'},
    {"devices device ", SIGN_OF_START, 0}, /* Cisco NSO */
    {"// vyos-config-version: ", SIGN_OF_END, 0},
    {"- header", SIGN_OF_START, 0},      /* NVUE */
    {"==> ", SIGN_OF_START, 0},          /* of tail */
    {":::::::::::::", SIGN_OF_START, 0}, /* of more */
    {"!RANCID-CONTENT-TYPE:", SIGN_OF_START, 0},
    {"#RANCID-CONTENT-TYPE:", SIGN_OF_START, 0},
    {"#++ ", SIGN_OF_START, 0}, /* of a diff, made by paste_clean() */
};

/* The first rows, which are those of names: indented lines can be of these only. */
#define NAMES 3

/* A line without its end. */
struct line {
    const char *at, *end;
};

/* The configuration being read. */
struct scan {
    const char *end;          /* of the text */
    struct line signs[SIGNS]; /* the latest sign of each kind; empty if there is none */
    char system;              /* 0: not known */
    struct banner banner;
    bool has_content; /* it has lines that are neither comments nor signs */
};

static bool begins(struct line line, const char *text)
{
    const size_t length = strlen(text);
    return line.at < line.end && *line.at == *text && (size_t)(line.end - line.at) > length &&
           memcmp(line.at, text, length) == 0;
}

static size_t indentation(struct line line)
{
    const char *at = line.at;
    while (at < line.end && *at == ' ')
        at++;
    return (size_t)(at - line.at);
}

/* Returns true if LINE, after INDENT spaces, is of the row INDEX. A name is one word, unlike the
 * text of a banner, and so is the number of a process, unlike that of a VRF's. */
static bool is_of_row(struct line line, size_t indent, unsigned index)
{
    const size_t length = strlen(rows[index].begins);
    const bool is_name = rows[index].sign == SIGN_OF_NAME, is_as = rows[index].sign == SIGN_OF_AS;
    line.at += is_name ? indent : 0;
    return begins(line, rows[index].begins) && (!is_as || g_ascii_isdigit(line.at[length])) &&
           (*line.at != 'v' || line.end[-1] == ';') &&
           !((is_name || is_as) &&
             memchr(line.at + length, ' ', (size_t)(line.end - line.at) - length));
}

/* Returns the index of LINE's row, or the number of rows. */
static unsigned row_of(struct line line)
{
    const size_t indent = indentation(line);
    const char *first = line.at + indent;
    const unsigned last = indent > 0 ? NAMES : G_N_ELEMENTS(rows);

    for (unsigned i = 0; i < last && first < line.end; i++)
        if (*rows[i].begins == *first && is_of_row(line, indent, i))
            return i;
    return G_N_ELEMENTS(rows);
}

static bool is_equal(struct line a, struct line b)
{
    return a.end - a.at == b.end - b.at && memcmp(a.at, b.at, (size_t)(a.end - a.at)) == 0;
}

/* Returns true if the sign LINE, of the row INDEX, cannot be in the configuration that was read so
 * far. */
static bool is_another(const struct scan *scan, struct line line, unsigned index)
{
    const struct line before = scan->signs[rows[index].sign];
    if (!scan->has_content || rows[index].sign == SIGN_OF_END)
        return false;
    if (rows[index].system && scan->system && rows[index].system != scan->system)
        return true;
    if (rows[index].sign == SIGN_OF_SYSTEM)
        return false;
    if (rows[index].sign == SIGN_OF_SHOW)
        return scan->signs[SIGN_OF_AS].at || scan->signs[SIGN_OF_NAME].at;
    if (rows[index].sign == SIGN_OF_COMMAND)
        return before.at && is_equal(before, line);
    if ((rows[index].sign == SIGN_OF_NAME || rows[index].sign == SIGN_OF_AS) && !before.at)
        return false; /* lines may come before it */
    return rows[index].sign == SIGN_OF_START || !before.at || !is_equal(before, line);
}

static bool is_content(struct line line)
{
    line.at = line_skip_spaces(line.at, line.end);
    return line.at < line.end && *line.at != '!' && *line.at != '#' && !begins(line, "//");
}

/* Returns true if the name in LINE, of the row INDEX, is that of something inside the router. VRP
 * has its own with and without a space before it. */
static bool is_inside(const struct scan *scan, struct line line, unsigned index)
{
    const struct line name = scan->signs[SIGN_OF_NAME];
    return rows[index].sign == SIGN_OF_NAME && rows[index].system == 'c' && name.at &&
           indentation(name) != indentation(line);
}

static void read_line(struct scan *scan, struct line line, unsigned number, GArray *lines)
{
    const struct word text = {line.at, (size_t)(line.end - line.at), 0},
                      rest = {line.end, (size_t)(scan->end - line.end), 0};
    if (banner_covers(&scan->banner, text, rest))
        return;
    if (line_begins(line.at, line.end, "no router bgp") ||
        line_begins(line.at, line.end, "undo bgp"))
        scan->signs[SIGN_OF_AS] = (struct line){0}; /* another process may follow */
    const unsigned index = row_of(line);
    const bool is_sign = index < G_N_ELEMENTS(rows) && !is_inside(scan, line, index);
    const bool is_after_end = scan->signs[SIGN_OF_END].at && is_content(line);
    if (is_after_end || (is_sign && is_another(scan, line, index))) {
        g_array_append_val(lines, number);
        *scan = (struct scan){.end = scan->end, .banner = scan->banner};
    }
    if (!is_sign) {
        scan->has_content = scan->has_content || is_content(line);
        return;
    }
    scan->signs[rows[index].sign] = line;
    scan->system = rows[index].system ? rows[index].system : scan->system;
}

void routers_find(const char *text, size_t length, GArray *lines)
{
    const char *end = text + length;
    struct scan scan = {.end = end};
    unsigned number = 1;

    for (const char *at = text, *next; at < end; at = next + 1, number++) {
        next = line_end(at, end);
        read_line(&scan, (struct line){at, line_trim(at, next)}, number, lines);
    }
}

/* Returns true if the line from AT to END is the name of a file, whose text follows. */
static bool is_file_name(const char *at, const char *end)
{
    static const char *const suffixes[] = {".conf: |", ".conf: |-", ".cfg: |", ".cfg: |-"};
    end = line_trim(at, end);
    while (at < end && *at == ' ')
        at++;
    for (unsigned i = 0; i < G_N_ELEMENTS(suffixes); i++) {
        const char *stop = end - strlen(suffixes[i]);
        if (line_ends(at, end, suffixes[i]) && stop > at)
            return !memchr(at, ' ', (size_t)(stop - at));
    }
    return false;
}

void config_maps_find(const char *text, size_t length, GArray *lines)
{
    static const char *const objects[] = {"kind: BGP", "kind: CiliumBGP", "kind: FRRConfiguration"};
    const char *end = text + length;
    unsigned number = 1;

    if (!line_find(text, end, "kind: ConfigMap"))
        return;
    for (unsigned i = 0; i < G_N_ELEMENTS(objects); i++)
        if (line_find(text, end, objects[i]))
            return;
    for (const char *at = text, *next; at < end; at = next + 1) {
        next = line_end(at, end);
        number++;
        if (is_file_name(at, next) && next < end)
            g_array_append_val(lines, number);
    }
}
