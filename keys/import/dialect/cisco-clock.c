/* The local time of a Cisco router: its time zone and its summer time.
 *
 * IOS and NX-OS have "clock timezone NAME HOURS [MINUTES]", and a summer time that recurs by rules
 * or is from one date to another. IOS XR also has "clock timezone NAME AREA", and EOS "clock
 * timezone AREA", which include their summer time. The commands are those of Cisco's Basic System
 * Management Command References.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco-clock.h"

#include <string.h>

void cisco_clock_clear(struct cisco_clock *clock)
{
    key_area_free(clock->area);
    key_area_free(clock->summer_area);
}

/* Sets *NUMBER to the place of WORD in NAMES, from 1. Each of NAMES has the first three letters of
 * a word, in lower case. */
static bool read_name(struct word word, const char *names, unsigned *number)
{
    for (unsigned i = 0; names[3 * i] && word.length >= 3; i++)
        if (g_ascii_strncasecmp(word.at, names + 3 * i, 3) == 0) {
            *number = i + 1;
            return true;
        }
    return false;
}

static bool read_month(struct word word, unsigned *month)
{
    return read_name(word, "janfebmaraprmayjunjulaugsepoctnovdec", month);
}

static bool read_number(struct word word, unsigned max, unsigned *number)
{
    uint64_t value = 0;
    const bool fits = word_number(word, max, &value);
    if (fits)
        *number = (unsigned)value;
    return fits;
}

bool cisco_clock_read(const struct statement *line, unsigned index, struct word clock,
                      int64_t *time)
{
    const struct word first = statement_word(line, index), second = statement_word(line, index + 1);
    unsigned day, month, year;

    if (!(read_month(first, &month) && read_number(second, 31, &day)) &&
        !(read_month(second, &month) && read_number(first, 31, &day)))
        return false;
    if (!read_number(statement_word(line, index + 2), 9999, &year))
        return false;

    char *text = g_strdup_printf("%04u-%02u-%02uT%s%.*s%sZ", year, month, day,
                                 clock.length > 1 && clock.at[1] == ':' ? "0" : "",
                                 (int)clock.length, clock.at, clock.length < 7 ? ":00" : "");
    const bool fits = key_time_parse(text, time, NULL);
    g_free(text);
    return fits;
}

/* Appends MINUTES east of Greenwich as POSIX writes them: west. */
static void add_offset(GString *rule, const char *name, int minutes)
{
    g_string_append_printf(rule, "%s%s%d:%02d", name, minutes > 0 ? "-" : "", ABS(minutes) / 60,
                           ABS(minutes) % 60);
}

static GTimeZone *area_at(int minutes)
{
    GString *rule = g_string_new(NULL);
    add_offset(rule, "STD", minutes);
    GTimeZone *area = key_area_from_rule(rule->str);
    g_string_free(rule, TRUE);
    return area;
}

/* Sets *MINUTES to the offset from UTC in "clock timezone NAME HOURS [MINUTES]". Returns false if
 * it has none. */
static bool read_offset(const struct statement *zone, int *minutes)
{
    char *text = word_dup(statement_word(zone, 3));
    unsigned more = 0;
    gint64 hours = 0;
    const bool fits = !zone || g_ascii_string_to_signed(text, 10, -12, 14, &hours, NULL);

    read_number(statement_word(zone, 4), 59, &more);
    *minutes = (int)hours * 60 + (*text == '-' ? -(int)more : (int)more);
    g_free(text);
    return fits;
}

/* Appends a day on which summer time begins or ends: "2 Sunday March 02:00", "last Sun Oct 3:00".
 * Returns false if the four words from INDEX on are none. */
static bool add_day(GString *rule, const struct statement *line, unsigned index)
{
    const struct word week = statement_word(line, index), time = statement_word(line, index + 3);
    unsigned number = word_is(week, "first") ? 1 : word_is(week, "last") ? 5 : 0, day, month;
    int64_t moment;

    if ((number == 0 && !(read_number(week, 5, &number) && number > 0)) ||
        !read_name(statement_word(line, index + 1), "sunmontuewedthufrisat", &day) ||
        !read_month(statement_word(line, index + 2), &month))
        return false;
    char *text = g_strdup_printf("2026-01-01T%s%.*s:00Z", time.length == 4 ? "0" : "",
                                 (int)time.length, time.at);
    const bool fits = key_time_parse(text, &moment, NULL);
    g_free(text);
    g_string_append_printf(rule, ",M%u.%u.%u/%.*s", month, number, day - 1, (int)time.length,
                           time.at);
    return fits;
}

/* "clock summer-time NAME [recurring] [DAY DAY [OFFSET]]"; NX-OS writes no "recurring". Without
 * days they are those of the United States. */
static GTimeZone *recurring_area(const struct statement *line, int minutes)
{
    const unsigned first = statement_is(line, 3, "recurring") ? 4 : 3;
    GString *rule = g_string_new(NULL);
    unsigned offset = 60;

    read_number(statement_word(line, first + 8), 1440, &offset);
    add_offset(rule, "STD", minutes);
    add_offset(rule, "DST", minutes + (int)offset);
    bool fits = true;
    if (statement_length(line) == first)
        g_string_append(rule, ",M3.2.0/2:00,M11.1.0/2:00");
    else
        fits = add_day(rule, line, first) && add_day(rule, line, first + 4);
    GTimeZone *area = fits ? key_area_from_rule(rule->str) : NULL;
    g_string_free(rule, TRUE);
    return area;
}

/* "clock summer-time NAME date DATE TIME DATE TIME [OFFSET]" */
static bool read_dates(struct cisco_clock *clock, int minutes)
{
    const struct statement *line = clock->summer;
    unsigned offset = 60;
    if (!cisco_clock_read(line, 4, statement_word(line, 7), &clock->summer_begin) ||
        !cisco_clock_read(line, 8, statement_word(line, 11), &clock->summer_end))
        return false;
    read_number(statement_word(line, 12), 1440, &offset);
    clock->summer_area = area_at(minutes + (int)offset);
    return true;
}

static void read_summer(struct cisco_clock *clock, int minutes, const struct import *import)
{
    if (statement_is(clock->summer, 3, "date")) {
        if (read_dates(clock, minutes))
            return;
    } else {
        GTimeZone *area = recurring_area(clock->summer, minutes);
        if (area) {
            key_area_free(clock->area);
            clock->area = area;
            return;
        }
    }
    import_problem(import, clock->summer->line,
                   "this summer time cannot be read, so key lifetimes may be off by an hour");
}

static void read_clock(struct cisco_clock *clock, const struct import *import)
{
    int minutes;
    if (read_offset(clock->zone, &minutes)) {
        clock->area = minutes ? area_at(minutes) : NULL;
        if (clock->summer)
            read_summer(clock, minutes, import);
        return;
    }
    char *name = word_dup(statement_word(clock->zone, statement_length(clock->zone) > 3 ? 3 : 2));
    clock->area = key_area_new(name);
    g_free(name);
    if (!clock->area)
        import_problem(import, clock->zone->line,
                       "this system has no such time zone, so key lifetimes count as UTC");
}

int64_t cisco_clock_utc(struct cisco_clock *clock, int64_t time, const struct import *import)
{
    if (!clock->is_read)
        read_clock(clock, import);
    clock->is_read = true;
    const bool summer =
        clock->summer_area && clock->summer_begin <= time && time < clock->summer_end;
    GTimeZone *area = summer ? clock->summer_area : clock->area;
    return area ? key_time_from_area(time, area) : time;
}
