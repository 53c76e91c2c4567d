/* The times of a key: their text, and what moves them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "key.h"

#include <string.h>

/* The seconds between the first and the last valid time: no time can be moved further. */
#define ALL_YEARS ((KEY_TIME_LAST - KEY_TIME_FIRST) / G_USEC_PER_SEC)

int64_t key_time_move(int64_t time, int64_t seconds)
{
    if (time == INT64_MIN || time == INT64_MAX)
        return time;
    time = CLAMP(time, KEY_TIME_FIRST, KEY_TIME_LAST);
    time += CLAMP(seconds, -ALL_YEARS, ALL_YEARS) * G_USEC_PER_SEC;
    return CLAMP(time, KEY_TIME_FIRST, KEY_TIME_LAST);
}

/* Returns true if NAME is like "CET" or "EST5EDT". Other files beside those zones are in lower
 * case. */
static bool is_capital(const char *name)
{
    while (g_ascii_isupper(*name) || g_ascii_isdigit(*name))
        name++;
    return *name == '\0';
}

/* GLib would open any file as a time zone, so NAME must not be a path. */
GTimeZone *key_area_new(const char *name)
{
    const bool is_name =
        g_ascii_isalpha(*name) && !strchr(name, '.') && (strchr(name, '/') || is_capital(name));
    return is_name ? g_time_zone_new_identifier(name) : NULL;
}

GTimeZone *key_area_from_rule(const char *rule)
{
    return g_time_zone_new_identifier(rule);
}

void key_area_free(GTimeZone *area)
{
    g_clear_pointer(&area, g_time_zone_unref);
}

int64_t key_time_from_area(int64_t time, GTimeZone *area)
{
    gint64 seconds = time / G_USEC_PER_SEC;
    const int interval = g_time_zone_adjust_time(area, G_TIME_TYPE_STANDARD, &seconds);
    return key_time_move(time, -g_time_zone_get_offset(area, interval));
}

bool key_time_parse(const char *text, int64_t *time, GError **error)
{
    GTimeZone *utc = g_time_zone_new_utc();
    char *full = g_strconcat(text, strchr(text, 'T') ? "" : "T00:00:00", NULL);
    GDateTime *moment = g_date_time_new_from_iso8601(full, utc);

    g_free(full);
    g_time_zone_unref(utc);
    if (!moment) {
        g_set_error_literal(error, KEY_ERROR, KEY_ERROR_VALUE,
                            "a time is like 2026-07-01 or 2026-07-01T12:00:00Z");
        return false;
    }
    *time = key_time_move(
        g_date_time_to_unix(moment) * G_USEC_PER_SEC + g_date_time_get_microsecond(moment), 0);
    g_date_time_unref(moment);
    return true;
}

char *key_time_text(int64_t time)
{
    time = CLAMP(time, KEY_TIME_FIRST, KEY_TIME_LAST);
    const int64_t fraction = (time % G_USEC_PER_SEC + G_USEC_PER_SEC) % G_USEC_PER_SEC;
    GDateTime *moment = g_date_time_new_from_unix_utc((time - fraction) / G_USEC_PER_SEC);
    GString *text = g_string_new(NULL);
    int year, month, day;

    g_date_time_get_ymd(moment, &year, &month, &day);
    g_string_printf(text, "%04d-%02d-%02d", year, month, day);
    char *clock = g_date_time_format(moment, "T%H:%M:%S");
    if (fraction != 0)
        g_string_append_printf(text, "%s.%06dZ", clock, (int)fraction);
    else if (strcmp(clock, "T00:00:00") != 0)
        g_string_append_printf(text, "%sZ", clock);
    g_free(clock);
    g_date_time_unref(moment);
    return g_string_free(text, FALSE);
}
