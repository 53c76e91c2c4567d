/* The segment was signed with a key of its connection outside that key's validity period.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#define NEAR        (300 * G_TIME_SPAN_SECOND) /* clocks without NTP, and switches by hand */
#define HOUR        (3600 * G_TIME_SPAN_SECOND)
#define FARTHEST    14 /* hours: time zones reach from UTC-12 to UTC+14 */
#define ZONE(hours) "its times fit if they are those of the time zone UTC" hours

/* Returns true if KEY is valid SHIFT microseconds after TIME. */
static bool is_valid_after(const struct key *key, int64_t time, int64_t shift)
{
    return (shift > 0 ? time < INT64_MAX - shift : time > INT64_MIN - shift) &&
           key_is_valid_at(key, time + shift);
}

/* Returns words for the clock or the time zone with which KEY would be valid at TIME, that is, some
 * minutes or the nearest whole hour; NULL if there is none. Routers take lifetimes as local time.
 * Returns a static string. */
static const char *clock_that_fits(const struct key *key, int64_t time)
{
    static const char *const east[FARTHEST] = {
        ZONE("+1"), ZONE("+2"), ZONE("+3"),  ZONE("+4"),  ZONE("+5"),  ZONE("+6"),  ZONE("+7"),
        ZONE("+8"), ZONE("+9"), ZONE("+10"), ZONE("+11"), ZONE("+12"), ZONE("+13"), ZONE("+14")};
    static const char *const west[FARTHEST] = {ZONE("-1"), ZONE("-2"),  ZONE("-3"),  ZONE("-4"),
                                               ZONE("-5"), ZONE("-6"),  ZONE("-7"),  ZONE("-8"),
                                               ZONE("-9"), ZONE("-10"), ZONE("-11"), ZONE("-12")};

    if (is_valid_after(key, time, NEAR) || is_valid_after(key, time, -NEAR))
        return "a clock that is wrong by less than 5 minutes explains that";
    for (int i = 0; i < FARTHEST; i++) {
        const int64_t shift = (i + 1) * HOUR;
        if (is_valid_after(key, time, shift))
            return east[i];
        if (west[i] && is_valid_after(key, time, -shift))
            return west[i];
    }
    return NULL;
}

static bool key_not_valid_propose(const struct evidence *evidence, unsigned index,
                                  struct proposal *proposal)
{
    if (index >= evidence->flow->candidates->count)
        return false;
    const struct key *key = evidence->flow->candidates->keys[index];
    const int64_t time = evidence->segment->time;

    proposal_sign(proposal, key);
    proposal->skip |= key_is_valid_at(key, time);
    proposal->detail = clock_that_fits(key, time);
    return true;
}

const struct hypothesis hypothesis_key_not_valid = {
    .cause = CAUSE_KEY_NOT_VALID,
    .propose = key_not_valid_propose,
};
