/* Reads the configurations of Fortinet's FortiOS and FortiSwitchOS.
 *
 * Its lines open and close tables: "config", "edit", "set", "next" and "end", as the FortiOS CLI
 * Reference has them (config router bgp, config router key-chain, config system interface).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialects.h"
#include "keys/import/removed.h"
#include "keys/import/model/rows.h"
#include "keys/import/model/key-words.h"

#include <string.h>

#define SESSION .source = "update-source", .secrets = {"password", "auth-options"}
static const struct row lists[] = {
    {.list = "neighbor-group", SESSION},
    {.list = "neighbor", .group = "neighbor-group", SESSION},
    {.list = "neighbor-range", .name = "prefix", .group = "neighbor-group"},
    {.list = "neighbor-range6", .name = "prefix6", .group = "neighbor-group"},
    {0},
};

/* Virtual domains are separate routers; keys' names leave out the default one. An excerpt may begin
 * inside. */
static const struct row router[] = {{.block = "router/bgp", .inside = lists}, {0}};
static const struct row root[] = {
    {.block = "router/bgp", .inside = lists},
    {.list = "vdom", .instance = "vdom", .main = "root", .inside = router},
    {.block = "", .inside = lists},
    {0},
};

/* An open table, or an open entry of a table. */
struct open {
    struct branch *at;
    bool is_table;
    unsigned line;
};

static struct branch *here(const GArray *open)
{
    return g_array_index(open, struct open, open->len - 1).at;
}

static void enter(GArray *open, const struct statement *statement)
{
    const struct open entered = {branch_say(here(open), statement, 1).end,
                                 statement_is(statement, 0, "config"), statement->line};
    g_array_append_val(open, entered);
}

/* "next" ends an entry, "end" the table with its entry. The root stays. */
static void leave(GArray *open, bool table)
{
    const struct open *last = &g_array_index(open, struct open, open->len - 1);
    if (open->len > 1 && !last->is_table)
        g_array_set_size(open, open->len - 1);
    if (open->len > 1 && table)
        g_array_set_size(open, open->len - 1);
}

/* Removes the entries of the table that was entered last. */
static void purge(GArray *open)
{
    struct open *last = &g_array_index(open, struct open, open->len - 1);
    struct branch *table = last->at;
    if (!last->is_table || !table->parent)
        return;
    branch_remove(table);
    last->at = branch_add(table->parent, table->word, table->line);
}

static void read_line(GArray *open, const struct statement *statement, const struct import *import)
{
    if (statement_matches(statement, "edit *"))
        leave(open, false); /* if "next" is missing */
    if (statement_matches(statement, "edit *") || statement_matches(statement, "config *"))
        enter(open, statement);
    else if (statement_is(statement, 0, "next") || statement_is(statement, 0, "end"))
        leave(open, statement_is(statement, 0, "end"));
    else if (statement_matches(statement, "set *") || statement_matches(statement, "unset *") ||
             statement_matches(statement, "delete *"))
        branch_forget(here(open), statement_word(statement, 1));
    if (statement_matches(statement, "set * *"))
        branch_say(here(open), statement, 1);
    else if (statement_is(statement, 0, "purge"))
        purge(open);
    else if (statement_matches(statement, "clone * to *") &&
             branch_own(branch_child(here(open), statement_word(statement, 1)), "password"))
        import_problem(import, statement->line, "what this command changes is not read");
    struct branch *renamed = statement_matches(statement, "rename * to *")
                                 ? branch_child(here(open), statement_word(statement, 1))
                                 : NULL;
    if (renamed)
        branch_rename(renamed, statement_word(statement, 3));
}

static void read_lines(struct branch *at, const struct statement *statements,
                       const struct import *import)
{
    GArray *open = g_array_new(FALSE, FALSE, sizeof(struct open));
    const struct open first = {at, true, 0};
    g_array_append_val(open, first);
    for (const struct statement *line = statements->first; line; line = line->next)
        read_line(open, line, import);
    if (open->len > 1)
        import_problem(import, g_array_index(open, struct open, open->len - 1).line,
                       "no \"end\" follows this");
    g_array_free(open, TRUE);
}

static void read_interfaces(const struct rows *rows, const struct branch *system)
{
    static const char *const paths[] = {"ip", "ipv6/ip6-address", NULL};
    rows_read_interfaces(rows, system, "interface", paths);
}

/* Reads a password. "ENC ..." is encrypted with a key that is not in the file, and a masked one in
 * a backup is lost. */
static bool fortios_secret(const struct branch *secret, struct key *key,
                           const struct import *import)
{
    const struct word word = branch_first(secret)->word;
    if (!word.quote && word_is(word, "ENC"))
        key->withheld = "FortiOS encrypted it (ENC) with a key that is not in the file";
    else if (word_is(word, "FortinetPasswordMask"))
        key->withheld = REMOVED_REASON;
    else
        return rows_plain_secret(secret, key, import);
    return true;
}

#define MAX_OFFSET 14 /* hours that a time zone is ahead of UTC or behind it, at most */

/* Returns the router's time zone, or NULL. Older releases write it as a number. */
static GTimeZone *zone_of(const struct branch *at)
{
    while (at->parent)
        at = at->parent;
    const struct branch *own = branch_value_at(at, "system/global/timezone");
    const struct branch *zone = own ? own : branch_value_at(at, "global/system/global/timezone");
    char *name = zone ? word_dup(zone->word) : NULL;
    GTimeZone *area = name ? key_area_new(name) : NULL;
    g_free(name);
    return area;
}

/* Returns TIME, which is local in AREA but was read as UTC, in UTC. If AREA is NULL, it is the
 * earliest possible time if HOURS is -MAX_OFFSET, the latest one if it is MAX_OFFSET. */
static int64_t in_utc(int64_t time, GTimeZone *area, int hours)
{
    return area ? key_time_from_area(time, area) : key_time_move(time, hours * (int64_t)3600);
}

static const char order[] = "%H:%M:%S %d %m %Y"; /* "00:00:00 31 12 2026" */

/* Reads the end of a lifetime that begins at FROM: a time, "infinite", or its seconds. */
static bool read_end(const char *text, GTimeZone *area, int64_t from, int64_t *until)
{
    guint64 seconds = 0;
    if (strcmp(text, "infinite") == 0)
        return true;
    if (g_ascii_string_to_unsigned(text, 10, 1, G_MAXINT32, &seconds, NULL))
        *until = from;
    else if (!moment_read(text, order, until))
        return false;
    *until = key_time_move(in_utc(*until, area, MAX_OFFSET), (int64_t)seconds);
    return true;
}

static bool read_lifetime(const struct branch *words, struct lifetime *lifetime,
                          void *data G_GNUC_UNUSED)
{
    char *text = branch_text(words);
    GTimeZone *area = zone_of(words);
    const char *end = moment_read(text, order, &lifetime->from);
    const bool fine =
        end && *end == ' ' && read_end(end + 1, area, lifetime->from, &lifetime->until);
    if (fine)
        lifetime->from = in_utc(lifetime->from, area, -MAX_OFFSET);
    key_area_free(area);
    g_free(text);
    return fine;
}

/* A key chain is for TCP-AO, since 7.4.2. The numbers of its keys need not be the KeyIDs. */
static const struct chain_row chain = {.words = {"auth-options"},
                                       .lists = {"router/key-chain"},
                                       .secrets = {"key-string"},
                                       .algorithm = "algorithm",
                                       .only_ao = true,
                                       .sent = "send-lifetime",
                                       .accepted = "accept-lifetime",
                                       .read_lifetime = read_lifetime,
                                       .bad_time = "a lifetime is like 00:00:00 1 12 2026, then "
                                                   "its end, its seconds or \"infinite\""};

static const struct dialect_rows rows = {
    .words = {.plain = true}, .row = root, .chain = &chain, .read = fortios_secret};

static void read_fortios(const char *text, size_t length, const struct import *import)
{
    struct statement *statements =
        statement_read_braced(text, length, BRACE_NEWLINE_ENDS | BRACE_SINGLE_QUOTES | BRACE_NONE);
    struct rows *reader = rows_new(&rows, length, import);
    struct branch *at = reader->root;

    read_lines(at, statements, import);
    const struct branch *domain = branch_value(at, "vdom");
    read_interfaces(reader, branch_get(at, "system"));
    read_interfaces(reader, branch_at(at, "global/system"));
    for (; domain; domain = branch_next(domain))
        read_interfaces(reader, branch_get(domain, "system"));
    rows_read(reader, at, NULL);
    rows_import(reader);
    statement_free(statements);
}

static const struct sign signs[] = {
    {"#config-version=*", 100},
    {"config vdom", 60},
    {"config router bgp", 100},
    {"config system global", 60},
    {"config system *", 30},
    {"config firewall *", 60},
    {"config neighbor", 40},
    {"config neighbor-*", 60},
    {"set password ENC *", 60},
    {"set remote-as *", 20},
    {"set update-source *", 10},
    {"config router *", 60},
    {NULL, 0},
};

const struct dialect dialect_fortios = {
    .name = "fortios", .title = "Fortinet FortiOS", .signs = signs, .read = read_fortios};
