/* Reads the lifetimes of the keys in Cisco's key chains.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco.h"
#include "keys/import/model/key-chain.h"

/* The state for reading a lifetime word by word. */
struct cisco_lifetime_reader {
    struct cisco *cisco;
    const struct statement *line;
    unsigned next; /* the index of the next word */
    bool local;    /* its times are local */
};

/* "12:00:00 Jan 31 2026" or "12:00:00 31 january 2026" */
static bool read_time(struct cisco_lifetime_reader *reader, int64_t *time)
{
    const struct word clock = statement_word(reader->line, reader->next);
    if (!cisco_clock_read(reader->line, reader->next + 1, clock, time))
        return false;
    if (reader->local)
        *time = cisco_clock_utc(&reader->cisco->clock, *time, reader->cisco->import);
    reader->next += 4;
    return true;
}

static bool read_end(struct cisco_lifetime_reader *reader, int64_t from, int64_t *until)
{
    uint64_t seconds;
    if (statement_is(reader->line, reader->next, "infinite") ||
        reader->next == statement_length(reader->line)) {
        *until = INT64_MAX;
        return true;
    }
    if (!statement_is(reader->line, reader->next, "duration"))
        return read_time(reader, until);
    if (statement_is(reader->line, reader->next + 1, "infinite")) {
        *until = INT64_MAX;
        return true;
    }
    if (!word_number(statement_word(reader->line, reader->next + 1), G_MAXINT32, &seconds))
        return false;
    *until = key_time_move(from, (int64_t)seconds);
    return true;
}

static bool read_lifetime(struct cisco *cisco, const struct statement *line, int64_t *from,
                          int64_t *until)
{
    const struct statement *chain = line->parent->parent;
    const bool local = statement_is(line, 1, "local");
    const bool utc =
        !local && (!(cisco->rules & CISCO_LOCAL_TIME) || statement_find(chain, "timezone gmt"));
    struct cisco_lifetime_reader reader = {cisco, line, local ? 2 : 1, !utc};
    if (read_time(&reader, from) && read_end(&reader, *from, until))
        return true;
    import_problem(cisco->import, line->line,
                   "a lifetime is like 00:00:00 Jan 1 2026 infinite, or has an end like its start");
    return false;
}

/* Extends the validity of KEY by "accept-tolerance SECONDS" or "accept-tolerance infinite". */
static void widen(const struct statement *chain, struct key *key)
{
    const struct word tolerance = statement_word(statement_find(chain, "accept-tolerance *"), 1);
    uint64_t seconds = 0;
    if (word_is(tolerance, "infinite"))
        key_widen(key, -1);
    else if (word_number(tolerance, G_MAXINT32, &seconds))
        key_widen(key, (int64_t)seconds);
}

bool cisco_lifetimes(struct cisco *cisco, const struct statement *entry, struct key *key)
{
    static const char *const lifetimes[] = {"send-lifetime", "accept-lifetime"};
    int64_t first = INT64_MAX, last = INT64_MIN;

    for (unsigned i = 0; i < G_N_ELEMENTS(lifetimes); i++) {
        const struct statement *line = statement_find(entry, lifetimes[i]);
        int64_t from = INT64_MIN, until = INT64_MAX;
        if (line && !read_lifetime(cisco, line, &from, &until))
            return false;
        if (i == 0 && line)
            key_set_sent(key, from, until);
        first = MIN(first, from);
        last = MAX(last, until);
    }
    key->from = first;
    key->until = last;
    widen(entry->parent, key);
    return true;
}
